"""The commands as a user calls them: output, errors, exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.commands import main
from cli.version import version
from tests.conftest import ROOT

LIST = next((ROOT / "data").glob("*公安局*.txt"))


def run(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "app.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, encoding="utf-8")


def test_the_version_is_the_one_of_the_project() -> None:
    assert run("--version").stdout == f"清单 {version()}\n"


def test_parse_prints_records_as_json_lines_and_the_rest_on_stderr(tmp_path: Path) -> None:
    done = run("parse", LIST, cwd=tmp_path)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert {record["kind"] for record in records} == {"duty", "boundary", "supervision", "service"}
    assert all(record["source"]["file"] == LIST.name and record["source"]["line"] > 0 for record in records)
    assert "共 1 个文件" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="has no pseudo-terminals")
def test_parse_shows_progress_on_a_terminal_and_only_there(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, str(ROOT / "app.py"), "parse", str(LIST)]
    with (tmp_path / "records.jsonl").open("wb") as records:
        subprocess.run(command, stdout=records, stderr=theirs, check=True)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "读取清单" in shown
    assert "100%" in shown
    assert "读取清单" not in run("parse", LIST).stderr
    assert all(json.loads(line) for line in (tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines())


def test_a_zip_is_parsed_like_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lists.zip", "w") as archive:
        archive.write(LIST, "县/list.txt")
        archive.writestr("县/bad.txt", b"\x00\x01")
    done = run("parse", tmp_path / "lists.zip", "--jobs", "2")
    assert done.returncode == 1
    assert "lists.zip/县/bad.txt" in done.stderr
    assert {json.loads(line)["source"]["file"] for line in done.stdout.splitlines()} == {"lists.zip/县/list.txt"}


@pytest.mark.parametrize(
    "arguments", [["parse"], ["nonsense"], ["search"], ["search", "x", "--size", "0"], ["index", "--jobs", "-1"]]
)
def test_wrong_usage_has_status_2(arguments: list[str]) -> None:
    assert CliRunner().invoke(main, arguments).exit_code == 2


@pytest.mark.parametrize("command", ["parse", "index", "search", "serve"])
def test_every_command_has_help(command: str) -> None:
    done = CliRunner().invoke(main, [command, "--help"])
    assert done.exit_code == 0
    assert "--help" in done.output


def test_a_bad_file_gives_status_1_and_the_rest_is_indexed(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "bad.txt").write_bytes(b"\x00\x01")
    (tmp_path / "lists" / LIST.name).write_bytes(LIST.read_bytes())
    index = tmp_path / "index"
    done = run("index", tmp_path / "lists", "--index-dir", index)
    assert done.returncode == 1
    assert "bad.txt" in done.stderr
    found = run("search", "养犬管理", "--index-dir", index, "--json")
    assert json.loads(found.stdout)["hits"][0]["title"] == "养犬管理"


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", "没有清单".encode("gb18030")])
def test_nothing_to_index_has_status_1_and_keeps_the_index(tmp_path: Path, data: bytes) -> None:
    index = tmp_path / "index"
    assert run("index", LIST, "--index-dir", index).returncode == 0
    bad = tmp_path / "bad.txt"
    bad.write_bytes(data)
    done = run("index", bad, "--index-dir", index)
    assert done.returncode == 1
    assert "bad.txt" in done.stderr
    assert "索引保持不变" in done.stderr
    assert json.loads(run("search", "犬", "--index-dir", index, "--json").stdout)["total"] > 0


def test_a_list_cut_off_in_a_table_is_told_with_file_and_line(tmp_path: Path) -> None:
    text = LIST.read_text(encoding="utf-8")
    cut = tmp_path / "cut.txt"
    cut.write_text(text[: text.index("\t负责城区犬只登记")], encoding="utf-8")
    done = run("parse", cut)
    assert done.returncode == 1
    assert "cut.txt（第" in done.stderr
    assert "表格行不完整" in done.stderr
    assert len(done.stdout.splitlines()) > 20


def test_gb18030_is_read(tmp_path: Path) -> None:
    other = tmp_path / "gbk.txt"
    other.write_bytes(LIST.read_text(encoding="utf-8").encode("gb18030"))
    assert len(run("parse", other).stdout.splitlines()) == len(run("parse", LIST).stdout.splitlines())


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read anything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    locked = tmp_path / "locked.txt"
    locked.write_text("x", encoding="utf-8")
    locked.chmod(0)
    done = run("parse", locked)
    assert done.returncode == 1
    assert "locked.txt" in done.stderr


def test_index_and_search_work_from_any_folder(tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert run("index", "--index-dir", index, cwd=tmp_path).returncode == 0
    done = run("search", "烟花爆竹", "--index-dir", index, cwd=Path("/"))
    assert done.returncode == 0
    assert "谁负责" in done.stdout
    assert "县公安局" in done.stdout
    assert "\x1b[" not in done.stdout
    again = run("index", "--index-dir", index, "--if-needed", cwd=tmp_path)
    assert "没有变化" in again.stderr


def test_search_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    done = run("search", "火", "--index-dir", tmp_path / "none")
    assert done.returncode == 1
    assert "python app.py index" in done.stderr


def test_what_no_list_holds_is_said(county_index: Path) -> None:
    done = run("search", "小区停电", "--index-dir", county_index)
    assert "谁负责" not in done.stdout.splitlines()
    assert "清单里没有写到" in done.stdout
    assert "没有查到由谁负责。" in done.stdout


def test_colours_on_a_terminal(county_index: Path) -> None:
    done = CliRunner().invoke(main, ["search", "养犬", "--index-dir", str(county_index)], color=True)
    assert "\x1b[" in done.output
