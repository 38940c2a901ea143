"""Text in which tables stand as lines, their rows parted by tabs or their cells a line each → blocks.

Such text is what a page or a sheet leaves when it is copied: merged cells are left out, a cell goes on over several
lines, and only the labels of the columns tell what stands where. Text with a table that cannot be put together
again for sure is left to the other readers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.blocks import Block, Cell, Paragraph, Place, Row, Table
from indexer.model.document import Document
from indexer.readers.dump.heads import TextHead, listed_head, tabbed_head
from indexer.readers.dump.streams import Piece, table_of
from indexer.vocabulary.announced import announced_form
from indexer.vocabulary.bands import is_band
from indexer.vocabulary.labels import is_column, part_kind
from indexer.vocabulary.names import list_title
from tokenizer.number_marks import leading_mark
from tokenizer.wording import ends_sentence, is_note

_QUOTED = re.compile(r'(?:(?<=\t)|(?<=\n)|^)"((?:[^"]|"")*)"(?=\t|\n|$)')
_BREAK = "\x0b"  # a line break inside a quoted cell
_BLANKS = " \u3000\u00a0\u200b\ufeff\x0c\r"
_FOOT = re.compile(
    r"(?:打印本页|关闭窗口|版权所有|主办(?:单位)?[：:]|承办(?:单位)?[：:]|网站标识码|\S{0,6}ICP备|返回顶部|分享到|上一篇|下一篇|相关(?:链接|附件|新闻)|"
    r"附件[：:]|扫一扫|联系我们|网站地图)"
)
_MOST_PIECES = 4000


@dataclass(frozen=True, slots=True)
class _TextLine:
    text: str
    place: Place


def read_plain_tables(text: str, name: str) -> Document | None:
    """The blocks of a text with tables that stand as lines; None where it has none, or one that does not come out."""
    lines = _lines(text)
    if _is_dump(text):
        return None
    blocks: list[Block] = []
    expected: str | None = None
    found = False
    index = 0
    while index < len(lines):
        head = _head_at(lines, index, expected)
        if head is None and (card := _card(lines, index)):
            blocks.append(Table(card, lines[index].place))
            found, index = True, index + len(card)
            continue
        if head is None:
            bare = lines[index].text.strip(_BLANKS + "\t")
            expected = announced_form(bare) or part_kind(bare) or expected
            blocks.append(Paragraph(bare.replace(_BREAK, " "), lines[index].place))
            index += 1
            continue
        end = _end(lines, index + head.lines, head, expected)
        tabbed = "\t" in lines[index].text
        pieces = _pieces(lines[index + head.lines : end], len(head.labels), tabbed)
        fields = [field or f"-{column}" for column, field in enumerate(head.columns.fields)]
        table = table_of(head.labels, fields, pieces, lines[index].place) if len(pieces) <= _MOST_PIECES else None
        if table is None:
            return None
        blocks.append(table)
        found, index = True, end
    return Document(name, tuple(blocks)) if found else None


def _is_dump(text: str) -> bool:
    """Whether each cell stands on a line of its own behind a tab, as a converter prints it."""
    return len(re.findall(r"(?m)^[ \u3000]*\t[^\t\n]*$", text)) > text.count("\t") / 2 > 0


def _lines(text: str) -> list[_TextLine]:
    flat = text.replace("\r\n", "\n").replace("\r", "\n")
    out: list[_TextLine] = []
    number = 1
    joined = _QUOTED.sub(lambda cell: cell[1].replace('""', '"').replace("\n", _BREAK), flat)
    for line in joined.split("\n"):
        if line.strip(_BLANKS + "\t"):
            out.append(_TextLine(line.strip(_BLANKS), Place(line=number)))
        number += 1 + line.count(_BREAK)
    return out


def _head_at(lines: Sequence[_TextLine], index: int, expected: str | None) -> TextHead | None:
    texts = [line.text for line in lines[index : index + 24]]
    if texts[0].startswith("\t"):
        return None
    return tabbed_head(texts, expected) if "\t" in texts[0] else listed_head(texts, expected)


def _card(lines: Sequence[_TextLine], index: int) -> tuple[Row, ...]:
    """The rows of a card that starts at a line: labels with their texts, a tab between."""
    rows: list[Row] = []
    for line in lines[index:]:
        parts = [part.strip(_BLANKS).replace(_BREAK, "\n") for part in line.text.split("\t")]
        if len(parts) < 2 or len(parts) % 2 or not parts[0] or is_column(parts[1]):
            break
        rows.append(Row(tuple(Cell(part, line.place) for part in parts), line.place))
    labels = sum(is_column(row.cells[0].text) for row in rows)
    return tuple(rows) if len(rows) > 2 and labels * 2 > len(rows) else ()


def _end(lines: Sequence[_TextLine], start: int, head: TextHead, expected: str | None) -> int:
    """Where a table ends: before the next head, part or title, a note, or the foot of a page."""
    tabbed = max((at for at in range(start, len(lines)) if "\t" in lines[at].text), default=-1)
    for at in range(start, len(lines)):
        text = lines[at].text
        bare = text.strip("\t")
        if "\t" not in text and (is_note(bare) or _FOOT.match(bare) or _opens(bare)):
            return at
        if _head_at(lines, at, expected) is not None:
            return at
        if at + 1 < len(lines) and "\t" not in text and is_band(bare) and _head_at(lines, at + 1, expected):
            return at
        if "\t" in lines[start].text and at > tabbed and not _goes_on(lines[at - 1].text, text):
            return at
    return len(lines)


def _opens(text: str) -> bool:
    titled = list_title(text)
    return part_kind(text) is not None or announced_form(text) != "" or (titled is not None and titled.name != "")


def _goes_on(before: str, text: str) -> bool:
    """Whether a line without tabs behind the last row goes on with its last cell."""
    last = before.rsplit("\t", maxsplit=1)[-1].rsplit(_BREAK, maxsplit=1)[-1]
    mark, previous = leading_mark(text), leading_mark(last)
    counts = mark is not None and previous is not None and mark.value == previous.value + 1
    return counts or (len(last) > 8 and not ends_sentence(last))


def _pieces(lines: Sequence[_TextLine], width: int, tabbed: bool) -> list[Piece]:
    out: list[Piece] = []
    for line in lines:
        if not tabbed:
            out.append(Piece(line.text.strip("\t"), line.place))
            continue
        parts = [part.strip(_BLANKS).replace(_BREAK, "\n") for part in line.text.split("\t")]
        if len(parts) < width:
            while len(parts) > 1 and not parts[-1]:
                parts.pop()
        for at, part in enumerate(parts):
            out.append(Piece(part, line.place, opens=at == 0 and len(parts) > 1, inside=at > 0))
    return out
