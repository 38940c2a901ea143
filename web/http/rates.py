"""How much one client may ask: so many requests in a minute, so many files among them, and so many files at once."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, request
from werkzeug.exceptions import TooManyRequests

from settings.model import Settings
from web.http.clients import client_of, is_this_machine

_MINUTE = 60  # seconds
_SOON = 5  # seconds after which another file may be asked for while others are being made
# Answers that cost nothing, or that only whoever runs the site asks for.
_FREE = {"static", "operation.health", "operation.ready", "operation.metrics", "embed.script", "embed.accent"}
_FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded")

_log = logging.getLogger(__name__)
_Arguments = ParamSpec("_Arguments")
_Made = TypeVar("_Made")


class Rate:
    """So many requests of each client in each minute of the clock; 0 for no limit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._minute = 0
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()

    def wait(self, client: str, now: float) -> int:
        """Count a request at a time in seconds: 0 where it may be answered, else the seconds until the next may."""
        if not self._most:
            return 0
        minute, second = divmod(int(now), _MINUTE)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            count = self._counts[client] = self._counts.get(client, 0) + 1
        return _MINUTE - second if count > self._most else 0


class Rates:
    """The limits of one site."""

    def __init__(self, settings: Settings) -> None:
        self._requests = Rate(settings.requests_per_minute)
        self._files = Rate(settings.exports_per_minute)
        self._turns = threading.BoundedSemaphore(settings.exports_at_once)
        self._warned = False

    def check(self) -> None:
        """Raises TooManyRequests where the client of the request has asked too much."""
        if request.endpoint not in _FREE:
            self._count(self._requests)

    def _count(self, rate: Rate) -> None:
        """Count the request, unless this machine asks: for itself, or as a proxy that nobody named."""
        if is_this_machine(request.remote_addr or ""):
            if not self._warned and is_forwarded():
                self._warned = True
                _log.warning("请求由本机的反向代理转来，但没有设置 trusted_proxies，因此不能按访问者限制次数")
            return
        seconds = rate.wait(client_of(request.remote_addr or ""), time.time())
        if seconds:
            raise TooManyRequests("请求太频繁", retry_after=seconds)

    def make(self, file: Callable[[], _Made]) -> _Made:
        """Make a file in turn. Raises TooManyRequests where the client or all together ask for too many."""
        self._count(self._files)
        if not self._turns.acquire(blocking=False):
            raise TooManyRequests("正在制作的文件太多", retry_after=_SOON)
        try:
            return file()
        finally:
            self._turns.release()


def rates() -> Rates:
    """The limits of the site that answers."""
    found: Rates = current_app.extensions["rates"]
    return found


def in_turn(view: Callable[_Arguments, _Made]) -> Callable[_Arguments, _Made]:
    """A view that makes a file: not too many of them at once."""

    @wraps(view)
    def made(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Made:
        return rates().make(lambda: view(*args, **kwargs))

    return made


def is_forwarded() -> bool:
    """Whether a proxy says that it asks for somebody else."""
    return any(name in request.headers for name in _FORWARDED)
