"""Which room may import which. A room is a package, or a module that stands for itself; the longest name decides."""

from __future__ import annotations

from collections.abc import Mapping

# The rooms of the house, from the front door down. `bench` measures all of it and nothing imports `bench`.
HOUSE: Mapping[str, tuple[str, ...]] = {
    "app": ("cli", "web"),
    "bench": ("web", "settings", "checks", "search", "indexer", "store", "agencies", "records", "tokenizer"),
    "cli": ("web", "settings", "search", "indexer", "checks", "store", "records"),
    "web": ("settings", "search", "checks", "records"),
    "settings": (),
    "search": ("store", "agencies", "records", "tokenizer"),
    "indexer": ("checks", "store", "agencies", "records", "tokenizer"),
    "checks": ("agencies", "records", "tokenizer"),
    "store": ("records", "tokenizer"),
    "agencies": ("tokenizer",),
    "records": ("tokenizer",),
    "tokenizer": (),
}

# The rooms within the three large ones. What stands directly in a package leads its rooms: they do not import it.
_READERS = (
    "indexer.readers.containers",
    "indexer.readers.shared",
    "indexer.vocabulary",
    "indexer.model",
    "indexer.limits",
)
INDEXER: Mapping[str, tuple[str, ...]] = {
    "indexer": (
        "indexer.sources",
        "indexer.outlines",
        "indexer.lists",
        "indexer.readers",
        "indexer.readers.scan",
        "indexer.vocabulary",
        "indexer.model",
        "indexer.limits",
    ),
    "indexer.outlines": ("indexer.lists", "indexer.sources", "indexer.vocabulary", "indexer.model"),
    "indexer.lists": ("indexer.vocabulary", "indexer.model"),
    "indexer.sources": ("indexer.readers.containers", "indexer.vocabulary", "indexer.model"),
    "indexer.readers": (
        "indexer.readers.dump",
        "indexer.readers.html",
        "indexer.readers.pdf",
        "indexer.readers.printed",
        "indexer.readers.scan",
        "indexer.readers.word",
        *_READERS,
    ),
    "indexer.readers.html": ("indexer.readers.dump", *_READERS),  # a page of plain text is a dump
    "indexer.readers.dump": _READERS,
    "indexer.readers.pdf": _READERS,
    "indexer.readers.printed": _READERS,
    "indexer.readers.scan": ("indexer.readers.pdf", *_READERS),  # a picture becomes a page as a PDF has it
    "indexer.readers.word": _READERS,
    "indexer.readers.containers": ("indexer.model",),
    "indexer.readers.shared": ("indexer.model",),
    "indexer.vocabulary": (),
    "indexer.model": (),
    "indexer.limits": (),
}
SEARCH: Mapping[str, tuple[str, ...]] = {
    "search.opensearch.library": ("search.opensearch", "search"),
    "search": (
        "search.present",
        "search.browse",
        "search.opensearch",
        "search.local",
        "search.backend",
        "search.query",
    ),
    "search.present": ("search.backend", "search.query"),
    "search.browse": ("search.backend", "search.query"),
    "search.opensearch": ("search.local", "search.backend", "search.query"),  # the same weights, names and rows
    "search.local": ("search.backend", "search.query"),
    "search.backend": ("search.query",),
    "search.query": (),
}
# The seam: above it nobody knows how an engine keeps records. One module puts an engine behind it.
_ARRAYS = ("store.whoosh_engine", "store.records_file", "store.positions", "store.engine", "store.columns", "store")
SEAM: Mapping[str, tuple[str, ...]] = {
    "cli": (
        "web",
        "search.opensearch.library",
        "search.library",
        "search.local",
        "search",
        "store.opensearch",
        "store",
    ),
    "web": ("search.opensearch.library", "search.library", "search"),
    "search.opensearch.library": ("search.library", "search.opening", "search", "store.opensearch", "store"),
    "search.library": ("search.opening", "search", "store"),
    "search.opening": (
        "search.opensearch",
        "search.local",
        "search",
        "store.whoosh_engine",
        "store.opensearch",
        "store",
    ),
    "search.opensearch": ("search.local", "search", "store.opensearch", "store"),
    "search.local": ("search", *_ARRAYS),
    "search": ("store",),
    "store.whoosh_engine": ("store.entries", *_ARRAYS[1:]),
    "store.records_file": ("store",),
    "store.entries": ("store.positions", "store"),
    "store.positions": ("store.engine", "store"),
    "store.engine": ("store.columns", "store"),
    "store.opensearch": ("store.columns", "store"),
    "store.columns": ("store",),
    "store": (),
}
WEB: Mapping[str, tuple[str, ...]] = {
    "web": ("web.routes", "web.views", "web.requests", "web.http"),
    "web.routes": ("web.views", "web.files", "web.requests", "web.http"),
    "web.views": ("web.requests",),
    "web.files": ("web.requests",),
    "web.requests": (),
    "web.http": (),
}

# Libraries that only some rooms may know.
LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "whoosh": ("store.whoosh_engine", "bench"),
    "numpy": ("store", "search.local", "indexer.analysis", "indexer.readers.scan", "bench"),
    "cv2": ("indexer.readers.scan",),
    "rapidocr": ("indexer.readers.scan",),
    "flask": ("web", "bench"),
    "click": ("cli",),
    "opensearchpy": ("store.opensearch", "tests.support"),
}

# What does not keep to this yet: module and what it imports. A line may go and none may come.
KNOWN: frozenset[tuple[str, str]] = frozenset(
    {
        ("records.records", "indexer.model.blocks"),
    }
)


def room(name: str, rooms: Mapping[str, tuple[str, ...]]) -> str | None:
    """The room that a module stands in, None where it stands in none of these."""
    parts = name.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((known for known in names if known in rooms), None)
