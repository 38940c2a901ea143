"""Settings: from a file and from the environment; what is wrong is told with its place; the pages know all of them."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import fields
from ipaddress import ip_network
from pathlib import Path

import pytest

from settings.model import Settings
from settings.sources import CONFIG, SettingsError, read_settings, settle
from tests.conftest import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EXAMPLE = """# 某县
host = "0.0.0.0"
port = 8000
data = "lists"
index = "/srv/index"
hosts = ["qd.example.gov.cn"]
trusted_proxies = ["10.1.2.3", "192.0.2.0/24"]
log_queries = true
path_prefix = "/qingdan/"
"""


def write(folder: Path, text: str) -> dict[str, str]:
    """An environment that names a file with this text."""
    (folder / "qd.toml").write_text(text, encoding="utf-8")
    return {CONFIG: str(folder / "qd.toml")}


def test_a_file_is_read_and_its_folders_stand_beside_it(tmp_path: Path) -> None:
    found = read_settings(write(tmp_path, EXAMPLE))
    assert (found.host, found.port, found.log_queries, found.path_prefix) == ("0.0.0.0", 8000, True, "/qingdan")
    assert (found.data, found.index) == (tmp_path / "lists", Path("/srv/index"))
    assert found.trusted_proxies == (ip_network("10.1.2.3/32"), ip_network("192.0.2.0/24"))
    assert found.stop_seconds == Settings().stop_seconds


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    found = settle({**write(tmp_path, EXAMPLE), "QINGDAN_PORT": "9000", "QINGDAN_HOSTS": "a.example, b.example"})
    assert (found.settings.port, found.settings.hosts) == (9000, ("a.example", "b.example"))
    assert found.origins["port"] == "环境变量 QINGDAN_PORT"
    assert found.origins["host"] == f"{tmp_path / 'qd.toml'} 第 2 行"
    assert found.origins["idle_seconds"] == "默认"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("port = 70000", "第 2 行：port 的值“70000”不能用，应为 0 到 65535 的整数"),
        ("port = true", "第 2 行：port 的值“True”不能用"),
        ("prot = 80", "第 2 行：没有“prot”这项设置，可选：embed_origins"),
        ("port = ", "第 2 行：不是正确的 TOML"),
        ("[port]\nx = 1", "第 2 行：port 的值"),
        ('host = "', "第 2 行：不是正确的 TOML"),
        ('trusted_proxies = ["nginx"]', "第 2 行：trusted_proxies 的值“['nginx']”不能用，“nginx”不是 IP 地址"),
        ('request_log = "xml"', "只能是 off、plain、json 之一"),
        ('path_prefix = "//evil"', "应写成 /qingdan 这样的路径"),
        ("hosts = [1]", "应为列表"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(told)) as raised:
        read_settings(write(tmp_path, f"# 设置\n{line}\n"))
    assert str(tmp_path / "qd.toml") in str(raised.value)


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as raised:
        read_settings({**write(tmp_path, 'port = "x"\nflag = 1\n'), "QINGDAN_CONNECTIONS": "many"})
    assert len(str(raised.value).splitlines()) == 3


def test_a_file_that_is_named_has_to_be_there_and_readable(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="没有这个设置文件"):
        read_settings({CONFIG: str(tmp_path / "none.toml")})
    (tmp_path / "gbk.toml").write_bytes('host = "主机"'.encode("gbk"))
    with pytest.raises(SettingsError, match="不是 UTF-8"):
        read_settings({CONFIG: str(tmp_path / "gbk.toml")})


def test_the_command_prints_what_is_in_force_as_a_file_that_says_the_same(tmp_path: Path) -> None:
    environment = write(tmp_path, EXAMPLE)
    command = [sys.executable, "app.py", "settings"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    printed = done.stdout.decode()
    assert "第 3 行" in printed
    assert read_settings(write(tmp_path, printed)) == read_settings(write(tmp_path, EXAMPLE))
    wrong = subprocess.run(command, cwd=ROOT, env={"QINGDAN_PORT": "-1"}, capture_output=True, check=False)
    assert wrong.returncode == 2
    assert wrong.stderr.decode() == "环境变量 QINGDAN_PORT：port 的值“-1”不能用，应为 0 到 65535 的整数\n"


def test_docs_tell_every_setting_and_what_it_is_without_being_set() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    told = tomllib.loads(block)
    assert list(told) == [each.name for each in fields(Settings)]
    assert {**told, "data": "", "index": ""} == {
        each.name: list(each.default) if isinstance(each.default, tuple) else each.default for each in fields(Settings)
    } | {"data": "", "index": ""}
