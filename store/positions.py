"""The position index: where every pair of neighbouring units stands, as arrays that are mapped into memory.

```
positions.keys.npy     the pairs that occur, ascending: first unit << 32 | second unit (0: nothing follows)
positions.starts.npy   where each pair's occurrences begin in the two files below, and the end of the last
positions.docs.npy     the record of each occurrence, ascending within a pair
positions.at.npy       its position in the record, zone included (see `records.zones`)
runs.txt               the units of several characters (numbers, Latin words), one a line
```

A unit (see `tokenizer.grams`) of one character is known by its code point, a longer one by `_RUNS` plus its line.
Occurrences are collected batch by batch into files, so that memory does not grow with the corpus, and put in order
at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from records.zones import ZONE_BITS, ZONES
from store.engine import Occurrences
from tokenizer.grams import RUN

_RUNS = 0x200000  # above all code points
_LOCAL = 0xF0000  # the private code points that stand for a batch's runs; normal text holds none

_KEYS, _STARTS, _DOCS, _AT, _NAMES = (
    "positions.keys.npy",
    "positions.starts.npy",
    "positions.docs.npy",
    "positions.at.npy",
    "runs.txt",
)
_SLICE = 4 * 1024 * 1024  # occurrences put in order at once
_SHIFT = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Batch:
    """The occurrences in some records, ordered by pair: `counts[i]` of them belong to `keys[i]`.

    Unit `_LOCAL + n` stands for `runs[n]`; `docs` count from the first record of the batch.
    """

    keys: NDArray[np.uint64]
    counts: NDArray[np.int64]
    docs: NDArray[np.uint32]
    at: NDArray[np.uint32]
    runs: tuple[str, ...]


def batch(texts: Iterable[tuple[int, str, str]]) -> Batch:
    """The occurrences in normalised texts, given as (record, zone, text) in the order of records and zones."""
    runs: dict[str, int] = {}

    def private(match: re.Match[str]) -> str:
        run = match.group()
        return run if len(run) == 1 else chr(_LOCAL + runs.setdefault(run, len(runs)))

    pieces: list[str] = []
    places: list[int] = []
    for doc, zone, text in texts:
        pieces.append(RUN.sub(private, text))
        places.append(doc << 32 | ZONES.index(zone) << ZONE_BITS)
    lengths = np.array([len(piece) for piece in pieces], dtype=np.int64)
    codes = np.frombuffer("".join(pieces).encode("utf-32-le"), dtype=np.uint32)
    segments = np.repeat(np.arange(len(pieces)), lengths)
    is_unit, is_gap = _classes(codes)
    units = np.flatnonzero(is_unit)
    if not len(units):
        empty = np.empty(0, np.uint32)
        return Batch(np.empty(0, np.uint64), np.empty(0, np.int64), empty, empty, ())
    codes, segments, gaps = codes[units], segments[units], np.cumsum(is_gap)[units]
    follows = segments[1:] == segments[:-1]
    apart = gaps[1:] != gaps[:-1]
    row = np.concatenate(([0], np.cumsum(1 + (follows & apart))))
    first = np.flatnonzero(np.concatenate(([True], ~follows)))
    row -= np.repeat(row[first], np.diff(np.append(first, len(units))))
    keys = codes.astype(np.uint64) << _SHIFT
    keys[:-1] |= np.where(follows & ~apart, codes[1:], 0).astype(np.uint64)
    places_of = np.array(places, dtype=np.int64)[segments]
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return Batch(
        keys[starts],
        np.diff(np.append(starts, len(keys))),
        (places_of >> 32).astype(np.uint32)[order],
        ((places_of & 0xFFFFFFFF) + row).astype(np.uint32)[order],
        tuple(runs),
    )


def _classes(codes: NDArray[np.uint32]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which characters are units, and which keep units apart (blanks do neither)."""
    present, inverse = np.unique(codes, return_inverse=True)
    unit = np.array([code >= _LOCAL or _is_unit(chr(code)) for code in present.tolist()], dtype=bool)
    blank = np.array([chr(code).isspace() for code in present.tolist()], dtype=bool)
    return unit[inverse], ~(unit | blank)[inverse]


def _is_unit(character: str) -> bool:
    return character.isalnum() or character == "_"


