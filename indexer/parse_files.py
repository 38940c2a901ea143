"""Source files → parsed lists, on as many cores as asked for, in the order of the files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from indexer.model.blocks import Place
from indexer.model.problems import Problem, ProblemKind, UnreadableFileError
from indexer.parse_document import ParsedList, parse_document
from indexer.read_pictures import read_pictures
from indexer.readers.sniff import read
from indexer.sources.archives import LARGEST_FILE, read_from_archive
from indexer.sources.collect import SourceFile
from indexer.worker_pool import Lost, work_through

READINGS = "ocr"  # the folder beside the generations for what is read of pictures
_MEGABYTE = 1024 * 1024
_SECONDS = 30  # of processor time for any file; a little more than an old office file gets in LibreOffice
_SECONDS_PER_MEGABYTE = 2  # on top; text takes half a second


def parse_files(files: Sequence[SourceFile], jobs: int = 0, readings: Path | None = None) -> Iterator[ParsedList]:
    """Parse each file; one that cannot be read gives a list without records and a problem that says why.

    `jobs` is the number of processes, 0 for one a core. A file that takes too long, or kills the process that
    reads it, is given up; the others are read on. `readings` is the folder for what is read of pictures.
    """
    work = partial(parse_file, readings=readings)
    workers = jobs or os.cpu_count() or 1
    with closing(work_through(work, files, _seconds, workers)) as outcomes:
        for file, outcome in zip(files, outcomes, strict=True):
            if readings is not None and isinstance(outcome, ParsedList) and outcome.waiting:
                read_pictures([readings / f"{name}.png" for name in outcome.waiting], workers)
                [again] = work_through(work, [file], _seconds, 1)
                yield _unreadable(file, again.why) if isinstance(again, Lost) else again
            else:
                yield _unreadable(file, outcome.why) if isinstance(outcome, Lost) else outcome


def parse_file(file: SourceFile, readings: Path | None = None) -> ParsedList:
    """Read and parse one file. Never raises for what is in the file."""
    try:
        document = read(_content(file), file.name, readings)
    except OSError as error:
        return _unreadable(file, error.strerror or str(error))
    except UnreadableFileError as error:
        return _unreadable(file, str(error))
    return parse_document(document, file.info)


def _content(file: SourceFile) -> bytes:
    if file.member:
        return read_from_archive(file.path, file.member)
    size = file.path.stat().st_size
    if size > LARGEST_FILE:
        raise UnreadableFileError(f"文件太大（{size // _MEGABYTE} MB，上限 {LARGEST_FILE // _MEGABYTE} MB）")
    return file.path.read_bytes()


def _seconds(file: SourceFile) -> float:
    return _SECONDS + _SECONDS_PER_MEGABYTE * file.size / _MEGABYTE


def _unreadable(file: SourceFile, why: str) -> ParsedList:
    return ParsedList(file.name, (), (Problem(file.name, Place(), ProblemKind.UNREADABLE, why),))
