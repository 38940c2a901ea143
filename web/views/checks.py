"""The check-up of the lists as a page: kinds of findings with their numbers, then the findings of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from checks.finding import Finding, FindingKind, Group
from checks.kept import KeptFindings
from checks.run import kinds
from web.views.paging import PageLink

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The one department and the one file whose findings are wanted; "" for all."""

    department: str = ""
    file: str = ""

    def parameters(self) -> dict[str, Any]:
        """As they stand in an address."""
        return {name: value for name, value in (("department", self.department), ("file", self.file)) if value}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the findings can be narrowed to, with how many there are, and what they are narrowed to."""

    departments: Mapping[str, int]
    files: Mapping[str, int]
    narrowed: Narrowed


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind with the number of its findings; None where only the operator may know."""

    kind: FindingKind
    number: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All kinds, group by group, and how many findings are shown to whoever asks."""

    groups: Mapping[Group, tuple[KindRow, ...]]
    total: int


@dataclass(frozen=True, slots=True)
class KindPage:
    """A page of the findings of a kind."""

    kind: FindingKind
    findings: tuple[Finding, ...]
    total: int
    links: list[PageLink]


def shown_kinds(operator: bool) -> list[FindingKind]:
    """The kinds whose findings may be shown."""
    return [kind for kind in kinds().values() if operator or not kind.personal]


def choices(kept: KeptFindings, shown: list[FindingKind], narrowed: Narrowed) -> Choices:
    """The departments and files that have findings, those with most of them first."""
    departments, files = Counter[str](), Counter[str]()
    names = {kind.name for kind in shown}
    for each in kept.sums:
        if each.kind in names:
            departments[each.owner] += each.found
            files[each.file] += each.found
    return Choices(dict(departments.most_common()), dict(files.most_common()), narrowed)


def overview(kept: KeptFindings, operator: bool, narrowed: Narrowed) -> Overview:
    """The kinds with what was found."""
    shown = shown_kinds(operator)
    numbers = {kind.name: kept.number(kind.name, narrowed.department, narrowed.file) for kind in shown}
    groups = {
        group: tuple(KindRow(kind, numbers.get(kind.name)) for kind in kinds().values() if kind.group is group)
        for group in Group
    }
    return Overview(groups, sum(numbers.values()))


def on_page(kept: KeptFindings, kind: str, narrowed: Narrowed, page: int) -> tuple[Finding, ...]:
    """The findings of a kind that stand on a page."""
    found = kept.of(kind, narrowed.department, narrowed.file)
    return tuple(islice(found, (page - 1) * PER_PAGE, page * PER_PAGE))
