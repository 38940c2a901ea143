"""Pictures that wait to be read → what they show, on as many cores as asked for, each within its own limits."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from indexer.worker_pool import Lost, work_through

_SECONDS = 90  # of processor time for a picture; most take 3 to 8


def read_pictures(pictures: Sequence[Path], workers: int) -> None:
    """Read the pictures at these paths; what one of them shows, or why it cannot be read, is kept beside it."""
    from indexer.readers.scan.desk import give_up  # noqa: PLC0415 -- needs the optional part

    with closing(work_through(_read, pictures, _time, workers)) as outcomes:
        for picture, outcome in zip(pictures, outcomes, strict=True):
            if isinstance(outcome, Lost):
                give_up(picture, outcome.why)


def _read(picture: Path) -> None:
    from indexer.readers.scan.desk import read_waiting  # noqa: PLC0415 -- needs the optional part

    read_waiting(picture)


def _time(_picture: Path) -> float:
    return _SECONDS