class PositionsWriter:
    """Writes the position index of one generation into its folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._runs: dict[str, int] = {}
        self._keys: list[NDArray[np.uint64]] = []
        self._counts: list[NDArray[np.int64]] = []
        self._records = 0
        self._docs, self._at = folder / "docs.unordered", folder / "at.unordered"
        self._files: tuple[BinaryIO, BinaryIO] = self._docs.open("wb"), self._at.open("wb")

    def add(self, found: Batch, records: int) -> None:
        """Take the occurrences of the next records."""
        for file, values in zip(self._files, (found.docs + np.uint32(self._records), found.at), strict=True):
            file.write(values.astype(np.uint32).tobytes())
        self._keys.append(self._global(found))
        self._counts.append(found.counts)
        self._records += records

    def close(self) -> None:
        """Put all occurrences in order and write the files."""
        for file in self._files:
            file.close()
        keys = np.concatenate([np.empty(0, np.uint64), *self._keys])
        counts = np.concatenate([np.empty(0, np.int64), *self._counts])
        sources = np.concatenate(([0], np.cumsum(counts)))[:-1]
        order = np.argsort(keys, kind="stable")
        keys, counts, sources = keys[order], counts[order], sources[order]
        ends = np.cumsum(counts)
        first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, np.int64)
        np.save(self._folder / _KEYS, keys[first])
        np.save(self._folder / _STARTS, np.append((ends - counts)[first], ends[-1:] if len(ends) else [0]))
        for source, target in ((self._docs, _DOCS), (self._at, _AT)):
            _reorder(source, self._folder / target, counts, sources, ends)
            source.unlink()
        (self._folder / _NAMES).write_text("".join(f"{run}\n" for run in self._runs), encoding="utf-8")

    def _global(self, found: Batch) -> NDArray[np.uint64]:
        """The batch's pairs with the runs known by their lines in the file."""
        numbers = [_RUNS + self._runs.setdefault(run, len(self._runs)) for run in found.runs]
        table = np.array(numbers, dtype=np.uint64)
        halves = []
        for half in (found.keys >> _SHIFT, found.keys & _LOW):
            local = half >= _LOCAL
            half[local] = table[(half[local] - np.uint64(_LOCAL)).astype(np.int64)]
            halves.append(half)
        return (halves[0] << _SHIFT) | halves[1]


def _reorder(
    source: Path, target: Path, counts: NDArray[np.int64], sources: NDArray[np.int64], ends: NDArray[np.int64]
) -> None:
    """Copy stretches of a file, `counts[i]` numbers from `sources[i]`, one behind the other."""
    total = int(ends[-1]) if len(ends) else 0
    out = np.lib.format.open_memmap(target, mode="w+", dtype=np.uint32, shape=(total,))
    given = np.memmap(source, dtype=np.uint32, mode="r") if total else np.empty(0, np.uint32)
    begin = 0
    while begin < len(counts):
        limit = (int(ends[begin - 1]) if begin else 0) + _SLICE
        end = max(begin + 1, int(np.searchsorted(ends, limit, side="right")))
        some = counts[begin:end]
        at = int(ends[begin] - some[0])
        shifts = np.repeat(sources[begin:end] - (ends[begin:end] - some), some)
        out[at : at + len(shifts)] = given[np.arange(at, at + len(shifts)) + shifts]
        begin = end
    out.flush()


class Positions:
    """The position index of one generation, opened for reading; safe to share between threads."""

    def __init__(self, folder: Path, mapped: bool) -> None:
        self._keys, self._starts, self._docs, self._at = (
            np.asarray(np.load(folder / name, mmap_mode="r" if mapped else None))
            for name in (_KEYS, _STARTS, _DOCS, _AT)
        )
        lines = (folder / _NAMES).read_text(encoding="utf-8").splitlines()
        self._runs = {run: _RUNS + number for number, run in enumerate(lines)}

    def pair(self, first: str, second: str) -> Occurrences:
        """Every place where unit `first` is followed by `second` with nothing between."""
        one, two = self._number(first), self._number(second)
        return self._found(one << 32 | two, (one << 32 | two) + 1) if one and two else self._found(0, 0)

    def unit(self, text: str) -> Occurrences:
        """Every place where a unit stands, ordered by what follows it."""
        one = self._number(text)
        return self._found(one << 32, (one + 1) << 32) if one else self._found(0, 0)

    def _number(self, unit: str) -> int:
        return ord(unit) if len(unit) == 1 else self._runs.get(unit, 0)

    def _found(self, least: int, end: int) -> Occurrences:
        first, last = np.searchsorted(self._keys, np.array([least, end], dtype=np.uint64))
        start, stop = self._starts[first], self._starts[last]
        return Occurrences(self._docs[start:stop], self._at[start:stop])
