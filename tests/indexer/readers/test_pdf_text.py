"""Text that a converter printed from a PDF."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.model.blocks import Paragraph, Table
from indexer.model.document import Document
from indexer.model.problems import ProblemKind
from indexer.parse_document import parse_document
from indexer.readers.printed.reader import looks_printed_from_pdf, read_printed_text
from indexer.readers.sniff import read
from tests.indexer.readers.facts import micro_f1
from tests.indexer.readers.printed_county import print_list, random_style
from tests.sample.county import departments
from tests.sample.text_dump import text_dump
from tests.support.work import grows_with_length

DEPARTMENTS = departments()


def found_in(text: str) -> list[dict[str, Any]]:
    return [record.to_json() for record in parse_document(read(text.encode(), "清单.txt")).records]


def printed_score(seed: int, whole: bool = True, merged_office: bool = False, **style: Any) -> float:
    chance = random.Random(seed)
    department = DEPARTMENTS[seed % len(DEPARTMENTS)]
    printed = print_list(department, random_style(chance, **style), chance, whole, merged_office)
    assert looks_printed_from_pdf(printed.text)
    return micro_f1(printed.records, found_in(printed.text))


# -- whole lists ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_each_department_comes_back_from_a_print_of_random_widths(seed: int) -> None:
    assert printed_score(seed) >= 0.95


@given(seed=st.integers(10, 10**6))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_lists_with_any_columns_come_back(seed: int) -> None:
    assert printed_score(seed, whole=False) >= 0.9


@pytest.mark.parametrize(
    "style",
    [
        {"form_feed": True, "page_numbers": True, "repeats_head": True},
        {"page_lines": 18, "centred": True},
        {"labels_last": False},
        {"merged_office": True},
    ],
    ids="-".join,
)
def test_other_ways_to_print(style: dict[str, Any]) -> None:
    assert printed_score(20, **style) >= 0.95


def test_without_closing_blanks_most_comes_back_and_is_flagged() -> None:
    chance = random.Random(17)
    printed_list = print_list(DEPARTMENTS[7], random_style(chance, closes=False), chance)
    parsed = parse_document(read(printed_list.text.encode(), "清单.txt"))

    assert micro_f1(printed_list.records, [record.to_json() for record in parsed.records]) >= 0.75
    assert any(problem.kind is ProblemKind.DOUBTFUL for problem in parsed.problems)


# -- the rules, one by one ------------------------------------------------------------------------------------


def printed(*lines: str) -> str:
    """Lines of a print; a low line stands for a blank, and alone for the end of a page."""
    return "".join("\n\n\n \n\n" if line == "_" else line.replace("_", " ") + "\n" for line in lines)


HEAD = printed("示例县林业局责任清单_", "一、部门职责_", "序号 主要职责 具体工作事项 承担科室 备注_")
BOUNDARY_HEAD = printed(
    "示例县林业局责任清单_", "二、与相关部门的职责边界_", "序号 管理事项 相关部门 职责分工 相关依据 案例_"
)
DUTIES = printed(
    "编制造林绿化年度计划，组织全县义务",
    "植树活动。_",
    "造林股__",
    "1_",
    "负责国土绿化和森林质量",
    "提升工作。_",
    "验收退耕还林地块，兑现补助资金。_造林股__",
    "开展森林火险监测，发布火险等级。_防火办__",
    "2_",
    "负责森林防火工作。_",
    "组建半专业扑火队伍，配备风力灭火机",
    "等装备。_",
    "防火办__",
)


def rows_of(document: Document) -> list[list[tuple[str, int]]]:
    table = next(block for block in document.blocks if isinstance(block, Table))
    return [[(cell.text, cell.rowspan) for cell in row.cells] for row in table.rows[1:]]


def test_merged_labels_span_the_rows_above_them() -> None:
    assert rows_of(read_printed_text(HEAD + DUTIES, "x")) == [
        [
            ("1", 2),
            ("负责国土绿化和森林质量提升工作。", 2),
            ("编制造林绿化年度计划，组织全县义务植树活动。", 1),
            ("造林股", 1),
            ("", 1),
        ],
        [("验收退耕还林地块，兑现补助资金。", 1), ("造林股", 1), ("", 1)],
        [
            ("2", 2),
            ("负责森林防火工作。", 2),
            ("开展森林火险监测，发布火险等级。", 1),
            ("防火办", 1),
            ("", 1),
        ],
        [("组建半专业扑火队伍，配备风力灭火机等装备。", 1), ("防火办", 1), ("", 1)],
    ]


@pytest.mark.parametrize("remark", ["5 小时值守。_", "3 级以上预警。_"])
def test_a_number_out_of_order_opens_no_row(remark: str) -> None:
    before, next_item, after = DUTIES.partition("开展森林火险监测")
    rows = rows_of(read_printed_text(HEAD + before + printed(remark) + next_item + after, "x"))
    assert [row[0][0] for row in rows if len(row) == 5] == ["1", "2"]
    assert rows[1][-1] == (remark.removesuffix("_"), 1)


def test_places_are_the_lines_of_the_file() -> None:
    records = found_in(HEAD + DUTIES)

    assert [record["source"]["line"] for record in records] == [4, 10, 11, 14]


def test_a_page_end_cuts_every_open_cell() -> None:
    matter = printed(
        "1_野生动物",
        "县林业局_监督野生动物人工繁育，查处非",
        "《中华人民共和国",
        "某养殖户无证饲养果子狸，群众",
        "_",
        "法捕猎行为。_",
        "保护_",
        "县公安局_侦办破坏野生动物资源的刑事案",
        "件。_",
        "野生动物保护法》_",
        "举报后由县林业局立案查处。_",
    )
    (record,) = found_in(BOUNDARY_HEAD + matter)

    assert record["matter"] == "野生动物保护"
    assert record["parties"] == [
        {"agency": "县林业局", "role": "监督野生动物人工繁育，查处非法捕猎行为。"},
        {"agency": "县公安局", "role": "侦办破坏野生动物资源的刑事案件。"},
    ]
    assert record["basis"] == "《中华人民共和国野生动物保护法》"
    assert record["case"] == "某养殖户无证饲养果子狸，群众举报后由县林业局立案查处。"


def test_rows_after_a_closed_label_go_where_their_words_belong() -> None:
    """On the second page nothing marks where the first duty's rows end; the words do."""
    duties = printed(
        "编制国土绿化年度计划。_造林股__",
        "1_",
        "负责国土绿化工作。_",
        "审核国土绿化项目设计。_造林股__",
        "_",
        "验收国土绿化项目，兑现绿化补助资",
        "金。_",
        "造林股__",
        "开展森林防火监测，发布森林防火等",
        "级。_",
        "防火办__",
        "2_",
        "负责森林防火工作。_",
        "组建森林防火队伍。_防火办__",
    )
    labels = [row[0] for row in rows_of(read_printed_text(HEAD + duties, "x")) if len(row) == 5]

    assert labels == [("1", 3), ("2", 2)]


