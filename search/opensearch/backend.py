"""The engine on a cluster of OpenSearch behind `search.backend.Backend`: one index, which never changes.

A reading becomes one request, and one before it where it holds concepts that were not met yet
(`search.opensearch.worth`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from records.columns import DEPARTMENT, KIND, LIST
from records.columns import NAME as NAMES
from records.kinds import KINDS, duty_kinds, matter_kinds
from search.backend import (
    FACETS,
    FEW,
    LEAST_COVERAGE,
    LITTLE_COVERAGE,
    MOST_VALUES,
    NEAR,
    Bar,
    Counts,
    Found,
    Ranked,
    Record,
    Selection,
    Value,
    Wanted,
)
from search.local.party_scores import PartyScores
from search.local.suggest import Suggester
from search.opensearch.asking import Asked, asked, reaching
from search.opensearch.clauses import EVERYTHING, Clause, any_of, both, holds
from search.opensearch.telling import Contents, Telling
from search.opensearch.worth import Worth
from store.opensearch import schema
from store.opensearch.cluster import Cluster
from store.terms import Terms
from tokenizer.synonyms import Synonyms

_MOST_AT_ONCE = 1000  # records that are fetched by one request
_DEEPEST = 10_000  # hits that one request puts in order
_BUCKETS = 10_000  # values of a facet that each shard tells, so that counts are right for all of them
_KEPT_ANSWERS = 65_536
_ORDERS = {KIND: schema.KIND_PLACE, DEPARTMENT: schema.DEPARTMENT_PLACE}
_SAYS = {"terms": {schema.column(KIND): [kind.name for kind in KINDS.values() if kind.says]}}
_MATTERS = {"terms": {schema.column(KIND): matter_kinds()}}
_DUTIES = {"terms": {schema.column(KIND): duty_kinds()}}
_NAME = schema.column(NAMES)
_IN_ORDER = [{schema.PLACE: "asc"}]
_BEST = [{"_score": "desc"}, *_IN_ORDER]


class OpenSearchBackend:
    """One index of a cluster behind the seam; implements `search.backend.Backend`."""

    def __init__(
        self,
        cluster: Cluster,
        index: str,
        names: Terms,
        synonyms: Synonyms,
        named: Callable[[str], tuple[str, ...]],
    ) -> None:
        """`named` gives the canonical names of a printed agency."""
        self._cluster = cluster
        self._index = index
        self._count = int(cluster.ask("GET", f"/{index}/_count")["count"])
        self._worth = Worth(cluster, index, self._count)
        self._parties = PartyScores(named)
        self._contents = Contents(named)
        self._values = lru_cache(maxsize=None)(self._new_values)
        self.holds = lru_cache(maxsize=_KEPT_ANSWERS)(self._holds)
        suggester = Suggester(names, synonyms)
        self.suggest, self.examples = suggester.suggest, suggester.examples

    @property
    def count(self) -> int:
        """How many records there are."""
        return self._count

    def close(self) -> None:
        """Nothing is held but connections, which other generations use as well."""

    def find(self, wanted: Wanted) -> Found:
        """The records that a reading means, best first; those that cover a little of a sentence where few do."""
        found, matching = self._find(wanted, LEAST_COVERAGE)
        return found if not wanted.reading.sentence or matching >= FEW else self._find(wanted, LITTLE_COVERAGE)[0]

    def _find(self, wanted: Wanted, least: float) -> tuple[Found, int]:
        """The records that cover so much of a reading, and how many they are, filters aside."""
        reading = wanted.reading
        met = self._worth.of(reading.concepts)
        meant = asked(reading, met, least)
        filters = {name: _has(name, values) for name, values in wanted.filters.items()}
        telling = Telling(reading, met, self._contents)
        body = {
            "query": meant.query,
            "post_filter": both(*filters.values()),
            "sort": [{_ORDERS[wanted.sort]: "asc"}, *_BEST] if wanted.sort in _ORDERS else _BEST,
            "track_scores": True,
            "track_total_hits": True,
            "_source": [schema.RECORD],
            "aggs": {
                **{name: _facet(name, filters) for name in FACETS},
                "all": {"filter": EVERYTHING},
                "top": {"filter": _SAYS, "aggs": {"best": {"max": {"script": {"source": "_score"}}}}},
                "near": _first(both(*filters.values()), {"size": NEAR, "_source": False, "docvalue_fields": [_NAME]}),
                **(_matters(wanted.bar, filters, meant) if wanted.bar else {}),
            },
        }
        found, hits = self._page(body, wanted.first, wanted.size)
        aggs = found["aggregations"]
        top = telling.score(aggs["top"]["best"]["value"] or 0.0)
        answer = Found(
            total=found["hits"]["total"]["value"],
            hits=tuple(telling.ranked(hit, wanted.explain) for hit in hits),
            facets={name: _counts(aggs[name]) for name in FACETS},
            matters=self._best_matters(aggs, telling, top, wanted.bar) if wanted.bar else (),
            duties=tuple(telling.ranked(hit) for hit in aggs["duties"]["best"]["hits"]["hits"])
            if wanted.bar and wanted.bar.duties
            else (),
            top=top,
            names=tuple(
                dict.fromkeys(
                    name
                    for hit in aggs["near"]["best"]["hits"]["hits"]
                    for name in hit.get("fields", {}).get(_NAME, ())
                )
            ),
            held=telling.held(hit["_source"][schema.RECORD] for hit in hits),
        )
        return answer, aggs["all"]["doc_count"]

    def _page(self, body: Clause, first: int, size: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The first answer of a request, and the hits from a place on; beyond what one request orders, it goes on."""
        if first + size <= _DEEPEST:
            found = self._cluster.search(self._index, body | {"from": first, "size": size})
            return found, found["hits"]["hits"]
        found = self._cluster.search(self._index, body | {"size": 0})
        plain = {name: value for name, value in body.items() if name not in ("aggs", "track_total_hits")}
        return found, list(self._walk(plain, first, size))

    def _best_matters(self, aggs: Mapping[str, Any], telling: Telling, top: float, bar: Bar) -> tuple[Ranked, ...]:
        """The best matters that reach a bar, with the scores of their agencies."""
        first = [telling.ranked(hit) for hit in aggs["first"]["best"]["hits"]["hits"]]
        tells = first and first[0].record[KIND] in matter_kinds() and first[0].coverage >= bar.told
        able = [telling.ranked(hit) for hit in aggs["telling" if tells else "naming"]["best"]["hits"]["hits"]]
        high = [hit for hit in able if hit.score >= bar.score * top]
        near = [hit for hit in high if hit.score >= bar.near * high[0].score]
        if not bar.rows:
            return tuple(near)
        return tuple(hit._replace(parties=self._parties.of(hit.record, telling.shares)) for hit in near)

    def _holds(self, text: str) -> bool:
        """Whether any record holds a string."""
        body = {"query": both(holds(text)), "size": 0, "terminate_after": 1}
        return bool(self._cluster.search(self._index, body)["hits"]["total"]["value"])

    def number(self, selection: Selection) -> int:
        """How many records are selected."""
        return self._worth.numbers([_selected(selection)])[0]

    def records(self, selection: Selection, first: int = 0, most: int | None = None) -> list[Record]:
        """The selected records in their order, from a place on, all or `most` of them."""
        body = {"query": _selected(selection), "sort": _IN_ORDER, "_source": [schema.RECORD]}
        return [hit["_source"][schema.RECORD] for hit in self._walk(body, first, most)]

    def _walk(self, body: Clause, first: int, most: int | None) -> Iterator[dict[str, Any]]:
        """The hits of a request in their order."""
        after: list[Any] | None = None
        place, last = 0, None if most is None else first + most
        while last is None or place < last:
            size = _MOST_AT_ONCE if last is None else min(_MOST_AT_ONCE, last - place)
            more = {"size": size} | ({"search_after": after} if after else {})
            some = self._cluster.search(self._index, body | more)["hits"]["hits"]
            yield from some[max(first - place, 0) :]
            if len(some) < size:
                return
            place += len(some)
            after = some[-1]["sort"]

    def values(self, column: str, kinds: Sequence[str] = ()) -> list[Value]:
        """The values of a column, of records of some kinds if those are said, as they first appear."""
        return list(self._values(column, tuple(kinds)))

    def _new_values(self, column: str, kinds: tuple[str, ...]) -> tuple[Value, ...]:
        composite: dict[str, Any] = {
            "size": _BUCKETS,
            "sources": [{"value": {"terms": {"field": schema.ranked(column)}}}],
        }
        body = {"size": 0, "query": both(*_of_kinds(kinds))}
        firsts: dict[str, tuple[float, int]] = {}
        counts: Counter[str] = Counter()
        while True:
            aggs = {"all": {"composite": composite, "aggs": {"first": {"min": {"field": schema.PLACE}}}}}
            answer = self._cluster.search(self._index, body | {"aggs": aggs})["aggregations"]["all"]
            for bucket in answer["buckets"]:
                text, place = schema.ranked_value(bucket["key"]["value"])
                first = (bucket["first"]["value"], place)
                firsts[text] = min(firsts.get(text, first), first)
                counts[text] += bucket["doc_count"]
            if "after_key" not in answer:
                return tuple(Value(text, counts[text]) for text in sorted(firsts, key=firsts.__getitem__))
            composite["after"] = answer["after_key"]

    def record(self, record_id: str) -> Record | None:
        """The record with an id, or None."""
        found = self._place(record_id)
        return None if found is None else found["_source"][schema.RECORD]

    def neighbours(self, record_id: str) -> tuple[Record | None, Record | None]:
        """The records before and after a record in its list."""
        found = self._place(record_id)
        if found is None:
            return None, None
        place, the_list = found["sort"][0], found["fields"][schema.column(LIST)]
        query = both({"terms": {schema.PLACE: [place - 1, place + 1]}}, _has(LIST, the_list))
        body = {"query": query, "sort": _IN_ORDER, "_source": [schema.RECORD]}
        beside = {
            hit["sort"][0]: hit["_source"][schema.RECORD]
            for hit in self._cluster.search(self._index, body)["hits"]["hits"]
        }
        return beside.get(place - 1), beside.get(place + 1)

    def _place(self, record_id: str) -> dict[str, Any] | None:
        body = {
            "query": both({"term": {schema.ID: record_id}}),
            "size": 1,
            "sort": _IN_ORDER,
            "_source": [schema.RECORD],
            "docvalue_fields": [schema.column(LIST)],
        }
        hits: list[dict[str, Any]] = self._cluster.search(self._index, body)["hits"]["hits"]
        return hits[0] if hits else None


