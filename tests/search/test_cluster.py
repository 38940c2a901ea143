"""What only a cluster can do: builds that fail beside the serving index, aliases, pages while it is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from indexer.cluster_build import build_in_cluster
from indexer.sources.collect import collect
from search.backend import Selection
from search.local.impacts import LENGTH
from search.opensearch.library import ClusterLibrary
from search.present.results import Request
from settings.model import Settings
from store.opensearch.cluster import Cluster, EngineError, read_address
from store.opensearch.schema import ID, PLACE
from store.opensearch.writing import ClusterWriter
from tests.conftest import ROOT
from tests.support.opensearch_node import Nodes, why_not
from web.factory import create_app

PATIENT = 60  # machines that run tests are busy
LISTS = [path for path in sorted((ROOT / "data").iterdir()) if path.suffix != ".toml"]
CLOSED = "http://127.0.0.1:9/qingdan"  # nobody answers there


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    if reason := why_not():
        pytest.skip(reason)
    with Nodes(tmp_path_factory.mktemp("opensearch")) as nodes:
        yield nodes


@pytest.fixture
def cluster(node: Nodes, request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """The cluster under an alias of the test's own."""
    cluster = Cluster(read_address(node.engine(request.node.name.replace("_", "-")), seconds=PATIENT))
    yield cluster
    cluster.close()


def built(cluster: Cluster, *paths: Path) -> str:
    return build_in_cluster(collect(list(paths)), cluster, LENGTH, jobs=1).generation.name


def indices(cluster: Cluster) -> set[str]:
    return {name for name in cluster.ask("GET", f"/{cluster.alias}-*") if not name.endswith("-files")}


def test_a_build_that_is_cut_off_leaves_the_alias_and_the_next_one_clears_it_away(cluster: Cluster) -> None:
    first = built(cluster, LISTS[0])
    library = ClusterLibrary(cluster.address)
    count = library.snapshot().count
    cut_off = ClusterWriter(cluster, 5, LENGTH)  # as a process that is killed leaves it
    assert cluster.serving() == first
    assert library.snapshot().count == count
    second = built(cluster, *LISTS)
    assert cluster.serving() == second
    assert indices(cluster) == {first, second}
    assert cut_off.name not in indices(cluster)
    third = built(cluster, LISTS[0])
    assert indices(cluster) == {second, third}


def test_who_holds_a_snapshot_goes_on_while_the_alias_is_switched(cluster: Cluster) -> None:
    built(cluster, *LISTS)
    library = ClusterLibrary(cluster.address)
    held = library.snapshot()
    before = held.search(Request("烟花爆竹")).total
    built(cluster, LISTS[0])
    assert held.search(Request("烟花爆竹", size=20)).total == before > 0
    assert ClusterLibrary(cluster.address).snapshot().count < held.count


def test_a_record_that_is_refused_is_named_and_nothing_is_switched(cluster: Cluster) -> None:
    writer = ClusterWriter(cluster, 2, LENGTH)
    with pytest.raises(EngineError, match="r-strange"):
        writer.add([{ID: "r-good", PLACE: 0}, {ID: "r-strange", PLACE: 1, "unknown": "field"}])
    writer.give_up()
    assert cluster.serving() is None
    assert indices(cluster) == set()


def test_an_index_that_does_not_hold_what_was_written_never_serves(cluster: Cluster) -> None:
    writer = ClusterWriter(cluster, 1, LENGTH)
    writer.add([{ID: "r-1", PLACE: 0}])
    with pytest.raises(EngineError, match="r-2"):
        writer.close([("r-2", "duty")])
    assert cluster.serving() is None
    writer.give_up()


def test_hits_beyond_what_one_request_orders(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    built(cluster, ROOT / "data")
    snapshot = ClusterLibrary(cluster.address).snapshot()
    whole = [hit.record["id"] for hit in snapshot.search(Request("管理", size=100)).hits]
    monkeypatch.setattr("search.opensearch.backend._DEEPEST", 5)
    monkeypatch.setattr("search.opensearch.backend._MOST_AT_ONCE", 7)
    pages = [snapshot.search(Request("管理", page=page, size=10)) for page in range(1, len(whole) // 10 + 1)]
    assert [hit.record["id"] for page in pages for hit in page.hits] == whole[: len(pages) * 10]
    records = snapshot.backend.records(Selection("kind", ("duty", "boundary")))
    assert len(records) == snapshot.backend.number(Selection("kind", ("duty", "boundary")))


def test_the_site_over_a_cluster(node: Nodes, cluster: Cluster) -> None:
    engine = node.engine(cluster.alias)
    client = create_app(settings=Settings(engine=engine, engine_seconds=PATIENT)).test_client()
    assert client.get("/healthz").status_code == 503
    name = built(cluster, ROOT / "data")
    health = client.get("/healthz").get_json()
    assert (health["status"], health["generation"]) == ("ok", name)
    found: dict[str, Any] = client.get("/api/search?q=烟花爆竹").get_json()
    assert found["total"] > 0
    for page in ("/", "/search?q=烟花爆竹", "/matters", "/agencies", "/departments", "/laws"):
        assert client.get(page).status_code == 200, page
    assert client.get(f"/record/{found['hits'][0]['id']}").status_code in (200, 404)


def test_while_the_cluster_does_not_answer_there_is_a_plain_page() -> None:
    pytest.importorskip("opensearchpy", reason="opensearch-py is not installed (requirements-opensearch.txt)")
    client = create_app(settings=Settings(engine=CLOSED)).test_client()
    page = client.get("/search?q=烟花爆竹")
    assert page.status_code == 503
    assert int(page.headers["Retry-After"]) > 0
    assert "检索引擎没有应答" in page.get_data(as_text=True)
    assert client.get("/healthz").status_code == 503


def test_the_local_index_stands_in_where_that_is_wanted(county_index: Path) -> None:
    pytest.importorskip("opensearchpy", reason="opensearch-py is not installed (requirements-opensearch.txt)")
    client = create_app(county_index, Settings(engine=CLOSED, engine_fallback=True)).test_client()
    assert client.get("/api/search?q=烟花爆竹").get_json()["total"] > 0
    assert client.get("/healthz").get_json()["status"] == "degraded"
