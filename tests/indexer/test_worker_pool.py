"""Many files on many cores: in order, and none of them stops the others."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import worker_pool
from indexer.parse_files import parse_file, parse_files
from indexer.sources.collect import collect
from indexer.worker_pool import Lost, work_through
from tests.conftest import ROOT

LIST = next((ROOT / "data").glob("*公安局*.txt"))
needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


def minute(_item: object) -> float:
    return 60


def the_worker() -> int:
    """The process that works now; there must be just one."""
    [process] = multiprocessing.active_children()
    assert process.pid is not None
    return process.pid


def lists(folder: Path, *sizes: int) -> Path:
    """A folder with files that hold the same list so many times."""
    for number, times in enumerate(sizes):
        (folder / f"{number}.txt").write_bytes(LIST.read_bytes() * times)
    return folder


def test_results_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    files = collect([lists(tmp_path, 12, 1, 6, 1, 1)]).files
    assert list(parse_files(files, jobs=3)) == [parse_file(file) for file in files]


@needs_signals
def test_a_file_that_kills_its_process_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    results = parse_files(collect([lists(tmp_path, 1, 100, 1)]).files, jobs=1)
    assert next(results).records
    os.kill(the_worker(), signal.SIGKILL)
    lost, last = results
    [problem] = lost.problems
    assert str(problem) == "1.txt：文件无法读取：读取这个文件的进程意外中止（SIGKILL），可能是内存不足"
    assert last.records


@pytest.mark.slow
@needs_signals
def test_a_file_that_takes_too_long_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.parse_files._SECONDS", 2)
    files = collect([lists(tmp_path, 1, 1, 1)]).files
    (tmp_path / "1.txt").unlink()
    os.mkfifo(tmp_path / "1.txt")  # nobody writes to it: whoever reads it waits for ever
    first, hung, last = parse_files(files, jobs=2)
    assert first.records
    assert last.records
    [problem] = hung.problems
    assert str(problem) == "1.txt：文件无法读取：读取超过 8 秒，已停止；请拆分文件，或另存为别的格式后再放入"


@pytest.mark.slow
def test_work_that_waits_for_ever_is_ended() -> None:
    assert list(work_through(time.sleep, [0, 100, 0], lambda item: 1 if item else 60, 1)) == [
        None,
        Lost("读取超过 4 秒，已停止；请拆分文件，或另存为别的格式后再放入"),
        None,
    ]
    assert multiprocessing.active_children() == []


def count_down(number: int) -> int:
    """Work for so many steps; without end from a negative number on."""
    while number:
        number -= 1
    return number


@needs_signals
def test_work_without_end_is_ended_by_the_time_of_the_processor() -> None:
    assert list(work_through(count_down, [1, -1, 1], lambda item: 1 if item < 0 else 60, 1)) == [
        0,
        Lost("读取超过 1 秒，已停止；请拆分文件，或另存为别的格式后再放入"),
        0,
    ]


def test_waiting_takes_no_time_of_the_processor() -> None:
    assert list(work_through(time.sleep, [1.5], lambda _: 1, 1)) == [None]


@pytest.mark.slow
@needs_signals
def test_a_process_that_answers_no_signal_is_ended() -> None:
    results = work_through(time.sleep, [0, 100, 0], lambda item: 1 if item else 60, 1)
    assert next(results) is None
    os.kill(the_worker(), signal.SIGSTOP)
    assert [isinstance(result, Lost) for result in results] == [True, False]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_what_hanging_work_has_started_is_ended_with_it() -> None:
    command = ["sleep", "1000.25"]
    [lost] = work_through(subprocess.run, [command], lambda _: 1, 1)
    assert isinstance(lost, Lost)
    assert not [pid for pid, _, _, running in processes() if running[:2] == command]


def test_every_kind_of_failure_costs_one_item() -> None:
    assert list(work_through(os._exit, [3, 4], minute, 1)) == [
        Lost("读取这个文件的进程意外中止（代码 3），可能是内存不足"),
        Lost("读取这个文件的进程意外中止（代码 4），可能是内存不足"),
    ]
    first, failed, last = work_through(int, ["1", "x", "3"], minute, 2)
    assert (first, last) == (1, 3)
    assert isinstance(failed, Lost)
    assert failed.why.startswith("程序出错（ValueError：invalid literal")


@needs_signals
def test_memory_has_a_bound() -> None:
    small, large = work_through(bytes, [10, 3 * worker_pool._MEMORY], minute, 1)
    assert small == bytes(10)
    assert large == Lost("内存不足，无法读取；请拆分文件后再放入")


def test_a_process_killed_between_two_items_costs_nothing() -> None:
    pool = worker_pool._Pool(int, ["1", "2"], minute, 1)
    results = pool.results()
    assert next(results) == 1
    [worker] = pool._workers
    assert worker.connection.poll(60)  # the second result has come
    worker.process.kill()
    assert list(results) == [2]
    pool.stop()


def test_nothing_is_left_behind_when_the_caller_stops_early(tmp_path: Path) -> None:
    results = parse_files(collect([lists(tmp_path, 1, 100, 100)]).files, jobs=2)
    next(results)
    assert len(multiprocessing.active_children()) == 2
    results.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_no_files_need_no_processes() -> None:
    assert list(parse_files([])) == []


SCRIPT = """
import multiprocessing, sys
from pathlib import Path
from indexer.parse_files import parse_files
from indexer.sources.collect import collect

if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    for parsed in parse_files(collect([Path(sys.argv[2])]).files, jobs=2):
        print(parsed.file, len(parsed.records), flush=True)
"""


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_however_processes_are_started(tmp_path: Path, method: str) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "lists").mkdir()
    command = [sys.executable, str(script), method, str(lists(tmp_path / "lists", 1, 1, 1))]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    expected = len(parse_file(collect([tmp_path / "lists"]).files[0]).records)
    assert done.stdout.splitlines() == [f"{number}.txt {expected}" for number in range(3)]
    assert done.stderr == ""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_the_processes_end_with_their_caller(tmp_path: Path, end: signal.Signals) -> None:
    (tmp_path / "lists").mkdir()
    command = [sys.executable, str(ROOT / "app.py"), "parse", str(lists(tmp_path / "lists", 1, 60, 60)), "--jobs", "2"]
    caller = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert caller.stdout is not None
    caller.stdout.readline()  # the first file is read
    children = [pid for pid, _, parent, _ in processes() if parent == caller.pid]
    assert len(children) == 2
    caller.send_signal(end)
    caller.communicate(timeout=60)  # all that hold the other end of its output have ended


def processes() -> Iterator[tuple[int, str, int, list[str]]]:
    """The processes on this machine: number, state, parent, command."""
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has just ended
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            yield int(folder.name), state, int(parent), (folder / "cmdline").read_text().split("\0")
