"""Starting engines in processes of their own and talking to them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from bench.memory import Peak, peak_megabytes, tree_megabytes

NO_CACHE = {"QINGDAN_RESULT_CACHE": "0"}
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answers:
    """How long each query took, in milliseconds, and how many records it found."""

    times: list[float]
    totals: list[int]


@dataclass(frozen=True, slots=True)
class Build:
    """What building an index took."""

    seconds: float
    peak_megabytes: float
    index_megabytes: float


def build(name: str, corpus: Path, folder: Path) -> Build:
    """Build an engine's index of a corpus. Raises RuntimeError where it fails."""
    folder.mkdir(parents=True)
    process = _start("build", name, str(corpus), str(folder))
    with Peak(process.pid) as peak:
        output, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{name} could not build its index")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Build(json.loads(output)["seconds"], peak.megabytes, size / _MEGABYTE)


class Opened:
    """An engine that has opened its index, until the block ends."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name = name
        self._started = time.perf_counter()
        self._process = _start("open", name, str(folder))

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()

    @property
    def age(self) -> float:
        """Milliseconds since the process was started."""
        return (time.perf_counter() - self._started) * 1000

    def ask(self, queries: Sequence[str]) -> Answers:
        """Ask queries one after the other. Raises RuntimeError where the engine fails."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(queries) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._name} ended while it was asked")
        answer: dict[str, Any] = json.loads(line)
        return Answers(answer["ms"], answer["totals"])

    def megabytes(self) -> float:
        """The memory that it and its children hold now."""
        return tree_megabytes(self._process.pid)

    def peak_megabytes(self) -> float:
        """The most memory that it held since it started."""
        return peak_megabytes(self._process.pid)


def _start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "bench.engine_process", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).resolve().parent.parent,
        env={**os.environ, **NO_CACHE},
    )
