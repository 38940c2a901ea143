"""Strings, words and concepts as clauses of a request: which records hold them, and how often.

What is put to the cluster is cut as what stands in it (`store.opensearch.streams`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from records.columns import AGENCY
from records.zones import TITLE, ZONES
from search.local.impacts import LIST, PARTIAL, PARTY, WEIGHTS
from search.query.reading import Concept, Word
from store.opensearch import schema
from store.opensearch.streams import pair_stream, unit_stream

Clause = dict[str, Any]

STRONG = 0.5  # weight of a word that tells how rare a concept is
_KEPT = 16_384  # strings

NOTHING: Clause = {"match_none": {}}
EVERYTHING: Clause = {"match_all": {}}


def holds(text: str, zones: Sequence[str] = ()) -> Clause:
    """The records that hold a string, in any of some zones (none: in any)."""
    return any_of([clause for zone in zones or (schema.ANY,) if (clause := _stands(text, zone))])


def holds_word(word: Word) -> Clause:
    """The records that hold a word where it counts."""
    return holds(word.text, word.zones)


def holds_concept(concept: Concept, words: Iterable[Word], least: float = 0.0) -> Clause:
    """The records that hold a concept by one of some words of some weight at least, or by its agencies."""
    return any_of(
        [
            *(holds_word(word) for word in words if min(word.weight, 1.0) >= least),
            *shares(concept),
        ]
    )


def shares(concept: Concept) -> list[Clause]:
    """The records in which a concept's agencies have a share, and those of their own lists."""
    if not concept.agencies:
        return []
    names = list(concept.agencies)
    return [{"terms": {schema.column(AGENCY): names}}, {"terms": {schema.OWNER: names}}]


def titled(words: Iterable[Word]) -> Clause:
    """The records whose headline holds a strong one of some words."""
    strong = [word for word in words if word.weight >= STRONG and (not word.zones or TITLE in word.zones)]
    return any_of([holds(word.text, (TITLE,)) for word in strong])


def frequency(concept: Concept, words: Iterable[Word]) -> Clause:
    """A clause whose score is how often a record holds a concept by some words, by the weights of words and zones."""
    found = [
        {**clause, "boost": weight}
        for word in words
        for zone in word.zones or ZONES
        for clause, weight in _counted(word, zone)
    ]
    agencies = [
        constant({"term": {field: name}}, weight)
        for name in concept.agencies
        for field, weight in ((schema.column(AGENCY), PARTY), (schema.OWNER, LIST))
    ]
    return {"bool": {"should": [*map(_boosted, found), *agencies]}}


def any_of(clauses: Iterable[Clause]) -> Clause:
    """What any of some clauses finds."""
    found = list(clauses)
    if len(found) == 1:
        return found[0]
    return {"bool": {"should": found}} if found else NOTHING


def both(*clauses: Clause) -> Clause:
    """What all of some clauses find; everything where there are none."""
    return {"bool": {"filter": list(clauses)}}


def constant(clause: Clause, score: float) -> Clause:
    """A clause that gives all it finds the same score."""
    return {"constant_score": {"filter": clause, "boost": score}}


def _counted(word: Word, zone: str) -> list[tuple[Clause, float]]:
    weight = word.weight * WEIGHTS[zone]
    stands = _stands(word.text, zone)
    if not stands:
        return []
    # The cluster adds up what a phrase scores for each of its pairs.
    times = max(1, len(_cut(word.text)[1]))
    return [(stands, PARTIAL * weight / times), ({"term": {schema.words(zone): word.text}}, (1 - PARTIAL) * weight)]


def _boosted(clause: Clause) -> Clause:
    """A clause with its boost where the request's grammar wants it."""
    (kind, fields), boost = next(iter(clause.items())), clause["boost"]
    ((name, text),) = fields.items()
    return {kind: {name: {"query" if kind == "match_phrase" else "value": text, "boost": boost}}}


def _stands(text: str, zone: str) -> Clause | None:
    row, couples = _cut(text)
    if not row:
        return None
    if not couples:
        return {"term": {schema.units(zone): row[0]}}
    if len(couples) == 1:
        return {"term": {schema.pairs(zone): couples[0]}}
    return {"match_phrase": {schema.pairs(zone): " ".join(couples)}}


@lru_cache(maxsize=_KEPT)
def _cut(text: str) -> tuple[list[str], list[str]]:
    row = unit_stream(text)
    return row, pair_stream(row)
