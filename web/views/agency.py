"""All that an agency answers for: the matters with its share of each, and its own lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from records.party_roles import LEADS
from search.browse.directory import Group, list_name
from search.snapshot import Snapshot
from web.views.paging import pages
from web.views.parties import PartyView, parties

ROOM = 9_000  # characters of roles on a page


@dataclass(frozen=True, slots=True)
class Share:
    """An agency's rows of one matter; a list may print it under several names."""

    record: Mapping[str, Any]
    department: str
    parties: tuple[PartyView, ...]
    leads: bool

    @property
    def region(self) -> str:
        """The region of the list."""
        region: str = self.record["region"]
        return region

    @property
    def size(self) -> int:
        """Characters of its text."""
        return 60 + sum(len(party.role) for party in self.parties)


@dataclass(frozen=True, slots=True)
class Block:
    """Shares of one region in which the agency leads, or in which it does not."""

    region: str
    leads: bool
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name that lists print, how often, and whose duties a former agency's are today."""

    printed: str
    count: int
    now: str


@dataclass(frozen=True, slots=True)
class AgencyView:
    """An agency, its names, the number of matters (leading, in all), its regions, and its shares in pages."""

    name: str
    names: tuple[Name, ...]
    leading: int
    total: int
    regions: tuple[tuple[str, int], ...]
    region: str
    pages: tuple[tuple[Block, ...], ...]
    own: tuple[Group, ...]


def agency_view(serving: Snapshot, group: Group, region: str) -> AgencyView:
    """All that an agency answers for, in one region or (`region` "") in all."""
    every = [_share(serving, group.name, record) for record in serving.directory.records(group)]
    counts: dict[str, int] = {}
    for share in every:
        counts[share.region] = counts.get(share.region, 0) + 1
    shares = sorted((share for share in every if region in ("", share.region)), key=_order)
    return AgencyView(
        name=group.name,
        names=tuple(Name(printed, count, serving.agencies.now(printed)) for printed, count in group.spellings),
        leading=sum(share.leads for share in shares),
        total=len(shares),
        regions=tuple(counts.items()),
        region=region,
        pages=tuple(tuple(_blocks(page)) for page in pages(shares, lambda share: share.size, ROOM)),
        own=tuple(serving.directory.own_lists(group.name)),
    )


def _share(serving: Snapshot, name: str, record: Mapping[str, Any]) -> Share:
    rows = tuple(party for party in parties(record, serving.agencies) if name in party.names)
    return Share(record, list_name(record), rows, any(row.tag == LEADS for row in rows))


def _order(share: Share) -> tuple[bool, str, bool]:
    """By region, the lists that name none last; where the agency leads before where it does not."""
    return not share.region, share.region, not share.leads


def _blocks(shares: Sequence[Share]) -> Iterator[Block]:
    for (region, leads), same in groupby(shares, key=lambda share: (share.region, share.leads)):
        yield Block(region, leads, tuple(same))
