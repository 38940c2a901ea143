"""The records to measure with: the real lists or the sample county, and as many more as wanted.

Every further set of records is another made-up county that has the same lists in other words, as counties do:

- region, departments and agencies carry the county's own names;
- in running text three in ten words of two and more characters are others, drawn by their frequency in the base
  records; in headlines three in twenty, so that the same matters come back from county to county;
- some of those are words that no record had before, from jieba's dictionary or made up. Their number follows
  Heaps' law (vocabulary ~ text**0.55), so that the vocabulary goes on growing;
- one cited title in five is the county's own, and half of the numbers are others, the same wherever they recur;
- a text that several records share (a duty and its items) stays shared.

The same records, count and seed give the same corpus. Only the base records are held in memory.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bench.counties import Places
from bench.relevance import HOME, REAL
from indexer.parse_files import parse_files
from indexer.sources.collect import collect
from records.laws import find_laws
from tokenizer.normalize import plain_form
from tokenizer.words import Words

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its sources predate raw strings for regular expressions
    import jieba

Record = dict[str, Any]

HEADLINES = ("matter", "item", "regime", "service")
TEXTS = ("duty", "note", "content", "case", "basis")

_HEAPS = 0.55
_SWAPPED = 0.3
_SWAPPED_IN_HEADLINES = 0.15
_OWN_TITLES = 0.2
_OTHER_NUMBERS = 0.5
_USES = 2  # of a new word in its county, on average
_MOST_NEW = 0.5  # the share of the swapped words that are new at most
_MADE_UP = 3  # every third new word is in no dictionary
_CITED = re.compile(r"《[^《》]*》")
_NUMBER = re.compile(r"\d{2,}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
_YEARS = range(1949, 2036)


def base_records() -> list[Record]:
    """The records of the real lists where they are on this machine, else of the sample county."""
    lists = REAL / "lists"
    sources = collect([lists if lists.is_dir() else HOME / "data"])
    return [record.to_json() for parsed in parse_files(sources.files) for record in parsed.records]


def multiply(records: Sequence[Record], count: int, seed: int = 1) -> Iterator[Record]:
    """`count` records: the given ones, and then those of made-up counties. Raises ValueError where there are none."""
    if not records:
        raise ValueError("there are no records to multiply")
    yield from records[:count]
    stock = _Stock(records, seed)
    for number, made in enumerate(range(len(records), count, len(records))):
        county = _MadeUp(stock, number, seed)
        for place, record in enumerate(records[: count - made]):
            yield county.record(record, place)


def write_corpus(path: Path, records: Iterable[Record]) -> None:
    """Write records as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text in pieces; those at `free` are words that may become others."""

    pieces: tuple[str, ...]
    free: tuple[int, ...]


class _Stock:
    """What all made-up counties draw from: the base texts in words, the words by frequency, and new words."""

    def __init__(self, records: Sequence[Record], seed: int) -> None:
        self._words = Words()
        self.places = Places({record["region"] for record in records}, seed)
        self.cut = lru_cache(maxsize=None)(self._cut)
        texts = [text for record in records for text in _texts(record)]
        self.drawn = [cut.pieces[index] for cut in map(self.cut, texts) for index in cut.free]
        self._known = len(set(self.drawn))
        self._new = _new_words(Counter(self.drawn), random.Random(seed))

    def _cut(self, text: str) -> _Cut:
        cited = [match.span() for match in _CITED.finditer(text)]
        pieces: list[str] = []
        free: list[int] = []
        at = 0
        for word, start, end in self._words.cut(text):
            pieces += [text[at:start], word]
            kept = any(first <= start < last for first, last in cited)
            if _CHINESE.fullmatch(word) and not kept and not self.places.names(word):
                free.append(len(pieces) - 1)
            at = end
        return _Cut((*pieces, text[at:]), tuple(free))

    def new_words(self, number: int) -> list[str]:
        """The words that the county of that number is the first to use."""
        first, last = (int(self._known * ((number + so_far) ** _HEAPS - 1)) for so_far in (1, 2))
        return self._new[first:last]

    @property
    def swaps(self) -> float:
        """About how many words of a county are others than in the base."""
        return _SWAPPED * len(self.drawn)


class _MadeUp:
    """The records of one made-up county."""

    def __init__(self, stock: _Stock, number: int, seed: int) -> None:
        self._stock = stock
        self._number = number
        self._random = random.Random(f"{seed} {number}")
        self._county = stock.places.county(number)
        self._new = stock.new_words(number)
        self._new_share = min(_MOST_NEW, _USES * len(self._new) / max(1.0, stock.swaps))
        self._text = lru_cache(maxsize=None)(self._varied)
        self._title = lru_cache(maxsize=None)(self._varied_title)
        self._numeral = lru_cache(maxsize=None)(self._varied_number)

    def record(self, base: Record, place: int) -> Record:
        """The county's own form of a base record, the one at `place` in the base."""
        made = dict(base)
        digest = hashlib.sha256(f"{self._number} {place} {base['id']}".encode()).hexdigest()[:16]
        made["id"] = f"{base['kind']}-{digest}"
        made["region"] = self._county.region
        made["department"] = self._county.department(base["department"])
        made["department_aliases"] = [self._county.department(name) for name in base["department_aliases"]]
        made["source"] = {**base["source"], "file": f"{self._number + 1:04d}/{base['source']['file']}"}
        for name in TEXTS + HEADLINES:
            if made.get(name):
                made[name] = self._text(made[name], _SWAPPED_IN_HEADLINES if name in HEADLINES else _SWAPPED)
        for name in ("office", "phone", "time"):
            if made.get(name):
                made[name] = self._plain(made[name])
        if "parties" in made:
            made["parties"] = [self._party(party) for party in base["parties"]]
        if "sections" in made:
            made["sections"] = [{**part, "text": self._text(part["text"], _SWAPPED)} for part in base["sections"]]
        if "laws" in made:
            made["laws"] = [{"title": law.title, "number": law.number} for law in find_laws(made["basis"])]
        return made

    def _party(self, party: Mapping[str, str]) -> dict[str, str]:
        return {"agency": self._county.agency(party["agency"]), "role": self._text(party["role"], _SWAPPED)}

    def _varied(self, text: str, share: float) -> str:
        cut = self._stock.cut(text)
        pieces = list(cut.pieces)
        swapped = int(share * len(cut.free) + self._random.random())
        for index in self._random.sample(cut.free, min(swapped, len(cut.free))):
            pieces[index] = self._word()
        return _CITED.sub(lambda match: self._title(match.group()), self._plain("".join(pieces)))

    def _varied_title(self, title: str) -> str:
        """A cited title, or the county's own one with a word of its own."""
        return f"《{self._word()}{title[1:]}" if self._random.random() < _OWN_TITLES else title

    def _word(self) -> str:
        new = bool(self._new) and self._random.random() < self._new_share
        return self._random.choice(self._new if new else self._stock.drawn)

    def _plain(self, text: str) -> str:
        """A text with the county's names and numbers."""
        return _NUMBER.sub(lambda match: self._numeral(match.group()), self._county.move(text))

    def _varied_number(self, number: str) -> str:
        if self._random.random() >= _OTHER_NUMBERS:
            return number
        if len(number) == 4 and int(number) in _YEARS:
            return str(self._random.choice(_YEARS))
        return str(self._random.randint(1, 9)) + "".join(str(self._random.randint(0, 9)) for _ in number[1:])


def _texts(record: Mapping[str, Any]) -> Iterator[str]:
    """The running text and headlines of a record."""
    yield from (record[name] for name in TEXTS + HEADLINES if record.get(name))
    yield from (party["role"] for party in record.get("parties", ()))
    yield from (part["text"] for part in record.get("sections", ()))


def _new_words(known: Mapping[str, int], rng: random.Random) -> list[str]:
    """Words that the base does not have, mixed: the dictionary's, and every third one made up of common characters.

    Of the dictionary's only those in the characters that counties print: some of its words are traditional.
    """
    with jieba.get_dict_file() as file:
        words = (line.decode().split()[0] for line in file)
        new = [word for word in words if word not in known and _CHINESE.fullmatch(word) and plain_form(word) == word]
    rng.shuffle(new)
    characters = [character for word, times in sorted(known.items()) for character in word * times]
    out: list[str] = []
    for word in new:
        out.append(word)
        if len(out) % _MADE_UP == _MADE_UP - 1:
            out.append("".join(rng.choices(characters, k=rng.choice((2, 3)))))
    return out
