"""The serving generation: opened once, exchanged when a new one becomes current."""

from __future__ import annotations

import gc
import logging
import os
import threading
from pathlib import Path
from typing import Protocol

from search.opening import open_snapshot
from search.snapshot import Snapshot
from store.generation import Generation, generations, pointed

_log = logging.getLogger(__name__)
_NAMED = 3  # damaged files that a message names


class NoIndexError(RuntimeError):
    """There is no generation that can be opened."""


class Serving(Protocol):
    """What gives out the serving snapshot, wherever its records stand."""

    @property
    def missing(self) -> str:
        """What keeps the newest index from serving, in a plain sentence; "" where it serves."""

    def snapshot(self) -> Snapshot:
        """The serving snapshot. Raises NoIndexError where there is none."""


class Library:
    """Gives out the current generation as a snapshot.

    A snapshot that is exchanged stays usable until the next exchange, for requests that still hold it.
    """

    def __init__(self, index: Path) -> None:
        self._index = index
        self._current = str(index / "current")
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._retired: Snapshot | None = None
        self._seen: object = None
        self._missing = ""

    @property
    def missing(self) -> str:
        """What keeps the newest index from serving, in a plain sentence; "" where it serves."""
        return self._missing

    def snapshot(self) -> Snapshot:
        """The serving snapshot, after a look whether a new generation became current.

        Raises NoIndexError where there never was one. A damaged generation is logged and passed over.
        """
        mark = self._mark()
        if self._snapshot is None or mark != self._seen:
            self._exchange(mark)
        if self._snapshot is None:
            raise NoIndexError("还没有索引，请先运行 python app.py index")
        return self._snapshot

    def _exchange(self, mark: object) -> None:
        """Open what has become current. While one request does so, the others are served by the one before."""
        if not self._lock.acquire(blocking=self._snapshot is None):
            return
        try:
            if self._snapshot is None or mark != self._seen:
                self._open()
                self._seen = mark
        finally:
            self._lock.release()

    def _mark(self) -> object:
        """What changes when another generation becomes current."""
        try:
            status = os.stat(self._current)  # noqa: PTH116 - asked at every request: no path is made for it
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino

    def _open(self) -> None:
        """Serve the best whole generation; one that is open already is whole, whatever became of its files."""
        wanted, why = pointed(self._index), "已找不到或不完整"
        for generation in generations(self._index):
            if self._snapshot is not None and self._snapshot.generation.name == generation.name:
                break
            opened, fault = _opened(generation)
            if opened is None:
                why = fault if generation.name == wanted else why
                _log.error("索引 %s %s，改用上一个", generation.name, fault)
                continue
            if self._retired is not None:
                self._retired.close()
            self._retired, self._snapshot = self._snapshot, opened
            _settle()
            break
        if self._snapshot is None or self._snapshot.generation.name == wanted:
            self._missing = ""
        else:
            newest = f"索引 {wanted} {why}" if wanted else "索引指针 current 已损坏"
            self._missing = f"{newest}，现由 {self._snapshot.generation.name} 提供检索；请重新运行 python app.py index"


def _opened(generation: Generation) -> tuple[Snapshot | None, str]:
    """A generation opened for searching, or None and what is wrong with it."""
    faults = generation.faults()
    if faults:
        return None, f"的文件已损坏（{'、'.join(faults[:_NAMED])}{'等' if len(faults) > _NAMED else ''}）"
    try:
        return open_snapshot(generation), ""
    except Exception:
        _log.exception("索引 %s 无法打开", generation.name)
        return None, "无法打开"


def _settle() -> None:
    """Put what is open out of the garbage collector's sight: to look through it stops every request for 0.1 s.

    What was put there before is looked through once more, so that a generation given up lets go of its files.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    gc.freeze()
