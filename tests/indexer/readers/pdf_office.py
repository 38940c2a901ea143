"""The sample county's Word files laid out for print and turned into PDF by LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from indexer.readers.libreoffice import find_libreoffice

_WIDTHS = {4: (1, 4, 8, 2), 5: (1, 3, 6, 2, 2), 6: (1, 1.2, 2, 5, 3.5, 4.5)}  # shares of the page, by columns


@dataclass(frozen=True)
class Print:
    """How a file is printed: the page in millimetres, the type in points, and habits of its author."""

    page: tuple[int, int] = (210, 297)
    size: float = 10.5
    repeats_heads: bool = False
    keeps_rows: bool = False
    centres: bool = False
    footer: tuple[str, str] = ("— ", " —")


PRINTS = (
    Print(),
    Print(page=(297, 210), repeats_heads=True, footer=("第 ", " 页")),
    Print(size=9, centres=True, footer=("", "")),
    Print(page=(210, 148), size=12),
    Print(size=14, keeps_rows=True, repeats_heads=True),
)


def lay_out(word: bytes, style: Print, header: str) -> bytes:
    """A Word file with a running header, page numbers, and tables of columns as narrow as lists have them."""
    document = Document(BytesIO(word))
    section = document.sections[0]
    section.page_width, section.page_height = Mm(style.page[0]), Mm(style.page[1])
    section.left_margin = section.right_margin = Mm(24)
    section.header.paragraphs[0].text = header
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(style.footer[0])
    _add_page_number(footer)
    footer.add_run(style.footer[1])
    document.styles["Normal"].font.size = Pt(style.size)
    _tighten(document)
    for table in document.tables:
        _narrow(table, Mm(style.page[0] - 48))
        _set_rows(table, style)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def to_pdf(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Word files as PDF, by the same names."""
    program = find_libreoffice()
    assert program is not None
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    paths = [str(folder / f"{name}.docx") for name in files]
    subprocess.run([*command, *paths], check=True, capture_output=True, timeout=120)
    return {name: (folder / f"{name}.pdf").read_bytes() for name in files}


def _tighten(document: WordDocument) -> None:
    """No space between paragraphs, and first lines indented by two characters as in official prose."""
    for paragraph in document.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)
        if paragraph.alignment is None:
            paragraph.paragraph_format.first_line_indent = Pt(24)
    for table in document.tables:
        for cell in {id(cell): cell for row in table.rows for cell in row.cells}.values():
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)


def _narrow(table: Table, width: int) -> None:
    shares = _WIDTHS[len(table.columns)]
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(width * share / sum(shares))
    for row in table._tbl.tr_lst:
        for cell, share in zip(row.tc_lst, shares, strict=True):
            cell.width = int(width * share / sum(shares))


def _set_rows(table: Table, style: Print) -> None:
    for index, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        if style.keeps_rows:
            properties.append(OxmlElement("w:cantSplit"))
        if style.repeats_heads and index == 0:
            properties.append(OxmlElement("w:tblHeader"))
        if style.centres:
            for cell in row.cells:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def _add_page_number(paragraph: Paragraph) -> None:
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark.text = code
        paragraph.add_run()._r.append(mark)
