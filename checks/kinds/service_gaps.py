"""公共服务: services that do not say whom to ask, where and when."""

from __future__ import annotations

from checks.finding import FindingKind, Group, Record, Severity
from checks.gaps import Lacks, register_gap
from records.records import Service


def _without(field: str) -> Lacks:
    def lacks(record: Record) -> bool:
        return not record[field].strip()

    return lacks


for _field, _what, _severity in (
    ("phone", "联系电话", Severity.MEDIUM),
    ("office", "承办机构", Severity.MEDIUM),
    ("time", "时间", Severity.LOW),
):
    register_gap(
        FindingKind(
            f"service-without-{_field}", f"服务没有{_what}", Group.GAP, _severity, f"公共服务事项没有写{_what}。"
        ),
        Service.kind,
        _what,
        _without(_field),
    )
