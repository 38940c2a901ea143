"""Speed, memory and size of this project's search beside others, side by side in one run: `make bench`.

For each number of records all engines build their index and answer the same queries in turns, round by round; the
smallest index is also asked over HTTP. Figures go to `bench/results.json`, a run replacing those of its own
numbers of records only; the tables are printed, and drawn by `bench.chart`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from bench import chart, in_process, machine, over_http, report
from bench.corpus import Record, base_records, multiply, write_corpus
from bench.in_process import Questions, tell
from bench.queries import NewQueries, usual_queries

RESULTS = Path(__file__).parent / "results.json"
CHART = Path(__file__).parent.parent / "docs" / "images" / "speed.svg"
BASE = "base"
SIZES = (BASE, "10000", "28000", "100000")
LENGTHS_AT = 10_000  # records at most where queries by length are measured
_ROUNDS = 5
_SECONDS = 2.0
_QUICK_ROUNDS = 2
_QUICK_SECONDS = 0.1


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line says, keep the figures, print the tables and draw the chart."""
    options = _options(arguments)
    base = base_records()
    sizes = sorted({_size(text, base) for text in options.sizes})
    rounds = _QUICK_ROUNDS if options.quick else options.rounds
    seconds = _QUICK_SECONDS if options.quick else _SECONDS
    results: dict[str, Any] = _load(options.results)
    with_lengths = max((size for size in sizes if size <= LENGTHS_AT), default=None)
    for size in sizes:
        tell(f"{size} records")
        with tempfile.TemporaryDirectory(prefix="qingdan-bench-") as folder:
            measured = _measure(base, size, Path(folder), rounds, lengths=size == with_lengths)
            results["sizes"][str(size)] = measured
            if size == len(base):
                new = NewQueries(base).stream()
                found = over_http.measure(Path(folder) / "indexes", usual_queries(), new, rounds, seconds)
                results["http"] = {**_about(size, rounds), "servers": found}
        _save(options.results, results)
    print(report.markdown(results))
    options.chart.parent.mkdir(parents=True, exist_ok=True)
    options.chart.write_text(chart.draw(results), encoding="utf-8")


def _measure(base: Sequence[Record], size: int, folder: Path, rounds: int, lengths: bool) -> dict[str, Any]:
    corpus = folder / "corpus.jsonl"
    write_corpus(corpus, multiply(base, size))
    questions = NewQueries(base)
    asked = Questions(usual_queries(), questions.stream(), questions.by_length() if lengths else {})
    figures = in_process.measure(corpus, size, folder / "indexes", asked, rounds)
    megabytes = round(corpus.stat().st_size / 2**20, 2)
    return {**_about(size, rounds), "queries": len(asked.usual), "corpus_megabytes": megabytes, **figures}


def _about(size: int, rounds: int) -> dict[str, Any]:
    """What stands with every measurement: how much, when, and on what machine."""
    date = datetime.now(timezone.utc).date().isoformat()
    return {"records": size, "rounds": rounds, "date": date, "machine": machine.describe()}


def _size(text: str, base: Sequence[Record]) -> int:
    return len(base) if text == BASE else int(text)


def _load(path: Path) -> dict[str, Any]:
    results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return {"sizes": {}, **results}


def _save(path: Path, results: dict[str, Any]) -> None:
    results["sizes"] = dict(sorted(results["sizes"].items(), key=lambda item: int(item[0])))
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _options(arguments: Iterable[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=SIZES, type=_records, help=f"numbers of records, or {BASE}")
    parser.add_argument("--rounds", type=int, default=_ROUNDS, help="rounds that count")
    parser.add_argument("--quick", action="store_true", help="few and short rounds, to try it out")
    parser.add_argument("--results", type=Path, default=RESULTS, help="where the figures are kept")
    parser.add_argument("--chart", type=Path, default=CHART, help="where the chart is drawn")
    return parser.parse_args(None if arguments is None else list(arguments))


def _records(text: str) -> str:
    if text != BASE and not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is neither a number of records nor {BASE}")
    return text


if __name__ == "__main__":
    main()
