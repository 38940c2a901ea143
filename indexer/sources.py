"""Which files to read: paths given by the user → source files with names and manifest entries."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from indexer.blocks import Place
from indexer.manifest import MANIFEST_NAME, ListInfo, ManifestError, read_manifest
from indexer.problems import Problem, ProblemKind

_SKIPPED_PREFIXES = (".", "~$", "._")  # hidden files, and those that Office leaves while a file is open
_SKIPPED_NAMES = {MANIFEST_NAME, "Thumbs.db", "desktop.ini", "README.md", "README.txt"}
_SKIPPED_SUFFIXES = {".jsonl", ".json", ".toml", ".tmp", ".bak", ".lock"}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: where it is, what records call it, and what a manifest says of it."""

    path: Path
    name: str
    info: ListInfo


@dataclass(slots=True)
class Sources:
    """The files to read, in a repeatable order, and what was wrong with the paths or manifests."""

    files: list[SourceFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def collect(paths: Iterable[Path]) -> Sources:
    """The files that `paths` name: a file itself, or every file below a folder, sorted by name.

    A file's name is its path below the folder given, or its own name. A file met twice is read once.
    """
    found = Sources()
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            files = list(_below(path))
            if not files:
                found.problems.append(_problem(path.name or str(path), "文件夹里没有可读的清单文件"))
            _add(found, seen, path, files)
        elif path.exists():
            _add(found, seen, path.parent, [path])
        else:
            found.problems.append(_problem(str(path), "文件或文件夹不存在"))
    return found


def _add(found: Sources, seen: set[Path], folder: Path, files: list[Path]) -> None:
    manifest: dict[str, ListInfo] = {}
    if (folder / MANIFEST_NAME).is_file():
        try:
            manifest = read_manifest(folder / MANIFEST_NAME)
        except ManifestError as error:
            found.problems.append(Problem(MANIFEST_NAME, Place(), ProblemKind.MANIFEST, str(error)))
    for file in files:
        if file.resolve() not in seen:
            seen.add(file.resolve())
            name = file.relative_to(folder).as_posix()
            found.files.append(SourceFile(file, name, manifest.get(name, ListInfo())))


def _below(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(_SKIPPED_PREFIXES))
        for name in sorted(names):
            path = Path(parent) / name
            skipped = name.startswith(_SKIPPED_PREFIXES) or name in _SKIPPED_NAMES or path.suffix in _SKIPPED_SUFFIXES
            if not skipped:
                yield path


def _problem(name: str, message: str) -> Problem:
    return Problem(name, Place(), ProblemKind.UNREADABLE, message)
