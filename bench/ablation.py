"""What each part of the search gains, measured by leaving it out: `python -m bench.ablation`.

Each row is nDCG@10 over the judged queries with one part replaced by nothing. The parts are exchanged from
outside, in this process only; the search has no switches for them.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from agencies.table import Mention
from bench.relevance import REAL, evaluate
from indexer.build import build
from indexer.sources.collect import collect
from records.zones import ZONES
from search import snapshot
from search.library import Library
from search.local import impacts, scores
from search.query import agencies, citations, spelling
from tokenizer import question_words, synonyms, words


def _without_synonyms() -> Any:
    return patch.object(snapshot, "load_synonyms", lambda: synonyms.Synonyms({}))


def _without_questions() -> Any:
    return patch.object(snapshot, "load_question_words", lambda: question_words.QuestionWords({}))


def _without_agencies() -> Any:
    nobody: Callable[..., list[Mention]] = lambda self, text: []  # noqa: E731
    return patch.object(agencies.Agencies, "mentions", nobody)


def _without_citations() -> Any:
    return patch.object(citations.Citations, "find", lambda self, text: ())


def _without_spelling() -> Any:
    return patch.object(spelling.Speller, "corrections", lambda self, text: ())


def _without_grams() -> Any:
    return patch.object(impacts, "PARTIAL", 0.0)


def _without_weights() -> Any:
    return patch.object(impacts, "WEIGHTS", dict.fromkeys(ZONES, 1.0))


def _without_coverage() -> Any:
    return patch.multiple(scores, COVERAGE=0.0, LEAST_COVERAGE=0.0)


def _without_topicality() -> Any:
    return patch.object(impacts, "TOPICALITY", 0.0)


def _without_dictionary() -> Any:
    return patch.object(words, "curated_terms", lambda: ())


def _without_learned() -> Any:
    return patch("indexer.build.learn_terms", lambda records: ())


PARTS: dict[str, Callable[[], Any]] = {
    "synonyms": _without_synonyms,
    "question words": _without_questions,
    "agencies": _without_agencies,
    "legal bases": _without_citations,
    "spelling": _without_spelling,
    "matches inside words (grams)": _without_grams,
    "zone weights": _without_weights,
    "coverage": _without_coverage,
    "topicality": _without_topicality,
    "curated dictionary": _without_dictionary,
    "learned terms": _without_learned,
}


@contextmanager
def _fresh(folder: Path) -> Iterator[snapshot.Snapshot]:
    build(collect([REAL / "lists"]), folder)
    yield Library(folder).snapshot()


def main() -> None:
    """Print a table of nDCG@10 with everything, then with one part left out at a time."""
    lines = (REAL / "queries" / "judged.jsonl").read_text(encoding="utf-8").splitlines()
    queries = [json.loads(line) for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        with _fresh(Path(folder) / "all") as whole:
            best = evaluate(whole, queries)["all"].ndcg
        print(f"| everything | {best:.3f} | |")
        for name, leave_out in PARTS.items():
            with leave_out(), _fresh(Path(folder) / name.replace(" ", "-")) as less:
                found = evaluate(less, queries)["all"].ndcg
            print(f"| without {name} | {found:.3f} | {found - best:+.3f} |", flush=True)


if __name__ == "__main__":
    main()
