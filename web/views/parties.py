"""The agencies of a matter as pages show them: as printed, with who leads and what became of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from records.party_roles import roles
from search.query.agencies import Agencies

Record = Mapping[str, Any]

_DIVIDED = "，其中"  # what stands behind it tells where parts of the duties went
_LONGEST = 40  # characters of a note beside an agency


@dataclass(frozen=True, slots=True)
class PartyView:
    """One printed row: the agency, its canonical names, its role, who leads ("", leads, assists).

    `pieces` is the printed agency with the canonical name that a piece stands for ("" for text between); `also` are
    the canonical names that no piece stands for. `now` says whose duties those of a former agency are today.
    """

    agency: str
    names: tuple[str, ...]
    pieces: tuple[tuple[str, str], ...]
    also: tuple[str, ...]
    role: str
    tag: str
    now: str


def parties(record: Record, agencies: Agencies) -> tuple[PartyView, ...]:
    """The rows of a matter in printed order; none for records of other kinds."""
    rows = record.get("parties", ())
    return tuple(_party(party, tag, agencies) for party, tag in zip(rows, roles(rows), strict=True))


def owner(agency: str, role: str, agencies: Agencies) -> PartyView:
    """The one row of a record that says what a department does."""
    return _party({"agency": agency, "role": role}, "", agencies)


def _party(party: Mapping[str, str], tag: str, agencies: Agencies) -> PartyView:
    agency = party["agency"]
    names = agencies.named(agency)
    pieces = tuple(_name_pieces(agency, names))
    also = tuple(name for name in names if name not in {name for _, name in pieces})
    return PartyView(agency, names, pieces, also, party["role"], tag, _short(agencies.now(agency)))


def _short(now: str) -> str:
    """What became of an agency, in few words; its own page says all."""
    head, divided, _ = now.partition(_DIVIDED)
    return f"{head}，部分职责归其他部门" if divided and len(now) > _LONGEST else now


def _name_pieces(agency: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """A printed agency that is one canonical agency as a whole; of one that is several those that stand in it."""
    if len(names) == 1:
        yield agency, names[0]
        return
    at = 0
    for match in re.finditer("|".join(map(re.escape, sorted(names, key=len, reverse=True))) or "$^", agency):
        yield agency[at : match.start()], ""
        yield match[0], match[0]
        at = match.end()
    yield agency[at:], ""


def basis_pieces(record: Record) -> Iterator[tuple[str, str]]:
    """The printed basis in pieces with the law that a piece names, "" for the text between."""
    text: str = record["basis"]
    titles = {"".join(law["title"].split()): law["title"] for law in record["laws"]}
    if not titles:
        yield text, ""
        return
    # The list may break a title over lines or put blanks into it.
    forms = (r"\s*".join(map(re.escape, title)) for title in sorted(titles, key=len, reverse=True))
    at = 0
    for match in re.finditer(f"《({'|'.join(forms)})》", text):
        yield text[at : match.start()], ""
        yield match[0], titles["".join(match[1].split())]
        at = match.end()
    yield text[at:], ""
