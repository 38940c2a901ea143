"""Reads the cell of an agency in a list: one name or several, with levels, places, brackets and remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencies.lexicon import Bodies, FoundName, Lexicon
from agencies.wording import HAN, is_cell_head, is_cell_tail
from tokenizer.wording import squeeze

_LONGEST_HEAD = 24
_SEPARATORS = frozenset("、,;:。/|·")
_JOINED_ON = re.compile(r"(?:以及|[和与及或])")
_TOWNSHIPS = re.compile(r"(?<!乡)[乡镇](?=\((?:街道|镇|乡))")
"""各镇（街道） and 乡（镇）人民政府 speak of all townships."""
_EDGES = re.compile(rf"^[^{HAN}]+|[^{HAN}]+$")


def cell_bodies(lexicon: Lexicon, printed: str) -> list[list[Bodies]]:
    """The names in an agency cell, each as the bodies it means: one list for each part between 、 and the like.

    What stands in brackets is read with the name before it: 县公安局（交警大队） is one part of two names.
    """
    parts = []
    for outer, inners in _parts(_TOWNSHIPS.sub("乡镇", squeeze(printed))):
        found = _names(lexicon, outer)
        for inner in inners:
            for text, _ in _parts(inner):
                found.extend(_names(lexicon, text))
        parts.append(found)
    return parts


def _parts(text: str) -> Iterator[tuple[str, list[str]]]:
    """The parts of a cell between separators outside of brackets, each with the texts of its brackets."""
    outer, inners, depth = "", list[str](), 0
    for character in text:
        if character == "(":
            depth += 1
            inners.extend([""] * (depth == 1))
        elif character == ")":
            depth = max(0, depth - 1)
        elif depth:
            inners[-1] += character
        elif character in _SEPARATORS:
            yield outer, inners
            outer, inners = "", []
        else:
            outer += character
    yield outer, inners


def _names(lexicon: Lexicon, text: str) -> list[Bodies]:
    """The names in one part of a cell, in printed order."""
    text = _EDGES.sub("", text)
    hits = lexicon.scan(text, cell=True)
    if not hits:
        return _stems(lexicon, text)
    found = _stems(lexicon, _before(text, hits[0]))
    ends = [*(hit.start for hit in hits[1:]), len(text)]
    for hit, end in zip(hits, ends, strict=True):
        found.append(hit.bodies)
        gap = text[hit.end : end]
        joined = _JOINED_ON.match(gap)
        if joined:
            found.extend(_stems(lexicon, _JOINED_ON.sub("", gap[joined.end() :])))
    return found


def _before(text: str, hit: FoundName) -> str:
    """What stands before the first name and is joined on to it (质监|和工商局), or ""."""
    before = text[: hit.start]
    joined = re.search(r"(?:以及|[和与及或])[^和与及或]{0,3}$", before)
    return before[: joined.start()] if joined else ""


def _stems(lexicon: Lexicon, text: str) -> list[Bodies]:
    """The name that is nothing but stems, with a place before or a sub-unit behind them (蒸湘公安)."""
    for start in range(min(len(text), _LONGEST_HEAD)):
        if not is_cell_head(text[:start]):
            continue
        run = lexicon.stem_run(text, start)
        if run and is_cell_tail(text[run.end :]):
            return [run.bodies]
    return []
