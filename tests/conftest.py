"""What tests share: the real lists where they are, and an index of the sample county."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer.build import build
from indexer.sources import collect
from search.library import Library
from search.snapshot import Snapshot
from web.factory import create_app

ROOT = Path(__file__).resolve().parent.parent
# The real lists, their gold records and judged queries are not ours to publish; they stand beside the repository.
REAL = Path(os.environ.get("QINGDAN_REAL_LISTS", ROOT.parent / "shared"))


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
