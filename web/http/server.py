"""Serving an application: waitress with the settings that were measured best, until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from flask import Flask
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from settings.model import Settings
from web.http.connections import Channel, Server

_THREADS = 4  # for slow exports beside searches
# An answer of up to so many bytes is sent by the thread that watches the connections, in one go. Threads that send
# theirs by themselves hand the interpreter over once more: a third fewer answers to 16 clients (decision 10).
_SENT_BY_ITSELF = 64 * 1024
_LARGEST_HEAD = _LARGEST_BODY = 64 * 1024  # bytes of a request
_LOOKED_AFTER = 2  # seconds after which connections are looked at again whether they are late
_OTHER_SOCKETS = 16  # in the eyes of waitress, which counts those that listen as well
_LAST_LOOK = 0.1  # seconds; while the server stops, for what has been answered meanwhile
_CORE = 36  # which of the values behind the name in /proc/self/stat tells the core (proc(5), `processor`)
_SIGNALS = ("SIGTERM", "SIGINT", "SIGBREAK")  # the last one is Windows'

_log = logging.getLogger(__name__)


def run(application: Flask, sockets: Sequence[socket.socket], settings: Settings) -> None:
    """Serve until stopped by a signal; requests under way are answered before that, a second signal ends it at once."""
    _stay_on_one_core()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # tells of every moment when all threads are busy
    site = _Site(application, sockets, settings)
    for name in _SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), site.stop)
    site.run()


class _Site:
    """The servers of all listening sockets, with one watch over their connections."""

    def __init__(self, application: Flask, sockets: Sequence[socket.socket], settings: Settings) -> None:
        self._seconds = settings.stop_seconds
        self._stopping = False
        self._sockets: dict[int, Any] = {}
        self._channels: dict[int, Channel] = {}
        self._threads = ThreadedTaskDispatcher()
        self._threads.set_thread_count(_THREADS)
        adj = Adjustments(
            sockets=list(sockets),
            connection_limit=settings.connections + _OTHER_SOCKETS,
            cleanup_interval=_LOOKED_AFTER,
            ident=None,
            max_request_header_size=_LARGEST_HEAD,
            max_request_body_size=_LARGEST_BODY,
            send_bytes=_SENT_BY_ITSELF,
        )
        self._servers = [
            Server(application, each, settings, adj, self._channels, self._sockets, self._threads) for each in sockets
        ]

    def stop(self, signal_number: int, _frame: FrameType | None) -> None:
        """What a signal does: the first one ends the serving in good order, the same again ends the program."""
        signal.signal(signal_number, signal.SIG_DFL)
        self._stopping = True
        self._servers[0].pull_trigger()

    def run(self) -> None:
        """Serve until stopped."""
        while not self._stopping:
            self._watch(1)
        self._finish()
        self._threads.shutdown(timeout=0)

    def _watch(self, seconds: float) -> None:
        wasyncore.loop(seconds, use_poll=True, map=self._sockets, count=1)

    def _finish(self) -> None:
        """Take no new connections, close those that wait, and answer what is under way."""
        for server in self._servers:
            server.stopping, server.accepting = True, False
            wasyncore.dispatcher.close(server)
        self._watch(0)  # takes in the requests that have come already
        last = time.monotonic() + self._seconds
        while self._channels and time.monotonic() < last:
            for channel in self._channels.values():
                channel.will_close = channel.will_close or channel.waits
            self._watch(_LAST_LOOK)
        if self._channels:
            _log.warning("停止时还有 %d 个请求没有做完", len(self._channels))


def _stay_on_one_core() -> None:
    """Keep the threads of this process on the core on which it was started, where the system is Linux.

    Only one of them has the interpreter at a time, and to hand it to another core costs as much as half an answer:
    16 clients get half as many answers again, and twice as many where other programs keep all cores busy (decision 10).
    """
    if sys.platform == "linux":
        try:
            core = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[_CORE])
            os.sched_setaffinity(0, {core})
        except OSError as error:
            _log.info("无法固定在一个处理器核心上：%s", error)
