"""Which files to read: paths given by the user → source files with names and manifest entries."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from indexer.model.blocks import Place
from indexer.model.problems import Problem, ProblemKind, UnreadableFileError
from indexer.sources.archives import is_archive, list_archive
from indexer.sources.file_names import MANIFEST_NAME, SYNONYMS_NAME, is_hidden, is_list_name, readable
from indexer.sources.manifest import ListInfo, ManifestError, Manifests


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read: where it is, what records call it, and what a manifest says of it.

    A file inside a ZIP is the `member` of that name in the archive at `path`. `size` is in bytes, unpacked.
    """

    path: Path
    name: str
    info: ListInfo = field(default_factory=ListInfo)
    member: str = ""
    size: int = 0


@dataclass(slots=True)
class Sources:
    """The files to read, in a repeatable order, and what was wrong with the paths or manifests.

    `synonyms` are a county's own synonyms files: `synonyms.txt` directly in a folder that was named.
    """

    files: list[SourceFile] = field(default_factory=list)
    synonyms: list[Path] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def collect(paths: Iterable[Path]) -> Sources:
    """The files that `paths` name: a file itself, or every file below a folder, sorted by name.

    A file's name is its path below the folder given, or its own name. A ZIP is read as a folder. A file met
    twice is read once; two of the same name get as much of their folders' names as tells them apart.
    """
    collector = _Collector()
    for path in paths:
        collector.take(path)
    return collector.found


class _Collector:
    def __init__(self) -> None:
        self.found = Sources()
        self._seen: set[tuple[Path, str]] = set()
        self._names: set[str] = set()

    def take(self, path: Path) -> None:
        """Add what `path` names."""
        try:
            mode = path.stat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            self._problem(str(path), "文件或文件夹不存在")
        except (OSError, ValueError) as error:
            self._problem(str(path), f"无法访问：{error}")
        else:
            if stat.S_ISDIR(mode):
                self._folder(path)
            else:
                self._add(path.parent, [path.parent / MANIFEST_NAME], [path])

    def _folder(self, folder: Path) -> None:
        manifests: list[Path] = []
        files: list[Path] = []
        for path in self._below(folder):
            (manifests if path.name == MANIFEST_NAME else files).append(path)
        if (folder / SYNONYMS_NAME).is_file():
            self.found.synonyms.append(folder / SYNONYMS_NAME)
        if not files:
            self._problem(folder.name or str(folder), "文件夹里没有可读的清单文件")
        self._add(folder, manifests, files, is_whole=True)

    def _below(self, folder: Path) -> Iterator[Path]:
        """The lists and manifests below a folder, in reading order."""

        def cannot_open(error: OSError) -> None:
            self._problem(_name(folder, Path(error.filename)), f"文件夹无法打开：{error.strerror}")

        for parent, folders, names in os.walk(folder, onerror=cannot_open):
            folders[:] = sorted(name for name in folders if not is_hidden(name))
            for name in sorted(names):
                path = Path(parent, name)
                if name != MANIFEST_NAME and not is_list_name(name):
                    continue
                if path.is_file():
                    yield path
                else:
                    self._problem(_name(folder, path), "不是文件，或者是失效的链接")

    def _add(self, folder: Path, manifest_files: list[Path], files: list[Path], is_whole: bool = False) -> None:
        """Add files below a folder, the whole of it or a single one, with what the manifests say of them."""
        manifests = Manifests()
        for path in manifest_files:
            if path.is_file():
                self._manifest(manifests, _name(folder, path), path)
        found = [file for path in files for file in self._files(path, _name(folder, path), manifests)]
        if is_whole:
            for manifest, place, name in manifests.without_file({file.name for file in found}):
                message = f'写了 ["{name}"] 一节，但没有这个文件；请核对文件名（包括文件夹和后缀）'
                self.found.problems.append(Problem(readable(manifest), place, ProblemKind.MANIFEST, message))
        for file in found:
            key = (file.path.resolve(), file.member)
            if key not in self._seen:
                self._seen.add(key)
                info = manifests.info(file.name)
                self.found.files.append(replace(file, name=self._unique(file.name, folder), info=info))

    def _files(self, path: Path, name: str, manifests: Manifests) -> Iterator[SourceFile]:
        """A file, or those inside it where it is an archive."""
        if not path.is_file() or not is_archive(path):
            yield SourceFile(path, name, size=_size(path))
            return
        try:
            listing = list_archive(path)
        except (UnreadableFileError, OSError) as error:
            self._problem(name, str(error))
            return
        for member, reason in listing.refused:
            self._problem(f"{name}/{member}".rstrip("/"), reason)
        for member, data in listing.manifests.items():
            self._manifest(manifests, f"{name}/{member}", data)
        if not listing.sizes and not listing.refused:
            self._problem(name, "压缩包里没有可读的清单文件")
        for member, size in listing.sizes.items():
            yield SourceFile(path, f"{name}/{member}", member=member, size=size)

    def _manifest(self, manifests: Manifests, name: str, source: Path | bytes) -> None:
        try:
            for fault in manifests.add(name, source if isinstance(source, bytes) else source.read_bytes()):
                self._problem(name, fault, ProblemKind.MANIFEST)
        except OSError as error:
            self._problem(name, error.strerror or str(error), ProblemKind.MANIFEST)
        except ManifestError as error:
            self._problem(name, str(error), ProblemKind.MANIFEST)

    def _unique(self, name: str, folder: Path) -> str:
        for part in reversed(folder.resolve().parts):
            if name not in self._names:
                break
            name = f"{readable(part)}/{name}"
        self._names.add(name)
        return name

    def _problem(self, name: str, message: str, kind: ProblemKind = ProblemKind.UNREADABLE) -> None:
        self.found.problems.append(Problem(readable(name), Place(), kind, message))


def _name(folder: Path, path: Path) -> str:
    return readable(path.relative_to(folder).as_posix())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # gone meanwhile; reading it will tell
        return 0
