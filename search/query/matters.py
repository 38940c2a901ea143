"""Which matters of government a question is about, told by the thesaurus of matters.

    matters = finder().recognise("半夜工地上吵死了, 包工头还欠我们工钱", words.frequency)
    [(found.matter.name, found.strength) for found in matters.recognised]
    # [("拖欠农民工工资", 0.9), ("建筑施工噪声", 0.8)], surest first
    matters.recognised[0].evidence        # a pattern with the spans of its words, 包工头 + 欠 + 工钱
    matters.recognised[0].matter.terms    # what to search for; never an agency: the lists say who is responsible
    matters.story                         # ((0, 2), (15, 17)): 半夜 and 我们 tell no matter

Words are found in the text as it stands, whatever its cut: each word of the thesaurus is looked up by its first two
characters at each place (`WordFinder.every`). Three kinds of words name a matter by themselves: what people say, the
official terms and the law titles that one matter alone has. A pattern names it where a word of each of its slots
stands in one sentence, in any order, whatever is between. Of evidence on the same characters the widest stays: in
工地拖欠工资 the pattern 工地 + 拖欠 + 工资 covers the expression 拖欠工资, whose matter is then not recognised.
Chinese has no blanks: 租车 stands in 出租车, 全责 in 安全责任. Told how often words are used, the finder leaves out a
short word that is the rest of a commoner one, or that commoner ones on both sides pull apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from math import prod
from typing import Literal, NamedTuple

from tokenizer.finder import WordFinder
from tokenizer.matters import Matter, Pattern, Thesaurus, load_thesaurus, owners
from tokenizer.normalize import normalize_with_offsets

Kind = Literal["expression", "pattern", "official", "law"]
Span = tuple[int, int]
Frequency = Callable[[str], int]  # how often a word is used, 0 where it is none

# How sure evidence is. A longer word has fewer other meanings; a third slot leaves few, too.
_SHORT = {2: 0.6, 3: 0.75}
_LONG = 0.9
_PATTERN = {2: 0.8, 3: 0.9}

_SENTENCE_ENDS = frozenset("。!?;")
_LONGEST_TORN = 3  # characters of a word that may stand in a text by chance
_TRIED = 4  # places of one slot that are tried with those of the others


class Evidence(NamedTuple):
    """What in the text tells a matter, and how sure it is (0–1)."""

    kind: Kind
    spans: tuple[Span, ...]
    strength: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """A matter with what tells it, strongest first; no evidence lies on characters of stronger evidence only."""

    matter: Matter
    evidence: tuple[Evidence, ...]

    @property
    def strength(self) -> float:
        """How sure the matter is (0–1): pieces of evidence add up as independent ones do."""
        return 1 - prod(1 - found.strength for found in self.evidence)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The matters of a text, surest first, and the spans of words that only tell its story."""

    recognised: tuple[Recognised, ...]
    story: tuple[Span, ...]


class _Naming(NamedTuple):
    """What a word by itself tells."""

    matter: Matter
    kind: Kind


class _Slot(NamedTuple):
    """A place that a word takes in a pattern."""

    pattern: int
    slot: int


class _Found(NamedTuple):
    """Evidence in the normalised text; `covered` has a bit for each character it lies on."""

    matter: Matter
    kind: Kind
    spans: tuple[Span, ...]
    strength: float
    covered: int


