"""Delimited text: any delimiter, any encoding of the country; what cannot be told is reported."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from indexer.model.blocks import Table
from indexer.model.document import Document
from indexer.model.problems import ProblemKind
from indexer.parse_document import parse_document
from indexer.readers.delimited import read_delimited
from indexer.readers.sniff import read

ROWS = [
    ["示例县林业局责任清单", "", "", ""],
    ["部门职责", "", "", ""],
    ["序号", "主要职责", "具体工作事项", "备注"],
    ["1", "负责造林绿化工作。", '指导"四旁"植树,编制规划;\n组织实施。', "造林科"],
    ["", "", "检查种苗质量|标签。", "种苗站"],
    ["2", "负责古树名木保护。", "登记挂牌。", ""],
]


def written(rows: list[list[str]], delimiter: str) -> str:
    out = StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "|"])
def test_any_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    parsed = parse_document(read(written(ROWS, delimiter).encode(encoding), "list.csv"))
    found = [record.to_json() for record in parsed.records]
    assert [(r["department"], r["seq"], r["duty"], r["item"], r["note"]) for r in found] == [
        ("示例县林业局", "1", "负责造林绿化工作。", '指导"四旁"植树,编制规划;\n组织实施。', "造林科"),
        ("示例县林业局", "1", "负责造林绿化工作。", "检查种苗质量|标签。", "种苗站"),
        ("示例县林业局", "2", "负责古树名木保护。", "登记挂牌。", ""),
    ]
    assert parsed.problems == ()
    assert [r["source"]["line"] for r in found] == [4, 6, 7]  # the first has a line break in it


def test_a_row_with_a_mark_that_is_not_quoted_is_told_with_what_goes_on_with_it() -> None:
    text = "序号,事项,备注\n1,甲,乙\n2,丙,丁,戊\n,己,庚\n3,辛,\n4,壬,\n5,癸,\n6,子,\n"
    document = read_delimited(text, "x")
    assert isinstance(document, Document)
    [table] = document.blocks
    assert isinstance(table, Table)
    assert [row.cells[0].text for row in table.rows] == ["序号", "1", "3", "4", "5", "6"]
    assert [(problem.kind, problem.place.line) for problem in document.problems] == [
        (ProblemKind.CUT_ROW, 3),
        (ProblemKind.CUT_ROW, 4),
    ]
    assert "2 | 丙 | 丁 | 戊" in document.problems[0].message


@pytest.mark.parametrize(
    "text",
    [
        "县公安局负责巡逻,处置警情,维护秩序。\n县教育局负责安全教育,隐患排查。\n县交通局负责道路,桥梁,隧道。\n",
        "示例县责任清单\n一、部门职责\n负责甲;负责乙;负责丙。\n负责丁;负责戊;负责己。\n",
        "联系电话:0000-1,0000-2\n",
        "",
    ],
)
def test_running_text_is_no_table(text: str) -> None:
    assert read_delimited(text, "x") is None


def test_excel_may_be_told_the_delimiter_in_a_first_line() -> None:
    document = read_delimited("sep=;\n序号;事项;备注\n1;甲;乙\n", "x")
    assert document is not None
    assert document.blocks[0].place.line == 2
