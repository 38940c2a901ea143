"""The pages for people through the real application, over two counties."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from indexer.build import build
from indexer.sources.collect import collect
from tests.support.hostile_list import FILE as HOSTILE
from tests.support.hostile_list import MATTER, write_hostile_list
from tests.support.second_county import DOGS, FILE, FORMER_OFFICE
from tests.support.soup import crawl, link, one, own_links, page, record_of, texts
from web.factory import create_app


def test_no_link_leads_nowhere(counties: FlaskClient) -> None:
    sorts = {urlsplit(address).path.split("/")[1] for address, _ in crawl(counties, most=20)}
    assert sorts >= {"search", "entries", "matters", "agencies", "laws", "departments", "about"}


def test_home_leads_to_everything_that_is_covered(counties: FlaskClient) -> None:
    home = page(counties, "/")
    assert "12 份清单" in one(home, ".sums").get_text()
    headings = texts(home, ".browse h2")
    assert headings == ["事项", "部门清单", "涉及机构", "法律依据"]
    assert all(text.startswith("全部") for text in texts(home, ".browse p a"))
    assert home.select(".try a")


# --- results ---------------------------------------------------------------------------------------------------


def test_the_first_matter_is_open_and_the_others_are_folded(counties: FlaskClient) -> None:
    found = page(counties, "/search?q=烟花爆竹")
    answer = one(found, ".answer")
    assert len(answer.select("article")) == 1
    folded = answer.select("details.further")
    assert folded
    assert "等" in one(folded[0], "summary").get_text()
    assert folded[0].select("tbody th[scope=row]")


def test_the_answer_says_who_leads_and_who_assists(counties: FlaskClient) -> None:
    found = page(counties, f"/search?q={DOGS}&department=邻县公安局")
    rows = {one(row, "th").get_text(" ", strip=True): row for row in found.select(".answer article tbody tr")}
    tags = {name.split()[0]: texts(row, ".tag") for name, row in rows.items()}
    assert tags["县公安局"] == ["牵头"]
    assert tags[FORMER_OFFICE] == ["配合"]
    assert tags["县农业农村局"] == []
    assert any("现由市场监督管理局承担" in name for name in rows)


def test_hits_can_be_sorted_and_stand_under_headings(counties: FlaskClient) -> None:
    found = page(counties, "/search?q=监管&sort=kind&page=2")
    assert texts(found, ".sorts [aria-current]") == ["类别"]
    assert texts(found, ".hits .group")
    kinds = texts(found, ".hits .kind")
    assert len(kinds) == 10
    assert kinds == sorted(kinds, key=["职责边界", "部门职责", "事中事后监管", "公共服务"].index)
    lists = found.select(".hits ol")
    assert str(lists[0]["start"]) == "11"
    by_department = page(counties, "/search?q=监管&sort=department")
    names = [text.split()[-1] for text in texts(by_department, ".hits .meta")]
    assert names == sorted(names, key=names.index)
    assert "sort=department" in link(by_department, ".pager a")
    assert "sort=department" in link(by_department, ".facets a")


def test_sorting_does_not_change_what_is_found_nor_the_answer(counties: FlaskClient) -> None:
    plain, by_kind = (
        counties.get("/api/search", query_string={"q": "养犬", "size": "100", "sort": sort}).json
        for sort in ("relevance", "kind")
    )
    assert plain is not None
    assert by_kind is not None
    assert {hit["id"] for hit in plain["hits"]} == {hit["id"] for hit in by_kind["hits"]}
    assert plain["agencies"] == by_kind["agencies"]
    assert counties.get("/api/search?q=养犬&sort=x").status_code == 400


def test_the_departments_to_ask_come_with_their_telephone(counties: FlaskClient) -> None:
    found = page(counties, "/search?q=养犬登记&department=邻县公安局")
    ask = one(found, ".ask")
    assert one(ask, "h2").get_text() == "以上均未解决？"
    assert link(ask, "li a") == "/departments/%E9%82%BB%E5%8E%BF%E5%85%AC%E5%AE%89%E5%B1%80"
    assert one(ask, "a[href='tel:0000-1234567']")
    assert one(ask, "a[href='tel:12345']")


def test_nothing_found_offers_ways_on(counties: FlaskClient) -> None:
    found = page(counties, "/search?q=魑魅魍魉&kind=duty")
    assert found.h1 is not None
    assert found.h1.get_text().startswith("没有找到")
    assert one(found, ".nothing a[href^='/search?q=']")["href"] == "/search?q=%E9%AD%91%E9%AD%85%E9%AD%8D%E9%AD%89"
    assert one(found, ".ask a[href^='/departments/']")


def test_several_filters_can_be_taken_back_at_once(counties: FlaskClient) -> None:
    found = page(counties, "/search?q=监管&kind=boundary&region=示例市示例县")
    assert len(found.select(".chips a")) == 3
    assert link(found, ".chips a.all") == "/search?q=%E7%9B%91%E7%AE%A1"


# --- one record ------------------------------------------------------------------------------------------------


def test_a_matter_is_shown_row_by_row_with_basis_and_case(counties: FlaskClient) -> None:
    found = page(counties, record_of(counties, DOGS, department="邻县公安局"))
    rows = [(one(row, "th").get_text(" ", strip=True).split()[0], one(row, "td")) for row in found.select("tbody tr")]
    names = [name for name, _ in rows]
    assert names == ["县公安局", "县农业农村局", "县卫生健康局", FORMER_OFFICE, "相关依据", "案例"]
    basis = dict(rows)["相关依据"]
    assert (
        basis.get_text(strip=True)
        == "《动物防疫法》第三十条；《中华人民共和国治安管理处罚法》（主席令第38号）第八十九条。"
    )
    assert [unquote(str(a["href"])) for a in basis.select("a")] == [
        "/laws/动物防疫法",
        "/laws/中华人民共和国治安管理处罚法",
    ]


def test_a_record_says_where_it_comes_from(counties: FlaskClient) -> None:
    address = record_of(counties, DOGS, department="邻县公安局")
    found = page(counties, address)
    origin = {one(row, "dt").get_text(): one(row, "dd") for row in found.select(".origin dl > div")}
    assert origin["清单"].get_text() == "邻县公安局权责清单（2024年7月1日）"
    assert link(origin["清单"], "a") == "https://example.com/list.html"
    assert re.fullmatch(rf"{FILE}，第\d+行", origin["原文件"].get_text())
    cited = origin["引用"].get_text()
    assert cited == f"邻县公安局权责清单，2024年7月1日，职责边界第1项“{DOGS}”，http://localhost{address}"
    assert link(found, "link[rel=canonical]") == f"http://localhost{address}"


def test_an_address_that_a_browser_must_not_open_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "示例县公安局责任清单\n\n一、部门职责\n\n\t序号\n\t主要职责\n\t具体工作事项\n\n\t1\n\t甲\n\t乙\n"
    )
    (tmp_path / "manifest.toml").write_text('["a.txt"]\nurl = "javascript:alert(1)"\n')
    build(collect([tmp_path]), tmp_path / "index")
    with create_app(tmp_path / "index").test_client() as client:
        assert "javascript:" not in client.get(record_of(client, "乙")).text
        assert "javascript:" not in client.get("/departments/示例县公安局").text


def test_before_and_after_walk_through_one_list(counties: FlaskClient) -> None:
    address = record_of(counties, DOGS, department="邻县公安局")
    back = []
    while True:
        found = page(counties, address)
        before = found.select_one(".beside .before")
        if before is None:
            break
        back.append(address)
        address = str(before["href"])
    walked = [address]
    while (after := found.select_one(".beside .after")) is not None:
        walked.append(str(after["href"]))
        found = page(counties, walked[-1])
    assert len(walked) == 9  # the last one is what the list says of itself
    assert back[::-1] == walked[1 : 1 + len(back)]


def test_a_duty_stands_among_the_rows_of_its_main_duty(counties: FlaskClient) -> None:
    found = page(counties, record_of(counties, "管理旅馆业等特种行业", department="邻县公安局"))
    rows = texts(found, ".siblings li")
    assert [row.split()[0] for row in rows] == [
        "查处违反治安管理的行为。",
        "管理旅馆业等特种行业。",
        "许可大型群众性活动。",
    ]
    assert texts(found, ".siblings [aria-current]") == ["管理旅馆业等特种行业。 备注：依照《旅馆业治安管理办法》"]


def test_the_same_matter_in_other_lists_is_offered(counties: FlaskClient) -> None:
    found = page(counties, record_of(counties, DOGS, department="邻县公安局"))
    other = one(found, ".elsewhere li")
    assert other.get_text(strip=True) == "示例县公安局，写作“养犬管理”"
    assert unquote(link(found, ".elsewhere p a")) == f"/matters/{DOGS}"


# --- errors ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/matters/无此事项",
        "/agencies/无此机构",
        "/laws/无此法",
        "/departments/无此部门",
        "/entries/none",
        "/none",
        "/matters/养犬管理?page=9",
        "/laws?page=0",
        "/laws?page=x",
        "/about?page=99999999999999999999",
    ],
)
def test_what_is_not_there_is_a_404_that_helps(counties: FlaskClient, address: str) -> None:
    answer = counties.get(address)
    assert answer.status_code == 404
    found = BeautifulSoup(answer.data, "lxml")
    assert one(found, "form[role=search] input[name=q]")
    assert {"/matters", "/departments", "/"} <= set(own_links(found))
    if "无此" in address:
        assert one(found, "input[name=q]")["value"] == address.rpartition("/")[2]


def test_without_an_index_the_page_says_so(tmp_path: Path) -> None:
    with create_app(tmp_path).test_client() as client:
        answer = client.get("/matters/养犬管理")
        assert answer.status_code == 503
        assert "12345" in answer.text


def test_a_failure_is_told_calmly(counties_index: Path) -> None:
    app: Flask = create_app(counties_index)
    app.add_url_rule("/broken", view_func=lambda: str(1 // 0))
    with app.test_client() as client:
        answer = client.get("/broken")
        assert answer.status_code == 500
        assert "ZeroDivisionError" not in answer.text
        assert "12345" in answer.text


# --- elder mode, packing ---------------------------------------------------------------------------------------


def test_the_elder_mode_stays_until_it_is_left(counties: FlaskClient) -> None:
    plain = page(counties, "/search?q=养犬&kind=boundary")
    switch = link(plain, ".bar a.mode")
    answer = counties.get(switch)
    assert answer.status_code == 303
    assert unquote(answer.headers["Location"]) == "/search?q=养犬&kind=boundary"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    elder = page(counties, answer.headers["Location"])
    assert one(elder, "html")["class"] == ["elder"]
    assert len(elder.select(".facets h3")) < len(plain.select(".facets h3"))
    assert one(page(counties, "/"), "html.elder")
    counties.get(link(elder, ".bar a.mode"))
    assert page(counties, "/").select_one("html.elder") is None


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x", "", "/a b"]
)
def test_the_switch_leads_to_no_other_site(counties: FlaskClient, back: str) -> None:
    answer = counties.get("/view/elder", query_string={"back": back})
    assert answer.headers["Location"] == "/"


def test_pages_that_depend_on_the_cookie_say_so(counties: FlaskClient) -> None:
    assert "Cookie" in counties.get("/").headers["Vary"]
    assert "Cookie" not in counties.get("/api/search?q=养犬").headers.get("Vary", "")


@pytest.mark.parametrize("address", ["/", "/static/site.css", "/api/search?q=养犬"])
def test_answers_are_packed_for_browsers_that_can_unpack(counties: FlaskClient, address: str) -> None:
    plain = counties.get(address)
    packed = counties.get(address, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data)
    if "/api/" not in address:  # the API tells how long it took
        assert gzip.decompress(packed.data) == plain.data


# --- hostile text ----------------------------------------------------------------------------------------------

TRICKY = ["甲/乙", "//evil.example/丙", "丁?戊=己", "庚#辛", "壬%2F癸", "子&amp;丑", "{{7*7}}"]


def test_hostile_text_is_text_on_every_page(tmp_path: Path) -> None:
    write_hostile_list(tmp_path)
    build(collect([tmp_path / HOSTILE]), tmp_path / "index")
    with create_app(tmp_path / "index").test_client() as client:
        seen = dict(crawl(client, most=50))
        for address, soup in seen.items():
            assert not soup.select("script:not([src]), img, [onerror]"), address
        assert {address.split("/")[1] for address in seen} >= {"entries", "matters", "agencies", "departments"}
        assert any(MATTER in soup.get_text() for soup in seen.values())


def test_names_with_signs_of_addresses_have_pages(tmp_path: Path) -> None:
    head = ["序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例"]
    rows = [
        [str(n), f"{name}事", f"县气象局（{name}）", "负责管理。", f"《{name}》", "无"]
        for n, name in enumerate(TRICKY, 1)
    ]
    table = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in (head, *rows))
    (tmp_path / "a.txt").write_text(f"示例县公安局责任清单\n\n一、职责边界\n\n{table}\n", encoding="utf-8")
    build(collect([tmp_path / "a.txt"]), tmp_path / "index")
    with create_app(tmp_path / "index").test_client() as client:
        headings = {soup.h1.get_text() for _, soup in crawl(client, most=50) if soup.h1}
    for name in TRICKY:
        assert {f"{name}事", f"《{name}》"} <= headings, name
