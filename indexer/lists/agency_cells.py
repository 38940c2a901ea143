"""Cells of agencies and of their roles → who does what, as far as the cells say so.

A role cell may name agencies itself (县公安局：负责… 县林业局：负责…): then only what stands under a name is its
role. Where it names none, each agency of the row has the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.vocabulary.names import looks_like_agency
from indexer.vocabulary.shares import is_agency, is_named, is_strong, is_township, shares_in
from tokenizer.wording import join_label, join_text, squeeze

_MARKS = "、，,；;"
_OPEN, _CLOSED = "（(", "）)"
_AND_OTHERS = re.compile(r"等(?:相关|有关|其他|\d+个|[一二三四五六七八九十]+个)*(?:部门|单位|机构)?$")
_GLUED = re.compile(r"(?<=[局委会院队办部厅社])(?=[省市县区旗州][\u4e00-\u9fff])")
_POINT = r"(?:\d{1,2}[.、．]|[（(]?[一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、)?\s*"
_HEAD = re.compile(rf"(?:(?<=\n)|(?<=[。；;])|^)\s*{_POINT}(?P<name>[^\n：:。；;《》]{{2,60}})[：:]")
_LABELLED = re.compile(r"(?:牵头|配合|主管|监管|责任|参与|协助|相关|承接|主办|协办)(?:部门|单位)[：:]\s*$")
_NO_ROLE = re.compile(
    r"[\d\s.,，、（）()\-—–/%％]+|(?:《[^《》]+》(?:[（(][^（）()]*[）)])?[、，；;\s]*(?:第\S{1,12}条\S{0,8})?[、，；;。\s]*)+"
)


@dataclass(frozen=True, slots=True)
class Parted:
    """A role cell taken apart by the names in it; `before` is the text that stands above the first of them."""

    shares: tuple[tuple[str, str], ...]
    before: str = ""


def agencies_in(cell: str) -> list[str]:
    """The names in an agency cell, parted by line, by mark, by blank, or where one ends and the next begins."""
    names: list[str] = []
    for line in _whole_lines(cell):
        for piece in _between_marks(line):
            names += _by_blank(piece)
    names = [name for part in names for name in _unglued(_AND_OTHERS.sub("", join_label(part)))]
    return [name for name in names if name]


def is_role(text: str) -> bool:
    """Whether a text can be a role: no number, phone or legal basis alone."""
    return re.search(r"[\u4e00-\u9fff]", text) is not None and _NO_ROLE.fullmatch(text.strip()) is None


def parted_by_names(text: str, groups: Mapping[str, Sequence[str]]) -> Parted | None:
    """A role cell that names agencies before their shares, or that names the columns in which they stand.

    `groups` are the agencies of the row by the label of their column. None where the cell parts nothing.
    """
    known = [name for names in groups.values() for name in names]
    heads = [found for found in _HEAD.finditer(text) if _names_in_head(found["name"], known, groups)]
    if len(heads) == 1 and known and not set(_names_in_head(heads[0]["name"], known, groups)) & set(known):
        heads = []  # one colon after a name that the row does not have is no list of shares
    if heads:
        shares: list[tuple[str, str]] = []
        ends = [*(found.start() for found in heads[1:]), len(text)]
        for found, end in zip(heads, ends, strict=True):
            role = join_text(text[found.end() : end].strip())
            shares += [(name, role) for name in _names_in_head(found["name"], known, groups)]
        return Parted(tuple(shares), join_text(text[: heads[0].start()].strip()))
    return _by_column(text, groups) or _by_sentence(text, known)


def _names_in_head(head: str, known: Sequence[str], groups: Mapping[str, Sequence[str]]) -> list[str]:
    """The agencies that stand before a colon: names of the row, other names, or the label of a column."""
    flat = join_label(head)
    if flat in groups:
        return list(groups[flat])
    names = agencies_in(flat)
    if names and all(name in known or (is_named(name) and (is_agency(name) or is_township(name))) for name in names):
        return names
    return []


def _by_column(text: str, groups: Mapping[str, Sequence[str]]) -> Parted | None:
    """Clauses that begin with the label of a column: 审批部门负责受理；监管部门负责检查。"""
    labels = [label for label in groups if label and groups[label]]
    if len(labels) < 2:
        return None
    pattern = re.compile(rf"(?:(?<=\n)|(?<=[。；;])|^)\s*(?P<label>{'|'.join(map(re.escape, labels))})(?![、和与及])")
    heads = list(pattern.finditer(text))
    if len({found["label"] for found in heads}) < 2 or text[: heads[0].start()].strip():
        return None
    ends = [*(found.start() for found in heads[1:]), len(text)]
    return Parted(
        tuple(
            (name, join_text(text[found.end() : end].strip("：:，, \n")))
            for found, end in zip(heads, ends, strict=True)
            for name in groups[found["label"]]
        )
    )


def _by_sentence(text: str, known: Sequence[str]) -> Parted | None:
    """Sentences that each begin with an agency: 县公安局负责…；县林业局负责…"""
    shares, stated = list[tuple[str, str]](), 0
    for line in text.split("\n"):
        found = shares_in(line)
        stated += len(found)
        if line.strip() and not found:
            return None
        shares += [(name, share.role) for share in found for name in agencies_in(share.agency)]
    named = {squeeze(name) for name in known}
    sure = all(squeeze(name) in named if named else is_strong(name) for name, _ in shares)
    return Parted(tuple(shares)) if sure and stated > 1 else None


def _whole_lines(cell: str) -> Iterator[str]:
    """The lines of a cell, a name put together again that a narrow column broke."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    if all(is_named(line.strip(_MARKS)) for line in lines):
        yield from lines
        return
    text = ""
    for line in lines:
        if text and is_named(join_label(text).strip(_MARKS)) and re.match(r"[省市县区旗州镇乡]", line):
            yield text
            text = line
        else:
            text += line
    if text:
        yield text


def _between_marks(text: str) -> Iterator[str]:
    """The pieces between commas outside of brackets."""
    piece, depth = "", 0
    for character in text:
        depth += (character in _OPEN) - (character in _CLOSED)
        if character in _MARKS and depth <= 0:
            yield piece.strip()
            piece = ""
        else:
            piece += character
    yield piece.strip()


def _by_blank(text: str) -> list[str]:
    pieces = text.split()
    return pieces if len(pieces) > 1 and all(len(piece) > 2 and is_named(piece) for piece in pieces) else [text]


def _unglued(name: str) -> list[str]:
    """The names in a run of them: 县公安局县林业局."""
    pieces = _GLUED.split(name)
    return (
        pieces if len(pieces) > 1 and all(is_strong(piece) and looks_like_agency(piece) for piece in pieces) else [name]
    )
