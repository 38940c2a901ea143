"""Records of text that was read from a picture: marked as such, and without parties where a table is not certain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.model.document import Recognised
from records.records import OCR, Boundary, Passage, Power, Record
from tokenizer.wording import squeeze

_FEWEST = 2  # characters of a line by which a record that holds it is known


def marked(records: Iterable[Record], lines: Sequence[Recognised]) -> list[Record]:
    """The records, those read from pictures marked with their least certainty.

    Where the tables at a place cannot be trusted, its boundaries become passages: who does what is not told there.
    """
    places = {line.place for line in lines}
    unsound = {line.place for line in lines if not line.sound}
    return [
        _marked(record, lines, record.source.place in unsound) if record.source.place in places else record
        for record in records
    ]


def _marked(record: Record, lines: Sequence[Recognised], is_unsound: bool) -> Record:
    text = squeeze(json.dumps(record.body(), ensure_ascii=False).replace("\\n", ""))
    held = [line.certainty for line in lines if len(line.text) >= _FEWEST and squeeze(line.text) in text]
    own = [line.certainty for line in lines if line.place == record.source.place]
    certainty = max(round(min(held or own), 2), 0.01)
    if is_unsound and isinstance(record, Boundary):
        record = _as_passage(record)
    elif is_unsound and isinstance(record, Power):
        record = replace(record, agency="")
    return replace(record, read=OCR, certainty=certainty)


def _as_passage(boundary: Boundary) -> Passage:
    """The words of a boundary, line by line."""
    shares = (f"{party.agency}：{party.role}" if party.role else party.agency for party in boundary.parties)
    cells = (f"{cell.label}：{cell.text}" for cell in boundary.extra)
    texts = [boundary.category, *shares, boundary.basis, boundary.case, boundary.note, *cells]
    return Passage(
        owner=boundary.owner,
        seq=boundary.seq,
        source=boundary.source,
        heading=boundary.matter,
        text="\n".join(filter(None, texts)),
    )
