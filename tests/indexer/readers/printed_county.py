"""The sample county's lists printed as from a PDF, and the records that reading them must give back."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from tests.indexer.readers.printed_pages import Block, Style, new_printer
from tests.sample.county import NUMERALS, Department

Fields = tuple[str, ...]

# The columns that lists have, more or fewer of them, and how each is labelled.
COLUMNS: dict[str, list[Fields]] = {
    "duty": [
        ("seq", "duty", "item", "office", "note"),
        ("seq", "duty", "item", "note"),
        ("seq", "duty", "item", "office"),
        ("duty", "item", "office"),
    ],
    "boundary": [
        ("seq", "matter", "agency", "role", "basis", "case"),
        ("seq", "matter", "agency", "role", "basis"),
        ("matter", "agency", "role", "basis", "case"),
    ],
    "service": [
        ("seq", "service", "content", "office", "phone"),
        ("seq", "service", "content", "office"),
    ],
}
LABELS = {
    "seq": ["序号"],
    "duty": ["主要职责", "部门职责"],
    "item": ["具体工作事项", "具体事项"],
    "office": ["责任科室", "承办机构"],
    "note": ["备注"],
    "matter": ["管理事项"],
    "agency": ["相关部门", "责任部门"],
    "role": ["职责分工"],
    "basis": ["相关依据", "法律依据"],
    "case": ["案例", "典型案例"],
    "service": ["服务事项"],
    "content": ["主要内容", "服务内容"],
    "phone": ["联系电话"],
}
_WIDTHS = {
    "seq": (6, 6),
    "duty": (16, 36),
    "item": (24, 44),
    "office": (8, 16),
    "note": (8, 20),
    "matter": (6, 12),
    "agency": (8, 14),
    "role": (20, 32),
    "basis": (14, 24),
    "case": (22, 36),
    "service": (12, 20),
    "content": (28, 50),
    "phone": (12, 16),
}
_MERGED: dict[str, Fields] = {"duty": ("seq", "duty"), "boundary": ("seq", "matter", "basis", "case"), "service": ()}
_OPTIONAL = ("seq", "office", "note", "basis", "case", "phone")


@dataclass(frozen=True)
class PrintedList:
    """A list as text, and the records that it holds."""

    text: str
    records: list[dict[str, Any]]


def random_style(chance: random.Random, **changes: Any) -> Style:
    """A page layout drawn by chance, some of it given."""
    style: dict[str, Any] = {
        "page_lines": chance.randint(28, 60),
        "prose_width": chance.randint(70, 100),
        "centred": chance.random() < 0.5,
        "spaced_figures": chance.random() < 0.5,
        "blank_lines": chance.choice([0.0, 0.3, 0.9]),
        "seed": chance.randint(0, 10**6),
    }
    return Style(**{**style, **changes})


def print_list(
    department: Department, style: Style, chance: random.Random, whole: bool = True, merged_office: bool = False
) -> PrintedList:
    """Print a department's list, each table with all columns (`whole`) or with columns drawn by chance.

    Each duty row gets an office of the department, or none; with `merged_office` the rows of a duty share one.
    """
    records = department.records()
    offices = [service["office"] for service in department.data["services"]]
    last = None
    for record in (record for record in records if record["kind"] == "duty"):
        shared = merged_office and last is not None and last["seq"] == record["seq"]
        record["office"] = last["office"] if last and shared else chance.choice([*offices, *offices, ""])
        last = record
    printer = new_printer(style)
    printer.paragraph(department.title)
    parts = (("duty", "一、部门职责"), ("boundary", "二、与相关部门的职责边界"), ("service", "三、公共服务事项"))
    for kind, heading in parts:
        fields = COLUMNS[kind][0] if whole else chance.choice(COLUMNS[kind])
        own = [record for record in records if record["kind"] == kind]
        printer.paragraph(heading)
        printer.table(
            [chance.choice(LABELS[field]) for field in fields],
            [chance.randint(*_WIDTHS[field]) for field in fields],
            _blocks(fields, own, (*_MERGED[kind], "office") if merged_office and kind == "duty" else _MERGED[kind]),
        )
        for record in own:
            record.update({field: "" for field in _OPTIONAL if field in record and field not in fields})
            if kind == "boundary" and "basis" not in fields:
                record["laws"] = []
    _supervision(printer, [record for record in records if record["kind"] == "supervision"])
    return PrintedList(printer.text(), records)


def _blocks(fields: Fields, records: list[dict[str, Any]], columns: Fields) -> list[Block]:
    """The records as blocks of table rows, in which some columns are merged."""
    merged = [field for field in fields if field in columns]
    blocks: list[Block] = []
    key = None
    for record in records:
        rows = record.get("parties", [record])
        if not merged or record["seq"] != key:
            labels = {fields.index(field): record[field].split("\n") for field in merged}
            blocks.append(Block(labels, []))
            key = record["seq"]
        blocks[-1].rows.extend(
            {fields.index(field): [row[field]] for field in fields if field not in merged} for row in rows
        )
    return blocks


def _supervision(printer: Any, records: list[dict[str, Any]]) -> None:
    printer.paragraph("四、事中事后监管制度")
    for record in records:
        printer.paragraph(f"（{record['seq']}）{record['regime']}")
        headed = 0
        for section in record["sections"]:
            if section["heading"]:
                printer.paragraph(f"{NUMERALS[headed]}、{section['heading']}")
                headed += 1
            for line in section["text"].split("\n"):
                printer.paragraph(line)
