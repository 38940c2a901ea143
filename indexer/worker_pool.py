"""Work on many items in processes of their own: one that dies or hangs costs its item and nothing else.

The pools of the standard library end as a whole when one of their processes is killed, and have no time limit.
Time is that of the processor, so that a busy machine loses no file; a far longer one by the clock stands behind it,
for what waits and for systems that do not limit the other.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

from indexer.limits import limit_memory, limit_time

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST_WORKERS = 60  # Windows cannot wait for more than 63 at once
_START_SECONDS = 60  # that a process may take before it begins
_GRACE_SECONDS = 2  # for a process to end what it has started itself
_PATIENCE = 4  # times the processor time of an item, by the clock
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)  # how a process ends that the system stopped for its time
_MEMORY = 2 * 1024 * 1024 * 1024  # bytes of address space; far more than a file should take


@dataclass(frozen=True, slots=True)
class Lost:
    """An item whose work gave no result; `why` says so in plain Chinese."""

    why: str


def work_through(
    work: Callable[[Item], Result], items: Sequence[Item], seconds: Callable[[Item], float], workers: int
) -> Generator[Result | Lost, None, None]:
    """The results of `work` on each item, in the order of the items, from so many processes.

    `work` must be a function of a module, as it is sent to the processes. `seconds` tells how much time of the
    processor an item may take.
    Closing the iterator ends the processes.
    """
    pool = _Pool(work, items, seconds, min(workers, len(items), _MOST_WORKERS))
    try:
        yield from pool.results()
    finally:
        pool.stop()


class _Pool(Generic[Item, Result]):
    def __init__(
        self, work: Callable[[Item], Result], items: Sequence[Item], seconds: Callable[[Item], float], size: int
    ) -> None:
        self._work = work
        self._items = items
        self._seconds = seconds
        self._size = size
        self._waiting = deque(range(len(items)))
        self._done: dict[int, Result | Lost] = {}
        self._workers: list[_Worker[Item, Result]] = []

    def results(self) -> Iterator[Result | Lost]:
        """The results in the order of the items."""
        self._give_out()
        for number in range(len(self._items)):
            while number not in self._done:
                self._take_in()
                self._give_out()
            yield self._done.pop(number)

    def stop(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            worker.stop()

    def _give_out(self) -> None:
        """Give every process that has nothing to do an item, with new processes for those that have ended."""
        self._workers = [worker for worker in self._workers if worker.can_work()]
        while self._waiting:
            free = next((worker for worker in self._workers if worker.number is None), None)
            if free is None and len(self._workers) == self._size:
                return
            if free is None:
                free = _Worker(self._work)
                self._workers.append(free)
            number = self._waiting.popleft()
            item = self._items[number]
            free.give(number, item, self._seconds(item))

    def _take_in(self) -> None:
        """Wait until at least one process has something to tell or its time is up."""
        busy = {worker.number: worker for worker in self._workers if worker.number is not None}
        first = min(worker.deadline for worker in busy.values())
        wait([worker.connection for worker in busy.values()], max(0.0, first - time.monotonic()))
        for number, worker in busy.items():
            for outcome in worker.outcome():
                self._done[number] = outcome
                worker.number = None


class _Worker(Generic[Item, Result]):
    """A process, the number of the item that it works on, and when it must be done."""

    def __init__(self, work: Callable[[Item], Result]) -> None:
        self.connection, other_end = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=_serve, args=(self.connection, other_end, work), daemon=True)
        self.process.start()
        other_end.close()
        self.number: int | None = None
        self.deadline = 0.0
        self._seconds = 0.0
        self._has_begun = False
        self._has_ended = False

    def can_work(self) -> bool:
        """Whether the process lives, or else has an item whose loss is still to be told."""
        return self.number is not None or (not self._has_ended and self.process.is_alive())

    def give(self, number: int, item: Item, seconds: float) -> None:
        """Let the process work on an item."""
        self.number = number
        self._seconds = seconds
        self.deadline = time.monotonic() + _PATIENCE * seconds + (0 if self._has_begun else _START_SECONDS)
        with contextlib.suppress(OSError):  # it has just died: `outcome` will tell
            self.connection.send((seconds, item))

    def outcome(self) -> tuple[Result | Lost, ...]:
        """What became of the item; nothing while the process is working."""
        try:
            while self.connection.poll():
                answer: tuple[Result | Lost, ...] = self.connection.recv()
                if answer:
                    return answer
                self._has_begun = True
                self.deadline = time.monotonic() + _PATIENCE * self._seconds
        except (EOFError, OSError):
            return (self._ending(),)
        if time.monotonic() < self.deadline:
            return ()
        self.stop()
        return (_too_slow(_PATIENCE * self._seconds),)

    def stop(self) -> None:
        """End the process; it is asked first, so that it can end what it has started itself."""
        if self._has_ended:
            return
        self._has_ended = True
        self.process.terminate()
        self.process.join(_GRACE_SECONDS)
        self.process.kill()
        self.process.join()
        self.connection.close()

    def _ending(self) -> Lost:
        """Why the process has ended by itself."""
        self.process.join(_GRACE_SECONDS)
        code = self.process.exitcode
        self.stop()
        if code == _OUT_OF_TIME:
            return _too_slow(self._seconds)
        is_signal = code is not None and -code in set(signal.Signals)
        name = signal.Signals(-code).name if code is not None and is_signal else f"代码 {code}"
        return Lost(f"读取这个文件的进程意外中止（{name}），可能是内存不足")


def _too_slow(seconds: float) -> Lost:
    return Lost(f"读取超过 {seconds:.0f} 秒，已停止；请拆分文件，或另存为别的格式后再放入")


def _serve(callers_end: Connection, connection: Connection, work: Callable[[Item], Result]) -> None:
    """Work on each item that comes, until the caller closes its end or dies. The first answer, empty, says hello."""
    callers_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the caller, who ends this process
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    limit_memory(_MEMORY)
    with contextlib.suppress(EOFError, ConnectionError):
        connection.send(())
        while True:
            seconds, item = connection.recv()
            limit_time(seconds)
            connection.send((_result(work, item),))


def _result(work: Callable[[Item], Result], item: Item) -> Result | Lost:
    try:
        return work(item)
    except MemoryError:
        return Lost("内存不足，无法读取；请拆分文件后再放入")
    except Exception as error:  # whatever it is, the other items are still to be read
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.replace(chr(92), '/').rpartition('/')[2]} 第 {last.lineno} 行"
        return Lost(f"程序出错（{type(error).__name__}：{error}，{where}），请报告这个问题")
