"""Searching the sample county, and the real lists where they are."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.texts import zone_texts
from search.present.results import Request, RequestError, Results
from search.snapshot import Snapshot
from tests.conftest import whole
from tokenizer.normalize import normalize
from tokenizer.words import Words


def titles(results: Results) -> list[str]:
    return [hit.title for hit in results.hits]


def has(record: Any, text: str) -> bool:
    return text in normalize(json.dumps(record, ensure_ascii=False))


def test_a_matter_puts_its_boundary_record_first_and_names_the_agencies(county: Snapshot) -> None:
    results = county.search(Request("烟花爆竹"))
    assert results.hits[0].record["kind"] == "boundary"
    assert "烟花爆竹" in results.hits[0].title
    agencies = {line.agency: line.role for line in results.agencies}
    assert {"县公安局", "县应急管理局", "县市场监督管理局"} <= set(agencies)
    assert all(agencies.values())


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ('"烟花爆竹安全监管"', "烟花爆竹安全监管"),
        ("“养犬管理”", "养犬管理"),
        ("養犬管理", "养犬管理"),
        ("养犬 登记", "养犬管理"),
        ("养犬登记归哪个部门管？", "养犬管理"),
        ("国务院令第617号", "校车安全管理"),
        ("校车安全管理条例", "校车安全管理"),
        ("部门:公安局 事项:养犬", "养犬管理"),
    ],
)
def test_queries_find_their_matter_first(county: Snapshot, query: str, title: str) -> None:
    assert titles(county.search(Request(query)))[0] == title


def test_minus_leaves_out(county: Snapshot) -> None:
    everything = county.search(Request("烟花", size=100))
    without = county.search(Request("烟花 -零售", size=100))
    assert 0 < without.total < everything.total
    assert not any(has(hit.record, "零售") for hit in without.hits)


def test_or_finds_either(county: Snapshot) -> None:
    found = county.search(Request("养犬 | 校车", size=100))
    assert {"养犬管理", "校车安全管理"} <= set(titles(found))


def test_one_character_is_found_inside_words(county: Snapshot) -> None:
    found = county.search(Request("犬", size=100))
    expected = sum(any("犬" in text for text in zone_texts(record).values()) for record in whole(county))
    assert found.total == expected > 5


def test_paging_covers_every_hit_once(county: Snapshot) -> None:
    whole = county.search(Request("安全", size=100))
    pages = [county.search(Request("安全", page=page, size=7)) for page in range(1, -(-whole.total // 7) + 1)]
    paged = [hit.record["id"] for page in pages for hit in page.hits]
    assert len(paged) == len(set(paged)) == whole.total
    assert paged[: len(whole.hits)] == [hit.record["id"] for hit in whole.hits]
    assert county.search(Request("安全", page=5000)).hits == ()


@pytest.mark.parametrize("facet", ["kind", "region", "department", "agency", "law"])
def test_every_facet_value_filters_to_its_count(county: Snapshot, facet: str) -> None:
    query = "监管"
    counts = county.search(Request(query)).facets[facet]
    assert counts
    for each in counts[:5]:
        assert county.search(Request(query, {facet: (each["value"],)})).total == each["count"]


def test_a_facet_keeps_its_other_values_when_one_is_chosen(county: Snapshot) -> None:
    chosen = county.search(Request("监管", {"kind": ("boundary",)}))
    assert len(chosen.facets["kind"]) > 1
    assert {hit.record["kind"] for hit in chosen.hits} == {"boundary"}


def test_filters_alone_list_everything(county: Snapshot) -> None:
    found = county.search(Request("", {"department": ("示例县公安局",)}, size=100))
    assert found.total == sum(record["department"] == "示例县公安局" for record in whole(county))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Request("长" * 201), "最多 200 个字"),
        (lambda: Request(" "), "请输入"),
        (lambda: Request("火", page=0), "页码"),
        (lambda: Request("火", size=101), "每页条数"),
        (lambda: Request("火", {"kind": ("law",)}), "没有“law”这一类"),
    ],
)
def test_what_cannot_be_served_is_told(make: Any, message: str) -> None:
    with pytest.raises(RequestError, match=message):
        make()


@given(st.text(min_size=1, max_size=200))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_query(county: Snapshot, query: str) -> None:
    if query.strip():
        results = county.search(Request(query))
        json.dumps(results.to_json())
        assert len(results.hits) <= results.total


@given(st.text(alphabet='烟花爆竹管 -"“”|OR:：部门依据()[]*?~^\\/', min_size=1, max_size=40))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mix_of_operators_is_a_query(county: Snapshot, query: str) -> None:
    if query.strip():
        assert county.search(Request(query)).total >= 0


def test_quoted_words_find_exactly_the_records_that_hold_them(county: Snapshot) -> None:
    _assert_complete(county)


@pytest.mark.lists
def test_quoted_words_find_exactly_the_real_records_that_hold_them(real_lists: Snapshot) -> None:
    _assert_complete(real_lists)


def _assert_complete(snapshot: Snapshot) -> None:
    """For 200 words drawn from the corpus, hits and records that contain the word are the same set."""
    texts = [[normalize(text) for text in zone_texts(record).values()] for record in whole(snapshot)]
    cutter = Words()
    words = sorted({word for zone in texts for text in zone for word, _, _ in cutter.cut(text) if word[0] >= "\u4e00"})
    for word in random.Random(7).sample(words, 200):
        holding = {
            record["id"]
            for record, zone in zip(whole(snapshot), texts, strict=True)
            if any(word in "".join(text.split()) for text in zone)
        }
        found: set[str] = set()
        page = 1
        while hits := snapshot.search(Request(f'"{word}"', page=page, size=100)).hits:
            found |= {hit.record["id"] for hit in hits}
            page += 1
        assert found == holding, word


@pytest.mark.lists
class TestRealLists:
    """What a searcher must see in the real lists."""

    def test_fireworks(self, real_lists: Snapshot) -> None:
        results = real_lists.search(Request("烟花爆竹"))
        assert [hit.record["kind"] for hit in results.hits[:3]] == ["boundary"] * 3
        named = " ".join(line.agency for line in results.agencies)
        assert all(name in named for name in ("公安局", "安监局", "质监局", "工商局"))
        assert all(line.role for line in results.agencies)

    @pytest.mark.parametrize("query", ["烟花爆竹", '"烟花爆竹"', "烟花爆竹监管部门是谁", "烟花 -零售"])
    def test_ways_to_ask_for_fireworks(self, real_lists: Snapshot, query: str) -> None:
        best = real_lists.search(Request(query)).hits[0].record
        assert best["kind"] == "boundary"
        assert "烟花爆竹" in best["matter"]

    def test_one_character(self, real_lists: Snapshot) -> None:
        found = real_lists.search(Request("火", size=100))
        assert found.total == sum(any("火" in t for t in zone_texts(record).values()) for record in whole(real_lists))

    @pytest.mark.parametrize("query", ["455", "国务院令第455号", "国务院令455号"])
    def test_order_numbers(self, real_lists: Snapshot, query: str) -> None:
        hits = real_lists.search(Request(query)).hits
        assert hits
        assert has(hits[0].record, "455")

    @pytest.mark.parametrize(
        "query", ["国办发〔2011〕25号", "国办发[2011]25号", "国办发（2011）25号", "国办发2011 25号"]
    )
    def test_document_numbers_in_every_bracket(self, real_lists: Snapshot, query: str) -> None:
        assert titles(real_lists.search(Request(query)))[0] == "单用途商业预付卡管理"
