"""The thesaurus of matters: what a county's government does, as lists print it and as people say it.

Plain text that a clerk can read and extend, a block a matter (`tokenizer/data/matters/README.md` tells the rules)::

    [物业服务]
    官: 物业管理, 物业服务企业              terms that lists print, the most exact first: what is searched
    法: 物业管理条例                        titles of laws, without 中华人民共和国
    说: 物业不管事, 物业摆烂                 what people say; each points to this matter wherever it stands
    句: {物业 管理处}+{不管 没人管 敷衍}      words that tell only together: one of each brace, in any order
    近: 物业服务收费                        matters beside it

A faulty line costs that line and is told; whoever reads the others still finds them. Every word belongs to one matter:
where a second one claims it, the first keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tokenizer.datafiles import Fault, SynonymError, numbered_lines, one_word

MATTERS = Path(__file__).parent / "data" / "matters"
STORY = "story.txt"  # beside the matters: words of person, place and time, which tell of no matter

_NAME = re.compile(r"\[([^\[\]]+)\]")
_LINE = re.compile(r"(官|法|说|句|近):(.*)")
_PATTERN = re.compile(r"\{[^{}+]+\}(?:\+\{[^{}+]+\}){1,2}")
_SLOT = re.compile(r"\{([^{}]+)\}")
_COMMA = re.compile("[,、]")
_LONGEST_SAYING = 12  # characters; what is longer is a sentence, which nobody types twice

Pattern = tuple[tuple[str, ...], ...]  # two or three slots, each of them words of which one must stand in the query


class Place(NamedTuple):
    """Where something is written."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行"


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter of government; all words are in normal form."""

    name: str
    place: Place
    official: tuple[str, ...]
    laws: tuple[str, ...]
    sayings: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    near: tuple[str, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """What to search for: the matter as lists and laws print it, the most exact first."""
        return tuple(dict.fromkeys((*self.official, self.name, *self.laws)))


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """The matters of all files, the words that only tell a story, and what was wrong with the lines left out."""

    matters: tuple[Matter, ...]
    story: frozenset[str]
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Draft:
    """A matter while its lines are read."""

    name: str
    place: Place
    words: dict[str, list[str]] = field(default_factory=lambda: {key: [] for key in "官法说近"})
    patterns: list[Pattern] = field(default_factory=list)

    def finished(self) -> Matter:
        official, laws, sayings, near = (tuple(self.words[key]) for key in "官法说近")
        return Matter(self.name, self.place, official, laws, sayings, tuple(self.patterns), near)


def load_thesaurus(folder: Path = MATTERS) -> Thesaurus:
    """The thesaurus of a folder, its files read by name. Raises OSError where one cannot be read."""
    reader = _Reader()
    paths = sorted(folder.glob("*.txt"))
    for path in paths:
        if path.name != STORY:
            reader.read(path)
    story = frozenset(reader.story(folder / STORY)) if folder / STORY in paths else frozenset()
    matters = tuple(draft.finished() for draft in reader.drafts.values() if draft.words["官"])
    return Thesaurus(matters, story, tuple(reader.faults))


class _Reader:
    """Reads files one after the other and keeps what was wrong with them."""

    def __init__(self) -> None:
        self.drafts: dict[str, _Draft] = {}
        self.faults: list[Fault] = []
        self._said: dict[str, Place] = {}

    def read(self, path: Path) -> None:
        """The matters of one file."""
        draft: _Draft | None = None
        for place, line in self._lines(path):
            if name := _NAME.fullmatch(line):
                self._check_official(draft)
                draft = self._begin(one_word(name[1]), place)
            elif not (found := _LINE.fullmatch(line)):
                self._tell(place, "不是“[事项]”，也不是以 官: 法: 说: 句: 近: 开头的行")
            elif draft is None:
                self._tell(place, "前面没有事项名（如 [物业服务]）")
            elif found[1] == "句":
                self._pattern(draft, place, found[2].strip())
            else:
                self._words(draft, place, found[1], found[2])
        self._check_official(draft)

    def story(self, path: Path) -> Iterator[str]:
        """The words of the file of story words: any number a line, blanks between them."""
        for _, line in self._lines(path):
            yield from line.split()

    def _lines(self, path: Path) -> Iterator[tuple[Place, str]]:
        try:
            for number, line in numbered_lines(path):
                if line and not line.startswith("#"):
                    yield Place(path.name, number), line
        except SynonymError as error:
            self.faults += error.faults

    def _begin(self, name: str, place: Place) -> _Draft | None:
        if name in self.drafts:
            self._tell(place, f"事项“{name}”已经写在 {self.drafts[name].place}")
            return None
        self.drafts[name] = _Draft(name, place)
        return self.drafts[name]

    def _words(self, draft: _Draft, place: Place, key: str, text: str) -> None:
        kept = draft.words[key]
        for word in map(str.strip, _COMMA.split(one_word(text))):
            if fault := self._fault(word, key, kept):
                self._tell(place, fault)
                continue
            kept.append(word)
            if key == "说":
                self._said[word] = place

    def _fault(self, word: str, key: str, kept: Sequence[str]) -> str:
        if not any(map(str.isalnum, word)):
            return "有空词（多了逗号，或只有标点、看不见的字符）"
        if word in kept:
            return f"“{word}”在这个事项里写了两次"
        if key != "说":
            return ""
        if not 2 <= len(word) <= _LONGEST_SAYING:
            return f"“{word}”不是 2 到 {_LONGEST_SAYING} 个字"
        return f"“{word}”已经写在 {self._said[word]}" if word in self._said else ""

    def _pattern(self, draft: _Draft, place: Place, text: str) -> None:
        if not _PATTERN.fullmatch(text):
            self._tell(place, "句式要写成两到三个花括号，用 + 相连，如 {物业 管理处}+{不管 敷衍}")
            return
        pattern = tuple(tuple(dict.fromkeys(slot.split())) for slot in _SLOT.findall(text))
        if not all(pattern) or not all(any(map(str.isalnum, word)) for slot in pattern for word in slot):
            self._tell(place, "有一个花括号里没有词（或只有标点）")
        elif pattern in draft.patterns:
            self._tell(place, "这个句式写了两次")
        else:
            draft.patterns.append(pattern)

    def _check_official(self, draft: _Draft | None) -> None:
        if draft is not None and not draft.words["官"]:
            self._tell(draft.place, f"事项“{draft.name}”没有 官: 行，查不了什么")

    def _tell(self, place: Place, text: str) -> None:
        self.faults.append(Fault(place.file, place.line, text))


def owners(thesaurus: Thesaurus) -> Mapping[str, tuple[Matter, ...]]:
    """The matters that print each official term; a matter's own name is its own alone."""
    found: dict[str, list[Matter]] = {}
    for matter in thesaurus.matters:
        for term in matter.official:
            found.setdefault(term, []).append(matter)
    return {term: tuple(matters) for term, matters in found.items()} | {
        matter.name: (matter,) for matter in thesaurus.matters
    }
