"""The words that lists use for their parts and columns: part headings and column labels.

A spelling that another county uses is added here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.vocabulary.columns import BASIC, CATALOGUE, DUTIES, FORMS, OF_DEPARTMENTS, OFFERS, SHARES
from records.records import Boundary, Duty, Service, Supervision
from tokenizer.number_marks import leading_mark, without_mark
from tokenizer.wording import is_longer, squeeze

_LONGEST_LABEL = 30  # characters in a column label
_LONGEST_REMEMBERED = 100  # characters of a text of which is remembered what it names
# What begins with no colon and ends with neither colon nor bracket, so that `_bare` only takes blanks out of it.
_RUNNING_TEXT = re.compile(r"[\u4e00-\u9fff0-9《（(].*[\u4e00-\u9fff。；，、]", re.DOTALL)
_EXPLANATION = re.compile(r"(?<=.)\([^()]*\)$")
_LABELS_NEEDED = 2  # columns that a table of any kind must have at least
NO_SPELLINGS: Mapping[str, str] = {}
_DECIDED = frozenset({BASIC.name, OF_DEPARTMENTS.name, CATALOGUE.name})  # where the title says what labels leave open
_ANNOUNCED = frozenset(form.name for form in FORMS if form.announced)
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

_ATTACHMENT = re.compile(r"^\s*附件?\s*(?:[0-9０-９]{1,2}|[一二三四五六七八九十])?\s*[:：.、—-]*\s*(?=\S{4})")
_PART_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _PART_HEADINGS)

_PATTERNS = {form.name: tuple((name, re.compile(pattern)) for name, pattern in form.columns) for form in FORMS}
_ANY_LABEL = {form.name: re.compile("|".join(f"(?:{pattern})" for _, pattern in form.columns)) for form in FORMS}
_OF_PARTS = tuple(form.kind for form in (DUTIES, SHARES, OFFERS))  # the forms whose labels running text is searched for

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
    """What a table lists (`kind`), which field each column holds ("" for one without a field), and its form."""

    kind: str
    fields: tuple[str, ...]
    form: str = ""


def part_kind(text: str) -> str | None:
    """The kind of part that a heading opens (一、部门职责 → `duty`), or None where it is no part heading."""
    if is_longer(text, _LONGEST_HEADING):
        return None
    bare = _bare(without_mark(_ATTACHMENT.sub("", text)))
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


def columns_of(labels: Sequence[str], expected: str | None, named: Mapping[str, str] = NO_SPELLINGS) -> Columns | None:
    """The columns that a row of labels names, or None where the row is no head of a known form of table.

    `expected` is the form that the title or heading above announced; it decides where labels fit several forms.
    `named` says by which known label a county's own is meant.
    """
    candidates = [_fields_named(named.get(squeeze(label), label) if named else label) for label in labels]
    if sum(map(bool, candidates)) < _LABELS_NEEDED:
        return None
    best: Columns | None = None
    for form in FORMS:
        if form.announced and form.name != expected:
            continue
        choices = [names.get(form.name, ()) for names in candidates]
        fields = _assigned(choices)
        if not any(needed <= set(fields) for needed in form.needed):
            continue
        candidate = Columns(form.kind, fields, form.name)
        if best is None or _rank(candidate, expected) > _rank(best, expected):
            best = candidate
    return best


def _assigned(choices: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """A field for each column: columns that can hold only one choose first, then the others from left to right."""
    fields = [""] * len(choices)
    for several in (False, True):
        for column, names in enumerate(choices):
            if not fields[column] and (len(names) > 1) == several:
                fields[column] = next((name for name in names if name not in fields), "")
    return tuple(fields)


_Names = Mapping[str, tuple[str, ...]]
_NO_NAMES: _Names = {}


def _fields_named(label: str) -> _Names:
    """The columns that a label may name, by form of table; every cell of every row is asked about."""
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
        form: tuple(name for name, pattern in patterns if pattern.fullmatch(bare))
        for form, patterns in _PATTERNS.items()
        if _ANY_LABEL[form].fullmatch(bare)
    }


_known_label = lru_cache(maxsize=4096)(_names_of)


def is_column(label: str) -> bool:
    """Whether a label names a column of some form of table."""
    return any(fields for form, fields in _fields_named(label).items() if form not in _ANNOUNCED)


def is_label(text: str, kind: str) -> bool:
    """Whether `text` is one of the column labels that a table of this kind can have."""
    return kind in label_kinds(text)


def label_kinds(text: str) -> frozenset[str]:
    """The kinds of table in which `text` can be a column label."""
    return frozenset() if _is_too_long(text) else _label_kinds(text)


@lru_cache(maxsize=4096)
def _label_kinds(text: str) -> frozenset[str]:
    label = squeeze(text).strip(":")
    return frozenset(kind for kind in _OF_PARTS if _ANY_LABEL[kind].fullmatch(label))


def usual_columns(kind: str, width: int) -> Columns | None:
    """The columns that a table of this kind usually has, for a table printed without its head."""
    fields = _USUAL.get((kind, width))
    return Columns(kind, fields, kind) if fields else None


def _rank(columns: Columns, expected: str | None) -> tuple[bool, int, bool]:
    is_expected = columns.form == expected
    return is_expected and columns.form in _DECIDED, sum(map(bool, columns.fields)), is_expected


def _bare(label: str) -> str:
    """A label or heading without blanks, a colon behind it, or an explanation in brackets."""
    return _EXPLANATION.sub("", squeeze(label).strip(":")).strip(":")
