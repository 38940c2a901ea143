"""Memory of a process and all processes it started, from outside, by Linux's /proc.

It is counted as PSS, which shares out pages that processes have in common, so that the sum counts each page once.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

_PROC = Path("/proc")
_EVERY = 0.1  # seconds between two looks at least
_LOOKING = 0.03  # the share of the time that is spent looking at most: a look takes longer the more memory there is
_MEGABYTE = 1024 * 1024


def tree_megabytes(pid: int) -> float:
    """The memory of a process and its descendants now; 0 where the system does not tell."""
    return sum(map(_bytes, _tree(pid))) / _MEGABYTE


def peak_megabytes(pid: int) -> float:
    """The most memory that a process alone held since it started, its share of common pages counted whole."""
    return _field(_PROC / str(pid) / "status", "VmHWM") / _MEGABYTE


class Peak:
    """Watches a process while the block runs; `megabytes` is the most that was seen. Shorter peaks may be missed."""

    def __init__(self, pid: int) -> None:
        self.megabytes = 0.0
        self._pid = pid
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            started = time.perf_counter()
            self.megabytes = max(self.megabytes, tree_megabytes(self._pid))
            if self._done.wait(max(_EVERY, (time.perf_counter() - started) / _LOOKING)):
                return


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for task in _PROC.glob(f"{pid}/task/*/children"):
        for child in _read(task).split():
            yield from _tree(int(child))


def _bytes(pid: int) -> int:
    return _field(_PROC / str(pid) / "smaps_rollup", "Pss")


def _field(path: Path, name: str) -> int:
    """The bytes that a line `name: 123 kB` tells, 0 where there is none."""
    line = next((line for line in _read(path).splitlines() if line.startswith(f"{name}:")), "")
    return int(line.split()[1]) * 1024 if line else 0


def _read(path: Path) -> str:
    """A file of the system, "" where the process ended meanwhile."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
