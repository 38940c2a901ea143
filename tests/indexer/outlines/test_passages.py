"""Text that stands in no other record is kept whole, under its headings."""

from __future__ import annotations

from indexer.model.blocks import Block, Cell, Heading, Paragraph, Place, Row, Table
from indexer.model.document import Document
from indexer.parse_document import parse_document
from records.records import Passage


def _passages(*lines: str | Block) -> list[tuple[str, str]]:
    blocks = tuple(
        Paragraph(line, Place(line=number)) if isinstance(line, str) else line for number, line in enumerate(lines, 1)
    )
    found = parse_document(Document("notice.txt", blocks)).records
    return [(each.heading, each.text) for each in found if isinstance(each, Passage)]


def test_text_stands_under_its_headings() -> None:
    assert _passages(
        "关于加强犬只管理的通知",
        "各乡镇人民政府：",
        "现就有关事项通知如下。",
        "一、总体要求",
        "坚持源头管理。",
        "二、工作措施",
        "（一）摸底登记",
        "逐户登记犬只。",
        "（二）收容救助",
        "县人民政府办公室",
    ) == [
        ("关于加强犬只管理的通知", "各乡镇人民政府：\n现就有关事项通知如下。"),
        ("关于加强犬只管理的通知 › 一、总体要求", "坚持源头管理。"),
        ("关于加强犬只管理的通知 › 二、工作措施 › （一）摸底登记", "逐户登记犬只。"),
        ("关于加强犬只管理的通知 › 二、工作措施 › （二）收容救助", "县人民政府办公室"),
    ]


def test_a_long_line_is_not_cut() -> None:
    line = "对辖区内的犬只逐户登记造册，" * 400
    assert _passages("犬只管理须知", line) == [("犬只管理须知", line)]


def test_headings_without_text_and_points_are_kept() -> None:
    points = "1.登记犬只", "2.定期免疫", "3.牵绳出行"
    assert _passages("犬只管理须知", *points) == [("犬只管理须知", "\n".join(points))]
    assert _passages("犬只管理须知") == [("", "犬只管理须知")]


def test_an_article_is_a_passage_and_a_table_ends_one() -> None:
    table = Table((Row((Cell("甲", Place(line=4)),), Place(line=4)),), Place(line=4))
    found = _passages(
        "犬只管理办法",
        "第一条 为了规范犬只管理，制定本办法。",
        "第二条 本办法自发布之日起施行。",
        table,
        "办法由县公安局解释。",
    )
    assert [text for _, text in found] == [
        "第一条 为了规范犬只管理，制定本办法。",
        "第二条 本办法自发布之日起施行。",
        "办法由县公安局解释。",
        "甲",
    ]


def test_what_a_record_holds_is_in_no_passage() -> None:
    found = _passages(
        "犬只管理职责分工",
        "县公安局：负责犬只登记。",
        "县农业农村局：负责犬只免疫。",
        "本分工自印发之日起执行。",
    )
    assert "负责犬只" not in str(found)
    assert found[-1] == ("犬只管理职责分工", "本分工自印发之日起执行。")


def test_lines_of_the_site_are_left_out_and_nothing_else() -> None:
    assert _passages(
        "当前位置：首页 > 政务公开",
        Heading("犬只管理须知", Place(line=2)),
        "来源：县政府办公室 字体：[大 中 小]",
        "信息公开栏每月更新一次",
        "附件：登记表",
        "打印本页 关闭窗口",
        "- 3 -",
        "版权所有 县人民政府",
    ) == [("犬只管理须知", "信息公开栏每月更新一次"), ("", "附件：登记表")]
