"""PDF bytes → what is drawn on each page: glyphs, straight rulings and the share covered by pictures.

Everything is given in points from the top left corner of the page as a reader sees it: the page's own
rotation is undone, and so is text set sideways on a page that forgot to say that it is rotated.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pypdfium2.raw as pdfium

from indexer.model.problems import UnreadableFileError
from indexer.readers.pdf.drawing import Drawing, Ruling, View

# Radicals of simplified script (U+2E80 on) that Unicode does not decompose, with their characters.
_RADICALS = dict(
    zip(
        "⺁⺆⺊⺒⺓⺔⺕⺝⺞⺠⺩⺫⺬⻁⻂⻃⻄⻅⻆⻈⻉⻋⻐⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "厂冂卜巳幺彑彐月歹民王罒示虎衤覀西见角讠贝车钅長镸长门青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
_VERTICAL = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︱︲︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…—–_（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)
_DECOMPOSED = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
_UNKNOWN = {0xFFFD, 0xFFFE, 0xFFFF}
_MOST_PAGES = 5000
_LARGE = 24.0  # points: text of this size may be a watermark
_PALE = range(156, 250)  # of 255; pure white is text on a dark ground
_FAINT = 100  # of 255: the rest shows through
_LONGEST_NAME = 100  # bytes of a font's name
_BOLD_FONT = re.compile(r"bold|black|heavy|simhei|heiti|黑体|xiaobiaosong|xbs|小标宋", re.IGNORECASE)


# -- characters -------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def plain_character(code: int) -> str | None:
    """The character that running text uses for a code point; None where the code tells no character."""
    if code < 0x20 or 0x7F <= code < 0xA0 or code in _UNKNOWN or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return None
    text = chr(code)
    text = _RADICALS.get(text) or _VERTICAL.get(text) or text
    if any(code in block for block in _DECOMPOSED):
        text = unicodedata.normalize("NFKC", text)
    return text


# -- pages ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character. `top` and `bottom` follow from the baseline and the size."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    sideways: int  # 0 upright, 1 turned clockwise, -1 turned the other way

    @property
    def middle(self) -> tuple[float, float]:
        """The point that decides which cell the glyph stands in."""
        return (self.x0 + self.x1) / 2, self.baseline - 0.35 * self.size


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn on one page.

    `unmapped` counts glyphs whose character the file does not tell, `curves` the drawn shapes with curves.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    across: tuple[Ruling, ...]
    down: tuple[Ruling, ...]
    picture_share: float
    curves: int
    unmapped: int


@dataclass(frozen=True, slots=True)
class BrokenPage:
    """A page that the file announces but that cannot be loaded."""

    number: int


@dataclass(frozen=True, slots=True)
class _RawGlyph:
    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    size: float
    bold: bool
    turns: int  # quarter turns anticlockwise of the text in the page's own space


def read_pages(data: bytes) -> Iterator[Page | BrokenPage]:
    """The pages of a PDF in order. Raises UnreadableFileError where the file cannot be opened."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise UnreadableFileError(_opening_error(pdfium.FPDF_GetLastError()))
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count <= 0:
            raise UnreadableFileError("PDF 文件里没有页面，文件可能已损坏")
        if count > _MOST_PAGES:
            raise UnreadableFileError(f"PDF 文件有 {count} 页，超过上限 {_MOST_PAGES} 页，请拆分后再导入")
        for index in range(count):
            page = pdfium.FPDF_LoadPage(document, index)
            if not page:
                yield BrokenPage(index + 1)
                continue
            try:
                yield _read_page(page, index + 1)
            finally:
                pdfium.FPDF_ClosePage(page)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _opening_error(code: int) -> str:
    if code == pdfium.FPDF_ERR_PASSWORD:
        return "PDF 文件设有打开密码，请先取消密码再导入"
    if code == pdfium.FPDF_ERR_SECURITY:
        return "PDF 文件使用了不支持的加密方式，请先解除加密再导入"
    return "不是有效的 PDF 文件，或者文件已损坏、不完整"


def _read_page(page: pdfium.FPDF_PAGE, number: int) -> Page:
    view = _view(page)
    raw, unmapped = _raw_glyphs(page)
    view = view.turned(_text_turns(raw, view))
    glyphs = tuple(glyph for item in raw if (glyph := _placed(item, view)) is not None)
    drawing = Drawing(page, view)
    width, height = view.size
    return Page(
        number=number,
        width=width,
        height=height,
        glyphs=glyphs,
        across=tuple(drawing.across),
        down=tuple(drawing.down),
        picture_share=drawing.picture_share,
        curves=drawing.curves,
        unmapped=unmapped,
    )


