"""A finding: what is wrong with a list, where, what the text says, and why it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

Record = Mapping[str, Any]
ListKey = tuple[str, str]
"""A list: its file, and the department whose list it is; one file may hold many."""


class Severity(str, Enum):
    """How much a finding matters."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def chinese(self) -> str:
        """The severity as the pages print it."""
        return {"high": "应当改正", "medium": "需要核对", "low": "可以补充"}[self.value]


class Group(str, Enum):
    """What sort of fault it is."""

    GAP = "缺项"
    CONTRADICTION = "重复与矛盾"
    OUTDATED = "过时"
    PERSONAL = "个人信息"
    READING = "读取"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of finding; `rule` says in one sentence for its readers when something is found."""

    name: str
    chinese: str
    group: Group
    severity: Severity
    rule: str

    @property
    def personal(self) -> bool:
        """Whether its findings are for the operator alone."""
        return self.group is Group.PERSONAL


@dataclass(frozen=True, slots=True)
class Other:
    """Another record that a finding speaks of."""

    record: str
    title: str
    department: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `record` is the id of the record where it stands, "" where it is about a list as a whole.

    `number` is how many places it speaks of, where the same is said of several at once.
    """

    kind: str
    severity: Severity
    file: str
    region: str
    department: str
    record: str
    title: str
    place: str
    text: str
    why: str
    number: int = 1
    others: tuple[Other, ...] = ()

    @property
    def owner(self) -> str:
        """Whose list it is about; the file where the list does not say."""
        return self.department or self.file

    def to_json(self) -> dict[str, Any]:
        """The finding as plain JSON values; the kind comes first, by which a kept file is searched."""
        found = {name: getattr(self, name) for name in self.__slots__}
        return found | {
            "severity": self.severity.value,
            "others": [
                {"record": each.record, "title": each.title, "department": each.department} for each in self.others
            ],
        }

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Finding:
        """A finding that was kept."""
        return cls(
            **{
                **found,
                "severity": Severity(found["severity"]),
                "others": tuple(Other(**each) for each in found["others"]),
            }
        )


def short(text: str, length: int = 80) -> str:
    """How a text begins, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else f"{flat[: length - 1]}…"


def list_key(record: Record) -> ListKey:
    """The list in which a record stands."""
    return record["source"]["file"], record["department"]


def place_of(source: Mapping[str, Any]) -> str:
    """A line or page in words; "" where none is known."""
    if source.get("page"):
        return f"第 {source['page']} 页"
    return f"第 {source['line']} 行" if source.get("line") else ""
