"""The servers measured over HTTP: how each is started and how it is asked."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode

from bench.engines.fts5 import DATABASE, TABLE, match
from bench.http_load import Address
from bench.processes import NO_CACHE

_ATTEMPTS = 300
_BETWEEN_ATTEMPTS = 0.1  # seconds
_SHOWN = 2000  # characters of a log


@dataclass(frozen=True, slots=True)
class Server:
    """A server by its name here and in tables, its command (without `python`), and the path that asks a query.

    Where `new` is set it is asked queries that were never asked before.
    """

    name: str
    label: str
    command: Callable[[int], Sequence[str]]
    path: Callable[[str], str]
    environment: dict[str, str] = field(default_factory=dict)
    new: bool = False


def servers(indexes: Path) -> list[Server]:
    """The servers over the indexes in a folder, by engine; those whose package is not installed are left out."""

    def ours(port: int) -> Sequence[str]:
        return ("app.py", "serve", "--port", str(port), "--index-dir", str(indexes / "ours"))

    found = [
        Server("empty", "Empty Flask route", lambda port: ("-m", "bench.empty_server", str(port)), lambda _: "/"),
        Server("ours", "Qingdan, result cache off", ours, _search, NO_CACHE),
        Server("ours_hits", "Qingdan, hits of the result cache", ours, _search),
        Server("ours_new", "Qingdan, misses (every query new)", ours, _search, new=True),
    ]
    if find_spec("datasette"):
        found.append(Server("datasette", "Datasette over FTS5", lambda port: _datasette(port, indexes), _table))
    return found


@contextmanager
def running(server: Server) -> Iterator[tuple[Address, int]]:
    """The address and the process id of a started server, until the block ends; what it logs is shown if it fails."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = Address(*probe.getsockname())
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, *server.command(address.port)],
            stdout=log,
            stderr=log,
            cwd=Path(__file__).resolve().parent.parent,
            env={**os.environ, **server.environment},
        )
        try:
            _wait(process, address)
            yield address, process.pid
        except (ConnectionError, TimeoutError) as error:
            log.seek(0)
            raise RuntimeError(f"{server.label}: {error}\n{log.read().decode(errors='replace')[-_SHOWN:]}") from error
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: Address) -> None:
    """Wait until the server takes connections. Raises ConnectionError where it does not."""
    for _ in range(_ATTEMPTS):
        if process.poll() is not None:
            break
        try:
            socket.create_connection((address.host, address.port)).close()
        except OSError:
            time.sleep(_BETWEEN_ATTEMPTS)
        else:
            return
    raise ConnectionError(f"no server at port {address.port}")


def _search(query: str) -> str:
    return f"/api/search?{urlencode({'q': query})}"


def _datasette(port: int, indexes: Path) -> Sequence[str]:
    settings = ("--setting", "suggest_facets", "off")
    database = str(indexes / "fts5" / DATABASE)
    return ("-m", "datasette", "serve", "--immutable", database, "--port", str(port), *settings)


def _table(query: str) -> str:
    """Datasette's search in a table: any word of the query, ten rows."""
    asked = {"_search": match(query), "_searchmode": "raw", "_size": "10", "_shape": "objects"}
    return f"/{Path(DATABASE).stem}/{TABLE}.json?{urlencode(asked)}"
