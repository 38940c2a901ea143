"""What each part of the search gains, measured by leaving it out: `python -m bench.ablation`.

Each row is nDCG@10 over the judged queries with one part replaced by nothing. The parts are exchanged from
outside, in this process only, by what they are asked in public; the search has no switches for them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from bench.relevance import REAL, evaluate
from indexer import build as building
from indexer.sources.collect import collect
from records.zones import ZONES
from search.library import Library
from search.local import impacts, ranking, scores
from search.query.agencies import Agencies
from search.query.citations import Citations
from search.query.spelling import Speller
from tokenizer import words
from tokenizer.question_words import QuestionWords
from tokenizer.synonyms import Synonyms

Exchange = tuple[Any, str, Any]  # of whom, which attribute, and what stands in its place


def _nothing(*_: object) -> tuple[()]:
    return ()


# Parts that are asked when a query is read or a record is scored.
ASKED: Mapping[str, Sequence[Exchange]] = {
    "synonyms": [(Synonyms, "expand", _nothing), (Synonyms, "targets", _nothing)],
    "question words": [(QuestionWords, "split", lambda _, text, _ends: (text, ()))],
    "agencies": [(Agencies, "mentions", _nothing)],
    "legal bases": [(Citations, "find", _nothing)],
    "spelling": [(Speller, "corrections", _nothing)],
    "matches inside words (grams)": [(impacts, "PARTIAL", 0.0)],
    "zone weights": [(impacts, "WEIGHTS", dict.fromkeys(ZONES, 1.0))],
    "coverage": [
        (scores, "LEAST_COVERAGE", 0.0),
        (ranking, "LEAST_COVERAGE", 0.0),
        (scores, "counting", np.ones_like),
    ],
    "topicality": [(impacts, "TOPICALITY", 0.0)],
}
# Parts that decide how texts are cut: without them the index is another one.
CUT: Mapping[str, Sequence[Exchange]] = {
    "curated dictionary": [(words, "curated_terms", _nothing)],
    "learned terms": [(building, "learn_terms", _nothing)],
}


def ablate(lists: Path, queries: Sequence[Mapping[str, Any]], folder: Path) -> Iterator[tuple[str, float]]:
    """The mean nDCG@10 with everything, named "", then without each part; indexes are made in the folder."""
    building.build(collect([lists]), folder / "all", jobs=1)
    yield "", _measured(folder / "all", queries)
    for name, exchanges in ASKED.items():
        with _without(exchanges):
            yield name, _measured(folder / "all", queries)
    for name, exchanges in CUT.items():
        with _without(exchanges):
            building.build(collect([lists]), folder / name, jobs=1)
            yield name, _measured(folder / name, queries)


def _without(exchanges: Sequence[Exchange]) -> AbstractContextManager[ExitStack]:
    stack = ExitStack()
    for owner, name, other in exchanges:
        stack.enter_context(patch.object(owner, name, other))
    return stack


def _measured(index: Path, queries: Sequence[Mapping[str, Any]]) -> float:
    with closing(Library(index).snapshot()) as snapshot:
        return evaluate(snapshot, queries)["all"].ndcg


def main() -> None:
    """Print a table of nDCG@10 with everything, then with one part left out at a time."""
    lines = (REAL / "queries" / "judged.jsonl").read_text(encoding="utf-8").splitlines()
    queries = [json.loads(line) for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        (_, best), *rest = ablate(REAL / "lists", queries, Path(folder))
        print(f"| everything | {best:.3f} | |")
        for name, found in rest:
            print(f"| without {name} | {found:.3f} | {found - best:+.3f} |")


if __name__ == "__main__":
    main()
