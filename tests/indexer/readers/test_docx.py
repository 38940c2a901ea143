"""Word documents: what is printed comes out, once and in order, and the sample county comes back exactly."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.model.blocks import Block, Heading, Table
from indexer.model.problems import UnreadableFileError
from indexer.parse_document import parse_document
from indexer.readers.word.reader import read_docx
from tests.indexer.readers.word_blocks import plain, read, texts
from tests.indexer.readers.word_markup import (
    NAMESPACES,
    abstract,
    document,
    lvl,
    num,
    numbered,
    p,
    package,
    style,
    tbl,
    tc,
    tr,
)
from tests.sample.county import Department, departments
from tests.sample.random_department import random_departments
from tests.sample.word_file import word_file

RESTART = '<w:vMerge w:val="restart"/>'
GOES_ON = "<w:vMerge/>"


def spans(block: Block) -> list[list[tuple[str, int, int]]]:
    assert isinstance(block, Table)
    return [[(cell.text, cell.rowspan, cell.colspan) for cell in row.cells] for row in block.rows]


def without_places(department: Department, data: bytes) -> list[dict[str, Any]]:
    parsed = parse_document(read_docx(data, department.slug))
    assert parsed.problems == ()
    dropped = ("id", "source", "region")
    return [{k: v for k, v in record.to_json().items() if k not in dropped} for record in parsed.records]


@pytest.mark.parametrize("department", departments(), ids=lambda department: department.slug)
def test_sample_lists_come_back_exactly(department: Department) -> None:
    assert without_places(department, word_file(department)) == department.records()


@given(random_departments())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_lists_that_nobody_thought_of_come_back_exactly(department: Department) -> None:
    assert without_places(department, word_file(department)) == department.records()


# -- tables ------------------------------------------------------------------------------------------


def test_cells_merged_down_and_across() -> None:
    table = tbl(
        tr(tc("甲", RESTART), tc("乙", '<w:gridSpan w:val="2"/>')),
        tr(tc("", GOES_ON), tc("丙"), tc("丁", RESTART)),
        tr(tc("", GOES_ON), tc("戊"), tc("", GOES_ON)),
    )
    assert [spans(block) for block in read(table)] == [
        [[("甲", 3, 1), ("乙", 1, 2)], [("丙", 1, 1), ("丁", 2, 1)], [("戊", 1, 1)]]
    ]


def test_a_merge_that_goes_on_from_nothing_is_a_cell() -> None:
    assert texts(tbl(tr(tc("甲"), tc("乙")), tr(tc("丙", GOES_ON), tc("丁")))) == ["甲|乙/丙|丁"]


def test_a_row_shifted_by_a_hair_stands_in_the_same_columns() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    table = tbl(
        tr(tc("序号", wide), tc("事项")),
        tr(tc("1"), tc("办理"), properties='<w:gridBefore w:val="1"/>'),
        tr(tc("2", wide), tc("检查")),
        widths=(110, 800, 5000),
    )
    assert texts(table) == ["序号|事项/1|办理/2|检查"]


def test_a_row_that_starts_further_right_keeps_its_columns() -> None:
    table = tbl(
        tr(tc("甲"), tc("乙"), tc("丙")),
        tr(tc("丁"), tc("戊"), properties='<w:gridBefore w:val="1"/>'),
        widths=(2000, 2000, 2000),
    )
    assert texts(table) == ["甲|乙|丙/|丁|戊"]


def test_grid_lines_that_no_row_uses_make_no_columns() -> None:
    two = '<w:gridSpan w:val="2"/>'
    assert [spans(block) for block in read(tbl(tr(tc("甲", two), tc("乙")), tr(tc("丙", two), tc("丁"))))] == [
        [[("甲", 1, 1), ("乙", 1, 1)], [("丙", 1, 1), ("丁", 1, 1)]]
    ]


def test_a_table_in_a_cell_becomes_lines_of_its_text() -> None:
    inner = tbl(tr(tc("一"), tc("二")), tr(tc("三"), tc("四")))
    assert texts(tbl(tr(tc("甲"), tc(p("前") + inner + p("后"))))) == ["甲|前\n一 二\n三 四\n后"]


def test_a_layout_table_gives_way_to_what_it_holds() -> None:
    inner = tbl(tr(tc("序号"), tc("事项")), tr(tc("1"), tc("办理")))
    outer = tbl(tr(tc("标题")), tr(tc(p("说明") + inner)))
    assert texts(outer) == ["标题", "说明", "序号|事项/1|办理"]


def test_deleted_and_hidden_rows_are_gone() -> None:
    table = tbl(
        tr(tc("甲"), tc("乙")),
        tr(tc("丙"), tc("丁"), properties='<w:del w:id="1"/>'),
        tr(tc("戊"), tc("己"), properties="<w:hidden/>"),
        tr(tc("庚"), tc("辛"), properties='<w:ins w:id="2"/>'),
    )
    assert texts(table) == ["甲|乙/庚|辛"]


def test_a_head_of_two_rows_and_a_table_that_goes_on_after_a_page() -> None:
    down = ('<w:vMerge w:val="restart"/>', "<w:vMerge/>")
    head = (
        tr(tc("序号", down[0]), tc("职责", '<w:gridSpan w:val="2"/>'), tc("备注", down[0])),
        tr(tc("", down[1]), tc("主要职责"), tc("具体工作事项"), tc("", down[1])),
    )
    first = tbl(*head, tr(tc("1"), tc("管理犬只"), tc("登记犬只。"), tc("")))
    second = tbl(
        tr(tc(""), tc(""), tc("查处伤人。"), tc("随时")), tr(tc("2"), tc("管理印章"), tc("备案印章。"), tc(""))
    )
    data = document(p("某县公安局责任清单") + p("一、部门职责") + first + p("") + second)
    parsed = parse_document(read_docx(data, "x"))
    assert parsed.problems == ()
    assert [(r.seq, r.to_json()["duty"], r.title, r.to_json()["note"]) for r in parsed.records] == [
        ("1", "管理犬只", "登记犬只。", ""),
        ("1", "管理犬只", "查处伤人。", "随时"),
        ("2", "管理印章", "备案印章。", ""),
    ]


@st.composite
def _grids(draw: st.DrawFn) -> list[list[int]]:
    """A table as the number of the cell at each position: rectangles that fill it."""
    height, width = draw(st.integers(1, 6)), draw(st.integers(2, 6))
    grid = [[-1] * width for _ in range(height)]
    number = 0
    for row in range(height):
        for column in range(width):
            if grid[row][column] >= 0:
                continue
            most = next((n for n in range(column, width) if grid[row][n] >= 0), width) - column
            across, down = draw(st.integers(1, most)), draw(st.integers(1, height - row))
            for y in range(row, row + down):
                for x in range(column, column + across):
                    grid[y][x] = number
            number += 1
    return grid


@given(_grids())
@settings(max_examples=60, deadline=None)
def test_any_merged_table_keeps_every_cell_where_it_was(grid: list[list[int]]) -> None:
    written = docx.Document()
    # A column and a row of single cells keep every grid line in use.
    table = written.add_table(len(grid) + 1, len(grid[0]) + 1)
    cells = [list(row.cells) for row in table.rows]
    for x, cell in enumerate(cells[-1]):
        cell.text = f"末{x}"
    for y, row in enumerate(grid):
        cells[y][-1].text = f"右{y}"
        for x, number in enumerate(row):
            same = [(j, i) for j, line in enumerate(grid) for i, other in enumerate(line) if other == number]
            if (y, x) == same[0]:
                cells[y][x].merge(cells[same[-1][0]][same[-1][1]]).text = f"格{number}"
    out = BytesIO()
    written.save(out)
    [block] = read_docx(out.getvalue(), "x").blocks
    assert isinstance(block, Table)
    assert [line[:-1] for line in _covered(block)[:-1]] == [[f"格{number}" for number in row] for row in grid]


def _covered(table: Table) -> list[list[str]]:
    """The text over each position of a table."""
    width = sum(cell.colspan for cell in table.rows[0].cells)
    out: list[list[str]] = [[""] * width for _ in table.rows]
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row.cells:
            while out[y][x]:
                x += 1
            for j in range(cell.rowspan):
                out[y + j][x : x + cell.colspan] = [cell.text] * cell.colspan
    return out


# -- text --------------------------------------------------------------------------------------------


def test_text_boxes_come_once() -> None:
    box = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
    both = (
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><wps:wsp>"
        f"<wps:txbx>{box}</wps:txbx></wps:wsp></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert texts(f"<w:p><w:r>{both}</w:r><w:r><w:t>正文</w:t></w:r></w:p>") == ["框中文字", "正文"]
    assert texts(f"<w:p><w:r><w:t>正文</w:t></w:r><w:r>{both}</w:r></w:p>") == ["正文", "框中文字"]
    assert texts(f"<w:p><w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r></w:p>") == ["框中文字"]


def test_tracked_changes_end_in_the_final_text() -> None:
    body = (
        "<w:p><w:r><w:t>负责</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo><w:r><w:t>事项</w:t></w:r></w:p>"
    )
    assert texts(body) == ["负责新移来事项"]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    ended = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert texts(p("前半，", ended) + p("后半。") + p("下一段")) == ["前半，后半。", "下一段"]


def test_a_deleted_paragraph_takes_no_number() -> None:
    numbering = abstract(0, lvl(0, "decimal", "%1、")) + num(1, 0)
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
    )
    assert texts(numbered("甲", 1) + gone + numbered("乙", 1), numbering=numbering) == ["1、甲", "2、乙"]


MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def _field(code: str, result: str) -> str:
    begin, separate, end = (MARK.format(kind) for kind in ("begin", "separate", "end"))
    return f"{begin}<w:r><w:instrText>{code}</w:instrText></w:r>{separate}<w:r><w:t>{result}</w:t></w:r>{end}"


def test_fields_show_their_results() -> None:
    simple = '<w:fldSimple w:instr="REF x"><w:r><w:t>结果二</w:t></w:r></w:fldSimple>'
    assert texts(f"<w:p>{_field('REF y', '结果一')}{simple}</w:p>") == ["结果一结果二"]


def test_a_generated_table_of_contents_is_left_out() -> None:
    start = MARK.format("begin") + '<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>' + MARK.format("separate")
    end = MARK.format("end")
    contents = f"<w:p>{start}<w:r><w:t>一、部门职责</w:t></w:r></w:p>{p('二、公共服务')}<w:p>{end}</w:p>"
    styled = p("一、部门职责 1", '<w:pStyle w:val="T"/>')
    assert texts(contents + styled + p("正文"), styles=style("T", "", called="toc 1")) == ["正文"]


def test_a_field_that_never_ends_hides_nothing() -> None:
    assert texts(f"<w:p>{MARK.format('begin')}<w:r><w:t>甲</w:t></w:r></w:p>{p('乙')}") == ["甲", "乙"]


def test_circled_numbers_typed_as_fields() -> None:
    code = "<w:r><w:instrText>eq \\o\\ac(</w:instrText></w:r><w:r><w:instrText>○,3)</w:instrText></w:r>"
    body = f"<w:p>{MARK.format('begin')}{code}{MARK.format('end')}<w:r><w:t>检查</w:t></w:r></w:p>"
    assert texts(body) == ["③检查"]


def test_hidden_text_and_prompts_are_left_out() -> None:
    content = "<w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr>" + content.format("单击此处")
    filled = "<w:sdt><w:sdtPr/>" + content.format("已填")
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    styles = style("S", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    by_style = '<w:r><w:rPr><w:rStyle w:val="S"/></w:rPr><w:t>也隐藏</w:t></w:r>'
    shown = '<w:r><w:rPr><w:rStyle w:val="S"/><w:vanish w:val="0"/></w:rPr><w:t>显示</w:t></w:r>'
    assert texts(f"<w:p>{prompt}{filled}{hidden}{by_style}{shown}</w:p>", styles=styles) == ["已填显示"]


def test_breaks_tabs_links_rubies_and_notes() -> None:
    base = "<w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase>"
    ruby = f"<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt>{base}</w:ruby></w:r>"
    body = (
        "<w:p><w:r><w:t>一行</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>行</w:t></w:r>"
        f"<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>{ruby}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    assert texts(body) == ["一行", "二 行链接字"]
    assert texts(tbl(tr(tc("甲"), tc(body)))) == ["甲|一行\n二 行链接字"]


# -- headings ----------------------------------------------------------------------------------------


def levels(body: str, styles: str = "") -> list[int]:
    return [block.level if isinstance(block, Heading) else 0 for block in read(body, styles=styles)]


def test_headings_by_style_and_outline_level() -> None:
    styles = (
        style("a1", "", called="heading 2")
        + style("a2", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
        + style("a3", "", based_on="a2")
    )
    named = "".join(p("甲", f'<w:pStyle w:val="{name}"/>') for name in ("a1", "a2", "a3"))
    assert levels(
        named + p("乙", '<w:outlineLvl w:val="0"/>') + p("丙", '<w:outlineLvl w:val="9"/>'), styles=styles
    ) == [2, 3, 3, 1, 0]


def test_headings_by_look() -> None:
    text = p("正文文字较多，用来表明通常的字号。", run='<w:sz w:val="32"/>')
    assert levels(
        text + p("标题", '<w:jc w:val="center"/>') + p("小标题", run="<w:b/>") + p("大字", run='<w:sz w:val="44"/>')
    ) == [0, 1, 1, 1]
    assert levels(text + p("加粗的一句话。", run="<w:b/>") + p("同样字号", run='<w:sz w:val="32"/>')) == [0, 0, 0]


# -- packages ----------------------------------------------------------------------------------------


def test_strict_documents_are_read() -> None:
    numbering = abstract(0, lvl(0, "chineseCounting", "%1、")) + num(1, 0)
    blocks = read_docx(document(numbered("甲", 1), numbering=numbering, strict=True), "x").blocks
    assert [plain(block) for block in blocks] == ["一、甲"]


def test_relationships_that_lead_nowhere_are_passed_over() -> None:
    """Some programs write a target of NULL for a picture that is gone."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lost = "".join(
        f'<Relationship Id="r{i}" Type="{kind}/{name}" Target="NULL"/>' for i, name in enumerate(("image", "styles"))
    )
    relations = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lost}</Relationships>'
    )
    xml = f"<w:document {NAMESPACES}><w:body>{p('甲')}</w:body></w:document>"
    data = package({"word/document.xml": xml, "word/_rels/document.xml.rels": relations})
    assert [plain(block) for block in read_docx(data, "x").blocks] == ["甲"]


def test_places_count_paragraphs() -> None:
    blocks = read(p("甲") + p("") + tbl(tr(tc("乙"), tc("丙")), tr(tc("丁"), tc("戊"))) + p("己"))
    assert [block.place.line for block in blocks] == [1, 3, 7]
    table = blocks[1]
    assert isinstance(table, Table)
    assert [row.place.line for row in table.rows] == [3, 5]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (p(""), "没有文字"),
        ("<w:p><w:r><w:drawing/></w:r></w:p>", "图片"),
        ('<w:altChunk r:id="r9"/>', "嵌入"),
    ],
)
def test_documents_without_text_say_why(body: str, why: str) -> None:
    with pytest.raises(UnreadableFileError, match=why):
        read(body)


def test_an_embedded_file_is_reported_with_its_place() -> None:
    parsed = read_docx(document(p("甲") + '<w:altChunk r:id="r9"/>'), "x")
    assert [(problem.place.line, problem.file) for problem in parsed.problems] == [(2, "x")]
