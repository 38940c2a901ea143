"""Records and the boundary matrix as tables for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from indexer.report import KIND_NAMES
from records.zones import title_field
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
                row.record["matter"],
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


def record_name(record: Record) -> str:
    """The record's own name: the matter, the item of work, the service or the regime."""
    name: str = record[title_field(record)]
    return name


def record_text(record: Record) -> str:
    """What the record says beyond its name, as plain text."""
    parts = [record.get("duty", ""), record.get("content", ""), *_shares(record), *_sections(record)]
    return "\n".join(part for part in parts if part)


def _record_row(record: Record, address: Address) -> list[str]:
    source = record["source"]
    place = f"第 {source['page']} 页" if source.get("page") else f"第 {source.get('line')} 行"
    return [
        record_name(record),
        KIND_NAMES[record["kind"]],
        record.get("duty", ""),
        "\n".join([record.get("content", ""), *_sections(record)]).strip("\n"),
        "\n".join(_shares(record)),
        record.get("office", ""),
        record.get("phone", ""),
        record.get("time", ""),
        record.get("basis", ""),
        record.get("case", ""),
        record.get("note", ""),
        record["region"],
        record["department"],
        record["seq"],
        source["file"],
        place,
        record["id"],
        address(record["id"]),
    ]


def _shares(record: Record) -> Iterator[str]:
    for party in record.get("parties", ()):
        yield f"{party['agency'] or UNNAMED}：{party['role'] or NO_ROLE}"


def _sections(record: Record) -> Iterator[str]:
    for section in record.get("sections", ()):
        yield from filter(None, (section["heading"], section["text"]))
