"""The recipe of the tutorials: Whoosh with jieba's ChineseAnalyzer, MultifieldParser and Whoosh's own highlighter."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import jieba
from jieba.analyse import ChineseAnalyzer
from whoosh import index
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.qparser import AndGroup, MultifieldParser

from bench.engines import HITS, Ask, Page
from bench.texts import title_and_body

jieba.setLogLevel(logging.WARNING)


def build(records: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Write the index with a writer as it comes."""
    analyzer = ChineseAnalyzer()
    schema = Schema(
        id=ID(stored=True, unique=True),
        kind=ID(stored=True),
        department=STORED,
        region=STORED,
        title=TEXT(stored=True, analyzer=analyzer),
        content=TEXT(stored=True, analyzer=analyzer),
    )
    writer = index.create_in(str(folder), schema).writer()
    for record in records:
        title, content = title_and_body(record)
        writer.add_document(
            id=record["id"],
            kind=record["kind"],
            department=record["department"],
            region=record["region"],
            title=title,
            content=content,
        )
    writer.commit()


def open_index(folder: Path) -> Ask:
    """Open the index. A query finds the records that hold all of its words."""
    return open_with(folder, AndGroup)


def open_with(folder: Path, group: Any) -> Ask:
    """Open the index with one searcher, which is kept; `group` is how Whoosh's parser joins the words of a query."""
    searcher = index.open_dir(str(folder)).searcher()
    parser = MultifieldParser(["title", "content"], searcher.schema, group=group)

    def ask(query: str) -> Page:
        found = searcher.search(parser.parse(query), limit=HITS)
        hits = []
        for hit in found:
            stored = {name: hit[name] for name in ("id", "kind", "department", "region")}
            marked = {name: hit.highlights(name) for name in ("title", "content")}
            hits.append(stored | marked)
        return Page(len(found), hits)

    return ask
