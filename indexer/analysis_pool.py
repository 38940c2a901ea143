"""Cutting the texts of many records on all cores, in order: most of the time that a build takes."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Protocol, TypeVar

from store.generation import GenerationError

Cut_co = TypeVar("Cut_co", covariant=True)

_BATCH = 250  # records that a process takes at once
_AHEAD = 3  # batches a process that may wait to be written

_mine: list[Analyst[Any]] = []  # in a process of the pool: its own


class Analyst(Protocol[Cut_co]):
    """What makes of records, in the contract's JSON form, what an engine keeps of them. It can be sent to processes."""

    def entries(self, texts: Sequence[bytes]) -> Cut_co:
        """What is kept of some records in a row."""


def analysed(texts: Iterable[bytes], count: int, analysis: Analyst[Cut_co], jobs: int) -> Iterator[Cut_co]:
    """What is kept of `count` records in the contract's JSON form, some at a time.

    `jobs` is the number of processes, 0 for one a core. Raises GenerationError where a process dies.
    """
    workers = min(jobs or os.cpu_count() or 1, count // _BATCH)
    if workers < 2:
        yield from map(analysis.entries, _batches(texts))
        return
    waiting: deque[Future[Cut_co]] = deque()
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(analysis,)) as pool:
        try:
            for batch in _batches(texts):
                waiting.append(pool.submit(_entries, batch))
                if len(waiting) >= workers * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise GenerationError("建立索引的进程意外中止，可能是内存不足") from error
        finally:
            pool.shutdown(cancel_futures=True)


def _batches(texts: Iterable[bytes]) -> Iterator[list[bytes]]:
    rest = iter(texts)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _begin(analysis: Analyst[Any]) -> None:
    _mine.append(analysis)


def _entries(batch: list[bytes]) -> Any:
    return _mine[0].entries(batch)
