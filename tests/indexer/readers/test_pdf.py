"""PDF: tables over page breaks, paragraphs and furniture."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model.blocks import Heading, Paragraph, Table
from indexer.parse_document import parse_document
from indexer.readers.pdf import read_pdf
from indexer.readers.pdf.drawing import Ruling
from indexer.readers.pdf.grid import Box, grid_of, merged
from indexer.readers.pdf.lines import to_lines
from indexer.readers.pdf.page import Glyph, plain_character
from indexer.readers.sniff import read
from tests.indexer.readers.facts import micro_f1
from tests.indexer.readers.pdf_groups import Group, Sheet, expected_rows, print_groups
from tests.indexer.readers.pdf_office import PRINTS, lay_out, to_pdf
from tests.indexer.readers.pdf_reading import GROUPS, PROSE, blocks, cells, only_table, prose, texts
from tests.indexer.readers.pdf_writer import PdfPage, pdf_file
from tests.sample.county import departments
from tests.sample.word_file import word_file

PRINTED = list(zip(departments()[1::2], PRINTS, strict=False))  # each in another layout


# -- the sample county, printed by LibreOffice -------------------------------------------------------------


@pytest.fixture(scope="module")
def county_pdfs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The printed departments by their slugs."""
    files = {
        department.slug: lay_out(word_file(department), style, "示例县责任清单汇编（示范数据）")
        for department, style in PRINTED
    }
    return to_pdf(files, tmp_path_factory.mktemp("pdf"))


@pytest.mark.office
def test_printed_county_comes_back(county_pdfs: dict[str, bytes]) -> None:
    expected, found = [], []
    for department, _ in PRINTED:
        document = read_pdf(county_pdfs[department.slug], department.slug)
        assert document.problems == ()
        records = [record.to_json() for record in parse_document(document).records]
        places = [record["source"]["page"] for record in records]
        assert places == sorted(places)
        assert places[0] == 1
        assert micro_f1(department.records(), records) >= 0.98, department.slug
        expected += department.records()
        found += records
    assert micro_f1(expected, found) >= 0.995


def test_content_decides_that_a_file_is_a_pdf() -> None:
    page = PdfPage()
    page.text(60, 100, "县公安局责任清单")
    document = read(b"\r\n" + pdf_file(page), "list.txt")
    assert [block.text for block in document.blocks if isinstance(block, Heading | Paragraph)] == ["县公安局责任清单"]


# -- tables over page breaks -------------------------------------------------------------------------------


@pytest.mark.parametrize("page_lines", range(5, 30))
@pytest.mark.parametrize("habits", [(False, False), (True, False), (False, True)], ids=["plain", "heads", "open"])
def test_a_table_cut_anywhere_is_one_table(page_lines: int, habits: tuple[bool, bool]) -> None:
    sheet = Sheet(page_lines=page_lines, repeats_head=habits[0], open_ends=habits[1])
    assert cells(only_table(*print_groups(GROUPS, sheet))) == expected_rows(GROUPS)


@st.composite
def _groups(draw: st.DrawFn) -> tuple[Group, ...]:
    """Groups as lists have them: short names, roles that end with a mark, numbered points of law."""
    word = st.text("甲乙丙丁戊己庚辛壬癸", min_size=1, max_size=9)
    clause = st.text("东南西北春夏秋冬山水田林路，", min_size=1, max_size=60).map(lambda text: f"负责{text}事。")
    points = st.lists(word, min_size=1, max_size=3).map(
        lambda words: "；\n".join(f"{number}、《{word}条例》" for number, word in enumerate(words, start=1)) + "。"
    )
    rows = st.lists(st.tuples(word.map(lambda name: f"{name}局"), clause), min_size=1, max_size=4).map(tuple)
    merged = Group("甲", (("乙局", "负责东。"), ("丙局", "负责西。"), ("丁局", "负责南。")), "《戊条例》。")
    return (merged, *draw(st.lists(st.builds(Group, word, rows, points), max_size=5)))


