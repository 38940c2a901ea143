"""The index on disk: words kept by Whoosh, positions, columns and records beside them. No other module imports Whoosh.

Words are handed over ready-made and in order: Whoosh's own analysis and sorting are not used, and its matchers only
where it serves as the reference for our scores. Opening an index unpickles parts of it, so the index folder must be
writable only by the user who builds it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from whoosh import fields, formats
from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher
from whoosh.filedb.filestore import FileStorage, RamStorage, Storage
from whoosh.reading import TermNotFound

from records.zones import ZONES
from store.columns import Column, ColumnWriter, read_columns
from store.engine import Numbers, Occurrences, Postings
from store.entries import Entries, WordCounts
from store.positions import Positions, PositionsWriter
from store.records_file import Hashes, HashWriter, RecordStore

_ID = "id"
_WHOOSH_FILES = ("*.toc", "*.seg")
_LENGTHS, _IDS, _TITLES = "lengths.npy", "ids.npy", "titles.npy"
_BLOCK = 1024  # postings that Whoosh packs together
_SLICE = 64 * 1024  # postings handed to Whoosh at once
_NOBODY = Postings(np.empty(0, np.int64), np.empty(0))


class Counts(fields.FieldType):  # type: ignore[misc]
    """A field whose words are handed over ready-made, with their counts; of a record it is given the length alone.

    Whoosh rounds the lengths that it keeps, for its own scores; ours are stored whole.
    """

    def __init__(self) -> None:
        self.format = formats.Frequency()
        self.scorable = True
        self.stored = False
        self.analyzer = None

    def index(self, value: int, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Whoosh's hook: as many nameless words as the field has, which `OrderedPostings` passes over."""
        yield b"", value, float(value), b""


class OrderedPostings:
    """Postings in the order in which Whoosh writes them: by field, word and record. Takes the place of its pool."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._parts: list[NDArray[np.uint32]] = []
        self._records = 0

    def add_batch(self, found: WordCounts, records: int) -> None:
        """Take the words of the next records."""
        numbers = [self._numbers.setdefault(word, len(self._numbers)) for word in found.vocabulary]
        words = np.array(numbers, dtype=np.uint32)[found.words]
        docs = found.docs + np.uint32(self._records)
        self._parts.append(np.stack([found.zones.astype(np.uint32), words, docs, found.counts]))
        self._records += records

    def add(self, _: object) -> None:
        """Whoosh's hook: what it finds in a record; its words come by `add_batch`."""

    def holders(self) -> dict[str, int]:
        """How many records hold each word, in whatever zone."""
        totals = np.zeros(len(self._numbers), dtype=np.int64)
        for _, words, docs, _ in self._parts:
            pairs = np.unique(words.astype(np.uint64) << np.uint64(32) | docs)
            totals += np.bincount((pairs >> np.uint64(32)).astype(np.int64), minlength=len(totals))
        return dict(zip(self._numbers, totals.tolist(), strict=True))

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Whoosh's hook: all postings as (field, word, record, weight, value)."""
        words = sorted((word.encode(), number) for word, number in self._numbers.items())
        ranks = np.empty(len(words), dtype=np.int64)
        ranks[[number for _, number in words]] = np.arange(len(words))
        for zone, column in sorted((zone, column) for column, zone in enumerate(ZONES)):
            rows = [part[1:, part[0] == column] for part in self._parts]
            found, docs, counts = np.concatenate([np.empty((3, 0), np.uint32), *rows], axis=1)
            order = np.argsort(ranks[found], kind="stable")
            for start in range(0, len(order), _SLICE):
                some = order[start : start + _SLICE]
                rows_of = (ranks[found[some]].tolist(), docs[some].tolist(), counts[some].tolist())
                for rank, doc, count in zip(*rows_of, strict=True):
                    yield zone, words[rank][0], doc, float(count), b""

    def cleanup(self) -> None:
        """Whoosh's hook: nothing is left on disk."""


