"""Which files are read, and what a manifest adds to them."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from indexer.build import build
from indexer.model.problems import ProblemKind
from indexer.parse_files import parse_file, parse_files
from indexer.sources.collect import collect
from indexer.sources.manifest import ListInfo, ManifestError, parse_manifest
from tests.conftest import ROOT

LIST = next((ROOT / "data").glob("*公安局*.txt"))


def test_folders_are_walked_in_order_and_temporary_files_skipped(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", "~$b.docx", ".hidden.txt", "a/.git/x.txt", "manifest.toml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    assert [file.name for file in collect([tmp_path]).files] == ["b.txt", "a/c.txt"]


def test_a_file_met_twice_is_read_once() -> None:
    assert len(collect([LIST, LIST]).files) == 1


def test_what_is_missing_or_empty_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    problems = collect([tmp_path / "none.txt", tmp_path / "empty"]).problems
    assert [problem.message for problem in problems] == ["文件或文件夹不存在", "文件夹里没有可读的清单文件"]


def test_manifest_gives_what_the_text_does_not_say(tmp_path: Path) -> None:
    text = LIST.read_text(encoding="utf-8").split("\n", 3)[3]  # without its title
    (tmp_path / "list.txt").write_text(text, encoding="utf-8")
    (tmp_path / "manifest.toml").write_text(
        '["list.txt"]\ntitle = "某县公安局责任清单"\nregion = "某市某县"\ndepartment = "某县公安局"\n'
        'date = 2024-05-01\nurl = "https://example.gov.cn/1.html"\n',
        encoding="utf-8",
    )
    [file] = collect([tmp_path]).files
    assert file.info == ListInfo(
        "某县公安局责任清单", "某市某县", "某县公安局", "2024-05-01", "https://example.gov.cn/1.html"
    )
    owners = {record.owner for record in parse_file(file).records}
    assert {(owner.region, owner.department) for owner in owners} == {("某市某县", "某县公安局")}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "无法读取"),
        ("a = 1", "应为一节"),
        ('["x.txt"]\nregon = "x"', "regon"),
        ('["x.txt"]\ntitle = 3', "应为文字"),
    ],
)
def test_manifest_errors_name_the_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(text, encoding="utf-8")
    _, [fault] = parse_manifest(path.name, path.read_bytes())
    assert message in fault
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    assert [problem.kind for problem in collect([tmp_path]).problems] == [ProblemKind.MANIFEST]


def test_a_bad_line_of_a_manifest_costs_itself_and_a_bad_head_its_entry() -> None:
    text = """["a.txt"]
region = "甲县
title = "甲"
regon = "丙县"
date = 3
["b.txt"
region = "乙县"
["c.txt"]
region = "丁县"
"""
    entries, faults = parse_manifest("manifest.toml", text.encode())
    assert entries == {"a.txt": ListInfo(title="甲"), "c.txt": ListInfo(region="丁县")}
    assert [re.search("第 . 行|regon|date", fault)[0] for fault in faults] == ["第 2 行", "第 6 行", "regon", "date"]  # type: ignore[index]


@pytest.mark.parametrize("data", [b'["a"]\ntitle = """x\n', "标题".encode("gbk"), b"x\n" * 200])
def test_a_manifest_of_which_nothing_can_be_used_is_told(data: bytes) -> None:
    with pytest.raises(ManifestError, match="无法读取|UTF-8"):
        parse_manifest("manifest.toml", data)


def test_a_manifest_in_a_folder_below_serves_its_files_and_the_outer_one_wins(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "list.txt").write_text("x", encoding="utf-8")
    (tmp_path / "a" / "manifest.toml").write_text('["list.txt"]\nregion = "内"\ndepartment = "内"\n', encoding="utf-8")
    (tmp_path / "manifest.toml").write_text('["a/list.txt"]\nregion = "外"\n', encoding="utf-8")
    [file] = collect([tmp_path]).files
    assert file.info == ListInfo(region="外", department="内")


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "list.txt").write_bytes(LIST.read_bytes())
    files = collect([tmp_path / "甲", tmp_path / "乙"]).files
    assert [file.name for file in files] == ["list.txt", "乙/list.txt"]
    ids = [record.id for file in files for record in parse_file(file).records]
    assert len(set(ids)) == len(ids) > 60


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="file names are text there")
def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/" + "县公安局.txt".encode("gbk")
    with open(path, "wb") as file:  # noqa: PTH123 - a Path cannot be made of bytes
        file.write(LIST.read_bytes())
    sources = collect([tmp_path])
    assert [file.name for file in sources.files] == ["县公安局.txt"]
    assert build(sources, tmp_path / "index").lists[0].file == "县公安局.txt"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "none")
    (tmp_path / "list.txt").write_text("x", encoding="utf-8")
    sources = collect([tmp_path])
    assert [file.name for file in sources.files] == ["list.txt"]
    assert [problem.file for problem in sources.problems] == ["link.txt", "pipe.txt"]


@pytest.mark.parametrize(("data", "kind"), [(b"Rar!\x1a\x07\x01\x00", "RAR"), (b"\x1f\x8b\x08\x00", "gzip")])
def test_archives_that_are_not_read_are_named_as_such(tmp_path: Path, data: bytes, kind: str) -> None:
    (tmp_path / "list.rar").write_bytes(data)
    [file] = collect([tmp_path]).files
    assert [problem.message for problem in parse_file(file).problems] == [
        f"是 {kind} 压缩包，里面的文件没有读取，请解压后再放入"
    ]


@pytest.mark.parametrize(
    "data", [b"", b" \n\n", b"\x00\x01\x02\x03", b"\x89PNG\r\n\x1a\n\x00\x00", "只有一句话。".encode()]
)
def test_a_bad_file_is_named_and_does_not_stop_the_others(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bad.txt").write_bytes(data)
    (tmp_path / "good.txt").write_bytes(LIST.read_bytes())
    bad, good = parse_files(collect([tmp_path]).files)
    assert bad.records == ()
    assert "bad.txt" in str(bad.problems[-1])
    assert len(good.records) > 30


def test_a_manifest_entry_without_its_file_is_told_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("文字", encoding="utf-8")
    manifest = '["甲.txt"]\nregion = "示例市"\n\n["乙.txt"]\nregion = "示例市"\n'
    (tmp_path / "manifest.toml").write_text(manifest, encoding="utf-8")
    [problem] = collect([tmp_path]).problems
    assert (problem.file, problem.place.line, problem.kind) == ("manifest.toml", 4, ProblemKind.MANIFEST)
    assert '["乙.txt"]' in problem.message
    assert collect([tmp_path / "甲.txt"]).problems == []


def test_a_manifest_in_gbk_is_told_with_the_line_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("文字", encoding="utf-8")
    (tmp_path / "manifest.toml").write_bytes('# a\n["甲.txt"]\nregion = "示例市"\n'.encode("gbk"))
    [problem] = collect([tmp_path]).problems
    assert "第 2 行" in problem.message
    assert "UTF-8" in problem.message
