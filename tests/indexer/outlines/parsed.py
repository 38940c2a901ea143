"""Parsing a text, and its matters in the form that tests compare."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from indexer.parse_document import ParsedList, parse_document
from indexer.readers.dump.reader import read_text
from records.records import Boundary
from tests.indexer.outlines.pages import Matter


def parse(text: str) -> ParsedList:
    return parse_document(read_text(text.encode(), "page.txt"))


def matters(parsed: ParsedList) -> list[Matter]:
    return [
        Matter(record.matter, [(party.agency, party.role) for party in record.parties], record.basis, record.case)
        for record in parsed.records
        if isinstance(record, Boundary)
    ]


def squeezed(found: Sequence[Matter]) -> list[Matter]:
    """Matters without what printing adds: white space and the width of characters."""

    def squeeze(text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", text).split())

    return [
        Matter(
            squeeze(matter.matter),
            [(squeeze(agency), squeeze(role)) for agency, role in matter.parties],
            squeeze(matter.basis),
            squeeze(matter.case),
        )
        for matter in found
    ]
