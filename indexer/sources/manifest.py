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
```

Names are paths below the folder in which the manifest stands, which may be one inside a ZIP.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from indexer.model.blocks import Place
from indexer.vocabulary.names import region_of
from records.records import Owner

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KEYS = ("title", "region", "department", "date", "url")
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

    def add(self, name: str, data: bytes) -> None:
        """Take in the manifest of that name, a path below the folder. Raises ManifestError."""
        folder = name[: name.rfind("/") + 1]
        self._entries[folder] = parse_manifest(name, data)
        for number, line in enumerate(data.decode("utf-8-sig").splitlines(), start=1):
            for file in self._entries[folder]:
                if line.lstrip().startswith("[") and f'"{file}"' in line.replace("'", '"'):
                    self._lines[folder + file] = number
        self._names |= {folder + file: name for file in self._entries[folder]}

    def without_file(self, names: Container[str]) -> Iterator[tuple[str, Place, str]]:
        """The manifest, the line and the file of each entry for a file that is none of `names`."""
        for file, manifest in self._names.items():
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
        return self._entries.get(folder, {}).get(name[len(folder) :], ListInfo())


def parse_manifest(name: str, data: bytes) -> dict[str, ListInfo]:
    """The entries of the manifest called `name`. Raises ManifestError where it is not what it should be."""
    if any(len(line) > _LONGEST_LINE for line in data.splitlines()):
        raise ManifestError(f"{name} 无法读取：有一行过长")
    try:
        entries = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ManifestError(
            f"{name} 第 {line} 行不是 UTF-8 编码（可能是 GBK）；请用记事本打开，另存为 UTF-8 编码后再放入"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"{name} 无法读取：{error}") from error
    except RecursionError as error:
        raise ManifestError(f"{name} 无法读取：嵌套过深") from error
    return {file: _info(name, file, entry) for file, entry in entries.items()}


def _info(manifest: str, name: str, entry: Any) -> ListInfo:
    if not isinstance(entry, Mapping):
        raise ManifestError(f'{manifest} 中的“{name}”应为一节，写作 ["{name}"]')
    unknown = sorted(set(entry) - set(_KEYS))
    if unknown:
        raise ManifestError(
            f'{manifest} 的 ["{name}"] 中有不认识的项：{"、".join(unknown)}（可用：{"、".join(_KEYS)}）'
        )
    values: dict[str, str] = {}
    for key, value in entry.items():
        if not isinstance(value, str | datetime.date):
            raise ManifestError(f'{manifest} 的 ["{name}"] 中 {key} 应为文字或日期')
        values[key] = str(value).strip()
    return ListInfo(**values)
