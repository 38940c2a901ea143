"""What a Word document holds beside its text: pictures, footnotes and comments, the heads and feet of its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.readers.containers.package import Package
from indexer.readers.shared.pictures import EMU
from indexer.readers.word.markup import MC, Element, W

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SIDE = re.compile(r"(width|height):(\d{1,6}(?:\.\d{1,6})?)(pt|in|cm|mm|px)?")
_CENTIMETRES = {"pt": 0.0353, "in": 2.54, "cm": 1.0, "mm": 0.1, "px": 0.0265}
_MOST_DIGITS = 9
_PAGE_NUMBER = re.compile(r"[\s第共页/\\\d—–\-，,·.]*")
_DROPPED = {W + "del", W + "moveFrom", MC + "Fallback"}
_NOTE_KINDS = {"footnote": "脚注", "endnote": "尾注", "comment": "批注"}


def picture_size(drawing: Element) -> tuple[float, float]:
    """The width and height in centimetres of the picture that a drawing shows; nothing where it shows none."""
    if next(drawing.iter(_A + "blip"), None) is not None:
        extent = next(drawing.iter(_WP + "extent"), None)
        return (0, 0) if extent is None else (_number(extent.get("cx")) / EMU, _number(extent.get("cy")) / EMU)
    for image in drawing.iter(_V + "imagedata"):
        shape = image.getparent()
        style = "".join((shape.get("style", "") if shape is not None else "").lower().split())
        sides = {name: float(size) * _CENTIMETRES[unit or "pt"] for name, size, unit in _SIDE.findall(style)}
        return sides.get("width", 0), sides.get("height", 0)
    return 0, 0


def notes(package: Package, main: str) -> dict[tuple[str, str], str]:
    """The text of each footnote, endnote and comment by its kind and number."""
    out: dict[tuple[str, str], str] = {}
    for kind, name in _NOTE_KINDS.items():
        for part in package.related(main, kind + "s"):
            for note in package.xml(part).iterfind(W + kind):
                text = "".join(paragraph_texts(note))
                if text and note.get(W + "type") is None:
                    out[kind, note.get(W + "id", "")] = f"{name}：{text}"
    return out


def diagram_texts(package: Package, main: str) -> Iterator[str]:
    """The texts in drawn charts of boxes and arrows (SmartArt)."""
    for part in package.related(main, "diagramData"):
        for paragraph in package.xml(part).iter(_A + "p"):
            if text := "".join(piece.text or "" for piece in paragraph.iter(_A + "t")).strip():
                yield text


def margin_texts(package: Package, main: str, section: Element, margin: str) -> list[str]:
    """What a section prints at the `header` or `footer` of its pages, page numbers left out."""
    targets = package.relations(main, margin)
    parts = (targets.get(each.get(RELATION, "")) for each in section.iterfind(f"{W}{margin}Reference"))
    texts = (text for part in parts if part is not None for text in paragraph_texts(package.xml(part)))
    return list(dict.fromkeys(text for text in texts if not _PAGE_NUMBER.fullmatch(text)))


def paragraph_texts(root: Element) -> Iterator[str]:
    """The text of each paragraph below an element, those in its boxes apart."""
    for paragraph in root.iter(W + "p"):
        pieces = (text.text or "" for text in paragraph.iter(W + "t") if _stands_in(text, paragraph))
        if text := "".join(pieces).strip():
            yield text


def _stands_in(text: Element, paragraph: Element) -> bool:
    for parent in text.iterancestors():
        if parent.tag in _DROPPED:
            return False
        if parent.tag == W + "p":
            return parent is paragraph
    return False


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else 0
