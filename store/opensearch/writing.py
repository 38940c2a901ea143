"""Records → a new index in the cluster: filled beside the serving one, checked, then the alias points to it at once.

A build that is cut off leaves the alias as it was; what it wrote is removed by the next. The index before is kept.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import orjson

from records.columns import KIND
from store.opensearch.cluster import Cluster, EngineAwayError, EngineError
from store.opensearch.schema import FILE_INDEX, ID, PLACE, column, files_body, index_body

_BULK_BYTES = 4 * 1024 * 1024
_PART_BYTES = 4 * 1024 * 1024  # of a file that a document keeps
_SECONDS = 120.0  # that a request of a build may take
_TRIES = 5
_PAUSE = 0.5  # seconds before the second try, doubled with each
_BUSY = 429
_NAMED = 3  # records that a message names


class ClusterWriter:
    """Writes one index of a cluster, and the files that belong to it."""

    def __init__(self, cluster: Cluster, records: int, lengths: Mapping[str, float]) -> None:
        """Removes what builds before left unfinished, and makes an empty index."""
        self._cluster = cluster
        self._records = 0
        self._before = cluster.serving()
        self._remove(keep={self._before, self._kept()})
        self.name = f"{cluster.alias}-{datetime.now(timezone.utc):%Y%m%dt%H%M%S%f}"
        self._ask("PUT", f"/{self.name}", index_body(records, lengths))
        self._ask("PUT", f"/{self.name}{FILE_INDEX}", files_body())

    def add(self, documents: Iterable[Mapping[str, Any]]) -> None:
        """Write the next records, some at a time. Raises EngineError that names the records that were refused."""
        for bulk in _bulks(documents):
            self._write(self.name, bulk)
            self._records += len(bulk)

    def add_file(self, path: Path) -> None:
        """Keep a file of the generation beside the records."""
        content = path.read_bytes()
        for part, start in enumerate(range(0, max(len(content), 1), _PART_BYTES)):
            data = base64.b64encode(content[start : start + _PART_BYTES]).decode()
            line = orjson.dumps({"name": path.name, "part": part, "data": data})
            self._write(f"{self.name}{FILE_INDEX}", {f"{path.name}.{part}": line})

    def close(self, probes: Sequence[tuple[str, str]]) -> None:
        """Check what was written, then let the alias point to it. `probes` are ids of records with their kinds.

        Raises EngineError where it is not as meant; the alias stays as it was then.
        """
        for index in (self.name, f"{self.name}{FILE_INDEX}"):
            settings = {"refresh_interval": "1s", "auto_expand_replicas": "0-1"}
            self._ask("PUT", f"/{index}/_settings", {"index": settings})
            self._ask("POST", f"/{index}/_refresh")
        self._verify(probes)
        actions: list[dict[str, Any]] = [{"add": {"index": self.name, "alias": self._cluster.alias}}]
        if self._before is not None:
            actions.insert(0, {"remove": {"index": self._before, "alias": self._cluster.alias}})
        self._ask("POST", "/_aliases", {"actions": actions})
        self._remove(keep={self.name, self._before})

    def give_up(self) -> None:
        """Remove what was written."""
        for index in (self.name, f"{self.name}{FILE_INDEX}"):
            self._ask("DELETE", f"/{index}")

    def _verify(self, probes: Sequence[tuple[str, str]]) -> None:
        counted = self._ask("GET", f"/{self.name}/_count")["count"]
        if counted != self._records:
            raise EngineError(f"写入后的索引有 {counted} 条记录，应有 {self._records} 条")
        for record_id, kind in probes:
            query = {"bool": {"filter": [{"term": {ID: record_id}}, {"term": {column(KIND): kind}}]}}
            found = self._ask("POST", f"/{self.name}/_search", {"query": query, "size": 1})
            if [hit["_source"][ID] for hit in found["hits"]["hits"]] != [record_id]:
                raise EngineError(f"写入后找不到记录 {record_id}")

    def _write(self, index: str, lines: Mapping[str, bytes]) -> None:
        """Write documents by id; those for which the cluster had no room at once are tried again."""
        left = dict(lines)
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(_PAUSE * 2**attempt)
            try:
                left = self._refused(index, left)
            except EngineAwayError:
                continue
            if not left:
                return
        raise EngineError(f"引擎没有收下 {len(left)} 条记录：{'、'.join(map(_id, [*left.values()][:_NAMED]))}等")

    def _refused(self, index: str, lines: Mapping[str, bytes]) -> dict[str, bytes]:
        """Write documents; gives those that may be tried again."""
        body = b"".join(b'{"index":{"_id":%s}}\n%s\n' % (orjson.dumps(key), line) for key, line in lines.items())
        answer = self._ask("POST", f"/{index}/_bulk", body)
        if not answer["errors"]:
            return {}
        again, failed = {}, []
        for (key, line), item in zip(lines.items(), answer["items"], strict=True):
            told = item["index"]
            if told["status"] == _BUSY:
                again[key] = line
            elif "error" in told:
                failed.append(f"{_id(line)}（{told['error'].get('reason', told['status'])}）")
        if failed:
            raise EngineError(f"引擎拒绝了 {len(failed)} 条记录：{'、'.join(failed[:_NAMED])}")
        return again

    def _kept(self) -> str | None:
        """The index that served before the serving one."""
        older = [name for name in self._indices() if self._before is not None and name < self._before]
        return max(older, default=None)

    def _remove(self, keep: set[str | None]) -> None:
        for name in self._indices():
            if name not in keep:
                for index in (name, f"{name}{FILE_INDEX}"):
                    self._ask("DELETE", f"/{index}", ignore=404)

    def _indices(self) -> list[str]:
        found = self._ask("GET", f"/{self._cluster.alias}-*", expand_wildcards="open")
        return sorted({name.removesuffix(FILE_INDEX) for name in found})

    def _ask(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        return self._cluster.ask(method, path, body, _SECONDS, **params)


def _id(line: bytes) -> str:
    """What a document is called in a message."""
    document = orjson.loads(line)
    return str(document.get(ID) or document["name"])


def _bulks(documents: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, bytes]]:
    """Documents as lines by their place, as many at once as a request should hold."""
    bulk: dict[str, bytes] = {}
    size = 0
    for document in documents:
        line = orjson.dumps(document)
        bulk[str(document[PLACE])] = line
        size += len(line)
        if size >= _BULK_BYTES:
            yield bulk
            bulk, size = {}, 0
    if bulk:
        yield bulk
