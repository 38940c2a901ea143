"""Serving an application: waitress with the settings that were measured best."""

from __future__ import annotations

import logging

from flask import Flask
from waitress import serve

_THREADS = 8  # of 1 to 16, 8 gave 16 clients on two cores most answers of those that are kept
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
    )
