"""The serving index of a cluster: opened once, exchanged when the alias points to another."""

from __future__ import annotations

import base64
import logging
import os
import shutil
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import orjson

from search.library import Library, NoIndexError, Serving
from search.opening import open_in_cluster
from search.snapshot import Snapshot
from store.generation import META, Generation
from store.opensearch.cluster import PASSWORD, Address, Cluster, EngineAwayError, password_in, read_address
from store.opensearch.schema import FILE_INDEX, SCHEMA_VERSION

__all__ = ["ClusterLibrary", "EngineAwayError", "FallbackLibrary", "address_of", "fetched", "library_of"]

_log = logging.getLogger(__name__)
_LOOK = 5.0  # seconds between looks at the alias


class EngineSettings(Protocol):
    """What is set of an engine; a password comes from a file or the environment, so that no list of settings has it."""

    @property
    def engine(self) -> str:
        """Its address, "" for the index of this machine."""

    @property
    def engine_user(self) -> str:
        """Who asks."""

    @property
    def engine_password_file(self) -> str:
        """The file that holds the password."""

    @property
    def engine_ca(self) -> str:
        """The file with the certificates that are trusted besides the usual ones."""

    @property
    def engine_seconds(self) -> int:
        """How long an answer may take."""

    @property
    def engine_fallback(self) -> bool:
        """Whether the index of this machine stands in while the cluster does not answer."""


class ClusterLibrary:
    """Gives out the serving index of a cluster as a snapshot.

    Nothing is kept on this machine but the names and words of the index, in a folder that goes with the program: web
    servers hold nothing that another could not, and many can run.
    """

    def __init__(self, address: Address) -> None:
        """Nothing is asked of the cluster yet. Raises EngineError where the client is not installed."""
        self._cluster = Cluster(address)
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._looked = -_LOOK
        self._missing = ""

    @property
    def is_away(self) -> bool:
        """Whether the cluster did not answer a moment ago."""
        return self._cluster.circuit.is_open

    @property
    def missing(self) -> str:
        """What keeps the cluster from serving as it should, in a plain sentence; "" where it does."""
        try:
            status = self._cluster.ask("GET", f"/_cluster/health/{self._cluster.alias}")["status"]
        except EngineAwayError as problem:
            return str(problem)
        if status == "red":
            return "检索引擎缺少部分数据（red），请检查各节点"
        return (
            "检索引擎缺少备份（yellow），仍可检索" if status == "yellow" and self._has_more_nodes() else self._missing
        )

    def _has_more_nodes(self) -> bool:
        return bool(self._cluster.ask("GET", "/_cluster/health")["number_of_data_nodes"] > 1)

    def snapshot(self) -> Snapshot:
        """The serving snapshot, after a look at the alias now and then.

        Raises NoIndexError where there is no index yet, EngineAwayError where the cluster does not answer and none was
        known before. One that was known goes on being asked.
        """
        if self._snapshot is None or time.monotonic() - self._looked >= _LOOK:
            self._look()
        if self._snapshot is None:
            raise NoIndexError("检索引擎里还没有索引，请先运行 python app.py index --engine …")
        return self._snapshot

    def _look(self) -> None:
        """Open what the alias points to. While one request does so, the others are served by the one before."""
        if not self._lock.acquire(blocking=self._snapshot is None):
            return
        try:
            self._looked = time.monotonic()
            index = self._cluster.serving()
            if index is not None and (self._snapshot is None or self._snapshot.generation.name != index):
                self._exchange(index)
        except EngineAwayError:
            if self._snapshot is None:
                raise
        finally:
            self._lock.release()

    def _exchange(self, index: str) -> None:
        generation = fetched(self._cluster, index)
        if generation.meta["schema"] != SCHEMA_VERSION:
            self._missing = f"引擎里的索引 {index} 由另一版本的程序建立，请重新运行 python app.py index --engine …"
            _log.error(self._missing)
            return
        opened = open_in_cluster(generation, self._cluster)
        before, self._snapshot, self._missing = self._snapshot, opened, ""
        if before is not None:
            shutil.rmtree(before.generation.folder.parent, ignore_errors=True)


class FallbackLibrary:
    """The cluster's serving snapshot, and the one of this machine while the cluster does not answer."""

    def __init__(self, cluster: ClusterLibrary, local: Serving) -> None:
        self._cluster = cluster
        self._local = local

    @property
    def missing(self) -> str:
        """What keeps the cluster from serving as it should."""
        problem = self._cluster.missing
        return f"{problem}；暂由本机索引提供检索" if problem and self._cluster.is_away else problem

    def snapshot(self) -> Snapshot:
        """The cluster's snapshot, else that of this machine."""
        if not self._cluster.is_away:
            with suppress(EngineAwayError):
                return self._cluster.snapshot()
        return self._local.snapshot()


def address_of(settings: EngineSettings) -> Address:
    """Where the cluster is and how it is asked. Raises EngineError where that cannot be used."""
    password = os.environ.get(PASSWORD, "")
    if settings.engine_password_file:
        password = password_in(Path(settings.engine_password_file))
    return read_address(
        settings.engine, settings.engine_user, password, settings.engine_ca, float(settings.engine_seconds)
    )


def library_of(settings: EngineSettings, index: Path) -> Serving:
    """What serves: the cluster that the settings name, with the local index behind it if so set; else that one.

    Raises EngineError where the address cannot be used.
    """
    local = Library(index)
    if not settings.engine:
        return local
    cluster = ClusterLibrary(address_of(settings))
    return FallbackLibrary(cluster, local) if settings.engine_fallback else cluster


def fetched(cluster: Cluster, index: str) -> Generation:
    """The words and names of an index, brought into a folder of this machine for as long as it serves."""
    folder = Path(tempfile.mkdtemp(prefix="qingdan-")) / index
    folder.mkdir()
    body = {"query": {"match_all": {}}, "size": 1, "sort": ["name", "part"]}
    after: list[Any] | None = None
    while True:
        more = {"search_after": after} if after else {}
        hits = cluster.search(f"{index}{FILE_INDEX}", body | more)["hits"]["hits"]
        if not hits:
            break
        for hit in hits:
            part = hit["_source"]
            with (folder / part["name"]).open("ab") as file:
                file.write(base64.b64decode(part["data"]))
            after = hit["sort"]
    return Generation(folder, orjson.loads((folder / META).read_bytes()))
