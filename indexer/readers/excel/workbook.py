"""A workbook's package: measured before the library may open it, mended where the library would give up.

Strict names are exchanged for the usual ones; a sheet that is damaged is emptied, so that it does not take the others
with it.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO, StringIO
from zipfile import ZIP_STORED, ZipFile

import openpyxl
from lxml import etree
from openpyxl.utils import range_boundaries

from indexer.model.problems import UnreadableFileError
from indexer.readers.containers.package import MOST_MARKS, Package, main_part
from indexer.readers.containers.zip_files import BROKEN

_MOST_COVERED = 200_000  # cells under merged ranges, links and comments; the library makes an object of each
_ROWS = 1_048_576
_MOST_TRIED = 60  # sheets that are opened one by one to find the one that is damaged
_TOO_LARGE = "工作表过大，不予读取；如果是整行整列设置了格式，请删除空白的行和列后重新保存"
_RANGED = ("{*}mergeCell", "{*}hyperlink", "{*}comment")
_BEFORE_TAGS = b"\xef\xbb\xbf\xff\xfe\x00 \r\n\t"
_EMPTY_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'


class UnsupportedWorkbookError(UnreadableFileError):
    """A workbook that the library does not read; another program might."""


@dataclass(frozen=True, slots=True)
class MissingResults:
    """Formulas in one sheet whose results were not saved: how many, and the first one's cell and row."""

    count: int
    cell: str
    row: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook as the library holds it, the part of each sheet by its title, and what could not be had."""

    book: openpyxl.Workbook
    parts: Mapping[str, str]
    missing: tuple[MissingResults, ...]
    damaged: tuple[str, ...]


def open_workbook(package: Package) -> Opened:
    """The workbook in `package`.

    Raises UnreadableFileError where it does not fit into memory or no sheet can be read, and UnsupportedWorkbookError
    where another program might still read it.
    """
    parts = _sheet_parts(package)
    missing, broken = _check(package, set(parts.values()))
    try:
        book = _load(_mended(package, broken))
    except UnsupportedWorkbookError:
        broken |= _culprits(package, set(parts.values()) - broken)
        book = _load(_mended(package, broken))
    damaged = tuple(title for title, part in parts.items() if part in broken)
    return Opened(book, parts, tuple(missing), damaged)


def _sheet_parts(package: Package) -> dict[str, str]:
    """The part of each worksheet by the sheet's title."""
    main = main_part(package)
    if main is None:
        return {}
    targets = package.relations(main)
    out: dict[str, str] = {}
    for sheet in package.xml(main).iterfind("{*}sheets/{*}sheet"):
        number = next((str(value) for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        if (part := targets.get(number)) is not None:
            out[sheet.get("name", "")] = part
    return out


# -- opening -----------------------------------------------------------------------------------------


def _load(data: bytes) -> openpyxl.Workbook:
    try:
        # The library prints and warns about what it does not like; stdout is for data.
        with warnings.catch_warnings(), contextlib.redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:  # a damaged part makes the library raise nearly anything
        raise UnsupportedWorkbookError(f"无法识别的 Excel 文件，可能已损坏（{type(error).__name__}）") from error


def _mended(package: Package, emptied: Iterable[str]) -> bytes:
    """The package as the library reads it, without what stands in some of its sheets."""
    if not emptied and not package.is_strict:
        return package.data
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for part in package.parts:
            archive.writestr(part, _EMPTY_SHEET if part in emptied else package.usual(package.read(part)))
    return out.getvalue()


def _culprits(package: Package, sheets: set[str]) -> set[str]:
    """The sheets with which the library cannot open the package, though it can without them."""
    if not 1 < len(sheets) <= _MOST_TRIED:
        return set()
    out = set()
    for part in sheets:
        try:
            _load(_mended(package, sheets - {part}))
        except UnsupportedWorkbookError:
            out.add(part)
    return out if len(out) < len(sheets) else set()


# -- what must be known before the library may open a package, and what it does not tell -------------


def _check(package: Package, sheets: set[str]) -> tuple[list[MissingResults], set[str]]:
    """Formulas without results, and the sheets that are damaged. Raises UnreadableFileError for what is too large.

    The library goes by what a package says of its parts and not by their names: so does this, looking at every one.
    """
    marks = covered = 0
    missing: list[MissingResults] = []
    broken: set[str] = set()
    for part in package.parts:
        try:
            data = package.safe_xml(part) if package.read(part).lstrip(_BEFORE_TAGS).startswith(b"<") else b""
        except UnreadableFileError as error:
            if part not in sheets or not str(error).startswith(BROKEN):
                raise
            broken.add(part)
            continue
        marks += data.count(b"<") + data.count(b"=")
        if marks > MOST_MARKS:
            raise UnreadableFileError(_TOO_LARGE)
        if not data:
            continue
        ranged, lost, is_whole = _scan(data)
        covered += ranged
        if covered > _MOST_COVERED:
            raise UnreadableFileError(_TOO_LARGE)
        if lost is not None:
            missing.append(lost)
        if not is_whole and part in sheets:
            broken.add(part)
        elif not is_whole and part.lower().endswith((".xml", ".rels")):
            raise UnreadableFileError(f"{BROKEN}（{part}）")
    if broken and broken == sheets:
        raise UnreadableFileError(f"{BROKEN}（{min(broken)}）")
    return missing, broken


def _scan(data: bytes) -> tuple[int, MissingResults | None, bool]:
    """How many cells the ranges in a part cover, its formulas without results, and whether it is whole."""
    covered = count = 0
    first = ""
    is_whole = True
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
    except etree.XMLSyntaxError:
        is_whole = False
    row = "".join(character for character in first if character.isdigit())[:7]
    return covered, MissingResults(count, first, int(row or 1)) if count else None, is_whole


def _area(reference: str) -> int:
    """How many cells a range like B2:D9 covers; 1 for what is no range."""
    try:
        left, top, right, bottom = range_boundaries(reference)
    except (ValueError, TypeError):
        return 1
    return ((right or 1) - (left or 1) + 1) * ((bottom or _ROWS) - (top or 1) + 1)
