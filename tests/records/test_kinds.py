"""Every kind of record on its whole way: indexed, found, shown, taken along, counted and described."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from indexer.build import build_records
from indexer.model.blocks import Place
from records.kinds import KINDS, Field, Kind
from records.records import (
    Boundary,
    Duty,
    LabelledText,
    Law,
    Owner,
    Party,
    Passage,
    Power,
    Record,
    Section,
    Service,
    Source,
    Supervision,
    TableRow,
    with_ids,
)
from records.zones import TEXT, TITLE
from search.local.scores import Scores, behind
from web.factory import create_app
from web.views.api_schemas import with_kinds

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = ROOT / "web" / "openapi.json"
OWNER = Owner("云溪县", "云溪县水利局")
COMMON: dict[str, Any] = {
    "owner": OWNER,
    "seq": "1",
    "source": Source("水利局.txt", Place(line=7)),
    "extra": (LabelledText("办理时限", "鹭鸶渡口五日"),),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge(Record):
    """A kind that only these tests know."""

    kind: ClassVar[str] = "pledge"

    promise: str
    terms: str

    @property
    def title(self) -> str:
        return self.promise

    def body(self) -> dict[str, Any]:
        return {"promise": self.promise, "terms": self.terms}


PLEDGE = Kind(
    Pledge.kind,
    "服务承诺",
    (Field("promise", "承诺", TITLE), Field("terms", "承诺条件", TEXT)),
    headline=("promise",),
    place=9,
)
RECORDS: tuple[Record, ...] = (
    Boundary(
        matter="鹭鸶渡口管理",
        parties=(Party("县交通运输局", "渡口安全", lead=True), Party("县水利局", "河道水位", lead=False)),
        basis="《云溪渡口条例》",
        laws=(Law("云溪渡口条例"),),
        category="水上交通",
        note="上级收回",
        **COMMON,
    ),
    Duty(duty="", item="鹭鸶渡口巡查", office="安全股", category="安全生产", **COMMON),
    Supervision(regime="鹭鸶渡口监管", sections=(Section("检查方式", "实地查看鹭鸶渡口"),), **COMMON),
    Service(service="鹭鸶渡口查询", content="公布鹭鸶渡口的开放时段", phone="0735-1234", **COMMON),
    Power(
        name="鹭鸶渡口设置许可",
        parent="渡口许可",
        category="行政许可",
        basis="《云溪渡口条例》第三条",
        laws=(Law("云溪渡口条例"),),
        duties="受理、审查",
        agency="云溪县水利局",
        **COMMON,
    ),
    TableRow(name="鹭鸶渡口", cells=(LabelledText("渡船", "鹭鸶渡口两艘"), LabelledText("船工", "四名")), **COMMON),
    Passage(heading="", text="鹭鸶渡口每年清明之后开放。\n详见通知。", **COMMON),
)
TITLES = {record.kind: record.title for record in RECORDS} | {Pledge.kind: "鹭鸶渡口准时开船"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A site over one record of each kind, the made-up one among them."""
    KINDS[PLEDGE.name] = PLEDGE
    try:
        records = (*RECORDS, Pledge(promise=TITLES[Pledge.kind], terms="大雾停航", **COMMON))
        index = tmp_path_factory.mktemp("kinds")
        build_records((record.to_json() for record in with_ids(records)), index, jobs=1)
        with create_app(index).test_client() as made:
            yield made
    finally:
        del KINDS[PLEDGE.name]


