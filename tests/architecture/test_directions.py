"""Imports go one way: down the rooms as they are listed, and no further than the list says."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.architecture.directions import HOUSE, INDEXER, KNOWN, LIBRARIES, SEAM, SEARCH, WEB, room
from tests.architecture.modules import Import, imports, modules

RULES = pytest.mark.parametrize(
    "rooms", [HOUSE, INDEXER, SEARCH, SEAM, WEB], ids=["house", "indexer", "search", "seam", "web"]
)


def against(rooms: Mapping[str, tuple[str, ...]]) -> set[tuple[str, str]]:
    """Imports between these rooms that they do not allow."""
    found = set()
    for each in imports():
        by, of = room(each.by, rooms), room(each.of, rooms) if each.ours else None
        if by and of and by != of and of not in rooms[by]:
            found.add((each.by, each.of))
    return found


def fenced(each: Import) -> bool:
    """Whether a library is imported outside the rooms that may know it."""
    rooms = dict.fromkeys(LIBRARIES.get(each.of, ()), ())
    return each.of in LIBRARIES and room(each.by, rooms) is None


def test_every_module_stands_in_a_room() -> None:
    assert [name for name in modules() if room(name, HOUSE) is None] == []


@RULES
def test_imports_go_one_way(rooms: Mapping[str, tuple[str, ...]]) -> None:
    assert against(rooms) - KNOWN == set()


@RULES
def test_the_rules_themselves_lead_round_no_circle(rooms: Mapping[str, tuple[str, ...]]) -> None:
    left = {name: set(below) for name, below in rooms.items()}
    while floor := [name for name, below in left.items() if not below & left.keys()]:
        for name in floor:
            del left[name]
    assert left == {}


def test_libraries_are_known_to_the_rooms_that_need_them_only() -> None:
    assert {(each.by, each.of) for each in imports() if fenced(each)} - KNOWN == set()


def test_what_is_known_to_go_against_it_still_does() -> None:
    """A line of `KNOWN` whose import is gone must go as well."""
    found = set().union(*map(against, (HOUSE, INDEXER, SEARCH, SEAM, WEB)))
    found |= {(each.by, each.of) for each in imports() if fenced(each)}
    assert KNOWN - found == set()
