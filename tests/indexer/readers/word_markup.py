"""Word documents written by hand, for what python-docx cannot write."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMES = {
    "w": W,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
NAMESPACES = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMES.items())
_STRICT = (
    (W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    (_NAMES["r"], "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def document(body: str, *, numbering: str = "", styles: str = "", strict: bool = False) -> bytes:
    """A .docx with this markup in its w:body, w:numbering and w:styles; `strict` uses the names of ISO 29500."""
    parts = {
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(("numbering", "numbering.xml"), ("styles", "styles.xml")),
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{numbering}</w:numbering>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{styles}</w:styles>",
    }
    if strict:
        for usual, other in _STRICT:
            parts = {name: content.replace(usual, other) for name, content in parts.items()}
    return package(parts)


def relations(*targets: tuple[str, str]) -> str:
    """The relations of a part: kinds and targets, called r0, r1 …"""
    entries = "".join(
        f'<Relationship Id="r{number}" Type="{_KIND}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{entries}</Relationships>'


def p(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph with one run of text."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def numbered(text: str, number: int, level: int = 0) -> str:
    """A paragraph that Word numbers."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def tc(content: str, properties: str = "") -> str:
    """A table cell; plain text is put into a paragraph."""
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A table row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    """A table with the widths of its grid columns."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def abstract(number: int, *levels: str, extra: str = "") -> str:
    """A list definition of levels."""
    return f'<w:abstractNum w:abstractNumId="{number}">{extra}{"".join(levels)}</w:abstractNum>'


def lvl(level: int, form: str, text: str, *, start: int = 1, extra: str = "") -> str:
    """One level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def num(number: int, definition: int, overrides: str = "") -> str:
    """A numbering that uses a list definition."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{overrides}</w:num>'


def style(name: str, properties: str, *, kind: str = "paragraph", based_on: str = "", called: str = "") -> str:
    """A style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{called or name}"/>{base}{properties}</w:style>'
