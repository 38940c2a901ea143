"""The kinds of record that a list holds, their JSON and their stable ids.

Five kinds say something (`Duty`, `Boundary`, `Supervision`, `Service`, `Power`); `Row` and `Passage` keep the
text that no kind fits, so that whatever a file says can be found. The field names are the interface contract:
fields may be added, never renamed or dropped. What came with the second edition (`extra`, `category`, `lead`,
the `note` of a boundary) stands in the JSON only where the list says it, and `read` with `certainty` only where a
picture was read: older records print as they did.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from indexer.model.blocks import Place
from tokenizer.wording import squeeze

OCR = "ocr"  # how a record was read that stands in a picture


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record starts: the file's name and a line or page in it."""

    file: str
    place: Place

    def to_json(self) -> dict[str, Any]:
        """`{"file": …, "line": …}`, or `page` in place of `line` for paged formats."""
        where = {"page": self.place.page} if self.place.page is not None else {"line": self.place.line}
        return {"file": self.file, **where}


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose list it is: the region, the department as titled, and its other names."""

    region: str = ""
    department: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """A legal basis: its title without 《》 and its document number, "" where none is printed."""

    title: str
    number: str = ""

    def to_json(self) -> dict[str, str]:
        """The law as plain JSON values."""
        return {"title": self.title, "number": self.number}


@dataclass(frozen=True, slots=True)
class Party:
    """One agency's share of a matter, as printed; `lead` is told only where the list tells who leads."""

    agency: str
    role: str
    lead: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """The party as plain JSON values."""
        share: dict[str, Any] = {"agency": self.agency, "role": self.role}
        return share if self.lead is None else share | {"lead": self.lead}


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text under the label that the list prints for it: a cell under its column."""

    label: str
    text: str

    def to_json(self) -> dict[str, str]:
        """The cell as plain JSON values."""
        return {"label": self.label, "text": self.text}


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section of a supervision regime; `heading` is "" for text before the first."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What all kinds share. `id` is "" until `with_ids` has seen the whole document."""

    kind: ClassVar[str]

    id: str = ""
    owner: Owner
    seq: str
    source: Source
    extra: tuple[LabelledText, ...] = ()
    """What the list prints in columns that the kind has no field for, in printed order."""
    read: str = ""
    """How the record was read where that was not from text: `OCR`."""
    certainty: float = 0.0
    """How certain the least certain character is that was read from a picture, from 0 to 1."""

    @property
    def title(self) -> str:
        """The record's own short name, shown as the headline of a hit."""
        raise NotImplementedError

    @property
    def identity(self) -> str:
        """The text that stays the same when other fields of the record are corrected."""
        return self.title

    def body(self) -> dict[str, Any]:
        """The fields of this kind alone, as plain JSON values."""
        raise NotImplementedError

    def to_json(self) -> dict[str, Any]:
        """The whole record as plain JSON values, in the contract's form."""
        return {
            "id": self.id,
            "kind": self.kind,
            "region": self.owner.region,
            "department": self.owner.department,
            "department_aliases": list(self.owner.aliases),
            "seq": self.seq,
            **self.body(),
            **_said(extra=[cell.to_json() for cell in self.extra], read=self.read, certainty=self.certainty),
            "source": self.source.to_json(),
        }


def _said(**fields: Any) -> dict[str, Any]:
    """The fields that hold something: `_said(category="", note="回收")` → `{"note": "回收"}`."""
    return {name: value for name, value in fields.items() if value}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Record):
    """One printed row: a 具体工作事项 under its 主要职责; `category` is the group that a band row names."""

    kind: ClassVar[str] = "duty"

    duty: str
    item: str
    office: str = ""
    note: str = ""
    category: str = ""

    @property
    def title(self) -> str:
        return self.item or self.duty

    @property
    def identity(self) -> str:
        return f"{self.duty}|{self.item}"

    def body(self) -> dict[str, Any]:
        body = {"duty": self.duty, "item": self.item, "office": self.office, "note": self.note}
        return body | _said(category=self.category)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary(Record):
    """One 管理事项 with all its agencies, legal basis and example case."""

    kind: ClassVar[str] = "boundary"

    matter: str
    parties: tuple[Party, ...]
    basis: str = ""
    laws: tuple[Law, ...] = ()
    case: str = ""
    category: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        return self.matter

    def body(self) -> dict[str, Any]:
        return {
            "matter": self.matter,
            "parties": [party.to_json() for party in self.parties],
            "basis": self.basis,
            "laws": [law.to_json() for law in self.laws],
            "case": self.case,
            **_said(category=self.category, note=self.note),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision(Record):
    """One titled 监管制度 with its numbered sections."""

    kind: ClassVar[str] = "supervision"

    regime: str
    sections: tuple[Section, ...] = field(default=())

    @property
    def title(self) -> str:
        return self.regime

    def body(self) -> dict[str, Any]:
        return {
            "regime": self.regime,
            "sections": [{"heading": part.heading, "text": part.text} for part in self.sections],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """One 服务事项 that the department offers to the public."""

    kind: ClassVar[str] = "service"

    service: str
    content: str
    office: str = ""
    phone: str = ""
    time: str = ""

    @property
    def title(self) -> str:
        return self.service

    def body(self) -> dict[str, Any]:
        return {
            "service": self.service,
            "content": self.content,
            "office": self.office,
            "phone": self.phone,
            "time": self.time,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Power(Record):
    """One power of a 权责清单, or one item of an inspection or enforcement list."""

    kind: ClassVar[str] = "power"

    name: str
    parent: str = ""
    category: str = ""
    basis: str = ""
    laws: tuple[Law, ...] = ()
    duties: str = ""
    liability: str = ""
    agency: str = ""
    office: str = ""
    target: str = ""
    level: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        return self.name

    @property
    def identity(self) -> str:
        return f"{self.category}|{self.parent}|{self.name}"

    def body(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "parent": self.parent,
            "category": self.category,
            "basis": self.basis,
            "laws": [law.to_json() for law in self.laws],
            "duties": self.duties,
            "liability": self.liability,
            "agency": self.agency,
            "office": self.office,
            "target": self.target,
            "level": self.level,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow(Record):
    """A row of a table with a head that no other kind fits; `name` is the cell that names the row."""

    kind: ClassVar[str] = "row"

    name: str
    cells: tuple[LabelledText, ...]

    @property
    def title(self) -> str:
        return self.name

    def body(self) -> dict[str, Any]:
        return {"title": self.name, "cells": [cell.to_json() for cell in self.cells]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Record):
    """Text that stands in no other record, whole, under the headings above it (joined by ` › `)."""

    kind: ClassVar[str] = "passage"

    heading: str
    text: str

    @property
    def title(self) -> str:
        return self.heading or self.text.partition("\n")[0]

    @property
    def identity(self) -> str:
        return f"{self.heading}|{self.text}"

    def body(self) -> dict[str, Any]:
        return {"heading": self.heading, "text": self.text}


def with_ids(records: Iterable[Record]) -> list[Record]:
    """Give each record of one document its id.

    The id depends on the file's name, the department, the kind and the record's own headline, so that it
    survives a second parse, records added elsewhere in the list, and corrections to roles, bases or cases.
    Records alike in all of these are told apart by their order.
    """
    seen: Counter[str] = Counter()
    out = []
    for record in records:
        key = "\x1f".join((record.source.file, record.owner.department, record.kind, squeeze(record.identity)))
        seen[key] += 1
        digest = hashlib.sha256(f"{key}\x1f{seen[key]}".encode()).hexdigest()[:16]
        out.append(replace(record, id=f"{record.kind}-{digest}"))
    return out
