"""The seam: what the search asks of an engine, and what an engine answers.

```
query ─understanding─▶ Reading ─▶ Wanted ─engine─▶ Found ─presenting─▶ Results
```

Above it nobody knows how records are kept: there are no arrays, no record numbers and no folders, only records, their
ids and plain values. Below it an engine knows nothing of requests, pages or marks. The first engine is
`search.local.backend`; `tests/search/test_backends.py` is what every engine has to pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypedDict

from records.columns import AGENCY, DEPARTMENT, KIND, LAW, REGION
from search.query.reading import Reading

FACETS: tuple[str, ...] = (KIND, REGION, DEPARTMENT, AGENCY, LAW)
MOST_VALUES = 50  # values of a facet that are told
LEAST_COVERAGE = 0.3  # share of a query below which a record is no hit
LITTLE_COVERAGE = 0.1  # the same where fewer than `FEW` cover that
FEW = 10  # records
NEAR = 30  # best records whose names are told

RELEVANCE = "relevance"
SORTS = (RELEVANCE, DEPARTMENT, KIND)

Record = Mapping[str, Any]  # in the contract's JSON form


class FacetValue(TypedDict):
    """A value of a facet, and how many records have it."""

    value: str
    count: int


Counts = list[FacetValue]


class Bar(NamedTuple):
    """What a matter must reach to be told among `Found.matters`.

    Its name holds the share `named` of the query and it covers `coverage`; or, where the best of all records is a
    matter that covers `told`, it covers as much itself. Its score is the share `score` of the best of any record,
    filters aside, and the share `near` of the best such matter. With `rows` the row of each of its agencies is scored.
    `duties` is how many of the duties, powers and services are told that cover `coverage`.
    """

    named: float
    coverage: float
    told: float
    score: float
    near: float
    most: int
    rows: bool = False
    duties: int = 0


class Wanted(NamedTuple):
    """What is asked of an engine: what to find, which of it, in which order, and from where on how many.

    A facet in `filters` lets through the records that have one of its values: none where it has no values. Of the
    orders other than by relevance, that by department is the order in which departments first appear, that by kind the
    one of `records.kinds.KINDS`; within a department or kind the best stay first.
    """

    reading: Reading
    filters: Mapping[str, Sequence[str]]
    sort: str = RELEVANCE
    first: int = 0
    size: int = 10
    bar: Bar | None = None
    explain: bool = False


class Ranked(NamedTuple):
    """A record that was found.

    `coverage` is the share of the query that it holds, `named` the share that its headline holds. Of a matter among
    `Found.matters`, if the bar asks for it, `parties` are the shares of the query that the rows of its agencies hold,
    in printed order.
    """

    record: Record
    score: float
    coverage: float
    named: float
    parties: tuple[float, ...] = ()
    explanation: Sequence[Mapping[str, Any]] | None = None

    @property
    def id(self) -> str:
        """The record's id."""
        record_id: str = self.record["id"]
        return record_id


class Found(NamedTuple):
    """What an engine answers.

    `hits` are the wanted ones of `total`. `facets` counts, for each facet, what the query and the other filters let
    through: at most `MOST_VALUES` values, most frequent first, then by text. `matters` are the best ones that reach the
    bar, `duties` the best records of what one department does, `top` the best score of any record that says something
    (`records.kinds`), filters aside. `names` are those that the best `NEAR` records have in the column of names, each
    once. `held` are the reading's strings that stand in the hits; others among them do no harm.
    """

    total: int
    hits: tuple[Ranked, ...]
    facets: Mapping[str, Counts]
    matters: tuple[Ranked, ...]
    top: float
    names: tuple[str, ...]
    held: tuple[str, ...]
    duties: tuple[Ranked, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a column, and how many records have it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The records that have one of some values of a column, or hold one of some strings; of some kinds only.

    Strings are in normal form. Where no kinds are said, records of all are meant.
    """

    column: str = ""
    values: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


class Backend(Protocol):
    """One generation of records, opened for searching; safe to share between threads.

    Records have an order: that in which the lists hold them, one list behind the other.
    """

    @property
    def count(self) -> int:
        """How many records there are."""

    def find(self, wanted: Wanted) -> Found:
        """The records that a reading means, best first.

        A record is found that covers at least `LEAST_COVERAGE` of the concepts that count (of a sentence
        `LITTLE_COVERAGE` where fewer than `FEW` records do), holds a word of each required one, and none of any
        excluded one. A concept that no record holds counts like the rarest. Without concepts, all are found if the
        reading says so.
        """

    def holds(self, text: str) -> bool:
        """Whether any record holds a string in normal form; blanks and punctuation in it do not count."""

    def number(self, selection: Selection) -> int:
        """How many records are selected."""

    def records(self, selection: Selection, first: int = 0, most: int | None = None) -> list[Record]:
        """The selected records in their order, from a place on, all or `most` of them."""

    def values(self, column: str, kinds: Sequence[str] = ()) -> list[Value]:
        """The values of a column (`records.columns`), as they first appear; of records of some kinds only."""

    def record(self, record_id: str) -> Record | None:
        """The record with an id, or None."""

    def neighbours(self, record_id: str) -> tuple[Record | None, Record | None]:
        """The records before and after a record in its list."""

    def suggest(self, typed: str) -> list[str]:
        """Up to ten names: those that start with what was typed, then those that hold it, then by sound."""

    def examples(self, number: int) -> list[str]:
        """Short names of matters to try."""

    def close(self) -> None:
        """Release what the engine holds; it cannot be used afterwards."""
