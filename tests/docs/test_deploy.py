"""The files of deploy/ fit the program: settings, commands, addresses; and the wheelhouse holds what is pinned."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path

import pytest

from cli.commands import main
from settings.sources import CONFIG, read_settings
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"


def test_the_settings_are_such_as_the_program_takes() -> None:
    found = read_settings({CONFIG: str(DEPLOY / "qingdan.toml")})
    assert found.path_prefix == "/qingdan"
    assert f"location {found.path_prefix}/ {{" in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    assert all(f"server_name {host};" in (DEPLOY / "nginx.conf").read_text(encoding="utf-8") for host in found.hosts)


@pytest.mark.parametrize("unit", sorted(DEPLOY.glob("*.service")), ids=lambda path: path.name)
def test_units_start_commands_that_are_there(unit: Path) -> None:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit.read_text(encoding="utf-8"))
    _, script, command, *options = shlex.split(parser["Service"]["ExecStart"])
    assert script == "app.py"
    known = {name for each in main.commands[command].params for name in each.opts}
    assert set(options) <= known
    assert parser["Service"]["ProtectSystem"] == "strict"
    assert ("ReadWritePaths" in parser["Service"]) == (command == "index")


def test_the_container_copies_what_is_there_and_sets_what_is_known() -> None:
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    variables = dict(re.findall(r"(QINGDAN_\w+)=(\S+)", text))
    found = read_settings(variables)
    assert (str(found.data), str(found.index), found.host) == ("/lists", "/index", "0.0.0.0")
    assert {name for name in re.findall(r"^COPY (\w[\w.]+) ", text, re.MULTILINE) if name != "wheelhouse"} <= {
        path.name for path in ROOT.iterdir()
    }


def test_braces_of_the_proxy_are_closed() -> None:
    text = re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))
    assert text.count("{") == text.count("}")
    statements = [line.strip() for line in text.splitlines() if line.strip()]
    assert [line for line in statements if not line.endswith((";", "{", "}"))] == []
