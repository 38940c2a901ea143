"""`check` as a user calls it: findings on stdout, the rest on stderr, files, exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from checks.run import kinds
from cli.commands import main
from tests.support.second_county import FILE, write_second_county


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_second_county(tmp_path)
    return tmp_path


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", "--jobs", "1", *map(str, arguments)])


def test_findings_are_told_with_their_rules(folder: Path) -> None:
    done = check(folder)
    assert done.exit_code == 0
    assert kinds()["former-agency"].rule in done.stdout
    assert "县工商局" in done.stdout
    assert "共 1 个文件" in done.stderr


def test_findings_as_json_lines(folder: Path) -> None:
    done = check(folder, "--json", "--kind", "former-agency", "--kind", "not-read")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {each["kind"] for each in found} == {"former-agency", "not-read"}
    assert all(each["file"] == FILE for each in found)
    assert check(folder, "--json", "--department", "别的局").stdout == ""


def test_findings_as_a_workbook(folder: Path) -> None:
    book = folder / "体检.xlsx"
    assert check(folder / FILE, "--xlsx", book).exit_code == 0
    assert kinds()["former-agency"].chinese in load_workbook(book).sheetnames


def test_what_cannot_be_is_said_in_plain_words(folder: Path) -> None:
    unknown = check(folder, "--kind", "nonsense")
    assert unknown.exit_code == 2
    assert "没有“nonsense”这类问题" in unknown.stderr
    lost = check(folder, "--xlsx", folder / "nowhere" / "体检.xlsx")
    assert lost.exit_code == 1
    assert "无法写入" in lost.stderr
