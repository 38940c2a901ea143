"""Boundary lists as running text: outlines, colon lists, articles, small tables and tables printed as lines."""

from __future__ import annotations

import re

import pytest

from indexer.lists.parts import Line
from indexer.model.blocks import Cell, Heading, Paragraph, Place, Row, Table
from indexer.model.document import Document
from indexer.outlines import reader
from indexer.outlines.tokens import tokens_of
from indexer.parse_document import parse_document
from indexer.readers.html.reader import read_html
from indexer.vocabulary.shares import is_agency, shares_in
from indexer.vocabulary.titles import matter_of, page_title
from records.records import Boundary
from tests.indexer.outlines.documents_of_labels import LABELLED
from tests.indexer.outlines.documents_of_notices import NOTICES
from tests.indexer.outlines.documents_of_outlines import OUTLINES
from tests.indexer.outlines.documents_of_tables import TABLES
from tests.indexer.outlines.near_misses import NEAR_MISSES
from tests.indexer.outlines.pages import Matter, Page
from tests.indexer.outlines.parsed import matters, parse, squeezed
from tests.support.said import kept, said


@pytest.mark.parametrize("page", [*OUTLINES, *LABELLED, *TABLES, *NOTICES], ids=lambda page: page.name)
def test_pages(page: Page) -> None:
    assert squeezed(matters(parse(page.text))) == squeezed(page.matters)


def test_the_worked_example_at_the_head_of_the_reader_is_true() -> None:
    steps = re.findall(r"^ {4}(\S+) +([A-Z]+) +[A-Z]+ ", reader.__doc__ or "", re.MULTILINE)
    tokens = tokens_of([Line(text, Place(line=number)) for number, (text, _) in enumerate(steps, 1)])
    assert [(token.printed, token.kind.name) for token in tokens] == steps
    drafts = reader.OutlineReader(tokens, in_part=False).read()
    assert [
        (draft.matter, draft.number, [party.agency for party in draft.parties], draft.basis) for draft in drafts
    ] == [
        ("犬只登记", "1", ["县公安局", "县农业农村局"], ["《养犬管理办法》"]),
        ("流浪犬收容", "2", ["县城管局", "县公安局"], []),
    ]
    assert drafts[0].parties[0].role == "负责办理犬只登记；\n对逾期不办的予以处罚。"


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_near_misses_give_nothing(name: str) -> None:
    parsed = parse(NEAR_MISSES[name])
    assert said(parsed) == []
    assert any(problem.kind.name == "NO_RECORDS" for problem in parsed.problems)


def test_what_is_not_understood_is_kept() -> None:
    parsed = parse(
        "示例县部门职责边界清单\n一、养犬管理\n县公安局：负责犬只登记。\n县农业农村局：负责犬只免疫。\n"
        "二、放风筝管理\n县公安局：查处违规放风筝。\n（此件公开发布）\n"
    )
    assert [record.matter for record in parsed.records if isinstance(record, Boundary)] == ["养犬管理"]
    assert "放风筝管理" in kept(parsed)
    assert "查处违规放风筝" in kept(parsed)
    assert "负责犬只" not in kept(parsed)


def test_one_agency_and_a_basis_are_enough() -> None:
    parsed = parse(
        "示例县部门职责边界清单\n一、养犬管理\n县公安局：负责犬只登记。\n依据：《甲条例》（国务院令第1号）\n"
    )
    [record] = said(parsed)
    assert isinstance(record, Boundary)
    assert [(law.title, law.number) for law in record.laws] == [("甲条例", "国务院令第1号")]


def test_a_page_knows_its_region_and_its_lines() -> None:
    [record] = said(parse("\n示例市共享单车停放管理职责分工\n市公安局：负责甲。\n市城管局：负责乙。\n"))
    assert (record.owner.region, record.owner.department) == ("示例市", "")
    assert record.source.place == Place(line=3)


def test_a_department_may_own_the_page() -> None:
    parsed = parse("示例县林业局与相关部门职责边界\n一、森林防火\n县林业局：负责巡护。\n县应急管理局：负责扑救。\n")
    [record] = said(parsed)
    assert (record.owner.region, record.owner.department) == ("示例县", "示例县林业局")


def cells(*texts: str) -> Row:
    return Row(tuple(Cell(text, Place(line=1)) for text in texts), Place(line=1))


def test_a_real_table_under_a_heading_names_no_matter_itself() -> None:
    rows = (cells("序号", "涉及部门", "职责分工"), cells("1", "县公安局", "管甲"), cells("2", "县林业局", "管乙"))
    document = Document(
        "page.html",
        (
            Heading("森林防火监管", Place(line=1)),
            Table(rows, Place(line=2)),
            Paragraph("依据：《甲法》", Place(line=9)),
        ),
    )
    assert matters(parse_document(document)) == [
        Matter("森林防火监管", [("县公安局", "管甲"), ("县林业局", "管乙")], "《甲法》")
    ]


def test_a_table_with_labels_down_its_side() -> None:
    rows = (
        cells("管理事项", "森林防火监管"),
        cells("相关部门", "职责分工"),
        cells("县公安局", "侦办失火案件"),
        cells("县林业局", "巡护林区"),
        cells("相关依据", "《森林防火条例》"),
        cells("案例", "某日起火。"),
    )
    document = Document("page.html", (Table(rows, Place(line=1)),))
    assert matters(parse_document(document)) == [
        Matter(
            "森林防火监管", [("县公安局", "侦办失火案件"), ("县林业局", "巡护林区")], "《森林防火条例》", "某日起火。"
        )
    ]


