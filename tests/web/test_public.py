"""The site in public: behind a proxy, below a path, under its own name, and shared out among its visitors."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from settings.model import Settings
from web.factory import create_app
from web.http.rates import Rate, Rates

PROXY, STRANGER, VISITOR = "198.51.100.1", "203.0.113.9", "192.0.2.7"
PREFIX = "/qingdan"


@contextmanager
def site(index: Path, settings: Settings) -> Iterator[FlaskClient]:
    with create_app(index, settings).test_client() as client:
        yield client


def get(client: FlaskClient, path: str, peer: str, **headers: str) -> tuple[int, str]:
    """The status and the text of an answer to somebody at an address."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = client.get(path, environ_base={"REMOTE_ADDR": peer}, headers=named)
    return answer.status_code, answer.text


PAGES = [
    "/",
    "/search?q=养犬",
    "/search?q=管理&kind=duty&sort=kind",
    "/search?q=魑魅魍魉",
    "/matters",
    "/departments",
    "/agencies",
    "/laws",
    "/about",
    "/embed",
    "/embed/frame?q=养犬",
    "/api/",
    "/matrix?q=养犬",
    "/none",
]


def addresses(html: str) -> set[str]:
    """Every address in a page that leads to this site."""
    page = BeautifulSoup(html, "lxml")
    found = {
        str(element[name]) for name in ("href", "src", "action", "data-suggest") for element in page.select(f"[{name}]")
    }
    return {each for each in found if not urlsplit(each).scheme and not each.startswith("#")}


@pytest.mark.parametrize("stripped", [False, True])
@pytest.mark.parametrize("path", PAGES)
def test_no_link_of_a_site_below_a_path_leaves_it(county_index: Path, path: str, stripped: bool) -> None:
    """Whether the proxy hands the path on or takes it off."""
    with site(county_index, Settings(path_prefix=PREFIX)) as client:
        _, html = get(client, path if stripped else PREFIX + path, STRANGER)
        found = addresses(html)
        assert len(found) > (0 if "frame" in path else 10)
        assert {each for each in found if not each.startswith((f"{PREFIX}/", "?"))} == set()
        for each in sorted(found)[:40]:
            wanted = urljoin(f"{PREFIX}{path}", each)
            assert client.get(wanted).status_code in ({200, 303, 404} if path == "/none" else {200, 303}), wanted


def test_feeds_files_descriptions_and_redirects_know_the_path(county_index: Path) -> None:
    with site(county_index, Settings(path_prefix=PREFIX)) as client:
        base = f"http://localhost{PREFIX}/"
        for path in ("/search.atom?q=养犬", "/search.json?q=养犬", "/search.csv?q=养犬", "/opensearch.xml"):
            text = client.get(PREFIX + path).text
            assert base in text
            assert text.count("http://localhost/") == text.count(base)
            assert f"{PREFIX}{PREFIX}" not in text
        snippet = client.get(f"{PREFIX}/embed").text
        assert f"{base}embed.js" in snippet
        assert f"{PREFIX}{PREFIX}" not in snippet
        switched = client.get(f"{PREFIX}/view/elder?back={PREFIX}/matters")
        assert switched.headers["Location"] == f"{PREFIX}/matters"
        assert f"Path={PREFIX}" in switched.headers["Set-Cookie"]
        assert client.get(f"{PREFIX}/view/elder?back=//evil").headers["Location"] == f"{PREFIX}/"
        assert client.get(f"{PREFIX}/api/openapi.json").get_json()["servers"][0]["url"] == PREFIX


def test_only_a_trusted_proxy_is_believed(county_index: Path) -> None:
    settings = Settings(trusted_proxies=(ip_network(f"{PROXY}/32"),))
    told = {"X_Forwarded_For": VISITOR, "X_Forwarded_Proto": "https", "X_Forwarded_Host": "qd.example.gov.cn"}
    with site(county_index, settings) as client:
        assert "https://qd.example.gov.cn/entries/" in get(client, "/search.atom?q=养犬", PROXY, **told)[1]
        assert "http://localhost/entries/" in get(client, "/search.atom?q=养犬", STRANGER, **told)[1]


