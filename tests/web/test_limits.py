"""What a request may ask for at most, and what any Unicode in it may not break."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

FORBIDDEN_IN_XML = "\ufffe\uffff\x0b"


@pytest.mark.parametrize("path", ["/search", "/api/search", "/search.json", "/search.xlsx", "/search.atom"])
def test_a_filter_takes_only_so_many_values(client: FlaskClient, path: str) -> None:
    twenty = "&".join(f"department=a{number}" for number in range(20))
    assert client.get(f"{path}?q=消防&{twenty}").status_code == 200
    assert client.get(f"{path}?q=消防&{twenty}&department=a20").status_code == 400
    assert client.get(f"{path}?q=消防&law={'法' * 201}").status_code == 400


def test_only_this_machine_gets_scores_explained(client: FlaskClient) -> None:
    address = "/api/search?q=消防&explain=1"
    assert client.get(address).status_code == 200
    assert client.get(address, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403
    assert client.get(address, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
    assert client.get(address + "&size=100").status_code == 400
    assert client.get("/api/search?q=消防", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200


def test_characters_that_xml_cannot_hold_break_no_export(client: FlaskClient) -> None:
    query = {"q": f"消防{FORBIDDEN_IN_XML}"}
    atom = client.get("/search.atom", query_string=query)
    assert ElementTree.fromstring(atom.data).tag.endswith("feed")
    workbook = client.get("/search.xlsx", query_string=query)
    assert workbook.status_code == 200
    assert load_workbook(io.BytesIO(workbook.data)).sheetnames
