"""Damaged files of an index: no wrong answer before or under a running server, it is told, and the next build heals."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.build import build
from indexer.sources.collect import collect
from search.library import Library
from search.present.results import Request
from store.generation import Generation
from tests.conftest import ROOT
from web.factory import create_app

LIST = next((ROOT / "data").glob("*公安局*.txt"))
FLIPPED = 10  # places of a file


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def removed(path: Path) -> None:
    path.unlink()


def flipped(path: Path) -> None:
    with path.open("r+b") as file:
        size = path.stat().st_size
        for place in sorted({size * part // FLIPPED for part in range(FLIPPED)}):
            file.seek(place)
            byte = file.read(1)
            file.seek(place)
            file.write(bytes([byte[0] ^ 0x10]))


DAMAGES = (truncated, emptied, removed, flipped)


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    shutil.copy(LIST, folder / LIST.name)
    return folder


def answers(library: Library) -> list[object]:
    """What some searches find, all of it but the time they took."""
    found: list[object] = []
    for query in ("烟花爆竹", "犬", "噪声 -室内", "「养犬管理」", "公安"):
        results = library.snapshot().search(Request(query, size=100)).to_json()
        found.append({name: value for name, value in results.items() if name not in ("took_ms", "generation")})
    return found


def filled(generation: Generation) -> list[Path]:
    return [path for path in sorted(generation.folder.iterdir()) if path.stat().st_size]


@pytest.mark.slow
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_never_answers_and_is_told(lists: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    kept = tmp_path / "kept"
    build(collect([lists]), kept, jobs=1)
    newest = build(collect([lists]), kept, jobs=1).generation
    expected = answers(Library(kept))
    for name in [path.name for path in filled(newest)]:
        index = tmp_path / f"index-{name}"
        shutil.copytree(kept, index)
        damage(index / newest.name / name)
        library = Library(index)
        assert answers(library) == expected
        assert library.snapshot().generation.name != newest.name
        assert newest.name in library.missing
        shutil.rmtree(index)


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_under_a_running_server_reaches_nobody(
    lists: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    index = tmp_path / "index"
    generation = build(collect([lists]), index, jobs=1).generation
    expected = answers(Library(index))
    running = Library(index)
    running.snapshot()
    for path in filled(generation):
        damage(path)
    assert answers(running) == expected


@pytest.mark.slow
def test_the_next_build_heals_and_keeps_no_damaged_generation(lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(collect([lists]), index, jobs=1)
    damaged = build(collect([lists]), index, jobs=1).generation
    flipped(damaged.file("records.jsonl"))
    client = create_app(index).test_client()
    health = client.get("/healthz")
    assert (health.status_code, (health.json or {})["status"]) == (200, "degraded")
    assert "records.jsonl" in (health.json or {})["error"]
    healed = build(collect([lists]), index, jobs=1, if_needed=True)
    assert healed.fresh
    assert (client.get("/healthz").json or {})["status"] == "ok"
    assert not damaged.folder.exists()
    assert not build(collect([lists]), index, jobs=1, if_needed=True).fresh


@pytest.mark.parametrize("pointer", [b"\xff\xfe\x00", b"", b"../lists", b"g-none"])
def test_a_damaged_pointer_serves_the_newest_and_heals(lists: Path, tmp_path: Path, pointer: bytes) -> None:
    index = tmp_path / "index"
    generation = build(collect([lists]), index, jobs=1).generation
    (index / "current").write_bytes(pointer)
    library = Library(index)
    assert library.snapshot().generation.name == generation.name
    assert library.missing
    assert build(collect([lists]), index, jobs=1, if_needed=True).fresh


def test_everything_is_on_the_disk_before_it_is_pointed_to(
    lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index, synced, sync = tmp_path / "index", set(), os.fsync

    def counted(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        sync(handle)

    monkeypatch.setattr(os, "fsync", counted)
    generation = build(collect([lists]), index, jobs=1).generation
    needed = [*generation.folder.iterdir(), generation.folder, index / "current", index]
    assert {path.stat().st_ino for path in needed} <= synced
