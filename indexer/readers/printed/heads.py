"""Where the tables of a printed list begin: rows of column labels, on one line or broken over several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.readers.printed.lines import PrintedLine
from indexer.vocabulary.labels import Columns, columns_of, is_label, label_kinds
from records.records import Boundary, Duty, Service

_LONGEST_LABEL = 10  # characters
_LONGEST_HEAD = 120  # characters of a head on one line
_MOST_TOKENS = 28  # pieces of labels in one head
_MOST_JOINED = 5  # pieces that one label may be broken into
_FEWEST_COLUMNS = 3
_KINDS = (Boundary.kind, Duty.kind, Service.kind)  # the parts that have a table


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
