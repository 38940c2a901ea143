"""What stands around a search on its way to a browser: JSON, packing, headers, addresses, connections."""

from __future__ import annotations

import gzip
import json
import os
import socket
import sys
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from bs4 import BeautifulSoup
from flask import Flask, url_for
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from search.present.results import Request
from tests.support.serving import server_process
from web.http.json_provider import FastJSONProvider
from web.requests.addresses import path_for, search_address
from web.requests.parameters import read_request

APP = Flask("tests")
PROVIDER = FastJSONProvider(APP)
SITE_HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy")
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(JSON_VALUES)
def test_json_is_what_the_standard_library_writes(value: object) -> None:
    written = PROVIDER.dumps(value)
    assert written == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert PROVIDER.loads(written) == value


def test_numbers_of_numpy_are_numbers() -> None:
    assert PROVIDER.dumps({"score": np.float64(1.5), "count": np.int64(3)}) == '{"score":1.5,"count":3}'


def test_answers_are_readable_json_with_a_line_end(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=养犬")
    assert answer.headers["Content-Type"] == "application/json"
    assert "养犬".encode() in answer.data
    assert answer.data.endswith(b"}\n")
    assert client.get("/api/none").headers["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("accepted", "packed"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br;q=1.0, gzip;q=0.2", True),
        ("*", True),
        ("gzip;q=0", False),
        ("identity", False),
        ("br", False),
        ("", False),
    ],
)
def test_only_who_can_unpack_gets_packed_answers(client: FlaskClient, accepted: str, packed: bool) -> None:
    for path in ("/search?q=养犬", "/api/search?q=养犬", "/static/site.css"):
        answer = client.get(path, headers={"Accept-Encoding": accepted})
        assert ("Content-Encoding" in answer.headers) == packed
        assert answer.headers["Vary"].count("Accept-Encoding") == 1


def test_what_fits_into_a_packet_is_not_packed(client: FlaskClient) -> None:
    answer = client.get("/api/search?q=魑魅魍魉", headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
    assert answer.json is not None
    assert answer.json["total"] == 0


def test_a_packed_file_stays_the_same_and_is_not_sent_twice(client: FlaskClient) -> None:
    headers = {"Accept-Encoding": "gzip"}
    first, second = (client.get("/static/site.css", headers=headers) for _ in range(2))
    assert first.data == second.data
    assert gzip.decompress(first.data) == client.get("/static/site.css").data
    assert first.headers["ETag"].startswith("W/")
    again = client.get("/static/site.css", headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not again.data


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/search?q=养犬", 200),
        ("/api/search?q=养犬", 200),
        ("/api/search", 400),
        ("/none", 404),
        ("/api/none", 404),
        ("/view/elder", 303),
        ("/static/site.css", 200),
        ("/embed", 200),
        ("/embed/frame?q=养犬", 200),
        ("/search.csv?q=养犬", 200),
    ],
)
def test_every_answer_has_the_headers_of_the_site_once(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    for name in SITE_HEADERS:
        assert len(answer.headers.getlist(name)) == 1, name


def test_other_methods_are_refused_with_the_headers_of_the_site(client: FlaskClient) -> None:
    answer = client.post("/api/search?q=养犬")
    assert answer.status_code == 405
    assert [len(answer.headers.getlist(name)) for name in SITE_HEADERS] == [1, 1, 1, 1]


def test_addresses_in_templates_are_those_of_flask(client: FlaskClient) -> None:
    for root in ("", "/qingdan", ""):
        with client.application.test_request_context(base_url=f"http://localhost{root}/"):
            for _ in range(2):
                entry = path_for("pages.entry", record_id="养 犬/1?")
                assert entry == url_for("pages.entry", record_id="养 犬/1?")
                assert entry.startswith(f"{root}/entries/")
                assert path_for("pages.search", q="a&b", kind=("duty", "service")) == url_for(
                    "pages.search", q="a&b", kind=("duty", "service")
                )
            assert path_for("pages.home", _external=True) == f"http://localhost{root}/"


@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20), st.integers(1, 9))
def test_addresses_of_searches_say_what_is_searched(query: str, value: str, page: int) -> None:
    request = Request(query, {"kind": ("duty",), "law": (value,)})
    expected = [("q", query), ("kind", "duty"), ("law", value), *([("page", str(page))] if page > 1 else [])]
    with APP.test_request_context():
        assert parse_qsl(urlsplit(search_address(request, page=page)).query) == expected
        assert parse_qsl(urlsplit(search_address(request, law=(), q="")).query) == [("kind", "duty")]


def test_empty_parameters_are_none() -> None:
    found = read_request(MultiDict([("q", "养犬"), ("kind", ""), ("kind", "duty"), ("region", ""), ("page", " ")]))
    assert found == Request("养犬", {"kind": ("duty",)})


@pytest.mark.parametrize("filters", ["", "&kind=boundary", "&kind=boundary&kind=duty&sort=kind&page=2"])
def test_every_choice_of_a_facet_adds_or_takes_back_one_value(counties: FlaskClient, filters: str) -> None:
    page = f"/search?q=管理{filters}"
    here = {pair for pair in parse_qsl(urlsplit(page).query) if pair[0] != "page"}
    links = BeautifulSoup(counties.get(page).data, "lxml").select(".facets a")
    assert len(links) > 10
    for link in links:
        there = parse_qsl(urlsplit(str(link["href"])).query)
        assert len(there) == len(set(there))
        changed = here ^ set(there)
        assert len(changed) == 1
        assert (next(iter(changed)) in here) == (link.get("aria-current") == "true")


@pytest.mark.slow
def test_browsers_that_keep_connections_open_keep_nobody_out(server: str) -> None:
    host, port = server.removeprefix("http://").split(":")
    with ExitStack() as connections:
        for _ in range(150):
            connection = connections.enter_context(socket.create_connection((host, int(port)), timeout=10))
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert connection.recv(4096).startswith(b"HTTP/1.1 200")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a process choose its cores in this way")
def test_the_server_stays_on_one_core(county_index: Path) -> None:
    with server_process(county_index) as (_, process):
        threads = [os.sched_getaffinity(int(task.name)) for task in Path(f"/proc/{process}/task").iterdir()]
        main = os.sched_getaffinity(process)
    assert len(main) == 1
    assert main <= os.sched_getaffinity(0)
    assert threads.count(main) > 4  # those that answer as well; libraries' own, which do nothing here, may be elsewhere
