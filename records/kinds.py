"""What a kind of record is: the one place that says how its records are called, read, searched and shown.

Zones, columns, marks, facets, names for completing, pages, tables to take along and the API's description derive
from these descriptions. A new kind needs its class in `records.records`, its description here, the spellings of its
labels in `indexer.vocabulary.labels`, and a reader of its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from records.records import Boundary, Duty, Passage, Power, Service, Supervision, TableRow
from records.zones import (
    AGENCY,
    BASIS,
    CASE,
    CATEGORY,
    DUTY,
    EXTRA,
    HEADING,
    ITEM,
    NOTE,
    OFFICE,
    PRINTED,
    ROLE,
    TEXT,
    TITLE,
)

UNPLACED = "未归类的原文"


class Form(Enum):
    """How a page sets out a record."""

    SHARES = "shares"  # a table of agencies, each with its share
    ITEMS = "items"  # together with the rows under the same 主要职责
    SECTIONS = "sections"  # headings with their texts
    FIELDS = "fields"  # label and value


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record, as it stands in its JSON.

    `zone` is where its text is searched ("": not at all), `sheet` the column of a table to take along ("": under 内容,
    behind its label). A field with `parts` is a list of values that each have these; `as_one` where such a value is
    shown as one text, 办理时限：五日. `optional` fields stand in the JSON only where the list says them, fields that
    are not `shown` never stand among the marked texts of a hit.
    """

    name: str
    label: str
    zone: str = ""
    sheet: str = ""
    parts: tuple[Field, ...] = ()
    as_one: bool = False
    optional: bool = False
    shown: bool = True
    schema: str = ""  # what the API's description calls a part


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record.

    `headline` names the fields of which the first that holds something is the record's headline. `weight` is how
    likely such a record is what is wanted. Kinds that do not `say` anything only keep what is printed: they stand
    behind all others that cover as much of a query. `named` kinds are named for what they are about, `completes` is
    how much their headline counts among the completions (0: not offered), `place` where they stand in a list.
    """

    name: str
    chinese: str
    fields: tuple[Field, ...]
    headline: tuple[str, ...]
    place: int
    form: Form = Form.FIELDS
    weight: float = 1.0
    says: bool = True
    named: bool = False
    completes: float = 0.0
    wanted_by: Mapping[str, float] = field(default_factory=dict)  # question words → factor of the score

    @property
    def is_matter(self) -> bool:
        """Whether its records share a matter out among agencies, so that they answer who is responsible."""
        return self.form is Form.SHARES

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """Its own fields, and what every record may have."""
        return (*self.fields, *_COMMON)

    @property
    def above(self) -> frozenset[str]:
        """The fields that say nothing without the one that they stand above: an agency, the heading of a section."""
        return frozenset(field.parts[0].name for field in self.all_fields if field.parts and not field.as_one)

    def has(self, name: str) -> bool:
        """Whether its records have a field."""
        return any(each.name == name for each in self.fields)

    def label(self, name: str) -> str:
        """What a field is called."""
        for each in self.all_fields:
            for one in (each, *each.parts):
                if one.name == name:
                    return one.label
        return name


_TITLE_AND_NUMBER = (Field("title", "名称"), Field("number", "文号"))
_CELL = (Field("label", "栏目", EXTRA), Field("text", "内容", EXTRA))
_COMMON = (Field("extra", "其他栏目", parts=_CELL, as_one=True, optional=True, schema="Cell"),)
_BASIS = (
    Field("basis", "相关依据", BASIS, "相关依据"),
    Field("laws", "依据中的法律法规", parts=_TITLE_AND_NUMBER, shown=False, schema="Law"),
)
_CATEGORY = Field("category", "分类", CATEGORY, optional=True)
_NOTE = Field("note", "备注", NOTE, "备注")


def _named(*kinds: Kind) -> dict[str, Kind]:
    return {kind.name: kind for kind in kinds}


# All kinds, in the order in which facets count them and hits are sorted by kind.
KINDS: dict[str, Kind] = _named(
    Kind(
        Boundary.kind,
        "职责边界",
        (
            Field("matter", "管理事项", TITLE),
            Field(
                "parties",
                "各部门的分工",
                sheet="部门与分工",
                parts=(Field("agency", "相关部门", AGENCY), Field("role", "职责分工", ROLE)),
                schema="Party",
            ),
            *_BASIS,
            Field("case", "案例", CASE, "案例"),
            _CATEGORY,
            Field("note", "备注", NOTE, "备注", optional=True),
        ),
        headline=("matter",),
        place=2,
        form=Form.SHARES,
        weight=1.1,  # a matter's boundary record answers most questions outright
        named=True,
        completes=4.0,  # a matter is what most people look for
    ),
    Kind(
        Duty.kind,
        "部门职责",
        (
            Field("duty", "主要职责", DUTY, "主要职责"),
            Field("item", "具体工作事项", ITEM),
            Field("office", "责任科室", OFFICE, "承办机构"),
            _NOTE,
            _CATEGORY,
        ),
        headline=("item", "duty"),
        place=1,
        form=Form.ITEMS,
    ),
    Kind(
        Supervision.kind,
        "事中事后监管",
        (
            Field("regime", "监管制度", TITLE),
            Field(
                "sections",
                "各节",
                sheet="内容",
                parts=(Field("heading", "环节", TEXT), Field("text", "内容", TEXT)),
                schema="Section",
            ),
        ),
        headline=("regime",),
        place=3,
        form=Form.SECTIONS,
        completes=2.0,
    ),
    Kind(
        Service.kind,
        "公共服务",
        (
            Field("service", "服务事项", TITLE),
            Field("content", "主要内容", TEXT, "内容"),
            Field("office", "承办机构", OFFICE, "承办机构"),
            Field("phone", "联系电话", OFFICE, "联系电话"),
            Field("time", "时间", OFFICE, "时间"),
        ),
        headline=("service",),
        place=4,
        named=True,
        completes=3.0,
        wanted_by={"wants_phone": 1.5, "when": 1.2},
    ),
    Kind(
        Power.kind,
        "权责事项",
        (
            Field("name", "事项名称", TITLE),
            Field("parent", "主项名称", DUTY),
            Field("category", "职权类别", CATEGORY),
            *_BASIS,
            Field("duties", "责任事项", TEXT),
            Field("liability", "追责情形", EXTRA),  # much the same words in every record
            Field("agency", "实施主体", AGENCY, "部门与分工"),
            Field("office", "承办机构", OFFICE, "承办机构"),
            Field("target", "行使对象", TEXT),
            Field("level", "行使层级", OFFICE),
            _NOTE,
        ),
        headline=("name",),
        place=5,
        named=True,
        completes=3.0,
    ),
    Kind(
        TableRow.kind,
        f"{UNPLACED}（表格）",
        (
            Field("title", "名称", HEADING),
            Field(
                "cells",
                "各栏",
                sheet="内容",
                parts=(Field("label", "栏目", PRINTED), Field("text", "内容", PRINTED)),
                as_one=True,
                schema="Cell",
            ),
        ),
        headline=("title",),
        place=6,
        says=False,
    ),
    Kind(
        Passage.kind,
        UNPLACED,
        (Field("heading", "标题", HEADING), Field("text", "内容", PRINTED, "内容")),
        headline=("heading",),
        place=7,
        says=False,
    ),
)


def as_printed() -> list[Kind]:
    """All kinds in the order of the parts of most lists."""
    return sorted(KINDS.values(), key=lambda kind: kind.place)


def kind_name(name: str) -> str:
    """The Chinese name of a kind; what is no kind as it stands."""
    return KINDS[name].chinese if name in KINDS else name


def duty_kinds() -> list[str]:
    """The kinds whose records say what one department does or may do."""
    return [Duty.kind, Power.kind, Service.kind]


def matter_kinds() -> list[str]:
    """The kinds whose records share a matter out among agencies."""
    return [kind.name for kind in KINDS.values() if kind.is_matter]
