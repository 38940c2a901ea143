"""The sockets of the server, opened before anything is said to be running; and the addresses that open the site."""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Iterator, Sequence

_FIRST_HANDED = 3  # the number of the first socket that systemd hands over (sd_listen_fds(3))
_ELSEWHERE = ("192.0.2.1", 9)  # an address of nobody's (RFC 5737): the system chooses a way there, nothing is sent
_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - compared with, not listened at


class ListenError(OSError):
    """The site cannot be served at an address; the message says why in plain Chinese."""


def listen(host: str, port: int) -> list[socket.socket]:
    """The sockets that systemd has handed over, or new ones at an address. Raises ListenError."""
    if handed := _handed_over():
        return handed
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError):
        raise ListenError(f"找不到地址 {host}，--host 应写本机的 IP 地址或主机名") from None
    sockets: list[socket.socket] = []
    faults: list[OSError] = []
    for family, _, _, _, address in dict.fromkeys(found):
        wanted = sockets[0].getsockname()[1] if sockets else port  # the same for all where the system chooses it
        try:
            sockets.append(_bound(family, (address[0], wanted, *address[2:])))
        except OSError as error:
            faults.append(error)
    taken = any(fault.errno == errno.EADDRINUSE for fault in faults)
    if taken or not sockets:
        for each in sockets:
            each.close()
        raise ListenError(_told(faults, host, port))
    return sockets


def _bound(family: int, address: tuple[object, ...]) -> socket.socket:
    """A socket that has the address for itself."""
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)
        made.listen()  # whoever comes while the first index is being built waits for it
    except OSError:
        made.close()
        raise
    return made


def _told(faults: Sequence[OSError], host: str, port: int) -> str:
    numbers = {fault.errno for fault in faults}
    if errno.EADDRINUSE in numbers:
        return f"端口 {port} 已被别的程序占用；请先停掉它，或用 --port 换一个端口"
    if errno.EADDRNOTAVAIL in numbers:
        return f"本机没有 {host} 这个地址；--host 应写本机的地址，或 0.0.0.0（局域网内都能访问）"
    if errno.EACCES in numbers:
        return f"没有权限使用端口 {port}；请用 1024 以上的端口"
    return f"不能在 {host} 的端口 {port} 上提供服务：{faults[0].strerror or faults[0]}"


def _handed_over() -> list[socket.socket]:
    """The sockets that systemd keeps open while the site is started anew, so that no visitor is turned away."""
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return []
    count = int(os.environ.get("LISTEN_FDS", "0"))
    return [socket.socket(fileno=number) for number in range(_FIRST_HANDED, _FIRST_HANDED + count)]


def site_addresses(sockets: Sequence[socket.socket], path: str = "") -> list[str]:
    """Where browsers find the site: on this machine, and where it listens everywhere on others as well."""
    hosts = dict.fromkeys((host, each.getsockname()[1]) for each in sockets for host in _hosts(each))
    return [f"http://{f'[{host}]' if ':' in host else host}:{port}{path}/" for host, port in hosts]


def _hosts(listening: socket.socket) -> Iterator[str]:
    host = listening.getsockname()[0]
    if host not in _EVERYWHERE:
        yield host
        return
    yield "127.0.0.1"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError:  # this machine is in no network
            return
        yield probe.getsockname()[0]
