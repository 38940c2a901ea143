"""The judged queries over the real lists: no type of query may fall below its floor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.relevance import FLOOR, Measures, evaluate, measure
from search.present.results import Request
from search.snapshot import Snapshot

pytestmark = pytest.mark.lists


@pytest.fixture(scope="module")
def queries(real: Path) -> list[dict[str, object]]:
    lines = (real / "queries" / "judged.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def test_no_type_of_query_falls_below_its_floor(real_lists: Snapshot, queries: list[dict[str, object]]) -> None:
    found = evaluate(real_lists, queries)
    low = {name: round(row.ndcg, 3) for name, row in found.items() if row.ndcg < FLOOR}
    assert low == {}
    assert found["all"].ndcg >= 0.92
    assert (found["all"].mrr or 0) >= 0.97
    assert (found["all"].recall or 0) >= 0.90


def test_every_hit_is_explained(real_lists: Snapshot, queries: list[dict[str, object]]) -> None:
    for query in queries[::5]:
        for hit in real_lists.search(Request(str(query["query"]), explain=True)).hits[:3]:
            assert hit.explanation is not None
            assert any(part["score"] > 0 for part in hit.explanation)


def test_the_measure_itself() -> None:
    assert measure(["a", "b"], {"a": 3, "b": 1}) == Measures(1.0, 1.0, 1.0)
    assert measure(["x", "a"], {"a": 3}).mrr == 0.5
    assert measure([], {"a": 3}) == Measures(0.0, 0.0, 0.0)
    assert measure(["b"], {"b": 1}) == Measures(1.0, None, None)
