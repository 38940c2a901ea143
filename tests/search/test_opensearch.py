"""The engine on a cluster of OpenSearch: the conformance suite on a real node, and what only a cluster can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from indexer.cluster_build import fill
from search.local.impacts import LENGTH
from search.opensearch.library import ClusterLibrary
from search.snapshot import Snapshot
from store.generation import Generation
from store.opensearch.cluster import Cluster, read_address
from tests.search import test_backends as suite
from tests.support.opensearch_node import Nodes, why_not


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    if reason := why_not():
        pytest.skip(reason)
    with Nodes(tmp_path_factory.mktemp("opensearch")) as nodes:
        yield nodes


generation, records, words = suite.generation, suite.records, suite.words
PATIENT = 60.0  # machines that run tests are busy


class TestOpenSearch(suite.BackendTests):
    LEAST_NDCG = 0.9
    LEAST_ANSWERED = 1.0
    nodes: ClassVar[Nodes]

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _nodes(cls, node: Nodes) -> None:
        cls.nodes = node

    @classmethod
    def opened(cls, generation: Generation) -> Snapshot:
        address = read_address(cls.nodes.engine(f"county-{generation.meta['dictionary'][:8]}"), seconds=PATIENT)
        fill(Cluster(address), generation.folder, generation.meta, LENGTH)
        return ClusterLibrary(address).snapshot()
