"""What the pages tell people to type works: commands, targets of make, modules, queries, addresses, settings."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from cli.commands import main
from cli.version import version
from indexer.sources.collect import collect
from search.present.results import Request
from search.snapshot import Snapshot
from settings.model import Settings
from settings.sources import PREFIX
from tests.architecture.modules import modules
from tests.architecture.test_map import PAGES
from tests.conftest import ROOT
from tokenizer.synonyms import load_synonyms

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
_FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_TARGET = re.compile(r"^([\w-]+):", re.MULTILINE)
LIST = next((ROOT / "data").glob("*公安局*.txt"))

readmes = pytest.mark.parametrize("page", READMES, ids=lambda path: path.name)


def typed(page: Path, start: str) -> list[list[str]]:
    """The words of each command of a page, in blocks and in lines, that begins so; what follows `#` is a remark."""
    text = page.read_text(encoding="utf-8")
    lines = [line for _, block in _FENCED.findall(text) for line in block.splitlines()]
    lines += _INLINE.findall(_FENCED.sub("", text))
    commands = [part.strip() for line in lines for part in line.split("&&")]
    return [shlex.split(command, comments=True) for command in commands if command.startswith(start)]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_make_has_the_targets_that_pages_name(page: Path) -> None:
    targets = set(_TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    named = {word for _, *words in typed(page, "make ") for word in words if "=" not in word}
    assert named - targets == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_the_modules_that_pages_start_can_be_started(page: Path) -> None:
    ours = {words[2] for words in typed(page, "python -m ") if words[2] not in {"pytest", "venv"}}
    started = {
        name
        for name, path in modules().items()
        if any(ast.unparse(node).startswith("if __name__ ==") for node in ast.parse((ROOT / path).read_text()).body)
    }
    assert ours - started == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_the_tests_that_pages_name_are_there(page: Path) -> None:
    named = {word for words in typed(page, "python -m pytest") for word in words if word.startswith("tests/")}
    assert {path for path in named if not (ROOT / path).exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_the_commands_that_pages_name_are_there(page: Path) -> None:
    for _, _, command, *options in typed(page, "python app.py "):
        if command.startswith("--"):
            assert command in {name for each in main.params for name in each.opts}
        elif command != "COMMAND":
            known = {name for each in main.commands[command].params for name in each.opts}
            assert {word for word in options if word.startswith("--")} - known == set()


@readmes
def test_the_commands_of_the_readme_do_what_it_says(page: Path, tmp_path: Path) -> None:
    commands = [words for words in typed(page, "python app.py ") if words[2] != "serve"]
    assert {words[2] for words in commands} >= {"index", "parse", "search"}
    for words in commands:
        command = [str(LIST) if word.endswith("…") else word for word in words[2:]]
        index = ["--index-dir", str(tmp_path)] if command[0] in {"index", "search"} else []
        done = subprocess.run(
            [sys.executable, "app.py", *command, *index],
            cwd=ROOT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout or command[0] == "index"


@readmes
def test_the_queries_of_the_readme_find_what_they_may(page: Path, county: Snapshot) -> None:
    """All of them find records of the sample county, and what is left out or named is so in every one."""
    rows = re.findall(r"^\| `(.+?)` \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    queries = [row.replace("\\|", "|") for row in rows]
    assert len(queries) >= 6
    for query in queries:
        assert county.search(Request(query)).total > 0, query


@readmes
def test_the_manifest_of_the_readme_is_read(page: Path, tmp_path: Path) -> None:
    [text] = [block for language, block in _FENCED.findall(page.read_text(encoding="utf-8")) if language == "toml"]
    (tmp_path / "manifest.toml").write_text(text, encoding="utf-8")
    name = text.split('"')[1]
    (tmp_path / name).write_bytes(LIST.read_bytes())
    sources = collect([tmp_path])
    assert list(sources.problems) == []
    [file] = sources.files
    assert all(f'"{value}"' in text for value in (file.info.title, file.info.region, file.info.department))


@readmes
def test_the_synonyms_of_the_readme_are_read(page: Path, tmp_path: Path) -> None:
    [line] = [text for text in _INLINE.findall(page.read_text(encoding="utf-8")) if " @ " in text]
    (tmp_path / "synonyms.txt").write_text(f"{line}\n", encoding="utf-8")
    left, right, weight = re.split(" [>@] ", line)
    [target] = load_synonyms([tmp_path / "synonyms.txt"]).targets(left)
    assert (target.word, target.weight) == (right, float(weight))


@readmes
def test_the_addresses_of_the_readme_answer(page: Path, client: FlaskClient, county: Snapshot) -> None:
    record = county.search(Request("烟花爆竹")).hits[0].record["id"]
    addresses = re.findall(r"`GET (/[^`]*)`", page.read_text(encoding="utf-8"))
    assert len(addresses) >= 4
    for address in addresses:
        assert client.get(address.replace("…", "烟花爆竹").replace("<id>", record)).status_code == 200, address


def test_every_setting_is_told_and_every_setting_told_is_there() -> None:
    """Environment variables in the code and those in the pages are the same."""
    name = re.compile(r"QINGDAN_[A-Z_]+")
    code = [ROOT / path for path in modules().values()] + sorted((ROOT / "tests").rglob("*.py"))
    used = {found for path in code for found in name.findall(path.read_text(encoding="utf-8"))}
    used |= {PREFIX + each.name.upper() for each in fields(Settings)}
    told = {found for path in PAGES for found in name.findall(path.read_text(encoding="utf-8"))}
    assert {found.removesuffix("_") for found in used} == told


def test_the_changelog_has_a_date_for_each_version_and_begins_with_this_one() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    dated = [re.fullmatch(r"(\d+\.\d+\.\d+) \((\d{4}-\d\d-\d\d)\)", heading) for heading in headings]
    found = [(match[1], match[2]) for match in dated if match]
    assert len(found) == len(headings)
    assert found[0][0] == version()
    dates = [date for _, date in found]
    assert dates == sorted(dates, reverse=True)