class MatterFinder:
    """Recognises matters in texts; unchangeable, so threads can share it."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._named = _namings(thesaurus)
        self._patterns: list[tuple[Matter, Pattern]] = [
            (matter, pattern) for matter in thesaurus.matters for pattern in matter.patterns
        ]
        self._slots: dict[str, list[_Slot]] = {}
        for number, (_, pattern) in enumerate(self._patterns):
            for index, words in enumerate(pattern):
                for word in words:
                    self._slots.setdefault(word, []).append(_Slot(number, index))
        self._story = thesaurus.story
        self._finder = WordFinder([*self._named, *self._slots, *self._story])

    def recognise(self, text: str, frequency: Frequency | None = None) -> Recognition:
        """What a text of any form is about; spans are places in `text`."""
        normal = normalize_with_offsets(text)
        hits = self._finder.every(normal.text)
        if frequency:
            hits = [(start, word) for start, word in hits if not _torn(normal.text, start, word, frequency)]
        found = _widest([*self._namings(hits), *self._matches(normal.text, hits)])
        covered = 0
        by_matter: dict[str, list[_Found]] = {}
        for one in sorted(found, key=lambda one: (-one.strength, -one.covered.bit_count(), one.spans)):
            covered |= one.covered
            told = by_matter.setdefault(one.matter.name, [])
            if one.covered & ~_union(told):
                told.append(one)

        def printed(span: Span) -> Span:
            return normal.offsets[span[0]], normal.offsets[span[1] - 1] + 1

        recognised = [
            Recognised(
                told[0].matter,
                tuple(Evidence(one.kind, tuple(map(printed, one.spans)), one.strength) for one in told),
            )
            for told in by_matter.values()
        ]
        story = [(start, start + len(word)) for start, word in hits if word in self._story]
        return Recognition(
            tuple(sorted(recognised, key=lambda one: -one.strength)),
            tuple(printed(span) for span in _apart(story) if not _bits(span) & covered),
        )

    def _namings(self, hits: Iterable[tuple[int, str]]) -> Iterator[_Found]:
        for start, word in hits:
            if naming := self._named.get(word):
                span = start, start + len(word)
                yield _Found(naming.matter, naming.kind, (span,), _SHORT.get(len(word), _LONG), _bits(span))

    def _matches(self, text: str, hits: Iterable[tuple[int, str]]) -> Iterator[_Found]:
        """The patterns of which a word of each slot stands in one sentence."""
        filled: dict[tuple[int, int], dict[int, list[Span]]] = {}
        sentence = at = 0
        for start, word in hits:
            if slots := self._slots.get(word):
                sentence += sum(character in _SENTENCE_ENDS for character in text[at:start])
                at = start
                for number, slot in slots:
                    places = filled.setdefault((number, sentence), {})
                    places.setdefault(slot, []).append((start, start + len(word)))
        for (number, _), places in filled.items():
            matter, pattern = self._patterns[number]
            if len(places) == len(pattern) and (spans := _disjoint(list(places.values()))):
                covered = sum(map(_bits, spans))
                yield _Found(matter, "pattern", spans, _PATTERN[len(pattern)], covered)


@lru_cache(maxsize=1)
def finder() -> MatterFinder:
    """The finder of our thesaurus, made when it is first asked for."""
    return MatterFinder(load_thesaurus())


def _namings(thesaurus: Thesaurus) -> dict[str, _Naming]:
    """What each word tells that names a matter by itself. What several matters have names none of them."""
    named: dict[str, _Naming] = {}
    laws: dict[str, list[Matter]] = {}
    for matter in thesaurus.matters:
        named |= dict.fromkeys(matter.sayings, _Naming(matter, "expression"))
        for law in matter.laws:
            laws.setdefault(law, []).append(matter)
    named |= {title: _Naming(citing[0], "law") for title, citing in laws.items() if len(citing) == 1}
    printed = owners(thesaurus).items()
    return named | {term: _Naming(printing[0], "official") for term, printing in printed if len(printing) == 1}


def _torn(text: str, start: int, word: str, frequency: Frequency) -> bool:
    """Whether a short word is the rest of a commoner one (租车 of 出租车), or commoner ones on both sides share it."""
    end = start + len(word)
    if not (1 < len(word) <= _LONGEST_TORN and start > 0):
        return False
    own = frequency(word)
    if frequency(text[start - 1 : end]) > own:
        return True
    return end < len(text) and min(frequency(text[start - 1 : start + 1]), frequency(text[end - 1 : end + 1])) > own


def _widest(found: Sequence[_Found]) -> Iterator[_Found]:
    """Evidence that no wider evidence covers, and of words that cross each other the longer, else the first."""
    kept: list[_Found] = []
    for one in sorted(found, key=lambda one: (-one.covered.bit_count(), one.spans, -one.strength)):
        words = [other for other in kept if len(one.spans) == len(other.spans) == 1]
        if any(one.covered & other.covered for other in words):
            continue
        if not any(one.covered | other.covered == other.covered != one.covered for other in kept):
            kept.append(one)
    yield from kept


def _union(found: Iterable[_Found]) -> int:
    """The characters that evidence lies on."""
    covered = 0
    for one in found:
        covered |= one.covered
    return covered


def _disjoint(places: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """One place of each slot so that none overlaps another: those that cover most, else the first; () where none do."""
    longest = [sorted(slot, key=lambda span: (span[0] - span[1], span))[:_TRIED] for slot in places]
    best: tuple[Span, ...] = ()
    for spans in product(*longest):
        ordered = tuple(sorted(spans))
        if all(one[1] <= other[0] for one, other in pairwise(ordered)):
            best = max(best, ordered, key=lambda spans: sum(end - start for start, end in spans))
    return best


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in order, the longest first at each place, without those that begin inside one before."""
    closed = 0
    for start, end in spans:
        if start >= closed:
            yield start, end
            closed = end


def _bits(span: Span) -> int:
    return (1 << span[1]) - (1 << span[0])
