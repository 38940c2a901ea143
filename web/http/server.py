"""Serving an application: waitress with the settings that were measured best."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

from flask import Flask
from waitress import serve

_THREADS = 4  # for slow exports beside searches
# An answer of up to so many bytes is sent by the thread that watches the connections, in one go. Threads that send
# theirs by themselves hand the interpreter over once more: a third fewer answers to 16 clients (decision 10).
_SENT_BY_ITSELF = 64 * 1024
# Browsers keep connections open that they do not use: at 100, as usual, the site would hang for whoever comes next.
# Windows can look at 512 sockets.
_CONNECTIONS = 400
_CORE = 36  # which of the values behind the name in /proc/self/stat tells the core (proc(5), `processor`)

_log = logging.getLogger(__name__)


def run(application: Flask, host: str, port: int) -> None:
    """Serve until stopped."""
    _stay_on_one_core()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # tells of every moment when all threads are busy
    serve(
        application,
        host=host,
        port=port,
        threads=_THREADS,
        connection_limit=_CONNECTIONS,
        asyncore_use_poll=True,
        ident=None,
        send_bytes=_SENT_BY_ITSELF,
    )


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
