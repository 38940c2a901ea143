"""`data/` holds the sample county, each list in a form of its own, and every form gives the records written."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from indexer.parse_files import parse_files
from indexer.sources.collect import collect
from tests.conftest import ROOT
from tests.sample.county import departments

DATA = ROOT / "data"


def without_blanks(records: list[dict[str, Any]]) -> str:
    """Records as text without blanks: a printed page sets them as it likes. Line breaks stay."""
    return json.dumps(records, ensure_ascii=False).replace(" ", "")


def test_every_list_gives_the_records_that_were_written() -> None:
    expected = {department.name: department.records() for department in departments()}
    found = list(parse_files(collect([DATA]).files))
    assert {Path(parsed.file).suffix for parsed in found} == {".txt", ".html", ".docx", ".xlsx", ".pdf"}
    for parsed in found:
        records = [record.to_json() for record in parsed.records]
        wanted = expected[records[0]["department"]]
        kept = [{name: record[name] for name in want} for record, want in zip(records, wanted, strict=True)]
        assert without_blanks(kept) == without_blanks(wanted), parsed.file
        assert parsed.problems == ()


def test_the_sample_is_marked_as_such_and_rich_enough() -> None:
    files = collect([DATA]).files
    assert all("示范数据" in file.name and "示范数据" in file.info.title for file in files)
    matters = [matter for department in departments() for matter in department.data["boundaries"]]
    assert len(files) >= 8
    assert len(matters) >= 30
    assert all(matter["basis"] and matter["case"] for matter in matters)


@pytest.mark.office
def test_the_files_are_what_the_script_writes(tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in DATA.iterdir()}
    try:
        subprocess.run([sys.executable, "-m", "tests.sample.write"], cwd=ROOT, check=True)
        after = {path.name: path.read_bytes() for path in DATA.iterdir()}
    finally:
        for name, data in before.items():
            (DATA / name).write_bytes(data)
    assert set(before) == set(after)
    assert [name for name in before if before[name] != after[name] and not name.endswith(".pdf")] == []