def _has(name: str, values: Sequence[str]) -> Clause:
    """The records that have one of some values of a column."""
    return {"terms": {schema.column(name): list(values)}}


def _of_kinds(kinds: Sequence[str]) -> list[Clause]:
    return [_has(KIND, kinds)] if kinds else []


def _selected(selection: Selection) -> Clause:
    held = [holds(text) for text in selection.texts]
    values = [_has(selection.column, selection.values)] if selection.values else []
    return both(any_of([*held, *values]), *_of_kinds(selection.kinds))


def _facet(name: str, filters: Mapping[str, Clause]) -> Clause:
    """The values of a facet, its own filter left out; all of them are counted, so that no shard's are missed."""
    others = both(*(clause for other, clause in filters.items() if other != name))
    terms = {
        "field": schema.column(name),
        "size": MOST_VALUES,
        "shard_size": _BUCKETS,
        "order": [{"_count": "desc"}, {"_key": "asc"}],
    }
    return {"filter": others, "aggs": {"values": {"terms": terms}}}


def _counts(found: Mapping[str, Any]) -> Counts:
    return [{"value": each["key"], "count": each["doc_count"]} for each in found["values"]["buckets"]]


def _first(clause: Clause, wanted: Clause) -> Clause:
    """The best records among those that a query and a clause find."""
    return {"filter": clause, "aggs": {"best": {"top_hits": {"sort": _BEST, "track_scores": True, **wanted}}}}


def _matters(bar: Bar, filters: Mapping[str, Clause], meant: Asked) -> dict[str, Clause]:
    """The best record that says something, and the best matters that the query names or that cover it."""
    within = list(filters.values())
    named = both(reaching(meant.names, bar.named), reaching(meant.covers, bar.coverage))
    told = reaching(meant.covers, bar.told)
    best = {"size": bar.most, "_source": [schema.RECORD]}
    duties = both(*within, _DUTIES, reaching(meant.covers, bar.coverage))
    return {
        **({"duties": _first(duties, best | {"size": bar.duties})} if bar.duties else {}),
        "first": _first(both(*within, _SAYS), best | {"size": 1}),
        "naming": _first(both(*within, _MATTERS, named), best),
        "telling": _first(both(*within, _MATTERS, any_of([named, told])), best),
    }
