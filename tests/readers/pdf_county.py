"""The sample county's lists printed as from a PDF, and the records that reading them must give back."""

from __future__ import annotations

import random
from typing import Any

from tests.readers.pdf_print import Block, Style, new_printer
from tests.sample.county import NUMERALS, Department

LABELS = {
    "duty": ["序号", "主要职责", "具体工作事项", "责任科室", "备注"],
    "boundary": ["序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例"],
    "service": ["序号", "服务事项", "主要内容", "承办机构", "联系电话"],
}


def random_style(chance: random.Random, **changes: Any) -> Style:
    """A page with columns of random widths."""
    between = chance.randint
    style: dict[str, Any] = {
        "widths": {
            "duty": [6, between(16, 36), between(24, 44), between(8, 16), between(8, 20)],
            "boundary": [6, between(6, 12), between(8, 14), between(20, 32), between(14, 24), between(22, 36)],
            "service": [6, between(12, 20), between(28, 50), between(10, 16), between(12, 16)],
        },
        "page_lines": between(28, 60),
        "prose_width": between(70, 100),
        "centred": chance.random() < 0.5,
        "spaced_figures": chance.random() < 0.5,
        "blank_lines": chance.choice([0.0, 0.3, 0.9]),
        "seed": between(0, 10**6),
    }
    return Style(**{**style, **changes})


def printed_list(department: Department, style: Style, chance: random.Random) -> tuple[str, list[dict[str, Any]]]:
    """The list as text, and its records. Each duty row gets an office of the department, or none."""
    records = department.records()
    offices = [service["office"] for service in department.data["services"]]
    for record in records:
        if record["kind"] == "duty":
            record["office"] = chance.choice([*offices, *offices, ""])
    printer = new_printer(style)
    printer.paragraph(department.title)
    printer.paragraph("一、部门职责")
    printer.table(LABELS["duty"], style.widths["duty"], _duty_blocks(records))
    printer.paragraph("二、与相关部门的职责边界")
    printer.table(LABELS["boundary"], style.widths["boundary"], _matter_blocks(records))
    printer.paragraph("三、公共服务事项")
    printer.table(LABELS["service"], style.widths["service"], _service_blocks(records))
    printer.paragraph("四、事中事后监管制度")
    for record in (record for record in records if record["kind"] == "supervision"):
        printer.paragraph(f"（{record['seq']}）{record['regime']}")
        headed = 0
        for section in record["sections"]:
            if section["heading"]:
                printer.paragraph(f"{NUMERALS[headed]}、{section['heading']}")
                headed += 1
            for line in section["text"].split("\n"):
                printer.paragraph(line)
    return printer.text(), records


def _duty_blocks(records: list[dict[str, Any]]) -> list[Block]:
    blocks: list[Block] = []
    for record in (record for record in records if record["kind"] == "duty"):
        if not blocks or blocks[-1].merged[0] != [record["seq"]]:
            blocks.append(Block({0: [record["seq"]], 1: [record["duty"]]}, []))
        blocks[-1].rows.append({2: [record["item"]], 3: [record["office"]], 4: [record["note"]]})
    return blocks


def _matter_blocks(records: list[dict[str, Any]]) -> list[Block]:
    return [
        Block(
            {0: [record["seq"]], 1: [record["matter"]], 4: record["basis"].split("\n"), 5: [record["case"]]},
            [{2: [party["agency"]], 3: [party["role"]]} for party in record["parties"]],
        )
        for record in records
        if record["kind"] == "boundary"
    ]


def _service_blocks(records: list[dict[str, Any]]) -> list[Block]:
    names = ("seq", "service", "content", "office", "phone")
    return [
        Block({}, [{column: [record[name]] for column, name in enumerate(names)}])
        for record in records
        if record["kind"] == "service"
    ]
