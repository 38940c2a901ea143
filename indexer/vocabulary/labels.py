"""The words that lists use for their parts and columns: part headings and column labels.

A spelling that another county uses is added here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from records.records import Boundary, Duty, Service, Supervision
from tokenizer.number_marks import leading_mark, without_mark
from tokenizer.wording import is_longer, squeeze

_LONGEST_LABEL = 30  # characters in a column label
_LONGEST_REMEMBERED = 100  # characters of a text of which is remembered what it names
# What begins with no colon and ends with neither colon nor bracket, so that `_bare` only takes blanks out of it.
_RUNNING_TEXT = re.compile(r"[\u4e00-\u9fff0-9《（(].*[\u4e00-\u9fff。；，、]", re.DOTALL)
_EXPLANATION = re.compile(r"(?<=.)\([^()]*\)$")
_LABELS_NEEDED = 2  # columns that a table of any kind must have at least
_LONGEST_HEADING = 26  # characters in a part heading, its number included

_PART_HEADINGS: tuple[tuple[str, str], ...] = (
    (
        Boundary.kind,
        r"(与|和)?(其他|有关|相关)*(部门|单位)?(之间)?的?(职责|责任|权责)(边界|分工)(清单|登记表|一览表|表)?",
    ),
    (
        Supervision.kind,
        r"(加强)?事(中|前事中)(和|、|与)?事后(监管|监督|监督管理|监管和服务)(的?(制度|措施|办法|事项))*(清单|登记表)?",
    ),
    (Service.kind, r"(提供的?)?(主要)?公共服务(事项|项目)?(清单|登记表|目录|一览表)?"),
    (Duty.kind, r"(部门|单位|本部门|机构)?(主要)?(职责|责任|职能)(事项)?(清单|登记表|一览表|表)?"),
)

_PART_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _PART_HEADINGS)

_COLUMNS: dict[str, tuple[tuple[str, str], ...]] = {
    Duty.kind: (
        ("seq", r"序号|编号|序"),
        ("duty", r"(部门|单位)?(主要)?(职责|责任|职能)(内容|名称|事项)?|职责类别"),
        ("item", r"(具体|主要)?(工作|职责|责任)(事项|内容|任务)|具体(职责|责任|内容|事项)|对应的?具体工作事项"),
        ("office", r"(责任|承担|承办|负责|主管|内设)(处室|科室|股室|机构|单位|部门)(名称)?|处室|科室|股室"),
        ("note", r"备注|说明|备注说明"),
    ),
    Boundary.kind: (
        ("seq", r"序号|编号|序"),
        ("matter", r"(管理|监管|职责|边界|交叉|涉及|具体)?(事项|领域)(名称)?|管理事项及?名称"),
        ("agency", r"(相关|涉及|有关|责任|牵头|配合|监管|(行业)?主管)?(部门|单位)(名称)?|(相关|涉及)?部门\(?单位\)?"),
        ("role", r"(职责|责任)(分工|边界|划分|内容|任务)?|(主要|监管)?(职责|分工)"),
        ("basis", r"(相关|法律|法定|设定|职责|政策|主要)?(法律法规)?(文件)?依据|法律法规(及文件)?依据?"),
        ("case", r"(相关|典型|有关)?(案例|事例|举例)(说明)?"),
        ("note", r"备注|说明|备注说明"),
    ),
    Service.kind: (
        ("seq", r"序号|编号|序"),
        ("service", r"(公共)?服务(事项|项目)(名称)?"),
        ("content", r"(主要|服务)?(工作|服务)?内容(及要求)?|服务内容及方式|具体内容"),
        ("office", r"(承办|责任|承担|实施|办理|负责)(处室|科室|股室|机构|单位|部门)|责任主体"),
        ("phone", r"(联系|咨询|服务|办公)?电话(号码)?|联系方式"),
        ("time", r"(活动|服务|办理|开展|实施)?时间|服务期限|时限"),
        ("note", r"备注|说明|备注说明"),
    ),
}

_PATTERNS = {
    kind: tuple((name, re.compile(pattern)) for name, pattern in patterns) for kind, patterns in _COLUMNS.items()
}
_ANY_LABEL = {
    kind: re.compile("|".join(f"(?:{pattern})" for _, pattern in patterns)) for kind, patterns in _COLUMNS.items()
}

# What a table of each kind must have at least, so that a power list or a member list is not taken for one.
_NEEDED: dict[str, tuple[frozenset[str], ...]] = {
    Duty.kind: (frozenset({"duty", "item"}),),
    Boundary.kind: (frozenset({"agency", "role"}), frozenset({"matter", "role"})),
    Service.kind: (frozenset({"service", "content"}), frozenset({"service", "office"})),
}

# The usual columns of a table whose head is missing, by kind and number of columns.
_USUAL: dict[tuple[str, int], tuple[str, ...]] = {
    (Duty.kind, 3): ("seq", "duty", "item"),
    (Duty.kind, 4): ("seq", "duty", "item", "note"),
    (Duty.kind, 5): ("seq", "duty", "item", "office", "note"),
    (Boundary.kind, 6): ("seq", "matter", "agency", "role", "basis", "case"),
    (Boundary.kind, 7): ("seq", "matter", "agency", "role", "basis", "case", "note"),
    (Service.kind, 4): ("seq", "service", "content", "office"),
    (Service.kind, 5): ("seq", "service", "content", "office", "phone"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table lists (`kind`) and which field each column holds ("" for a column of no use)."""

    kind: str
    fields: tuple[str, ...]


