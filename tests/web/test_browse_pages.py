"""The pages for looking up without a query, through the real application, over two counties."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.support.second_county import DOGS, FORMER_OFFICE, UNREADABLE
from tests.support.soup import one, page, texts


def test_a_matter_compares_the_lists_side_by_side(counties: FlaskClient) -> None:
    found = page(counties, f"/matters/{DOGS}")
    assert [text.split()[0] for text in texts(found, "thead th")] == ["部门", "示例县公安局", "邻县公安局"]
    states = {one(row, "th a").get_text(): one(row, ".state").get_text() for row in found.select("tbody tr[class]")}
    assert states["公安局"] == "写法不同"
    assert states["卫生健康局"] == "写法相同"
    assert states["住房和城乡建设局"] == "部分清单写到"
    assert states["市场监督管理局"] == "写法不同"  # 县工商局 there
    police = next(row for row in found.select("tbody tr.different") if one(row, "th a").get_text() == "公安局")
    marked = [texts(cell, ".differs") for cell in police.select("td")]
    assert "牵头养犬管理" in marked[1]
    assert not any("发放犬牌" in text for text in [*marked[0], *marked[1]])
    missing = next(row for row in found.select("tbody tr.some") if one(row, "th a").get_text() == "住房和城乡建设局")
    assert "没有写到" in one(missing, "td.none").get_text()


@pytest.mark.parametrize("name", ["养犬管理", "养犬监管", DOGS])
def test_a_matter_is_found_by_each_of_its_names(counties: FlaskClient, name: str) -> None:
    assert len(page(counties, f"/matters/{name}").select("thead th")) == 3


def test_an_agency_shows_what_it_leads_and_where_it_takes_part(counties: FlaskClient) -> None:
    found = page(counties, "/agencies/公安局?region=示例市邻县")
    leading, sharing = found.select("main section")
    assert [texts(part, "tbody th a") for part in (leading, sharing)] == [[DOGS], ["烟花爆竹的监管"]]
    assert texts(found, "main > p a")[:2] == ["示例县公安局", "邻县公安局"]
    everywhere = page(counties, "/agencies/公安局")
    assert {"示例市邻县 2"} <= set(texts(everywhere, ".chips a"))
    assert counties.get("/agencies/公安局?region=火星").status_code == 404


def test_an_agency_is_found_by_its_former_name(counties: FlaskClient) -> None:
    found = page(counties, f"/agencies/{FORMER_OFFICE}")
    assert found.h1 is not None
    assert found.h1.get_text() == "市场监督管理局"
    assert any(
        text.startswith(FORMER_OFFICE) and "现由市场监督管理局承担" in text for text in texts(found, ".names li")
    )


def test_a_law_shows_all_that_rests_on_it(counties: FlaskClient) -> None:
    found = page(counties, "/laws/治安管理处罚法")
    assert found.h1 is not None
    assert found.h1.get_text() == "《中华人民共和国治安管理处罚法》"
    assert "主席令第38号" in one(found, "dl.rows").get_text()
    departments = texts(found, "main section h2")
    assert {"示例县公安局", "邻县公安局"} <= set(departments)
    neighbour = found.select("main section")[departments.index("邻县公安局")]
    assert texts(neighbour, "li > a") == [DOGS, "养犬的事中事后监管"]
    passages = texts(neighbour, ".passage")
    assert passages[0] == "《中华人民共和国治安管理处罚法》（主席令第38号）第八十九条"
    assert passages[1] == "《中华人民共和国治安管理处罚法》检查犬只是否登记"


def test_the_titles_of_one_law_are_listed_together(counties: FlaskClient) -> None:
    found = page(counties, "/laws/动物防疫法")
    assert found.h1 is not None
    assert found.h1.get_text() == "《中华人民共和国动物防疫法》"
    assert "《动物防疫法》1" in one(found, "dl.rows").get_text()


def test_a_department_page_holds_its_whole_list_once(counties: FlaskClient) -> None:
    body = counties.get("/api/search", query_string={"department": "邻县财政局", "size": "100"}).json
    assert body is not None
    rest = counties.get("/api/search", query_string={"department": "邻县财政局", "size": "100", "page": "2"}).json
    assert rest is not None
    first = page(counties, "/departments/邻县财政局")
    last = int(texts(first, ".pager a")[-1])
    pages = [first, *(page(counties, f"/departments/邻县财政局?page={number}") for number in range(2, last + 1))]
    shown = [
        str(a["href"]).removeprefix("/entries/")
        for each in pages
        for a in each.select(".unit h3 a[href^='/entries/'], .unit .siblings a")
    ]
    assert sorted(shown) == sorted(hit["id"] for hit in [*body["hits"], *rest["hits"]])
    assert texts(first, ".contents summary") == ["部门职责（120 条）", "职责边界（80 条）"]


def test_the_contents_lead_to_their_places(counties: FlaskClient) -> None:
    first = page(counties, "/departments/邻县财政局")
    entries = [str(a["href"]) for a in first.select(".contents a")]
    assert any(address.startswith("/") for address in entries), "the list is too short to have a second page"
    pages = {"": first}
    for address in entries:
        where, _, anchor = address.partition("#")
        if where not in pages:
            pages[where] = page(counties, where)
        assert pages[where].find(id=anchor) is not None


def test_directories_list_everything_by_sound(counties: FlaskClient) -> None:
    found = page(counties, "/matters")
    letters = texts(found, ".letter h2")
    assert letters == sorted(letters)
    assert texts(found, ".letters a") == letters
    assert any(text.startswith("养犬管理") for text in texts(found, "#letter-Y ~ ul li"))
    for name in ("agencies", "laws", "departments"):
        total = re.search(r"共 (\d+) 个", one(page(counties, f"/{name}"), "h1").get_text())
        assert total is not None
        assert int(total[1]) == len(page(counties, f"/{name}").select(".letter li"))


def test_about_shows_what_was_not_read(counties: FlaskClient) -> None:
    about = page(counties, "/about")
    row = next(row for row in about.select("tbody tr") if "邻县公安局权责清单" in row.get_text())
    assert row.select("td")[1].get_text().endswith("9")
    kept = page(counties, f"/search?q={quote(UNREADABLE)}&kind=passage")  # what no form has is kept as it is printed
    assert UNREADABLE in one(kept, ".hits").get_text()
    assert counties.get("/about/problems?file=none").status_code == 404
