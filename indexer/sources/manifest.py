"""`manifest.toml`: what a file's text does not say about the list in it.

```toml
["某县公安局责任清单.txt"]
title = "某县公安局责任清单"
region = "某市某县"
department = "某县公安局"
date = 2024-05-01
url = "https://example.gov.cn/list.html"

["全县清单.zip/某县民政局责任清单.docx"]
date = 2024-06-01

[columns]
"科室主要工作" = "具体工作事项"
```

`[columns]` says what a county's own column labels mean, by a label that is known; `columns = { … }` in the section of
a file says it for that file alone. Names are paths below the folder in which the manifest stands, which may be one
inside a ZIP.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from indexer.model.blocks import Place
from indexer.vocabulary.labels import is_column
from indexer.vocabulary.names import region_of
from records.records import Owner
from tokenizer.wording import squeeze

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KEYS = ("title", "region", "department", "date", "url")
_STUMBLED = re.compile(r"\(at line (\d+),")
_MOST_FAULTS = 50  # told of one manifest; the library reads it anew for each
_COLUMNS = "columns"
_LONGEST_LINE = 5000  # bytes; the TOML library takes time with the square of a key's parts


class ManifestError(ValueError):
    """A manifest that cannot be used; the message names the file and the entry."""


@dataclass(frozen=True, slots=True)
class ListInfo:
    """What the manifest says about one file; "" where it says nothing."""

    title: str = ""
    region: str = ""
    department: str = ""
    date: str = ""
    url: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    """What the county's own column labels mean: its label, and the label that is known."""

    @property
    def spellings(self) -> dict[str, str]:
        """The known label by the county's own, without blanks."""
        return {squeeze(own): known for own, known in reversed(self.columns)}

    def owner(self, printed: Owner) -> Owner:
        """The owner of a list whose text names `printed`.

        The manifest's department serves lists that print none; in a file of many departments each keeps
        its own. Its region wins.
        """
        department = printed.department or self.department
        region = self.region or printed.region or region_of(department)
        return Owner(region, department, printed.aliases)

    def completed(self, other: ListInfo) -> ListInfo:
        """What this says, and where it says nothing what `other` says."""
        return ListInfo(*(getattr(self, each.name) or getattr(other, each.name) for each in fields(self)))


@dataclass(slots=True)
class Manifests:
    """The manifests that serve the files below one folder: its own, and those of folders and ZIP files in it."""

    _entries: dict[str, dict[str, ListInfo]] = field(default_factory=dict)
    _lines: dict[str, int] = field(default_factory=dict)  # where the entry of each file stands
    _names: dict[str, str] = field(default_factory=dict)  # the manifest in which it stands

    def add(self, name: str, data: bytes) -> list[str]:
        """Take in the manifest of that name, a path below the folder; gives its faults. Raises ManifestError."""
        folder = name[: name.rfind("/") + 1]
        self._entries[folder], faults = parse_manifest(name, data)
        for number, line in enumerate(data.decode("utf-8-sig").splitlines(), start=1):
            for file in self._entries[folder]:
                if line.lstrip().startswith("[") and f'"{file}"' in line.replace("'", '"'):
                    self._lines[folder + file] = number
        told = {file for file, info in self._entries[folder].items() if info != ListInfo()} - {_COLUMNS}
        self._names |= dict.fromkeys((folder + file for file in told), name)
        return faults

    def without_file(self, names: Container[str]) -> Iterator[tuple[str, Place, str]]:
        """The manifest, the line and the file of each entry for a file that is none of `names`."""
        for file, manifest in sorted(self._names.items()):
            if file not in names:
                yield manifest, Place(line=self._lines.get(file)), file

    def info(self, name: str) -> ListInfo:
        """What they say of a file; the outer ones win over those nearer to it."""
        found = self._of("", name)
        for index, character in enumerate(name):
            if character == "/":
                found = found.completed(self._of(name[: index + 1], name))
        return found

    def _of(self, folder: str, name: str) -> ListInfo:
        entries = self._entries.get(folder, {})
        found, common = entries.get(name[len(folder) :], ListInfo()), entries.get(_COLUMNS, ListInfo())
        return replace(found, columns=(*found.columns, *common.columns))


