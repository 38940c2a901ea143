"""The local engine: Whoosh's words and arrays on one machine behind `search.backend.Backend`.

Here record numbers end: what goes out are records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from records.columns import AGENCY, DEPARTMENT, KIND, LIST, NAME
from search.backend import NEAR, Bar, Counts, Found, Ranked, Record, Selection, Value, Wanted
from search.local.agency_records import AgencyRecords
from search.local.filters import Facets, only
from search.local.impacts import KINDS, ImpactStore
from search.local.matching import Matcher, merged
from search.local.party_scores import PartyScores
from search.local.ranking import Ranker
from search.local.scores import Scores
from search.local.sorting import Sorting
from search.query.concepts import Reading
from search.suggest import Suggester
from store.engine import Engine, Numbers
from store.terms import Terms

_MATTER = "boundary"


class LocalBackend:
    """One generation behind the seam; implements `search.backend.Backend`."""

    def __init__(self, engine: Engine, names: Terms, named: Callable[[str], tuple[str, ...]]) -> None:
        """`named` gives the canonical names of a printed agency."""
        self.engine = engine
        columns = engine.columns
        self.facets = Facets(columns)
        self.matcher = Matcher(engine)
        self.holds = self.matcher.holds
        kinds = np.array([list(KINDS).index(kind) for kind in columns[KIND].values])[columns[KIND].single]
        owners = AgencyRecords(columns[AGENCY], columns[DEPARTMENT], named)
        self.impacts = ImpactStore(engine, self.matcher, owners, kinds)
        self.ranker = Ranker(engine, self.impacts, kinds)
        self._is_matter = kinds == list(KINDS).index(_MATTER)
        self._sorting = Sorting(columns)
        self._names = columns[NAME]
        self._lists = columns[LIST].single
        self._parties = PartyScores(named)
        suggester = Suggester(names)
        self.suggest, self.examples = suggester.suggest, suggester.examples

    @property
    def count(self) -> int:
        """How many records there are."""
        return self.engine.count

    def close(self) -> None:
        """Release the files."""
        self.engine.close()

    def find(self, wanted: Wanted) -> Found:
        """The records that a reading means, best first."""
        reading = wanted.reading
        matching = self._matching(reading)
        masks = self.facets.wanted(wanted.filters)
        hits = matching.only(only(masks.values(), matching.docs)) if masks else matching
        last = wanted.first + wanted.size
        best = hits.best(max(NEAR, last))
        listed = self._sorting.first(hits, best, wanted.sort, last)[wanted.first :]
        docs = hits.docs.take(listed)
        top = float(matching.total.max(initial=0.0))
        return Found(
            total=len(hits.docs),
            hits=self._ranked(hits, listed, reading if wanted.explain else None),
            facets=self._counts(matching, hits, masks),
            matters=self._matters(reading, hits, best, top, wanted.bar) if wanted.bar and len(best) else (),
            top=top,
            names=self._named(hits.docs.take(best[:NEAR])),
            held=tuple(self.ranker.held((*reading.concepts, *reading.required), docs)),
        )

    def _matching(self, reading: Reading) -> Scores:
        """The records that the query finds, filters aside."""
        if reading.concepts:
            scores = self.ranker.score(reading)
        else:
            scores = self.ranker.everything if reading.everything else self.ranker.nothing
        for concept in reading.required:
            scores = scores.only(self.ranker.holding(concept, scores.docs))
        for concept in reading.excluded:
            scores = scores.only(~self.ranker.holding(concept, scores.docs))
        return scores

    def _counts(self, matching: Scores, hits: Scores, masks: Mapping[str, NDArray[np.bool_]]) -> Mapping[str, Counts]:
        """The facets of the hits. A facet with a filter shows what else could be chosen: its own is left out."""
        counts = self.facets.count(hits.docs)
        for name in masks:
            others = [mask for other, mask in masks.items() if other != name]
            counts[name] = self.facets.count(matching.docs[only(others, matching.docs)])[name]
        return counts

    def _ranked(self, scores: Scores, places: Numbers, explained: Reading | None = None) -> tuple[Ranked, ...]:
        """The records at some places; with how their scores came about if there is a reading to explain by."""
        docs = scores.docs.take(places).tolist()
        values = (scores.total.take(places), scores.coverage.take(places), scores.named.take(places))
        why: Sequence[Any] = [None] * len(docs)
        if explained is not None:
            why = [self.ranker.explain(explained, doc) for doc in docs]
        found = zip(docs, *[each.tolist() for each in values], why, strict=True)
        records = self.engine.records
        return tuple(
            [Ranked(records[doc], score, coverage, named, (), told) for doc, score, coverage, named, told in found]
        )

    def _matters(self, reading: Reading, found: Scores, best: Numbers, top: float, bar: Bar) -> tuple[Ranked, ...]:
        """The best matters that reach a bar, with the scores of their agencies; there must be a best record."""
        meant = found.named >= bar.named
        meant &= found.coverage >= bar.coverage
        first = best.item(0)
        if found.coverage.item(first) >= bar.told and self._is_matter.item(found.docs.item(first)):
            meant |= found.coverage >= bar.told
        meant &= found.total >= bar.score * top
        places = meant.nonzero()[0]
        matters = places[self._is_matter.take(found.docs.take(places))]
        if not len(matters):
            return ()
        ordered = matters.take((-found.total.take(matters)).argsort(kind="stable")[: bar.most])
        gains = self.ranker.gains(reading)
        ranked = self._ranked(found, ordered)
        return tuple([each._replace(parties=self._parties.of(each.record, gains)) for each in ranked])

    def _named(self, docs: Numbers) -> tuple[str, ...]:
        """The names of matters and services among some records, each once."""
        codes = dict.fromkeys(self._names.single.take(docs).tolist())
        return tuple([self._names.values[code] for code in codes if code >= 0])

    def number(self, selection: Selection) -> int:
        """How many records are selected."""
        return len(self._selected(selection))

    def records(self, selection: Selection, first: int = 0, most: int | None = None) -> list[Record]:
        """The selected records in their order, from a place on, all or `most` of them."""
        docs = self._selected(selection)[first : None if most is None else first + most]
        return [self.engine.records[doc] for doc in docs.tolist()]

    def _selected(self, selection: Selection) -> Numbers:
        lists = [self.matcher.match(text).docs for text in selection.texts]
        if selection.values:
            column = self.engine.columns[selection.column]
            lists += [column.docs(value) for value in selection.values]
        docs = merged(lists)
        return docs[self._of_kind(selection.kind)[docs]] if selection.kind else docs

    def values(self, column: str, kind: str = "") -> list[Value]:
        """The values of a column, of records of one kind if that is said, as they first appear."""
        found = self.engine.columns[column]
        codes = found.codes
        if kind:
            codes = codes[np.repeat(self._of_kind(kind), np.diff(found.starts))]
        kept, places, counts = np.unique(codes, return_index=True, return_counts=True)
        order = places.argsort()
        texts = map(found.values.__getitem__, kept[order].tolist())
        return [Value(text, count) for text, count in zip(texts, counts[order].tolist(), strict=True)]

    def _of_kind(self, kind: str) -> NDArray[np.bool_]:
        kinds = self.engine.columns[KIND]
        is_of: NDArray[np.bool_] = kinds.single == kinds.numbers.get(kind, -1)
        return is_of

    def record(self, record_id: str) -> Record | None:
        """The record with an id, or None."""
        doc = self.engine.position(record_id)
        return None if doc is None else self.engine.records[doc]

    def neighbours(self, record_id: str) -> tuple[Record | None, Record | None]:
        """The records before and after a record in its list."""
        doc = self.engine.position(record_id)
        return (None, None) if doc is None else (self._beside(doc, doc - 1), self._beside(doc, doc + 1))

    def _beside(self, doc: int, other: int) -> Record | None:
        is_there = 0 <= other < self.count and self._lists[doc] == self._lists[other]
        return self.engine.records[other] if is_there else None
