"""Completions while typing: names of matters, services, agencies and laws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tokenizer.normalize import normalize

_MOST = 10
_SHORT = 8  # characters of an example
_LONGEST = 40  # characters of a name worth offering
# Which names come first where they fit alike.
_MATTER, _SERVICE, _LAW, _AGENCY = 4.0, 3.0, 2.0, 1.0


class Suggester:
    """Completes what is typed from the names in the records of one generation."""

    def __init__(self, records: Sequence[Mapping[str, Any]]) -> None:
        weights: defaultdict[str, float] = defaultdict(float)
        for record in records:
            for name, weight in _names(record):
                if 1 < len(name) <= _LONGEST:
                    weights[name] += weight
        self._names = [(normalize(name), name) for name in sorted(weights, key=lambda name: -weights[name])]
        self._matters = list(dict.fromkeys(record["matter"] for record in records if record["kind"] == "boundary"))

    def suggest(self, typed: str) -> list[str]:
        """Up to ten names for what was typed: those that start with it, then those that hold it."""
        text = normalize(typed).strip()
        if not text:
            return []
        starting = [name for plain, name in self._names if plain.startswith(text)]
        holding = [name for plain, name in self._names if text in plain[1:] and not plain.startswith(text)]
        return [*starting, *holding][:_MOST]

    def examples(self, number: int) -> list[str]:
        """Short names of matters to try."""
        return [name for name in self._matters if len(name) <= _SHORT][:number]


def _names(record: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    if record["kind"] == "boundary":
        yield record["matter"], _MATTER
        for party in record["parties"]:
            yield party["agency"], _AGENCY
        for law in record["laws"]:
            yield law["title"], _LAW
    elif record["kind"] == "service":
        yield record["service"], _SERVICE
    elif record["kind"] == "supervision":
        yield record["regime"], _LAW
