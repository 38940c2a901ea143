"""SQLite FTS5 over words cut by jieba: BM25 with the title weighted, the hits counted, passages by snippet()."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.engines import HITS, Ask, Page
from bench.engines.cutting import query_words, rows

DATABASE = "lists.db"
TABLE = "record"

_CREATE = f"""CREATE VIRTUAL TABLE {TABLE} USING fts5(
    id UNINDEXED, kind UNINDEXED, department UNINDEXED, region UNINDEXED, title, body)"""
_RANK = f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('rank', 'bm25(0, 0, 0, 0, 3, 1)')"
_OPTIMIZE = f"INSERT INTO {TABLE}({TABLE}) VALUES ('optimize')"
_MARKED = f"""SELECT id, kind, department, region,
    highlight({TABLE}, 4, '<mark>', '</mark>') AS title, snippet({TABLE}, 5, '<mark>', '</mark>', '…', 40) AS body
    FROM {TABLE} WHERE {TABLE} MATCH ? ORDER BY rank LIMIT {HITS}"""
_COUNT = f"SELECT count(*) FROM {TABLE} WHERE {TABLE} MATCH ?"
_MAPPED = 2**31  # bytes of the file read as memory


def build(records: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Write the table in one transaction and merge its index."""
    base = sqlite3.connect(folder / DATABASE)
    base.execute("PRAGMA journal_mode = OFF")
    base.execute("PRAGMA synchronous = OFF")
    base.execute(_CREATE)
    base.execute(_RANK)
    base.executemany(f"INSERT INTO {TABLE} VALUES (?, ?, ?, ?, ?, ?)", rows(records))
    base.execute(_OPTIMIZE)
    base.commit()
    base.close()


def open_index(folder: Path) -> Ask:
    """Open the table. A query finds the records that hold any of its words."""
    base = sqlite3.connect(f"file:{folder / DATABASE}?mode=ro", uri=True)
    base.execute(f"PRAGMA mmap_size = {_MAPPED}")
    base.row_factory = sqlite3.Row

    def ask(query: str) -> Page:
        wanted = match(query)
        if not wanted:
            return Page(0, [])
        (total,) = base.execute(_COUNT, (wanted,)).fetchone()
        return Page(total, [dict(row) for row in base.execute(_MARKED, (wanted,))])

    return ask


def match(query: str) -> str:
    """A query in FTS5's language: any of its words."""
    return " OR ".join(f'"{word}"' for word in query_words(query))
