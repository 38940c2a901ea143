"""Words that the lists themselves teach: names of matters, services and laws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tokenizer.normalize import normalize

_TERM = re.compile(r"[\u4e00-\u9fff]{2,8}")
_PREFIXES = ("中华人民共和国",)


def learn_terms(records: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The terms of the records, sorted: short titles of matters, services and laws, in normal form."""
    terms: set[str] = set()
    for record in records:
        for name in _names(record):
            plain = normalize(name).removeprefix(_PREFIXES[0])
            if _TERM.fullmatch(plain):
                terms.add(plain)
    return tuple(sorted(terms))


def _names(record: Mapping[str, Any]) -> Iterable[str]:
    if record["kind"] == "boundary":
        yield record["matter"]
        yield from (law["title"] for law in record["laws"])
    elif record["kind"] == "service":
        yield record["service"]
