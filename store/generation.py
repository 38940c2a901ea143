"""Generations of the index: written whole beside the serving one, checked, then made current at once.

```
index/
  current          the name of the serving generation
  g-…-4f2a…/       one generation: generation.json, Whoosh's files, arrays, records, names and words
```

`current` is replaced by one atomic rename, so a crash at any moment leaves the old generation serving. A
reader keeps the generation that it opened.

A generation cannot lie about itself: generation.json, written last, holds the size and the SHA-256 of every other
file, and the folder's name ends in the first digits of the SHA-256 of generation.json.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

SCHEMA_VERSION = 8
TERMS = "terms.txt"  # words learned from the lists, for cutting text
NAMES = "names.tsv"  # names for completing what is typed
SYNONYMS = "synonyms.txt"  # the county's own
WORDS = "words.tsv"  # words for mending spelling

_CURRENT = "current"
META = "generation.json"  # what is told of a generation
_PREFIX = "g-"
_UNFINISHED = "tmp-"
_CHUNK = 1 << 20  # bytes
_DIGITS = 12  # of the digest in a generation's name
_LARGEST_IN_MEMORY = 1 << 30  # bytes of a generation that is read as a whole
_KEPT = 2  # generations: the serving one, and the one before it for readers that still hold it


class GenerationError(RuntimeError):
    """No generation can be opened, or a new one cannot be written; the message is plain Chinese."""


class BusyError(GenerationError):
    """Another build is running."""


@dataclass(frozen=True, slots=True)
class Generation:
    """A finished generation on disk."""

    folder: Path
    meta: dict[str, Any]

    @property
    def name(self) -> str:
        """The generation's name, unique and ordered by time."""
        return self.folder.name

    def file(self, name: str) -> Path:
        """A file that belongs to the generation."""
        return self.folder / name

    @property
    def mapped(self) -> bool:
        """Whether its files are too large to be read into memory, where no later damage reaches them."""
        return sum(int(entry["size"]) for entry in self.meta["files"].values()) > _LARGEST_IN_MEMORY

    def faults(self) -> list[str]:
        """The files that are not as they were written, by name. Reads all of them once."""
        return [name for name, entry in self.meta["files"].items() if _entry(self.file(name)) != entry]


def generations(index: Path) -> Iterator[Generation]:
    """The whole generations that this program can read, best first: the current one, then newest first."""
    names = [path.name for path in sorted(index.glob(_PREFIX + "*"), reverse=True)]
    named = pointed(index)
    if named in names:  # a damaged pointer costs nothing: the newest generation serves
        names.insert(0, named)
    for name in dict.fromkeys(names):
        try:
            text = (index / name / META).read_bytes()
        except OSError:
            continue
        if not name.endswith(f"-{_digest(text)}"):
            continue
        meta = json.loads(text)
        if meta["schema"] == SCHEMA_VERSION:
            yield Generation(index / name, meta)


def pointed(index: Path) -> str:
    """The name that `current` holds, whether or not there is such a generation; "" where it cannot be read."""
    with suppress(OSError, UnicodeDecodeError):
        return (index / _CURRENT).read_text(encoding="utf-8").strip()
    return ""


def whole(index: Path) -> Generation | None:
    """The generation that `current` points to where it is here and undamaged; reads all its files."""
    generation = current(index)
    if generation is None or generation.name != pointed(index) or generation.faults():
        return None
    return generation


def current(index: Path) -> Generation | None:
    """The serving generation, or None where there is none."""
    return next(generations(index), None)


@contextmanager
def build_lock(index: Path) -> Iterator[None]:
    """Hold the index folder for building. Raises GenerationError where another build is running."""
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(index / "build.lock"), timeout=0)
        with lock:
            yield
    except Timeout as error:
        raise BusyError("另一个索引任务正在运行，请稍后再试") from error
    except PermissionError as error:
        raise GenerationError(f"索引目录 {index} 不可写") from error
    except (FileExistsError, NotADirectoryError) as error:
        raise GenerationError(f"索引目录 {index} 不是文件夹") from error


def write_generation(index: Path, write: Callable[[Path], dict[str, Any]]) -> Generation:
    """Write a new generation and make it current. Call it under `build_lock`.

    `write` fills a folder, tells what is in it, and raises where the result is not whole; the schema version, the
    build time and the checksums are added to what it tells. Whatever fails, the generation before keeps serving.
    """
    started = datetime.now(timezone.utc)
    unfinished = index / f"{_UNFINISHED}{uuid.uuid4().hex}"
    try:
        unfinished.mkdir()
        told = write(unfinished)
        seconds = (datetime.now(timezone.utc) - started).total_seconds()
        meta = {
            "schema": SCHEMA_VERSION,
            "built": started.isoformat(timespec="seconds"),
            "build_seconds": round(seconds, 3),
            **told,
            "files": {path.name: _entry(path) for path in sorted(unfinished.iterdir())},
        }
        text = json.dumps(meta, ensure_ascii=False, indent=1).encode()
        name = f"{_PREFIX}{started:%Y%m%dT%H%M%S%f}-{_digest(text)}"
        (unfinished / META).write_bytes(text)
        _sync(unfinished)
        unfinished.rename(index / name)
        _point(index, name)
    except OSError as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise GenerationError(f"索引无法写入 {index}：{error.strerror or error}") from error
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _prune(index, name)
    return Generation(index / name, meta)


def _point(index: Path, name: str) -> None:
    pointer = index / f".{_CURRENT}-{os.getpid()}"
    pointer.write_text(name + "\n", encoding="utf-8")
    _sync_file(pointer)
    pointer.replace(index / _CURRENT)
    _sync_folder(index)


def _entry(path: Path) -> dict[str, Any]:
    """What generation.json says of a file; nothing of one that cannot be read."""
    try:
        with path.open("rb") as file:
            digest = hashlib.sha256()
            size = 0
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError:
        return {}
    return {"size": size, "sha256": digest.hexdigest()}


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:_DIGITS]


def _prune(index: Path, name: str) -> None:
    """Remove generations that nobody needs or can use, and what interrupted builds left. Failing harms nothing."""
    older = (generation for generation in generations(index) if generation.name != name and not generation.faults())
    kept = {name, *(generation.name for generation in islice(older, _KEPT - 1))}
    gone = [path for path in index.glob(_PREFIX + "*") if path.name not in kept]
    for path in [*gone, *index.glob(_UNFINISHED + "*")]:
        shutil.rmtree(path, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Make sure that a folder's files are on the disk before they are pointed to."""
    for path in folder.iterdir():
        _sync_file(path)
    _sync_folder(folder)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder, and orders renames by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
