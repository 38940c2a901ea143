"""Results that are kept: the same answers as without, a bound, and nothing left of an index that was exchanged."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.build import build
from indexer.sources.collect import collect
from search.caches import MOST_RESULTS, ResultCache
from search.library import Library
from search.present.results import Request, Results
from search.snapshot import Snapshot
from settings.model import Settings
from settings.sources import SettingsError, read_settings
from tokenizer.normalize import normalize
from web.factory import create_app

WORDS = [
    "烟花爆竹",
    "煙花爆竹",
    "零售",
    "养犬",
    "養犬",
    "KTV",
    "ＫＴＶ",
    "公安局",
    "管",
    "归谁管",
    "第十三条",
    "第13条",
]
SIGNS = ["", "-", "－", "部门:", "部门：", "依据:", "|", "｜", "OR ", "or ", "或 ", '"', "“", "-“"]
BLANKS = [" ", "  ", "\u3000", "\t", ""]
queries = st.lists(
    st.tuples(st.sampled_from(SIGNS), st.sampled_from(WORDS), st.sampled_from(["", '"', "”"]), st.sampled_from(BLANKS)),
    max_size=4,
).map(lambda parts: "".join("".join(part) for part in parts))
filters = st.sampled_from([{}, {"kind": ("boundary",)}, {"kind": ("duty", "boundary")}, {"agency": ("县公安局",)}])


@pytest.fixture(scope="session")
def other(counties_index: Path) -> Snapshot:
    """Another generation than the sample county's."""
    return Library(counties_index).snapshot()


def said(results: Results) -> dict[str, Any]:
    """All that an answer says, but for the time that it took."""
    return {**results.to_json(), "took_ms": None}


def asked(county: Snapshot, *requests: Request) -> int:
    """How many results are kept of some requests."""
    cache = ResultCache()
    for request in requests:
        cache.search(county, request)
    return len(cache)


_shared = ResultCache()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries, chosen=filters, page=st.sampled_from([1, 2]), sort=st.sampled_from(["relevance", "department"]))
def test_what_is_kept_says_what_would_be_found(
    county: Snapshot, query: str, chosen: dict[str, tuple[str, ...]], page: int, sort: str
) -> None:
    if not query.strip() and not chosen:
        query = "养犬"
    request = Request(query, chosen, page, sort=sort)
    assert said(_shared.search(county, request)) == said(county.search(request))


@given(st.lists(st.text("第十三条〔2011）号ｱ¨ﬁ戶徵KＫ﨑－帐号粘", max_size=6), max_size=4))
def test_the_normal_form_of_words_is_that_of_each(words: list[str]) -> None:
    assert normalize(" ".join(words)) == " ".join(map(normalize, words))


def test_the_same_words_written_otherwise_are_not_looked_for_again(county: Snapshot) -> None:
    cache = ResultCache()
    first = cache.search(county, Request("烟花爆竹 运输"))
    for query in ("  煙花爆竹　運輸 ", "烟花爆竹\t运输", "烟花爆竹  运输"):
        again = cache.search(county, Request(query))
        assert again.hits is first.hits
        assert again.request.query == query
        assert again.took_ms != first.took_ms
    assert len(cache) == 1


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("网吧 OR ktv", "网吧 or ktv"),
        ("网吧 | ktv", "网吧 ktv"),
        ('"烟花爆竹"', "烟花爆竹"),
        ("烟花 -零售", "烟花 零售"),
        ("烟花 -零售", "烟花-零售"),
        ("部门:公安局", "部门 公安局"),
        ("部门:公安局", "依据:公安局"),
        ('"烟花 爆竹"', '"烟花爆竹"'),
    ],
)
def test_what_means_something_else_is_kept_apart(county: Snapshot, one: str, another: str) -> None:
    assert asked(county, Request(one), Request(another)) == 2


def test_all_that_an_answer_depends_on_keeps_it_apart(county: Snapshot) -> None:
    requests = [
        Request("养犬"),
        Request("养犬", {"kind": ("duty",)}),
        Request("养犬", {"department": ("duty",)}),
        Request("养犬", page=2),
        Request("养犬", size=5),
        Request("养犬", sort="kind"),
        Request("", {"kind": ("duty",)}),
        Request('"', {"kind": ("duty",)}),
    ]
    assert asked(county, *requests) == len(requests)
    assert asked(county, *requests, *requests) == len(requests)


