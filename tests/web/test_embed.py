"""The embedded box as the server gives it: who may use it, the snippet, and the page for frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from settings.model import Settings
from settings.sources import SettingsError, read_settings
from tests.support.hostile_list import EVIL
from web.factory import create_app
from web.requests.embed_options import EmbedOptions, ink_on

COUNTY = "https://www.example.gov.cn"
OTHER = "https://other.example"


@pytest.fixture
def shared(county_index: Path) -> Iterator[FlaskClient]:
    """The site with one other site on its allow-list."""
    with create_app(county_index, Settings((COUNTY,))).test_client() as client:
        yield client


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).data, "lxml")


def ancestors(client: FlaskClient, address: str) -> str:
    policy = client.get(address).headers["Content-Security-Policy"]
    return policy.partition("frame-ancestors ")[2].partition(";")[0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", Settings()),
        (" , ", Settings()),
        (COUNTY, Settings((COUNTY,))),
        (f"{COUNTY}/, HTTP://LAN.example:8080 ,{COUNTY}", Settings((COUNTY, "http://lan.example:8080"))),
        ("https://a.example:443,http://b.example:80", Settings(("https://a.example", "http://b.example"))),
        ("http://[::1]:5000", Settings(("http://[::1]:5000",))),
        ("*", Settings(("*",))),
        (f"*,{COUNTY}", Settings(("*", COUNTY))),
    ],
)
def test_the_environment_makes_the_allow_list(value: str, expected: Settings) -> None:
    assert read_settings({"QINGDAN_EMBED_ORIGINS": value}) == expected
    assert read_settings({}) == Settings()


@pytest.mark.parametrize(
    "value", ["www.example.gov.cn", "https://*", "https://a.example/path", "https://a;script-src", "file://x", "null"]
)
def test_what_is_no_origin_is_told(value: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(f"环境变量 QINGDAN_EMBED_ORIGINS：embed_origins 的值“{value},")):
        read_settings({"QINGDAN_EMBED_ORIGINS": f"{value},{COUNTY}"})


@pytest.mark.parametrize("address", ["/api/search?q=养犬", "/api/suggest?q=养", "/api/search"])
def test_only_listed_sites_read_answers(shared: FlaskClient, address: str) -> None:
    allowed = shared.get(address, headers={"Origin": COUNTY})
    assert allowed.headers["Access-Control-Allow-Origin"] == COUNTY
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    for headers in ({"Origin": OTHER}, {"Origin": f"{COUNTY}.evil.example"}, {"Origin": "null"}, {}):
        refused = shared.get(address, headers=headers)
        assert "Access-Control-Allow-Origin" not in refused.headers
        assert "Origin" in refused.headers["Vary"]


def test_every_site_reads_answers_only_where_it_is_said(county_index: Path) -> None:
    with create_app(county_index, Settings(("*",))).test_client() as client:
        assert client.get("/api/suggest?q=养", headers={"Origin": OTHER}).headers["Access-Control-Allow-Origin"] == "*"
        assert ancestors(client, "/embed/frame") == "'self'"
    with create_app(county_index, Settings()).test_client() as client:
        assert "Access-Control-Allow-Origin" not in client.get("/api/suggest?q=养", headers={"Origin": OTHER}).headers


def test_nothing_else_is_shared(shared: FlaskClient) -> None:
    for address in ("/", "/search?q=养犬", "/search.json?q=养犬", "/api/entries/none", "/healthz", "/embed"):
        assert "Access-Control-Allow-Origin" not in shared.get(address, headers={"Origin": COUNTY}).headers


def test_an_origin_cannot_write_headers(shared: FlaskClient) -> None:
    for origin in (f"{COUNTY} {OTHER}", f"{COUNTY}/", "*"):
        assert "Access-Control-Allow-Origin" not in shared.get("/api/search?q=养犬", headers={"Origin": origin}).headers


def test_only_the_frame_page_may_stand_in_listed_sites(shared: FlaskClient) -> None:
    assert ancestors(shared, "/embed/frame") == f"'self' {COUNTY}"
    assert ancestors(shared, "/embed/frame?q=养犬") == f"'self' {COUNTY}"
    for address in ("/", "/search?q=养犬", "/embed", "/api/", "/matrix"):
        assert ancestors(shared, address) == "'none'"


def test_every_page_keeps_to_its_own_scripts_and_styles(shared: FlaskClient) -> None:
    for address in ("/embed", "/embed/frame?q=养犬", "/api/", "/matrix?q=养犬", "/search?q=养犬"):
        policy = shared.get(address).headers["Content-Security-Policy"]
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        html = page(shared, address)
        assert not html.select("style, [style], script:not([src]), [onclick]")
        loaded = [str(each.get("src") or each.get("href")) for each in html.select("script, link, img, iframe")]
        assert all(each.startswith(("/", "http://localhost/")) for each in loaded)


def test_the_script_is_one_file_that_asks_nothing_of_others(client: FlaskClient) -> None:
    answer = client.get("/embed.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    text = answer.text
    assert text.startswith("(function () {")
    assert text.rstrip().endswith("})();")
    assert "attachShadow" in text
    assert "compositionstart" in text
    assert not re.search(r"https?://|innerHTML|insertAdjacentHTML|document\.write|\beval\b", text)
    again = client.get("/embed.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_snippet_has_the_options_and_a_form_that_needs_no_script(client: FlaskClient) -> None:
    query = {
        "department": "示例县公安局",
        "placeholder": "办什么事",
        "accent": "#B00020",
        "answers": "page",
    }
    html = BeautifulSoup(client.get("/embed", query_string=query).data, "lxml")
    code = html.select_one("textarea#code")
    assert code is not None
    snippet = BeautifulSoup(code.get_text(), "lxml")
    script = snippet.select_one("script")
    assert script is not None
    assert script["src"] == "http://localhost/embed.js"
    options = {name.removeprefix("data-"): value for name, value in script.attrs.items() if name.startswith("data-")}
    assert options == {**query, "accent": "#b00020"}
    form = snippet.select_one("form")
    assert form is not None
    assert form["action"] == "http://localhost/search"
    hidden = form.select_one("input[name=department]")
    assert hidden is not None
    assert hidden["value"] == "示例县公安局"
    preview = html.select_one(".preview script")
    assert preview is not None
    assert preview.attrs == script.attrs


def test_the_frame_snippet_leads_to_a_page_with_the_options(client: FlaskClient) -> None:
    html = page(client, "/embed?department=示例县公安局&accent=%23b00020")
    code = html.select_one("textarea#frame-code")
    assert code is not None
    frame = BeautifulSoup(code.get_text(), "lxml").iframe
    assert frame is not None
    assert frame["title"]
    framed = page(client, str(frame["src"]).removeprefix("http://localhost"))
    hidden = framed.select_one("form input[name=department]")
    assert hidden is not None
    assert hidden["value"] == "示例县公安局"
    style = framed.select("link[rel=stylesheet]")[1]
    assert "--accent: #b00020; --accent-ink: #ffffff" in client.get(str(style["href"])).text


@pytest.mark.parametrize(
    "query",
    [
        {"accent": "red"},
        {"accent": "#12345"},
        {"accent": "#123456;}"},
        {"answers": "popup"},
        {"placeholder": "长" * 41},
        {"department": "没有的部门"},
        {"region": "没有的地区"},
    ],
)
def test_options_that_cannot_be_used_are_told(client: FlaskClient, query: dict[str, str]) -> None:
    answer = client.get("/embed", query_string=query)
    assert answer.status_code == 400
    html = BeautifulSoup(answer.data, "lxml")
    problem = html.select_one("[role=alert]")
    assert problem is not None
    assert re.search(r"[\u4e00-\u9fff]", problem.get_text())
    script = html.select_one(".preview script")
    assert script is not None
    assert set(script.attrs) == {"src", "async"}


@pytest.mark.parametrize("evil", EVIL)
def test_hostile_options_stay_texts(client: FlaskClient, evil: str) -> None:
    for name in ("placeholder", "department"):
        html = BeautifulSoup(client.get("/embed", query_string={name: evil[:40]}).data, "lxml")
        assert not html.select("img, script:not([src]), [onerror]")
        field = html.select_one(f"#{name}")
        assert field is not None
        assert field["value"] == evil[:40]
    for query in ({"q": evil}, {"placeholder": evil[:40]}, {"department": evil}, {"accent": evil}):
        html = BeautifulSoup(client.get("/embed/frame", query_string=query).data, "lxml")
        assert not html.select("img, script:not([src]), [onerror]")


def test_the_snippet_of_a_hostile_placeholder_is_harmless(client: FlaskClient) -> None:
    html = BeautifulSoup(
        client.get("/embed", query_string={"placeholder": '"><img src=x onerror=alert(1)>'}).data, "lxml"
    )
    code = html.select_one("textarea#code")
    assert code is not None
    snippet = BeautifulSoup(code.get_text(), "lxml")
    assert not snippet.select("img")
    script = snippet.select_one("script")
    assert script is not None
    assert script["data-placeholder"] == '"><img src=x onerror=alert(1)>'


def test_the_page_says_who_may_embed(shared: FlaskClient) -> None:
    assert COUNTY in page(shared, "/embed").get_text()


def test_a_frame_tells_that_there_is_no_index(tmp_path: Path) -> None:
    with create_app(tmp_path, Settings((COUNTY,))).test_client() as client:
        answer = client.get("/embed/frame?q=养犬")
        assert answer.status_code == 503
        assert "还没有索引" in answer.text
        assert ancestors(client, "/embed/frame?q=养犬") == f"'self' {COUNTY}"


def test_nobody_may_embed_unless_said(county_index: Path) -> None:
    with create_app(county_index, Settings()).test_client() as client:
        assert "目前没有允许任何网站" in client.get("/embed").text


def test_the_frame_answers_without_scripts(client: FlaskClient) -> None:
    html = page(client, "/embed/frame?q=烟花爆竹")
    api = client.get("/api/search?q=烟花爆竹&size=5").json
    assert api is not None
    first = html.select_one("article.matter")
    assert first is not None
    lines = [line for line in api["agencies"] if line["id"] == api["agencies"][0]["id"]]
    assert [dd.get_text() for dd in first.select("dd")] == [line["role"] for line in lines]
    full = html.select_one("p.all a")
    assert full is not None
    assert str(api["total"]) in full.get_text()
    for link in html.select("main a"):
        assert link["target"] == "_blank"
        assert client.get(str(link["href"])).status_code == 200


def test_the_frame_searches_only_where_it_is_told_to(client: FlaskClient) -> None:
    html = page(client, "/embed/frame?q=治安&department=示例县公安局")
    shown = [span.get_text() for span in html.select(".hits .from, .matter .from")]
    assert shown
    assert set(shown) == {"示例县公安局"}
    form = html.form
    assert form is not None
    assert form["action"] == "/embed/frame"


def test_the_frame_can_lead_to_the_full_page(client: FlaskClient) -> None:
    form = page(client, "/embed/frame?answers=page&department=示例县公安局").form
    assert form is not None
    assert (form["action"], form["target"]) == ("/search", "_blank")
    assert {str(field["name"]) for field in form.select("input")} == {"q", "department"}


def test_the_frame_tells_what_went_wrong(client: FlaskClient) -> None:
    assert "没有找到" in client.get("/embed/frame?q=魑魅魍魉").text
    long = client.get("/embed/frame", query_string={"q": "长" * 201})
    assert long.status_code == 400
    assert "最多 200 个字" in long.text
    better = page(client, "/embed/frame?q=烟花暴竹").select("main a")
    assert any("烟花爆竹" in link.get_text() for link in better)


@pytest.mark.parametrize(
    ("colour", "ink"), [("#000000", "#ffffff"), ("#ffffff", "#000000"), ("#ffcc00", "#000000"), ("#c00000", "#ffffff")]
)
def test_the_ink_can_be_read_on_the_colour(colour: str, ink: str) -> None:
    assert ink_on(colour) == ink


def test_only_colours_are_colours(client: FlaskClient) -> None:
    assert client.get("/embed/accent-00ff00.css").mimetype == "text/css"
    for address in ("/embed/accent-00ff0g.css", "/embed/accent-red;}x.css", "/embed/accent-%23ff000.css"):
        assert client.get(address).status_code in {400, 404}


def test_options_as_usual_need_no_words() -> None:
    assert EmbedOptions().changed() == {}
    assert EmbedOptions(region="示例县").changed() == {"region": "示例县"}
