"""What a document says, without the passages that only keep its text."""

from __future__ import annotations

from indexer.parse_document import ParsedList
from records.records import Passage, Record


def said(parsed: ParsedList) -> list[Record]:
    """The records that are no passages, in printed order."""
    return [record for record in parsed.records if not isinstance(record, Passage)]


def kept(parsed: ParsedList) -> str:
    """All that stands in passages, their headings included."""
    return "\n".join(f"{each.heading}\n{each.text}" for each in parsed.records if isinstance(each, Passage))
