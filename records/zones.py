"""Which text of a record is searched, by zone. How much each zone counts is the ranking's business."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tokenizer.normalize import normalize

TITLE = "title"  # 管理事项, 服务事项, a regime's title
ITEM = "item"  # 具体工作事项
DUTY = "duty"  # 主要职责, shared by its items
AGENCY = "agency"  # the agencies of a matter
ROLE = "role"  # what each agency does
TEXT = "text"  # a service's content, a regime's sections
BASIS = "basis"  # 相关依据
NOTE = "note"  # 备注, which mostly names a law or who does it
CASE = "case"
OFFICE = "office"  # who in the department, how to reach them, when
OWNER = "owner"  # the department whose list it is, its region

ZONES: tuple[str, ...] = (TITLE, ITEM, DUTY, AGENCY, ROLE, TEXT, BASIS, NOTE, CASE, OFFICE, OWNER)

ZONE_BITS = 24  # positions within a zone stay below 2**24
_BREAK = "|"  # a gap, which keeps grams from running over the border of two values


def zone_texts(record: Mapping[str, Any]) -> dict[str, str]:
    """The searched text of a record (in the contract's JSON form) by zone; empty zones are left out."""
    parties = record.get("parties") or []
    sections = record.get("sections") or []
    texts = {
        TITLE: _join(record.get("matter"), record.get("service"), record.get("regime")),
        ITEM: _join(record.get("item")),
        DUTY: _join(record.get("duty")),
        AGENCY: _join(*(party["agency"] for party in parties)),
        ROLE: _join(*(party["role"] for party in parties)),
        TEXT: _join(record.get("content"), *(value for part in sections for value in (part["heading"], part["text"]))),
        BASIS: _join(record.get("basis")),
        NOTE: _join(record.get("note")),
        CASE: _join(record.get("case")),
        OFFICE: _join(record.get("office"), record.get("phone"), record.get("time")),
        OWNER: _join(record.get("department"), *record.get("department_aliases", ()), record.get("region")),
    }
    return {zone: text for zone, text in texts.items() if text}


_HEADLINES = {"boundary": "matter", "duty": "item", "service": "service", "supervision": "regime"}


def title_field(record: Mapping[str, Any]) -> str:
    """The field that is a record's headline (a duty without an item has its 主要职责)."""
    name = _HEADLINES[record["kind"]]
    return name if record[name] else "duty" if record["kind"] == "duty" else name


def headline_key(record: Mapping[str, Any]) -> str:
    """What a query must be to be a record's headline word for word: its normal form without blanks."""
    headline: str = record[title_field(record)].rpartition("/")[2]
    return "".join(normalize(headline).split())


def _join(*values: str | None) -> str:
    return _BREAK.join(value for value in values if value)
