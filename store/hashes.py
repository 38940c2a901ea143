"""Exact look-ups of strings that are too many to hold in memory: headlines and ids, by a 64-bit hash of each."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


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
