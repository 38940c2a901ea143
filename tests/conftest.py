"""What tests share: the real lists where they are, and an index of the sample county."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask.testing import FlaskClient
from hypothesis import settings

from indexer.build import build
from indexer.readers.libreoffice import find_libreoffice
from indexer.sources.collect import collect
from records.columns import KIND
from search.backend import Record, Selection
from search.library import Library
from search.local.backend import LocalBackend
from search.snapshot import Snapshot
from tests.support.second_county import write_long_list, write_second_county
from tests.support.serving import CHROMIUM, QUIET, serving
from web.factory import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# No test looks at a clock: how long an example takes says more about the machine than about the program.
settings.register_profile("without clocks", deadline=None)
settings.load_profile("without clocks")

ROOT = Path(__file__).resolve().parent.parent
# The real lists, their gold records and judged queries are not ours to publish; they stand beside the repository.
REAL = Path(os.environ.get("QINGDAN_REAL_LISTS", ROOT.parent / "shared"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need LibreOffice are skipped where it is missing."""
    if find_libreoffice() is None:
        for item in items:
            if item.get_closest_marker("office"):
                item.add_marker(pytest.mark.skip(reason="LibreOffice is not installed (no soffice on the PATH)"))


@pytest.fixture(scope="session")
def real() -> Path:
    """The folder with real lists, gold records and judged queries."""
    if not (REAL / "lists").is_dir():
        pytest.skip(f"the real lists are not on this machine (looked in {REAL}; set QINGDAN_REAL_LISTS)")
    return REAL


@pytest.fixture(scope="session")
def county_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample county in `data/`."""
    index = tmp_path_factory.mktemp("county")
    build(collect([ROOT / "data"]), index)
    return index


@pytest.fixture(scope="session")
def county(county_index: Path) -> Snapshot:
    """The sample county, opened for searching."""
    return Library(county_index).snapshot()


@pytest.fixture(scope="session")
def local(county: Snapshot) -> LocalBackend:
    """The engine behind the sample county."""
    assert isinstance(county.backend, LocalBackend)
    return county.backend


def whole(serving: Snapshot) -> list[Record]:
    """All records in their order."""
    kinds = tuple(value.text for value in serving.backend.values(KIND))
    return serving.backend.records(Selection(KIND, kinds))


@pytest.fixture(scope="session")
def real_index(real: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the real lists."""
    index = tmp_path_factory.mktemp("real")
    build(collect([real / "lists"]), index)
    return index


@pytest.fixture(scope="session")
def real_lists(real_index: Path) -> Snapshot:
    """The real lists, opened for searching."""
    return Library(real_index).snapshot()


@pytest.fixture
def client(county_index: Path) -> Iterator[FlaskClient]:
    """A client of the site over the sample county."""
    with create_app(county_index).test_client() as client:
        yield client


@pytest.fixture(scope="session")
def counties_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample county beside a second one, whose lists differ and are long and partly unreadable."""
    lists, index = tmp_path_factory.mktemp("second"), tmp_path_factory.mktemp("counties")
    write_second_county(lists)
    write_long_list(lists)
    build(collect([ROOT / "data", lists]), index)
    return index


@pytest.fixture
def counties(counties_index: Path) -> Iterator[FlaskClient]:
    """A client of the site over both counties."""
    with create_app(counties_index).test_client() as client:
        yield client


@pytest.fixture(scope="session")
def server(county_index: Path) -> Iterator[str]:
    """The address of a server over the sample county."""
    with serving(county_index) as address:
        yield address


@pytest.fixture(scope="session")
def counties_server(counties_index: Path) -> Iterator[str]:
    """The address of a server over both counties."""
    with serving(counties_index) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (looked for chromium, google-chrome; set QINGDAN_CHROMIUM)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET) as browser:
        yield browser
