"""Records and the boundary matrix as tables for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from records.kinds import KINDS, Field
from records.texts import cells, headline
from records.zones import AGENCY
from search.browse.matrix import NO_ROLE, UNNAMED, Matrix
from web.files.sheets import Sheet

Record = Mapping[str, Any]
Address = Callable[[str], str]

_COLUMNS: tuple[tuple[str, int], ...] = (
    ("名称", 30),
    ("类别", 12),
    ("主要职责", 30),
    ("内容", 60),
    ("部门与分工", 60),
    ("承办机构", 18),
    ("联系电话", 16),
    ("时间", 14),
    ("相关依据", 40),
    ("案例", 40),
    ("备注", 20),
    ("地区", 16),
    ("清单所属部门", 24),
    ("序号", 8),
    ("来源文件", 30),
    ("位置", 10),
    ("编号", 26),
    ("网址", 40),
)
_REST = "内容"  # where fields stand that have no column of their own
_TEXT = ("主要职责", _REST, "部门与分工")  # what a record says, but for where to ask and on what it rests
_MATTER_HEAD = ("管理事项", "地区", "清单所属部门")
_MATTER_WIDTHS = (30, 16, 24)
_ROLE_WIDTH = 36


def record_sheet(records: Iterable[Record], address: Address) -> Sheet:
    """One row a record; `address` gives the page of a record by its id."""
    rows = (_record_row(record, address) for record in records)
    return Sheet("检索结果", [name for name, _ in _COLUMNS], [width for _, width in _COLUMNS], rows)


def matrix_sheet(matrix: Matrix, address: Address) -> Sheet:
    """One row a matter, one column an agency."""
    return Sheet(
        "职责边界一览表",
        [*_MATTER_HEAD, *matrix.agencies, "网址"],
        [*_MATTER_WIDTHS, *(_ROLE_WIDTH for _ in matrix.agencies), 40],
        (
            [
                headline(row.record),
                row.record["region"],
                row.record["department"],
                *(row.roles.get(agency, "") for agency in matrix.agencies),
                address(row.record["id"]),
            ]
            for row in matrix.rows
        ),
    )


def note_sheet(notes: Sequence[tuple[str, str]]) -> Sheet:
    """What the table beside it holds: labels and values."""
    return Sheet("说明", ("项目", "内容"), (16, 60), notes)


def record_text(record: Record) -> str:
    """What the record says beyond its name, as plain text."""
    told = _told(record)
    return "\n".join(line for name in _TEXT for line in told.get(name, ()))


def _record_row(record: Record, address: Address) -> list[str]:
    source = record["source"]
    told = {name: "\n".join(lines) for name, lines in _told(record).items()}
    row = told | {
        "名称": headline(record),
        "类别": KINDS[record["kind"]].chinese,
        "地区": record["region"],
        "清单所属部门": record["department"],
        "序号": record["seq"],
        "来源文件": source["file"],
        "位置": f"第 {source['page']} 页" if source.get("page") else f"第 {source.get('line')} 行",
        "编号": record["id"],
        "网址": address(record["id"]),
    }
    return [row.get(name, "") for name, _ in _COLUMNS]


def _told(record: Record) -> dict[str, list[str]]:
    """The lines of each column that the fields of a record fill."""
    kind = KINDS[record["kind"]]
    told: dict[str, list[str]] = {}
    for field in kind.all_fields:
        if field.shown and (field.sheet or field.name not in kind.headline):
            told.setdefault(field.sheet or _REST, []).extend(_lines(record, field))
    return told


def _lines(record: Record, field: Field) -> Iterator[str]:
    """The lines of a field."""
    if field.as_one:
        yield from cells(record, field)
    elif field.parts:
        for value in record.get(field.name, ()):
            first, second = (value[part.name] for part in field.parts)
            if field.parts[0].zone == AGENCY:
                yield f"{first or UNNAMED}：{second or NO_ROLE}"
            else:
                yield from filter(None, (first, second))
    elif text := record.get(field.name, ""):
        yield text if field.sheet else f"{field.label}：{text}"
