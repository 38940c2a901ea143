"""The records of a generation as JSON lines, read one at a time where they stand; finding them by id or headline.

```
records.jsonl        one record a line, in the order of their numbers
records.starts.npy   where each line begins, and the end of the last
```
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, overload

import numpy as np
import orjson
from numpy.typing import NDArray

RECORDS, _STARTS = "records.jsonl", "records.starts.npy"
_KEPT_RECORDS = 4096

Record = Mapping[str, Any]


class RecordWriter:
    """Writes records, given as JSON texts, into a generation's folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = (folder / RECORDS).open("wb")
        self._starts = [0]

    def add(self, text: str) -> None:
        """Write the next record."""
        line = text.encode(errors="replace") + b"\n"  # half a character, which no file should hold, stops nothing
        self._starts.append(self._starts[-1] + self._file.write(line))

    def close(self) -> None:
        """Write what is left."""
        self._file.close()
        np.save(self._folder / _STARTS, np.array(self._starts, dtype=np.int64))


class RecordStore(Sequence[Record]):
    """All records by number; the latest that were asked for are kept. Safe to share between threads.

    The file is read where it stands with `mapped`, else into memory.
    """

    def __init__(self, folder: Path, mapped: bool = True) -> None:
        self._starts = np.load(folder / _STARTS)
        self._bytes: mmap.mmap | bytes
        with (folder / RECORDS).open("rb") as file:
            whole = not mapped or not len(self)
            self._bytes = file.read() if whole else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._read = lru_cache(maxsize=_KEPT_RECORDS)(self._parse)

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, number: int) -> Record: ...
    @overload
    def __getitem__(self, number: slice) -> list[Record]: ...
    def __getitem__(self, number: int | slice) -> Record | list[Record]:
        if isinstance(number, slice):
            return [self._read(each) for each in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(number)
        return self._read(number % len(self))

    def __iter__(self) -> Iterator[Record]:
        return map(self._parse, range(len(self)))

    def text(self, number: int) -> bytes:
        """A record as it is stored."""
        start, end = self._starts[number : number + 2].tolist()
        return self._bytes[start : end - 1]

    def _parse(self, number: int) -> Record:
        record: Record = orjson.loads(self.text(number))
        return record

    def close(self) -> None:
        """Release the file."""
        if isinstance(self._bytes, mmap.mmap):
            self._bytes.close()


# -- exact look-ups of what is too much for memory: headlines and ids, by a 64-bit hash of each -------


class HashWriter:
    """Writes a table in which the n-th text leads to n."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hashes: list[NDArray[np.uint64]] = []

    def add(self, texts: Sequence[str]) -> None:
        """Take the next texts."""
        self._hashes.append(np.fromiter(map(_hash, texts), dtype=np.uint64, count=len(texts)))

    def close(self) -> None:
        """Write the file."""
        hashes = np.concatenate([np.empty(0, np.uint64), *self._hashes])
        order = np.argsort(hashes, kind="stable")
        np.save(self._path, np.stack([hashes[order], order.astype(np.uint64)]))


class Hashes:
    """A table opened for reading."""

    def __init__(self, path: Path) -> None:
        self._hashes, self._numbers = np.load(path)

    def find(self, text: str) -> NDArray[np.int64]:
        """The numbers of a text, ascending; two texts of one hash, one in 10¹⁹, are not told apart."""
        wanted = _hash(text)
        first = last = int(self._hashes.searchsorted(np.uint64(wanted)))
        while last < len(self._hashes) and self._hashes.item(last) == wanted:
            last += 1
        found: NDArray[np.int64] = self._numbers[first:last].astype(np.int64)
        return found


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")
