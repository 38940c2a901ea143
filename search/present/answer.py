"""Who is responsible: the agencies of the records that answer, quoted from the lists. Nothing is made up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from records.party_roles import leading
from records.texts import headline
from search.backend import Ranked, Record
from search.present.results import AgencyLine
from search.query.agencies import Agencies

_KEPT = 4096  # records
_WHOLLY = 0.99  # the share of the query that the name of a matter holds which is the query
_ABOUT = 0.8  # of what the best row holds of the query: no less certain to be meant


class Quotes:
    """Quotes the records of one generation; the latest are kept."""

    def __init__(self, agencies: Agencies) -> None:
        self._agencies = agencies
        self._kept: dict[str, tuple[AgencyLine, ...]] = {}

    def lines(self, answers: Iterable[Ranked], asked: frozenset[str]) -> tuple[AgencyLine, ...]:
        """The agencies of the records in order.

        Within a matter the agencies that were asked for come first, then those whose own row holds most of the query,
        then all as printed; where the matter's name is the query, none is singled out.
        """
        return tuple([line for answer in answers for line in self._ordered(answer, asked)])

    def _ordered(self, answer: Ranked, asked: frozenset[str]) -> Sequence[AgencyLine]:
        lines = self._kept.get(answer.id)
        if lines is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            lines = self._kept[answer.id] = self._quoted(answer.record)
        if not answer.parties:
            return lines
        least = 0.0 if answer.named >= _WHOLLY else _ABOUT * max(answer.parties)
        order = sorted(
            range(len(lines)),
            key=lambda row: (asked.isdisjoint(lines[row].canonical), answer.parties[row] < least),
        )
        return [lines[row] for row in order]

    def _quoted(self, record: Record) -> tuple[AgencyLine, ...]:
        if "parties" in record:
            rows = zip(record["parties"], leading(record["parties"]), strict=True)
            return tuple([self._line(record, party["agency"], party["role"], lead) for party, lead in rows])
        agency = record.get("agency") or record["department"]
        return (self._line(record, agency, _told(record), None),) if agency else ()

    def _line(self, record: Record, agency: str, role: str, lead: bool | None) -> AgencyLine:
        return AgencyLine(
            agency=agency,
            role=role,
            matter=headline(record),
            department=record["department"],
            region=record["region"],
            id=record["id"],
            kind=record["kind"],
            lead=lead,
            canonical=self._agencies.named(agency),
            now=self._agencies.now(agency),
        )


def _told(record: Record) -> str:
    """What a record says of its department: its own text, without what it rests on."""
    names = ("duty", "item", "content", "name", "duties")
    return "\n".join(dict.fromkeys(record[name] for name in names if record.get(name)))
