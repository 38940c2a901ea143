"""Cards: tables with a label and its text side by side, one thing a card → a table of one row each.

```
事项一
服务事项 | 图书借阅
服务对象 | 居民 | 服务地点 | 一楼
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from indexer.lists.tables import Entry, ListTable, Slot, grid
from indexer.model.blocks import Paragraph, Table
from indexer.vocabulary.labels import columns_of, is_column
from records.records import LabelledText
from tokenizer.wording import is_longer, join_label, squeeze

_FEWEST_ROWS = 3
_LONGEST_LABEL = 16
_MOSTLY = 0.6  # of a card's labels that name a column


def cards_of(table: Table, expected: str | None, spellings: Mapping[str, str]) -> list[Paragraph | ListTable] | None:
    """The cards of a table with the titles above them, or None where it is no table of cards."""
    out: list[Paragraph | ListTable] = []
    pairs: list[tuple[str, Slot]] = []
    for row, slots in grid(table):
        cells = _distinct(slots)
        texts = [cell for cell in cells if cell.cell.text.strip()]
        if len(texts) == 1 and len(cells) == 1:
            if pairs and not _close(out, pairs, expected, spellings):
                return None
            pairs = []
            out += [Paragraph(line, row.place) for line in texts[0].cell.text.split("\n") if line.strip()]
            continue
        found = list(_pairs(cells))
        if not found:
            return None
        if pairs and squeeze(found[0][0]) == squeeze(pairs[0][0]):
            if not _close(out, pairs, expected, spellings):
                return None
            pairs = []
        pairs += found
    if pairs and not _close(out, pairs, expected, spellings):
        return None
    return out if any(isinstance(piece, ListTable) for piece in out) else None


def _distinct(slots: Sequence[Slot]) -> list[Slot]:
    return [slot for at, slot in enumerate(slots) if not at or slot.cell is not slots[at - 1].cell]


def _pairs(cells: Sequence[Slot]) -> Iterator[tuple[str, Slot]]:
    """A row's labels with their texts; none where it is no row of labels and texts."""
    if len(cells) % 2 or any(slot.merged for slot in cells[::2]):
        return
    labels = [join_label(slot.cell.text).rstrip("：:") for slot in cells[::2]]
    if all(label and not is_longer(label, _LONGEST_LABEL) for label in labels):
        yield from zip(labels, cells[1::2], strict=True)


def _close(
    out: list[Paragraph | ListTable],
    pairs: Sequence[tuple[str, Slot]],
    expected: str | None,
    spellings: Mapping[str, str],
) -> bool:
    """Add the card that the pairs make up; whether they make one up."""
    labels = [label for label, _ in pairs]
    values = [slot.cell.text for _, slot in pairs]
    named = sum(map(is_column, labels))
    columns = columns_of(labels, expected, spellings)
    if columns is None or len(pairs) < _FEWEST_ROWS or named < _MOSTLY * len(labels) or any(map(is_column, values)):
        return False
    fields: dict[str, str] = {}
    extra: list[LabelledText] = []
    for name, label, value in zip(columns.fields, labels, values, strict=True):
        if name:
            fields[name] = value
        elif value.strip():
            extra.append(LabelledText(label, value.strip()))
    place = pairs[0][1].cell.place
    entry = Entry(fields, frozenset(), place, tuple(extra))
    out.append(ListTable(columns, tuple(labels), (entry,), place, tuple(labels)))
    return True
