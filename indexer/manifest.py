"""`manifest.toml`: what a file's text does not say about the list in it.

```toml
["某县公安局责任清单.txt"]
title = "某县公安局责任清单"
region = "某市某县"
department = "某县公安局"
date = 2024-05-01
url = "https://example.gov.cn/list.html"
```
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.agencies import region_of
from indexer.records import Owner

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MANIFEST_NAME = "manifest.toml"
_KEYS = ("title", "region", "department", "date", "url")


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


def read_manifest(path: Path) -> dict[str, ListInfo]:
    """The entries of a manifest by file name. Raises ManifestError where it is not what it should be."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(f"{path.name} 无法读取：{error}") from error
    return {name: _info(path.name, name, entry) for name, entry in data.items()}


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
