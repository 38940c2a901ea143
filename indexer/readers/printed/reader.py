"""Text that a converter printed from a PDF: bytes → blocks.

Such text keeps neither rows nor columns: the cells of a table follow each other as the page was drawn, the
lines inside them wrapped at each column's width, merged cells somewhere among the rows that they span, and
a page's end cuts through all of them. `printed` rebuilds the tables; everything else is prose, whose wrapped
lines are put together here.

Unlike the other readers this one knows the vocabulary of duty lists: column labels, and what agencies,
offices, legal bases and roles look like. The bytes alone do not hold the structure, and a table rebuilt
without that knowledge would be a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.model.blocks import Block, Paragraph, Place
from indexer.model.document import Document
from indexer.model.problems import Problem
from indexer.readers.printed.lines import (
    End,
    Head,
    PrintedLine,
    blanks_close,
    head_at,
    lines_wrap,
    printed_lines,
    width,
)
from indexer.readers.printed.tables import TableReader
from indexer.vocabulary.labels import part_kind
from indexer.vocabulary.names import list_title
from records.records import Supervision
from tokenizer.number_marks import leading_mark
from tokenizer.wording import ends_sentence, is_note

_FEWEST_LINES = 8  # lines from which a text can be told to be printed
_NEAR = 6  # lines within which a part begins below a title, and its table below its heading
_LEAST_FULL = 50  # half-width units that a line of prose has at least before it wraps
_SHORT_OF_FULL = 4  # half-width units by which a wrapped line of prose may miss the width of the page


def looks_printed_from_pdf(text: str) -> bool:
    """Whether a text was printed from a PDF: no tabs, and lines that wrapped, which show by the blanks that end
    all others, or by their like widths below a row of column labels.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < _FEWEST_LINES or sum("\t" in line for line in lines) * 20 > len(lines):
        return False
    if blanks_close(text):
        return True
    printed = printed_lines(text, closes=False)
    return lines_wrap(printed) and any(head_at(printed, index) for index in range(len(printed)))


def read_printed_text(text: str, name: str) -> Document:
    """The blocks of a text that a converter printed from a PDF.

    What cannot be rebuilt is reported in the document's problems.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    closes = blanks_close(text)
    problems: list[Problem] = []
    tables = TableReader(name, closes, problems)
    stretches = list(_stretches(printed_lines(text, closes)))
    full = max((width(line.content) for head, lines in stretches if head is None for line in lines), default=0)
    blocks: list[Block] = []
    for head, lines in stretches:
        if head is None:
            blocks += _paragraphs(lines, closes, max(full - _SHORT_OF_FULL, _LEAST_FULL))
        elif table := tables.read(head, lines):
            blocks.append(table)
    return Document(name, tuple(blocks), tuple(problems))


def _stretches(lines: Sequence[PrintedLine]) -> Iterator[tuple[Head | None, list[PrintedLine]]]:
    """The lines in stretches: prose, or the rows of a table with its head."""
    prose: list[PrintedLine] = []
    index = 0
    while index < len(lines):
        head = head_at(lines, index)
        if head is None:
            prose.append(lines[index])
            index += 1
            continue
        yield None, prose
        prose = []
        body, index = _table_body(lines, head)
        yield head, body
    yield None, prose


# -- where a table ends -------------------------------------------------------------------------------------


def _table_body(lines: Sequence[PrintedLine], head: Head) -> tuple[list[PrintedLine], int]:
    """The lines below a head, heads repeated on later pages left out, and the first line after them."""
    body: list[PrintedLine] = []
    index = head.end
    while index < len(lines):
        again = head_at(lines, index)
        if again is not None and again.columns == head.columns:
            index = again.end
        elif again is not None or _ends_table(lines, index):
            break
        else:
            body.append(lines[index])
            index += 1
    return body, index


def _ends_table(lines: Sequence[PrintedLine], index: int) -> bool:
    """Whether a line below a table's head is no cell: the heading of the next part, a title, or a note."""
    text = lines[index].content
    if not text or lines[index].end is End.WRAPPED or lines[index - 1].end is End.WRAPPED:
        return False
    if is_note(text):
        return True
    title = list_title(text)
    if title is not None and title.name:
        return _opens_part(lines, index)
    kind = part_kind(text)
    if kind is None:
        return False
    return leading_mark(text) is not None or kind == Supervision.kind or _opens_part(lines, index)


def _opens_part(lines: Sequence[PrintedLine], index: int) -> bool:
    """Whether a part of a list begins right below a line: its heading, or the head of its table."""
    below = range(index + 1, min(index + _NEAR, len(lines)))
    return any(part_kind(lines[i].content) or head_at(lines, i) for i in below)


# -- prose --------------------------------------------------------------------------------------------------


def _paragraphs(lines: Sequence[PrintedLine], closes: bool, full: int) -> Iterator[Paragraph]:
    """The paragraphs of running text, whose wrapped lines belong together, also over the end of a page.

    `full` is the width from which a line counts as one that wraps.
    """
    text, start = "", 0
    written = [line for line in lines if line.content]
    for line, following in zip(written, [*written[1:], None], strict=False):
        start = start if text else line.number
        text += line.content
        if following is None or not _goes_on(line, following, full, closes):
            yield Paragraph(text, Place(line=start))
            text = ""


def _goes_on(line: PrintedLine, following: PrintedLine, full: int, closes: bool) -> bool:
    """Whether a line's paragraph goes on: no blank closes it, or a blank stands where a full line wraps."""
    if closes and line.end is End.WRAPPED:
        return True
    is_full = width(line.content) >= full
    return is_full and not ends_sentence(line.content) and leading_mark(following.content) is None
