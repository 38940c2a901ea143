"""Web pages: what a browser shows of the list comes out, once and in order."""

from __future__ import annotations

import base64
import quopri
from typing import Any

import pytest
from hypothesis import given, settings

from indexer.model.blocks import Heading, Table
from indexer.parse_document import parse_document
from indexer.readers.sniff import read as read_any
from tests.indexer.readers.html_tools import DUTY_TABLE, LONG, WRITERS, blocks, plain, texts
from tests.indexer.readers.web_pages import word_page
from tests.sample.county import Department, departments
from tests.sample.html_page import html_page
from tests.sample.random_department import random_departments


def only_table(page: str) -> Table:
    tables = [block for block in blocks(page) if isinstance(block, Table)]
    assert len(tables) == 1
    return tables[0]


def spans(page: str) -> list[list[tuple[str, int, int]]]:
    return [[(cell.text, cell.rowspan, cell.colspan) for cell in row.cells] for row in only_table(page).rows]


def records(data: bytes) -> list[dict[str, Any]]:
    parsed = parse_document(read_any(data, "list.html"))
    assert parsed.problems == ()
    dropped = ("id", "source", "region")
    return [{k: v for k, v in record.to_json().items() if k not in dropped} for record in parsed.records]


# -- whole lists -------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", WRITERS)
@pytest.mark.parametrize("department", departments(), ids=lambda department: department.slug)
def test_sample_lists_come_back_exactly(department: Department, make: str) -> None:
    assert records(WRITERS[make](department)) == department.records()


@pytest.mark.parametrize("make", WRITERS)
@given(department=random_departments())
@settings(max_examples=40, deadline=None)
def test_random_lists_come_back_exactly(department: Department, make: str) -> None:
    assert records(WRITERS[make](department)) == department.records()


def test_a_page_saved_as_one_line_reads_the_same() -> None:
    department = departments()[0]
    page = html_page(department).replace("\n", "")
    assert records(page.encode()) == department.records()


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_a_page_in_an_archive(encoding: str) -> None:
    department = departments()[1]
    pack = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(encoding, bytes)
    frame = b"Content-Type: text/html\r\n\r\n<html><frameset><frame src=a></frameset></html>\r\n"
    page = f'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'.encode()
    related = b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--=_1"'
    header = b"From: <Saved>\r\nMIME-Version: 1.0\r\n" + related + b"\r\n\r\n"
    picture = b"Content-Type: image/png\r\n\r\n" + bytes(range(256)) * 40
    parts = [frame, page + pack(word_page(department)), picture]
    data = header + b"".join(b"----=_1\r\n" + part + b"\r\n" for part in parts) + b"----=_1--\r\n"
    assert records(data) == department.records()


def test_a_text_dump_shown_by_a_browser_and_saved() -> None:
    rows = "\t序号\n\t主要职责\n\t具体工作事项\n\t备注\n\n\t1\n\t管理河道\n\t巡查河道。\n\t无\n"
    dump = f"示例县水利局责任清单\n\n一、部门职责\n\n{rows}"
    page = f'<html><head></head><body><pre style="white-space: pre-wrap;">{dump}</pre></body></html>'
    found = blocks(page)
    assert [plain(block) for block in found] == [
        "示例县水利局责任清单",
        "一、部门职责",
        "序号|主要职责|具体工作事项|备注/1|管理河道|巡查河道。|无",
    ]
    assert [block.place.line for block in found] == [1, 3, 5]


# -- tables ------------------------------------------------------------------------------------------


def test_spans_are_kept() -> None:
    page = "<table border=1><tr><td colspan=2>甲<td>乙<tr><td rowspan='2'>丙<td>丁<td>戊<tr><td>己<td>庚</table>"
    assert spans(page) == [
        [("甲", 1, 2), ("乙", 1, 1)],
        [("丙", 2, 1), ("丁", 1, 1), ("戊", 1, 1)],
        [("己", 1, 1), ("庚", 1, 1)],
    ]


@pytest.mark.parametrize(
    ("given_span", "rows"),
    [("999999999", 3), ("0", 3), ("-1", 1), ("x", 1), ("2 ", 2), ("2.7", 2), ("", 1), ("9" * 400, 3)],
)
def test_impossible_rowspans_are_cut_to_size(given_span: str, rows: int) -> None:
    page = f"<table border=1><tr><td rowspan='{given_span}'>甲<td>乙<tr><td>丙<td>丁<tr><td>戊<td>己</table>"
    assert only_table(page).rows[0].cells[0].rowspan == rows