@settings(max_examples=100, deadline=None)
@given(groups=_groups(), page_lines=st.integers(6, 30), repeats_head=st.booleans())
def test_any_table_comes_back_whole(groups: tuple[Group, ...], page_lines: int, repeats_head: bool) -> None:
    sheet = Sheet(page_lines=page_lines, repeats_head=repeats_head)
    # A merged cell of which each page holds one row looks like a cell of its own and an empty one.
    assert _flat(cells(only_table(*print_groups(groups, sheet)))) == _flat(expected_rows(groups))


def _flat(rows: list[list[tuple[str, int]]]) -> list[list[str]]:
    """Each row with as many texts as there are columns; empty ones below a merged cell's first row."""
    merged_below = 2
    return [
        [text for text, _ in row] if len(row) > merged_below else ["", "", *(t for t, _ in row), ""] for row in rows
    ]


def test_rows_and_cells_know_their_page() -> None:
    table = only_table(*print_groups(GROUPS, Sheet(page_lines=8)))
    assert [row.place.page for row in table.rows] == [1, 1, 1, 2, 2, 2, 3]


def test_narrow_labels_one_character_a_line() -> None:
    page = PdfPage()
    page.grid([60, 78, 200], [100, 200])
    for line, character in enumerate("烟花爆竹监管"):
        page.text(64, 115 + 14 * line, character)
    page.text(82, 115, "负责安全监管。")
    assert cells(only_table(page)) == [[("烟花爆竹监管", 1), ("负责安全监管。", 1)]]


@pytest.mark.parametrize(
    ("places", "matrix"),
    [
        ({"烟花爆竹": (96, 108), "安全监管": (78, 108)}, "0 -1 1 0"),  # turned clockwise: columns from right to left
        ({"烟花爆竹": (74, 160), "安全监管": (92, 160)}, "0 1 -1 0"),  # anticlockwise: upwards, from left to right
    ],
    ids=["clockwise", "anticlockwise"],
)
def test_labels_set_sideways(places: dict[str, tuple[float, float]], matrix: str) -> None:
    page = PdfPage()
    page.grid([60, 110, 300], [100, 200])
    for text, (x, y) in places.items():
        page.turned_text(x, y, text, matrix)
    page.text(114, 115, "负责烟花爆竹经营的安全监管。")
    assert cells(only_table(page))[0][0] == ("烟花爆竹安全监管", 1)


def test_labels_in_upright_columns() -> None:
    page = PdfPage()
    page.grid([60, 110, 300], [100, 200])
    for x, column in ((92, "烟花爆竹"), (76, "监管")):
        for line, character in enumerate(column):
            page.text(x, 115 + 10 * line, character)
    page.text(114, 115, "负责烟花爆竹经营的安全监管。")
    assert cells(only_table(page))[0][0] == ("烟花爆竹监管", 1)


def _turned(page: PdfPage, rotate: int) -> PdfPage:
    """The page lying on its side, with or without the mark that has readers turn it."""
    return PdfPage(page.height, page.width, rotate, ["0 1 -1 0 842 0 cm", *page.drawn])


@pytest.mark.parametrize("rotate", [90, 0], ids=["marked", "unmarked"])
def test_pages_on_their_side(rotate: int) -> None:
    pages = [_turned(page, rotate) for page in print_groups(GROUPS, Sheet(page_lines=12))]
    assert cells(only_table(*pages)) == expected_rows(GROUPS)


def test_left_and_right_pages_with_other_margins() -> None:
    pages = print_groups(GROUPS, Sheet(page_lines=12))
    for page in pages[1::2]:
        page.drawn.insert(0, "1 0 0 1 30 0 cm")
    assert cells(only_table(*pages)) == expected_rows(GROUPS)


