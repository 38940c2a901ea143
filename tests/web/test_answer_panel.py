"""Matters of the answer are written once: the same page again, another one where the index or the question is another."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from indexer.build import build
from indexer.sources.collect import collect
from search.generation_cache import GenerationCache
from tests.conftest import ROOT
from web.factory import create_app
from web.views import answer as answer_panel

LIST = next((ROOT / "data").glob("*公安局*.txt"))
QUERY = {"q": "养犬管理"}


def answer(client: FlaskClient, **query: Any) -> Tag:
    found = BeautifulSoup(client.get("/search", query_string=query).data, "lxml").select_one("section.answer")
    assert found is not None
    return found


def kept(app: Flask) -> GenerationCache[answer_panel.Panel]:
    found: GenerationCache[answer_panel.Panel] = app.extensions["panels"]
    return found


def test_the_same_question_gets_the_same_answer_without_writing_it_again(
    county_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(county_index)
    first = answer(app.test_client(), **QUERY)
    number = len(kept(app))
    assert number > 0
    monkeypatch.setattr(answer_panel, "_panel", None)  # would fail if it were called
    assert answer(app.test_client(), **QUERY) == first
    assert len(kept(app)) == number


def test_the_agency_that_is_asked_for_stands_first_and_only_then(county_index: Path) -> None:
    client = create_app(county_index).test_client()
    usual = [row.get_text() for row in answer(client, q="养犬").select("article th[scope=row]")]
    asked = [row.get_text() for row in answer(client, q="养犬 城管局").select("article th[scope=row]")]
    assert sorted(asked) == sorted(usual)
    assert asked != usual
    assert [row.get_text() for row in answer(client, q="养犬").select("article th[scope=row]")] == usual


def test_addresses_lead_to_where_the_site_stands(county_index: Path) -> None:
    client = create_app(county_index).test_client()
    plain = answer(client, **QUERY)
    page = client.get("/search", query_string=QUERY, environ_overrides={"SCRIPT_NAME": "/qingdan"})
    below = BeautifulSoup(page.data, "lxml").select("section.answer a")
    assert [str(link["href"]) for link in below] == [f"/qingdan{link['href']}" for link in plain.select("a")]


def test_a_new_index_gets_answers_of_its_own(tmp_path: Path) -> None:
    lists, index = tmp_path / "lists", tmp_path / "index"
    lists.mkdir()
    shutil.copy(LIST, lists)
    build(collect([lists]), index, jobs=1)
    app = create_app(index)
    text = (lists / LIST.name).read_text(encoding="utf-8")
    assert "捕杀" not in answer(app.test_client(), **QUERY).get_text()
    (lists / LIST.name).write_text(text.replace("犬只", "捕杀犬只"), encoding="utf-8")
    build(collect([lists]), index, jobs=1)
    assert "捕杀" in answer(app.test_client(), **QUERY).get_text()


def test_no_more_than_the_bound_is_kept() -> None:
    cache: GenerationCache[int] = GenerationCache(2)
    for number in range(5):
        assert cache.get("g", number) is None
        cache.put("g", number, number)
    assert [cache.get("g", number) for number in range(5)] == [None, None, None, 3, 4]
    cache.put("another", 9, 9)  # it does not serve
    assert cache.get("another", 9) is None
    assert len(cache) == 0
