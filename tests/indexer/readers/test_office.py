"""Office files are told by their content, old ones go through LibreOffice, and hostile ones do no harm."""

from __future__ import annotations

import http.server
import struct
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model.blocks import Table
from indexer.model.problems import UnreadableFileError
from indexer.parse_document import parse_document
from indexer.readers.excel import UnsupportedWorkbookError, read_xlsx
from indexer.readers.libreoffice import convert
from indexer.readers.office import office_kind, read_legacy
from indexer.readers.sniff import read
from tests.indexer.readers.word_markup import NAMESPACES, document, p, package, style, tbl, tc, tr
from tests.sample.county import departments
from tests.sample.word_file import word_file
from tests.sample.workbook import workbook_file

DEPARTMENT = departments()[1]
DOCX = word_file(DEPARTMENT)
XLSX = workbook_file(DEPARTMENT)


def records(data: bytes) -> list[dict[str, Any]]:
    parsed = parse_document(read(data, "list"))
    assert parsed.problems == ()
    dropped = ("id", "source", "region")
    return [{k: v for k, v in record.to_json().items() if k not in dropped} for record in parsed.records]


def table_texts(data: bytes) -> list[list[str]]:
    table = next(block for block in read(data, "list").blocks if isinstance(block, Table))
    return [[cell.text for cell in row.cells] for row in table.rows]


# -- kinds -------------------------------------------------------------------------------------------


def test_the_kind_is_told_by_content() -> None:
    assert office_kind(DOCX) == "docx"
    assert office_kind(XLSX) == "xlsx"
    assert office_kind(b"{\\rtf1\\ansi }") == "rtf"
    assert office_kind(b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>') == "wordml"
    assert office_kind(package({"mimetype": "application/vnd.oasis.opendocument.text"})) == "odt"
    assert office_kind(package({"xl/workbook.bin": b""})) == "xlsb"


@pytest.mark.parametrize("data", ["责任清单".encode(), b"<html></html>", b"%PDF-1.7", package({"a.txt": "x"}), b"PK"])
def test_other_files_are_left_to_other_readers(data: bytes) -> None:
    assert office_kind(data) is None


def compound(*streams: tuple[str, bytes]) -> bytes:
    """An OLE compound file with these streams of one sector, written by the book."""
    entries = [("Root Entry", 5, 1, 0xFFFFFFFE)]
    entries += [(name, 2, 0xFFFFFFFF, 2 + number) for number, (name, _) in enumerate(streams)]
    directory = b""
    for number, (name, kind, child, start) in enumerate(entries):
        right = number + 1 if 0 < number < len(entries) - 1 else 0xFFFFFFFF
        raw = name.encode("utf-16-le") + b"\0\0"
        directory += struct.pack("<64sHBBIII36xIQ", raw, len(raw), kind, 1, 0xFFFFFFFF, right, child, start, 512)
    assert len(directory) <= 512
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    struct.pack_into("<108I", header, 80, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFE] * 126)
    body = b"".join(content.ljust(512, b"\0") for _, content in streams)
    return bytes(header) + table + directory.ljust(512, b"\0") + body


