"""How much work something takes, counted and not timed: the same on every machine, busy or quiet."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python `work` runs, one in a loop each time anew; what libraries do in other languages is not counted."""
    count = 0

    def traced(_frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def grows_with_length(work: Callable[[int], object], size: int) -> bool:
    """Whether twice the size takes about twice the work, not four times as much.

    What is worked out once and kept, such as tables of words, is left out of account by a first run.
    """
    work(size - 1)
    return steps(lambda: work(2 * size)) <= 2.5 * steps(lambda: work(size))
