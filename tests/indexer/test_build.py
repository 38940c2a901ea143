"""Building generations: whole, repeatable, and never at the cost of the one that serves."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import shutil
import signal
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from indexer.build import NothingToIndexError, build
from indexer.sources.collect import collect
from search.library import Library, NoIndexError
from search.present.results import Request
from store.generation import SCHEMA_VERSION, GenerationError, build_lock
from tests.conftest import ROOT

LIST = next((ROOT / "data").glob("*公安局*.txt"))


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    shutil.copy(LIST, folder / LIST.name)
    return folder


def ids(index: Path, query: str = "犬") -> list[str]:
    return [hit.record["id"] for hit in Library(index).snapshot().search(Request(query)).hits]


def test_two_builds_give_equal_results(lists: Path, tmp_path: Path) -> None:
    first = build(collect([lists]), tmp_path / "a")
    second = build(collect([lists]), tmp_path / "b")
    assert first.generation.name != second.generation.name
    assert ids(tmp_path / "a") == ids(tmp_path / "b") != []


def test_one_process_and_two_give_equal_records(tmp_path: Path) -> None:
    sources = collect([ROOT / "data"])
    one, two = build(sources, tmp_path / "a", jobs=1), build(sources, tmp_path / "b", jobs=2)
    assert one.lists == two.lists


@pytest.mark.skipif(os.name == "nt", reason="tells files by their numbers")
def test_all_that_serves_is_on_the_disk_before_it_is_pointed_to(
    lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut cannot be had in a test; whether every file was handed to the disk before the switch can be told."""
    synced: set[int] = set()
    switched: list[Path] = []
    sync, move = os.fsync, Path.replace

    def noted_sync(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        sync(handle)

    def noted_move(path: Path, target: Path) -> Path:
        if target.name == "current":
            files = [path, *(file for file in target.parent.glob("*/*") if file.is_file())]
            assert {file.name for file in files if file.stat().st_ino not in synced} == set()
            switched.append(target)
        return move(path, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_move)
    build(collect([lists]), tmp_path / "index")
    assert len(switched) == 1


def test_if_needed_builds_only_after_a_change(lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    first = build(collect([lists]), index, if_needed=True)
    assert first.fresh
    again = build(collect([lists]), index, if_needed=True)
    assert (again.fresh, again.generation.name) == (False, first.generation.name)
    (lists / "manifest.toml").write_text(f'["{LIST.name}"]\nregion = "某地"\n', encoding="utf-8")
    assert build(collect([lists]), index, if_needed=True).fresh


def test_meta_tells_what_the_generation_holds(lists: Path, tmp_path: Path) -> None:
    built = build(collect([lists]), tmp_path / "index")
    meta = json.loads((built.generation.folder / "generation.json").read_text(encoding="utf-8"))
    assert meta["schema"] == SCHEMA_VERSION
    assert meta["dictionary"]
    assert sum(meta["records"].values()) == sum(sum(each.records.values()) for each in built.lists) > 30
    assert meta["lists"][0]["file"] == LIST.name
    assert meta["build_seconds"] > 0


def test_nothing_readable_keeps_the_old_generation(lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(collect([lists]), index)
    before = ids(index)
    (lists / LIST.name).write_bytes(b"\x00\x01\x02")
    with pytest.raises(NothingToIndexError) as caught:
        build(collect([lists]), index)
    assert any(LIST.name in str(problem) for problem in caught.value.problems)
    assert ids(index) == before


def test_only_two_generations_are_kept(lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    names = [build(collect([lists]), index).generation.name for _ in range(3)]
    assert sorted(path.name for path in index.glob("g-*")) == sorted(names[-2:])


def test_a_second_build_at_the_same_time_is_refused(lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    refused: list[str] = []

    def try_to_build() -> None:
        try:
            build(collect([lists]), index)
        except GenerationError as error:
            refused.append(str(error))

    with build_lock(index):
        other = threading.Thread(target=try_to_build)
        other.start()
        other.join()
    assert refused == ["另一个索引任务正在运行，请稍后再试"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_an_index_folder_that_cannot_be_written_is_told(lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    index.mkdir(mode=0o500)
    with pytest.raises(GenerationError, match=r"不可写|无法写入"):
        build(collect([lists]), index)


_CHANGES = ("open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree")


def _build_until(lists: str, index: str, last: int, changed: Connection) -> None:
    """Build in this process and tell each change in the index folder before it is made; at the last one, die."""
    count = 0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        path = str(arguments[0]) if arguments else ""
        reads = event == "open" and not str(arguments[1] or "").strip("rbt")
        if event not in _CHANGES or reads or not path.startswith(index) or path.endswith(".lock"):
            return
        changed.send((event, path.removeprefix(index)))
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    build(collect([Path(lists)]), Path(index), jobs=1)
    changed.close()


def _changes(lists: Path, index: Path, last: int = 0) -> list[tuple[str, str]]:
    """What a build changes in the index folder, in order, up to the change before which it is killed."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(
        target=_build_until, args=(str(lists), str(index), last, there)
    )
    process.start()
    there.close()
    changes = []
    with contextlib.suppress(EOFError):
        while True:
            changes.append(here.recv())
    process.join()
    assert process.exitcode == (-signal.SIGKILL if last else 0)
    return changes


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.slow
def test_killed_before_any_change_the_last_generation_serves(lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(collect([lists]), index)
    expected = ids(index)
    changes = _changes(lists, index)
    assert ("open", "/current") not in changes  # what serves is replaced, never written in place
    renames = [number for number, (event, _) in enumerate(changes, start=1) if event == "os.rename"]
    assert len(renames) >= 2  # the folder of the generation, and what points to it
    for last in (len(changes) // 2, renames[-2] + 1, renames[-1]):
        assert len(_changes(lists, index, last)) == last
        assert ids(index) == expected
    build(collect([lists]), index)
    assert not list(index.glob("tmp-*"))


@pytest.mark.parametrize("damage", ["meta", "segment", "pointer"])
def test_a_damaged_generation_is_passed_over(lists: Path, tmp_path: Path, damage: str) -> None:
    index = tmp_path / "index"
    build(collect([lists]), index)
    expected = ids(index)
    newest = build(collect([lists]), index).generation.folder
    if damage == "meta":
        (newest / "generation.json").write_text("{", encoding="utf-8")
    elif damage == "segment":
        for path in newest.glob("*.seg"):
            path.write_bytes(b"")
        for path in newest.glob("*.toc"):
            path.write_bytes(b"")
    else:
        (index / "current").write_text("g-none\n", encoding="utf-8")
    assert ids(index) == expected


def test_without_any_generation_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(NoIndexError, match="还没有索引"):
        Library(tmp_path).snapshot()


def test_a_new_generation_is_served_without_a_restart(lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(collect([lists]), index)
    library = Library(index)
    held = library.snapshot()
    text = (lists / LIST.name).read_text(encoding="utf-8").replace("养犬管理", "养猫管理")
    (lists / LIST.name).write_text(text, encoding="utf-8")
    build(collect([lists]), index)
    assert library.snapshot().search(Request("养猫管理")).hits[0].title == "养猫管理"
    assert held.search(Request("养犬管理")).hits[0].title == "养犬管理"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts descriptors through /proc")
def test_swaps_do_not_leak_descriptors(lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    library = Library(index)
    counts = []
    for _ in range(6):
        build(collect([lists]), index, jobs=1)
        library.snapshot().search(Request("犬"))
        counts.append(len(list(Path("/proc/self/fd").iterdir())))
    assert counts[-1] <= counts[1] + 2


def test_a_county_adds_its_own_synonyms(lists: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    build(collect([lists]), index)
    assert Library(index).snapshot().search(Request("毛孩子")).total == 0
    (lists / "synonyms.txt").write_text("毛孩子 > 犬只 @ 0.9\n", encoding="utf-8")
    assert build(collect([lists]), index, if_needed=True).fresh
    assert Library(index).snapshot().search(Request("毛孩子")).hits[0].title == "养犬管理"


def test_faulty_synonyms_are_told_by_line_and_left_out(lists: Path, tmp_path: Path) -> None:
    (lists / "synonyms.txt").write_text("# 词\n毛孩子 犬只\n", encoding="utf-8")
    built = build(collect([lists]), tmp_path / "index")
    assert [str(problem) for problem in built.problems if "synonyms.txt（第 2 行）" in str(problem)]
    assert ids(tmp_path / "index") != []
