"""Choosing which records to look at, and counting facets, changes no answer: both agree with looking at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.backend import FACETS, FEW, LEAST_COVERAGE, LITTLE_COVERAGE
from search.local import filters
from search.local.backend import LocalBackend
from search.query.syntax import parse_query
from search.snapshot import Snapshot

WORDS = [
    "公安局",
    "烟花爆竹",
    "养犬",
    "登记",
    "学校",
    "安全",
    "检查",
    "食品",
    "管理",
    "许可",
    "运输",
    "负责",
    "无此词语",
]


@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5, unique=True))
def test_the_records_left_out_could_not_cover_enough(county: Snapshot, local: LocalBackend, words: list[str]) -> None:
    reading = county.understanding.read(parse_query(" ".join(words)))
    every = np.arange(local.count)
    found = [(local.impacts.of(concept), concept.counts) for concept in reading.concepts]
    whole = sum(impacts.gain for impacts, counts in found if counts)
    whole += sum(
        local.impacts.missed(each) for each in reading.concepts if each.counts and not local.impacts.of(each).gain
    )
    score, coverage = np.zeros(len(every)), np.zeros(len(every))
    for impacts, counts in found:
        parts = impacts.of(every)
        score += parts[0]
        coverage += parts[1] * (impacts.gain / whole if counts and whole else 0.0)
    scores = local.ranker.score(reading)
    few = reading.sentence and len(reading.concepts) > 1 and np.count_nonzero(coverage >= LEAST_COVERAGE) < FEW
    least = LITTLE_COVERAGE if few else LEAST_COVERAGE
    sure = coverage >= least + 1e-6
    assert set(every[sure].tolist()) <= set(scores.docs.tolist())
    assert (coverage[scores.docs] >= least - 1e-6).all()
    expected = score[scores.docs] * coverage[scores.docs] ** 1.5
    assert scores.coverage == pytest.approx(coverage[scores.docs], rel=1e-5)
    if not len(local.engine.titled("".join(words))):
        assert scores.total == pytest.approx(expected, rel=1e-4)


def values(snapshot: Snapshot, record: Mapping[str, Any]) -> dict[str, set[str]]:
    """The facet values of a record, read from the record itself."""
    return {
        "kind": {record["kind"]},
        "region": {record["region"]} - {""},
        "department": {record["department"]} - {""},
        "agency": {name for party in record.get("parties", ()) for name in snapshot.agencies.named(party["agency"])},
        "law": {law["title"] for law in record.get("laws", ())} - {""},
    }


def _by_count(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


@pytest.mark.parametrize(("few", "many", "most"), [(250, 4096, 50), (0, 1, 50), (250, 1, 3), (0, 4096, 3)])
@given(data=st.data())
def test_facets_are_counted_right(
    county: Snapshot, local: LocalBackend, few: int, many: int, most: int, data: st.DataObject
) -> None:
    number = local.count
    docs = sorted(data.draw(st.sets(st.integers(0, number - 1), max_size=120)))
    counters: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for doc in docs:
        for name, found in values(county, local.engine.records[doc]).items():
            counters[name].update(found)
    expected = {
        name: [{"value": value, "count": count} for value, count in sorted(counter.items(), key=_by_count)[:most]]
        for name, counter in counters.items()
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filters, "_FEW", few)
        patch.setattr(filters, "_MANY", many)
        patch.setattr(filters, "MOST_VALUES", most)
        assert local.facets.count(np.array(docs, dtype=np.int64)) == expected
