"""Generations that come and go under a running site."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest

from indexer.build import build
from indexer.sources.collect import collect
from search.library import Library
from search.present.results import Request
from search.snapshot import Snapshot
from tests.support.second_county import write_second_county


@pytest.mark.slow
def test_a_generation_is_let_go_two_exchanges_later(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    write_second_county(tmp_path / "lists")
    library = Library(tmp_path / "index")
    seen: list[weakref.ref[Snapshot]] = []
    for _ in range(3):
        build(collect([tmp_path / "lists"]), tmp_path / "index")
        serving = library.snapshot()
        assert serving.search(Request("养犬")).total > 0
        seen.append(weakref.ref(serving))
        del serving
    assert seen[0]() is None
    assert seen[1]() is not None
    assert seen[2]() is library.snapshot()


def test_what_is_open_is_out_of_sight_of_the_garbage_collector(county_index: Path) -> None:
    serving = Library(county_index).snapshot()
    assert all(each is not serving for each in gc.get_objects())
