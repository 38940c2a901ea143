"""What a generation knows by name and by sound: names for completing, words for mending spelling.

Both are worked out when the index is built, with their pinyin, and kept as tab-separated text beside it. The lists
themselves teach what is cut as one word: short names of matters, services and laws.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from records.kinds import KINDS
from records.texts import agencies, headline, own_name
from tokenizer.normalize import normalize
from tokenizer.pinyin import syllables

_LONGEST_NAME = 40
_LONGEST_WORD = 8
_RARE = 2  # records that must hold a word before it is offered as a better spelling
_DEPARTMENT = 20.0  # how much the name of a list's department counts, however long its list is
# What is named, and how much it counts each time it is met.
_LAW, _AGENCY = ("law", 2.0), ("agency", 1.0)
_TAUGHT_TERM = re.compile(r"[\u4e00-\u9fff]{2,8}")
_COUNTRY = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Term:
    """A name or word in normal form with how it is printed, how much it counts, and its syllables."""

    text: str
    printed: str
    weight: float
    kind: str
    syllables: tuple[str, ...]


class Terms:
    """The terms of a file that `write_terms` wrote, in its order.

    The file is read at once, but a line is taken apart when it is asked for, and a column as a whole: a hundred
    thousand names take a while, and most searches need none of them.
    """

    def __init__(self, path: Path) -> None:
        self._lines = path.read_bytes().rstrip(b"\n").split(b"\n")

    def __getitem__(self, number: int) -> Term:
        text, printed, weight, kind, spelt = self._lines[number].decode().split("\t")
        return Term(text, printed, float(weight), kind, tuple(spelt.split(" ")))

    def __iter__(self) -> Iterator[Term]:
        return map(self.__getitem__, range(len(self.texts)))

    @cached_property
    def texts(self) -> list[str]:
        """The terms in normal form."""
        return [line.partition(b"\t")[0].decode() for line in self._lines if line]

    @cached_property
    def weights(self) -> list[float]:
        """How much each term counts."""
        return [float(line.split(b"\t", 3)[2]) for line in self._lines if line]

    @cached_property
    def syllables(self) -> list[str]:
        """The syllables of each term, with blanks between them: yan hua."""
        return [line.rpartition(b"\t")[2].decode() for line in self._lines if line]


def learn_terms(records: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The terms of the records, sorted: short names of matters, services and powers, titles of laws, in normal form."""
    terms: set[str] = set()
    for record in records:
        for name in _taught(record):
            plain = normalize(name).removeprefix(_COUNTRY)
            if _TAUGHT_TERM.fullmatch(plain):
                terms.add(plain)
    return tuple(sorted(terms))


def names_of(records: Sequence[Mapping[str, Any]]) -> list[Term]:
    """The names of matters, services, regimes, laws, agencies and departments, those that count most first."""
    weights: defaultdict[str, float] = defaultdict(float)
    printed: dict[str, tuple[str, str]] = {}
    for record in records:
        for name, kind, weight in _names(record):
            plain = normalize(name).strip()
            if 1 < len(plain) <= _LONGEST_NAME:
                weights[plain] += weight
                printed.setdefault(plain, (name, kind))
    for name in sorted({record["department"] for record in records}):
        plain = normalize(name).strip()
        if 1 < len(plain) <= _LONGEST_NAME:
            weights[plain] = max(weights[plain], _DEPARTMENT)
            printed.setdefault(plain, (name, "department"))
    ordered = sorted(weights, key=lambda text: (-weights[text], text))
    return [Term(text, *_with(printed[text], weights[text]), syllables(text)) for text in ordered]


def words_of(counts: Mapping[str, int]) -> list[Term]:
    """The Chinese words that enough records hold, most frequent first; `counts` is records by word."""
    kept = [
        word for word, count in counts.items() if count >= _RARE and 1 < len(word) <= _LONGEST_WORD and _is_han(word)
    ]
    kept.sort(key=lambda word: (-counts[word], word))
    return [Term(word, word, float(counts[word]), "word", syllables(word)) for word in kept]


def write_terms(path: Path, terms: Iterable[Term]) -> None:
    """Write terms as lines of tab-separated values."""
    lines = ("\t".join((t.text, t.printed, f"{t.weight:g}", t.kind, " ".join(t.syllables))) for t in terms)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _with(printed: tuple[str, str], weight: float) -> tuple[str, float, str]:
    name, kind = printed
    return " ".join(name.split()), weight, kind


def _names(record: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    kind = KINDS[record["kind"]]
    if kind.completes:
        yield own_name(record), kind.headline[0], kind.completes
    if kind.says:
        yield from ((name, *_AGENCY) for name in agencies(record))
        yield from ((law["title"], *_LAW) for law in record.get("laws", ()))


def _taught(record: Mapping[str, Any]) -> Iterator[str]:
    """The names that teach the index words."""
    if KINDS[record["kind"]].named:
        yield headline(record)
    yield from (law["title"] for law in record.get("laws", ()))


def _is_han(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)
