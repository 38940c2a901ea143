"""What whoever runs the site sees: ids, the log, numbers, readiness."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from settings.model import Settings
from web.factory import create_app

STRANGER = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What goes to the log of requests."""
    kept: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept.append(record.getMessage())

    log, keep = logging.getLogger("qingdan.requests"), Keep()
    log.addHandler(keep)
    log.setLevel(logging.INFO)
    yield kept
    log.removeHandler(keep)


def test_the_log_holds_no_query_unless_it_may(county_index: Path, lines: list[str]) -> None:
    client = create_app(county_index, Settings(request_log="json")).test_client()
    answer = client.get("/search?q=养犬", environ_base=STRANGER)
    client.get("/matters/养犬管理")
    line = json.loads(lines[0])
    assert (line["route"], line["status"], line["client"], line["method"]) == ("/search", 200, "203.0.113.9", "GET")
    assert line["id"] == answer.headers["X-Request-Id"]
    assert line["bytes"] == len(answer.data)
    assert "养犬" not in "".join(lines)
    telling = create_app(county_index, Settings(request_log="plain", log_queries=True)).test_client()
    telling.get("/search", query_string={"q": "养犬\n2026 forged"})
    assert lines[-1].endswith(' "养犬\\n2026 forged"')
    assert len(lines[-1].splitlines()) == 1


def test_nothing_is_logged_unless_it_is_asked_for(client: FlaskClient, lines: list[str]) -> None:
    client.get("/search?q=养犬")
    assert lines == []


def test_an_error_shows_the_id_that_the_log_holds(county_index: Path, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> str:
        raise ZeroDivisionError

    app = create_app(county_index)
    app.add_url_rule("/api/broken", "broken", broken)
    app.add_url_rule("/broken", "broken_page", broken)
    client = app.test_client()
    for path in ("/api/broken", "/broken"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert f"编号 {answer.headers['X-Request-Id']}" in answer.text
        assert f"请求 {answer.headers['X-Request-Id']} 出错" in caplog.text
        assert "ZeroDivisionError" not in answer.text


def test_numbers_are_those_of_the_requests(county_index: Path) -> None:
    settings = Settings(metrics_for=(ip_network("10.0.0.0/8"),))
    client = create_app(county_index, settings).test_client()
    for path in ("/search?q=养犬", "/search?q=消防", "/api/search", "/none", "/none?2"):
        client.get(path)
    text = client.get("/metrics").text
    for line in (
        'qingdan_requests_total{route="/search",status="200"} 2',
        'qingdan_requests_total{route="/api/search",status="400"} 1',
        'qingdan_requests_total{route="(none)",status="404"} 2',
        "qingdan_request_seconds_count 5",
        'qingdan_request_seconds_bucket{le="+Inf"} 5',
        "qingdan_results_kept 2",
        "qingdan_index_degraded 0",
    ):
        assert line in text.splitlines()
    sample = re.compile(r'(# TYPE \w+ \w+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [0-9.e+-]+)')
    assert [line for line in text.splitlines() if not sample.fullmatch(line)] == []
    assert client.get("/metrics", environ_base=STRANGER).status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "10.1.2.3"}).status_code == 200


def test_a_site_is_ready_once_it_has_an_index(county_index: Path, tmp_path: Path) -> None:
    assert create_app(county_index).test_client().get("/readyz").status_code == 200
    empty = create_app(tmp_path).test_client()
    assert empty.get("/readyz").status_code == 503
    assert empty.get("/metrics").status_code == 200
