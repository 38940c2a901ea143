"""What is checked: all records, what is known of their files, and the reviewed tables that they are held against."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agencies.table import AgencyTable, load_agencies, naming
from checks.finding import ListKey, Record, list_key
from checks.law_table import LawTable, load_laws
from checks.repeated import Repeated, repeated_lists

Files = Sequence[Mapping[str, Any]]
"""What is known of each file: name, title, date, problems, as a generation keeps it."""


@dataclass(frozen=True)
class Corpus:
    """The records in their order, by number, and their files."""

    records: Sequence[Record]
    files: Files

    @cached_property
    def agencies(self) -> AgencyTable:
        """The table of agencies."""
        return load_agencies()

    @cached_property
    def named(self) -> Callable[[str], tuple[str, ...]]:
        """The canonical agencies of a printed name; a name that the table does not know stands for itself."""
        return naming(self.agencies)

    @cached_property
    def laws(self) -> LawTable:
        """The table of laws that ended."""
        return load_laws()

    @cached_property
    def repeated(self) -> Mapping[ListKey, Repeated]:
        """The lists that say what another list said before: their records count once."""
        return repeated_lists(self.records)

    def once(self) -> Iterator[tuple[int, Record]]:
        """All records with their numbers, those of repeated lists left out."""
        repeated = self.repeated
        for number, record in enumerate(self.records):
            if list_key(record) not in repeated:
                yield number, record
