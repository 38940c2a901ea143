"""Leaving parts of the search out: each is still there to be left out, and is back afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.ablation import ASKED, CUT, ablate
from bench.relevance import evaluate, key
from search.present.results import Request
from search.snapshot import Snapshot
from tests.conftest import ROOT


@pytest.mark.slow
def test_each_part_is_left_out_and_is_back_afterwards(county: Snapshot, tmp_path: Path) -> None:
    asked = {"放鞭炮归谁管": "烟花爆竹", "狗咬人": "犬"}
    queries = [
        {"query": query, "type": "words", "relevant": {key(hit.record): 3 for hit in county.search(Request(word)).hits}}
        for query, word in asked.items()
    ]
    (name, best), *rest = ablate(ROOT / "data", queries, tmp_path)
    found = dict(rest)
    assert name == ""
    assert list(found) == [*ASKED, *CUT]
    assert found["synonyms"] < best  # nobody writes 放鞭炮 in a list
    assert best == evaluate(county, queries)["all"].ndcg
