"""Serving an application: waitress with the settings that were measured best."""

from __future__ import annotations

import logging

from flask import Flask
from waitress import serve

_THREADS = 4  # for slow exports beside searches; 16 clients on two cores get as many answers as with 8
# An answer of up to so many bytes is sent by the thread that watches the connections, in one go. Threads that send
# theirs by themselves hand the interpreter over once more: a fifth fewer answers to 16 clients (decision 10).
_SENT_BY_ITSELF = 64 * 1024
# Browsers keep connections open that they do not use: at 100, as usual, the site would hang for whoever comes next.
# Windows can look at 512 sockets.
_CONNECTIONS = 400


def run(application: Flask, host: str, port: int) -> None:
    """Serve until stopped."""
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
