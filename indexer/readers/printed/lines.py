"""Text printed from a PDF → pages → lines → pieces, the smallest units that belong to one cell.

A word processor that writes a PDF prints the mark at the end of each paragraph as a blank, and converters
keep it. A line that ends in a blank therefore ends a paragraph, and one that does not was wrapped. Where a
dump lost or multiplied its trailing blanks, `closes` is false and line ends say nothing.

A table begins with a row of column labels, on one line or broken over several.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from indexer.vocabulary.labels import Columns, columns_of, is_label, label_kinds
from records.records import Boundary, Duty, Service
from tokenizer.number_marks import leading_mark
from tokenizer.wording import END_MARKS

_GAP = 3  # blank lines that, before a line holding one blank alone, mark the top of a page
_MARK = 8  # characters that hold the number of a heading or a point
_MOST_WHOLE = 0.4  # share of lines without a blank that may be whole paragraphs, by their look
_PAGE_WIDTH = 150  # half-width units that no line of a printed page exceeds
_LONG_LINE = 16  # half-width units of a line whose width tells something
_MOST_WIDTHS = 4  # widths that columns and page have, and a unit more or less
_NEAR = (-1, 0, 1)
_MOSTLY = 0.5
_FEWEST_PAGES = 3  # pages from which page furniture can be told from content
_PAGE_NUMBER = re.compile(r"\s*(?:第\s*)?[-—–－·]*\s*(?P<n>\d{1,4})\s*[-—–－·]*\s*(?:页.{0,12})?\s*")
_SPREAD = re.compile(r"(?<![^ ])[^ \x00-\xff](?: [^ \x00-\xff]){2,}(?![^ ])")
_LONGEST_LABEL = 10  # characters
_LONGEST_HEAD = 120  # characters of a head on one line
_MOST_TOKENS = 28  # pieces of labels in one head
_MOST_JOINED = 5  # pieces that one label may be broken into
_FEWEST_COLUMNS = 3
_KINDS = (Boundary.kind, Duty.kind, Service.kind)  # the parts that have a table


class End(Enum):
    """How a piece ends."""

    WRAPPED = "wrapped"  # at a line end without a blank
    BLANK = "blank"  # at a blank inside a line
    CLOSED = "closed"  # at a line end with a blank
    UNKNOWN = "unknown"  # at a line end, in a dump whose trailing blanks say nothing


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line that is not empty (it may hold blanks alone): its number, its page and whether a blank ends it."""

    number: int
    page: int
    text: str
    end: End

    @property
    def content(self) -> str:
        """The text without the blanks around it."""
        return self.text.strip()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line between blanks; `text` is "" for what may be an empty cell."""

    text: str
    line: int
    page: int
    end: End


def blanks_close(text: str) -> bool:
    """Whether trailing blanks mean something: they follow most sentence ends and fewer of the other lines,
    and lines without them mostly stand in the middle of a sentence.
    """
    after_mark: list[bool] = []
    after_word: list[bool] = []
    whole = wrapped = 0
    lines = [line for line in text.split("\n") if line.strip()]
    for line, following in pairwise(lines):
        closed, ends = line.endswith(" "), line.rstrip()[-1] in END_MARKS
        (after_mark if ends else after_word).append(closed)
        if not closed:
            wrapped += 1
            whole += ends or leading_mark(line[:_MARK]) is not None or leading_mark(following[:_MARK]) is not None
    if not after_mark or not after_word or whole > _MOST_WHOLE * wrapped:
        return False
    marked, plain = sum(after_mark) / len(after_mark), sum(after_word) / len(after_word)
    return marked >= 0.5 and plain <= 0.9 and marked - plain >= 0.15


def lines_wrap(lines: Sequence[PrintedLine]) -> bool:
    """Whether lines were wrapped at the widths of a page and its columns: none is longer than a page is wide,
    and most of those that are long enough to tell share a few widths.
    """
    widths = Counter(width(line.content) for line in lines)
    long = {size: count for size, count in widths.items() if size >= _LONG_LINE}
    if not long or max(long) > _PAGE_WIDTH:
        return False
    total, common = sum(long.values()), 0
    for _ in range(_MOST_WIDTHS):
        best = max(range(_LONG_LINE, _PAGE_WIDTH + 1), key=lambda size: sum(long.get(size + step, 0) for step in _NEAR))
        common += sum(long.pop(best + step, 0) for step in _NEAR)
    return common >= _MOSTLY * total


def printed_lines(text: str, closes: bool) -> list[PrintedLine]:
    """The lines of all pages in order, without page marks, page numbers and empty lines."""
    pages: list[list[PrintedLine]] = [[]]
    gap = 0
    for number, raw in enumerate(text.split("\n"), start=1):
        for part, line in enumerate(raw.split("\f")):
            if part or (line == " " and gap >= _GAP):
                pages.append([])
                gap = 0
                if not line.strip():
                    continue
            if line:
                flat = re.sub(r"[\t\u00a0]", " ", line)
                pages[-1].append(PrintedLine(number, len(pages), flat, _end_of(flat, closes)))
                gap = 0
            else:
                gap += 1
    return [line for page in _without_page_numbers(pages) for line in page]


def pieces_of(lines: Sequence[PrintedLine], closes: bool) -> list[Piece]:
    """The lines cut at their blanks. Blanks that only spread a line to its column's width are taken out."""
    out: list[Piece] = []
    for line in lines:
        text = _SPREAD.sub(lambda found: found.group().replace(" ", ""), line.text)
        if not closes:
            text = " ".join(text.split())
        parts = text.split(" ")
        if closes and line.end is End.CLOSED:
            parts.pop()
        for index, part in enumerate(parts):
            end = line.end if index == len(parts) - 1 else End.BLANK
            out.append(Piece(part, line.number, line.page, end))
    return out


