"""清单体检 as its readers see it: kinds and numbers, findings with their places, files, and what only the operator sees."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from checks.run import kinds
from indexer.build import build_records
from settings.model import Settings
from tests.checks.lists import POLICE, whole_county
from tests.support.soup import link, page
from web.factory import create_app

CITIZEN, MOBILE = "11010519491231002X", "13912345678"
TOKEN = "口令 Öffne 1"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a county with a few faults, some of them personal data."""
    county = whole_county()
    county.matter("夜市噪声整治", case=f"当事人身份证{CITIZEN}，电话{MOBILE}。")
    county.duty("依照《中华人民共和国合同法》调解摊位租赁纠纷")
    for number in range(60):
        county.matter(
            f"第{number}号市场的安全管理", parties=[{"agency": "", "role": f"巡查{number}号市场，联系{MOBILE}。"}]
        )
    folder = tmp_path_factory.mktemp("checked")
    build_records(county.records, folder)
    return folder


@pytest.fixture
def site(index: Path) -> Iterator[FlaskClient]:
    with create_app(index, Settings()).test_client() as client:
        yield client


@pytest.fixture
def operated(index: Path) -> Iterator[FlaskClient]:
    """The site of an operator who has a token."""
    with create_app(index, replace(Settings(), token=TOKEN)).test_client() as client:
        yield client


def test_every_kind_stands_on_the_page_with_its_rule(site: FlaskClient) -> None:
    text = page(site, "/checks").get_text()
    assert all(kind.chinese in text and kind.rule in text for kind in kinds().values())


def test_a_kind_leads_to_its_findings_and_those_to_the_records(site: FlaskClient) -> None:
    found = page(site, link(page(site, "/checks"), ".findings a[href*=ended-law]"))
    assert "《中华人民共和国合同法》自2021年1月1日起因《民法典》施行而并入其中并废止" in found.get_text()
    assert "调解摊位租赁纠纷" in page(site, link(found, ".findings a")).get_text()


def test_findings_are_paged_and_narrowed(site: FlaskClient) -> None:
    assert len(page(site, "/checks?kind=share-without-agency").select("table.findings tbody tr")) == 50
    assert len(page(site, "/checks?kind=share-without-agency&page=2").select("table.findings tbody tr")) == 10
    assert site.get("/checks?kind=share-without-agency&page=3").status_code == 404
    other = site.get("/checks?kind=share-without-agency&department=别的部门").get_data(as_text=True)
    assert "没有发现" in other
    assert page(site, f"/checks?kind=ended-law&department={POLICE}").select("table.findings tbody tr")


def test_a_workbook_has_a_sheet_a_kind_with_links(site: FlaskClient) -> None:
    book = load_workbook(io.BytesIO(site.get("/checks.xlsx").data))
    assert book.sheetnames[0] == "清单体检"
    sheet = book[kinds()["ended-law"].chinese]
    heads = [cell.value for cell in sheet[1]]
    address = sheet[2][heads.index("网址")]
    assert address.hyperlink is not None
    assert str(address.value).startswith("http://localhost/entries/")


def test_json_tells_all_findings(site: FlaskClient) -> None:
    told = {kind["kind"]: kind for kind in site.get("/checks.json").get_json()["kinds"]}
    assert told["share-without-agency"]["total"] == 60 == len(told["share-without-agency"]["findings"])
    assert site.get("/checks.json?kind=ended-law").get_json()["kinds"] == [told["ended-law"]]
    assert site.get("/checks.json?kind=nothing").status_code == 404


@pytest.mark.parametrize(
    "address", ["/checks?kind=identity-number", "/checks.xlsx?kind=mobile-number", "/checks.json?kind=mobile-number"]
)
def test_personal_data_are_for_the_operator_alone(site: FlaskClient, operated: FlaskClient, address: str) -> None:
    assert site.get(address).status_code == 404
    refused = operated.get(address)
    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Basic")
    assert operated.get(address, auth=("x", "falsch")).status_code == 401
    granted = operated.get(address, auth=("x", TOKEN))
    assert granted.status_code == 200
    assert granted.headers["Cache-Control"] == "no-store"


def test_what_is_for_the_operator_is_in_no_file_of_others(operated: FlaskClient) -> None:
    def told(**options: object) -> set[str]:
        return {kind["kind"] for kind in operated.get("/checks.json", **options).get_json()["kinds"]}

    assert told(auth=("", TOKEN)) - told() == {kind.name for kind in kinds().values() if kind.personal}
    assert "身份证号码" not in load_workbook(io.BytesIO(operated.get("/checks.xlsx").data)).sheetnames


def test_no_report_shows_what_it_warns_of(operated: FlaskClient) -> None:
    whole = json.dumps(operated.get("/checks.json", auth=("", TOKEN)).get_json(), ensure_ascii=False)
    assert MOBILE not in whole
    assert CITIZEN not in whole
    assert "139******78" in whole
    assert "110*************2X" in whole
