"""A second engine, in memory and as plain as can be: it shows that the seam is enough to build one on.

It looks at every record for every query, so it is no use beyond a few thousand of them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from records.columns import KIND, LIST, NAME
from records.kinds import KINDS, duty_kinds, matter_kinds
from records.texts import zone_texts
from records.zones import AGENCY, ITEM, ROLE, TITLE
from search.backend import (
    FACETS,
    FEW,
    LEAST_COVERAGE,
    LITTLE_COVERAGE,
    MOST_VALUES,
    NEAR,
    Counts,
    Found,
    Ranked,
    Record,
    Selection,
    Value,
    Wanted,
)
from search.query.reading import Concept, Reading, Word
from store.columns import column_values
from tokenizer.grams import unit_key
from tokenizer.normalize import normalize

WEIGHTS = {TITLE: 5.0, ITEM: 3.0}

Texts = Mapping[str, str]


class MemoryBackend:
    """Records in memory behind the seam; implements `search.backend.Backend`."""

    def __init__(self, records: Sequence[Record], named: Callable[[str], tuple[str, ...]]) -> None:
        self._all = records
        self._named = named
        self._texts = [_keys(zone_texts(record)) for record in records]
        self._columns = [column_values(record, named) for record in records]
        self._numbers = {record["id"]: number for number, record in enumerate(records)}
        self._owners = [set(named(record["department"])) for record in records]

    @property
    def count(self) -> int:
        return len(self._all)

    def find(self, wanted: Wanted) -> Found:
        matching, top, shares = self._matching(wanted.reading)
        hits = self._filtered(matching, wanted.filters)
        departments = {
            value.text.partition("\t")[2]: place for place, value in reversed([*enumerate(self.values(LIST))])
        }
        orders: dict[str, Callable[[Ranked], int]] = {
            KIND: lambda hit: list(KINDS).index(hit.record[KIND]),
            "department": lambda hit: departments[hit.record["department"] or hit.record["source"]["file"]],
        }
        listed = sorted(hits, key=orders[wanted.sort]) if wanted.sort in orders else hits
        page = listed[wanted.first : wanted.first + wanted.size]
        concepts = (*wanted.reading.concepts, *wanted.reading.required)
        return Found(
            total=len(hits),
            hits=tuple(hit._replace(explanation=[{"score": hit.score}]) if wanted.explain else hit for hit in page),
            facets={name: self._counts(name, matching, wanted.filters) for name in FACETS},
            matters=tuple(self._matters(hits, top, wanted, shares)),
            duties=tuple(self._duties(hits, wanted)),
            top=top,
            names=tuple(dict.fromkeys(name for hit in hits[:NEAR] for name in self._of(hit)[NAME])),
            held=tuple(word.text for concept in concepts for word in concept.words),
        )

    def _matching(self, reading: Reading) -> tuple[list[Ranked], float, dict[Concept, float]]:
        """What the query finds, best first, the best score, and what share each concept is."""
        holders = {concept: self._strengths(concept) for concept in reading.concepts}
        gains = {each: each.weight * min(self._rarity(found), each.most) for each, found in holders.items() if found}
        counted = {concept: gain for concept, gain in gains.items() if concept.counts}
        missing = [each for each in reading.concepts if each.counts and each not in gains]
        whole = sum(counted.values()) + sum(each.weight * min(self._idf(1), each.most) for each in missing)
        found = []
        for number, record in enumerate(self._all):
            held = {concept: holders[concept][number] for concept in gains if number in holders[concept]}
            coverage = sum(gain * held[each] for each, gain in counted.items() if each in held) / (whole or 1)
            if coverage < LITTLE_COVERAGE if reading.concepts else not reading.everything:
                continue
            if all(self._any(each, number) for each in reading.required) and not any(
                self._any(each, number) for each in reading.excluded
            ):
                headline = {TITLE: self._texts[number].get(TITLE) or self._texts[number].get(ITEM, "")}
                named = sum(gain for each, gain in counted.items() if _strength(each, headline)) / (whole or 1)
                score = sum(gains[each] * self._frequency(each, number) for each in held) * coverage**1.5
                found.append(Ranked(record, score, coverage, named))
        found.sort(key=lambda hit: -hit.score)
        enough = sum(hit.coverage >= LEAST_COVERAGE for hit in found) >= FEW
        if reading.concepts and (enough or not reading.sentence or len(reading.concepts) == 1):
            found = [hit for hit in found if hit.coverage >= LEAST_COVERAGE]
        return (
            found,
            max((hit.score for hit in found), default=0.0),
            {concept: gain / whole for concept, gain in gains.items() if whole},
        )

    def _strengths(self, concept: Concept) -> dict[int, float]:
        """The records that hold a concept, with the weight of the strongest word."""
        found = {number: self._strength(concept, number) for number in range(self.count)}
        return {number: strength for number, strength in found.items() if strength}

    def _strength(self, concept: Concept, number: int) -> float:
        agencies = self._owners[number].union(self._columns[number][AGENCY])
        return 1.0 if agencies.intersection(concept.agencies) else _strength(concept, self._texts[number])

    def _rarity(self, found: Mapping[int, float]) -> float:
        alike = sum(strength >= min(0.5, max(found.values())) for strength in found.values())
        return self._idf(alike)

    def _idf(self, alike: int) -> float:
        return math.log1p((self.count - alike + 0.5) / (alike + 0.5))

    def _frequency(self, concept: Concept, number: int) -> float:
        texts, record = self._texts[number], self._all[number]
        sums = 3.0 * len(set(self._columns[number][AGENCY]).intersection(concept.agencies))
        for word in concept.words:
            for zone, text in _within(word, texts):
                sums += word.weight * WEIGHTS.get(zone, 1.0) * text.count(unit_key(word.text)) / (1 + len(text) / 400)
        return (KINDS[record[KIND]].weight) * sums / (2 + sums)

    def _any(self, concept: Concept, number: int) -> bool:
        return any(_stands(word, self._texts[number]) for word in concept.words)

    def _of(self, hit: Ranked) -> Mapping[str, tuple[str, ...]]:
        return self._columns[self._numbers[hit.id]]

    def _filtered(self, hits: Iterable[Ranked], filters: Mapping[str, Sequence[str]]) -> list[Ranked]:
        return [hit for hit in hits if all(set(values) & set(self._of(hit)[name]) for name, values in filters.items())]

    def _counts(self, name: str, hits: Iterable[Ranked], filters: Mapping[str, Sequence[str]]) -> Counts:
        others = {other: values for other, values in filters.items() if other != name}
        counts = Counter(value for hit in self._filtered(hits, others) for value in self._of(hit)[name])
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return [{"value": value, "count": count} for value, count in ordered[:MOST_VALUES]]

    def _matters(
        self, hits: Sequence[Ranked], top: float, wanted: Wanted, shares: Mapping[Concept, float]
    ) -> list[Ranked]:
        bar = wanted.bar
        if bar is None or not hits:
            return []
        tells = hits[0].record[KIND] in matter_kinds() and hits[0].coverage >= bar.told
        able = [
            hit
            for hit in hits
            if hit.record[KIND] in matter_kinds()
            and hit.score >= bar.score * top
            and ((hit.named >= bar.named and hit.coverage >= bar.coverage) or (tells and hit.coverage >= bar.told))
        ]
        near = [hit for hit in able if hit.score >= bar.near * able[0].score][: bar.most]
        return [hit._replace(parties=tuple(self._rows(hit.record, shares))) for hit in near] if bar.rows else near

    def _duties(self, hits: Sequence[Ranked], wanted: Wanted) -> list[Ranked]:
        bar = wanted.bar
        able = [hit for hit in hits if hit.record[KIND] in duty_kinds() and bar and hit.coverage >= bar.coverage]
        return able[: bar.duties] if bar else []

    def _rows(self, record: Record, shares: Mapping[Concept, float]) -> Iterable[float]:
        for party in record["parties"]:
            texts = _keys({AGENCY: party["agency"], ROLE: party["role"]})
            named = set(self._named(party["agency"]))
            held = (
                share * (1.0 if named & set(each.agencies) else _strength(each, texts))
                for each, share in shares.items()
            )
            yield min(sum(held), 1.0)

    def holds(self, text: str) -> bool:
        return self.number(Selection(texts=(text,))) > 0

    def number(self, selection: Selection) -> int:
        return len(self.records(selection))

    def records(self, selection: Selection, first: int = 0, most: int | None = None) -> list[Record]:
        found = [
            record
            for record, columns, texts in zip(self._all, self._columns, self._texts, strict=True)
            if (not selection.kinds or record[KIND] in selection.kinds)
            and (
                (selection.column and set(selection.values) & set(columns[selection.column]))
                or any(_stands(Word(text), texts) for text in selection.texts)
            )
        ]
        return found[first : None if most is None else first + most]

    def values(self, column: str, kinds: Sequence[str] = ()) -> list[Value]:
        of_kind = (each for each in self._columns if not kinds or each[KIND][0] in kinds)
        return [
            Value(text, count) for text, count in Counter(text for each in of_kind for text in each[column]).items()
        ]

    def record(self, record_id: str) -> Record | None:
        number = self._numbers.get(record_id)
        return None if number is None else self._all[number]

    def neighbours(self, record_id: str) -> tuple[Record | None, Record | None]:
        number = self._numbers.get(record_id)
        return (None, None) if number is None else (self._beside(number, number - 1), self._beside(number, number + 1))

    def _beside(self, number: int, other: int) -> Record | None:
        is_there = 0 <= other < self.count and self._columns[number][LIST] == self._columns[other][LIST]
        return self._all[other] if is_there else None

    def suggest(self, typed: str) -> list[str]:
        text = normalize(typed).strip()
        names = [value.text for value in self.values(NAME) if text and text in normalize(value.text)]
        return sorted(names, key=lambda name: not normalize(name).startswith(text))[:10]

    def examples(self, number: int) -> list[str]:
        return [value.text for value in self.values(NAME, matter_kinds())][:number]

    def close(self) -> None:
        self._all = ()


def _keys(texts: Mapping[str, str]) -> Texts:
    return {zone: unit_key(normalize(text)) for zone, text in texts.items()}


def _within(word: Word, texts: Texts) -> Iterable[tuple[str, str]]:
    return ((zone, text) for zone, text in texts.items() if not word.zones or zone in word.zones)


def _stands(word: Word, texts: Texts) -> bool:
    key = unit_key(word.text)
    return bool(key) and any(key in text for _, text in _within(word, texts))


def _strength(concept: Concept, texts: Texts) -> float:
    return max((min(word.weight, 1.0) for word in concept.words if _stands(word, texts)), default=0.0)