class IndexWriter:
    """Writes the index of one generation, records aside, into its folder."""

    def __init__(self, folder: Path) -> None:
        schema = fields.Schema(**{zone: Counts() for zone in ZONES}, **{_ID: fields.STORED()})
        self._folder = folder
        self._index = FileStorage(str(folder)).create_index(schema)
        self._whoosh = self._index.writer(codec=W3Codec(blocklimit=_BLOCK))
        self._whoosh.pool = self._postings = OrderedPostings()
        self._positions = PositionsWriter(folder)
        self._columns = ColumnWriter(folder)
        self._lengths: list[NDArray[np.uint32]] = []
        self._ids, self._titles = HashWriter(folder / _IDS), HashWriter(folder / _TITLES)

    def add(self, entries: Entries) -> None:
        """Take the next records."""
        for record_id, lengths in zip(entries.ids, entries.lengths.tolist(), strict=True):
            filled = {zone: length for zone, length in zip(ZONES, lengths, strict=True) if length}
            self._whoosh.add_document(**{_ID: record_id}, **filled)
        self._postings.add_batch(entries.words, len(entries.ids))
        self._positions.add(entries.positions, len(entries.ids))
        self._columns.add(entries.columns)
        self._lengths.append(entries.lengths)
        self._ids.add(entries.ids)
        self._titles.add(entries.titles)

    def close(self) -> dict[str, int]:
        """Write what is left; gives how many records hold each word."""
        holders = self._postings.holders()
        self._whoosh.commit()
        self._index.close()
        self._positions.close()
        self._columns.close()
        np.save(self._folder / _LENGTHS, np.concatenate([np.empty((0, len(ZONES)), np.uint32), *self._lengths]))
        self._ids.close()
        self._titles.close()
        return holders


class WhooshEngine:
    """An index opened for reading; implements `store.engine.Engine`.

    Large files are read where they stand with `mapped`. Without, everything is read into memory, so that nothing that
    later happens to the files, not even their end, reaches who searches.
    """

    def __init__(self, folder: Path, mapped: bool) -> None:
        self.records = RecordStore(folder, mapped)
        self.columns: Mapping[str, Column] = read_columns(folder)
        self.lengths: NDArray[np.uint32] = np.asarray(np.load(folder / _LENGTHS, mmap_mode="r" if mapped else None))
        self._positions = Positions(folder, mapped)
        self._ids, self._titles = Hashes(folder / _IDS), Hashes(folder / _TITLES)
        self._index = _storage(folder, mapped).open_index()
        self._reader = self._index.reader()
        if self._reader.doc_count_all() != len(self.records):
            raise OSError(f"索引 {folder.name} 不完整")
        self._lock = threading.Lock()  # Whoosh's reader serves one thread at a time

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(self.records)

    def words(self, zone: str, word: str) -> Postings:
        """The records whose zone holds the word."""
        with self._lock:
            try:
                return _postings(self._reader.postings(zone, word.encode()))
            except TermNotFound:
                return _NOBODY

    def pair(self, first: str, second: str) -> Occurrences:
        """Every place where unit `first` is followed by `second` with nothing between, in order."""
        return self._positions.pair(first, second)

    def unit(self, text: str) -> Occurrences:
        """Every place where a unit stands, ordered by what follows it."""
        return self._positions.unit(text)

    def titled(self, title: str) -> Numbers:
        """The records with that headline, in normal form without blanks."""
        return self._titles.find(title)

    def position(self, record_id: str) -> int | None:
        """The number of the record with an id, or None."""
        found = self._ids.find(record_id).tolist()
        return next((number for number in found if self.records[number]["id"] == record_id), None)

    def close(self) -> None:
        """Release the files."""
        self._reader.close()
        self._index.close()
        self.records.close()


def _storage(folder: Path, mapped: bool) -> Storage:
    """Where Whoosh finds its files: in the folder or in memory."""
    if mapped:
        return FileStorage(str(folder), readonly=True)
    storage = RamStorage()
    storage.files = {path.name: path.read_bytes() for pattern in _WHOOSH_FILES for path in folder.glob(pattern)}
    return storage


def _postings(matcher: W3LeafMatcher) -> Postings:
    """All postings of a word, taken from Whoosh a block at a time: one by one they cost more than all the rest."""
    docs, counts = [], []
    while matcher.is_active():
        matcher._read_data()
        steps, weights, _ = matcher._data  # from one record to the next; the counts, None or a number where alike
        docs.append(np.cumsum(np.array(steps, dtype=np.int64)))
        counts.append(np.full(len(steps), 1.0 if weights is None else weights, dtype=np.float64))
        matcher._next_block()
    return Postings(np.concatenate(docs), np.concatenate(counts))
