"""Who is responsible: the agencies of the matters that answer, quoted from the lists. Nothing is made up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from search.present.results import AgencyLine
from search.query.agencies import Agencies

_KEPT_MATTERS = 4096


class Quotes:
    """Quotes the matters of one generation; the latest are kept."""

    def __init__(self, agencies: Agencies) -> None:
        self._agencies = agencies
        self._kept: dict[str, tuple[AgencyLine, ...]] = {}

    def lines(self, matters: Iterable[Mapping[str, Any]], asked: frozenset[str]) -> tuple[AgencyLine, ...]:
        """The agencies of the matters in order.

        Within a matter the agencies that were asked for come first, then all in printed order, the lead first.
        """
        return tuple([line for matter in matters for line in self._ordered(matter, asked)])

    def _ordered(self, matter: Mapping[str, Any], asked: frozenset[str]) -> Sequence[AgencyLine]:
        lines = self._kept.get(matter["id"])
        if lines is None:
            if len(self._kept) >= _KEPT_MATTERS:
                self._kept.clear()
            lines = self._kept[matter["id"]] = self._quoted(matter)
        return sorted(lines, key=lambda line: asked.isdisjoint(line.canonical)) if asked else lines

    def _quoted(self, record: Mapping[str, Any]) -> tuple[AgencyLine, ...]:
        return tuple(
            AgencyLine(
                agency=party["agency"],
                role=party["role"],
                matter=record["matter"],
                department=record["department"],
                region=record["region"],
                id=record["id"],
                lead=index == 0,
                canonical=self._agencies.named(party["agency"]),
                now=self._agencies.now(party["agency"]),
            )
            for index, party in enumerate(record["parties"])
        )
