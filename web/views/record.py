"""One record with all that its page shows around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.kinds import KINDS, Form
from records.texts import headline
from search.browse.directory import list_name
from search.snapshot import Snapshot
from web.views.filters import day
from web.views.parties import PartyView, parties

Record = Mapping[str, Any]

_LONG = 40  # characters of a title that are cited, and that are set in large type
_SAFE = ("https://", "http://")
_NO_LIST: Mapping[str, Any] = {"title": "", "date": "", "url": ""}


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record with its list, its neighbours in it, and the same matter in other lists."""

    record: Record
    title: str
    department: str
    listing: Mapping[str, Any]
    parties: tuple[PartyView, ...]
    siblings: tuple[Record, ...]
    before: Record | None
    after: Record | None
    elsewhere: tuple[Record, ...]
    place: str

    @property
    def long(self) -> bool:
        """Whether the title is a whole sentence or more (a duty has no name of its own)."""
        return len(self.title) > _LONG

    @property
    def form(self) -> str:
        """How the record is set out."""
        return KINDS[self.record["kind"]].form.value

    @property
    def as_printed(self) -> bool:
        """Whether the record only keeps what is printed at its place."""
        return not KINDS[self.record["kind"]].says

    @property
    def list_title(self) -> str:
        """The list's title, or what it is where the manifest names none."""
        title: str = self.listing["title"]
        return title or (f"{self.department}责任清单" if self.record["department"] else self.record["source"]["file"])

    @property
    def citation(self) -> str:
        """How to cite the record, without its address."""
        parts = [self.list_title, day(self.listing["date"]), f"{KINDS[self.record['kind']].chinese}{self.number}"]
        title = " ".join(self.title.split())
        return "，".join(filter(None, parts)) + f"“{title if len(title) <= _LONG else title[:_LONG] + '…'}”"

    @property
    def number(self) -> str:
        """The number that the list prints for the record."""
        return f"第{self.record['seq']}项" if self.record["seq"] else ""


def record_view(serving: Snapshot, record: Record) -> RecordView:
    """A record of the snapshot, as its page shows it."""
    directory = serving.directory
    before, after = directory.beside(record)
    kind = KINDS[record["kind"]]
    same = directory.matters.find(headline(record)) if kind.is_matter else None
    return RecordView(
        record=record,
        title=headline(record),
        department=list_name(record),
        listing=listing(serving, record["source"]["file"]),
        parties=parties(record, serving.agencies),
        siblings=tuple(directory.siblings(record)) if kind.form is Form.ITEMS else (),
        before=before,
        after=after,
        elsewhere=tuple(each for each in directory.records(same) if each["id"] != record["id"]) if same else (),
        place=place(record["source"]),
    )


def listing(serving: Snapshot, file: str) -> Mapping[str, Any]:
    """What the generation knows of a file's list: title, date and address (only one that is safe to link)."""
    found = next((entry for entry in serving.generation.meta["lists"] if entry["file"] == file), _NO_LIST)
    return {**found, "url": found["url"] if found["url"].startswith(_SAFE) else ""}


def place(source: Mapping[str, Any]) -> str:
    """Line or page, in words; "" where it is not known."""
    if source.get("page"):
        return f"第{source['page']}页"
    return f"第{source['line']}行" if source.get("line") else ""
