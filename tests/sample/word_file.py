"""A department's list as a Word document: merged cells, and numbers that Word generates instead of text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tests.sample.archive import steady
from tests.sample.county import Department

_POINT = re.compile(r"（[一二三四五六七八九十]+）")

_MERGED = {
    "主要职责": (0, 1),
    "管理事项": (0, 1, 4, 5),
}  # columns whose cells a group of rows shares, by the second head
# Each list as its levels: number format and text. Levels below the first start again after each one above.
_LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    "parts": (("chineseCountingThousand", "%1、"),),
    "regimes": (("chineseCounting", "（%1）"), ("japaneseCounting", "%2、"), ("chineseCountingThousand", "（%3）")),
    "rows": (("decimal", "%1"),),
}


def word_file(department: Department) -> bytes:
    """The list as a .docx file, the same bytes each time."""
    return steady(_Writer(department).write())


class _Writer:
    def __init__(self, department: Department) -> None:
        self.department = department
        self.document: WordDocument = Document()
        self.numbers: dict[str, int] = {}
        for name in _LISTS:
            self._define(name)

    def write(self) -> bytes:
        data = self.department.data
        title = self.document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.add_run(self.department.title).bold = True
        self._heading("部门职责")
        self._table(["序号", "主要职责", "具体工作事项", "备注"], _duty_groups(data["duties"]))
        self._heading("与相关部门的职责边界")
        heads = ["序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例"]
        self._table(heads, _matter_groups(data["boundaries"]))
        self._heading("事中事后监管制度")
        for regime in data["supervision"]:
            self._regime(regime)
        self._heading("公共服务事项")
        services = [[["", s["service"], s["content"], s["office"], s["phone"]]] for s in data["services"]]
        self._table(["序号", "服务事项", "主要内容", "承办机构", "联系电话"], services)
        self.document.add_paragraph("")
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    # -- text ----------------------------------------------------------------------------------------

    def _heading(self, text: str) -> None:
        self._number(self.document.add_paragraph(text, style="Heading 1"), "parts", 0)

    def _regime(self, regime: dict[str, Any]) -> None:
        self._number(self.document.add_paragraph(regime["regime"], style="Heading 2"), "regimes", 0)
        if regime["lead"]:
            self.document.add_paragraph(regime["lead"])
        for section in regime["sections"]:
            self._number(self.document.add_paragraph(section["heading"]), "regimes", 1)
            for line in section["text"].split("\n"):
                point = _POINT.match(line)
                paragraph = self.document.add_paragraph(line[point.end() :] if point else line)
                if point:
                    self._number(paragraph, "regimes", 2)

    # -- tables --------------------------------------------------------------------------------------

    def _table(self, heads: Sequence[str], groups: Sequence[Sequence[Sequence[str]]]) -> None:
        """A table with a group of rows for each number."""
        table: Table = self.document.add_table(1 + sum(map(len, groups)), len(heads), style="Table Grid")
        grid = [row.cells for row in table.rows]
        for cell, head in zip(grid[0], heads, strict=True):
            cell.text = head
        start = 1
        self._define("rows")
        for group in groups:
            for offset, row in enumerate(group):
                for cell, text in zip(grid[start + offset], row, strict=True):
                    _fill(cell, text)
            if len(group) > 1:
                for column in _MERGED[heads[1]]:
                    grid[start][column].merge(grid[start + len(group) - 1][column])
            self._number(grid[start][0].paragraphs[0], "rows", 0)
            start += len(group)

    # -- numbering -----------------------------------------------------------------------------------

    def _define(self, name: str) -> None:
        """A list of this name that starts at one."""
        numbering = self.document.part.numbering_part.element
        new = 1 + max((int(element.get(qn("w:numId"))) for element in numbering.findall(qn("w:num"))), default=0)
        levels = "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for level, (form, text) in enumerate(_LISTS[name])
        )
        abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{900 + new}">{levels}</w:abstractNum>'
        number = f'<w:num {nsdecls("w")} w:numId="{new}"><w:abstractNumId w:val="{900 + new}"/></w:num>'
        numbering.insert(0, parse_xml(abstract))
        numbering.append(parse_xml(number))
        self.numbers[name] = new

    def _number(self, paragraph: Paragraph, name: str, level: int) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = self.numbers[name]


def _fill(cell: _Cell, text: str) -> None:
    """The text of a cell, each of its lines a paragraph."""
    first, *rest = text.split("\n")
    cell.paragraphs[0].text = first
    for line in rest:
        cell.add_paragraph(line)


def _duty_groups(duties: Sequence[dict[str, Any]]) -> list[list[list[str]]]:
    return [
        [["", duty["duty"] if index == 0 else "", row["item"], row["note"]] for index, row in enumerate(duty["rows"])]
        for duty in duties
    ]


def _matter_groups(matters: Sequence[dict[str, Any]]) -> list[list[list[str]]]:
    return [
        [
            ["", matter["matter"], party["agency"], party["role"], matter["basis"], matter["case"]]
            if index == 0
            else ["", "", party["agency"], party["role"], "", ""]
            for index, party in enumerate(matter["parties"])
        ]
        for matter in matters
    ]
