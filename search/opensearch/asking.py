"""A reading → the query of one request.

As in the local engine (`search.local.ranking`) the score of a record is

    Σ_c gain(c) · tf(c, d) · (k + 1) / (k + tf(c, d))  ·  coverage(d)^1.5  ·  kind, intents, headline

A request knows no power of one query's score times another's, but it multiplies a score by a sum of weighted filters,
which the coverage is. So the first factor is raised to the power of 2/3 there, and the whole to that of 1.5 here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from records.columns import KIND
from records.kinds import KINDS
from search.local.impacts import SATURATION
from search.local.ranking import EXACT_TITLE
from search.opensearch.clauses import (
    EVERYTHING,
    NOTHING,
    Clause,
    any_of,
    constant,
    frequency,
    holds_concept,
    titled,
)
from search.opensearch.worth import Met, whole
from search.query.reading import Concept, Reading
from store.opensearch.schema import HEADLINE, column

POWER = 1.5  # of the coverage in a score
_ALMOST = 1 - 1e-4  # of a share that must be reached: sums of rounded numbers are compared
_SILENT = 0.05  # what a record that says nothing is worth, against one that does
_ALL = {  # where nothing tells which records are better: those that say something, then the others
    "bool": {
        "should": [
            constant({"terms": {column(KIND): [kind.name for kind in KINDS.values() if kind.says]}}, 1e-6),
            constant(EVERYTHING, 1e-7),
        ]
    }
}

_SATURATED = "params.gain * _score * (params.k + 1) / (params.k + _score)"
_ROOT = f"Math.pow(_score, 1 / {POWER})"


class Share(NamedTuple):
    """A clause, and what holding it adds to a share of the query."""

    clause: Clause
    share: float


class Asked(NamedTuple):
    """A reading as clauses: what finds and scores, and how much of it a record covers and its headline names."""

    query: Clause
    covers: tuple[Share, ...]
    names: tuple[Share, ...]


def asked(reading: Reading, met: Mapping[Concept, Met], least: float) -> Asked:
    """A reading as clauses; `met` is what each of its concepts is worth, `least` what a record has to cover."""
    must = [holds_concept(concept, concept.words) for concept in reading.required]
    must_not = [holds_concept(concept, concept.words) for concept in reading.excluded]
    held = [concept for concept in reading.concepts if met[concept].gain]
    counted = [concept for concept in held if concept.counts]
    if not counted:
        found = _ALL if reading.everything and not reading.concepts else NOTHING
        return Asked(_found(found, must, must_not), (), ())
    worth = whole(reading, met)
    covers = tuple(share for concept in counted for share in _covering(concept, met[concept], worth))
    names = tuple(Share(titled(met[concept].words), met[concept].gain / worth) for concept in counted)
    summed = {"bool": {"should": [_saturated(concept, met[concept]) for concept in held]}}
    rooted = {"script_score": {"query": summed, "script": {"source": _ROOT}}}
    must += [
        any_of([holds_concept(concept, met[concept].words) for concept in counted]),
        reaching(covers, least),
    ]
    weighted = {
        "function_score": {
            "query": rooted,
            "functions": _functions(covers),
            "score_mode": "sum",
            "boost_mode": "multiply",
        }
    }
    return Asked(_found(_favoured(weighted, reading), must, must_not), covers, names)


def reaching(shares_: tuple[Share, ...], least: float) -> Clause:
    """The records that have at least a share of the query."""
    return {
        "function_score": {
            "query": EVERYTHING,
            "functions": [*_functions(shares_), {"weight": 1e-9}],
            "score_mode": "sum",
            "boost_mode": "replace",
            "min_score": least * _ALMOST,
        }
    }


def _covering(concept: Concept, met: Met, worth: float) -> list[Share]:
    """The strength of a concept in a record as steps: each adds what it is above the next weaker one."""
    levels = sorted({min(word.weight, 1.0) for word in met.words} | ({1.0} if concept.agencies else set()))
    steps = []
    below = 0.0
    for level in levels:
        steps.append(Share(holds_concept(concept, met.words, level), met.gain / worth * (level - below)))
        below = level
    return steps


def _saturated(concept: Concept, met: Met) -> Clause:
    script = {"source": _SATURATED, "params": {"gain": met.gain, "k": SATURATION}}
    return {"script_score": {"query": frequency(concept, met.words), "script": script}}


def _functions(shares_: tuple[Share, ...]) -> list[dict[str, Any]]:
    return [{"filter": each.clause, "weight": each.share} for each in shares_]


def _favoured(query: Clause, reading: Reading) -> Clause:
    """Kinds, what the question words ask for, and a headline that is the whole query."""
    functions = []
    for kind in KINDS.values():
        factor = kind.weight * (1.0 if kind.says else _SILENT)
        for intent in reading.intents:
            factor *= kind.wanted_by.get(intent, 1.0)
        if factor != 1.0:
            functions.append({"filter": {"term": {column(KIND): kind.name}}, "weight": factor ** (1 / POWER)})
    headline = "".join(reading.text.split())
    if headline:
        functions.append({"filter": {"term": {HEADLINE: headline}}, "weight": EXACT_TITLE ** (1 / POWER)})
    return {
        "function_score": {
            "query": query,
            "functions": functions,
            "score_mode": "multiply",
            "boost_mode": "multiply",
        }
    }


def _found(scored: Clause, must: list[Clause], must_not: list[Clause]) -> Clause:
    return {"bool": {"must": [scored], "filter": must, "must_not": must_not}}
