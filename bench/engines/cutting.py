"""Text for engines that cut at blanks: normal form, words by jieba with this project's dictionary, on all cores."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from bench.texts import title_and_body
from tokenizer.normalize import normalize
from tokenizer.words import Words

_CHUNK = 500  # records that a process cuts at a time


class Row(NamedTuple):
    """A record for an engine: what a hit shows, and its title and all other text with blanks between the words."""

    id: str
    kind: str
    department: str
    region: str
    title: str
    body: str


def query_words(query: str) -> list[str]:
    """The words of a query, each once."""
    return list(dict.fromkeys(word for word, _, _ in _words().cut(normalize(query))))


def rows(records: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """The records in order, cut by as many processes as there are cores; a few chunks are held at a time."""
    cores = os.cpu_count() or 1
    todo = iter(records)
    with ProcessPoolExecutor(cores) as pool:
        waiting: deque[Future[list[Row]]] = deque()
        while chunk := list(islice(todo, _CHUNK)):
            waiting.append(pool.submit(_rows, chunk))
            if len(waiting) > 2 * cores:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _rows(records: Sequence[Mapping[str, Any]]) -> list[Row]:
    return [_row(record) for record in records]


def _row(record: Mapping[str, Any]) -> Row:
    title, body = title_and_body(record)
    return Row(record["id"], record["kind"], record["department"], record["region"], _spaced(title), _spaced(body))


def _spaced(text: str) -> str:
    """A text with blanks around its words; what is no word stays, so that passages can be read."""
    plain = normalize(text)
    pieces: list[str] = []
    at = 0
    for word, start, end in _words().cut(plain):
        pieces += [plain[at:start], word]
        at = end
    return " ".join(piece for piece in (*pieces, plain[at:]) if piece.strip())


@lru_cache(maxsize=1)
def _words() -> Words:
    return Words()
