"""PDF: files without text, and hostile files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model.blocks import Paragraph
from indexer.model.document import Document
from indexer.model.problems import ProblemKind, UnreadableFileError
from indexer.parse_files import parse_files
from indexer.readers.pdf import read_pdf
from indexer.sources.collect import collect
from tests.indexer.readers.pdf_groups import Sheet, print_groups
from tests.indexer.readers.pdf_reading import GROUPS, PROSE, prose
from tests.indexer.readers.pdf_writer import PdfPage, assemble, pdf_file, stream

# -- files without text, and hostile files -----------------------------------------------------------------


def _scan() -> PdfPage:
    page = PdfPage()
    page.picture(0, 0, 595, 842)
    page.text(290, 815, "3", 9)
    return page


def test_a_scan_says_which_pages_need_recognition() -> None:
    with pytest.raises(UnreadableFileError, match=r"第 1、2、3 页.*文字识别"):
        read_pdf(pdf_file(_scan(), _scan(), _scan()), "scan.pdf")


def test_a_scanned_page_among_others_is_reported() -> None:
    page = PdfPage()
    prose(page, 120, PROSE)
    document = read_pdf(pdf_file(page, _scan(), PdfPage()), "mixed.pdf")
    (problem,) = document.problems
    assert (problem.file, problem.place.page, problem.kind) == ("mixed.pdf", 2, ProblemKind.UNREADABLE_PAGE)
    assert "文字识别" in problem.message
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [PROSE]


def test_recognised_text_on_a_picture_is_read_with_a_warning() -> None:
    page = _scan()
    prose(page, 120, PROSE)
    document = read_pdf(pdf_file(page), "scan.pdf")
    assert len(document.blocks) == 1
    assert [problem.place.page for problem in document.problems] == [1]


def _small_file(
    content: bytes, page: bytes = b"/MediaBox [0 0 595 842]", pages: bytes = b"/Kids [3 0 R] /Count 1"
) -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    tree = b"<< /Type /Pages " + pages + b" >>"
    leaf = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R " + page + b" /Resources 6 0 R >>"
    form = b"/Fm 7 0 R"
    shared = b"<< /Font << /F 5 0 R >> /XObject << " + form + b" >> >>"
    again = stream(b"/Fm Do /Fm Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources 6 0 R")
    return assemble([b"<< /Type /Catalog /Pages 2 0 R >>", tree, leaf, stream(content), font, shared, again])


TEXT = b"BT /F 12 Tf 50 700 Td (a list of duties) Tj ET\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_small_file(b""), id="no text"),
        pytest.param(_small_file(TEXT, pages=b"/Kids [2 0 R 2 0 R] /Count 9"), id="page tree in a circle"),
        pytest.param(_small_file(TEXT, pages=b"/Kids [3 0 R] /Count 1000000"), id="a million pages"),
        pytest.param(_small_file(TEXT[:-12] + b"12 TL " + b"(a list) ' " * 700_000), id="millions of characters"),
        pytest.param(_small_file(b"0 0 m 9 9 l S\n" * 400_000), id="hundreds of thousands of lines"),
        pytest.param(_small_file(b"/Fm Do"), id="a form that draws itself"),
        pytest.param(assemble([b"<< /Type /Catalog /Pages 2 0 R >>", b"[" * 200_000 + b"]" * 200_000]), id="deep"),
        pytest.param(b"%PDF-1.4\n" + bytes(20_000_000), id="NUL bytes"),
        pytest.param(b"%PDF-1.7", id="a header alone"),
    ],
)
def test_hostile_files_cost_themselves_alone(tmp_path: Path, data: bytes) -> None:
    page = PdfPage()
    page.text(60, 100, "县公安局责任清单")
    (tmp_path / "1.pdf").write_bytes(data)
    (tmp_path / "2.pdf").write_bytes(pdf_file(page))
    hostile, sound = parse_files(collect([tmp_path]).files, jobs=1)
    assert [problem.kind for problem in hostile.problems] == [ProblemKind.UNREADABLE]
    assert hostile.records == ()
    assert [problem.kind for problem in sound.problems] != [ProblemKind.UNREADABLE]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(_small_file(TEXT, page=b"/MediaBox [0 0 1e12 1e12]"), id="a page as large as the sun"),
        pytest.param(_small_file(TEXT, page=b"/MediaBox [0 0 -5 0]"), id="a page of no size"),
        pytest.param(_small_file(b"q " * 500_000 + TEXT), id="deep nesting"),
        pytest.param(
            _small_file(b"".join(b"%d 0 m %d 800 l 0 %d m 590 %d l S " % (i, i, i, i) for i in range(20_000)) + TEXT),
            id="thousands of rulings",
        ),
    ],
)
def test_odd_files_are_read(data: bytes) -> None:
    assert [getattr(block, "text", "") for block in read_pdf(data, "odd.pdf").blocks] == ["a list of duties"]


def test_a_locked_file_says_so() -> None:
    page = PdfPage()
    page.text(60, 100, "县公安局")
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"11" * 32,
        b"22" * 32,
    )
    data = pdf_file(page).replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock)
    with pytest.raises(UnreadableFileError, match="密码"):
        read_pdf(data, "locked.pdf")


LIST = pdf_file(*print_groups(GROUPS, Sheet(page_lines=12)))


def _read_or_refuse(data: bytes) -> Document | None:
    """What reading some bytes gives, or None where they are refused."""
    try:
        return read_pdf(data, "x.pdf")
    except UnreadableFileError:
        return None


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(LIST) - 8))
def test_a_file_cut_off_anywhere_is_refused_or_reported(length: int) -> None:
    document = _read_or_refuse(LIST[:length])
    assert document is None or (document.blocks and document.problems)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(LIST) - 1), st.integers(0, 255)), min_size=1, max_size=40))
def test_damaged_files_never_break_the_reader(changes: list[tuple[int, int]]) -> None:
    data = bytearray(LIST)
    for place, value in changes:
        data[place] = value
    document = _read_or_refuse(bytes(data))
    assert document is None or document.blocks
