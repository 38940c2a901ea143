"""职责边界: matters without basis, without case, and without a word on who leads."""

from __future__ import annotations

from checks.finding import FindingKind, Group, Record, Severity
from checks.gaps import register_gap
from records.party_roles import LEADS, roles
from records.records import Boundary


def _says_no_lead(record: Record) -> bool:
    """Whether several agencies share a matter and none is said to lead; one alone needs not be said to."""
    parties = record["parties"]
    return len(parties) > 1 and LEADS not in roles(parties)


register_gap(
    FindingKind(
        "matter-without-basis",
        "事项没有依据",
        Group.GAP,
        Severity.MEDIUM,
        "职责边界中的事项没有写相关依据。",
    ),
    Boundary.kind,
    "相关依据",
    lambda record: not record["basis"].strip(),
)
register_gap(
    FindingKind(
        "matter-without-case",
        "事项没有案例",
        Group.GAP,
        Severity.LOW,
        "职责边界中的事项没有写案例。",
    ),
    Boundary.kind,
    "案例",
    lambda record: not record["case"].strip(),
)
register_gap(
    FindingKind(
        "matter-without-lead",
        "没有写明谁牵头",
        Group.GAP,
        Severity.LOW,
        "一个事项由几个部门分工，但没有写明由谁牵头。",
    ),
    Boundary.kind,
    "由谁牵头",
    _says_no_lead,
)
