"""Our own search, through the same objects that the web application uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.engines import Ask, Page
from indexer.build import build_records
from search.library import Library
from search.present.results import Request


def build(records: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Write a generation of the index, on all cores."""
    build_records(map(dict, records), folder)


def open_index(folder: Path) -> Ask:
    """Open the serving generation. A page comes with facets, the answer and related names, as JSON values."""
    library = Library(folder)
    library.snapshot()

    def ask(query: str) -> Page:
        found = library.snapshot().search(Request(query)).to_json()
        return Page(found["total"], found["hits"])

    return ask