def test_wrapped_prose_is_joined_also_over_a_page_end() -> None:
    text = printed(
        "三、事中事后监管制度_",
        "（一）采伐监管_",
        "一、监督检查对象_",
        "取得林木采伐许可证的单位和个人，以及在林区从事木材",
        "_",
        "经营加工的企业。_",
        "二、监督检查方式_",
        "实地检查采伐地块，核对采伐数量。_",
    )
    paragraphs = [block.text for block in read_printed_text(text, "x").blocks if isinstance(block, Paragraph)]

    assert paragraphs[3] == "取得林木采伐许可证的单位和个人，以及在林区从事木材经营加工的企业。"
    assert len(paragraphs) == 6


def test_a_text_that_makes_no_table_is_reported() -> None:
    document = read_printed_text(BOUNDARY_HEAD + printed("按照有关规定办理本年度的各类", "事项。_") * 40, "x")

    assert not any(isinstance(block, Table) for block in document.blocks)
    assert [problem.kind for problem in document.problems] == [ProblemKind.UNKNOWN_TABLE]


# -- telling the format ------------------------------------------------------------------------------------------


def test_text_dumps_are_not_taken_for_prints() -> None:
    for department in DEPARTMENTS:
        assert not looks_printed_from_pdf(text_dump(department))


def test_one_paragraph_a_line_is_not_taken_for_a_print() -> None:
    supervision = [record for record in DEPARTMENTS[0].records() if record["kind"] == "supervision"]
    lines = [line for record in supervision for part in record["sections"] for line in part["text"].split("\n")]

    assert not looks_printed_from_pdf("\n".join(lines))
    assert not looks_printed_from_pdf(" \n".join(lines) + " ")


# -- hostile input -----------------------------------------------------------------------------------------------


@given(cut=st.integers(0, 3000), seed=st.integers(0, 5))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_print_cut_off_anywhere_still_reads(cut: int, seed: int) -> None:
    chance = random.Random(seed)
    text = print_list(DEPARTMENTS[seed], random_style(chance), chance).text
    parse_document(read_printed_text(text[: len(text) // 6 + cut], "x"))


@given(st.text(alphabet=" \n\f12《》县局科。，；负责对例号 ", max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_below_a_head_gives_blocks_or_problems(body: str) -> None:
    for head in (HEAD, BOUNDARY_HEAD):
        document = read_printed_text(head + body, "x")
        assert document.blocks


MUCH: dict[str, tuple[int, str]] = {
    "rows": (300, "负责某项工作，按照规定办理有关\n事项。 \n办公室  \n"),
    "line": (400_000, "县林业局责任"),
    "blanks": (200_000, "某 "),
    "empty": (100_000, " \n"),
    "labels": (5_000, "序\n号\n"),
    "pages": (20_000, "某事\n\f"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MUCH)
def test_much_of_anything_is_read_or_refused(name: str) -> None:
    count, body = MUCH[name]
    document = read_printed_text(HEAD + body * count, "x")
    assert document.blocks or document.problems


@pytest.mark.parametrize("name", MUCH)
def test_twice_the_text_takes_twice_the_work(name: str) -> None:
    assert grows_with_length(lambda count: read_printed_text(HEAD + MUCH[name][1] * count, "x"), 40)
