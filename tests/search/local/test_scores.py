"""Scores by impacts agree with Whoosh's own BM25F on the same index, where both have the same features."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh import scoring
from whoosh.filedb.filestore import FileStorage
from whoosh.query import Or, Term
from whoosh.searching import Searcher
from whoosh.util.numeric import byte_to_length, length_to_byte

from agencies.table import load_agencies, naming
from indexer.build import build_records
from records.columns import AGENCY, DEPARTMENT
from records.kinds import KINDS
from records.zones import TEXT, TITLE, ZONES
from search.local import impacts
from search.local.agency_records import AgencyRecords
from search.local.impacts import LENGTH, SATURATION, ImpactStore
from search.local.matching import Matcher
from search.local.scores import Scores
from search.query.reading import Concept, Word
from store.engine import Numbers
from store.whoosh_engine import WhooshEngine

WORDS = ["aab", "bbc", "ccd", "dde", "eef", "ffg", "ggh", "hhk"]  # cut alike by whatever cuts them
RECORDS = 300
HELD = [length for length in range(1, 40) if byte_to_length(length_to_byte(length)) == length]  # not rounded by Whoosh


def record(number: int) -> dict[str, Any]:
    """A service with words drawn at random, the first ones more often, in fields whose lengths Whoosh does not round."""
    draw = random.Random(number)
    title, content = (
        " ".join(draw.choices(WORDS, weights=range(len(WORDS), 0, -1), k=draw.choice(HELD[:most]))) for most in (4, 12)
    )
    texts = {"service": title, "content": content, "office": "", "phone": "", "time": ""}
    owner = {"region": "", "department": "甲局", "department_aliases": []}
    source = {"file": "a.txt", "line": number + 1}
    return {"id": f"service-{number}", "kind": "service", **owner, "seq": "", **texts, "source": source}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_records(map(record, range(RECORDS)), tmp_path_factory.mktemp("index"), jobs=1).folder


@pytest.fixture(scope="module")
def engine(index: Path) -> WhooshEngine:
    return WhooshEngine(index, mapped=True)


class SameRarity(scoring.BM25F):  # type: ignore[misc]
    """Whoosh's BM25F with our measure of how rare a word is."""

    def idf(self, searcher: Searcher, field: str, text: bytes) -> float:
        """The idf of `search.local.impacts`."""
        found = searcher.doc_frequency(field, text)
        return float(np.log1p((searcher.doc_count_all() - found + 0.5) / (found + 0.5)))


def by_whoosh(index: Path, zone: str, words: list[str]) -> dict[int, float]:
    """The score of each record that holds any of the words in a zone, by plain Whoosh."""
    model = SameRarity(B=LENGTH[zone], K1=SATURATION)
    with FileStorage(str(index), readonly=True).open_index().searcher(weighting=model) as searcher:
        found = searcher.search(Or([Term(zone, word.encode()) for word in words]), limit=None)
        return {hit.docnum: hit.score for hit in found}


@pytest.fixture(scope="module")
def store(engine: WhooshEngine) -> Iterator[ImpactStore]:
    """Impacts without what Whoosh has not: weights of zones and kinds, and matters that count more."""
    owners = AgencyRecords(engine.columns[AGENCY], engine.columns[DEPARTMENT], naming(load_agencies()))
    kinds: Numbers = np.full(engine.count, list(KINDS).index("service"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(impacts, "WEIGHTS", dict.fromkeys(ZONES, 1.0))
        patch.setattr(impacts, "TOPICALITY", 0.0)
        yield ImpactStore(engine, Matcher(engine), owners, kinds)


@pytest.mark.parametrize("zone", [TITLE, TEXT])
def test_the_records_vary_in_length(engine: WhooshEngine, zone: str) -> None:
    assert len(set(engine.lengths[:, ZONES.index(zone)].tolist())) >= 4


@pytest.mark.parametrize("zone", [TITLE, TEXT])
@given(data=st.data())
def test_scores_and_order_agree_with_whoosh(index: Path, store: ImpactStore, zone: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
    total = np.zeros(RECORDS)
    for word in words:
        found = store.of(Concept((Word(word, zones=(zone,)),)))
        total[found.docs] += found.parts[0]
    expected = by_whoosh(index, zone, words)
    docs = np.flatnonzero(total)
    assert docs.tolist() == sorted(expected)
    assert total[docs] == pytest.approx([expected[doc] for doc in docs.tolist()], rel=1e-5)
    none = np.zeros(len(docs), dtype=np.float32)
    best = Scores(docs, total[docs].astype(np.float32), none, none).best(10)
    assert sorted(expected.values(), reverse=True)[:10] == pytest.approx(
        [expected[doc] for doc in docs[best].tolist()], rel=1e-5
    )


@given(st.lists(st.integers(0, 5), min_size=1, max_size=200), st.integers(1, 30))
def test_the_best_come_first_and_equal_ones_in_order(values: list[int], number: int) -> None:
    total = np.array(values, dtype=np.float32)
    scores = Scores(np.arange(len(values)), total, total, total)
    expected = sorted(range(len(values)), key=lambda place: (-values[place], place))[:number]
    assert scores.best(number).tolist() == expected
