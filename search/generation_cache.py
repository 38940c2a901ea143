"""The latest of what was worked out from one generation of the index."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class GenerationCache(Generic[Value]):
    """At most `most` values of the serving generation, the least lately used given up first; 0 keeps none.

    Threads share it.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._generation = ""
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, generation: str, key: Hashable) -> Value | None:
        """The value kept of a generation under a key, or None. Values of any other generation are given up."""
        with self._lock:
            if generation != self._generation:
                self._generation = generation
                self._kept.clear()
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def put(self, generation: str, key: Hashable, value: Value) -> None:
        """Keep a value, unless another generation has come to serve while it was worked out."""
        with self._lock:
            if self._most and generation == self._generation:
                self._kept[key] = value
                self._kept.move_to_end(key)
                if len(self._kept) > self._most:
                    self._kept.popitem(last=False)
