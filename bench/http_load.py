"""A light load generator: one thread, raw sockets kept alive, each client sending its next request when answered."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_END_OF_HEAD = b"\r\n\r\n"
_LAST_CHUNK = b"0\r\n\r\n"
_READ = 256 * 1024  # bytes at a time
_PATIENCE = 60.0  # seconds without any answer, after which a server counts as dead


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int


def request(address: Address, path: str) -> bytes:
    """A GET request that keeps the connection and asks for no compression."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: {address.host}:{address.port}\r\nAccept: application/json\r\n"
        "Accept-Encoding: identity\r\nConnection: keep-alive\r\n\r\n"
    ).encode("ascii")


def latencies(address: Address, requests: Sequence[bytes]) -> list[float]:
    """Milliseconds for each request, asked one after the other on one connection."""
    times: list[float] = []
    with socket.create_connection((address.host, address.port), timeout=_PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for asked in requests:
            started = time.perf_counter()
            connection.sendall(asked)
            received = bytearray()
            while not is_whole(received):
                received += _more(connection)
            times.append((time.perf_counter() - started) * 1000)
    return times


def throughput(address: Address, requests: Iterable[bytes], clients: int, seconds: float) -> float:
    """Answers per second to so many clients at once, each asking the next of the requests when it was answered."""
    waiting = iter(requests)
    connections = [socket.create_connection((address.host, address.port)) for _ in range(clients)]
    answered = 0
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            selector.register(connection, selectors.EVENT_READ, bytearray())
            connection.sendall(next(waiting))
        started = time.perf_counter()
        while (passed := time.perf_counter() - started) < seconds:
            answered += _serve_answers(selector, waiting)
    for connection in connections:
        connection.close()
    return answered / passed


def _serve_answers(selector: selectors.BaseSelector, waiting: Iterator[bytes]) -> int:
    """Read what has arrived, and send the next request on every connection whose answer is whole."""
    answered = 0
    ready = selector.select(_PATIENCE)
    if not ready:
        raise TimeoutError("the server does not answer")
    for key, _ in ready:
        connection, received = key.fileobj, key.data
        assert isinstance(connection, socket.socket)
        received += _more(connection)
        if is_whole(received):
            answered += 1
            received.clear()
            connection.sendall(next(waiting))
    return answered


def _more(connection: socket.socket) -> bytes:
    received = connection.recv(_READ)
    if not received:
        raise ConnectionError("the server closed the connection")
    return received


def is_whole(received: bytes | bytearray) -> bool:
    """Whether an answer has arrived to its end. Raises ConnectionError for an answer other than 200 OK."""
    end = received.find(_END_OF_HEAD)
    if end < 0:
        return False
    status, *fields = received[:end].decode("latin-1").split("\r\n")
    if status.split()[1] != "200":
        raise ConnectionError(f"the server answered {status}")
    head = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in fields)}
    start = end + len(_END_OF_HEAD)
    if "content-length" in head:
        return len(received) - start >= int(head["content-length"])
    return _chunks_end(received[start:])


def _chunks_end(body: bytes | bytearray) -> bool:
    """Whether a body sent in chunks has its last one."""
    at = 0
    while (line := body.find(b"\r\n", at)) >= 0:
        size = int(body[at:line].split(b";")[0], 16)
        if size == 0:
            return body[line:] == _LAST_CHUNK[1:]
        at = line + 2 + size + 2
    return False
