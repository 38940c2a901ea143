"""How much of some records was found: records taken apart into facts, compared but for white space."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any


def micro_f1(expected: Iterable[dict[str, Any]], found: Iterable[dict[str, Any]]) -> float:
    """The harmonic mean of precision and recall over all facts of all records."""
    want = Counter(fact for record in expected for fact in _facts(record))
    have = Counter(fact for record in found for fact in _facts(record))
    return 2 * (want & have).total() / (want.total() + have.total())


def _facts(record: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """One tuple for each thing that a record says: a duty row, an agency's role, a basis, a section's text …"""
    kind = record["kind"]
    name = _plain(record.get("item") or record.get("matter") or record.get("regime") or record.get("service") or "")
    where = (kind, _plain(record["department"]), name)
    yield where
    for field in ("duty", "note", "office", "basis", "case", "content", "phone", "time"):
        if record.get(field):
            yield (*where, field, _plain(record[field]))
    for party in record.get("parties", ()):
        yield (*where, _plain(party["agency"]), _plain(party["role"]))
    for law in record.get("laws", ()):
        yield (*where, _plain(law["title"]), _plain(law["number"]))
    for section in record.get("sections", ()):
        yield (*where, _plain(section["heading"]), _plain(section["text"]))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