def test_no_more_than_the_bound_is_kept_and_the_least_lately_used_goes(county: Snapshot) -> None:
    cache = ResultCache(3)
    first = {query: cache.search(county, Request(query)).hits for query in ("养犬", "烟花", "网吧")}
    assert cache.search(county, Request("养犬")).hits is first["养犬"]
    cache.search(county, Request("校车"))
    assert len(cache) == 3
    assert cache.search(county, Request("养犬")).hits is first["养犬"]
    assert cache.search(county, Request("网吧")).hits is first["网吧"]
    assert cache.search(county, Request("烟花")).hits is not first["烟花"]


def test_explanations_and_large_pages_are_not_kept(county: Snapshot) -> None:
    assert asked(county, Request("养犬", explain=True), Request("养犬", size=100)) == 0
    cache = ResultCache()
    cache.search(county, Request("养犬"))
    assert cache.search(county, Request("养犬", explain=True)).hits[0].explanation is not None
    assert cache.search(county, Request("养犬")).hits[0].explanation is None


def test_nothing_is_kept_where_none_is_wanted(county: Snapshot) -> None:
    cache = ResultCache(0)
    assert cache.search(county, Request("养犬")).hits is not cache.search(county, Request("养犬")).hits
    assert len(cache) == 0


def test_another_generation_gets_its_own_answers(county: Snapshot, other: Snapshot) -> None:
    cache = ResultCache()
    request = Request("养犬")
    cache.search(county, request)
    cache.search(county, Request("烟花"))
    assert said(cache.search(other, request)) == said(other.search(request)) != said(county.search(request))
    assert len(cache) == 1


def test_threads_that_ask_two_generations_get_what_each_says(county: Snapshot, other: Snapshot) -> None:
    cache, workers = ResultCache(4), 8
    words = ("养犬", "烟花", "网吧", "校车", "公安局 网吧", "食品安全")
    right = {(serving, word): said(serving.search(Request(word))) for serving in (county, other) for word in words}
    start = threading.Barrier(workers)

    def ask(number: int) -> bool:
        start.wait()
        serving = (county, other)[number % 2]
        return all(said(cache.search(serving, Request(word))) == right[serving, word] for word in words * 20)

    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # so that threads take turns in the middle of a search
    try:
        with ThreadPoolExecutor(workers) as pool:
            assert all(pool.map(ask, range(workers)))
    finally:
        sys.setswitchinterval(usual)
    assert 0 < len(cache) <= 4


def test_a_new_index_answers_at_once(tmp_path: Path) -> None:
    labels = ("序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例")
    rows = [
        ("1", "甲类事项", "县公安局", "负责甲类事项", "《某条例》", "某案"),
        ("2", "乙类事项", "县教育局", "负责乙类事项", "《某条例》", "某案"),
    ]
    totals = []
    with create_app(tmp_path / "index").test_client() as client:
        for count in (1, 2):
            text = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in (labels, *rows[:count]))
            (tmp_path / "list.txt").write_text(f"示例县公安局责任清单\n\n二、职责边界\n\n{text}\n", encoding="utf-8")
            build(collect([tmp_path / "list.txt"]), tmp_path / "index")
            for _ in range(2):
                body = client.get("/api/search", query_string={"q": "类事项"}).json
                assert body is not None
                totals.append(body["total"])
    assert totals == [1, 1, 2, 2]


@pytest.mark.parametrize("query", ["烟花爆竹", "  煙花爆竹", "放鞭炮归谁管", "烟花暴竹"])
def test_the_site_says_the_same_with_and_without(county_index: Path, query: str) -> None:
    without, keeping = (create_app(county_index, Settings(result_cache=kept)).test_client() for kept in (0, 16))
    keeping.get("/api/search", query_string={"q": "烟花爆竹"})
    for client in (without, keeping, keeping):
        body, plain = (each.get("/api/search", query_string={"q": query}).json for each in (client, without))
        assert body is not None
        assert plain is not None
        assert body["query"] == query
        assert body["took_ms"] >= 0
        assert {**body, "took_ms": 0} == {**plain, "took_ms": 0}
        for address in ("/search", "/embed/frame"):
            page, expected = (each.get(address, query_string={"q": query}).text for each in (client, without))
            assert page == expected


@pytest.mark.parametrize(("value", "expected"), [("", MOST_RESULTS), ("0", 0), (" 64 ", 64), ("999999", 999999)])
def test_the_environment_says_how_many_are_kept(value: str, expected: int) -> None:
    assert read_settings({"QINGDAN_RESULT_CACHE": value}).result_cache == expected
    assert read_settings({}).result_cache == MOST_RESULTS


@pytest.mark.parametrize("value", ["-1", "viele", "1.5", "１２", "1000000", "1e3"])
def test_what_is_no_number_is_told(value: str) -> None:
    with pytest.raises(SettingsError, match=f"{value}.*0 到 999999 的整数"):
        read_settings({"QINGDAN_RESULT_CACHE": value})
