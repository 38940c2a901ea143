"""Which lists are in the index twice: the same department's list in two files, or in two forms of one file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import NamedTuple

from checks.finding import ListKey, Record, list_key
from records.texts import headline, texts
from tokenizer.normalize import normalize

_NO_LETTERS = re.compile(r"[\W_]+")
_FEWEST = 3  # records that make a list which can be told again
_SAME = 0.9  # of the records of both together


class Repeated(NamedTuple):
    """The list that was told before, and the number of the first record of the list that tells it again."""

    before: ListKey
    first: int


class _Told(NamedTuple):
    """What a list says: a hash of each record, and the number of its first record."""

    hashes: set[bytes]
    first: int


def repeated_lists(records: Iterable[Record]) -> Mapping[ListKey, Repeated]:
    """The lists whose records are, nearly all of them, those of a list before of the same department."""
    told: dict[ListKey, _Told] = {}
    for number, record in enumerate(records):
        told.setdefault(list_key(record), _Told(set(), number)).hashes.add(_hash(record))
    firsts: dict[str, list[ListKey]] = defaultdict(list)
    found: dict[ListKey, Repeated] = {}
    for key, one in told.items():
        before = next((other for other in firsts[key[1]] if _same(one.hashes, told[other].hashes)), None)
        if before is None:
            firsts[key[1]].append(key)
        else:
            found[key] = Repeated(before, one.first)
    return found


def _same(one: set[bytes], other: set[bytes]) -> bool:
    if min(len(one), len(other)) < max(_FEWEST, _SAME * max(len(one), len(other))):
        return False
    return len(one & other) >= _SAME * len(one | other)


def _hash(record: Record) -> bytes:
    said = "|".join((record["kind"], headline(record), *texts(record)))
    return blake2b(_NO_LETTERS.sub("", normalize(said)).encode(errors="replace"), digest_size=8).digest()
