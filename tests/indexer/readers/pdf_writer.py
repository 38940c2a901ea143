"""A small writer of PDF files: text, rulings and pictures where they are wanted."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

_FONT_OBJECTS = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /UniGB-UCS2-H /DescendantFonts [{child} 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} /DW 1000 /W [1 95 500] /FontDescriptor {more} 0 R "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    "<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
    "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
)
FONTS = ("STSong-Light", "SimHei")  # running text, and the face of headings


@dataclass
class PdfPage:
    """A page being drawn; places are points from its top left corner."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    drawn: list[str] = field(default_factory=list)

    def text(self, x: float, baseline: float, text: str, size: float = 10, font: int = 0, color: str = "0") -> None:
        """Text from left to right; a character is as wide as `size`, a Latin one half of that."""
        matrix = f"1 0 0 1 {x:.2f} {self.height - baseline:.2f}"
        self._show(matrix, text, size, font, color)

    def turned_text(self, x: float, y: float, text: str, matrix: str, size: float = 10, color: str = "0") -> None:
        """Text in the direction of the first four numbers of a text matrix."""
        self._show(f"{matrix} {x:.2f} {self.height - y:.2f}", text, size, 0, color)

    def _show(self, matrix: str, text: str, size: float, font: int, color: str) -> None:
        code = text.encode("utf-16-be").hex()
        self.drawn.append(f"BT {color} g /F{font} {size} Tf {matrix} Tm <{code}> Tj ET")

    def rule(self, x0: float, y0: float, x1: float, y1: float, dash: str = "[] 0 d") -> None:
        """A stroked line."""
        points = f"{x0:.2f} {self.height - y0:.2f} m {x1:.2f} {self.height - y1:.2f} l"
        self.drawn.append(f"{dash} 0.5 w {points} S")

    def bar(self, x0: float, y0: float, x1: float, y1: float, color: str = "0") -> None:
        """A filled box, which a thin border often is."""
        self.drawn.append(f"{color} g {x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f")

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A grey picture."""
        self.drawn.append(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {self.height - y1} cm /Im Do Q")

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Rulings around every cell of a table."""
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])


def pdf_file(*pages: PdfPage) -> bytes:
    """The pages as a file."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    fonts: list[str] = []
    for name in FONTS:
        first = len(objects) + 1
        fonts.append(f"/F{len(fonts)} {first} 0 R")
        objects += [part.format(name=name, child=first + 1, more=first + 2).encode() for part in _FONT_OBJECTS]
    objects.append(
        stream(b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray")
    )
    shared = f"<< /Font << {' '.join(fonts)} >> /XObject << /Im {len(objects)} 0 R >> >>"
    kids = []
    for page in pages:
        objects.append(stream("\n".join(page.drawn).encode()))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] /Rotate {page.rotate} "
            f"/Contents {len(objects)} 0 R /Resources {shared} >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return assemble(objects)


def stream(content: bytes, entries: str = "") -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(content)
    return f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"


def assemble(objects: Sequence[bytes]) -> bytes:
    """Numbered objects, the first being the catalogue, with the table of where they stand."""
    out = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    entries = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{entries}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return out + table.encode() + f"startxref\n{len(out)}\n%%EOF\n".encode()
