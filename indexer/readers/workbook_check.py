"""What must be known of an Excel package before the library may open it, and what the library does not tell."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from openpyxl.utils import range_boundaries

from indexer.model.problems import UnreadableFileError
from indexer.readers.containers.package import MOST_MARKS, Package
from indexer.readers.containers.zip_files import BROKEN

_MOST_COVERED = 200_000  # cells under merged ranges, links and comments; the library makes an object of each
_ROWS = 1_048_576
_TOO_LARGE = "工作表过大，不予读取；如果是整行整列设置了格式，请删除空白的行和列后重新保存"
_RANGED = ("{*}mergeCell", "{*}hyperlink", "{*}comment")


@dataclass(frozen=True, slots=True)
class MissingResults:
    """Formulas in one sheet whose results were not saved: how many, and the first one's cell and row."""

    count: int
    cell: str
    row: int


def check_workbook(package: Package) -> list[MissingResults]:
    """Make sure that a workbook fits into memory. Raises UnreadableFileError where it does not."""
    marks = 0
    covered = 0
    missing: list[MissingResults] = []
    for part in package.parts:
        if not part.lower().endswith((".xml", ".rels")):
            continue
        data = package.safe_xml(part)
        marks += data.count(b"<") + data.count(b"=")
        if marks > MOST_MARKS:
            raise UnreadableFileError(_TOO_LARGE)
        ranged, lost = _scan(data, part)
        covered += ranged
        if covered > _MOST_COVERED:
            raise UnreadableFileError(_TOO_LARGE)
        if lost is not None:
            missing.append(lost)
    return missing


def _scan(data: bytes, part: str) -> tuple[int, MissingResults | None]:
    """How many cells the ranges in a part cover, and its formulas without results."""
    covered = count = 0
    first = ""
    try:
        elements = etree.iterparse(BytesIO(data), tag=(*_RANGED, "{*}row"), resolve_entities=False, no_network=True)
        for _, element in elements:
            if etree.QName(element).localname != "row":
                covered += _area(element.get("ref", ""))
                continue
            for formula in element.iterfind("{*}c/{*}f"):
                cell = formula.getparent()
                # A result that is an empty text is marked as text.
                if cell is not None and not cell.findtext("{*}v") and cell.get("t") != "str":
                    count += 1
                    first = first or cell.get("r", "")
            element.clear()
    except etree.XMLSyntaxError as error:
        raise UnreadableFileError(f"{BROKEN}（{part}）") from error
    row = "".join(character for character in first if character.isdigit())[:7]
    return covered, MissingResults(count, first, int(row or 1)) if count else None


def _area(reference: str) -> int:
    """How many cells a range like B2:D9 covers; 1 for what is no range."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 1
    return ((right or 1) - (left or 1) + 1) * ((bottom or _ROWS) - (top or 1) + 1)
