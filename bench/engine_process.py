"""One engine in a process of its own, so that its memory and its caches are its own.

`python -m bench.engine_process build NAME CORPUS FOLDER` builds an index and prints {"seconds": …}.
`python -m bench.engine_process open NAME FOLDER` opens one and answers lines: a JSON list of queries on standard input
is answered by {"ms": […], "totals": […]} on standard output.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from bench.engines import HITS, load


def main() -> None:
    """Do what the command line says."""
    task, name, *paths = sys.argv[1:]
    engine = load(name)
    if task == "build":
        started = time.perf_counter()
        engine.build(_read(Path(paths[0])), Path(paths[1]))
        _tell({"seconds": time.perf_counter() - started})
        return
    ask = engine.open_index(Path(paths[0]))
    for line in sys.stdin:
        times, totals = [], []
        for query in json.loads(line):
            started = time.perf_counter()
            page = ask(query)
            times.append((time.perf_counter() - started) * 1000)
            totals.append(page.total)
            if len(page.hits) != min(page.total, HITS):
                raise ValueError(f"{name} gives {len(page.hits)} of {page.total} hits for {query!r}")
        _tell({"ms": times, "totals": totals})


def _read(corpus: Path) -> Any:
    with corpus.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _tell(value: Any) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
