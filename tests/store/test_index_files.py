"""The files beside Whoosh's: what is written is read back, whoever wrote it."""

from __future__ import annotations

import json
import pickle
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import Analysis
from indexer.build import build_records
from records.columns import COLUMNS, parts_of
from store.columns import ColumnWriter, read_columns
from store.records_file import Hashes, HashWriter, RecordStore, RecordWriter

TEXTS = st.text(max_size=12)


@given(st.lists(st.dictionaries(TEXTS, TEXTS, max_size=3), max_size=8))
def test_records_are_read_where_they_stand(records: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        writer = RecordWriter(Path(folder))
        for record in records:
            writer.add(json.dumps(record, ensure_ascii=False))
        writer.close()
        store = RecordStore(Path(folder))
        assert list(store) == records
        assert [store[number] for number in range(len(store))] == records
        assert store[1:] == records[1:]
        assert store[-1:] == records[-1:]
        with pytest.raises(IndexError):
            store[len(records)]
        store.close()


@given(st.lists(st.sampled_from(["甲", "乙", "丙", "甲乙"]), max_size=20))
def test_hashes_lead_to_all_places_of_a_text(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hashes.npy"
        writer = HashWriter(path)
        writer.add(texts[:3])
        writer.add(texts[3:])
        writer.close()
        hashes = Hashes(path)
        for text in ("甲", "乙", "丙", "甲乙", "丁"):
            assert hashes.find(text).tolist() == [place for place, each in enumerate(texts) if each == text]


VALUES = st.lists(st.sampled_from(["公安局", "教育局", "民政局", "a\tb"]), max_size=3, unique=True).map(tuple)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, VALUES)), min_size=1, max_size=8)


@given(ROWS, st.integers(1, 3))
def test_columns_keep_the_values_of_every_record(rows: list[dict[str, tuple[str, ...]]], size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        writer = ColumnWriter(Path(folder))
        for start in range(0, len(rows), size):
            writer.add(rows[start : start + size])
        writer.close()
        for name, column in read_columns(Path(folder)).items():
            expected = [(value, doc) for doc, row in enumerate(rows) for value in row[name]]
            assert list(column.pairs()) == expected
            assert list(column.values) == sorted({value for value, _ in expected})
            assert dict(zip(column.values, column.totals.tolist(), strict=True)) == Counter(v for v, _ in expected)
            for value in ("公安局", "无"):
                assert column.docs(value).tolist() == [doc for each, doc in expected if each == value]


def test_the_single_value_of_each_record(tmp_path: Path) -> None:
    writer = ColumnWriter(tmp_path)
    writer.add([dict.fromkeys(COLUMNS, values) for values in (("乙",), (), ("甲",))])
    writer.close()
    column = read_columns(tmp_path)["kind"]
    assert [column.values[code] if code >= 0 else None for code in column.single.tolist()] == ["乙", None, "甲"]


def test_both_parts_of_a_value() -> None:
    assert parts_of("消防法\t主席令第6号") == ("消防法", "主席令第6号")
    assert parts_of("消防法\t") == ("消防法", "")


def matter(number: int) -> dict[str, Any]:
    """A matter with some words of its own."""
    return {
        "id": f"boundary-{number}",
        "kind": "boundary",
        "region": f"第{number % 7}区",
        "department": f"第{number % 11}局",
        "department_aliases": [],
        "seq": str(number),
        "matter": f"第{number}号烟花爆竹监管{number % 13}",
        "parties": [{"agency": "区公安局", "role": "负责公共安全管理。"}, {"agency": "区应急局", "role": "负责监管。"}],
        "basis": f"《烟花爆竹安全管理条例》第{number % 50}条",
        "laws": [{"title": "烟花爆竹安全管理条例", "number": ""}],
        "case": "",
        "source": {"file": "a.txt", "line": number},
    }


def test_one_process_and_several_write_the_same_index(tmp_path: Path) -> None:
    folders = [build_records(map(matter, range(800)), tmp_path / str(jobs), jobs).folder for jobs in (1, 3)]
    names = sorted(
        path.name for path in folders[0].iterdir() if path.suffix in (".npy", ".jsonl", ".json", ".txt", ".tsv")
    )
    names.remove("generation.json")
    assert len(names) > 20
    for name in names:
        one, other = (folder / name for folder in folders)
        assert one.read_bytes() == other.read_bytes(), name
    arrays = list(folders[0].glob("positions.*.npy"))
    assert all(np.load(path).size for path in arrays)


def test_an_analysis_sent_to_another_process_does_the_same() -> None:
    texts = [json.dumps(matter(number), ensure_ascii=False).encode() for number in range(3)]
    analysis = Analysis(["烟花爆竹监管"])
    one, other = analysis.entries(texts), pickle.loads(pickle.dumps(analysis)).entries(texts)
    assert one.words.vocabulary == other.words.vocabulary
    assert "烟花爆竹监管" in one.words.vocabulary
    assert (one.positions.keys == other.positions.keys).all()
    assert one.columns == other.columns
