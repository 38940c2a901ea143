"""The four kinds of record that a duty list holds, their JSON and their stable ids.

The field names are the interface contract: fields may be added, never renamed or dropped.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from indexer.model.blocks import Place
from tokenizer.wording import squeeze


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


@dataclass(frozen=True, slots=True)
class Party:
    """One agency's share of a matter, as printed."""

    agency: str
    role: str


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
            "source": self.source.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Record):
    """One printed row: a 具体工作事项 under its 主要职责."""

    kind: ClassVar[str] = "duty"

    duty: str
    item: str
    office: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        return self.item or self.duty

    @property
    def identity(self) -> str:
        return f"{self.duty}|{self.item}"

    def body(self) -> dict[str, Any]:
        return {"duty": self.duty, "item": self.item, "office": self.office, "note": self.note}


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary(Record):
    """One 管理事项 with all its agencies, legal basis and example case."""

    kind: ClassVar[str] = "boundary"

    matter: str
    parties: tuple[Party, ...]
    basis: str = ""
    laws: tuple[Law, ...] = ()
    case: str = ""

    @property
    def title(self) -> str:
        return self.matter

    def body(self) -> dict[str, Any]:
        return {
            "matter": self.matter,
            "parties": [{"agency": party.agency, "role": party.role} for party in self.parties],
            "basis": self.basis,
            "laws": [{"title": law.title, "number": law.number} for law in self.laws],
            "case": self.case,
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


KINDS: tuple[str, ...] = (Boundary.kind, Duty.kind, Supervision.kind, Service.kind)


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
