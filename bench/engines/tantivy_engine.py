"""Tantivy over words cut by jieba: BM25 with the title boosted, the hits counted, passages by its SnippetGenerator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tantivy

from bench.engines import HITS, Ask, Page
from bench.engines.cutting import query_words, rows

_STORED = ("id", "kind", "department", "region")
_SEARCHED = ("title", "body")
_TITLE_BOOST = 3.0
_HEAP = 512 * 1024 * 1024  # bytes of postings that the writer holds before it writes a segment


def build(records: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Write the index in one commit, on one thread: cutting is what takes time, and segments stay few."""
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(_HEAP, 1)
    for row in rows(records):
        writer.add_document(tantivy.Document(**row._asdict()))
    writer.commit()
    writer.wait_merging_threads()


def open_index(folder: Path) -> Ask:
    """Open the index. A query finds the records that hold any of its words."""
    schema = _schema()
    searcher = tantivy.Index(schema, path=str(folder)).searcher()

    def ask(query: str) -> Page:
        words = query_words(query)
        if not words:
            return Page(0, [])
        wanted = tantivy.Query.boolean_query(
            [(tantivy.Occur.Should, _term(schema, name, word)) for word in words for name in _SEARCHED]
        )
        found = searcher.search(wanted, HITS, count=True)
        passages = {name: tantivy.SnippetGenerator.create(searcher, wanted, schema, name) for name in _SEARCHED}
        hits = []
        for _, address in found.hits:
            document = searcher.doc(address)
            hit = {name: document.get_first(name) for name in _STORED}
            hits.append(hit | {name: passages[name].snippet_from_doc(document).to_html() for name in _SEARCHED})
        return Page(found.count, hits)

    return ask


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in _STORED:
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in _SEARCHED:
        builder.add_text_field(name, stored=True)
    return builder.build()


def _term(schema: Any, name: str, word: str) -> Any:
    term = tantivy.Query.term_query(schema, name, word)
    return tantivy.Query.boost_query(term, _TITLE_BOOST) if name == "title" else term
