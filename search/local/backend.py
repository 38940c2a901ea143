"""The local engine: Whoosh's words and arrays on one machine behind `search.backend.Backend`.

Here record numbers end: what goes out are records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from records.columns import AGENCY, DEPARTMENT, KIND, LIST, NAME
from records.kinds import KINDS, duty_kinds, matter_kinds
from search.backend import NEAR, Bar, Counts, Found, Ranked, Record, Selection, Value, Wanted
from search.local.agency_records import AgencyRecords
from search.local.filters import Facets, only
from search.local.impacts import ImpactStore
from search.local.matching import Matcher, merged
from search.local.party_scores import PartyScores
from search.local.ranking import Ranker
from search.local.scores import Scores
from search.local.sorting import Sorting
from search.local.suggest import Suggester
from search.query.reading import Reading
from store.engine import Engine, Numbers
from store.terms import Terms
from tokenizer.synonyms import Synonyms

_KEPT_RECORDS = 4096


class LocalBackend:
    """One generation behind the seam; implements `search.backend.Backend`."""

    def __init__(
        self, engine: Engine, names: Terms, synonyms: Synonyms, named: Callable[[str], tuple[str, ...]]
    ) -> None:
        """`named` gives the canonical names of a printed agency."""
        self.engine = engine
        self._record = lru_cache(maxsize=_KEPT_RECORDS)(engine.records.__getitem__)
        columns = engine.columns
        self.facets = Facets(columns)
        self.matcher = Matcher(engine)
        self.holds = self.matcher.holds
        kinds = np.array([list(KINDS).index(kind) for kind in columns[KIND].values])[columns[KIND].single]
        owners = AgencyRecords(columns[AGENCY], columns[DEPARTMENT], named)
        self.impacts = ImpactStore(engine, self.matcher, owners, kinds)
        self.ranker = Ranker(engine, self.impacts, kinds)
        self._is_matter, self._is_duty = (
            np.isin(kinds, [list(KINDS).index(name) for name in names]) for names in (matter_kinds(), duty_kinds())
        )
        self._sorting = Sorting(columns)
        self._names = columns[NAME]
        self._lists = columns[LIST].single
        self._parties = PartyScores(named)
        suggester = Suggester(names, synonyms)
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
        ranked = self._ranked(hits, listed)
        top = float(self.ranker.saying(matching).total.max(initial=0.0))
        return Found(
            total=len(hits.docs),
            hits=self._explained(reading, docs, ranked) if wanted.explain else ranked,
            facets=self._counts(matching, hits, masks),
            matters=self._matters(reading, self.ranker.saying(hits), top, wanted.bar) if wanted.bar else (),
            duties=self._duties(hits, wanted.bar) if wanted.bar else (),
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

    def _ranked(
        self, scores: Scores, places: Numbers, parties: Iterable[tuple[float, ...]] = repeat(())
    ) -> tuple[Ranked, ...]:
        """The records at some places, with the scores of their agencies."""
        records = map(self._record, scores.docs.take(places).tolist())
        told = [each.take(places).tolist() for each in (scores.total, scores.coverage, scores.named)]
        return tuple(map(Ranked, records, *told, parties))

    def _explained(self, reading: Reading, docs: Numbers, hits: Iterable[Ranked]) -> tuple[Ranked, ...]:
        """The hits with how their scores came about."""
        whys = [self.ranker.explain(reading, doc) for doc in docs.tolist()]
        return tuple([hit._replace(explanation=why) for hit, why in zip(hits, whys, strict=True)])

    def _matters(self, reading: Reading, found: Scores, top: float, bar: Bar) -> tuple[Ranked, ...]:
        """The best matters that reach a bar, with the scores of their agencies."""
        if not len(found.docs):
            return ()
        meant = found.named >= bar.named
        meant &= found.coverage >= bar.coverage
        first = int(found.total.argmax())
        if found.coverage.item(first) >= bar.told and self._is_matter.item(found.docs.item(first)):
            meant |= found.coverage >= bar.told
        meant &= found.total >= bar.score * top
        places = meant.nonzero()[0]
        matters = places[self._is_matter.take(found.docs.take(places))]
        if not len(matters):
            return ()
        ordered = matters.take((-found.total.take(matters)).argsort(kind="stable")[: bar.most])
        scores = found.total.take(ordered).tolist()
        near = ordered[: sum([score >= bar.near * scores[0] for score in scores])]
        if not bar.rows:
            return self._ranked(found, near)
        shares = self.ranker.shares(reading)
        return self._ranked(
            found, near, [self._parties.of(self._record(doc), shares) for doc in found.docs.take(near).tolist()]
        )

    def _duties(self, found: Scores, bar: Bar) -> tuple[Ranked, ...]:
        """The best records of what one department does that cover enough."""
        if not bar.duties or not len(found.docs):
            return ()
        places = (self._is_duty.take(found.docs) & (found.coverage >= bar.coverage)).nonzero()[0]
        best = (-found.total.take(places)).argsort(kind="stable")[: bar.duties]
        return self._ranked(found, places.take(best))

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
        return [self._record(doc) for doc in docs.tolist()]

    def _selected(self, selection: Selection) -> Numbers:
        lists = [self.matcher.match(text).docs for text in selection.texts]
        if selection.values:
            column = self.engine.columns[selection.column]
            lists += [column.docs(value) for value in selection.values]
        docs = merged(lists)
        return docs[self._of_kinds(selection.kinds)[docs]] if selection.kinds else docs

    def values(self, column: str, kinds: Sequence[str] = ()) -> list[Value]:
        """The values of a column, of records of some kinds if those are said, as they first appear."""
        found = self.engine.columns[column]
        codes = found.codes
        if kinds:
            codes = codes[np.repeat(self._of_kinds(kinds), np.diff(found.starts))]
        kept, places, counts = np.unique(codes, return_index=True, return_counts=True)
        order = places.argsort()
        texts = map(found.values.__getitem__, kept[order].tolist())
        return [Value(text, count) for text, count in zip(texts, counts[order].tolist(), strict=True)]

    def _of_kinds(self, names: Sequence[str]) -> NDArray[np.bool_]:
        """Which records are of some kinds."""
        kinds = self.engine.columns[KIND]
        return np.isin(kinds.single, [kinds.numbers[name] for name in names if name in kinds.numbers])

    def record(self, record_id: str) -> Record | None:
        """The record with an id, or None."""
        doc = self.engine.position(record_id)
        return None if doc is None else self._record(doc)

    def neighbours(self, record_id: str) -> tuple[Record | None, Record | None]:
        """The records before and after a record in its list."""
        doc = self.engine.position(record_id)
        return (None, None) if doc is None else (self._beside(doc, doc - 1), self._beside(doc, doc + 1))

    def _beside(self, doc: int, other: int) -> Record | None:
        is_there = 0 <= other < self.count and self._lists[doc] == self._lists[other]
        return self._record(other) if is_there else None
