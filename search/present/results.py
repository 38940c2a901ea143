"""What is asked and what is answered, with the JSON of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from records.kinds import KINDS
from records.texts import headline
from search.backend import FACETS, RELEVANCE, SORTS, Counts
from search.present.highlight import LONG, excerpt
from search.query.syntax import parse_query

LONGEST_QUERY = 200
MOST_HITS = 100
_MOST_PARTS = 40  # of a query: each is looked for in all records
_LAST_PAGE = 10_000
_MOST_VALUES = 20  # of a filter: every choice on the page carries all of them in its address
_LONGEST_VALUE = 200  # characters; no agency, law or region has a longer name
_MOST_EXPLAINED = 10  # hits: explaining one costs as much as a search
_EXCERPT = 160  # characters of a long text on the page of hits


class RequestError(ValueError):
    """A request that cannot be served; the message is plain Chinese for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Request:
    """A search: the query, the wanted values by facet, and the page of hits."""

    query: str
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    size: int = 10
    explain: bool = False
    sort: str = RELEVANCE

    def __post_init__(self) -> None:
        if len(self.query) > LONGEST_QUERY:
            raise RequestError(f"查询内容太长：最多 {LONGEST_QUERY} 个字，现有 {len(self.query)} 个字")
        if (parts := sum(map(len, parse_query(self.query).groups))) > _MOST_PARTS:
            raise RequestError(f"查询内容太杂：最多 {_MOST_PARTS} 个词，现有 {parts} 个")
        if not self.query.strip() and not any(self.filters.values()):
            raise RequestError("请输入要查找的内容")
        if not 1 <= self.page <= _LAST_PAGE:
            raise RequestError(f"页码应在 1 到 {_LAST_PAGE} 之间")
        if not 1 <= self.size <= MOST_HITS:
            raise RequestError(f"每页条数应在 1 到 {MOST_HITS} 之间")
        if self.sort not in SORTS:
            raise RequestError(f"没有“{self.sort}”这种排序，可选：{'、'.join(SORTS)}")
        for name, values in self.filters.items():
            if len(values) > _MOST_VALUES:
                raise RequestError(f"筛选条件 {name} 最多 {_MOST_VALUES} 个，现有 {len(values)} 个")
            if any(len(value) > _LONGEST_VALUE for value in values):
                raise RequestError(f"筛选条件 {name} 太长：最多 {_LONGEST_VALUE} 个字")
        if self.explain and self.size > _MOST_EXPLAINED:
            raise RequestError(f"要求说明得分时，每页最多 {_MOST_EXPLAINED} 条")
        for kind in self.filters.get("kind", ()):
            if kind not in KINDS:
                raise RequestError(f"没有“{kind}”这一类，可选：{'、'.join(KINDS)}")

    def wanted(self, name: str) -> tuple[str, ...]:
        """The wanted values of a facet."""
        return self.filters.get(name, ())


@dataclass(frozen=True)
class AgencyLine:
    """One line of the answer: an agency's share of a matter, or a department's duty, quoted from one list.

    `kind` is that of the record it stands in; `lead` whether the agency leads, None where the list does not say.
    `canonical` are the agency's present names; `now` says whose duties a former agency's are today.
    """

    agency: str
    role: str
    matter: str
    department: str
    region: str
    id: str
    kind: str
    lead: bool | None
    canonical: tuple[str, ...] = ()
    now: str = ""

    @cached_property
    def json(self) -> dict[str, Any]:
        """The line as the contract has it; made once, as a matter is quoted again and again."""
        return {
            "agency": self.agency,
            "role": self.role,
            "matter": self.matter,
            "department": self.department,
            "region": self.region,
            "id": self.id,
            "from": self.kind,
            "lead": self.lead,
            "canonical": list(self.canonical),
            "now": self.now,
        }


@dataclass(slots=True)
class Hit:
    """One record found, with its marked fields as HTML, the headline first.

    `head` is what the contract says of the record beside its score and marks: the same for every query.
    """

    record: Mapping[str, Any]
    head: Mapping[str, str]
    score: float
    marked: Mapping[str, str]
    explanation: Sequence[Mapping[str, Any]] | None = None

    @property
    def title(self) -> str:
        """The record's headline."""
        return self.head["title"]

    @property
    def highlights(self) -> Mapping[str, str]:
        """The marked fields as HTML, whole unless very long."""
        if max(map(len, self.marked.values())) <= LONG:
            return self.marked
        return {name: excerpt(html, LONG) for name, html in self.marked.items()}

    @property
    def excerpts(self) -> dict[str, str]:
        """The marked fields as HTML: the headline whole, of the others short passages."""
        own = next(iter(self.marked))
        return {name: html if name == own else excerpt(html, _EXCERPT) for name, html in self.marked.items()}

    def to_json(self) -> dict[str, Any]:
        """The hit as the contract has it."""
        out = {**self.head, "score": self.score, "highlights": self.highlights}
        if self.explanation is not None:
            out["explain"] = list(self.explanation)
        return out


def head(record: Mapping[str, Any]) -> dict[str, str]:
    """What the contract says of a record in every hit."""
    return {
        "id": record["id"],
        "kind": record["kind"],
        "title": headline(record),
        "department": record["department"],
        "region": record["region"],
    }


@dataclass(frozen=True, slots=True)
class Listing:
    """The hits of a request as whole records: how many there are, and the first of them."""

    total: int
    records: tuple[Mapping[str, Any], ...]


class Results(NamedTuple):
    """A page of hits with everything around it.

    `unknown` are the words and matters of the query that no record holds. A query of names alone has `named_agencies`
    (canonical names) and `named_laws` (the forms of their titles).
    """

    request: Request
    total: int
    took_ms: float
    suggestion: str | None
    agencies: tuple[AgencyLine, ...]
    facets: Mapping[str, Counts]
    hits: tuple[Hit, ...]
    related: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    named_agencies: tuple[str, ...] = ()
    named_laws: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages the hits fill."""
        return -(-self.total // self.request.size)

    def to_json(self) -> dict[str, Any]:
        """The results as the contract has them."""
        return {
            "query": self.request.query,
            "total": self.total,
            "page": self.request.page,
            "size": self.request.size,
            "took_ms": round(self.took_ms, 2),
            "suggestion": self.suggestion,
            "agencies": [line.json for line in self.agencies],
            "facets": {name: self.facets.get(name, []) for name in FACETS},
            "hits": [hit.to_json() for hit in self.hits],
            "related": list(self.related),
            "unknown": list(self.unknown),
        }