def parse_manifest(name: str, data: bytes) -> tuple[dict[str, ListInfo], list[str]]:
    """The entries of the manifest called `name`, and its faults: a bad line costs itself, a bad head its entry.

    Raises ManifestError where nothing of it can be used.
    """
    if any(len(line) > _LONGEST_LINE for line in data.splitlines()):
        raise ManifestError(f"{name} 无法读取：有一行过长")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ManifestError(
            f"{name} 第 {line} 行不是 UTF-8 编码（可能是 GBK）；请用记事本打开，另存为 UTF-8 编码后再放入"
        ) from error
    faults: list[str] = []
    while True:
        try:
            entries = tomllib.loads("".join(f"{line}\n" for line in lines))
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{name} {_left_out(lines, error, name, len(faults))}")
        except RecursionError as error:
            raise ManifestError(f"{name} 无法读取：嵌套过深") from error
        else:
            break
    infos = {file: _info(name, file, entry, faults) for file, entry in entries.items()}
    return infos, faults


def _left_out(lines: list[str], error: tomllib.TOMLDecodeError, name: str, before: int) -> str:
    """Empty the line that the TOML library stumbled over, and say so. Raises ManifestError where that does not help.

    With the head of an entry goes all of the entry: else its lines would be said of another file.
    """
    found = _STUMBLED.search(str(error))
    at = int(found[1]) - 1 if found else len(lines)
    if before >= _MOST_FAULTS or at >= len(lines) or not lines[at].strip():
        raise ManifestError(f"{name} 无法读取：{error}") from error
    end = at + 1
    if lines[at].lstrip().startswith("["):
        while end < len(lines) and not lines[end].lstrip().startswith("["):
            end += 1
    lines[at:end] = [""] * (end - at)
    return f"第 {at + 1} 行无法读取，{'这一行' if end == at + 1 else '这一节'}没有使用"


def _info(manifest: str, name: str, entry: Any, faults: list[str]) -> ListInfo:
    """What an entry says; what of it cannot be used is added to the faults."""
    if not isinstance(entry, Mapping):
        faults.append(f'{manifest} 中的“{name}”应为一节，写作 ["{name}"]')
        return ListInfo()
    if name == _COLUMNS:
        return ListInfo(columns=_spellings(manifest, entry, faults))
    values: dict[str, str] = {}
    columns: tuple[tuple[str, str], ...] = ()
    for key, value in entry.items():
        if key == _COLUMNS:
            columns = _spellings(manifest, value, faults)
        elif key not in _KEYS:
            faults.append(f'{manifest} 的 ["{name}"] 中有不认识的项：{key}（可用：{"、".join((*_KEYS, _COLUMNS))}）')
        elif not isinstance(value, str | datetime.date):
            faults.append(f'{manifest} 的 ["{name}"] 中 {key} 应为文字或日期')
        else:
            values[key] = str(value).strip()
    return ListInfo(**values, columns=columns)


def _spellings(manifest: str, entry: Any, faults: list[str]) -> tuple[tuple[str, str], ...]:
    """The county's labels with those that are known; what is none is added to the faults."""
    if not isinstance(entry, Mapping):
        faults.append(f'{manifest} 的 [columns] 应写作 "本地的栏目名" = "通用的栏目名"')
        return ()
    found: list[tuple[str, str]] = []
    for label, known in entry.items():
        if isinstance(known, str) and is_column(known):
            found.append((label, known))
        else:
            faults.append(f"{manifest} 的 [columns] 中，“{label}”等号右边不是已知的栏目名：{known}")
    return tuple(found)