def test_a_row_without_cells_counts_where_a_cell_reaches_over_it() -> None:
    top = "<tr><td rowspan=3>甲<td>乙<td>丙<tr></tr><tr><td>丁<td>戊"
    page = f"<table border=1>{top}<tr></tr><tr><td>己<td>庚<td>辛</table>"
    assert [len(row.cells) for row in only_table(page).rows] == [3, 0, 2, 3]


def test_paragraphs_and_breaks_in_a_cell_are_lines() -> None:
    first = "<td><p>烟花</p><p>&nbsp;</p><p>爆竹</p><td>一<br>二<br/>三<div>四</div>五"
    page = f"<table border=1><tr>{first}<tr><td>六<td>七</table>"
    assert plain(only_table(page)) == "烟花\n爆竹|一\n二\n三\n四\n五/六|七"


def test_a_table_in_a_cell_of_a_list_stays_in_its_cell() -> None:
    inner = "<table><tr><td>甲股</td></tr><tr><td>乙股</td></tr></table>"
    page = DUTY_TABLE.replace("<td>巡查水库。<td>", f"<td>巡查水库。<td>{inner}")
    assert plain(only_table(page)).endswith("巡查水库。|甲股\n乙股")


def test_layout_tables_are_taken_apart() -> None:
    page = (
        "<table><tr><td>示例县水利局<td>今天晴<tr><td><table><tr><td>栏目甲<tr><td>栏目乙</table>"
        f"<td><table><tr><td><b>一、部门职责</b><tr><td>{DUTY_TABLE}<tr><td>{LONG}</table></table>"
    )
    found = texts(page)
    assert found[:5] == ["示例县水利局", "今天晴", "栏目甲", "栏目乙", "一、部门职责"]
    assert found[5].startswith("序号|主要职责|具体工作事项|备注/1|")
    assert found[6:] == [LONG]


def test_an_article_beside_a_menu_is_no_table() -> None:
    article = f"<h1>关于公布清单的说明</h1><p>{LONG}</p><p>{LONG}</p>"
    assert texts(f"<table><tr><td>徽标<td>天气<tr><td>目录<td>{article}</table>") == [
        "徽标",
        "天气",
        "目录",
        "关于公布清单的说明",
        LONG,
        LONG,
    ]


def test_a_caption_and_text_astray_in_a_table_come_before_it() -> None:
    page = DUTY_TABLE.replace("<tr>", "<caption>一、部门职责</caption><p>填报：办公室</p><tr>", 1)
    assert texts(page)[:2] == ["一、部门职责", "填报：办公室"]


def test_heads_in_a_table_of_their_own() -> None:
    head, body = DUTY_TABLE.replace("<td>1", "</table><table><tr><td>1", 1).split("</table>", 1)
    page = f"<h1>示例县水利局责任清单</h1><div>{head}</table></div><div>{body}</div>"
    assert [record["item"] for record in records(page.encode())] == ["巡查河道。", "巡查水库。"]


def test_a_table_of_links_is_no_data() -> None:
    rows = "".join(f'<tr><td><a href="/{i}">第{i}号公示文件的标题</a><td>05-1{i}' for i in range(6))
    assert texts(f"<table>{rows}</table><p>正文一段</p>") == ["正文一段"]


def test_hidden_rows_and_cells_leave_their_neighbours_in_place() -> None:
    page = DUTY_TABLE.replace(
        "<tr><td>2", "<tr style='display:none'><td>9<td>x<td>x<td>x<tr><td style='display: none'>x<td>2"
    )
    assert plain(only_table(page)).endswith("/1|管理河道|巡查河道。|/2|管理水库|巡查水库。|")


# -- lines -------------------------------------------------------------------------------------------


def test_headings_by_tag_and_by_look() -> None:
    page = (
        "<h1>清单</h1><h3>三级</h3><p><b>一、部门职责</b></p><p align=center>示例县水利局</p>"
        "<p style='TEXT-ALIGN: Center'>居中</p><p><b>说明</b>部分加粗</p><p><b>加粗但是一句话。</b></p>"
        "<p><span style='font-weight: 700'>二、公共服务</span></p>"
    )
    found = [
        (block.text, block.level if isinstance(block, Heading) else 0)
        for block in blocks(page)
        if not isinstance(block, Table)
    ]
    assert found == [
        ("清单", 1),
        ("三级", 3),
        ("一、部门职责", 2),
        ("示例县水利局", 1),
        ("居中", 1),
        ("说明部分加粗", 0),
        ("加粗但是一句话。", 0),
        ("二、公共服务", 2),
    ]


