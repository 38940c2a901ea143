"""A department's list as an Excel workbook: a sheet for each part, merged cells, title rows above the heads."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from tests.sample.archive import steady
from tests.sample.county import NUMERALS, Department

Group = Sequence[Sequence[str | int]]


def workbook_file(department: Department) -> bytes:
    """The list as an .xlsx file, the same bytes each time."""
    data = department.data
    book = Workbook()
    book.remove(book.worksheets[0])
    heads = ["序号", "主要职责", "具体工作事项", "备注"]
    titles = [department.title, "部门职责登记表"]
    _table(_sheet(book, "部门职责", titles, len(heads)), heads, _duty_groups(data["duties"]), (0, 1))
    heads = ["序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例"]
    sheet = _sheet(book, "职责边界", ["与相关部门的职责边界"], len(heads))
    _table(sheet, heads, _matter_groups(data["boundaries"]), (0, 1, 4, 5))
    _supervision(book, data["supervision"])
    services: list[Group] = [
        [[number, service["service"], service["content"], service["office"], service["phone"]]]
        for number, service in enumerate(data["services"], start=1)
    ]
    heads = ["序号", "服务事项", "主要内容", "承办机构", "联系电话"]
    _table(_sheet(book, "公共服务事项", [], len(heads)), heads, services, ())
    out = BytesIO()
    book.save(out)
    return steady(out.getvalue())


def _sheet(book: Workbook, name: str, titles: Sequence[str], width: int) -> Worksheet:
    """A new sheet with title rows over the whole width."""
    sheet: Worksheet = book.create_sheet(name)
    for title in titles:
        sheet.append([title])
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=width)
    return sheet


def _table(sheet: Worksheet, heads: list[str], groups: Sequence[Group], merged: Sequence[int]) -> None:
    """A head and groups of rows; the rows of a group share the merged columns."""
    sheet.append(heads)
    row = sheet.max_row + 1
    for group in groups:
        for offset, values in enumerate(group):
            for column, value in enumerate(values, start=1):
                cell = sheet.cell(row + offset, column)
                assert isinstance(cell, Cell)
                cell.value = value or None
        for column in merged:
            if len(group) > 1:
                sheet.merge_cells(
                    start_row=row, end_row=row + len(group) - 1, start_column=column + 1, end_column=column + 1
                )
        row += len(group)


def _supervision(book: Workbook, regimes: Sequence[dict[str, Any]]) -> None:
    """Running text in a sheet: a line in each row, one regime after the other."""
    sheet: Worksheet = book.create_sheet("事中事后监管制度")
    for numeral, regime in zip(NUMERALS, regimes, strict=False):
        sheet.append([f"（{numeral}）{regime['regime']}"])
        if regime["lead"]:
            sheet.append([regime["lead"]])
        for number, section in zip(NUMERALS, regime["sections"], strict=False):
            sheet.append([f"{number}、{section['heading']}"])
            for line in section["text"].split("\n"):
                sheet.append([line])


def _duty_groups(duties: Sequence[dict[str, Any]]) -> list[Group]:
    return [
        [
            [number if index == 0 else "", duty["duty"] if index == 0 else "", row["item"], row["note"]]
            for index, row in enumerate(duty["rows"])
        ]
        for number, duty in enumerate(duties, start=1)
    ]


def _matter_groups(matters: Sequence[dict[str, Any]]) -> list[Group]:
    return [
        [
            [number, matter["matter"], party["agency"], party["role"], matter["basis"], matter["case"]]
            if index == 0
            else ["", "", party["agency"], party["role"], "", ""]
            for index, party in enumerate(matter["parties"])
        ]
        for number, matter in enumerate(matters, start=1)
    ]
