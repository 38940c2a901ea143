"""What ranking owes to people, whatever its weights: which record stands before which, and when it says nothing."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from indexer.build import build
from indexer.parse_files import parse_files
from indexer.sources.collect import collect
from search.library import Library
from search.present.results import Request
from search.snapshot import Snapshot
from tests.conftest import ROOT
from tests.sample.county import departments

_HEADLINES = ("matter", "service", "regime", "item", "duty")
MATTERS = [matter["matter"] for department in departments() for matter in department.data["boundaries"]]


def headline(record: Mapping[str, Any]) -> str:
    return next(str(record[name]) for name in _HEADLINES if record.get(name))


def first(snapshot: Snapshot, query: str) -> Mapping[str, Any]:
    return snapshot.search(Request(query)).hits[0].record


def test_a_records_own_headline_finds_it_before_all_that_mention_it(county: Snapshot) -> None:
    """Where a matter and a record of another kind are called the same, either is right."""
    parsed = parse_files(collect([ROOT / "data"]).files)
    asked = {headline(record.to_json()) for each in parsed for record in each.records}
    assert len(asked) > 100
    assert {query for query in asked if headline(first(county, query)) != query} == set()


@pytest.mark.parametrize("thing", ["病死畜禽", "收养登记", "精神障碍患者", "安全监管"])
def test_a_thing_by_itself_finds_its_matter_before_duties_and_services_named_for_it(
    county: Snapshot, thing: str
) -> None:
    """Who asks for a thing alone most likely asks who is responsible."""
    kinds = [hit.record["kind"] for hit in county.search(Request(thing)).hits if thing in hit.title]
    assert kinds[0] == "boundary"
    assert len(set(kinds)) > 1


def test_one_of_many_things_is_no_answer_to_all_of_them(county: Snapshot) -> None:
    assert county.search(Request(" ".join(MATTERS[::3]))).total == 0


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("非煤矿山汛期安全监管制度", "食品安全监管"),
        ("机动车尾气检测咨询", "机动车排气污染防治"),
        ("病死畜禽收集报备", "动物疫病防控与病死畜禽处理"),
    ],
)
def test_a_matter_that_only_shares_words_is_no_answer(county: Snapshot, query: str, wrong: str) -> None:
    """There is a record of just this, and it is another one: who answers for the matter does not answer for it."""
    results = county.search(Request(query))
    assert results.hits[0].title == query
    assert wrong not in {line.matter for line in results.agencies}


@pytest.mark.parametrize("nearer", ["养犬管理", "烟花爆竹安全监管"])
def test_a_synonyms_record_stands_before_a_neighbours(tmp_path: Path, nearer: str) -> None:
    """Whichever of two matters a county says is nearer to a word comes first."""
    lists = shutil.copytree(ROOT / "data", tmp_path / "lists")
    targets = {"养犬管理": "养犬", "烟花爆竹安全监管": "烟花爆竹"}
    lines = [f"闹心事 > {target} @ {0.9 if matter == nearer else 0.5}" for matter, target in targets.items()]
    (lists / "synonyms.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    build(collect([lists]), tmp_path / "index", jobs=1)
    hits = Library(tmp_path / "index").snapshot().search(Request("闹心事", size=100)).hits
    found = [hit.title for hit in hits if hit.title in targets]
    assert found == [nearer, *(matter for matter in targets if matter != nearer)]
