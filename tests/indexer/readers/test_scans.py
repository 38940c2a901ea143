"""Scans and pictures: what is read of them beside the same page with text."""

from __future__ import annotations

import zipfile
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from indexer.model.problems import ProblemKind, UnreadableFileError
from indexer.parse_document import ParsedList
from indexer.parse_files import parse_files
from indexer.readers.sniff import read
from indexer.sources.collect import collect
from records.records import Boundary
from tests.indexer.readers.pdf_groups import Sheet, print_groups
from tests.indexer.readers.pdf_reading import GROUPS
from tests.indexer.readers.pdf_writer import PdfPage, pdf_file
from tests.indexer.readers.scans import Spoilt, needs_ocr, photographed

SHEET = Sheet(widths=(2, 6, 6, 14, 12), page_lines=40)


def parsed(path: Path, readings: Path | None = None) -> ParsedList:
    [found] = parse_files(collect([path]).files, 1, readings)
    return found


def shares(found: ParsedList) -> dict[tuple[str, str], str]:
    return {
        (record.matter, party.agency): party.role
        for record in found.records
        if isinstance(record, Boundary)
        for party in record.parties
    }


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> ParsedList:
    path = tmp_path_factory.mktemp("text") / "list.pdf"
    path.write_bytes(pdf_file(*print_groups(GROUPS, SHEET)))
    return parsed(path)


def test_without_the_part_a_picture_says_what_to_run() -> None:
    with pytest.raises(UnreadableFileError, match="make ocr"):
        read(b"\x89PNG\r\n\x1a\n" + bytes(50), "page.png")


@needs_ocr
@pytest.mark.slow
@pytest.mark.parametrize(
    "spoilt",
    [
        Spoilt(),
        Spoilt(tilt=1.2, noise=6, quality=60),
        Spoilt(ground=0.8, noise=4, turns=2),
        Spoilt(turns=1),
    ],
    ids=["clean", "tilted and noisy", "grey and upside down", "on its side"],
)
def test_a_picture_gives_what_the_page_with_text_gives(printed: ParsedList, spoilt: Spoilt, tmp_path: Path) -> None:
    (tmp_path / "list.jpg").write_bytes(photographed(print_groups(GROUPS, SHEET), spoilt)[0])
    found = parsed(tmp_path / "list.jpg", tmp_path / "ocr")
    assert all(record.read == "ocr" and 0 < record.certainty <= 1 for record in found.records)
    expected, given = shares(printed), shares(found)
    assert len(expected) > 4
    assert set(given) == set(expected)
    alike = [SequenceMatcher(None, expected[share], given[share], autojunk=False).ratio() for share in expected]
    assert min(alike) > 0.95


@needs_ocr
@pytest.mark.slow
def test_a_seal_over_a_table_makes_nobody_responsible_who_is_not(printed: ParsedList, tmp_path: Path) -> None:
    spoilt = Spoilt(tilt=-0.6, seal=(0.55, 0.2), quality=70)
    (tmp_path / "list.jpg").write_bytes(photographed(print_groups(GROUPS, SHEET), spoilt)[0])
    found = parsed(tmp_path / "list.jpg", tmp_path / "ocr")
    assert set(shares(found)) <= set(shares(printed))
    assert found.records
    assert shares(found) or any("对照原件" in problem.message for problem in found.problems)


@needs_ocr
@pytest.mark.slow
def test_photos_in_an_archive_are_the_pages_of_one_document(tmp_path: Path) -> None:
    pages = print_groups(GROUPS, Sheet(widths=SHEET.widths, page_lines=12))
    assert len(pages) > 1
    (tmp_path / "list.pdf").write_bytes(pdf_file(*pages))
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        for number, data in enumerate(photographed(pages, Spoilt()), start=9):
            archive.writestr(f"{number}.jpg", data)
    found = parsed(tmp_path / "photos.zip", tmp_path / "ocr")
    assert set(shares(found)) == set(shares(parsed(tmp_path / "list.pdf")))


@needs_ocr
@pytest.mark.slow
def test_what_was_read_is_kept(tmp_path: Path) -> None:
    page = PdfPage()
    page.text(60, 100, "县公安局责任清单", 16)
    (tmp_path / "list.png").write_bytes(photographed([page], Spoilt(), ".png")[0])
    first = parsed(tmp_path / "list.png", tmp_path / "ocr")
    [kept] = (tmp_path / "ocr").iterdir()
    content = kept.read_bytes()
    again = parsed(tmp_path / "list.png", tmp_path / "ocr")
    assert again == first
    assert [path.name for path in (tmp_path / "ocr").iterdir()] == [kept.name]
    assert kept.read_bytes() == content


@needs_ocr
def test_a_damaged_picture_is_told(tmp_path: Path) -> None:
    (tmp_path / "list.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    [problem] = parsed(tmp_path / "list.png", tmp_path / "ocr").problems
    assert (problem.kind, problem.message) == (ProblemKind.UNREADABLE, "图片已损坏，无法读取")
