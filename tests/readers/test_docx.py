"""Word documents: what is printed comes out, once and in order, and the sample county comes back exactly."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.blocks import Block, Heading, Table
from indexer.lists import parse_document
from indexer.problems import UnreadableFileError
from indexer.readers.docx import read_docx
from tests.readers.word_markup import abstract, document, lvl, num, numbered, p, style, tbl, tc, tr
from tests.sample.county import Department, departments
from tests.sample.word_file import word_file

RESTART = '<w:vMerge w:val="restart"/>'
GOES_ON = "<w:vMerge/>"


def read(body: str, **parts: str) -> list[Block]:
    return list(read_docx(document(body, **parts), "list.docx").blocks)


def texts(body: str, **parts: str) -> list[str]:
    """The texts of the blocks; a table as one text with | between cells and / between rows."""
    return [plain(block) for block in read(body, **parts)]


def plain(block: Block) -> str:
    if isinstance(block, Table):
        return "/".join("|".join(cell.text for cell in row.cells) for row in block.rows)
    return block.text


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
    second = tbl(tr(tc(""), tc(""), tc("查处伤人。"), tc("随时")), tr(tc("2"), tc("管理印章"), tc("备案印章。"), tc("")))
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


# -- numbering ---------------------------------------------------------------------------------------


def test_levels_start_again_below_the_level_above() -> None:
    numbering = (
        abstract(0, lvl(0, "chineseCountingThousand", "%1、"), lvl(1, "japaneseCounting", "（%2）"), lvl(2, "decimal", "%3."))
        + num(1, 0)
    )
    body = "".join(numbered(text, 1, level) for text, level in zip("甲乙丙丁戊己庚", (0, 1, 1, 2, 2, 0, 1), strict=True))
    assert texts(body, numbering=numbering) == ["一、甲", "（一）乙", "（二）丙", "1.丁", "2.戊", "二、己", "（一）庚"]


def test_a_level_can_go_on_counting_past_the_level_above() -> None:
    never = '<w:lvlRestart w:val="0"/>'
    numbering = abstract(0, lvl(0, "decimal", "%1、"), lvl(1, "decimal", "第%2条", extra=never)) + num(1, 0)
    body = numbered("甲", 1) + numbered("乙", 1, 1) + numbered("丙", 1) + numbered("丁", 1, 1)
    assert texts(body, numbering=numbering) == ["1、甲", "第1条 乙", "2、丙", "第2条 丁"]


def test_two_numberings_of_one_list_count_on_unless_one_starts_again() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, lvl(0, "decimal", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, again)
    body = "".join(numbered("甲", number) for number in (1, 1, 2, 3, 3, 1))
    assert texts(body, numbering=numbering) == ["1.甲", "2.甲", "3.甲", "1.甲", "2.甲", "3.甲"]


def test_an_override_can_replace_a_level() -> None:
    other = f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    numbering = abstract(0, lvl(0, "decimal", "%1.")) + num(1, 0, other)
    assert texts(numbered("甲", 1), numbering=numbering) == ["C)甲"]


def test_levels_above_can_be_shown_and_in_plain_digits() -> None:
    plain_digits = "<w:isLgl/>"
    levels = lvl(0, "chineseCounting", "第%1章"), lvl(1, "decimal", "%1.%2"), lvl(2, "decimal", "%1.%2.%3", extra=plain_digits)
    body = numbered("总则", 1) + numbered("目的", 1, 1) + numbered("范围", 1, 2)
    assert texts(body, numbering=abstract(0, *levels) + num(1, 0)) == ["第一章 总则", "一.1 目的", "1.1.1 范围"]


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("decimal", "12"),
        ("decimalZero", "12"),
        ("decimalFullWidth", "１２"),
        ("decimalEnclosedCircle", "⑫"),
        ("decimalEnclosedCircleChinese", "⑫"),
        ("decimalEnclosedParen", "⑿"),
        ("decimalEnclosedFullstop", "⒓"),
        ("chineseCounting", "十二"),
        ("chineseCountingThousand", "十二"),
        ("chineseLegalSimplified", "壹拾贰"),
        ("ideographDigital", "一二"),
        ("japaneseCounting", "十二"),
        ("ideographTraditional", "乙"),
        ("ideographZodiac", "亥"),
        ("upperLetter", "L"),
        ("lowerLetter", "l"),
        ("upperRoman", "XII"),
        ("lowerRoman", "xii"),
        ("somethingNew", "12"),
        ("none", ""),
    ],
)
def test_number_formats(form: str, printed: str) -> None:
    numbering = abstract(0, lvl(0, form, "%1、", start=12)) + num(1, 0)
    assert texts(numbered("甲", 1), numbering=numbering) == [f"{printed}、甲"]


@pytest.mark.parametrize(("value", "printed"), [(10, "十"), (20, "二十"), (100, "一百"), (105, "一百零五"), (110, "一百一十")])
def test_counting_in_words(value: int, printed: str) -> None:
    numbering = abstract(0, lvl(0, "chineseCountingThousand", "%1、", start=value)) + num(1, 0)
    assert texts(numbered("甲", 1), numbering=numbering) == [f"{printed}、甲"]


def test_a_number_does_not_run_into_digits() -> None:
    numbering = abstract(0, lvl(0, "decimal", "%1.")) + num(1, 0)
    assert texts(numbered("5公里以内", 1), numbering=numbering) == ["1. 5公里以内"]


def test_bullets_are_no_text() -> None:
    numbering = abstract(0, lvl(0, "bullet", "\uf06c")) + num(1, 0)
    assert texts(numbered("甲", 1), numbering=numbering) == ["甲"]


def test_numbering_through_styles_and_list_styles() -> None:
    by_style = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("H1", by_style) + style("H2", by_style, based_on="H1") + style("L", by_style, kind="numbering")
    numbering = (
        abstract(0, lvl(0, "decimal", "%1、", extra='<w:pStyle w:val="H1"/>'), lvl(1, "decimal", "（%2）", extra='<w:pStyle w:val="H2"/>'))
        + abstract(1, extra='<w:numStyleLink w:val="L"/>')
        + num(1, 0)
        + num(2, 1)
    )
    body = p("甲", '<w:pStyle w:val="H1"/>') + p("乙", '<w:pStyle w:val="H2"/>') + numbered("丙", 2)
    assert texts(body, numbering=numbering, styles=styles) == ["1、甲", "（1）乙", "2、丙"]


def test_numbering_switched_off_in_a_paragraph() -> None:
    styles = style("H1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    off = '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    numbering = abstract(0, lvl(0, "decimal", "%1、")) + num(1, 0)
    assert texts(p("甲", off) + p("乙", '<w:pStyle w:val="H1"/>'), numbering=numbering, styles=styles) == ["甲", "1、乙"]


def test_cells_that_hold_nothing_but_a_number() -> None:
    numbering = abstract(0, lvl(0, "decimal", "%1")) + num(1, 0)
    table = tbl(tr(tc(numbered("", 1)), tc("甲")), tr(tc(numbered("", 1)), tc("乙")))
    assert texts(table + numbered("", 1) + numbered("丙", 1), numbering=numbering) == ["1|甲/2|乙", "4 丙"]


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


def _field(code: str, result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{result}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_fields_show_their_results() -> None:
    simple = '<w:fldSimple w:instr="REF x"><w:r><w:t>结果二</w:t></w:r></w:fldSimple>'
    assert texts(f"<w:p>{_field('REF y', '结果一')}{simple}</w:p>") == ["结果一结果二"]


def test_a_generated_table_of_contents_is_left_out() -> None:
    start = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    contents = f"<w:p>{start}<w:r><w:t>一、部门职责</w:t></w:r></w:p>{p('二、公共服务')}<w:p>{end}</w:p>"
    styled = p("一、部门职责 1", '<w:pStyle w:val="T"/>')
    assert texts(contents + styled + p("正文"), styles=style("T", "", called="toc 1")) == ["正文"]


def test_a_field_that_never_ends_hides_nothing() -> None:
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert texts(f"<w:p>{begun}<w:r><w:t>甲</w:t></w:r></w:p>{p('乙')}") == ["甲", "乙"]


def test_circled_numbers_typed_as_fields() -> None:
    code = "<w:r><w:instrText>eq \\o\\ac(</w:instrText></w:r><w:r><w:instrText>○,3)</w:instrText></w:r>"
    marks = ['<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>']
    assert texts(f"<w:p>{marks[0]}{code}{marks[1]}<w:r><w:t>检查</w:t></w:r></w:p>") == ["③检查"]


def test_hidden_text_and_prompts_are_left_out() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处</w:t></w:r></w:sdtContent></w:sdt>"
    filled = "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>已填</w:t></w:r></w:sdtContent></w:sdt>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
    styles = style("S", "<w:rPr><w:vanish/></w:rPr>", kind="character")
    by_style = '<w:r><w:rPr><w:rStyle w:val="S"/></w:rPr><w:t>也隐藏</w:t></w:r>'
    shown = '<w:r><w:rPr><w:rStyle w:val="S"/><w:vanish w:val="0"/></w:rPr><w:t>显示</w:t></w:r>'
    assert texts(f"<w:p>{prompt}{filled}{hidden}{by_style}{shown}</w:p>", styles=styles) == ["已填显示"]


def test_breaks_tabs_links_rubies_and_notes() -> None:
    ruby = (
        "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    body = (
        "<w:p><w:r><w:t>一行</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>行</w:t></w:r>"
        f"<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>{ruby}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    )
    assert texts(body) == ["一行", "二 行链接字"]
    assert texts(tbl(tr(tc("甲"), tc(body)))) == ["甲|一行\n二 行链接字"]


# -- headings ----------------------------------------------------------------------------------------


def levels(body: str, **parts: str) -> list[int]:
    return [block.level if isinstance(block, Heading) else 0 for block in read(body, **parts)]


def test_headings_by_style_and_outline_level() -> None:
    styles = style("a1", "", called="heading 2") + style("a2", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>') + style("a3", "", based_on="a2")
    named = "".join(p("甲", f'<w:pStyle w:val="{name}"/>') for name in ("a1", "a2", "a3"))
    assert levels(named + p("乙", '<w:outlineLvl w:val="0"/>') + p("丙", '<w:outlineLvl w:val="9"/>'), styles=styles) == [2, 3, 3, 1, 0]


def test_headings_by_look() -> None:
    text = p("正文文字较多，用来表明通常的字号。", run='<w:sz w:val="32"/>')
    assert levels(text + p("标题", '<w:jc w:val="center"/>') + p("小标题", run="<w:b/>") + p("大字", run='<w:sz w:val="44"/>')) == [0, 1, 1, 1]
    assert levels(text + p("加粗的一句话。", run="<w:b/>") + p("同样字号", run='<w:sz w:val="32"/>')) == [0, 0, 0]


# -- packages ----------------------------------------------------------------------------------------


def test_strict_documents_are_read() -> None:
    data = document(p("甲")).replace(b"", b"")
    assert read_docx(data, "x").blocks


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
