"""Speed beside a plain engine on the same records and queries, in one run: `make bench`.

Prints medians and 95th percentiles in milliseconds over five rounds, for a page of ten hits with highlights, and
the ratio to SQLite FTS5 with jieba, whose hits carry snippets. Ours also works out facets and the answer. Records
are the real lists where they stand beside the repository, else the sample county.
"""

from __future__ import annotations

import json
import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.relevance import HOME, REAL
from indexer.build import build
from indexer.sources import collect
from indexer.zones import zone_texts
from search.library import Library
from search.results import Request
from search.snapshot import Snapshot
from tokenizer.normalize import normalize
from tokenizer.words import Words

_ROUNDS = 5
_SAMPLE_QUERIES = (
    "烟花爆竹",
    "放鞭炮归谁管",
    "养犬 登记",
    "公安局 网吧",
    "国务院令第455号",
    "校车安全管理条例",
    "食品安全 学校",
)


def main() -> None:
    """Build both engines, ask both the same queries in turn, and print a table."""
    lists = REAL / "lists"
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        build(collect([lists if lists.is_dir() else HOME / "data"]), Path(folder))
        built = time.perf_counter() - started
        started = time.perf_counter()
        snapshot = Library(Path(folder)).snapshot()
        opened = time.perf_counter() - started
        queries = _queries()
        plain = _plain_engine(snapshot)
        print(f"{platform.machine()}, Python {platform.python_version()}")
        print(f"{len(snapshot.records)} records, {len(queries)} queries")
        print(f"read and build {built:.1f} s, open {opened:.2f} s")
        ours = _time(lambda query: snapshot.search(Request(query)), queries)
        theirs = _time(plain, queries)
    print("| engine | p50 ms | p95 ms | spread of p50 |")
    print("| --- | --- | --- | --- |")
    for name, rounds in (("qingdan", ours), ("SQLite FTS5 + jieba", theirs)):
        p50 = [statistics.median(times) for times in rounds]
        p95 = [sorted(times)[int(0.95 * len(times))] for times in rounds]
        print(
            f"| {name} | {statistics.median(p50):.2f} | {statistics.median(p95):.2f} | {min(p50):.2f}–{max(p50):.2f} |"
        )
    ratio = statistics.median(statistics.median(times) for times in ours) / statistics.median(
        statistics.median(times) for times in theirs
    )
    print(f"ratio of medians, ours to FTS5: {ratio:.2f}")


def _queries() -> Sequence[str]:
    judged = REAL / "queries" / "judged.jsonl"
    if not judged.exists():
        return _SAMPLE_QUERIES
    return [json.loads(line)["query"] for line in judged.read_text(encoding="utf-8").splitlines() if line.strip()]


def _time(ask: Callable[[str], object], queries: Sequence[str]) -> list[list[float]]:
    """Milliseconds for each query, by round; a first round that warms up is not counted."""
    rounds: list[list[float]] = []
    for _ in range(_ROUNDS + 1):
        times = []
        for query in queries:
            started = time.perf_counter()
            ask(query)
            times.append((time.perf_counter() - started) * 1000)
        rounds.append(times)
    return rounds[1:]


def _plain_engine(snapshot: Snapshot) -> Callable[[str], object]:
    """SQLite FTS5 over the same text cut by jieba: ten hits with snippets, best first."""
    words = Words()
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE record USING fts5(body)")
    for record in snapshot.records:
        text = normalize(" ".join(zone_texts(record).values()))
        base.execute("INSERT INTO record VALUES (?)", (" ".join(word for word, _, _ in words.cut(text)),))

    def ask(query: str) -> object:
        terms = " OR ".join(f'"{word}"' for word, _, _ in words.cut(normalize(query)))
        snippet = "snippet(record, 0, '<mark>', '</mark>', '…', 40)"
        sql = f"SELECT rowid, {snippet} FROM record WHERE record MATCH ? ORDER BY rank LIMIT 10"
        return base.execute(sql, (terms or '""',)).fetchall()

    return ask


if __name__ == "__main__":
    main()
