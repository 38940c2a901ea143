"""The real lists: against hand-verified records, and that nothing of them is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from indexer.parse_document import ParsedList
from indexer.parse_files import parse_file
from indexer.sources.collect import collect

pytestmark = pytest.mark.lists

_DUMPS = ("000", "001", "003", "004")  # text that a converter printed from Word
_LEAST_KEPT = 0.995


def parsed(real: Path, prefix: str) -> ParsedList:
    [path] = (real / "lists").glob(f"{prefix}*")
    return parse_file(collect([path]).files[0])


def write(records: list[dict[str, Any]], path: Path) -> Path:
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return path


def score(real: Path, gold: Path, records: Path, least: float) -> str:
    arguments = ["--gold", str(gold), "--records", str(records), "--least", str(least)]
    command = [sys.executable, str(real / "score_records.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr
    return str(done.stdout)


def test_whole_list_against_gold(real: Path, tmp_path: Path) -> None:
    records = [record.to_json() for record in parsed(real, "000").records]
    score(real, real / "gold" / "000.jsonl", write(records, tmp_path / "records.jsonl"), 0.98)


def test_first_departments_of_a_long_list_against_gold(real: Path, tmp_path: Path) -> None:
    gold = real / "gold" / "001-part.jsonl"
    lines = gold.read_text(encoding="utf-8").splitlines()
    owners = {(r["department"], *r["department_aliases"]) for r in map(json.loads, lines)}
    records = [record.to_json() for record in parsed(real, "001").records]
    part = [r for r in records if (r["department"], *r["department_aliases"]) in owners]
    score(real, gold, write(part, tmp_path / "records.jsonl"), 0.98)


def test_the_beginning_of_a_list_printed_from_a_pdf_against_gold(real: Path, tmp_path: Path) -> None:
    gold = real / "gold" / "002-part.jsonl"
    known = {(r["kind"], r["seq"]) for r in map(json.loads, gold.read_text(encoding="utf-8").splitlines())}
    records = [record.to_json() for record in parsed(real, "002").records]
    part = [record for record in records if (record["kind"], record["seq"]) in known]
    score(real, gold, write(part, tmp_path / "records.jsonl"), 0.98)


@pytest.mark.parametrize("prefix", [*_DUMPS, "002"])
def test_nothing_is_lost(real: Path, prefix: str) -> None:
    [path] = (real / "lists").glob(f"{prefix}*")
    found = parsed(real, prefix)
    kept = [_texts(record.to_json()) for record in found.records]
    kept += [[problem.message for problem in found.problems], list(found.furniture)]
    counted = _characters("".join(text for texts in kept for text in texts))
    printed = _characters(path.read_text(encoding="utf-8"))
    missing = sum(max(0, number - counted.get(character, 0)) for character, number in printed.items())
    assert missing <= (1 - _LEAST_KEPT) * sum(printed.values())


@pytest.mark.parametrize("prefix", _DUMPS)
def test_no_line_of_a_list_is_lost(real: Path, prefix: str) -> None:
    """Stronger than counting characters: every longer line stands somewhere, whole."""
    [path] = (real / "lists").glob(f"{prefix}*")
    found = parsed(real, prefix)
    kept = _squeeze("\n".join(text for record in found.records for text in _texts(record.to_json())))
    kept += _squeeze("\n".join([*found.furniture, *(problem.message for problem in found.problems)]))
    lines = [_squeeze(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lost = [line for line in lines if len(line) > 20 and line[8:] not in kept]
    assert sum(map(len, lost)) <= (1 - _LEAST_KEPT) * sum(map(len, lines)), lost[:5]


def test_ids_are_unique_and_stable(real: Path) -> None:
    files = collect([real / "lists"]).files
    first = [record.id for file in files for record in parse_file(file).records]
    second = [record.id for file in files for record in parse_file(file).records]
    assert len(set(first)) == len(first) > 1200
    assert first == second


def _texts(value: Any) -> list[str]:
    """Every text of a record but its id and owner."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    if isinstance(value, dict):
        skipped = ("id", "kind", "region", "department", "department_aliases", "source", "laws")
        return [text for name, each in value.items() if name not in skipped for text in _texts(each)]
    return []


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _characters(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for character in _squeeze(text):
        found[character] = found.get(character, 0) + 1
    return found
