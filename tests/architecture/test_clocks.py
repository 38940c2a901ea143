"""No test of the program looks at a clock: what is slow on this machine is measured in `bench/`, never in a test."""

from __future__ import annotations

import re

from tests.architecture.modules import ROOT

_CLOCK = re.compile(r"\b(?:perf_counter|monotonic|process_time|thread_time|timeit|time\.time|deadline=\d)(?:_ns)?\b")


def test_no_test_looks_at_a_clock() -> None:
    tests = [path for path in (ROOT / "tests").rglob("*.py") if path.name != "test_clocks.py"]
    looking = {
        f"{path.relative_to(ROOT).as_posix()}: {found}"
        for path in tests
        for found in _CLOCK.findall(path.read_text(encoding="utf-8"))
    }
    assert looking == set()
