"""Rows of boundary tables → matters with their parties: a party a row, or several by column and by name in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.lists.agency_cells import agencies_in, is_role, parted_by_names
from indexer.lists.entries import Context, extras, number_of, own
from indexer.lists.tables import Entry, ListTable
from indexer.vocabulary.bands import band_name
from indexer.vocabulary.columns import TAKEN_BACK
from indexer.vocabulary.names import agency_name, looks_like_agency
from indexer.vocabulary.shares import is_named, is_township
from records.laws import find_laws
from records.records import Boundary, LabelledText, Party, Record
from tokenizer.number_marks import Script, leading_mark
from tokenizer.wording import join_label, join_text, squeeze

_AGENCY_FIELDS = {"agency": None, "lead_agency": True, "assist_agency": False, "other_agency": None}
_ROLE_FIELDS = {"role": None, "lead_role": True, "assist_role": False, "own_role": False, "other_role": None}
_OF = {"lead_role": "lead_agency", "assist_role": "assist_agency", "other_role": "other_agency"}
_IN_BRACKETS = re.compile(r"[（(](?P<name>[^（）()]+)[）)]$")
_TAKEN_OVER = "上级部门收回"
_OWN_NAME = re.compile(r"(?:的)?(?:配合|协助|协同|履职|工作)*(?:职责|责任|权责|事权|职能|任务|事项|分工)+\S{0,4}$")
_BOTH = re.compile(
    r"\s*承接\S{2,4}[：:]\s*(?P<agency>.+?)[。；;\s]*(?:工作|履职|承接|监管)(?:方式|措施)[：:]\s*(?P<role>.+)",
    re.DOTALL,
)
_NO_MATTER = re.compile(r"[\d.\-—/]+|总体|合计|总计|小计|全[省市县区]|序号")
_LEADS = re.compile(r"牵头|负责牵头|主管")
_ASSISTS = re.compile(r"(?:配合|协助)(?!.*(?:负责|牵头))", re.DOTALL)


class _DoubtfulError(Exception):
    """A row whose cells do not say who does what."""


@dataclass(slots=True)
class _Matter:
    """A boundary matter being read, row by row."""

    first: Entry
    number: str
    title: str
    category: str
    entries: list[Entry] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)

    def texts(self, name: str) -> str:
        return "\n".join(text for entry in self.entries if (text := join_text(own(entry, name))))


def read_boundaries(table: ListTable, entries: Iterator[Entry], context: Context) -> Iterator[Record]:
    """The matters of a table; rows that do not say who does what are kept as printed."""
    rows = list(map(_unshifted, entries))
    by_row = _prints_a_party_a_row(rows, table)
    current: _Matter | None = None
    category = ""
    for entry in rows:
        number, title = _title(entry, table)
        category = join_label(entry["category"]) or category
        if title and _NO_MATTER.fullmatch(squeeze(title)):
            if current is not None:
                yield from _records(current, table, context, by_row)
            current = None
            yield context.as_printed(entry, table, "没有写明管理事项")
            continue
        if title:
            if current is not None:
                yield from _records(current, table, context, by_row)
            current = _Matter(entry, number, title, category or band_name(entry.band))
        if current is None:
            context.unplaced(entry, "不属于任何管理事项")
        else:
            current.add(entry)
    if current is not None:
        yield from _records(current, table, context, by_row)


def _prints_a_party_a_row(rows: list[Entry], table: ListTable) -> bool:
    """Whether matters fill several rows, an agency each: then what one agency cell holds is one party as printed."""
    return "agency" in table.columns.fields and any(own(entry, "agency") and not own(entry, "matter") for entry in rows)


def _title(entry: Entry, table: ListTable) -> tuple[str, str]:
    """The number and the matter of a row; in a table without numbers the matter may carry its own."""
    number, title = number_of(entry), join_label(own(entry, "matter"))
    mark = leading_mark(title) if "seq" not in table.columns.fields else None
    if mark is not None and mark.script is Script.ARABIC and mark.form == "stop" and mark.rest:
        return mark.printed, mark.rest
    return number, title


def _records(matter: _Matter, table: ListTable, context: Context, by_row: bool) -> Iterator[Record]:
    parties: list[Party] = []
    left: list[LabelledText] = []
    try:
        for entry in matter.entries:
            found, over = _parties(entry, table, context, by_row)
            parties += found
            left += over
    except _DoubtfulError as doubt:
        yield from (context.as_printed(entry, table, str(doubt)) for entry in matter.entries)
        return
    basis = matter.texts("basis")
    notes = [_TAKEN_OVER] if table.columns.form == TAKEN_BACK.name else []
    extra = [cell for entry in matter.entries for cell in extras(entry, table)]
    yield Boundary(
        owner=context.owner_of(matter.first),
        seq=matter.number,
        source=context.source(matter.first),
        matter=matter.title,
        parties=tuple(parties),
        basis=basis,
        laws=find_laws(basis),
        case=matter.texts("case"),
        category=matter.category,
        note="\n".join([*notes, *filter(None, [matter.texts("note")])]),
        extra=(*left, *dict.fromkeys(extra)),
    )


def _parties(entry: Entry, table: ListTable, context: Context, by_row: bool) -> tuple[list[Party], list[LabelledText]]:
    """The parties of one row, and the text of its role cells that stands under no name.

    Where the table prints a party a row (`by_row`), several names in a cell are one party, and a role that begins with
    its own party's name is left as it is.
    """
    fields = table.columns.fields
    if "lead_both" in fields:
        return _taken_over(entry), []
    groups: dict[str, list[str]] = {}
    for name in _AGENCY_FIELDS:
        if name in fields:
            groups[name] = _agencies(entry, name, not by_row or name != "agency")
    parties: list[Party] = []
    left: list[LabelledText] = []
    served: set[str] = set()
    for name in _roles(fields):
        role = entry[name] if _says(entry, name) else ""
        if name == "own_role":
            parties += _own_share(role, table, context)
            continue
        whose = (
            [_OF[name]]
            if _OF.get(name) in groups
            else [key for key in groups if key not in _OF.values() or name == "role"]
        )
        if name == "role":
            whose = [key for key in groups if not any(_OF.get(other) == key for other in _roles(fields))]
        served.update(whose)
        if not whose and (called := _called(table.label(name))) and parted_by_names(role, {}) is None and is_role(role):
            parties.append(Party(called, join_text(role), _ROLE_FIELDS[name]))
            continue
        found, before = _shared(role, {key: groups[key] for key in whose}, table, by_row)
        lead = _ROLE_FIELDS[name]
        parties += [
            Party(agency, text, lead if lead is not None else _lead_of(agency, text, groups)) for agency, text in found
        ]
        left += [LabelledText(table.label(name), before)] if before else []
    for name, names in groups.items():
        if name not in served:
            parties += [Party(agency, "", _AGENCY_FIELDS[name]) for agency in names]
    return parties, left


def _roles(fields: tuple[str, ...]) -> list[str]:
    return [name for name in fields if name in _ROLE_FIELDS]


def _says(entry: Entry, name: str) -> bool:
    """Whether a row's role cell is its own, or one over several agencies of its own."""
    return name not in entry.merged