def width(text: str) -> int:
    """The printed width of `text` in half-width units: two for any character that is not ASCII."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))


def _end_of(line: str, closes: bool) -> End:
    if not closes:
        return End.UNKNOWN
    return End.CLOSED if line.endswith(" ") else End.WRAPPED


def _without_page_numbers(pages: list[list[PrintedLine]]) -> list[list[PrintedLine]]:
    """Take off the number at the top or the foot of pages, where it counts with the pages."""
    for at in (0, -1):
        offsets: Counter[int] = Counter()
        for index, page in enumerate(pages):
            if (number := _page_number(page, at)) is not None:
                offsets[number - index] += 1
        filled = sum(bool(page) for page in pages)
        offset, count = offsets.most_common(1)[0] if offsets else (0, 0)
        if filled >= _FEWEST_PAGES and count >= 0.8 * filled:
            for index, page in enumerate(pages):
                if _page_number(page, at) == index + offset:
                    del page[at]
    return pages


def _page_number(page: list[PrintedLine], at: int) -> int | None:
    found = _PAGE_NUMBER.fullmatch(page[at].text) if page else None
    return int(found["n"]) if found else None


# -- heads ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Head:
    """A row of column labels: the lines [start, end) that it fills, its labels and what they name.

    `line` is the number of its first line in the file.
    """

    line: int
    start: int
    end: int
    labels: tuple[str, ...]
    columns: Columns


def head_at(lines: Sequence[PrintedLine], start: int) -> Head | None:
    """The row of column labels that begins at a line, or None."""
    content = lines[start].content
    if not content or len(content) > _LONGEST_HEAD or any(len(token) > _LONGEST_LABEL for token in content.split()):
        return None
    return _on_one_line(lines, start) or _over_lines(lines, start)


def _on_one_line(lines: Sequence[PrintedLine], start: int) -> Head | None:
    """A head whose labels stand on one line; a minority of them may be unknown."""
    tokens = lines[start].content.split()
    columns = columns_of(tokens, None) if len(tokens) >= _FEWEST_COLUMNS else None
    if columns is None or columns.fields.count("") * 3 > len(tokens):
        return None
    return Head(lines[start].number, start, start + 1, tuple(tokens), columns)


def _over_lines(lines: Sequence[PrintedLine], start: int) -> Head | None:
    """A head broken over lines, every label of which is known."""
    if not _opens_label(lines, start):
        return None
    tokens: list[tuple[str, int]] = []  # each with the line after which it ends
    for index in range(start, min(start + _MOST_TOKENS, len(lines))):
        found = lines[index].content[:_LONGEST_HEAD].split()
        if any(len(token) > _LONGEST_LABEL for token in found):
            break
        tokens += [(token, index + 1) for token in found]
    tokens = tokens[:_MOST_TOKENS]
    ends = tuple(end for _, end in tokens)
    whole = frozenset(used for used in range(1, len(ends) + 1) if used == len(ends) or ends[used] != ends[used - 1])
    found_labels = _labels_of(tuple(token for token, _ in tokens), whole)
    if found_labels is None:
        return None
    labels, columns, used = found_labels
    return Head(lines[start].number, start, ends[used - 1], labels, columns)


@lru_cache(maxsize=1024)
def _labels_of(tokens: tuple[str, ...], whole: frozenset[int]) -> tuple[tuple[str, ...], Columns, int] | None:
    """The longest row of labels that the first tokens form, what it names, and how many tokens it takes;
    `whole` are the numbers of tokens that end with a line.
    """
    best: tuple[tuple[str, ...], Columns, int] | None = None
    for kind in _KINDS:
        for labels, used in _chains(tokens, kind):
            columns = columns_of(labels, kind)
            if columns is None or columns.kind != kind or "" in columns.fields or used not in whole:
                continue
            if best is None or len(labels) > len(best[0]):
                best = labels, columns, used
    return best


def _opens_label(lines: Sequence[PrintedLine], start: int) -> bool:
    """Whether the first pieces from a line on form a label, so that looking for more is worth while."""
    label = ""
    for token in " ".join(line.content[:_LONGEST_HEAD] for line in lines[start : start + _MOST_JOINED]).split()[
        :_MOST_JOINED
    ]:
        label += token
        if len(label) > _LONGEST_LABEL:
            return False
        if label_kinds(label):
            return True
    return False


def _chains(tokens: Sequence[str], kind: str) -> list[tuple[tuple[str, ...], int]]:
    """The rows of known labels that the first tokens form: for each number of tokens the one with most labels."""
    longest: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(tokens)):
        if start not in longest:
            continue
        label = ""
        for end in range(start + 1, min(start + _MOST_JOINED, len(tokens)) + 1):
            label += tokens[end - 1]
            if len(label) > _LONGEST_LABEL:
                break
            chain = (*longest[start], label)
            if label not in longest[start] and is_label(label, kind) and len(chain) > len(longest.get(end, ())):
                longest[end] = chain
    return [(labels, used) for used, labels in longest.items() if len(labels) >= _FEWEST_COLUMNS]
