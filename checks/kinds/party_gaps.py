"""职责边界: shares of nobody, and agencies without a share."""

from __future__ import annotations

from collections.abc import Iterable

from checks.check import Check, register
from checks.finding import Finding, FindingKind, Group, Record, Severity, short
from records.records import Boundary


class WithoutAgency(Check):
    """Shares for which no agency is printed."""

    of = (Boundary.kind,)

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        for party in record["parties"]:
            if not party["agency"].strip():
                yield self.at(record, short(party["role"]), "这一行写了职责分工，没有写是哪个部门")


class WithoutRole(Check):
    """Agencies that a matter names without saying what they do, where it says so of others."""

    of = (Boundary.kind,)

    def see(self, number: int, record: Record) -> Iterable[Finding]:
        parties = record["parties"]
        for party in parties:
            if party["agency"].strip() and not party["role"].strip():
                yield self.at(record, party["agency"], "列出了这个部门，没有写它的职责分工")


register(
    FindingKind(
        "share-without-agency",
        "分工没有部门",
        Group.GAP,
        Severity.HIGH,
        "职责边界的一行写了职责分工，没有写相关部门。",
    ),
    WithoutAgency,
)
register(
    FindingKind(
        "agency-without-share",
        "部门没有分工",
        Group.GAP,
        Severity.MEDIUM,
        "职责边界列出了部门，没有写它的职责分工。",
    ),
    WithoutRole,
)
