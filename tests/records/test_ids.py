"""Ids: a record keeps its own whatever is added around it, and shares it with no other."""

from __future__ import annotations

from dataclasses import replace

from indexer.parse_files import parse_files
from indexer.sources.collect import collect
from records.records import Record, with_ids
from tests.conftest import ROOT

LIST = next((ROOT / "data").glob("*公安局*.txt"))


def of(records: list[Record], department: str) -> list[Record]:
    """The records as another department of the same document has them."""
    return [replace(record, owner=replace(record.owner, department=department)) for record in records]


def test_a_department_keeps_its_ids_when_another_one_with_the_same_duties_is_added_above() -> None:
    [parsed] = parse_files(collect([LIST]).files)
    ours, others = of(list(parsed.records), "县甲局"), of(list(parsed.records), "县乙局")
    alone = [record.id for record in with_ids(ours)]
    together = [record.id for record in with_ids([*others, *ours])]
    assert together[len(others) :] == alone
    assert len(set(together)) == len(together)


def test_an_id_lasts_through_corrections_and_changes_with_what_the_record_is() -> None:
    [parsed] = parse_files(collect([LIST]).files)
    records = list(parsed.records)
    before = [record.id for record in with_ids(records)]
    moved = [
        replace(record, source=replace(record.source, place=replace(record.source.place, line=1000 + number)))
        for number, record in enumerate(records)
    ]
    assert [record.id for record in with_ids(moved)] == before
    elsewhere = [replace(record, source=replace(record.source, file="另一份.txt")) for record in records]
    assert not {record.id for record in with_ids(elsewhere)} & set(before)
