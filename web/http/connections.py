"""Connections of the server: waitress's, with room for everybody, time-outs, Chinese refusals and an end in good order.

A connection waits while no request of it is being answered and nothing is left to be sent. Where an address, or all of
them together, have too many, the one that has waited longest is closed: browsers that keep theirs open keep nobody out,
and who opens hundreds and sends nothing only closes his own.
"""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Collection
from typing import Any

from flask import Flask
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

from settings.model import Settings
from web.http.clients import client_of, is_among

_MOST_AHEAD = 16  # requests that a connection may send before it has read their answers
_RAW = re.compile(rb"[\x80-\xff]")
_REFUSALS = {
    400: "请求格式不对，无法处理",
    413: "请求内容太大",
    431: "请求地址或请求头太长",
    500: "服务器出错了，请稍后再试",
    501: "不支持这种传输方式",
}


class Parser(HTTPRequestParser):  # type: ignore[misc]
    """Reads addresses with Chinese characters in them as they are, which scripts and old browsers send."""

    def parse_header(self, header_plus: bytes) -> None:
        """Take a request's head apart."""
        line, end, rest = header_plus.partition(b"\r\n")
        super().parse_header(_RAW.sub(lambda found: b"%%%02X" % found[0][0], line) + end + rest)


class Answer(WSGITask):  # type: ignore[misc]
    """An answer of the application."""

    def build_response_header(self) -> bytes:
        """The head of the answer; while the server stops it is the last one of its connection."""
        self.channel.last_activity = time.time()
        if self.channel.server.stopping:
            self.set_close_on_finish()
        return bytes(super().build_response_header())


class Refusal(ErrorTask):  # type: ignore[misc]
    """What is no request that the application could answer, answered in a line of Chinese."""

    def execute(self) -> None:
        """Write the answer."""
        error = self.request.error
        body = f"{_REFUSALS.get(error.code, '请求无法处理')}\n".encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers += [("Content-Type", "text/plain; charset=utf-8"), ("X-Content-Type-Options", "nosniff")]
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    parser_class = Parser
    task_class = Answer
    error_task_class = Refusal

    def __init__(self, server: Server, sock: socket.socket, address: Any, adj: Adjustments, **kwargs: Any) -> None:
        super().__init__(server, sock, address, adj, **kwargs)
        self.client = client_of(address[0])
        self._begun = 0.0  # when the request that is being received began
        server.make_room(self)

    @property
    def waits(self) -> bool:
        """Whether no request of this connection is being answered and nothing is left to be sent."""
        return not self.requests and not self.total_outbufs_len

    def received(self, data: bytes) -> bool:
        """Take in what has come."""
        before = self.request
        taken = bool(super().received(data))
        if self.request is not before:
            self._begun = time.time()
        if len(self.requests) > _MOST_AHEAD:
            self.cancel()
        return taken

    def is_late(self, now: float, settings: Settings) -> bool:
        """Whether the other side has kept the server waiting for too long: for a request, or for taking an answer."""
        if self.waits and self.request is not None and self._begun < now - settings.request_seconds:
            return True
        return (self.waits or bool(self.total_outbufs_len)) and self.last_activity < now - settings.idle_seconds


class Server(TcpWSGIServer):  # type: ignore[misc]
    """A listening socket with its connections. Several share `channels`, `sockets` and `dispatcher`."""

    channel_class = Channel
    stopping = False

    def __init__(
        self,
        application: Flask,
        listening: socket.socket,
        settings: Settings,
        adj: Adjustments,
        channels: dict[int, Channel],
        sockets: dict[int, Any],
        dispatcher: ThreadedTaskDispatcher,
    ) -> None:
        self._settings = settings
        info = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            application, sockets, True, listening, dispatcher=dispatcher, adj=adj, sockinfo=info, bind_socket=False
        )
        self.active_channels = channels

    def make_room(self, newest: Channel) -> None:
        """Close the connections that are too many now that there is a new one."""
        if not is_among(newest.addr[0], self._settings.trusted_proxies):
            own = [each for each in self.active_channels.values() if each.client == newest.client]
            _keep_within(self._settings.connections_per_address, own, newest)
        _keep_within(self._settings.connections, self.active_channels.values(), newest)

    def maintenance(self, now: float) -> None:
        """Close the connections that are late."""
        for channel in self.active_channels.values():
            if channel.is_late(now, self._settings):
                channel.will_close = True


def _keep_within(most: int, channels: Collection[Channel], newest: Channel) -> None:
    """Close the connection that has waited longest where there are more than `most`; the newest where none waits."""
    kept = [each for each in channels if not each.will_close]
    if len(kept) > most:
        waiting = [each for each in kept if each.waits and each is not newest]
        min(waiting, key=lambda each: each.last_activity, default=newest).will_close = True
