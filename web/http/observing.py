"""What whoever runs the site can see of its requests: an id for each, a line in the log, numbers for Prometheus."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import Response, g, request

from settings.model import JSON, OFF, Settings

_ID = 6  # bytes
_BOUNDS = (0.005, 0.025, 0.1, 0.5, 2.0, 10.0)  # seconds
_NOWHERE = "(none)"  # the route of an address that the site does not have

_log = logging.getLogger("qingdan.requests")


class Observer:
    """Counts the requests of one site, and logs them where the settings say so."""

    def __init__(self, settings: Settings) -> None:
        self._form = settings.request_log
        self._queries = settings.log_queries
        self._lock = threading.Lock()
        self._answers: Counter[tuple[str, int]] = Counter()
        self._quicker: Counter[float] = Counter()
        self._seconds = 0.0
        if self._form != OFF:
            _write_lines()

    def begin(self) -> None:
        """A request has come."""
        g.id, g.begun = secrets.token_hex(_ID), time.perf_counter()

    def end(self, response: Response) -> Response:
        """Its answer is made."""
        took = time.perf_counter() - g.begun
        response.headers["X-Request-Id"] = g.id
        route = request.url_rule.rule if request.url_rule else _NOWHERE
        with self._lock:
            self._answers[route, response.status_code] += 1
            self._quicker[next((bound for bound in _BOUNDS if took <= bound), float("inf"))] += 1
            self._seconds += took
        if self._form != OFF:
            _log.info("%s", self._line(route, response, took))
        return response

    def _line(self, route: str, response: Response, took: float) -> str:
        """A request in the log: its route and not its path, which can hold what somebody was looking for."""
        said: dict[str, Any] = {
            "time": datetime.now().astimezone().isoformat(timespec="milliseconds"),
            "id": g.id,
            "client": request.remote_addr,
            "method": request.method,
            "route": route,
            "status": response.status_code,
            "bytes": response.content_length or 0,
            "ms": round(took * 1000, 1),
        }
        if self._queries:
            said["q"] = request.args.get("q", "")
        if self._form == JSON:
            return json.dumps(said, ensure_ascii=False)
        query = [json.dumps(said.pop("q"), ensure_ascii=False)] if self._queries else []
        return " ".join([*map(str, said.values()), *query])

    def samples(self) -> Iterator[str]:
        """The numbers so far, as Prometheus reads them."""
        with self._lock:
            answers, quicker, seconds = dict(self._answers), dict(self._quicker), self._seconds
        yield "# TYPE qingdan_requests_total counter"
        for (route, status), count in sorted(answers.items()):
            yield f'qingdan_requests_total{{route="{route}",status="{status}"}} {count}'
        yield "# TYPE qingdan_request_seconds histogram"
        count = 0
        for bound in _BOUNDS:
            count += quicker.get(bound, 0)
            yield f'qingdan_request_seconds_bucket{{le="{bound}"}} {count}'
        total = sum(answers.values())
        yield f'qingdan_request_seconds_bucket{{le="+Inf"}} {total}'
        yield f"qingdan_request_seconds_sum {seconds:.6f}"
        yield f"qingdan_request_seconds_count {total}"


def _write_lines() -> None:
    """Let the lines of the log go to standard error, and nothing around them."""
    if not _log.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        _log.addHandler(handler)
        _log.setLevel(logging.INFO)
        _log.propagate = False
