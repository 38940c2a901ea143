"""What every engine has to pass, written once: a class of tests for each engine says only how it is opened.

What is right is read from the records themselves, by plain means.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from agencies.table import load_agencies
from bench.relevance import evaluate
from records.columns import DEPARTMENT, KIND, LIST
from records.kinds import KINDS
from records.texts import zone_texts
from records.zones import TITLE
from search.backend import FACETS, SORTS, Backend, Found, Record, Selection, Wanted
from search.choosing import BAR
from search.library import Library
from search.opening import synonyms_of, understanding
from search.present.results import Request
from search.query.agencies import Agencies
from search.query.reading import Concept, Reading, Word
from search.snapshot import Snapshot
from store.columns import column_values
from store.generation import NAMES, Generation, current
from store.terms import Terms
from tests.search.memory_backend import MemoryBackend
from tokenizer.grams import unit_key
from tokenizer.normalize import normalize
from tokenizer.words import Words

AGENCIES = Agencies(load_agencies())
WORDS = 200


def concept(*texts: str, zones: tuple[str, ...] = ()) -> Concept:
    return Concept(tuple(Word(text, zones=zones) for text in texts))


EVERYTHING = Reading("", (), everything=True)


def records_of(generation: Generation) -> list[Record]:
    """The records of a generation as they were written."""
    return [json.loads(line) for line in generation.file("records.jsonl").read_text(encoding="utf-8").splitlines()]


@cache
def key(text: str) -> str:
    return unit_key(normalize(text))


def holding(records: Sequence[Record], text: str, zone: str = "") -> set[str]:
    """The ids of the records that hold a string, in a zone if that is said."""
    return {
        record["id"]
        for record in records
        if any(key(text) in key(value) for at, value in zone_texts(record).items() if zone in ("", at))
    }


def plain(value: Any) -> bool:
    """Whether a value is made of nothing but what JSON knows."""
    if isinstance(value, Mapping):
        return all(isinstance(key, str) and plain(each) for key, each in value.items())
    if isinstance(value, (tuple, list)):
        return all(map(plain, value))
    return value is None or type(value) in (str, int, float, bool)


@pytest.fixture(scope="module")
def generation(county_index: Path) -> Generation:
    found = current(county_index)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def records(generation: Generation) -> list[Record]:
    return records_of(generation)


@pytest.fixture(scope="module")
def words(records: list[Record]) -> list[str]:
    """Words of the records, drawn at random: frequent and rare ones, Chinese, Latin and numbers."""
    cut = Words()
    texts = [normalize(text) for record in records for text in zone_texts(record).values()]
    return random.Random(7).sample(sorted({word for text in texts for word in cut.count_terms(text)}), WORDS)


class BackendTests:
    """The tests; an engine's own class says how it is opened."""

    LEAST_NDCG: float  # over the judged queries
    LEAST_ANSWERED: float  # share of matters that are quoted when their name is asked for

    @staticmethod
    def opened(generation: Generation) -> Snapshot:
        """A generation opened with the engine."""
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def snapshot(cls, generation: Generation) -> Iterator[Snapshot]:
        snapshot = cls.opened(generation)
        yield snapshot
        snapshot.close()

    @pytest.fixture(scope="class")
    @classmethod
    def backend(cls, snapshot: Snapshot) -> Backend:
        return snapshot.backend

    @staticmethod
    def ids(found: Found) -> list[str]:
        return [hit.id for hit in found.hits]

    def all_ids(self, backend: Backend, reading: Reading, **wanted: Any) -> list[str]:
        found = backend.find(Wanted(reading, wanted.pop("filters", {}), size=backend.count, **wanted))
        assert found.total == len(found.hits)
        return self.ids(found)

    def test_records_are_known_by_id_and_by_place(self, backend: Backend, records: list[Record]) -> None:
        assert backend.count == len(records)
        for place in range(0, len(records), 7):
            record = records[place]
            lists = [column_values(each, AGENCIES.named)[LIST] for each in records[max(place - 1, 0) : place + 2]]
            before = records[place - 1] if place and lists[0] == lists[1] else None
            after = records[place + 1] if place + 1 < len(records) and lists[-1] == lists[-2] else None
            assert backend.record(record["id"]) == record
            assert backend.neighbours(record["id"]) == (before, after)
        assert backend.record("none") is None
        assert backend.neighbours("none") == (None, None)

    def test_a_string_is_held_where_it_stands(self, backend: Backend, records: list[Record], words: list[str]) -> None:
        for word in [*words[:40], "没有这样的话", "烟 花", "|"]:
            expected = holding(records, word) if unit_key(word) else set()
            selection = Selection(texts=(word,))
            assert backend.holds(word) == bool(expected)
            assert backend.number(selection) == len(expected)
            assert [each["id"] for each in backend.records(selection)] == [
                record["id"] for record in records if record["id"] in expected
            ]

    def test_every_record_that_holds_a_word_is_found(
        self, backend: Backend, records: list[Record], words: list[str]
    ) -> None:
        for word in words:
            assert set(self.all_ids(backend, Reading(word, (concept(word),)))) == holding(records, word), word

    def test_what_must_and_must_not_stand(self, backend: Backend, records: list[Record]) -> None:
        every = {record["id"] for record in records}
        for phrase, other in (("安全管理", "学校"), ("监督检查", "许可"), ("烟花爆竹", "运输"), ("登记", "2")):
            held, without = holding(records, phrase), holding(records, other)
            must = concept(phrase)
            assert held
            assert set(self.all_ids(backend, Reading(phrase, (must,), (must,), (concept(other),)))) == held - without
            assert (
                set(self.all_ids(backend, EVERYTHING._replace(excluded=(concept(phrase, other),))))
                == every - held - without
            )
            titled = concept(phrase, zones=(TITLE,))
            assert set(self.all_ids(backend, Reading(phrase, (titled,), (titled,)))) == holding(records, phrase, TITLE)

    def test_all_or_nothing(self, backend: Backend, records: list[Record]) -> None:
        assert sorted(self.all_ids(backend, EVERYTHING)) == sorted(record["id"] for record in records)
        nothing = backend.find(Wanted(Reading("", ()), {}, bar=BAR))
        assert (nothing.total, nothing.hits, nothing.matters, nothing.top) == (0, (), (), 0.0)
        assert not any(nothing.facets.values())

    def test_hits_tell_what_they_are_worth(self, backend: Backend, records: list[Record]) -> None:
        both = Reading("烟花爆竹运输", (concept("烟花爆竹"), concept("运输")))
        found = backend.find(Wanted(both, {}, size=backend.count))
        scores = [hit.score for hit in found.hits]
        assert scores == sorted(scores, reverse=True)
        assert found.top == scores[0]
        whole = holding(records, "烟花爆竹") & holding(records, "运输")
        assert {hit.id for hit in found.hits if hit.coverage > 0.999} == whole
        titled = holding(records, "烟花爆竹", TITLE)
        assert all(hit.named > 0 for hit in found.hits if hit.id in titled)
        assert "烟花爆竹" in found.held

    @pytest.mark.parametrize("name", FACETS)
    def test_filters_let_through_just_what_has_a_value(
        self, backend: Backend, records: list[Record], name: str
    ) -> None:
        reading = Reading("管理", (concept("管理"),))
        columns = {record["id"]: column_values(record, AGENCIES.named) for record in records}
        held = holding(records, "管理")
        for value in backend.values(name)[:12]:
            expected = {each for each in held if value.text in columns[each][name]}
            assert set(self.all_ids(backend, reading, filters={name: (value.text,)})) == expected
        two = [value.text for value in backend.values(name)[:2]]
        either = {each for each in held if set(two) & set(columns[each][name])}
        assert set(self.all_ids(backend, reading, filters={name: two})) == either
        lists = [value.text for value in backend.values(DEPARTMENT)[:3]]
        if name != DEPARTMENT:
            both = {each for each in either if set(lists) & set(columns[each][DEPARTMENT])}
            assert set(self.all_ids(backend, reading, filters={name: two, DEPARTMENT: lists})) == both
        assert not self.all_ids(backend, reading, filters={name: ("没有这个值",)})
        assert not self.all_ids(backend, reading, filters={name: ()})

    def test_facets_are_counted_without_their_own_filter(self, backend: Backend, records: list[Record]) -> None:
        filters = {KIND: ("boundary",), DEPARTMENT: (backend.values(DEPARTMENT)[1].text,)}
        found = backend.find(Wanted(Reading("管理", (concept("管理"),)), filters))
        held = holding(records, "管理")
        columns = [column_values(record, AGENCIES.named) for record in records if record["id"] in held]
        for name in FACETS:
            others = {other: values for other, values in filters.items() if other != name}
            left = [each for each in columns if all(set(values) & set(each[other]) for other, values in others.items())]
            counts = sorted(
                Counter(value for each in left for value in each[name]).items(), key=lambda item: (-item[1], item[0])
            )
            assert [(each["value"], each["count"]) for each in found.facets[name]] == counts[:50], name

    def test_values_and_selections_agree_with_the_records(self, backend: Backend, records: list[Record]) -> None:
        columns = [column_values(record, AGENCIES.named) for record in records]
        for name in (*FACETS, LIST):
            for kinds in ((), ("boundary", "service")):
                of_kind = [each for each in columns if not kinds or each[KIND][0] in kinds]
                counts = Counter(value for each in of_kind for value in each[name])
                assert [(value.text, value.count) for value in backend.values(name, kinds)] == list(counts.items())
                two = tuple(counts)[:2]
                some = [
                    record
                    for record, each in zip(records, columns, strict=True)
                    if (not kinds or record["kind"] in kinds) and set(two) & set(each[name])
                ]
                selection = Selection(name, two, kinds=kinds)
                assert backend.number(selection) == len(some)
                assert backend.records(selection) == some
                assert backend.records(selection, 1, 2) == some[1:3]

    def test_orders(self, backend: Backend, records: list[Record]) -> None:
        departments = list(dict.fromkeys(record["department"] or record["source"]["file"] for record in records))
        wanted = Wanted(Reading("管理", (concept("管理"),)), {}, size=backend.count)
        best = self.ids(backend.find(wanted))
        by_kind = backend.find(wanted._replace(sort=KIND)).hits
        assert [list(KINDS).index(hit.record["kind"]) for hit in by_kind] == sorted(
            list(KINDS).index(hit.record["kind"]) for hit in by_kind
        )
        by_department = [hit.record["department"] for hit in backend.find(wanted._replace(sort=DEPARTMENT)).hits]
        assert by_department == sorted(by_department, key=departments.index)
        for kind in KINDS:
            of_kind = {record["id"] for record in records if record["kind"] == kind}
            assert [hit.id for hit in by_kind if hit.id in of_kind] == [each for each in best if each in of_kind]

    @pytest.mark.parametrize("sort", SORTS)
    def test_pages_follow_each_other_without_doubles(self, backend: Backend, sort: str) -> None:
        reading = Reading("监督检查", (concept("监督检查"),))
        whole = backend.find(Wanted(reading, {}, sort, size=backend.count))
        pages = [backend.find(Wanted(reading, {}, sort, first, 7)) for first in range(0, whole.total + 7, 7)]
        listed = [each for page in pages for each in self.ids(page)]
        assert listed == self.ids(whole)
        assert len(set(listed)) == len(listed) == whole.total > 14
        assert {page.total for page in pages} == {whole.total}

    def test_an_answer_is_of_plain_values(self, backend: Backend) -> None:
        wanted = Wanted(Reading("烟花爆竹", (concept("烟花爆竹"),)), {KIND: ("boundary",)}, bar=BAR, explain=True)
        found = backend.find(wanted)
        assert found.hits
        assert found.matters
        assert plain(found)
        assert all(hit.explanation for hit in found.hits)
        assert not any(hit.explanation for hit in backend.find(wanted._replace(explain=False)).hits)

    def test_matters_reach_the_bar(self, backend: Backend) -> None:
        for text in ("烟花爆竹", "食品安全", "校车", "养犬"):
            for sure in (BAR, BAR._replace(named=0.9, near=0.8, most=2)):
                found = backend.find(Wanted(Reading(text, (concept(text),)), {}, size=backend.count, bar=sure))
                told = found.hits[0].record["kind"] == "boundary" and found.hits[0].coverage >= sure.told
                able = [
                    hit
                    for hit in found.hits
                    if hit.record["kind"] == "boundary"
                    and hit.score >= sure.score * found.top
                    and (
                        (hit.named >= sure.named and hit.coverage >= sure.coverage)
                        or (told and hit.coverage >= sure.told)
                    )
                ]
                expected = [hit.id for hit in able if hit.score >= sure.near * able[0].score][: sure.most]
                assert [matter.id for matter in found.matters] == expected

    def test_rows_of_a_matter_are_worth_what_they_hold(self, backend: Backend) -> None:
        for text in ("烟花爆竹", "运输", "公安局"):
            found = backend.find(
                Wanted(Reading(text, (concept(text),)), {}, bar=BAR._replace(named=0.0, most=20, rows=True))
            )
            assert found.matters
            for matter in found.matters:
                rows = [(each["agency"], each["role"]) for each in matter.record["parties"]]
                held = [any(key(text) in key(part) for part in row) for row in rows]
                assert [score > 0 for score in matter.parties] == held
                assert all(score <= 1.0 for score in matter.parties)

    def test_names_that_start_with_what_is_typed_come_first(self, backend: Backend, records: list[Record]) -> None:
        matter = next(record["matter"] for record in records if record["kind"] == "boundary")
        found = backend.suggest(matter[:2])
        starts = [normalize(name).startswith(normalize(matter[:2])) for name in found]
        assert any(starts)
        assert starts == sorted(starts, reverse=True)
        assert len(found) == len(set(found)) <= 10
        assert not backend.suggest("")
        matters = {" ".join(record["matter"].split()) for record in records if record["kind"] == "boundary"}
        assert 0 < len(backend.examples(5)) <= 5
        assert set(backend.examples(5)) <= matters

    def test_who_is_responsible_for_a_matter(self, snapshot: Snapshot, records: list[Record]) -> None:
        """Asked by its name, a matter is quoted, with all of its agencies."""
        matters = [record for record in records if record["kind"] == "boundary"]
        answered = 0
        for matter in matters:
            results = snapshot.search(Request(f"{matter['matter']}归谁管"))
            lines = [line for line in results.agencies if line.id == matter["id"]]
            assert not lines or Counter(line.agency for line in lines) == Counter(
                party["agency"] for party in matter["parties"]
            )
            answered += bool(lines)
        assert answered >= self.LEAST_ANSWERED * len(matters)
        assert not snapshot.search(Request("qqxxzz")).agencies

    def test_judged_queries(self, real: Path, real_index: Path) -> None:
        generation = current(real_index)
        assert generation is not None
        lines = (real / "queries" / "judged.jsonl").read_text(encoding="utf-8").splitlines()
        snapshot = self.opened(generation)
        found = evaluate(snapshot, [json.loads(line) for line in lines if line.strip()])
        snapshot.close()
        assert found["all"].ndcg >= self.LEAST_NDCG


class TestLocal(BackendTests):
    LEAST_NDCG = 0.9
    LEAST_ANSWERED = 1.0

    @staticmethod
    def opened(generation: Generation) -> Snapshot:
        return Library(generation.folder.parent).snapshot()


class TestMemory(BackendTests):
    LEAST_NDCG = 0.85
    LEAST_ANSWERED = 0.9

    @staticmethod
    def opened(generation: Generation) -> Snapshot:
        names = Terms(generation.file(NAMES))
        backend = MemoryBackend(records_of(generation), AGENCIES.named)
        return Snapshot(
            generation, backend, AGENCIES, understanding(generation, backend, AGENCIES, names, synonyms_of(generation))
        )
