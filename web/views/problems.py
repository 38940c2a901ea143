"""What the parser could not read, as a clerk looks it up: by file, neighbouring lines together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ROOM = 9_000  # characters on a page
_NEAR = 3  # lines apart that still read as one passage
_MOST = 40  # lines of one passage


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring problems of one kind: where they stand, and their messages in order."""

    kind: str
    place: str
    messages: tuple[str, ...]

    @property
    def size(self) -> int:
        """Characters of its text."""
        return 60 + sum(len(message) + 20 for message in self.messages)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One list of the generation: what was read of it and what was not."""

    listing: Mapping[str, Any]
    records: int
    kinds: Counter[str]

    @property
    def problems(self) -> int:
        """The number of problems."""
        return sum(self.kinds.values())


def coverage(meta: Mapping[str, Any]) -> list[Coverage]:
    """The lists of a generation with their sums."""
    return [
        Coverage(entry, sum(entry["records"].values()), Counter(problem["kind"] for problem in entry["problems"]))
        for entry in meta["lists"]
    ]


def passages(problems: Sequence[Mapping[str, Any]]) -> list[Passage]:
    """The problems of one file with neighbouring lines put together."""
    return [_passage(group) for group in _neighbours(problems)]


def _neighbours(problems: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    group: list[Mapping[str, Any]] = []
    for problem in problems:
        if group and (len(group) == _MOST or not _follows(group[-1], problem)):
            yield group
            group = []
        group.append(problem)
    if group:
        yield group


def _follows(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if one["kind"] != other["kind"] or one.get("page") != other.get("page"):
        return False
    before, after = one.get("line"), other.get("line")
    if before is None or after is None:
        return before is after and one.get("page") is not None
    near: bool = 0 <= after - before <= _NEAR
    return near


def _passage(group: Sequence[Mapping[str, Any]]) -> Passage:
    first, last = group[0], group[-1]
    page = f"第{first['page']}页" if first.get("page") else ""
    line = ""
    if first.get("line"):
        line = f"第{first['line']}行" if first["line"] == last["line"] else f"第{first['line']}—{last['line']}行"
    return Passage(first["kind"], page + line, tuple(problem["message"] for problem in group))