def part_kind(text: str) -> str | None:
    """The kind of part that a heading opens (一、部门职责 → `duty`), or None where it is no part heading."""
    if is_longer(text, _LONGEST_HEADING):
        return None
    bare = _bare(without_mark(text))
    for kind, pattern in _PART_PATTERNS:
        if pattern.fullmatch(bare):
            return kind
    return None


def is_part_heading(text: str, inside_supervision: bool) -> str | None:
    """Like `part_kind`, but below a supervision heading a bracketed number marks a regime, not a part."""
    if inside_supervision:
        mark = leading_mark(text)
        if mark is not None and mark.form == "bracket":
            return None
    return part_kind(text)


def columns_of(labels: Sequence[str], expected: str | None) -> Columns | None:
    """The columns that a row of labels names, or None where the row is no head of a duty list's table.

    `expected` is the kind that the heading above announced; it decides where labels fit several kinds.
    """
    named = [_fields_named(label) for label in labels]
    if sum(map(bool, named)) < _LABELS_NEEDED:
        return None
    best: Columns | None = None
    for kind in _COLUMNS:
        fields: list[str] = []
        for names in named:
            fields.append(next((name for name in names.get(kind, ()) if name not in fields), ""))
        if not any(needed <= set(fields) for needed in _NEEDED[kind]):
            continue
        candidate = Columns(kind, tuple(fields))
        if best is None or _rank(candidate, expected) > _rank(best, expected):
            best = candidate
    return best


_Names = Mapping[str, tuple[str, ...]]
_NO_NAMES: _Names = {}


def _fields_named(label: str) -> _Names:
    """The columns that a label may name, by kind of table; every cell of every row is asked about."""
    if _is_too_long(label):
        return _NO_NAMES
    return _known_label(label) if len(label) <= _LONGEST_REMEMBERED else _names_of(label)


def _is_too_long(text: str) -> bool:
    """Whether a text is certainly no label, being too long: without a closer look, for the many that are none."""
    if len(text) <= _LONGEST_LABEL or _RUNNING_TEXT.fullmatch(text) is None:
        return False
    return is_longer(text, _LONGEST_LABEL)


def _names_of(label: str) -> _Names:
    bare = _bare(label)
    if len(bare) > _LONGEST_LABEL:
        return _NO_NAMES
    return {
        kind: tuple(name for name, pattern in patterns if pattern.fullmatch(bare))
        for kind, patterns in _PATTERNS.items()
        if _ANY_LABEL[kind].fullmatch(bare)
    }


_known_label = lru_cache(maxsize=4096)(_names_of)


def is_label(text: str, kind: str) -> bool:
    """Whether `text` is one of the column labels that a table of this kind can have."""
    return kind in label_kinds(text)


def label_kinds(text: str) -> frozenset[str]:
    """The kinds of table in which `text` can be a column label."""
    return frozenset() if _is_too_long(text) else _label_kinds(text)


@lru_cache(maxsize=4096)
def _label_kinds(text: str) -> frozenset[str]:
    label = squeeze(text).strip(":")
    return frozenset(kind for kind, pattern in _ANY_LABEL.items() if pattern.fullmatch(label))


def usual_columns(kind: str, width: int) -> Columns | None:
    """The columns that a table of this kind usually has, for a table printed without its head."""
    fields = _USUAL.get((kind, width))
    return Columns(kind, fields) if fields else None


def _rank(columns: Columns, expected: str | None) -> tuple[int, bool]:
    return sum(bool(name) for name in columns.fields), columns.kind == expected


def _bare(label: str) -> str:
    """A label or heading without blanks, a colon behind it, or an explanation in brackets."""
    return _EXPLANATION.sub("", squeeze(label).strip(":")).strip(":")
