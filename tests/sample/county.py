"""The sample county: its lists as written in `lists/*.toml`, and as the records that parsing must give back."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LISTS = Path(__file__).parent / "lists"
REGION = "示例县"
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Department:
    """One department's list: `data` as in its TOML file."""

    slug: str
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """The department's name."""
        return str(self.data["department"])

    @property
    def title(self) -> str:
        """The title that its list carries."""
        aliases = f"（{'、'.join(self.data['aliases'])}）" if self.data["aliases"] else ""
        return f"{self.name}{aliases}责任清单"

    def records(self) -> list[dict[str, Any]]:
        """The records that parsing the list must give, in printed order, without ids and places."""
        return [*self._duties(), *self._boundaries(), *self._supervision(), *self._services()]

    def _record(self, kind: str, seq: str, **body: Any) -> dict[str, Any]:
        owner = {"department": self.name, "department_aliases": self.data["aliases"]}
        return {"kind": kind, **owner, "seq": seq, **body}

    def _duties(self) -> list[dict[str, Any]]:
        return [
            self._record("duty", str(number), duty=duty["duty"], item=row["item"], office="", note=row["note"])
            for number, duty in enumerate(self.data["duties"], start=1)
            for row in duty["rows"]
        ]

    def _boundaries(self) -> list[dict[str, Any]]:
        names = ("matter", "parties", "basis", "laws", "case")
        return [
            self._record("boundary", str(number), **{name: matter[name] for name in names})
            for number, matter in enumerate(self.data["boundaries"], start=1)
        ]

    def _supervision(self) -> list[dict[str, Any]]:
        records = []
        for numeral, regime in zip(NUMERALS, self.data["supervision"], strict=False):
            lead = [{"heading": "", "text": regime["lead"]}] if regime["lead"] else []
            sections = [*lead, *regime["sections"]]
            records.append(self._record("supervision", numeral, regime=regime["regime"], sections=sections))
        return records

    def _services(self) -> list[dict[str, Any]]:
        names = ("service", "content", "office", "phone")
        return [
            self._record("service", str(number), **{name: service[name] for name in names}, time="")
            for number, service in enumerate(self.data["services"], start=1)
        ]


def departments() -> list[Department]:
    """All departments of the county, in the order of their files."""
    return [
        Department(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in sorted(LISTS.glob("*.toml"))
    ]