def _agencies(entry: Entry, name: str, several: bool) -> list[str]:
    text = own(entry, name)
    if name == "agency" and name in entry.merged and own(entry, "role"):
        text = entry[name].strip()
    if not text:
        return []
    names = agencies_in(text) if several else [agency_name(text)]
    unlike = [each for each in names if not is_named(each)]
    if unlike and (several or not re.search(r"[\u4e00-\u9fff]", text) or re.search(r"[。；;《]", text)):
        raise _DoubtfulError("部门一栏不像部门名称")
    return names


def _shared(
    role: str, groups: dict[str, list[str]], table: ListTable, by_row: bool
) -> tuple[list[tuple[str, str]], str]:
    """Who of the row's agencies has which share of a role cell."""
    known = [name for names in groups.values() for name in names]
    by_label = {join_label(table.label(key)): names for key, names in groups.items()}
    parted = parted_by_names(role, by_label) if role.strip() else None
    named = {squeeze(name) for name, _ in parted.shares} if parted is not None else set()
    if parted is not None and not (by_row and len(named) == 1 and named <= {squeeze(name) for name in known}):
        each = [name for names in known for name in agencies_in(names)]
        silent = [(name, "") for name in each if squeeze(name) not in named]
        return [*parted.shares, *silent], parted.before
    text = join_text(role)
    if text and not is_role(text):
        raise _DoubtfulError("职责一栏不是职责")
    if known:
        return [(name, text) for name in known], ""
    if not text:
        return [], ""
    if not groups:
        raise _DoubtfulError("职责一栏没有写明部门")
    return [("", text)], ""


def _lead_of(agency: str, role: str, groups: dict[str, list[str]]) -> bool | None:
    """Who leads, where the column does not say it: the column of the agency, or the first words of its role."""
    for name, lead in _AGENCY_FIELDS.items():
        if lead is not None and agency in groups.get(name, ()):
            return lead
    if _LEADS.match(role):
        return True
    return False if _ASSISTS.match(role) else None


def _called(label: str) -> str:
    """The townships whose column it is, as its label says in brackets: 配合责任（乡镇街道）."""
    found = _IN_BRACKETS.search(join_label(label))
    return found["name"] if found is not None and is_township(found["name"]) else ""


def _own_share(role: str, table: ListTable, context: Context) -> list[Party]:
    """The share of the township whose list it is; where no township is named, what the column calls it."""
    text = join_text(role)
    if not text:
        return []
    if not is_role(text):
        raise _DoubtfulError("配合职责一栏不是职责")
    parted = parted_by_names(role, {})
    if parted is not None and not parted.before:
        return [Party(name, share, lead=False) for name, share in parted.shares]
    label = join_label(table.label("own_role"))
    agency = context.owner.department or _OWN_NAME.sub("", label)
    return [Party(agency, text, lead=False)]


def _taken_over(entry: Entry) -> list[Party]:
    """The agencies that took a matter back, from a cell of both: 承接部门：… 工作方式：…"""
    cell = own(entry, "lead_both")
    found = _BOTH.fullmatch(cell)
    names = agencies_in(found["agency"]) if found else []
    if found is None or not names or not all(map(is_named, names)):
        raise _DoubtfulError("承接部门一栏没有写明部门")
    return [Party(name, join_text(found["role"]), lead=True) for name in names]


def _unshifted(entry: Entry) -> Entry:
    """Undo a shift: a row that lost its matter cell prints the agency there, and an empty last cell."""
    names = [name for name in ("matter", "agency", "role", "basis", "case") if name in entry.fields]
    shifted = (
        not entry.merged
        and not number_of(entry)
        and "agency" in entry.fields
        and looks_like_agency(entry["matter"])
        and entry["agency"].strip() != ""
        and not looks_like_agency(entry["agency"])
        and not entry[names[-1]].strip()
    )
    if not shifted:
        return entry
    values = ["", *(entry[name] for name in names[:-1])]
    return Entry({**entry.fields, **dict(zip(names, values, strict=True))}, entry.merged, entry.place)
