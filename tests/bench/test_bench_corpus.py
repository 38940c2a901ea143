"""The multiplied records: as many as wanted, other text, names that belong together, a vocabulary that grows."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.corpus import multiply
from bench.counties import Places
from bench.queries import LENGTHS, NewQueries
from indexer.parse_files import parse_files
from indexer.sources.collect import collect
from records.laws import find_laws
from records.texts import zone_texts
from records.zones import OWNER
from tests.conftest import ROOT
from tokenizer.normalize import normalize
from tokenizer.words import Words

Records = list[dict[str, Any]]


@pytest.fixture(scope="module")
def base() -> Records:
    sources = collect([ROOT / "data"])
    return [record.to_json() for parsed in parse_files(sources.files) for record in parsed.records]


@pytest.fixture(scope="module")
def many(base: Records) -> Records:
    return list(multiply(base, len(base) * 8))


def _text(record: dict[str, Any]) -> str:
    zones = zone_texts(record)
    zones.pop(OWNER, None)
    return "|".join(zones.values())


def test_the_base_comes_first_and_unchanged(base: Records, many: Records) -> None:
    assert many[: len(base)] == base


def test_ids_and_files_are_new(base: Records, many: Records) -> None:
    assert len({record["id"] for record in many}) == len(many)
    files = {record["source"]["file"] for record in base}
    for county in range(1, 8):
        made = {record["source"]["file"] for record in many[county * len(base) : (county + 1) * len(base)]}
        assert len(made) == len(files)
        assert files.isdisjoint(made)
        files |= {name for name in made if "/" not in name}


def test_records_keep_their_form(base: Records, many: Records) -> None:
    for number, made in enumerate(many):
        origin = base[number % len(base)]
        assert list(made) == list(origin)
        assert made["kind"] == origin["kind"]
        assert len(made.get("parties", ())) == len(origin.get("parties", ()))
        assert [part["heading"] for part in made.get("sections", ())] == [
            part["heading"] for part in origin.get("sections", ())
        ]


def test_long_texts_are_no_copies(base: Records, many: Records) -> None:
    for place, origin in enumerate(base):
        texts = [_text(record) for record in many[place :: len(base)]]
        if len(texts[0]) > 60:
            assert len(set(texts)) == len(texts), origin["id"]


def test_a_county_has_names_of_its_own(base: Records, many: Records) -> None:
    regions = [many[county * len(base)]["region"] for county in range(8)]
    assert len(set(regions)) == 8
    for number, made in enumerate(many[len(base) :]):
        assert made["region"] == regions[1 + number // len(base)]
        assert "示例" not in made["department"]
        assert not any("示例" in party["agency"] for party in made.get("parties", ()))


def test_a_shared_duty_stays_shared(base: Records, many: Records) -> None:
    county = many[3 * len(base) : 4 * len(base)]
    pairs = [(origin["duty"], made["duty"]) for origin, made in zip(base, county, strict=True) if "duty" in origin]
    assert max(Counter(printed for printed, _ in pairs).values()) > 1
    assert len(set(pairs)) == len({printed for printed, _ in pairs})


def test_laws_are_those_that_the_basis_names(many: Records) -> None:
    matters = [record for record in many if record["kind"] == "boundary"]
    assert matters
    for record in matters:
        assert [(law["title"], law["number"]) for law in record["laws"]] == [
            (law.title, law.number) for law in find_laws(record["basis"])
        ]


def test_the_vocabulary_goes_on_growing_ever_slower(base: Records, many: Records) -> None:
    words = Words()
    known: set[str] = set()
    new: list[int] = []
    for county in range(8):
        before = len(known)
        for record in many[county * len(base) : (county + 1) * len(base)]:
            known |= {word for word, _, _ in words.cut(normalize(_text(record)))}
        new.append(len(known) - before)
    assert all(count > 0 for count in new)
    assert sum(new[1:4]) > sum(new[5:8])


def test_it_streams(base: Records) -> None:
    assert len(list(islice(multiply(base, 10**9), len(base) + 3))) == len(base) + 3


@pytest.mark.slow
@settings(max_examples=3, deadline=None)
@given(count=st.integers(1, 900), seed=st.integers(0, 5))
def test_the_same_wish_gives_the_same_records(base: Records, count: int, seed: int) -> None:
    made = list(multiply(base, count, seed))
    assert len(made) == count
    assert made == list(multiply(base, count, seed))


def test_another_seed_gives_another_corpus(base: Records) -> None:
    count = len(base) + 50
    assert list(multiply(base, count, 1)) != list(multiply(base, count, 2))


def test_nothing_cannot_be_multiplied() -> None:
    with pytest.raises(ValueError, match="no records"):
        next(multiply([], 5))


def test_names_are_moved_to_the_county() -> None:
    county = Places(["怀化市洪江", "衡阳市蒸湘区", ""], seed=1).county(0)
    assert county.region[-1] in "县区市"
    moved = county.department("衡阳市蒸湘区卫生局")
    assert moved == f"{county.region}卫生局"
    assert county.department("县公安局").endswith("公安局")
    assert county.department("县公安局") != "县公安局"
    assert county.agency("区水利局") == f"{county.region[-1]}水利局"
    assert county.agency("") == ""
    assert county.move("本单位") == "本单位"


def test_there_is_an_end_to_the_names() -> None:
    places = Places(["衡阳市蒸湘区"], seed=1)
    regions = {places.county(number).region for number in range(Places.MOST)}
    assert len(regions) == Places.MOST
    with pytest.raises(ValueError, match="no more"):
        places.county(Places.MOST)


def test_new_queries_are_never_repeated_and_the_same_every_time(base: Records) -> None:
    asked = list(islice(NewQueries(base).stream(), 500))
    assert len(set(asked)) == 500
    assert asked == list(islice(NewQueries(base).stream(), 500))


def test_queries_have_the_length_they_are_filed_under(base: Records) -> None:
    found = NewQueries(base).by_length()
    assert tuple(found) == LENGTHS
    assert all(len(query) == length for length, queries in found.items() for query in queries)


def test_without_the_real_lists_the_sample_county_is_measured(tmp_path: Path) -> None:
    code = "from bench.corpus import base_records; print({record['region'] for record in base_records()})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"QINGDAN_REAL_LISTS": str(tmp_path)},
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode() == "{'示例市示例县'}\n"
