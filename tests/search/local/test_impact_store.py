"""Impacts are kept within bounds, and given up without harm."""

from __future__ import annotations

import numpy as np
import pytest

from search.local import impacts
from search.local.backend import LocalBackend
from search.local.impacts import ImpactStore
from search.query.reading import Concept, Word

WORDS = ("烟花爆竹", "养犬", "登记", "安全", "负责", "管理")


def test_the_least_lately_used_are_given_up(local: LocalBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impacts, "_KEPT_BYTES", 20_000)
    monkeypatch.setattr(impacts, "_KEPT_BYTES_A_RECORD", 0)
    owners, kinds = local.impacts._owners, local.ranker._kinds
    store = ImpactStore(local.engine, local.matcher, owners, kinds)
    concepts = [Concept((Word(text),)) for text in WORDS]
    first = [store.of(concept) for concept in concepts]
    assert sum(found.size for found in first) > 20_000
    assert store._bytes == sum(found.size for found in store._kept.values())
    assert store._bytes <= 20_000 or len(store._kept) == 1
    assert concepts[-1] in store._kept
    for concept, found in zip(concepts, first, strict=True):
        again = store.of(concept)
        assert (again.docs == found.docs).all()
        assert (again.parts == found.parts).all()


def test_a_concept_is_worked_out_once(local: LocalBackend) -> None:
    concept = Concept((Word("烟花爆竹"),))
    assert local.impacts.of(concept) is local.impacts.of(concept)


@pytest.mark.parametrize("rare", [0, 10, 10**9])
def test_parts_are_added_alike_whoever_is_looked_up(
    local: LocalBackend, monkeypatch: pytest.MonkeyPatch, rare: int
) -> None:
    monkeypatch.setattr(impacts, "_RARE", rare)
    found = local.impacts.of(Concept((Word("烟花爆竹"),)))
    every = np.arange(local.engine.count)
    parts = np.ones((3, len(every)), dtype=np.float32)
    found.add_to(parts, every, 0.5)
    expected = np.ones_like(parts)
    expected[:, found.docs] += found.parts * np.array([[1.0], [0.5], [0.5]], dtype=np.float32)
    assert np.allclose(parts, expected)
    assert 0 < len(found.docs) < len(every)