def test_a_table_with_a_leading_and_a_helping_agency() -> None:
    rows = (
        cells("序号", "事项", "牵头部门", "牵头职责", "配合部门", "配合职责"),
        cells("1", "森林防火", "县林业局", "负责巡护林区", "县公安局", "侦办失火案件"),
        cells("2", "养犬管理", "县公安局", "负责犬只登记", "县农业农村局", "负责犬只免疫"),
    )
    document = Document("page.html", (Table(rows, Place(line=1)),))
    assert matters(parse_document(document)) == [
        Matter("森林防火", [("县林业局", "负责巡护林区"), ("县公安局", "侦办失火案件")]),
        Matter("养犬管理", [("县公安局", "负责犬只登记"), ("县农业农村局", "负责犬只免疫")]),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "县公安局",
        "市公安局、市应急管理局",
        "公安、城管等部门",
        "乡（镇）人民政府、街道办事处",
        "消防救援机构",
        "公安机关",
        "其他有关部门",
        "县委组织部",
        "于都县公安局",
        "市供销社",
    ],
)
def test_agencies(name: str) -> None:
    assert is_agency(name)


@pytest.mark.parametrize(
    "name",
    ["施工单位", "任何单位", "医疗机构", "办公室", "领导小组办公室", "违反规定的部门", "养犬管理", "负责的单位", ""],
)
def test_no_agencies(name: str) -> None:
    assert not is_agency(name)


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("县公安局负责登记。", [("县公安局", "负责登记。")]),
        ("由县公安局牵头查处。", [("县公安局", "牵头查处。")]),
        ("县公安局交通警察大队负责路面。", [("县公安局交通警察大队", "负责路面。")]),
        ("县委统一战线工作部指导乡镇。", [("县委统一战线工作部", "指导乡镇。")]),
        ("公安部门主要负责：（1）登记；（2）查处。", [("公安部门", "（1）登记；（2）查处。")]),
        ("甲县公安局负责登记；乙县林业局负责巡护。", [("甲县公安局", "负责登记；"), ("乙县林业局", "负责巡护。")]),
        ("县公安局：负责登记。公安机关负责解释。", [("县公安局", "负责登记。公安机关负责解释。")]),
        ("牵头部门：县公安局", []),
        ("联系电话：0730-1234567", []),
        ("组长：张某某", []),
        ("公安局局长负责签发。", []),
    ],
)
def test_shares(text: str, shares: list[tuple[str, str]]) -> None:
    assert [(share.agency, share.role) for share in shares_in(text)] == shares


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("关于烟花爆竹安全监管职责边界的通知", "烟花爆竹安全监管"),
        ("示例市旅游新业态职责分工", "旅游新业态"),
        ("示例县人民政府办公室关于印发《示例县养犬管理部门职责分工》的通知", "养犬管理"),
        ("示例市农贸市场管理职责分工（试行）", "农贸市场管理"),
        ("超市食品安全监管职责分工", "超市食品安全监管"),
        ("示例市电动自行车管理办法", "电动自行车管理"),
        ("关于进一步加强城市生活垃圾管理工作的意见", "城市生活垃圾管理"),
        ("示例县政府部门职责边界清单", ""),
    ],
)
def test_titles(text: str, matter: str) -> None:
    title = page_title(text)
    assert title is not None
    assert title.matter == matter


@pytest.mark.parametrize(
    "text", ["关于公布责任清单的通知", "关于成立养犬管理领导小组的通知", "示例县公安局", "养犬管理", "养犬整治行动方案"]
)
def test_no_titles(text: str) -> None:
    assert page_title(text) is None


@pytest.mark.parametrize(
    ("heading", "matter"),
    [
        ("烟花爆竹安全监管", "烟花爆竹安全监管"),
        ("校车安全监管职责分工", "校车安全监管"),
        ("与市应急管理局在森林防火方面的职责分工", "森林防火"),
        ("职责分工", ""),
        ("相关部门及职责：", ""),
        ("工作要求", ""),
        ("成员名单", ""),
    ],
)
def test_matters_in_headings(heading: str, matter: str) -> None:
    assert matter_of(heading) == matter


def test_a_web_page() -> None:
    page = """<!DOCTYPE html><html><head><title>森林防火监管_示例网</title></head><body>
        <div><a href="/">首页</a> &gt; <a href="/b">职责边界</a></div><h1>森林防火监管</h1>
        <div>发布时间：2024-07-25 来源：县委编办 浏览次数：12</div>
        <table><tr><td>序号</td><td>涉及部门</td><td>职责分工</td></tr>
        <tr><td>1</td><td>县林业局</td><td><p>1.巡护林区；</p><p>2.处理火情。</p></td></tr>
        <tr><td>2</td><td>县公安局</td><td>侦办失火案件。</td></tr></table>
        <p>相关依据：</p><p>1.《森林防火条例》（国务院令第541号）</p><p>2.县林业局“三定”规定</p>
        <p>上一篇：养犬管理</p><p>【打印】【关闭】</p></body></html>"""
    assert matters(parse_document(read_html(page.encode(), "page.html"))) == [
        Matter(
            "森林防火监管",
            [("县林业局", "1.巡护林区；\n2.处理火情。"), ("县公安局", "侦办失火案件。")],
            "1.《森林防火条例》（国务院令第541号）\n2.县林业局“三定”规定",
        )
    ]
