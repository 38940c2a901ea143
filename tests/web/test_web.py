"""The API and the pages, through the real application over a real index."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from indexer.build import build
from indexer.sources.collect import collect
from web.factory import create_app


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).data, "lxml")


def test_search_answers_the_contract(client: FlaskClient) -> None:
    body = client.get("/api/search", query_string={"q": "烟花爆竹", "size": 3}).json
    assert body is not None
    contract = {"query", "total", "page", "size", "took_ms", "suggestion", "agencies", "facets", "hits"}
    assert contract <= set(body)
    assert (body["query"], body["page"], body["size"]) == ("烟花爆竹", 1, 3)
    assert set(body["facets"]) == {"kind", "region", "department", "agency", "law"}
    assert {"agency", "role", "matter", "department", "id"} <= set(body["agencies"][0])
    hit = body["hits"][0]
    assert {"id", "kind", "title", "department", "region", "score", "highlights"} <= set(hit)
    assert hit["highlights"]["matter"].startswith("<mark>烟花爆竹</mark>")


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "长" * 201},
        {"q": "火", "page": "0"},
        {"q": "火", "page": "x"},
        {"q": "火", "size": "999"},
        {},
        {"q": "火", "kind": "x"},
    ],
)
def test_what_cannot_be_served_is_a_400_with_a_reason(client: FlaskClient, parameters: dict[str, str]) -> None:
    answer = client.get("/api/search", query_string=parameters)
    assert answer.status_code == 400
    assert answer.json is not None
    assert re.search(r"[\u4e00-\u9fff]", answer.json["error"])


def test_explain_adds_up_to_what_ranks(client: FlaskClient) -> None:
    body = client.get("/api/search", query_string={"q": "养犬 登记", "explain": 1}).json
    assert body is not None
    first = body["hits"][0]["explain"]
    assert {part["concept"] for part in first} >= {"养犬", "登记"}
    assert all(part["found"] for part in first if part["score"])
    assert "title" in {found["zone"] for part in first for found in part["found"]}
    plain = client.get("/api/search", query_string={"q": "养犬 登记"}).json
    assert plain is not None
    assert "explain" not in plain["hits"][0]


def test_filters_and_pages(client: FlaskClient) -> None:
    query = {"q": "监管", "kind": "boundary", "agency": "县公安局", "page": 2, "size": 5}
    body = client.get("/api/search", query_string=query).json
    assert body is not None
    assert body["page"] == 2
    assert all(hit["kind"] == "boundary" for hit in body["hits"])


def test_an_entry_is_the_whole_record(client: FlaskClient) -> None:
    found = client.get("/api/search", query_string={"q": "养犬管理"}).json
    assert found is not None
    record = client.get(f"/api/entries/{found['hits'][0]['id']}").json
    assert record is not None
    assert record["matter"] == "养犬管理"
    assert len(record["parties"]) > 3


@pytest.mark.parametrize("address", ["/api/entries/none", "/api/none"])
def test_unknown_addresses_below_the_api_answer_json(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"]


def test_suggestions(client: FlaskClient) -> None:
    body = client.get("/api/suggest", query_string={"q": "烟花"}).json
    assert body is not None
    assert "烟花爆竹安全监管" in body["suggestions"]
    assert client.get("/api/suggest").json == {"suggestions": []}


def test_health(client: FlaskClient) -> None:
    body = client.get("/healthz").json
    assert body is not None
    assert body["status"] == "ok"
    assert body["records"] > 300
    assert body["generation"].startswith("g-")


def test_without_an_index_everything_is_a_503(tmp_path: Path) -> None:
    with create_app(tmp_path).test_client() as client:
        assert client.get("/healthz").status_code == 503
        assert client.get("/api/search?q=x").status_code == 503
        answer = client.get("/search?q=x")
        assert answer.status_code == 503
        assert "还没有索引" in answer.text


def test_home_shows_the_box_and_what_is_covered(client: FlaskClient) -> None:
    home = page(client, "/")
    assert home.select_one("form[role=search] input[name=q]")
    assert "示例县公安局" in home.get_text()
    assert home.html is not None
    assert home.html["lang"] == "zh-CN"


def test_results_give_the_answer_first(client: FlaskClient) -> None:
    found = page(client, "/search?q=烟花爆竹")
    answer, hits = found.select_one(".answer"), found.select_one(".hits")
    assert answer is not None
    assert hits is not None
    text = str(found)
    assert text.index('class="answer"') < text.index('class="hits"')
    assert {"县公安局", "县应急管理局"} <= {th.get_text(strip=True) for th in answer.select("th[scope=row]")}
    assert hits.select_one("h2 mark") is not None


def test_filters_are_links_that_can_be_taken_back(client: FlaskClient) -> None:
    found = page(client, "/search?q=监管&kind=boundary")
    chip = found.select_one(".chips a")
    assert chip is not None
    assert "kind" not in str(chip["href"])
    facet = next(a for a in found.select(".facets a") if "kind=duty" in str(a["href"]))
    assert "kind=boundary" in str(facet["href"])


def test_pages_are_linked(client: FlaskClient) -> None:
    found = page(client, "/search?q=监管")
    following = next(a for a in found.select(".pager a") if a.get_text() == "2")
    again = page(client, str(following["href"]))
    current = again.select_one(".pager [aria-current=page]")
    assert current is not None
    assert current.get_text() == "2"
    start = again.select_one(".hits ol")
    assert start is not None
    assert start["start"] == "11"


def test_nothing_found_helps(client: FlaskClient) -> None:
    found = page(client, "/search?q=魑魅魍魉")
    assert "没有找到" in found.get_text()
    assert found.select(".nothing li")


def test_a_query_that_is_too_long_is_told_on_the_page(client: FlaskClient) -> None:
    answer = client.get("/search", query_string={"q": "长" * 201})
    assert answer.status_code == 400
    assert "最多 200 个字" in answer.text


@pytest.mark.parametrize("kind", ["boundary", "duty", "supervision", "service"])
def test_every_kind_of_record_has_a_page(client: FlaskClient, kind: str) -> None:
    found = page(client, f"/search?q=管理&kind={kind}")
    link = found.select_one(".hits h2 a")
    assert link is not None
    record = page(client, str(link["href"]))
    assert record.h1 is not None
    assert "责任清单" in record.select(".source")[0].get_text()


def test_headers_keep_a_page_to_itself(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    evil = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<mark>假</mark>", "{{7*7}}"]
    cells = "\n".join(f"\t{text}" for text in ["1", f"恶意事项{evil[0]}", *evil[1:], evil[0]])
    head = "\n".join(f"\t{label}" for label in ["序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例"])
    (tmp_path / "evil.txt").write_text(f"示例县公安局责任清单\n\n二、职责边界\n\n{head}\n\n{cells}\n", encoding="utf-8")
    build(collect([tmp_path / "evil.txt"]), tmp_path / "index")
    with create_app(tmp_path / "index").test_client() as client:
        found = client.get("/api/search", query_string={"q": "恶意事项"}).json
        assert found is not None
        entry = f"/entries/{found['hits'][0]['id']}"
        for address in ("/", "/search?q=恶意事项", "/search?q=<script>alert(1)</script>", entry):
            html = client.get(address).text
            assert "<script>" not in html
            assert "<img" not in html
            assert "<mark>假" not in html
            assert ">49<" not in html
        for value in found["hits"][0]["highlights"].values():
            assert not re.search(r"<(?!/?mark>)", value)