def test_a_site_with_names_answers_under_no_other(county_index: Path) -> None:
    with site(county_index, Settings(hosts=("qd.example.gov.cn",))) as client:
        for host, status in [("qd.example.gov.cn", 200), ("localhost:5000", 200), ("evil.example", 400)]:
            assert get(client, "/", STRANGER, Host=host)[0] == status
        assert "不用这个主机名" in get(client, "/search?q=养犬", STRANGER, Host="evil.example")[1]


def test_each_minute_begins_anew() -> None:
    rate = Rate(3)
    assert [rate.wait("a", 119) for _ in range(5)] == [0, 0, 0, 1, 1]
    assert rate.wait("b", 119.9) == 0
    assert [rate.wait("a", 120 + second) for second in (0, 1, 2, 45)] == [0, 0, 0, 15]
    assert [Rate(0).wait("a", 1) for _ in range(9)] == [0] * 9


def test_who_asks_too_much_is_told_when_to_ask_again(county_index: Path) -> None:
    with site(county_index, Settings(requests_per_minute=20)) as client:
        answers = [client.get("/api/suggest?q=养", environ_base={"REMOTE_ADDR": STRANGER}) for _ in range(45)]
        refused = [each for each in answers if each.status_code == 429]
        assert len(refused) >= 5  # of 45 in two minutes at most 40 are answered
        assert 1 <= int(refused[0].headers["Retry-After"]) <= 60
        assert refused[0].get_json() == {"error": "请求太频繁，请稍等一会儿再试"}
        assert get(client, "/", VISITOR)[0] == 200
        assert get(client, "/healthz", STRANGER)[0] == 200
        assert {get(client, "/", "127.0.0.1")[0] for _ in range(45)} == {200}


def test_visitors_behind_a_proxy_are_told_apart(county_index: Path) -> None:
    settings = Settings(requests_per_minute=5, trusted_proxies=(ip_network("127.0.0.1/32"),))
    with site(county_index, settings) as client:
        visitors = [f"192.0.2.{number}" for number in range(1, 51)]
        assert {get(client, "/", "127.0.0.1", X_Forwarded_For=each)[0] for each in visitors} == {200}
        statuses = [get(client, "/", "127.0.0.1", X_Forwarded_For=VISITOR)[0] for _ in range(15)]
        assert 429 in statuses
        forged = [get(client, "/", "127.0.0.1", X_Forwarded_For=f"10.0.0.{n}, {VISITOR}")[0] for n in range(15)]
        assert 429 in forged


def test_files_have_a_limit_of_their_own(county_index: Path) -> None:
    with site(county_index, Settings(exports_per_minute=2)) as client:
        statuses = [get(client, "/search.csv?q=养犬", STRANGER)[0] for _ in range(6)]
        assert 429 in statuses
        assert get(client, "/search?q=养犬", STRANGER)[0] == 200


def test_only_so_many_files_are_made_at_once(county_index: Path) -> None:
    app = create_app(county_index, Settings(exports_at_once=1))
    rates: Rates = app.extensions["rates"]
    begun, go = threading.Event(), threading.Event()
    made: list[str] = []

    def slow() -> str:
        begun.set()
        go.wait()
        return "whole"

    def make() -> None:
        with app.test_request_context():
            made.append(rates.make(slow))

    first = threading.Thread(target=make)
    first.start()
    begun.wait()
    with app.test_client() as client:
        refused = client.get("/search.xlsx?q=养犬")
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
        assert client.get("/search?q=养犬").status_code == 200
        go.set()
        first.join()
        assert made == ["whole"]
        assert client.get("/search.xlsx?q=养犬").status_code == 200
    with app.test_request_context(), pytest.raises(ZeroDivisionError):
        rates.make(lambda: 1 / 0)
    with app.test_request_context():
        assert rates.make(lambda: "again") == "again"


def test_a_query_has_only_so_many_parts(client: FlaskClient) -> None:
    characters = [chr(0x4E00 + number) for number in range(41)]
    for sign in ("|", " "):
        assert client.get("/api/search", query_string={"q": sign.join(characters[:40])}).status_code == 200
        refused = client.get("/api/search", query_string={"q": sign.join(characters)})
        assert refused.status_code == 400
        assert refused.get_json()["error"] == "查询内容太杂：最多 40 个词，现有 41 个"
    assert client.get("/api/search", query_string={"q": "|".join("的" * 100)}).status_code == 200
