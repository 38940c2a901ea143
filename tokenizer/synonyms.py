"""Synonyms: the words that people type beside the words that officials write.

A synonyms file is plain text that a clerk can edit, one group a line; comments start with `#`::

    放鞭炮, 鞭炮 > 烟花爆竹 @ 0.9      one way: who types the left also finds the right
    网吧 = 互联网上网服务营业场所 @ 1   both ways: each word of the group finds all the others
    ! 旅行社保证金, 黑车间             words in which a shorter word (社保, 黑车) means something else

Every word is read in the normal form of `tokenizer.normalize`, and is looked for in text of that form.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, permutations, product, takewhile
from pathlib import Path
from typing import NamedTuple

from tokenizer.datafiles import Fault, SynonymError, numbered_lines, one_word, without_comment
from tokenizer.finder import WordFinder
from tokenizer.question_words import QuestionWords, load_question_words

__all__ = [
    "SYNONYMS",
    "Expansion",
    "Fault",
    "QuestionWords",
    "SynonymError",
    "Synonyms",
    "Target",
    "load_question_words",
    "load_synonyms",
    "merge_synonyms",
]

SYNONYMS = Path(__file__).parent / "data" / "synonyms.txt"
_WEIGHT = re.compile(r"0\.[1-9]\d?|1(?:\.00?)?")


@dataclass(frozen=True, slots=True)
class Target:
    """A word to search for as well, and how near it is to what was typed (0.1–1.0)."""

    word: str
    weight: float


class Expansion(NamedTuple):
    """A word of the query at `text[start:end]` and the words that stand beside it, nearest first."""

    start: int
    end: int
    word: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class _Group:
    """One line of a synonyms file; a line of whole words has no `right`."""

    line: int
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    both: bool = False
    weight: float = 1.0

    def pairs(self) -> Iterable[tuple[str, str]]:
        return permutations(self.left + self.right, 2) if self.both else product(self.left, self.right)


class Synonyms:
    """Which words stand beside which; unchangeable, so threads can share it."""

    def __init__(self, pairs: Mapping[tuple[str, str], float], whole: Iterable[str] = (), groups: int = 0) -> None:
        beside: dict[str, list[Target]] = {}
        for (word, target), weight in pairs.items():
            beside.setdefault(word, []).append(Target(target, weight))
        self._targets = {word: tuple(sorted(found, key=lambda t: -t.weight)) for word, found in beside.items()}
        # A target is matched too, though it may lead nowhere: no shorter word is to be found inside it.
        self._finder = WordFinder([*self._targets, *whole, *(target for _, target in pairs)])
        self._sorted = sorted(self._targets)
        self.groups = groups

    def __len__(self) -> int:
        return len(self._targets)

    def __iter__(self) -> Iterator[str]:
        return iter(self._targets)

    def targets(self, word: str) -> tuple[Target, ...]:
        """The words beside `word` (in normal form), nearest first; none where it is in no group."""
        return self._targets.get(word, ())

    def starting(self, text: str) -> list[str]:
        """The words with others beside them that begin like a text in normal form, the shortest first."""
        first = bisect_left(self._sorted, text)
        found = takewhile(lambda word: word.startswith(text), islice(self._sorted, first, None))
        return sorted(found, key=len)

    def expand(self, text: str) -> tuple[Expansion, ...]:
        """The words of a normalised query that have others beside them: longest first, none overlapping."""
        found: list[Expansion] = []
        position = closed = 0
        for start, word in self._finder.everywhere(text):
            end, targets = start + len(word), self.targets(word)
            if start < position:
                continue
            if end > closed and targets:
                found.append(Expansion(start, end, word, targets))
                position = end
            # A whole word closes its own span only: 公民非 keeps 民非 out, not the 非法集资 that begins in it.
            closed = max(closed, end)
        return tuple(found)


def load_synonyms(paths: Sequence[Path] = (SYNONYMS,)) -> Synonyms:
    """The synonyms of several files together; a later file adds words and may weigh a pair anew.

    Raises SynonymError naming every faulty line of the first faulty file, OSError where one cannot be read.
    """
    pairs: dict[tuple[str, str], float] = {}
    whole: list[str] = []
    count = 0
    for path in paths:
        for group in _read_groups(path):
            pairs |= dict.fromkeys(group.pairs(), group.weight)
            whole += group.left if not group.right else ()
            count += bool(group.right)
    return Synonyms(pairs, whole, count)


def _read_groups(path: Path) -> list[_Group]:
    """The groups of a file. Raises SynonymError naming every faulty line, OSError."""
    groups, faults = _checked(numbered_lines(path), lambda number: f"第 {number} 行")
    if faults:
        raise SynonymError([Fault(path.name, number, text) for number, text in faults])
    return groups


def merge_synonyms(paths: Sequence[Path]) -> tuple[str, list[Fault]]:
    """The lines of several files that can be used together, as one text, and the faults of those left out.

    A faulty line costs itself only, as does a file that cannot be read.
    """
    lines: list[tuple[str, int, str]] = []
    unreadable: list[Fault] = []
    for path in paths:
        try:
            lines += [(path.name, number, line) for number, line in numbered_lines(path)]
        except SynonymError as error:
            unreadable += error.faults
        except OSError as error:
            unreadable.append(Fault(path.name, 1, f"文件无法读取（{error.strerror or error}）"))

    def where(place: int) -> str:
        file, number, _ = lines[place]
        return f"{file} 第 {number} 行" if len(paths) > 1 else f"第 {number} 行"

    _, faults = _checked(((place, line) for place, (_, _, line) in enumerate(lines)), where)
    left_out = {place for place, _ in faults}
    usable = "\n".join(line for place, (_, _, line) in enumerate(lines) if place not in left_out)
    return usable, [*unreadable, *(Fault(*lines[place][:2], text) for place, text in faults)]


def _checked(
    lines: Iterable[tuple[int, str]], where: Callable[[int], str]
) -> tuple[list[_Group], list[tuple[int, str]]]:
    """The groups of numbered lines, checked one by one and against each other, and the faults by number."""
    groups: list[_Group] = []
    faults: list[tuple[int, str]] = []
    for number, line in lines:
        if text := without_comment(line):
            try:
                groups.append(_parse_group(number, text))
            except ValueError as fault:
                faults.append((number, str(fault)))
    faults += _contradictions(groups, where)
    return groups, sorted(faults, key=lambda fault: fault[0])


def _parse_group(number: int, line: str) -> _Group:
    """The group of one line. Raises ValueError saying in Chinese what is wrong."""
    if line.startswith("!"):
        return _Group(number, _words(line[1:], "! 后面"))
    body, _, weight = line.partition("@")
    signs = re.findall("[>=]", body)
    if len(signs) != 1:
        raise ValueError("要有且只有一个 > 或 =（如：鞭炮 > 烟花爆竹 @ 0.9）")
    if not _WEIGHT.fullmatch(weight.strip()):
        raise ValueError(f"权重“{weight.strip()}”不是 0.1 到 1.0 的数（写在 @ 后面）")
    left, _, right = body.partition(signs[0])
    sides = _words(left, f"{signs[0]} 左边"), _words(right, f"{signs[0]} 右边")
    for word in sides[0]:
        if word in sides[1]:
            raise ValueError(f"“{word}”在一组里写了两次")
    return _Group(number, *sides, signs[0] == "=", float(weight))


def _words(text: str, place: str) -> tuple[str, ...]:
    """The words of one side of a line, at least one. Raises ValueError saying in Chinese what is wrong."""
    if not text.strip():
        raise ValueError(f"{place}没有词")
    words = tuple(map(one_word, re.split("[,、]", text)))
    for word in words:
        if not any(map(str.isalnum, word)):
            raise ValueError(f"{place}有空词（多了逗号，或只有标点、看不见的字符）")
        if words.count(word) > 1:
            raise ValueError(f"“{word}”在一组里写了两次")
    return words


def _contradictions(groups: Iterable[_Group], where: Callable[[int], str]) -> Iterator[tuple[int, str]]:
    """Pairs that one file states twice or in two directions, and whole words that have synonyms."""
    seen: dict[tuple[str, str], int] = {}
    sources: dict[str, int] = {}
    for group in groups:
        for word, target in group.pairs():
            if (word, target) in seen:
                yield group.line, f"“{word}”到“{target}”已经写在{where(seen[word, target])}"
            elif seen.get((target, word), group.line) != group.line:
                other = where(seen[target, word])
                yield group.line, f"“{word}”与“{target}”的方向同{other}矛盾；两边互通请用 ="
            seen.setdefault((word, target), group.line)
            sources.setdefault(word, group.line)
    for group in groups:
        for word in () if group.right else group.left:
            if word in sources:
                yield group.line, f"“{word}”在{where(sources[word])}有同义词，不能又写在 ! 后面"