def test_borders_of_thin_boxes_and_dashes() -> None:
    page = PdfPage()
    for y in (100, 120, 140):
        for x in (60, 130, 200):
            page.bar(x, y - 0.25, x + 70, y + 0.25)
    for x in (60, 130, 200, 270):
        page.rule(x, 100, x, 140, dash="[3 2] 0 d")
    page.bar(131, 101, 199, 119, color="0.9")
    for column, text in enumerate(("序号", "事项", "备注")):
        page.text(64 + 70 * column, 114, text)
    page.text(134, 134, "负责治安。")
    assert cells(only_table(page)) == [[("序号", 1), ("事项", 1), ("备注", 1)], [("", 1), ("负责治安。", 1), ("", 1)]]


def test_columns_merged_across() -> None:
    page = PdfPage()
    page.rule(60, 100, 300, 100)
    page.rule(60, 120, 300, 120)
    page.rule(60, 140, 300, 140)
    for x in (60, 300):
        page.rule(x, 100, x, 140)
    page.rule(140, 120, 140, 140)
    page.text(64, 114, "县公安局职责边界")
    page.text(64, 134, "事项")
    page.text(144, 134, "部门")
    (title,), row = only_table(page).rows[0].cells, only_table(page).rows[1].cells
    assert (title.text, title.colspan) == ("县公安局职责边界", 2)
    assert [cell.text for cell in row] == ["事项", "部门"]


def test_paragraphs_in_a_cell_stay_apart() -> None:
    page = PdfPage()
    page.grid([60, 168, 300], [100, 200])
    lines = ["1、受理群众报警并出警", "处置；", "2、办理户口登记、身份", "证件。", "县公安局", "县司法局"]
    for line, text in enumerate(lines):
        page.text(64, 115 + 14 * line, text)
    page.text(172, 115, "备注")
    points = "1、受理群众报警并出警处置；\n2、办理户口登记、身份证件。\n县公安局\n县司法局"
    assert cells(only_table(page))[0][0][0] == points


def test_a_table_ruled_across_only() -> None:
    page = PdfPage()
    rows = [
        ("序号", "事项", "主管部门", "职责"),
        ("1", "养犬", "县公安局", "办理犬只登记，"),
        ("", "", "", "处置犬只伤人。"),
    ]
    rows += [("2", "校车", "县教育局", "审查使用许可。")]
    for line, row in enumerate(rows):
        for x, text in zip((60, 100, 160, 240), row, strict=True):
            page.text(x, 114 + 18 * line, text)
    for y in (100, 120, 156, 176):
        page.rule(58, y, 330, y)
    found = [[text for text, _ in row] for row in cells(only_table(page))]
    assert found == [list(rows[0]), ["1", "养犬", "县公安局", "办理犬只登记，处置犬只伤人。"], list(rows[3])]


def test_a_table_without_rulings_that_cannot_be_told_is_reported() -> None:
    page = PdfPage()
    for x, text in ((60, "序号"), (100, "事项"), (160, "主管部门"), (240, "职责")):
        page.text(x, 100, text)
    for line in range(5):
        page.text(100, 118 + 14 * line, "养犬管理")
        page.text(160, 118 + 14 * line, "县公安局")
        page.text(240, 125 + 14 * line, "办理犬只登记，")
    document = read_pdf(pdf_file(page), "loose.pdf")
    assert not any(isinstance(block, Table) for block in document.blocks)
    assert [problem.place.page for problem in document.problems] == [1]


def test_the_example_at_the_head_of_the_grid() -> None:
    across = [Ruling(0, 0, 90), Ruling(20, 30, 90), Ruling(40, 0, 90)]
    down = [Ruling(0, 0, 40), Ruling(30, 0, 20), Ruling(30, 19, 40), Ruling(90, 0, 40)]
    grid = grid_of(merged(across), merged(down))
    assert grid
    assert (grid.xs, grid.ys, grid.owner) == ((0, 30, 90), (0, 20, 40), ((0, 1), (0, 2)))
    assert grid.boxes == (Box(0, 2, 0, 1), Box(0, 1, 1, 2), Box(1, 2, 1, 2))
    assert grid.open_below == frozenset()
    assert grid.box_at(45, 30) == 2


# -- running text ------------------------------------------------------------------------------------------