def test_compound_files_are_told_by_their_streams() -> None:
    assert office_kind(compound(("Other", b""), ("WordDocument", b""))) == "doc"
    assert office_kind(compound(("Workbook", b""))) == "xls"
    assert office_kind(compound(("Book", b""))) == "xls"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (compound(("EncryptionInfo", b""), ("EncryptedPackage", b"")), "密码"),
        (compound(("WordDocument", b"\xec\xa5" + bytes(8) + b"\x00\x01")), "密码"),
        (compound(("Workbook", struct.pack("<HH4xHH", 0x809, 4, 0x2F, 54))), "密码"),
        (compound(("PowerPoint Document", b"")), "演示文稿"),
        (package({"ppt/presentation.xml": "<p/>"}), "演示文稿"),
        (package({"OFD.xml": "<OFD/>"}), "OFD"),
        (compound(("Something", b"")), "不是 Word 或 Excel"),
        (compound(("WordDocument", b""))[:300], "不完整"),
        (DOCX[: len(DOCX) // 2], "不完整"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFileError, match=why):
        read(data, "list")


# -- LibreOffice -------------------------------------------------------------------------------------


@pytest.mark.office
@pytest.mark.parametrize("kind", ["doc", "odt"])
def test_sample_list_comes_back_exactly_from_word_files_of_old(kind: str) -> None:
    converted = convert(DOCX, "docx", kind)
    assert office_kind(converted) == kind
    assert records(converted) == DEPARTMENT.records()


@pytest.mark.office
def test_sample_list_comes_back_exactly_from_an_excel_file_of_old() -> None:
    converted = convert(XLSX, "xlsx", "xls")
    assert office_kind(converted) == "xls"
    assert records(converted) == DEPARTMENT.records()


def gbk(text: str) -> str:
    """Text as RTF spells it in the Chinese code page."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))


@pytest.mark.office
def test_rtf_with_merged_cells_and_generated_numbers() -> None:
    def row(merge: str, first: str, second: str) -> str:
        cells = f"\\pard\\intbl {gbk(first)}\\cell {gbk(second)}\\cell\\row\n"
        return f"\\trowd{merge}\\cellx2000\\cellx6000 {cells}"

    level = "\\listlevel\\levelnfc39\\leveljc0\\levelstartat1\\levelfollow2{\\leveltext \\'02\\'00\\u12289\\'a1\\'a2;}"
    rtf = (
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}\n"
        f"{{\\*\\listtable{{\\list\\listtemplateid1{{{level}{{\\levelnumbers\\'01;}}}}\\listid7}}}}\n"
        "{\\*\\listoverridetable{\\listoverride\\listid7\\listoverridecount0\\ls1}}\n"
        f"\\pard\\ls1\\ilvl0 {gbk('部门职责')}\\par\n\\pard {gbk('说明')}\\par\n"
        + row("\\clvmgf", "甲", "乙")
        + row("\\clvmrg", "", "丙")
        + "\\pard \\par}"
    )
    blocks = read(rtf.encode("ascii"), "list").blocks
    assert [block.text for block in blocks if not isinstance(block, Table)] == ["一、部门职责", "说明"]
    [table] = [block for block in blocks if isinstance(block, Table)]
    assert [[(cell.text, cell.rowspan) for cell in row.cells] for row in table.rows] == [
        [("甲", 2), ("乙", 1)],
        [("丙", 1)],
    ]


@pytest.mark.office
def test_word_xml_of_2003() -> None:
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>'
        "<w:p><w:r><w:t>一、部门职责</w:t></w:r></w:p></w:body></w:wordDocument>"
    )
    [block] = read(xml.encode(), "list").blocks
    assert not isinstance(block, Table)
    assert block.text == "一、部门职责"


@pytest.mark.office
def test_a_workbook_that_the_library_does_not_know_goes_through_libreoffice() -> None:
    data = _edited(XLSX, "xl/styles.xml", "<patternFill/>", '<patternFill patternType="unknown"/>')
    with pytest.raises(UnsupportedWorkbookError):
        read_xlsx(data, "list")
    assert records(data) == DEPARTMENT.records()


def _edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with a change in one part's text."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    assert old in text
    return package({**parts, part: text.replace(old, new, 1)})


@pytest.mark.office
def test_a_conversion_that_takes_too_long_is_stopped_whole(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(UnreadableFileError, match="秒内"):
        convert(DOCX, "docx", "doc", seconds=0.4)
    time.sleep(0.2)
    assert [line for line in _command_lines() if str(tmp_path) in line] == []
    assert list(tmp_path.iterdir()) == []


def _command_lines() -> Iterator[str]:
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield entry.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.office
def test_an_old_file_that_is_cut_off_is_refused(share: float) -> None:
    converted = convert(XLSX, "xlsx", "xls")
    with pytest.raises(UnreadableFileError, match="不完整"):
        read(converted[: int(len(converted) * share)], "list")


@pytest.mark.parametrize("stream", ["WordDocument", "Workbook"])
@pytest.mark.office
def test_an_old_file_of_junk_is_refused_and_not_taken_for_text(stream: str) -> None:
    with pytest.raises(UnreadableFileError, match="LibreOffice 无法读取"):
        read(compound((stream, "责任清单 junk".encode() * 20)), "list")


@pytest.mark.office
def test_a_conversion_fetches_nothing() -> None:
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args: Any) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/picture.png"
    field = f'{{\\field{{\\*\\fldinst INCLUDEPICTURE "{address}" \\\\d }}{{\\fldrslt x}}}}'
    try:
        read(f"{{\\rtf1\\ansi {field} text\\par}}".encode("ascii"), "list")
        html = f'<html><body><img src="{address}"/><p>text</p></body></html>'
        convert(html.encode(), "html", "odt")
    finally:
        server.shutdown()
    assert asked == []


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableFileError, match="apt install libreoffice-writer libreoffice-calc"):
        read_legacy(b"{\\rtf1 }", "list.rtf", "rtf")


# -- hostile files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [DOCX, XLSX], ids=["docx", "xlsx"])
def test_files_cut_at_any_byte_are_refused(data: bytes) -> None:
    for length in range(4, len(data), len(data) // 97):
        with pytest.raises(UnreadableFileError):
            read(data[:length], "list")


@pytest.mark.parametrize("data", [DOCX, XLSX], ids=["docx", "xlsx"])
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_damaged_files_are_read_or_refused(data: bytes, draw: st.DataObject) -> None:
    damaged = bytearray(data)
    for position, value in draw.draw(
        st.lists(st.tuples(st.integers(0, len(data) - 1), st.integers(0, 255)), min_size=1)
    ):
        damaged[position] = value
    try:
        found = read(bytes(damaged), "list")
    except UnreadableFileError:
        return
    assert found.blocks


ENTITIES = '<!DOCTYPE d [<!ENTITY a "很长的文字"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("entity", ["&b;", "&c;"])
def test_entities_are_refused(encoding: str, entity: str) -> None:
    xml = f"{ENTITIES}<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>{entity}</w:t></w:r></w:p></w:body></w:document>"
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{xml}'
    with pytest.raises(UnreadableFileError, match="实体"):
        read(package({"word/document.xml": declared.encode(encoding)}), "list")


def test_entities_in_a_workbook_are_refused() -> None:
    data = _edited(XLSX, "xl/worksheets/sheet1.xml", "<worksheet", f"{ENTITIES}<worksheet")
    with pytest.raises(UnreadableFileError, match="实体"):
        read(data, "list")


@pytest.mark.parametrize("size", [30, 120])
def test_archive_bombs_are_refused_before_they_are_unpacked(size: int) -> None:
    content = b"<w:document>" + b" " * (size * 1024 * 1024)
    with pytest.raises(UnreadableFileError, match="过大"):
        read(package({"word/document.xml": content}), "list")


def test_a_document_of_too_many_elements_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="过大"):
        read(document("<w:p/>" * 3_100_000), "list")


def test_an_archive_of_too_many_members_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="过大"):
        read(package({f"{number}.xml": b"" for number in range(10_050)}), "list")


def test_deep_nesting_is_refused() -> None:
    nested = p("底")
    for _ in range(60):
        nested = tbl(tr(tc(nested)))
    with pytest.raises(UnreadableFileError):
        read(document(nested), "list")


def spanning(span: str) -> bytes:
    """A document with a table whose spans are all `span`."""
    wide = f'<w:gridSpan w:val="{span}"/><w:vMerge w:val="{span}"/>'
    return document(tbl(tr(tc("甲", wide), tc("乙"), properties=f'<w:gridBefore w:val="{span}"/>')) + p("丙"))


@pytest.mark.parametrize("span", ["99999999999999999999", "-5", "x", "0", ""])
def test_spans_that_mean_nothing_are_passed_over(span: str) -> None:
    assert table_texts(spanning(span)) == [["甲", "乙"]]


def test_a_table_wider_than_word_allows_is_refused() -> None:
    with pytest.raises(UnreadableFileError, match="列数"):
        read(spanning("999999999"), "list")


def test_styles_that_build_on_each_other_in_a_circle() -> None:
    styles = style("A", "", based_on="B") + style("B", "<w:rPr><w:vanish/></w:rPr>", based_on="A")
    found = read(document(p("甲", '<w:pStyle w:val="A"/>') + p("乙"), styles=styles), "list")
    assert [block.place.line for block in found.blocks] == [2]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", '<mergeCell ref="A1:D1"', '<mergeCell ref="A1:XFD1048576"'),
        (
            "xl/worksheets/sheet1.xml",
            "</mergeCells>",
            '</mergeCells><hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
        ),
        ("xl/worksheets/sheet1.xml", "</sheetData>", "<row/>" * 3_100_000 + "</sheetData>"),
    ],
    ids=["merge", "link", "rows"],
)
def test_workbooks_that_would_fill_memory_are_refused(part: str, old: str, new: str) -> None:
    with pytest.raises(UnreadableFileError, match="过大"):
        read(_edited(XLSX, part, old, new), "list")


def test_absurd_columns_and_rows_of_a_workbook() -> None:
    hidden = (
        '<cols><col min="3" max="999999999" hidden="1"/></cols><sheetData><row r="1048576"><c r="XFD1048576"/></row>'
    )
    data = _edited(XLSX, "xl/worksheets/sheet1.xml", "<sheetData>", hidden)
    assert [len(row) for row in table_texts(data)[2:4]] == [2, 2]


def test_a_damaged_workbook_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    data = _edited(XLSX, "xl/styles.xml", '<cellStyle name="Normal" xfId="0"', '<cellStyle name="Normal" xfId="999"')
    with pytest.raises(UnsupportedWorkbookError):
        read_xlsx(data, "list")
    assert capsys.readouterr() == ("", "")
