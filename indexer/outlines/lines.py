"""The pieces of a page → lines that say one thing each, and the tables of agencies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.lists.parts import Line
from indexer.lists.tables import ListTable, UnknownTable
from indexer.model.blocks import Row
from indexer.vocabulary.shares import is_agency, shares_in
from indexer.vocabulary.titles import matter_of_lead
from tokenizer.wording import join_label, squeeze, tidy

_LONGEST_TOPIC = 40
_LONGEST_STOPPED_TOPIC = 24  # characters in a numbered heading that ends with a full stop
_SHORTEST_SHARE = 3
_MOST_PARTS = 50  # paragraphs run together in a line that are looked at
_RUN_TOGETHER = re.compile(r"(?<=[。；;])\s+")


def page_lines(pieces: Sequence[Line | ListTable | UnknownTable]) -> Iterator[Line | ListTable]:
    """Lines and tables of shares; the rows of any other table become lines."""
    for piece in pieces:
        if isinstance(piece, UnknownTable):
            for row in piece.rows:
                yield from _row_lines(row)
        elif isinstance(piece, Line):
            yield from _paragraphs(piece)
        else:
            yield piece


def _paragraphs(line: Line) -> Iterator[Line]:
    """A line, or the paragraphs that a tool ran together in it, each with an agency before a colon."""
    parts = _RUN_TOGETHER.split(tidy(line.text))
    if len(parts) == 1:
        yield line
        return
    headed = sum(any(share.form == "colon" for share in shares_in(part)) for part in parts[:_MOST_PARTS])
    if headed < 2:
        yield line
    else:
        yield from (Line(part, line.place) for part in parts)


def _row_lines(row: Row) -> Iterator[Line]:
    """The row of a table without usual columns, as the lines that would say the same."""
    cells = [cell for cell in row.cells if cell.text.strip()]
    if len(cells) > 2 and squeeze(cells[0].text).isdigit():
        cells = cells[1:]
    texts = [join_label(cell.text) for cell in cells]
    if len(texts) == 2 and len(texts[0]) <= _LONGEST_TOPIC:
        yield Line("：".join(texts), row.place)
        return
    paired = False
    for index, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        after = texts[index + 1] if index + 1 < len(texts) else ""
        if paired:
            paired = False
        elif is_agency(text) and len(after) > _SHORTEST_SHARE and not is_agency(after):
            paired = True
            yield Line(f"{text}：{after}", cell.place)
        elif index == 0 and len(texts) > 2 and is_topic(text, ""):
            yield Line(f"管理事项：{text}", cell.place)
        else:
            yield from (Line(line, cell.place) for line in cell.text.split("\n") if line.strip())


def is_topic(flat: str, style: str) -> bool:
    """Whether a line can be a heading by its looks; `style` is how it is numbered."""
    if re.search(r"(?:如下|以下\S{0,8}|下列\S{0,8}|通知)[：:]$", flat) and not (style and matter_of_lead(flat)):
        return False
    bare = flat.rstrip("：: ")
    if style and len(bare) <= _LONGEST_STOPPED_TOPIC and not re.search("[，,]", bare):
        bare = bare.rstrip("。")
    return (
        2 <= len(bare) <= _LONGEST_TOPIC
        and not re.search(r"[。；;：:！!？?|]", bare)
        and not bare.endswith(("，", ",", "、"))
        and re.search(r"[\u4e00-\u9fff]{2}", bare) is not None
    )