def _view(page: pdfium.FPDF_PAGE) -> View:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    return View(box.left, box.bottom, box.right, box.top, pdfium.FPDFPage_GetRotation(page) % 4)


# -- text ------------------------------------------------------------------------------------------------


def _raw_glyphs(page: pdfium.FPDF_PAGE) -> tuple[list[_RawGlyph], int]:
    """The glyphs of a page in the page's own space, and how many have no known character."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return [], 0
    glyphs: list[_RawGlyph] = []
    unmapped = 0
    boldness: dict[int, bool] = {}
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    try:
        for index in range(max(pdfium.FPDFText_CountChars(text_page), 0)):
            if pdfium.FPDFText_IsGenerated(text_page, index) == 1:
                continue
            text = plain_character(pdfium.FPDFText_GetUnicode(text_page, index))
            if text is None or pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1:
                unmapped += 1
                continue
            pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
            pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
            pdfium.FPDFText_GetMatrix(text_page, index, matrix)
            turns = _quarter_turns(matrix.a, matrix.b)
            size = pdfium.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
            edges = (box.left, box.bottom, box.right, box.top)
            if turns is None or not _is_sound(size, *edges) or (size > _LARGE and _is_pale(text_page, index)):
                continue
            bold = _is_bold(text_page, index, boldness)
            glyphs.append(_RawGlyph(text, edges, (x.value, y.value), size, bold, turns))
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return glyphs, unmapped


def _is_sound(size: float, *edges: float) -> bool:
    return 0.5 < size < 1000 and all(math.isfinite(edge) and abs(edge) < 1e6 for edge in edges)


def _is_pale(text_page: pdfium.FPDF_TEXTPAGE, index: int) -> bool:
    """Whether a glyph is printed in a colour so light that text can be read over it, as a watermark is."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha):
        return False
    return alpha.value < _FAINT or min(red.value, green.value, blue.value) in _PALE


def _quarter_turns(a: float, b: float) -> int | None:
    """The direction of writing in quarter turns anticlockwise; None for slanted text (a watermark)."""
    if b == 0:
        return (0 if a > 0 else 2) if a else None
    quarters = math.atan2(b, a) / (math.pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) < 0.06 else None


def _is_bold(text_page: pdfium.FPDF_TEXTPAGE, index: int, known: dict[int, bool]) -> bool:
    """Whether a glyph is printed bold, by its font's name or because its outline is drawn as well."""
    text_object = pdfium.FPDFText_GetTextObject(text_page, index)
    if not text_object:
        return False
    address = ctypes.addressof(text_object.contents)
    if address not in known:
        stroked = pdfium.FPDFTextObj_GetTextRenderMode(text_object) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
        known[address] = stroked or _BOLD_FONT.search(_font_name(text_page, index)) is not None
    return known[address]


def _font_name(text_page: pdfium.FPDF_TEXTPAGE, index: int) -> str:
    name, flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text_page, index, name, _LONGEST_NAME, flags)
    return name.value.decode("utf-8", "replace")


def _text_turns(glyphs: list[_RawGlyph], view: View) -> int:
    """The quarter turns clockwise after which most of the page's text stands upright."""
    turns = Counter((glyph.turns - view.turns) % 4 for glyph in glyphs if glyph.text.strip())
    return turns.most_common(1)[0][0] if turns else 0


def _placed(glyph: _RawGlyph, view: View) -> Glyph | None:
    left, bottom, right, top = glyph.box
    (xa, ya), (xb, yb) = view.point(left, bottom), view.point(right, top)
    x0, x1 = min(xa, xb), max(xa, xb)
    turns = (glyph.turns - view.turns) % 4
    if turns == 2:
        return None
    if turns == 0:
        baseline = view.point(*glyph.origin)[1]
        return Glyph(glyph.text, x0, max(x1, x0), baseline, glyph.size, glyph.bold, 0)
    middle = (ya + yb) / 2
    return Glyph(glyph.text, x0, x1, middle + 0.35 * glyph.size, glyph.size, glyph.bold, 1 if turns == 3 else -1)
