"""The text of files as a reader finds it that shares nothing with ours: what stands in a file, in pieces.

It knows no layout and no tables: an XML walk, openpyxl, the text of HTML elements, pdftotext. A piece is a paragraph, a
cell, a line or a word, in any order. It imports nothing of the product.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree, html

_TEXT_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)\.xml")
_SHAPES = re.compile(r"xl/drawings/drawing\d+\.xml")
_UNSEEN = {"script", "style", "noscript", "template", "title", "iframe", "select", "textarea", "button", "head"}
_BLOCKS = {
    "p",
    "div",
    "td",
    "th",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "br",
    "pre",
    "section",
    "article",
    "dt",
    "dd",
    "caption",
}
_STRICT = "http://purl.oclc.org/ooxml/"
_USUAL = "http://schemas.openxmlformats.org/"


def pieces(path: Path) -> list[str]:
    """The pieces of text in a file, chosen by the file's suffix."""
    data = path.read_bytes()
    readers = {".docx": _docx, ".xlsx": _xlsx, ".html": _html, ".pdf": _pdf, ".csv": _csv}
    found = readers.get(path.suffix, _text)(data)
    return [text for text in ("".join(piece.split()) for piece in found) if text]


def _text(data: bytes) -> Iterator[str]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield from text.replace('"', "").split()  # in which copied cells stand
        return


def _csv(data: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
        yield from row


def _docx(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if _TEXT_PARTS.fullmatch(name):
                yield from _paragraphs(etree.fromstring(package.read(name)))
            elif name.startswith("word/") and name.endswith((".html", ".htm")):
                yield from _html(package.read(name))


def _paragraphs(root: Any) -> Iterator[str]:
    for element in root.iter("{*}p"):
        if not etree.QName(element).namespace.endswith("wordprocessingml/2006/main"):
            continue
        yield "".join(text.text or "" for text in element.iter("{*}t") if _is_own(text, element))


def _is_own(text: Any, paragraph: Any) -> bool:
    """Whether a text stands in this paragraph itself and is printed: not deleted, not the copy for old programs."""
    for parent in text.iterancestors():
        name = etree.QName(parent).localname
        if name in ("del", "moveFrom", "Fallback"):
            return False
        if name == "p":
            return parent is paragraph
    return False


def _xlsx(data: bytes) -> Iterator[str]:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:  # openpyxl knows no strict names
        for name in old.namelist():
            new.writestr(name, _transitional(old.read(name)))
    for sheet in openpyxl.load_workbook(out, data_only=True).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    yield str(cell.value)
                if cell.comment is not None:
                    yield cell.comment.text


def _transitional(data: bytes) -> bytes:
    text = data.replace(f"{_STRICT}spreadsheetml/main".encode(), f"{_USUAL}spreadsheetml/2006/main".encode())
    return text.replace(f"{_STRICT}officeDocument/".encode(), f"{_USUAL}officeDocument/2006/".encode())


def _html(data: bytes) -> Iterator[str]:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True)
    out: list[str] = []
    for event, element in etree.iterwalk(html.fromstring(data, parser=parser), events=("start", "end")):
        if any(e.tag in _UNSEEN for e in (element, *element.iterancestors())):
            out.append(element.tail or "" if event == "end" and element.tag in _UNSEEN else "")
        elif event == "start":
            out.append(("\n" if element.tag in _BLOCKS else "") + (element.text or ""))
        else:
            out.append(("\n" if element.tag in _BLOCKS else "") + (element.tail or ""))
    yield from "".join(out).split("\n")


def _pdf(data: bytes) -> Iterator[str]:
    run = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    yield from run.stdout.decode().split()
