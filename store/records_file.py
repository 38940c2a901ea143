"""The records of a generation as JSON lines, read one at a time where they stand.

```
records.jsonl        one record a line, in the order of their numbers
records.starts.npy   where each line begins, and the end of the last
```
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, overload

import numpy as np
import orjson

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
