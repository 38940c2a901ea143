"""Relevance of the ranking, measured with judged queries over the real lists: `make relevance`.

Prints nDCG@10, MRR@10 (first record of grade 2 or 3) and recall@10 (of grades 2 and 3) by query type with
the change since the committed baseline, and ends with status 1 where a type falls below its floor. Gains are
2**grade − 1 and discounts log2(rank + 1), as in Burges et al., Learning to Rank using Gradient Descent, 2005.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.build import build
from indexer.sources.collect import collect
from search.library import Library
from search.present.results import Request
from search.snapshot import Snapshot

HOME = Path(__file__).resolve().parent.parent
REAL = Path(os.environ.get("QINGDAN_REAL_LISTS", HOME.parent / "shared"))
BASELINE = Path(__file__).parent / "relevance.json"
FLOOR = 0.85  # nDCG@10 that no type of query may fall below
_DEPTH = 10
_GOOD = 2  # the least grade of a record that is clearly useful
_HEADS = {"boundary": ("matter",), "duty": ("item", "duty"), "service": ("service",), "supervision": ("regime",)}
_TEXTS = ("name", "title", "text")  # of the other kinds


@dataclass(frozen=True)
class Measures:
    """How well one query, or the mean of several, was answered; None where a measure does not apply."""

    ndcg: float
    mrr: float | None
    recall: float | None


def key(record: Mapping[str, Any]) -> str:
    """What names a record in the judgements: department, kind, and the first 40 characters of its own text."""
    head = next((record[name] for name in _HEADS.get(record["kind"], _TEXTS) if record.get(name)), "")
    return f"{_norm(record['department'])}|{record['kind']}|{_norm(head)[:40]}"


def measure(ranked: Sequence[str], grades: Mapping[str, int]) -> Measures:
    """The measures of a ranking of record keys against judged grades."""
    gain = sum((2 ** grades.get(name, 0) - 1) / math.log2(i + 2) for i, name in enumerate(ranked[:_DEPTH]))
    best = sorted(grades.values(), reverse=True)[:_DEPTH]
    ideal = sum((2**grade - 1) / math.log2(i + 2) for i, grade in enumerate(best))
    good = {name for name, grade in grades.items() if grade >= _GOOD}
    first = next((1 / (i + 1) for i, name in enumerate(ranked[:_DEPTH]) if name in good), 0.0)
    recall = len(good & set(ranked[:_DEPTH])) / min(_DEPTH, len(good)) if good else None
    return Measures(gain / ideal, first if good else None, recall)


def evaluate(snapshot: Snapshot, queries: Sequence[Mapping[str, Any]], show: float = 0.0) -> dict[str, Measures]:
    """The mean measures by query type and over `all`; queries below `show` are printed with their first hits."""
    rows: defaultdict[str, list[Measures]] = defaultdict(list)
    for query in queries:
        hits = snapshot.search(Request(query["query"], size=30)).hits
        ranked = list(dict.fromkeys(key(hit.record) for hit in hits))[:_DEPTH]
        row = measure(ranked, query["relevant"])
        rows[query["type"]].append(row)
        rows["all"].append(row)
        if row.ndcg < show:
            print(f"{row.ndcg:.2f} {query['id']} {query['query']}")
            for name in ranked:
                print(f"       {query['relevant'].get(name, 0)} {name[:90]}")
            for name, grade in query["relevant"].items():
                if grade >= _GOOD and name not in ranked:
                    print(f"    -- {grade} {name[:90]}")
    return {name: _mean(found) for name, found in sorted(rows.items(), key=lambda item: (item[0] == "all", item[0]))}


def _mean(rows: Sequence[Measures]) -> Measures:
    def mean(values: Sequence[float | None]) -> float | None:
        known = [value for value in values if value is not None]
        return sum(known) / len(known) if known else None

    return Measures(mean([r.ndcg for r in rows]) or 0.0, mean([r.mrr for r in rows]), mean([r.recall for r in rows]))


def main() -> None:
    """Measure, compare with the baseline, and with --save make this run the baseline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=float, default=0.0, help="print the queries whose nDCG@10 is below this")
    parser.add_argument("--save", action="store_true", help="write the result as the new baseline")
    arguments = parser.parse_args()
    judged = REAL / "queries" / "judged.jsonl"
    if not judged.exists():
        print(f"The judged queries are not on this machine (looked in {REAL}; set QINGDAN_REAL_LISTS).")
        return
    queries = [json.loads(line) for line in judged.read_text(encoding="utf-8").splitlines() if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        build(collect([REAL / "lists"]), Path(folder))
        found = evaluate(Library(Path(folder)).snapshot(), queries, arguments.show)
    baseline = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    for name, row in found.items():
        before = baseline.get(name, {}).get("ndcg")
        change = f"  ({row.ndcg - before:+.3f})" if before is not None else ""
        print(f"{name:12} nDCG@10 {row.ndcg:.3f}  MRR@10 {row.mrr or 0:.3f}  recall@10 {row.recall or 0:.3f}{change}")
    if arguments.save:
        rounded = {n: {k: round(v, 4) for k, v in vars(r).items() if v is not None} for n, r in found.items()}
        BASELINE.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
    low = [name for name, row in found.items() if row.ndcg < FLOOR]
    if low:
        sys.exit(f"below the floor of {FLOOR}: {', '.join(low)}")


def _norm(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


if __name__ == "__main__":
    main()
