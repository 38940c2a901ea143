"""The server: what it reads, whom it gives room, how it starts and how it stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.serving import serving
from web.http.clients import client_of, is_this_machine
from web.http.listening import listen, site_addresses

# A site of one slow page: it tells when it has begun and ends its answer when a file is there.
SLOW = """
import sys, time
from pathlib import Path
from flask import Flask
from settings.model import Settings
from web.http.listening import listen, site_addresses
from web.http.server import run

app = Flask("slow")

@app.get("/")
def slow():
    print("begun", flush=True)
    while not Path(sys.argv[1]).exists():
        time.sleep(0.01)
    return "whole"

sockets = listen("127.0.0.1", 0)
print(site_addresses(sockets)[0], flush=True)
run(app, sockets, Settings())
"""


def connected(address: str, stack: ExitStack) -> socket.socket:
    host, port = address.removeprefix("http://").rstrip("/").split(":")
    return stack.enter_context(socket.create_connection((host, int(port)), timeout=30))


def answer(connection: socket.socket, request: str) -> str:
    """All that comes until the other side closes."""
    connection.sendall(request.encode())
    return b"".join(iter(lambda: connection.recv(65536), b"")).decode()


def asked(address: str, path: str) -> str:
    with ExitStack() as stack:
        head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        return answer(connected(address, stack), head)


def test_characters_in_an_address_are_read_as_they_are(server: str) -> None:
    raw, encoded = (asked(server, path) for path in ("/search.json?q=养犬", "/search.json?q=%E5%85%BB%E7%8A%AC"))
    assert raw.startswith("HTTP/1.1 200")
    assert raw.partition("\r\n\r\n")[2] == encoded.partition("\r\n\r\n")[2]
    assert asked(server, "/matters/养犬/x").startswith("HTTP/1.1 404")


@pytest.mark.parametrize(
    ("request_text", "status", "told"),
    [
        ("GET /search?q=a b HTTP/1.1\r\n\r\n", 400, "请求格式不对"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x" * (65_536 - 32) + "\r\n\r\n", 431, "太长"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n", 413, "请求内容太大"),
        ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400, "请求格式不对"),
    ],
)
def test_what_is_no_request_is_told_so_in_chinese(server: str, request_text: str, status: int, told: str) -> None:
    with ExitStack() as stack:
        found = answer(connected(server, stack), request_text)
    assert found.startswith(f"HTTP/1.1 {status} ") or found.startswith(f"HTTP/1.0 {status} ")
    assert told in found
    assert "waitress" not in found


def test_connections_that_only_wait_harm_nobody(county_index: Path) -> None:
    with (
        serving(county_index, QINGDAN_CONNECTIONS="60", QINGDAN_CONNECTIONS_PER_ADDRESS="20") as address,
        ExitStack() as stack,
    ):
        for number in range(150):
            connection = connected(address, stack)
            connection.sendall(b"GET / HTTP/1.1\r\nX: " if number % 2 else b"")
        assert asked(address, "/healthz").startswith("HTTP/1.1 200")


def test_connections_of_others_are_left_alone(county_index: Path) -> None:
    """Who opens too many closes his own; 127.0.0.2 is another address of this machine on Linux."""
    if sys.platform != "linux":
        pytest.skip("other systems have no second address of their own")
    with serving(county_index, QINGDAN_CONNECTIONS_PER_ADDRESS="5") as address, ExitStack() as stack:
        host, port = address.removeprefix("http://").split(":")
        other = stack.enter_context(socket.create_connection((host, int(port)), 60, ("127.0.0.2", 0)))
        for _ in range(30):
            connected(address, stack)
        assert asked(address, "/healthz").startswith("HTTP/1.1 200")
        assert answer(other, "GET /healthz HTTP/1.0\r\n\r\n").startswith("HTTP/1.0 200")


def test_who_never_ends_a_request_is_left(county_index: Path) -> None:
    with serving(county_index, QINGDAN_REQUEST_SECONDS="1") as address, ExitStack() as stack:
        assert answer(connected(address, stack), "GET / HTTP/1.1\r\nHost: a\r\n") == ""
        assert answer(connected(address, stack), "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx") == ""


def test_who_sends_many_requests_ahead_is_left(server: str) -> None:
    with ExitStack() as stack:
        found = answer(connected(server, stack), "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n" * 100)
    assert found.count("HTTP/1.1 200") < 100


@pytest.mark.skipif(sys.platform == "win32", reason="Windows stops no process in good order from outside")
def test_a_request_under_way_is_answered_before_the_server_stops(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, str(tmp_path / "go")], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    with ExitStack() as stack:
        idle, busy = connected(address, stack), connected(address, stack)
        busy.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGTERM)
        assert idle.recv(1) == b""  # closed, so the server is stopping
        with pytest.raises(OSError), ExitStack() as refused:  # noqa: PT011 - refused or reset
            connected(address, refused)
        (tmp_path / "go").touch()
        found = answer(busy, "")
    assert "Connection: close" in found
    assert found.endswith("\r\n\r\nwhole")
    assert process.wait() == 0


@pytest.fixture
def command(county_index: Path) -> list[str]:
    return [sys.executable, "app.py", "serve", "--index-dir", str(county_index)]


def started(command: list[str]) -> tuple[int, str]:
    """How a start ends that cannot go well: its status and what it says."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env={**os.environ})
    return done.returncode, done.stderr.decode()


def test_a_taken_port_is_told_before_anything_is_started(command: list[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert started([*command, "--port", port]) == (
            1,
            f"端口 {port} 已被别的程序占用；请先停掉它，或用 --port 换一个端口\n",
        )


def test_an_address_of_another_machine_is_told(command: list[str]) -> None:
    status, said = started([*command, "--host", "192.0.2.1", "--port", "0"])
    assert (status, said) == (1, "本机没有 192.0.2.1 这个地址；--host 应写本机的地址，或 0.0.0.0（局域网内都能访问）\n")
    status, said = started([*command, "--host", "no such host", "--port", "0"])
    assert (status, said) == (1, "找不到地址 no such host，--host 应写本机的 IP 地址或主机名\n")


@pytest.mark.parametrize("below", ["", "below"])
def test_a_folder_that_can_hold_no_index_is_told(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    index = tmp_path / "file" / below
    status, said = started([sys.executable, "app.py", "serve", "--port", "0", "--index-dir", str(index)])
    assert status in (1, 2)
    assert len(said.splitlines()) <= 4
    assert "Traceback" not in said
    assert "已启动" not in said


def test_addresses_are_such_as_browsers_open() -> None:
    [only] = sockets = listen("127.0.0.1", 0)
    port = only.getsockname()[1]
    assert site_addresses(sockets, "/qingdan") == [f"http://127.0.0.1:{port}/qingdan/"]
    only.close()
    [everywhere] = sockets = listen("0.0.0.0", 0)
    found = site_addresses(sockets)
    everywhere.close()
    assert found[0] == f"http://127.0.0.1:{everywhere_port(found)}/"
    assert not any("0.0.0.0" in address for address in found)


def everywhere_port(addresses: list[str]) -> str:
    [port] = {address.rstrip("/").rpartition(":")[2] for address in addresses}
    return port


def test_all_addresses_of_one_household_are_one_client() -> None:
    assert client_of("2001:db8:1:2::1") == client_of("2001:db8:1:2:ffff::9") != client_of("2001:db8:1:3::1")
    assert client_of("::ffff:192.0.2.7") == client_of("192.0.2.7") != client_of("192.0.2.8")
    assert is_this_machine("::ffff:127.0.0.1")
    assert not is_this_machine("no address")
