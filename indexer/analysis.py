"""Records → what the index keeps of them, many records at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import orjson

from agencies.table import load_agencies, naming
from records.texts import headline_key, zone_texts
from records.zones import ZONES
from store.columns import column_values
from store.entries import Entries, WordCounts
from store.positions import batch
from tokenizer.normalize import normalize
from tokenizer.words import Words


class Analysis:
    """What turns records into entries: the dictionary with `terms` learned from the corpus, and the agencies.

    Sent to another process, it is made anew there from the terms.
    """

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = tuple(terms)
        self._words = Words(self._terms)
        self._named = naming(load_agencies())

    def __reduce__(self) -> tuple[type[Analysis], tuple[tuple[str, ...]]]:
        return Analysis, (self._terms,)

    def entries(self, texts: Sequence[bytes]) -> Entries:
        """The entries of records in the contract's JSON form."""
        records = [orjson.loads(text) for text in texts]
        plain = [{zone: normalize(text) for zone, text in zone_texts(record).items()} for record in records]
        lengths = np.zeros((len(records), len(ZONES)), dtype=np.uint32)
        vocabulary: dict[str, int] = {}
        rows: list[tuple[int, int, int, int]] = []
        for doc, zones in enumerate(plain):
            for zone, text in zones.items():
                column = ZONES.index(zone)
                counts = self._words.count_terms(text)
                lengths[doc, column] = counts.total()
                rows += [
                    (column, vocabulary.setdefault(word, len(vocabulary)), doc, count) for word, count in counts.items()
                ]
        table = np.array(rows, dtype=np.uint32).reshape(-1, 4).T
        return Entries(
            ids=tuple(record["id"] for record in records),
            titles=tuple(headline_key(record) for record in records),
            lengths=lengths,
            words=WordCounts(tuple(vocabulary), table[0].astype(np.uint8), table[1], table[2], table[3]),
            positions=batch((doc, zone, text) for doc, zones in enumerate(plain) for zone, text in zones.items()),
            columns=tuple(column_values(record, self._named) for record in records),
        )