def test_paragraphs_are_rebuilt_from_lines() -> None:
    page = PdfPage()
    paragraphs = [
        PROSE,
        "一、监督检查对象",
        PROSE[:21] + "。",
        PROSE[:53] + "。",
        "（一）查验证件；",
        "（二）核对货物。",
    ]
    prose(page, 120, *paragraphs)
    assert texts(page) == paragraphs


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    first, second = PdfPage(), PdfPage()
    prose(first, 120, PROSE, PROSE[:54])
    second.text(79, 120, PROSE[54:82], 16)
    second.text(79, 148, PROSE[82:], 16)
    assert texts(first, second) == [PROSE, PROSE]


def test_headings_are_told_by_their_look() -> None:
    page = PdfPage()
    page.text(198, 100, "县公安局责任清单", 22, font=1)
    page.text(100, 140, "一、部门职责", 16, font=1)
    prose(page, 180, PROSE, PROSE)
    found = blocks(page)
    assert [(block.text, block.level) for block in found if isinstance(block, Heading)] == [
        ("县公安局责任清单", 1),
        ("一、部门职责", 2),
    ]
    assert [block.text for block in found if isinstance(block, Paragraph)] == [PROSE, PROSE]


@pytest.mark.parametrize("form", ["— {} —", "第 {} 页 共 4 页", "{}", "{} / 4", "- {} -"])
def test_running_headers_and_page_numbers_are_dropped(form: str) -> None:
    pages = []
    for number in range(1, 5):
        page = PdfPage()
        page.text(68, 50, "示例县责任清单汇编", 9)
        prose(page, 120, PROSE, f"第{number}项由县公安局负责。")
        page.text(280, 800, form.format(number), 9)
        pages.append(page)
    expected = [text for number in range(1, 5) for text in (PROSE, f"第{number}项由县公安局负责。")]
    assert texts(*pages) == expected


def test_a_title_that_only_one_page_has_at_its_top_stays() -> None:
    pages = []
    for name in ("县公安局责任清单", "县司法局责任清单", "县民政局责任清单"):
        page = PdfPage()
        page.text(200, 60, name, 18)
        prose(page, 120, PROSE)
        pages.append(page)
    assert texts(*pages) == [
        text for name in ("县公安局", "县司法局", "县民政局") for text in (f"{name}责任清单", PROSE)
    ]


def test_watermarks_are_no_text() -> None:
    page = PdfPage()
    prose(page, 120, PROSE)
    page.turned_text(150, 300, "示例县人民政府", "0.7 0.7 -0.7 0.7", size=40)
    page.text(60, 148, "内部资料", 60, color="0.85")
    assert texts(page) == [PROSE]


def test_text_printed_twice_to_look_bold_comes_once() -> None:
    page = PdfPage()
    page.text(100, 100, "县公安局责任清单", 18)
    page.text(100.3, 100, "县公安局责任清单", 18)
    assert texts(page) == ["县公安局责任清单"]


def test_two_narrow_letters_are_two() -> None:
    ends = accumulate((2.2 if letter in "il|" else 5.0 for letter in "bill"), initial=0.0)
    glyphs = [Glyph(letter, x0, x1, 100, 10, False, 0) for letter, (x0, x1) in zip("bill", pairwise(ends), strict=True)]
    again = [replace(glyph, x0=glyph.x0 + 0.3, x1=glyph.x1 + 0.3) for glyph in glyphs]
    assert [line.text for line in to_lines(glyphs)] == ["bill"]
    assert [line.text for line in to_lines(glyphs + again)] == ["bill"]


@pytest.mark.parametrize(
    ("code", "text"), [(0x2F08, "人"), (0x2ED4, "门"), (0xFE35, "（"), (0xF9DC, "隆"), (0x4EBA, "人")]
)
def test_look_alike_characters_become_those_of_running_text(code: int, text: str) -> None:
    assert plain_character(code) == text


@pytest.mark.parametrize("code", [0, 0x1F, 0xFFFD, 0xFFFE, 0xD800, 0x110000])
def test_codes_without_a_character(code: int) -> None:
    assert plain_character(code) is None
