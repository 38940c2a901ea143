"""Limits that a process sets on itself: processor time, and memory. Windows has none of them."""

from __future__ import annotations

import contextlib
import math
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import resource

_SIZES = Path("/proc/self/statm")  # of this process in pages, the whole address space first; Linux alone has it


def limit_time(seconds: float) -> None:
    """Let the system end this process once it has used so many more seconds of processor time."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        _set(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + seconds))
        _set(resource.RLIMIT_CORE, 0)


def limit_memory(size: int) -> None:
    """Let this process fail by itself, before the system picks one to kill, where it takes so many bytes more.

    More than it has: a process that was forked from a large one has its addresses from the beginning.
    """
    if sys.platform != "win32":
        _set(resource.RLIMIT_AS, _taken() + size)


@contextlib.contextmanager
def memory_for(size: int) -> Iterator[None]:
    """While this lasts, let this process take only so many bytes more than it has, which a format may need."""
    if sys.platform == "win32" or not _SIZES.exists():
        yield
        return
    before, _ = resource.getrlimit(resource.RLIMIT_AS)
    most = _taken() + size
    _set(resource.RLIMIT_AS, most if before == resource.RLIM_INFINITY else min(most, before))
    try:
        yield
    finally:
        _set(resource.RLIMIT_AS, before)


if sys.platform != "win32":

    def _taken() -> int:
        """Bytes of this process' address space; 0 where the system does not tell."""
        return int(_SIZES.read_text().split()[0]) * resource.getpagesize() if _SIZES.exists() else 0

    def _set(what: int, soft: int) -> None:
        _, hard = resource.getrlimit(what)
        with contextlib.suppress(ValueError):  # where the system allows even less
            resource.setrlimit(what, (soft, hard))