def test_source_breaks_in_chinese_leave_no_blank() -> None:
    page = "<p>负责全县\n  水利<span>工作，\n</span>管理 水库\n100 座\nGB\n2312\n标准</p>"
    assert texts(page) == ["负责全县水利工作，管理 水库100 座GB 2312标准"]


def test_blanks_of_all_kinds_are_one_blank() -> None:
    assert texts("<p>&nbsp;&nbsp;　　一、&ensp;职责&#8203;边\u00ad界&nbsp; 清单　</p><p>&nbsp;<br>　</p>") == [
        "一、 职责边界 清单"
    ]


@pytest.mark.parametrize(
    ("opening", "numbers"),
    [
        ("<ol>", ["1、", "2、", "3、"]),
        ("<ol start=5>", ["5、", "6、", "7、"]),
        ("<ol reversed>", ["3、", "2、", "1、"]),
        ("<ol type=A>", ["A、", "B、", "C、"]),
        ("<ol type=i start=3>", ["iii、", "iv、", "v、"]),
        ("<ol style='list-style-type: cjk-ideographic' start=9>", ["九、", "十、", "十一、"]),
        ("<ol style='list-style: none'>", ["", "", ""]),
        ("<ul>", ["", "", ""]),
    ],
)
def test_numbers_that_the_browser_makes(opening: str, numbers: list[str]) -> None:
    words = ["检查", "处罚", "公开"]
    page = f"{opening}<li>检查<li><p>处罚</p><li><b>公开</b></ol><p>完</p>"
    assert texts(page) == [*(number + word for number, word in zip(numbers, words, strict=True)), "完"]


def test_an_item_that_brings_its_number_gets_no_other() -> None:
    assert texts("<ol><li>1．检查<li>（二）处罚<li></li></ol><p>完</p>") == ["1．检查", "（二）处罚", "完"]


def test_a_column_of_numbers_that_the_browser_makes() -> None:
    page = DUTY_TABLE.replace("<td>1", "<td><ol><li><p></p></ol>").replace(
        "<td>2", "<td><ol start=2><li></ol><p><br></p>"
    )
    assert plain(only_table(page)).split("/")[1:] == ["1、|管理河道|巡查河道。|", "2、|管理水库|巡查水库。|"]


def test_nested_lists_count_apart() -> None:
    assert texts("<ol><li>甲<ol><li>乙<li>丙</ol><li value=9>丁<li>戊</ol>") == [
        "1、甲",
        "1、乙",
        "2、丙",
        "9、丁",
        "10、戊",
    ]


def test_word_markup_leaves_only_its_text() -> None:
    page = (
        "<p class=MsoNormal>甲<o:p></o:p><?xml:namespace prefix = o />"
        "<!--[if gte vml 1]>图<![endif]--><![if !vml]>乙<![endif]>"
        "<del datetime=2020>旧</del><ins>新</ins><span style='mso-hide:all'>隐</span></p><p><o:p>&nbsp;</o:p></p>"
        "<p><![if !supportLists]><span style='mso-list:Ignore'>二、<span>&nbsp;&nbsp;\n&nbsp;</span></span>"
        "<![endif]>职责</p>"
        "<div style='mso-element:comment-list'>批注</div>"
    )
    assert texts(page) == ["甲乙新", "二、职责"]


def test_places_are_source_lines() -> None:
    page = (
        "<html>\n<body>\n<h1>甲</h1>\n<p\n class=x>乙\n<table border=1>\n<tr><td>丙<td>丁\n<tr>\n<td>戊<td>己</table>"
    )
    found = blocks(page)
    assert [block.place.line for block in found] == [3, 5, 6]
    assert isinstance(found[2], Table)
    assert [row.place.line for row in found[2].rows] == [7, 8]


def test_places_beyond_the_lines_that_the_parser_counts() -> None:
    page = "<p\nid=x>" + "\n" * 70_000 + "甲</p>\n\n<p>乙<br>\n\n丙</p><pre>\n丁</pre>"
    assert [(plain(block), block.place.line) for block in blocks(page)] == [
        ("甲", 1),
        ("乙", 70_004),
        ("丙", 70_004),
        ("丁", 70_007),
    ]
