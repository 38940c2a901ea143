"""The position index: every pair of neighbouring units is found where it stands, and nothing else is."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from records.zones import ZONE_BITS, ZONES
from store.positions import Positions, PositionsWriter, batch
from tokenizer.grams import units
from tokenizer.normalize import normalize

Places = list[tuple[int, int]]

TEXTS = st.text(alphabet=st.sampled_from(list("烟花爆竹。，  \n12.3ab_é-（٣")) | st.characters(), max_size=30).map(
    normalize
)
RECORDS = st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=6)


def written(folder: Path, records: list[list[str]], size: int) -> Positions:
    """The position index of records given as their texts by zone, taken in `size` at a time."""
    writer = PositionsWriter(folder)
    for start in range(0, len(records), size):
        some = records[start : start + size]
        writer.add(
            batch((doc, ZONES[zone], text) for doc, texts in enumerate(some) for zone, text in enumerate(texts)),
            len(some),
        )
    writer.close()
    return Positions(folder, mapped=True)


@given(RECORDS, st.integers(1, 3))
def test_units_and_pairs_are_found_where_they_stand(records: list[list[str]], size: int) -> None:
    pairs: defaultdict[tuple[str, str], Places] = defaultdict(list)
    single: defaultdict[str, Places] = defaultdict(list)
    for doc, texts in enumerate(records):
        for zone, text in enumerate(texts):
            row = units(text)
            for unit in row:
                single[unit.text].append((doc, (zone << ZONE_BITS) + unit.position))
            for first, second in pairwise(row):
                if second.position == first.position + 1:
                    pairs[first.text, second.text].append((doc, (zone << ZONE_BITS) + first.position))
    with tempfile.TemporaryDirectory() as folder:
        index = written(Path(folder), records, size)
        for (one, two), places in pairs.items():
            found = index.pair(one, two)
            assert list(zip(found.docs.tolist(), found.positions.tolist(), strict=True)) == places
        for text, places in single.items():
            found = index.unit(text)
            assert sorted(zip(found.docs.tolist(), found.positions.tolist(), strict=True)) == places
        for one, two in [(one, two) for one in single for two in single if (one, two) not in pairs]:
            assert not len(index.pair(one, two).docs)


def test_what_never_occurs_is_not_found(tmp_path: Path) -> None:
    index = written(tmp_path, [["安全生产 2011"]], 1)
    for one, two in [("安", "生"), ("全", "安"), ("产", "20"), ("无", "无"), ("2012", "安")]:
        assert not len(index.pair(one, two).docs)
    assert not len(index.unit("2012").docs)
    assert index.pair("产", "2011").positions.tolist() == [3]


def test_no_text_at_all(tmp_path: Path) -> None:
    assert not len(written(tmp_path, [["。"]], 1).unit("安").docs)