def found(client: FlaskClient, query: str, **more: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.get("/api/search", query_string={"q": query, **more}).get_json()
    return answer


kinds = pytest.mark.parametrize("kind", list(TITLES))


def test_one_record_of_each_kind_is_tried() -> None:
    assert set(TITLES) == {*KINDS, PLEDGE.name}


@kinds
def test_it_is_found_counted_and_sorted(client: FlaskClient, kind: str) -> None:
    everything = found(client, "鹭鸶渡口")
    assert {"value": kind, "count": 1} in everything["facets"]["kind"]
    only = found(client, "鹭鸶渡口", kind=kind)
    assert [hit["kind"] for hit in only["hits"]] == [kind]
    assert only["hits"][0]["title"] == TITLES[kind]
    assert "<mark>" in "".join(only["hits"][0]["highlights"].values())
    assert [hit["kind"] for hit in found(client, "鹭鸶渡口", sort="kind")["hits"]] == list(KINDS)


@kinds
def test_its_columns_without_a_field_are_found(client: FlaskClient, kind: str) -> None:
    hit = found(client, "办理时限 五日", kind=kind)["hits"][0]
    assert "<mark>五日</mark>" in hit["highlights"]["extra"]


@kinds
def test_pages_name_its_fields(client: FlaskClient, kind: str) -> None:
    hit = found(client, "鹭鸶渡口", kind=kind)["hits"][0]
    record = client.get(f"/api/entries/{hit['id']}").get_json()
    texts = [value for field in KINDS[kind].fields if isinstance(value := record.get(field.name), str) and value]
    page = BeautifulSoup(client.get(f"/entries/{hit['id']}").data, "lxml").get_text()
    for text in (KINDS[kind].chinese, "办理时限", "鹭鸶渡口五日", *texts):
        assert text.partition("\n")[0] in page
    listed = client.get(f"/search?q=鹭鸶渡口&kind={kind}").get_data(as_text=True)
    assert KINDS[kind].chinese in listed
    assert ("第7行" in listed) is not KINDS[kind].says
    whole = client.get("/departments/云溪县水利局").get_data(as_text=True)
    assert KINDS[kind].chinese in whole


@kinds
def test_it_is_taken_along_whole(client: FlaskClient, kind: str) -> None:
    record = client.get(f"/search.json?q=鹭鸶渡口&kind={kind}").get_json()["records"][0]
    data = client.get(f"/search.csv?q=鹭鸶渡口&kind={kind}").get_data().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(data, newline=""))
    assert (row["名称"], row["类别"]) == (TITLES[kind], KINDS[kind].chinese)
    told = "\n".join(row.values())
    texts = [value for field in KINDS[kind].fields if isinstance(value := record.get(field.name), str)]
    assert all(text in told for text in (*texts, "办理时限：鹭鸶渡口五日"))
    assert client.get(f"/search.atom?q=鹭鸶渡口&kind={kind}").status_code == 200


@kinds
def test_the_api_describes_it(client: FlaskClient, kind: str) -> None:
    schemas = with_kinds(json.loads(WRITTEN.read_text(encoding="utf-8")))["components"]["schemas"]
    assert kind in schemas["Kind"]["enum"]
    schema = schemas[kind.capitalize()]
    record = client.get(f"/search.json?q=鹭鸶渡口&kind={kind}").get_json()["records"][0]
    assert set(schema["required"]) <= set(record) <= set(schema["properties"])


def test_other_sites_have_a_name_for_each_kind() -> None:
    script = (ROOT / "static" / "embed.js").read_text(encoding="utf-8")
    assert all(f'{kind.name}: "{kind.chinese}"' in script for kind in KINDS.values() if kind is not PLEDGE)


def test_what_says_nothing_stands_last_and_answers_nothing(client: FlaskClient) -> None:
    answer = found(client, "鹭鸶渡口")
    says = [KINDS[hit["kind"]].says for hit in answer["hits"]]
    assert says == sorted(says, reverse=True)
    assert {line["matter"] for line in answer["agencies"]} == {"鹭鸶渡口管理"}
    assert found(client, "鹭鸶渡口", kind=Passage.kind)["agencies"] == []


def test_who_leads_is_shown_where_the_list_says_so(client: FlaskClient) -> None:
    hit = found(client, "鹭鸶渡口", kind=Boundary.kind)["hits"][0]
    page = client.get(f"/entries/{hit['id']}").get_data(as_text=True)
    assert "tag-leads" in page
    assert "tag-assists" in page


@given(st.lists(st.tuples(st.floats(0.3125, 1, width=32), st.floats(0.125, 60, width=32), st.booleans()), min_size=1))
def test_what_says_nothing_stays_behind_what_covers_as_much(rows: list[tuple[float, float, bool]]) -> None:
    coverage, total = (np.array([row[at] for row in rows], dtype=np.float32) for at in (0, 1))
    said = np.array([row[2] for row in rows])
    pressed = behind(Scores(np.arange(len(rows)), total, coverage, coverage), said).total
    assert (pressed[said] == total[said]).all()
    for doc in (~said).nonzero()[0]:
        assert (pressed[doc] < pressed[said & (coverage >= coverage[doc])]).all()
        assert 0 < pressed[doc] <= total[doc]
