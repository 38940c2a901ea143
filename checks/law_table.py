"""Laws that are in force no longer, and the numbers of some that are: `data/laws.toml`, reviewed by hand."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tokenizer.normalize import normalize

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LAWS = Path(__file__).parent / "data" / "laws.toml"
HOW = {"repealed": "废止", "merged": "并入其中并废止"}

_COUNTRY = "中华人民共和国"
_EDITION = re.compile(r"\((?:\d{4}年?)?(?:修订|修正|修改|第.次修正)?(?:版|本)?\)$")
_KEYS = frozenset({"titles", "how", "act", "from"})


class LawTableError(ValueError):
    """The table of laws cannot be used; the message names the row at fault."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a law ended: by which act, and since when."""

    how: str
    act: str
    since: date

    def __str__(self) -> str:
        day = f"{self.since.year}年{self.since.month}月{self.since.day}日"
        return f"自{day}起因《{self.act}》施行而{HOW[self.how]}"


@dataclass(frozen=True, slots=True)
class LawTable:
    """The laws that ended, and the orders by which some regulations were published or changed, by plain title."""

    ended: Mapping[str, Ended]
    orders: Mapping[str, frozenset[int]]


def load_laws(path: Path = LAWS) -> LawTable:
    """The table in a file. Raises LawTableError."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    ended: dict[str, Ended] = {}
    for row in raw.get("ended", ()):
        how = _ended(row)
        for title in row["titles"]:
            if plain_title(title) in ended:
                raise LawTableError(f"{title} stands in the table twice")
            ended[plain_title(title)] = how
    orders = {plain_title(row["title"]): frozenset(row["orders"]) for row in raw.get("order", ())}
    return LawTable(ended, orders)


def plain_title(title: str) -> str:
    """A title without the country before it, and without the edition in brackets behind it."""
    plain = "".join(normalize(title).split())
    return _EDITION.sub("", plain.removeprefix(_COUNTRY))


def _ended(row: Mapping[str, Any]) -> Ended:
    if row.keys() != _KEYS or row["how"] not in HOW or not isinstance(row["from"], date):
        raise LawTableError(f"a row is not as the head of the table says: {row}")
    return Ended(row["how"], row["act"], row["from"])
