"""Source files → parsed lists, on as many cores as asked for, in the order of the files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from indexer.blocks import Place
from indexer.lists import ParsedList, parse_document
from indexer.problems import Problem, ProblemKind, UnreadableFileError
from indexer.readers.sniff import read
from indexer.sources import SourceFile

_LARGEST_FILE = 200 * 1024 * 1024  # bytes
_WORTH_A_PROCESS = 2  # files below which starting processes costs more than it saves


def parse_files(files: Sequence[SourceFile], jobs: int = 0) -> Iterator[ParsedList]:
    """Parse each file; one that cannot be read gives a list without records and a problem that says why.

    `jobs` is the number of processes, 0 for one a core.
    """
    workers = min(jobs or os.cpu_count() or 1, len(files))
    if workers < _WORTH_A_PROCESS:
        yield from map(parse_file, files)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(parse_file, files)


def parse_file(file: SourceFile) -> ParsedList:
    """Read and parse one file. Never raises for what is in the file."""
    try:
        size = file.path.stat().st_size
        if size > _LARGEST_FILE:
            raise UnreadableFileError(f"文件太大（{size // 1024 // 1024} MB，上限 {_LARGEST_FILE // 1024 // 1024} MB）")
        document = read(file.path.read_bytes(), file.name)
    except OSError as error:
        return _unreadable(file, error.strerror or str(error))
    except UnreadableFileError as error:
        return _unreadable(file, str(error))
    return parse_document(document, file.info)


def _unreadable(file: SourceFile, why: str) -> ParsedList:
    return ParsedList(file.name, (), (Problem(file.name, Place(), ProblemKind.UNREADABLE, why),))
