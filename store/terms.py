"""What a generation knows by name and by sound: names for completing, words for mending spelling.

Both are worked out when the index is built, with their pinyin, and kept as tab-separated text beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tokenizer.normalize import normalize
from tokenizer.pinyin import syllables

_LONGEST_NAME = 40
_LONGEST_WORD = 8
_RARE = 2  # records that must hold a word before it is offered as a better spelling
# How much a name counts each time it is met; a matter is what most people look for.
_WEIGHTS = {"matter": 4.0, "service": 3.0, "law": 2.0, "regime": 2.0, "agency": 1.0}
_DEPARTMENT = 20.0  # how much the name of a list's department counts, however long its list is


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


def names_of(records: Sequence[Mapping[str, Any]]) -> list[Term]:
    """The names of matters, services, regimes, laws, agencies and departments, those that count most first."""
    weights: defaultdict[str, float] = defaultdict(float)
    printed: dict[str, tuple[str, str]] = {}
    for record in records:
        for name, kind in _names(record):
            plain = normalize(name).strip()
            if 1 < len(plain) <= _LONGEST_NAME:
                weights[plain] += _WEIGHTS[kind]
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


def _names(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if record["kind"] == "boundary":
        yield record["matter"], "matter"
        for party in record["parties"]:
            yield party["agency"], "agency"
        for law in record["laws"]:
            yield law["title"], "law"
    elif record["kind"] == "service":
        yield record["service"], "service"
    elif record["kind"] == "supervision":
        yield record["regime"].rpartition("/")[2], "regime"


def _is_han(text: str) -> bool:
    return all("\u4e00" <= character <= "\u9fff" for character in text)
