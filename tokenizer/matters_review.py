"""Checks the thesaurus of matters: `python -m tokenizer.matters_review` names every fault with file and line.

The reader (`tokenizer.matters`) finds what is wrong in a line; here is what only shows between lines.
"""

from __future__ import annotations

import heapq
import json
import sys
from collections.abc import Iterator

from tokenizer.cutter import dictionary
from tokenizer.datafiles import Fault
from tokenizer.matters import Place, Thesaurus, load_thesaurus, owners

COMMON = 3000  # words of everyday language, none of which may tell a matter by itself


def review(thesaurus: Thesaurus) -> list[Fault]:
    """Everything that is wrong with a thesaurus, in the order of its files."""
    found = [*thesaurus.faults]
    for place, text in (
        *_too_common(thesaurus),
        *_permuted(thesaurus),
        *_claimed(thesaurus),
        *_told_by_story(thesaurus),
        *_unknown_neighbours(thesaurus),
    ):
        found.append(Fault(place.file, place.line, text))
    return sorted(found, key=lambda fault: (fault.file, fault.line))


def common_words() -> frozenset[str]:
    """The commonest words of the language."""
    _, packed = dictionary()
    words: dict[str, int] = {}
    for by_first in packed.values():
        words |= json.loads(by_first)
    return frozenset(heapq.nlargest(COMMON, words, key=words.__getitem__))


def _too_common(thesaurus: Thesaurus) -> Iterator[tuple[Place, str]]:
    common = common_words()
    for matter in thesaurus.matters:
        for saying in common.intersection(matter.sayings):
            yield matter.place, f"“{saying}”是常用词，单独说不明是“{matter.name}”"


def _permuted(thesaurus: Thesaurus) -> Iterator[tuple[Place, str]]:
    """Sayings of one matter that are the same characters in another order."""
    for matter in thesaurus.matters:
        seen: dict[str, str] = {}
        for saying in matter.sayings:
            first = seen.setdefault("".join(sorted(saying)), saying)
            if first != saying:
                yield matter.place, f"“{saying}”只是“{first}”换了字序"


def _claimed(thesaurus: Thesaurus) -> Iterator[tuple[Place, str]]:
    """Sayings that are a matter's own term: another one's would lead away from it, its own says nothing new."""
    terms = {term: found[0] for term, found in owners(thesaurus).items() if len(found) == 1}
    for matter in thesaurus.matters:
        for saying in matter.sayings:
            if saying in terms:
                yield matter.place, f"“{saying}”已经是“{terms[saying].name}”的官方用语（或事项名）"


def _told_by_story(thesaurus: Thesaurus) -> Iterator[tuple[Place, str]]:
    for matter in thesaurus.matters:
        words = {*matter.sayings, *(word for pattern in matter.patterns for slot in pattern for word in slot)}
        for word in sorted(words & thesaurus.story):
            yield matter.place, f"“{word}”只说人、地方、时间（写在 story.txt 里），说不明是“{matter.name}”"


def _unknown_neighbours(thesaurus: Thesaurus) -> Iterator[tuple[Place, str]]:
    names = {matter.name for matter in thesaurus.matters}
    for matter in thesaurus.matters:
        for name in matter.near:
            if name not in names or name == matter.name:
                yield matter.place, f"近: 里的“{name}”不是另一个事项的名称"


def main() -> int:
    """Prints the faults; 1 where there are some."""
    thesaurus = load_thesaurus()
    faults = review(thesaurus)
    print(*faults, sep="\n", end="\n" if faults else "")
    sayings = sum(len(matter.sayings) for matter in thesaurus.matters)
    patterns = sum(len(matter.patterns) for matter in thesaurus.matters)
    print(f"事项 {len(thesaurus.matters)}，说法 {sayings}，句式 {patterns}，问题 {len(faults)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
