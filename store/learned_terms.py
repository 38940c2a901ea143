"""Words that the lists themselves teach: the names of what they are about, and of laws."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from records.kinds import KINDS
from records.texts import headline
from tokenizer.normalize import normalize

_TERM = re.compile(r"[\u4e00-\u9fff]{2,8}")
_PREFIXES = ("中华人民共和国",)


def learn_terms(records: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The terms of the records, sorted: short names of matters, services and powers, titles of laws, in normal form."""
    terms: set[str] = set()
    for record in records:
        for name in _names(record):
            plain = normalize(name).removeprefix(_PREFIXES[0])
            if _TERM.fullmatch(plain):
                terms.add(plain)
    return tuple(sorted(terms))


def _names(record: Mapping[str, Any]) -> Iterable[str]:
    if KINDS[record["kind"]].named:
        yield headline(record)
    yield from (law["title"] for law in record.get("laws", ()))
