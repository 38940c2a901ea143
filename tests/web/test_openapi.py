"""The API's description against what the API really answers, and the page made from it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from search.backend import SORTS
from search.present.results import _LAST_PAGE, LONGEST_QUERY, MOST_HITS
from web.factory import create_app
from web.files.feed import MOST_ENTRIES
from web.routes.discovery import DOCUMENT
from web.routes.exports import MOST_RECORDS

PATHS: dict[str, Any] = DOCUMENT["paths"]
_TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
_SAYS_NOTHING = {"description", "format", "contentMediaType"}


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    found: Any = DOCUMENT
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return resolved(found)


def complaints(value: Any, schema: dict[str, Any], place: str = "answer") -> list[str]:
    """Where a value is not what a schema says. What the schema does not name is a complaint, too."""
    schema = resolved(schema)
    unknown = schema.keys() - _SAYS_NOTHING - {
        "type", "required", "properties", "items", "enum", "const", "oneOf", "additionalProperties",
    }  # fmt: skip
    assert not unknown, f"this check does not know {unknown}"
    if "oneOf" in schema:
        tried = [complaints(value, choice, place) for choice in schema["oneOf"]]
        return [] if sum(not each for each in tried) == 1 else min(tried, key=len) or [f"{place}: several fit"]
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_is(value, name) for name in types):
        return [f"{place}: {value!r} is no {types}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value!r} is none of {schema['enum']}"]
    if "const" in schema and value != schema["const"]:
        return [f"{place}: {value!r} is not {schema['const']!r}"]
    out: list[str] = []
    if isinstance(value, list):
        for index, item in enumerate(value):
            out += complaints(item, schema["items"], f"{place}[{index}]")
    if isinstance(value, dict):
        out += [f"{place}: lacks {name}" for name in schema.get("required", ()) if name not in value]
        rest = schema.get("additionalProperties", False)
        for name, item in value.items():
            known = schema.get("properties", {}).get(name, rest)
            if known is False:
                out.append(f"{place}: {name} is not described")
            elif known is not True:
                out += complaints(item, known, f"{place}.{name}")
    return out


def _is(value: Any, name: str) -> bool:
    if name == "null":
        return value is None
    return isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool))  # type: ignore[arg-type]


def check(client: FlaskClient, path: str, address: str, status: int = 200) -> Any:
    """Ask for an address of a described path; status, content type and body must be as described."""
    answer = client.get(address)
    assert answer.status_code == status
    described = resolved(PATHS[path]["get"]["responses"][str(status)])
    ((content_type, content),) = described["content"].items()
    assert answer.mimetype == content_type
    if content_type == "application/json":
        assert complaints(answer.json, content["schema"]) == []
    return answer.json


@pytest.mark.parametrize(
    "query",
    [
        "q=烟花爆竹",
        "q=烟花爆竹&explain=1",
        "q=养犬&kind=boundary&kind=duty&size=100",
        "kind=supervision&page=2&sort=department",
        "q=工商局",
        "q=烟花暴竹",
        "q=魑魅魍魉",
    ],
)
def test_searches_answer_as_described(client: FlaskClient, query: str) -> None:
    check(client, "/api/search", f"/api/search?{query}")


def test_suggestions_answer_as_described(client: FlaskClient) -> None:
    assert check(client, "/api/suggest", "/api/suggest?q=烟花")["suggestions"]
    check(client, "/api/suggest", "/api/suggest")


@pytest.mark.parametrize("kind", ["boundary", "duty", "supervision", "service"])
def test_records_of_every_kind_answer_as_described(client: FlaskClient, kind: str) -> None:
    records = check(client, "/search.json", f"/search.json?kind={kind}")["records"]
    assert {record["kind"] for record in records} == {kind}
    check(client, "/api/entries/{id}", f"/api/entries/{records[0]['id']}")


def test_files_answer_as_described(client: FlaskClient) -> None:
    for path in ("/search.csv", "/search.xlsx", "/search.atom", "/matrix.csv", "/matrix.xlsx"):
        check(client, path, f"{path}?q=养犬")


def test_errors_answer_as_described(client: FlaskClient) -> None:
    check(client, "/api/entries/{id}", "/api/entries/none", 404)
    check(client, "/healthz", "/healthz")
    for path, item in PATHS.items():
        if "400" in item["get"]["responses"]:
            check(client, path, f"{path}?q={'长' * 201}", 400)


def test_without_an_index_everything_answers_as_described(tmp_path: Path) -> None:
    with create_app(tmp_path).test_client() as client:
        for path in PATHS:
            check(client, path, path.replace("{id}", "x") + "?q=x", 503)


def test_every_address_for_programs_is_described_with_its_parameters(client: FlaskClient) -> None:
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in client.application.url_map.iter_rules()}
    rules = {rule.replace("{record_id}", "{id}") for rule in rules}
    own = {rule for rule in rules if re.match(r"/api/\w|/healthz|/(search|matrix)\.", rule)}
    assert set(PATHS) == own - {"/api/openapi.json"}
    for path, item in PATHS.items():
        named = {
            parameter["name"] for each in item["get"]["parameters"] if (parameter := resolved(each))["in"] == "path"
        }
        assert named == set(re.findall(r"{(\w+)}", path))


def test_limits_are_those_of_the_program() -> None:
    schemas = {name: parameter["schema"] for name, parameter in DOCUMENT["components"]["parameters"].items()}
    assert schemas["q"]["maxLength"] == LONGEST_QUERY
    assert schemas["size"]["maximum"] == MOST_HITS
    assert schemas["page"]["maximum"] == _LAST_PAGE
    assert tuple(schemas["sort"]["enum"]) == SORTS
    for path in ("/search.json", "/search.csv", "/search.xlsx", "/matrix.csv"):
        assert str(MOST_RECORDS) in PATHS[path]["get"]["description"]
    assert str(MOST_ENTRIES) in PATHS["/search.atom"]["get"]["description"]


def test_the_check_notices_what_is_not_described() -> None:
    schema = {"$ref": "#/components/schemas/Party"}
    assert complaints({"agency": "甲", "role": "乙"}, schema) == []
    assert complaints({"agency": "甲"}, schema)
    assert complaints({"agency": "甲", "role": 1}, schema)
    assert complaints({"agency": "甲", "role": "乙", "led": True}, schema)
    assert complaints(True, {"type": "integer"})


def test_the_document_is_served_and_whole(client: FlaskClient) -> None:
    served = client.get("/api/openapi.json").json
    assert served == DOCUMENT
    assert served["openapi"].startswith("3.1.")
    references = set(
        re.findall(r'"\$ref": "([^"]+)"', (Path(__file__).parent.parent.parent / "web/openapi.json").read_text("utf-8"))
    )
    for reference in references:
        assert resolved({"$ref": reference})["description"]
    operations = [item["get"]["operationId"] for item in PATHS.values()]
    assert len(set(operations)) == len(operations)
    assert {tag for item in PATHS.values() for tag in item["get"]["tags"]} == {tag["name"] for tag in DOCUMENT["tags"]}


def test_the_page_shows_every_path_parameter_and_field(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/api/").data, "lxml")
    text = page.get_text(" ", strip=True)
    for path, item in PATHS.items():
        assert f"GET {path}" in text
        section = page.select_one(f"section[aria-labelledby='op-{item['get']['operationId']}']")
        assert section is not None
        shown = [code.get_text() for code in section.select("tbody th code")]
        assert shown == [resolved(each)["name"] for each in item["get"]["parameters"]]
    for name, schema in DOCUMENT["components"]["schemas"].items():
        if "properties" in schema:
            section = page.select_one(f"section[aria-labelledby='schema-{name}']")
            assert section is not None
            assert [code.get_text() for code in section.select("tbody th code")] == list(schema["properties"])
    ids = {str(element["id"]) for element in page.select("[id]")}
    for link in page.select("main a"):
        address = str(link["href"])
        assert address[1:] in ids if address.startswith("#") else client.get(address).status_code == 200
    assert client.get("/api").status_code == 308
