"""What people take along: tables, JSON, feed and matrix, and that no cell of a list does harm in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from openpyxl import load_workbook

from indexer.build import build
from indexer.sources.collect import collect
from search.browse.matrix import NO_ROLE, UNNAMED, matrix
from search.snapshot import Snapshot
from tests.conftest import whole
from tests.support.hostile_list import CONTROL, EVIL, FORMULA, IMAGE, MATTER, write_hostile_list
from web.factory import create_app
from web.files.sheets import guarded
from web.routes.exports import MOST_RECORDS

ATOM = "{http://www.w3.org/2005/Atom}"
EVERYTHING = "kind=boundary&kind=duty&kind=service&kind=supervision"


def csv_rows(client: FlaskClient, address: str) -> list[dict[str, str]]:
    data = client.get(address).data
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheet_rows(client: FlaskClient, address: str, sheet: int = 0) -> list[list[Any]]:
    book = load_workbook(io.BytesIO(client.get(address).data))
    return [[cell.value for cell in row] for row in book.worksheets[sheet].rows]


def feed(client: FlaskClient, address: str) -> ElementTree.Element:
    return ElementTree.fromstring(client.get(address).data)


@pytest.fixture(scope="module")
def hostile_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lists, index = tmp_path_factory.mktemp("hostile"), tmp_path_factory.mktemp("hostile-index")
    write_hostile_list(lists)
    build(collect([lists]), index)
    return index


@pytest.fixture
def hostile(hostile_index: Path) -> Iterator[FlaskClient]:
    with create_app(hostile_index).test_client() as client:
        yield client


def test_every_file_holds_all_hits_in_the_order_of_the_search(client: FlaskClient) -> None:
    query = {"q": "管理", "size": 100}
    pages = [client.get("/api/search", query_string={**query, "page": page}).json for page in (1, 2, 3)]
    ids = [hit["id"] for page in pages if page for hit in page["hits"]]
    assert len(ids) > 100
    exported = client.get("/search.json?q=管理").json
    assert exported is not None
    assert exported["total"] == len(exported["records"]) == len(ids)
    assert [record["id"] for record in exported["records"]] == ids
    assert [row["编号"] for row in csv_rows(client, "/search.csv?q=管理")] == ids
    head, *rows = sheet_rows(client, "/search.xlsx?q=管理")
    assert [row[head.index("编号")] for row in rows] == ids


def test_rows_hold_the_records_texts(client: FlaskClient) -> None:
    row = csv_rows(client, "/search.csv?q=养犬管理&kind=boundary")[0]
    record = client.get(f"/api/entries/{row['编号']}").json
    assert record is not None
    assert row["名称"] == record["matter"]
    assert row["部门与分工"] == "\n".join(f"{party['agency']}：{party['role']}" for party in record["parties"])
    assert row["相关依据"] == record["basis"]
    assert row["清单所属部门"] == record["department"]
    assert row["位置"] == f"第 {record['source']['line']} 行"
    assert client.get(row["网址"].removeprefix("http://localhost")).status_code == 200


def test_filters_and_order_hold_for_files(client: FlaskClient) -> None:
    rows = csv_rows(client, "/search.csv?q=监管&department=示例县公安局&kind=boundary&kind=supervision&sort=kind")
    assert {row["清单所属部门"] for row in rows} == {"示例县公安局"}
    kinds = [row["类别"] for row in rows]
    assert set(kinds) == {"职责边界", "事中事后监管"}
    assert kinds == sorted(kinds, key=["职责边界", "事中事后监管"].index)


def test_the_workbook_says_what_was_searched(client: FlaskClient) -> None:
    notes = dict(sheet_rows(client, "/search.xlsx?q=养犬&kind=boundary", sheet=1))
    assert notes["查询"] == "养犬"
    assert notes["筛选条件"] == "类别：职责边界"
    assert notes["共找到"] == f"{len(csv_rows(client, '/search.csv?q=养犬&kind=boundary'))} 条"


def test_files_are_named_after_the_search(client: FlaskClient) -> None:
    header = client.get("/search.csv", query_string={"q": '烟花/"爆竹"\r\n'}).headers["Content-Disposition"]
    assert header.startswith("attachment; filename=qingdan.csv;")
    assert unquote(header.partition("UTF-8''")[2]) == "清单检索-烟花-爆竹.csv"


def test_files_end_at_the_published_limit(tmp_path: Path) -> None:
    rows = [f"\t{number}\n\t便民服务{number}\n\t内容\n\t窗口\n\t12345" for number in range(1, MOST_RECORDS + 6)]
    head = "\n".join(f"\t{label}" for label in ("序号", "服务事项", "主要内容", "承办机构", "联系电话"))
    text = "\n\n".join(["示例县政务服务局责任清单", "四、公共服务事项", head, *rows]) + "\n"
    (tmp_path / "many.txt").write_text(text, encoding="utf-8")
    build(collect([tmp_path / "many.txt"]), tmp_path / "index")
    with create_app(tmp_path / "index").test_client() as client:
        exported = client.get("/search.json?kind=service").json
        assert exported is not None
        assert (exported["total"], exported["limit"]) == (MOST_RECORDS + 5, MOST_RECORDS)
        assert len(exported["records"]) == MOST_RECORDS
        assert len(csv_rows(client, "/search.csv?kind=service")) == MOST_RECORDS
        notes = dict(sheet_rows(client, "/search.xlsx?kind=service", sheet=1))
        assert notes["本表收录"] == f"{MOST_RECORDS} 条（最多 {MOST_RECORDS} 条）"
        assert f"前 {MOST_RECORDS} 条" in client.get("/search?kind=service").text


def test_the_page_of_results_links_what_can_be_taken(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/search?q=养犬&kind=boundary&page=1").data, "lxml")
    links = {link.get_text(): str(link["href"]) for link in page.select(".take a")}
    assert set(links) == {"Excel 表格", "CSV", "JSON", "订阅（Atom）", "职责边界一览表"}
    for address in links.values():
        assert client.get(address).status_code == 200
    own = csv_rows(client, links["CSV"])
    assert {row["类别"] for row in own} == {"职责边界"}
    alternate = page.select_one("link[type='application/atom+xml']")
    assert alternate is not None
    assert alternate["href"] == links["订阅（Atom）"]


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "atom"])
def test_what_cannot_be_served_is_told_as_json(client: FlaskClient, ending: str, tmp_path: Path) -> None:
    for query in ({}, {"q": "长" * 201}, {"q": "火", "kind": "x"}):
        answer = client.get(f"/search.{ending}", query_string=query)
        assert answer.status_code == 400
        assert answer.json
        assert answer.json["error"]
    with create_app(tmp_path).test_client() as empty:
        answer = empty.get(f"/search.{ending}?q=火")
        assert answer.status_code == 503
        assert answer.json
        assert "还没有索引" in answer.json["error"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\t=1", "\r1", " =1", "\u3000=1", "＝1", "＋1", "－1", "＠a"])
def test_what_may_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "养犬=登记", "1-2", "a@b", "《条例》"])
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_hostile_cells_are_texts_in_csv(hostile: FlaskClient) -> None:
    for address in (f"/search.csv?{EVERYTHING}", "/matrix.csv"):
        rows = csv_rows(hostile, address)
        cells = [cell for row in rows for cell in [*row, *row.values()]]
        assert any(FORMULA in cell for cell in cells)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_hostile_cells_are_texts_in_workbooks(hostile: FlaskClient) -> None:
    for address in (f"/search.xlsx?{EVERYTHING}", "/matrix.xlsx"):
        book = load_workbook(io.BytesIO(hostile.get(address).data))
        cells = [cell for sheet in book.worksheets for row in sheet.rows for cell in row if cell.value is not None]
        assert FORMULA in {cell.value for cell in cells}
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(cell.quotePrefix for cell in cells if str(cell.value).startswith(("=", "+", "-", "@")))
        links = {str(cell.value) for cell in cells if cell.hyperlink}
        assert all(link.startswith("http://localhost/entries/") for link in links)


def test_hostile_cells_are_texts_in_the_feed(hostile: FlaskClient) -> None:
    entries = feed(hostile, f"/search.atom?{EVERYTHING}").findall(f"{ATOM}entry")
    titles = {entry.findtext(f"{ATOM}title") for entry in entries}
    assert {MATTER, FORMULA} <= titles
    contents = [entry.find(f"{ATOM}content") for entry in entries]
    for content in contents:
        assert content is not None
        assert content.get("type") == "text"
        assert not list(content)
    told = "".join(content.text or "" for content in contents if content is not None)
    assert IMAGE in told
    assert CONTROL not in told
    assert "响铃与" in told


def test_hostile_cells_are_texts_on_pages(hostile: FlaskClient) -> None:
    for address in ("/matrix", "/embed", f"/embed/frame?q={MATTER}", "/embed/frame?q=恶意", "/search?q=恶意"):
        page = BeautifulSoup(hostile.get(address).data, "lxml")
        assert not page.select("img, script:not([src]), [onerror]")
    assert all(evil in BeautifulSoup(hostile.get("/matrix").data, "lxml").get_text() for evil in EVIL[:2])


def test_the_matrix_has_a_row_a_matter_and_a_column_an_agency(county: Snapshot, client: FlaskClient) -> None:
    rows = csv_rows(client, "/matrix.csv?q=烟花爆竹")
    assert "烟花爆竹安全监管" in {row["管理事项"] for row in rows}
    for row in rows:
        record = county.entry(row["网址"].rpartition("/")[2])
        assert record is not None
        named = {name for party in record["parties"] for name in county.agencies.named(party["agency"])}
        assert {name for name, cell in row.items() if cell} - {"管理事项", "地区", "清单所属部门", "网址"} == named
        for party in record["parties"]:
            for name in county.agencies.named(party["agency"]):
                assert party["role"] in row[name]


def test_the_matrix_of_everything_has_all_matters(county: Snapshot, client: FlaskClient) -> None:
    matters = [record["matter"] for record in whole(county) if record["kind"] == "boundary"]
    assert sorted(row["管理事项"] for row in csv_rows(client, "/matrix.csv")) == sorted(matters)
    head, *rows = sheet_rows(client, "/matrix.xlsx")
    assert head[:3] == ["管理事项", "地区", "清单所属部门"]
    assert len(rows) == len(matters)
    counts = [sum(row[column] is not None for row in rows) for column in range(3, len(head) - 1)]
    assert counts == sorted(counts, reverse=True)


def test_rows_that_mean_one_agency_stand_in_one_cell(county: Snapshot) -> None:
    parties = [
        {"agency": "县工商局", "role": "查处无照经营。"},
        {"agency": "县质监局", "role": ""},
        {"agency": "", "role": "其他。"},
        {"agency": "县公安局", "role": ""},
    ]
    record = {"kind": "boundary", "matter": "某事项", "parties": parties}
    found = matrix([record, {"kind": "duty"}], county.agencies)
    (market,) = set(county.agencies.named("县工商局"))
    assert len(found.rows) == 1
    assert found.rows[0].roles[market] == f"县工商局：查处无照经营。\n县质监局：{NO_ROLE}"
    assert found.rows[0].roles[county.agencies.named("县公安局")[0]] == NO_ROLE
    assert found.agencies[-1] == UNNAMED


def test_the_matrix_page_shows_what_the_files_hold(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/matrix?q=养犬").data, "lxml")
    rows = csv_rows(client, "/matrix.csv?q=养犬")
    shown: dict[str, dict[str, str]] = {}
    for table in page.select("table.boundaries"):
        agencies = [th.get_text() for th in table.select("thead th")][1:]
        for tr in table.select("tbody tr"):
            link = tr.select_one("th a")
            assert link is not None
            cells = [td.get_text("\n") for td in tr.select("td")]
            filled = {name: cell for name, cell in zip(agencies, cells, strict=True) if cell}
            shown.setdefault(str(link["href"]).rpartition("/")[2], {}).update(filled)
    for row in rows:
        filled = {name: cell for name, cell in row.items() if cell}
        entry = filled.pop("网址").rpartition("/")[2]
        for name in ("管理事项", "地区", "清单所属部门"):
            filled.pop(name)
        assert shown[entry] == filled
    sheet = client.get("/static/sheet.css").text
    assert "size: A3 landscape" in sheet
    assert "/static/sheet.css" in str(page.head)
    assert "/static/sheet.css" not in client.get("/search?q=养犬").text


def test_a_matrix_that_cannot_be_made_is_told(client: FlaskClient) -> None:
    answer = client.get("/matrix", query_string={"q": "长" * 201})
    assert answer.status_code == 400
    assert "最多 200 个字" in answer.text
    assert "没有找到" in client.get("/matrix?q=魑魅魍魉").text


def test_the_feed_is_what_feed_readers_expect(client: FlaskClient) -> None:
    answer = client.get("/search.atom?q=养犬")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for element in (root, *entries):
        assert str(element.findtext(f"{ATOM}id")).startswith("urn:uuid:")
        assert element.findtext(f"{ATOM}title")
        assert element.findtext(f"{ATOM}updated")
        assert element.find(f"{ATOM}author/{ATOM}name") is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    links = {link.get("rel"): str(link.get("href")) for link in root.findall(f"{ATOM}link")}
    assert links["self"].startswith("http://localhost/search.atom?q=")
    assert client.get(links["alternate"].removeprefix("http://localhost")).status_code == 200


def test_feed_entries_are_as_new_as_their_lists(county: Snapshot, client: FlaskClient) -> None:
    dates = {entry["file"]: entry["date"] for entry in county.generation.meta["lists"]}
    stamps = []
    for entry in feed(client, "/search.atom?q=监管").findall(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        record = county.entry(str(link.get("href")).rpartition("/")[2])
        assert record is not None
        stamps.append(str(entry.findtext(f"{ATOM}updated")))
        assert stamps[-1] == f"{dates[record['source']['file']]}T00:00:00+08:00"
    assert len(set(stamps)) > 1
    assert stamps == sorted(stamps, reverse=True)


def test_a_feed_of_a_list_without_a_date_is_as_new_as_the_index(hostile: FlaskClient) -> None:
    exported = hostile.get(f"/search.json?{EVERYTHING}").json
    assert exported is not None
    root = feed(hostile, f"/search.atom?{EVERYTHING}")
    assert {element.text for element in root.iter(f"{ATOM}updated")} == {exported["built"]}


def test_feed_ids_outlive_the_index_and_the_address(county_index: Path, tmp_path: Path, client: FlaskClient) -> None:
    build(collect([Path(__file__).parent.parent.parent / "data"]), tmp_path)
    with create_app(tmp_path).test_client() as other:
        moved = ElementTree.fromstring(other.get("/search.atom?q=养犬", base_url="https://other.example").data)
    first = feed(client, "/search.atom?q=养犬")
    assert [element.text for element in moved.iter(f"{ATOM}id")] == [
        element.text for element in first.iter(f"{ATOM}id")
    ]
    another = feed(client, "/search.atom?q=养犬&kind=boundary")
    assert another.findtext(f"{ATOM}id") != first.findtext(f"{ATOM}id")


def test_browsers_can_add_the_search(client: FlaskClient) -> None:
    home = BeautifulSoup(client.get("/").data, "lxml")
    link = home.select_one("link[rel=search]")
    assert link is not None
    answer = client.get(str(link["href"]))
    assert answer.content_type.startswith("application/opensearchdescription+xml")
    spec = "{http://a9.com/-/spec/opensearch/1.1/}"
    root = ElementTree.fromstring(answer.data)
    assert 0 < len(str(root.findtext(f"{spec}ShortName"))) <= 16
    templates = {
        url.get("type"): str(url.get("template")) for url in root.findall(f"{spec}Url") if url.get("rel") != "self"
    }
    for address in templates.values():
        found = client.get(address.replace("{searchTerms}", "%E5%85%BB%E7%8A%AC").removeprefix("http://localhost"))
        assert found.status_code == 200
        assert "养犬" in found.text
