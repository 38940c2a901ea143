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
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from indexer.vocabulary.labels import is_column
from indexer.vocabulary.names import region_of
from records.records import Owner
from tokenizer.wording import squeeze

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KEYS = ("title", "region", "department", "date", "url")
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

    def add(self, name: str, data: bytes) -> None:
        """Take in the manifest of that name, a path below the folder. Raises ManifestError."""
        folder = name[: name.rfind("/") + 1]
        self._entries[folder] = parse_manifest(name, data)

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


def parse_manifest(name: str, data: bytes) -> dict[str, ListInfo]:
    """The entries of the manifest called `name`. Raises ManifestError where it is not what it should be."""
    if any(len(line) > _LONGEST_LINE for line in data.splitlines()):
        raise ManifestError(f"{name} 无法读取：有一行过长")
    try:
        entries = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(f"{name} 无法读取：{error}") from error
    except RecursionError as error:
        raise ManifestError(f"{name} 无法读取：嵌套过深") from error
    return {file: _info(name, file, entry) for file, entry in entries.items()}


def _info(manifest: str, name: str, entry: Any) -> ListInfo:
    if not isinstance(entry, Mapping):
        raise ManifestError(f'{manifest} 中的“{name}”应为一节，写作 ["{name}"]')
    if name == _COLUMNS:
        return ListInfo(columns=_spellings(manifest, entry))
    unknown = sorted(set(entry) - {*_KEYS, _COLUMNS})
    if unknown:
        raise ManifestError(
            f'{manifest} 的 ["{name}"] 中有不认识的项：{"、".join(unknown)}（可用：{"、".join(_KEYS)}）'
        )
    values: dict[str, str] = {}
    for key, value in entry.items():
        if key == _COLUMNS:
            continue
        if not isinstance(value, str | datetime.date):
            raise ManifestError(f'{manifest} 的 ["{name}"] 中 {key} 应为文字或日期')
        values[key] = str(value).strip()
    return ListInfo(**values, columns=_spellings(manifest, entry.get(_COLUMNS, {})))


def _spellings(manifest: str, entry: Any) -> tuple[tuple[str, str], ...]:
    """The county's labels with those that are known. Raises ManifestError where one is not."""
    if not isinstance(entry, Mapping) or not all(isinstance(known, str) for known in entry.values()):
        raise ManifestError(f'{manifest} 的 [columns] 应写作 "本地的栏目名" = "通用的栏目名"')
    unknown = [known for known in entry.values() if not is_column(known)]
    if unknown:
        raise ManifestError(f"{manifest} 的 [columns] 中，等号右边不是已知的栏目名：{'、'.join(unknown)}")
    return tuple(entry.items())
