"""The boundary matrix: matters by agency, with each agency's role as printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from records.kinds import KINDS
from search.query.agencies import Agencies

UNNAMED = "（未写明部门）"
NO_ROLE = "（列出，未写明分工）"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A matter with the roles of its agencies, by canonical name."""

    record: Mapping[str, Any]
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Matters in the given order; agencies with a share in most of them first, then in the order of the matters."""

    agencies: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def matrix(records: Iterable[Mapping[str, Any]], agencies: Agencies) -> Matrix:
    """The matrix of the boundary records among `records`."""
    rows = tuple(MatrixRow(record, _roles(record, agencies)) for record in records if KINDS[record["kind"]].is_matter)
    found = Counter(name for row in rows for name in row.roles)
    return Matrix(tuple(sorted(found, key=lambda name: (name == UNNAMED, -found[name]))), rows)


def _roles(record: Mapping[str, Any], agencies: Agencies) -> dict[str, str]:
    """The role of each agency. A printed row that names several agencies stands with each of them.

    Where several rows mean one agency, each role stands behind the name that the list prints.
    """
    shares: dict[str, list[Mapping[str, str]]] = {}
    for party in record["parties"]:
        for name in agencies.named(party["agency"]) or (UNNAMED,):
            shares.setdefault(name, []).append(party)
    return {name: _cell(parties) for name, parties in shares.items()}


def _cell(parties: list[Mapping[str, str]]) -> str:
    if len(parties) == 1:
        return parties[0]["role"] or NO_ROLE
    return "\n".join(f"{party['agency']}：{party['role'] or NO_ROLE}" for party in parties)
