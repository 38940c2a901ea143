"""One matter over several lists: who does what in each, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from tokenizer.normalize import normalize

_ALIKE = 4  # characters in a row that make two texts say the same there
_TELLING = 0.7  # the share of a text that differs, above which marking it tells nothing


class State(Enum):
    """How the lists agree on one agency."""

    SAME = "same"
    DIFFERENT = "different"
    SOME = "some"


@dataclass(frozen=True, slots=True)
class RolePiece:
    """A stretch of text, and whether no other list has it."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class ComparedRole:
    """What one list gives an agency to do, under the name that it prints."""

    agency: str
    role: tuple[RolePiece, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One agency: its shares by list (none: the list does not name it)."""

    agency: str
    cells: tuple[tuple[ComparedRole, ...], ...]
    state: State


def compare(records: Sequence[Mapping[str, Any]], named: Callable[[str], tuple[str, ...]]) -> tuple[ComparedRow, ...]:
    """The agencies of several records of one matter, in printed order, with their shares in each record.

    `named` gives the agencies that a printed name means; a printed row that names several stands with each.
    """
    found: dict[str, list[list[Mapping[str, str]]]] = {}
    for column, record in enumerate(records):
        for party in record["parties"]:
            for agency in named(party["agency"]) or ("",):
                cells = found.setdefault(agency, [[] for _ in records])
                cells[column].append(party)
    return tuple(_row(agency, cells) for agency, cells in found.items())


def only_here(columns: Sequence[Sequence[str]]) -> list[list[tuple[str, bool]]]:
    """Each column's values with whether no other column has them."""
    counts = Counter(value for column in columns for value in set(column))
    return [[(value, counts[value] == 1) for value in column] for column in columns]


def _row(agency: str, cells: list[list[Mapping[str, str]]]) -> ComparedRow:
    texts = ["\n".join(party["role"] for party in cell) for cell in cells]
    if not all(cells):
        state = State.SOME
    else:
        state = State.SAME if len({"".join(normalize(text).split()) for text in texts}) == 1 else State.DIFFERENT
    shares = tuple(
        tuple(ComparedRole(party["agency"], _pieces(party["role"], _others(texts, index))) for party in cell)
        for index, cell in enumerate(cells)
    )
    return ComparedRow(agency, shares, state)


def _others(texts: Sequence[str], index: int) -> list[str]:
    return [text for other, text in enumerate(texts) if other != index and text]


def _pieces(text: str, others: Sequence[str]) -> tuple[RolePiece, ...]:
    """The text in pieces; whole where nothing differs or where nearly everything does."""
    if not others or any("".join(text.split()) in "".join(other.split()) for other in others):
        return (RolePiece(text, False),)
    differs = _differing(text, others)
    if sum(differs) > _TELLING * max(1, len(text)):
        return (RolePiece(text, False),)
    return tuple(_runs(text, differs))


def _differing(text: str, others: Sequence[str]) -> list[bool]:
    """For each character, whether no other text has the words around it."""
    shared = [not character.isalnum() for character in text]
    for start in range(len(text) - _ALIKE + 1):
        words = text[start : start + _ALIKE]
        if any(words in other for other in others):
            shared[start : start + _ALIKE] = [True] * _ALIKE
    return [not here for here in shared]


def _runs(text: str, differs: Sequence[bool]) -> Iterator[RolePiece]:
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or differs[index] != differs[start]:
            yield RolePiece(text[start:index], differs[start])
            start = index
