"""The index on disk, kept by Whoosh. No other module imports Whoosh.

Words are stored with counts, grams with positions, both handed over ready-made: Whoosh's own analysis,
query parser and matchers are not used. Opening an index unpickles parts of it, so the index folder must be
writable only by the user who builds it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields, formats
from whoosh.filedb.filestore import FileStorage

from indexer.engine import Entry, Numbers, Occurrences, Postings, Weights
from indexer.zones import ZONES

_GRAMS = "grams"
_RECORD = "record"
_LENGTHS = "lengths"
_POSITION = "I"  # array type code: 4 bytes, unsigned
_MEMORY_MB = 256  # of postings that the writer holds before it sorts them to disk


class Prepared(fields.FieldType):  # type: ignore[misc]
    """A field whose terms are handed over ready-made."""

    def __init__(self, posting_format: formats.Format) -> None:
        self.format = posting_format
        self.scorable = False  # Whoosh rounds the lengths it keeps; ours are stored whole
        self.stored = False
        self.analyzer = None


class Counts(Prepared):
    """A field given as a mapping from word to count."""

    def index(self, value: Mapping[str, int], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's hook: each term as (bytes, count, weight, value)."""
        for word, count in value.items():
            yield word.encode(), count, float(count), b""


class Positions(formats.Format):  # type: ignore[misc]
    """Posting values that are arrays of positions."""

    def supports(self, name: str) -> bool:
        """Whether a posting can be read as `name`; ours are read as raw bytes only."""
        return name == "frequency"


class Grams(Prepared):
    """A field given as a mapping from gram to its positions."""

    def index(self, value: Mapping[str, Sequence[int]], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's hook: each term as (bytes, count, weight, value)."""
        for gram, positions in value.items():
            yield gram.encode(), len(positions), float(len(positions)), array(_POSITION, positions).tobytes()


def write_index(folder: Path, entries: Iterable[Entry]) -> None:
    """Write a new index into an empty folder."""
    schema = fields.Schema(
        **{zone: Counts(formats.Frequency()) for zone in ZONES},
        **{_GRAMS: Grams(Positions()), _RECORD: fields.STORED(), _LENGTHS: fields.STORED()},
    )
    index = FileStorage(str(folder)).create_index(schema)
    writer = index.writer(limitmb=_MEMORY_MB)
    for entry in entries:
        lengths = [sum(entry.words.get(zone, {}).values()) for zone in ZONES]
        writer.add_document(**entry.words, **{_GRAMS: entry.grams, _RECORD: entry.record, _LENGTHS: lengths})
    writer.commit()
    index.close()


class WhooshEngine:
    """A Whoosh index opened for reading; implements `indexer.engine.Engine`."""

    def __init__(self, folder: Path) -> None:
        self._index = FileStorage(str(folder), readonly=True).open_index()
        self._reader = self._index.reader()
        stored = [self._reader.stored_fields(doc) for doc in range(self.count)]
        self._records: list[str] = [fields_[_RECORD] for fields_ in stored]
        self._lengths = np.array([fields_[_LENGTHS] for fields_ in stored], dtype=np.float64).reshape(-1, len(ZONES))

    @property
    def count(self) -> int:
        """How many records there are."""
        total: int = self._reader.doc_count_all()
        return total

    def words(self, zone: str, word: str) -> Postings:
        """The records whose zone holds the word."""
        term = word.encode()
        if (zone, term) not in self._reader:
            return Postings(_numbers([]), np.empty(0))
        docs, counts = [], []
        matcher = self._reader.postings(zone, term)
        while matcher.is_active():
            docs.append(matcher.id())
            counts.append(matcher.weight())
            matcher.next()
        return Postings(_numbers(docs), np.array(counts, dtype=np.float64))

    def lengths(self, zone: str) -> Weights:
        """The number of words in that zone of every record."""
        return self._lengths[:, ZONES.index(zone)]

    def grams(self, gram: str) -> Occurrences:
        """Every occurrence of a gram."""
        term = gram.encode()
        if (_GRAMS, term) not in self._reader:
            return Occurrences(_numbers([]), _numbers([]))
        docs, repeats, values = [], [], []
        matcher = self._reader.postings(_GRAMS, term)
        while matcher.is_active():
            value = matcher.value()
            docs.append(matcher.id())
            repeats.append(len(value) // array(_POSITION).itemsize)
            values.append(value)
            matcher.next()
        positions = np.frombuffer(b"".join(values), dtype=_POSITION).astype(np.int64)
        return Occurrences(np.repeat(_numbers(docs), repeats), positions)

    def grams_from(self, prefix: str) -> list[str]:
        """The grams that start with `prefix`, sorted."""
        return [term.decode() for term in self._reader.expand_prefix(_GRAMS, prefix.encode())]

    def records(self) -> Iterator[str]:
        """All records as JSON text, in order."""
        return iter(self._records)

    def close(self) -> None:
        """Release the files."""
        self._reader.close()
        self._index.close()


def _numbers(values: list[int]) -> Numbers:
    return np.array(values, dtype=np.int64)
