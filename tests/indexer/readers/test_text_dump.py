"""Text dumps of Word lists: the sample county comes back exactly, and the damage that converters do is undone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model.blocks import Paragraph, Table
from indexer.model.problems import ProblemKind, UnreadableFileError
from indexer.parse_document import ParsedList, parse_document
from indexer.readers.dump.reader import decode, read_text
from tests.sample.county import Department, departments
from tests.sample.text_dump import text_dump


def parse(text: str) -> ParsedList:
    return parse_document(read_text(text.encode("utf-8"), "list.txt"))


def rows(text: str) -> list[list[str]]:
    table = next(block for block in read_text(text.encode("utf-8"), "list.txt").blocks if isinstance(block, Table))
    return [[cell.text for cell in row.cells] for row in table.rows]


def without_places(records: ParsedList) -> list[dict[str, Any]]:
    dropped = ("id", "source", "region")
    return [{k: v for k, v in record.to_json().items() if k not in dropped} for record in records.records]


@pytest.mark.parametrize("department", departments(), ids=lambda department: department.slug)
def test_sample_lists_come_back_exactly(department: Department) -> None:
    parsed = parse(text_dump(department))
    assert without_places(parsed) == department.records()
    assert parsed.problems == ()


HEAD = "\t序号\n\t主要职责\n\t具体工作事项\n\t备注\n\n"
MATTERS = "二、与相关部门的职责边界\n\n\t序号\n\t管理事项\n\t相关部门\n\t职责分工\n\t相关依据\n\t案例\n\n"


def test_blank_lines_inside_a_cell_do_not_end_the_row() -> None:
    assert rows(HEAD + "\t1\n\t甲\n\n续甲\n\t乙\n\n\n\t丙\n\n\t\n\t\n\t丁\n\t\n")[1:] == [
        ["1", "甲\n续甲", "乙", "丙"],
        ["", "", "丁", ""],
    ]


def test_labels_broken_one_character_a_line_are_joined() -> None:
    text = MATTERS + "\t1\n\t犬\n\n只\n\n管\n\n理\n\t县公安局\n\t负责登记。\n\t\n\t\n"
    assert [record.title for record in parse(text).records] == ["犬只管理"]


def test_lost_row_end_and_number_are_restored_at_a_blank_led_tab() -> None:
    text = (
        MATTERS + "\t1\n\t甲事\n\t县公安局\n\t负责甲。\n\t依据甲\n\t案例甲\n\n"
        "\t\n\t\n\t县民政局\n\t负责甲的救助。\n \t乙事\n\t县水利局\n\t负责乙。\n\t依据乙\n\t案例乙\n"
    )
    parsed = parse(text)
    assert [(record.title, len(record.to_json()["parties"])) for record in parsed.records] == [("甲事", 2), ("乙事", 1)]
    assert parsed.records[1].to_json()["basis"] == "依据乙"


def test_one_lost_empty_cell_is_restored_at_a_blank_led_tab() -> None:
    text = MATTERS + "\t1\n\t甲事\n\t县公安局\n\t负责甲。\n \t案例甲\n"
    body = parse(text).records[0].to_json()
    assert (body["basis"], body["case"]) == ("", "案例甲")


def test_text_whose_tab_was_lost_is_found_by_the_empty_cells_behind_it() -> None:
    parsed = parse("一、部门职责\n\n" + HEAD + "\t1\n\t甲\n\t乙\n\t\n\n\n办理丙事\n\n\t\n\t\n")
    assert [record.to_json()["duty"] for record in parsed.records] == ["甲", "办理丙事"]


def test_texts_that_lost_their_tabs_go_on_with_one_table_and_its_numbers() -> None:
    lost = "".join(f"\n\n办理第{n}项工作\n\n\t\n\t\n" for n in "甲乙丙")
    title = "示例县民政局责任清单\n\n一、部门职责\n\n"
    parsed = parse(title + HEAD + "\t1\n\t甲\n\t乙\n\t\n" + lost + "\n\t2\n\t丁\n\t戊\n\t\n")
    duties = [record.to_json()["duty"] for record in parsed.records]

    assert duties == ["甲", "办理第甲项工作", "办理第乙项工作", "办理第丙项工作", "丁"]
    assert not parsed.problems


@pytest.mark.parametrize("first", ["1", "一个太长而不能是序号的第一格"])
def test_a_row_without_its_number_is_known_by_the_numbers_above_it(first: str) -> None:
    row = "\t{}\n\t负责某事\n\t办理某事\n\t\n\n"
    text = "一、部门职责\n\n" + HEAD + row.format(first) + row.format("2") + "\t负责森林防火工作\n\t组建队伍\n\t\n"
    found = parse(text).records[-1].to_json()

    assert (found["duty"] == "负责森林防火工作") == (first == "1")


def test_row_shifted_by_a_lost_cell_is_put_right() -> None:
    text = (
        MATTERS + "\t1\n\t甲事\n\t县公安局\n\t负责甲。\n\t《甲法》\n\t案例\n\n"
        "\t\n\t县民政局\n\t负责对甲进行救助和安置，并做好宣传。\n\t《乙法》\n\t案例二\n\t\n"
    )
    [record] = parse(text).records
    assert [party["agency"] for party in record.to_json()["parties"]] == ["县公安局", "县民政局"]
    assert record.to_json()["basis"] == "《甲法》\n《乙法》"


def test_a_part_heading_ends_a_table_after_one_blank_line() -> None:
    text = (
        MATTERS + "\t1\n\t甲事\n\t县公安局\n\t负责甲。\n\t依据\n\t案例\n\n续案例。\n\n"
        "三、事中事后监管制度\n\n（一）甲事监管\n\n一、监督检查对象\n\n单位。\n"
    )
    matter, regime = parse(text).records
    assert matter.to_json()["case"] == "案例续案例。"
    assert regime.title == "甲事监管"


def test_duty_is_carried_down_and_a_number_of_its_own_kept() -> None:
    parsed = parse("一、部门职责\n\n" + HEAD + "\t1\n\t甲\n\t子\n\t\n\n\t2\n\t\n\t丑\n\t\n")
    assert [(r.seq, r.to_json()["duty"], r.to_json()["item"]) for r in parsed.records] == [
        ("1", "甲", "子"),
        ("2", "甲", "丑"),
    ]


def test_a_list_cut_off_in_a_table_tells_the_line() -> None:
    parsed = parse("某县公安局责任清单\n\n一、部门职责\n\n" + HEAD + "\t1\n\t甲\n\t乙\n\t\n\n\t2\n\t丙\n")
    [problem] = parsed.problems
    assert (problem.kind, problem.place.line) == (ProblemKind.CUT_ROW, 15)
    assert [record.seq for record in parsed.records] == ["1", "2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decode("示例县公安局责任清单，〔2011〕25号".encode(encoding)) == "示例县公安局责任清单，〔2011〕25号"


def test_a_cut_last_character_is_left_out() -> None:
    assert decode("职责清单".encode()[:-1]) == "职责清"


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\xff\xfe\x00", "责任".encode() + b"\xff" * 40])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        decode(data)


@given(st.text(alphabet="\t \n\u3000甲乙。一、1（）《》：", max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_and_nothing_of_it_is_lost(text: str) -> None:
    document = read_text(text.encode(), "list.txt")
    kept = "".join(
        block.text if not isinstance(block, Table) else "".join(cell.text for row in block.rows for cell in row.cells)
        for block in document.blocks
    )
    assert "".join(kept.split()) == "".join(text.split())
    assert all(isinstance(block, Table | Paragraph) for block in document.blocks)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_text(data, "list.txt")
    except UnreadableFileError:
        return
    assert document.name == "list.txt"
    parse_document(document)
