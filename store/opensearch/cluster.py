"""The connection to a cluster: where it is, who asks, how long to wait, and what is told when it does not answer.

An engine is written https://host:9200/qingdan: the last part is the alias under which the serving index stands. User
and password never stand in it, so that no log shows them.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

PASSWORD = "QINGDAN_ENGINE_PASSWORD"  # noqa: S105 - the name of an environment variable

_SECONDS = 3.0  # that a request may take
_RETRIES = 2  # of a request that reached no node, on the others
_REST = 2.0  # seconds in which a cluster that did not answer is asked nothing


class EngineError(RuntimeError):
    """The engine cannot be used; the message is plain Chinese."""


class EngineAwayError(EngineError):
    """The cluster does not answer, or not in time: it may soon."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a cluster is, under which alias it serves, and how it is asked. The password is in no representation."""

    hosts: tuple[str, ...]
    alias: str
    user: str = ""
    password: str = field(default="", repr=False)
    certificates: str = ""
    seconds: float = _SECONDS


def read_address(
    engine: str, user: str = "", password: str = "", certificates: str = "", seconds: float = _SECONDS
) -> Address:
    """The address that is written https://host:9200/qingdan (several hosts with commas), credentials apart.

    Raises EngineError where it cannot be used.
    """
    hosts, alias = [], ""
    for each in engine.split(","):
        parts = urlsplit(each.strip())
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise EngineError("引擎地址应写成 https://主机:9200/qingdan")
        if parts.username or parts.password:
            raise EngineError("引擎地址里不能写用户名和密码，请用设置 engine_user 和 engine_password_file")
        hosts.append(f"{parts.scheme}://{parts.netloc}")
        alias = parts.path.strip("/") or alias
    if not alias or not alias.isascii() or "/" in alias or alias != alias.lower():
        raise EngineError("引擎地址的最后一段是索引别名，用小写字母，如 https://主机:9200/qingdan")
    return Address(tuple(hosts), alias, user, password, certificates, seconds)


def password_in(path: Path) -> str:
    """The password that a file holds. Raises EngineError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise EngineError(f"读不到设置 engine_password_file 所指的文件：{error.strerror}") from error


class Circuit:
    """Keeps requests from waiting, one behind the other, for a cluster that is away: one in a while is let through."""

    def __init__(self) -> None:
        self._closed_from = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the cluster did not answer a moment ago."""
        return time.monotonic() < self._closed_from

    def break_(self) -> None:
        """The cluster did not answer."""
        self._closed_from = time.monotonic() + _REST

    def close(self) -> None:
        """The cluster answers."""
        self._closed_from = 0.0


class Cluster:
    """A cluster of which requests are made; safe to share between threads. No node is looked for by itself."""

    def __init__(self, address: Address) -> None:
        """Raises EngineError where the client is not installed."""
        try:
            from opensearchpy import OpenSearch  # noqa: PLC0415 - only who uses a cluster needs it
        except ImportError as error:
            raise EngineError("没有安装 OpenSearch 客户端：pip install -r requirements-opensearch.txt") from error
        self.address = address
        self.alias = address.alias
        self.circuit = Circuit()
        self._client = OpenSearch(
            list(address.hosts),
            http_auth=(address.user, address.password) if address.user else None,
            ca_certs=address.certificates or None,
            verify_certs=True,
            timeout=address.seconds,
            max_retries=_RETRIES,
            retry_on_timeout=False,
            retry_on_status=(502, 503),
            pool_maxsize=16,
        )

    def ask(self, method: str, path: str, body: Any = None, seconds: float | None = None, **params: Any) -> Any:
        """Make a request. Raises EngineAwayError where no answer came, EngineError where the answer is an error."""
        from opensearchpy import exceptions  # noqa: PLC0415

        if self.circuit.is_open:
            raise EngineAwayError("检索引擎没有应答，请稍后再试")
        options = params if seconds is None else params | {"request_timeout": seconds}
        try:
            answer = self._client.transport.perform_request(method, path, params=options, body=body)
            self.circuit.close()
            return answer
        except exceptions.ConnectionError as error:
            self.circuit.break_()
            raise EngineAwayError("检索引擎没有应答，请稍后再试") from error
        except exceptions.TransportError as error:
            if error.status_code in (429, 502, 503, 504):
                raise EngineAwayError("检索引擎忙，请稍后再试") from error
            raise EngineError(f"检索引擎拒绝了请求（{error.status_code} {_reason(error.info)}）") from error

    def search(self, index: str, body: Mapping[str, Any], **params: Any) -> dict[str, Any]:
        """Search an index. An answer that not all shards gave is none."""
        found: dict[str, Any] = self.ask("POST", f"/{index}/_search", body, **params)
        return whole(found)

    def searches(self, index: str, bodies: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Make several searches in one request."""
        lines = b"".join(b"{}\n%s\n" % orjson.dumps(body) for body in bodies)
        found = self.ask("POST", f"/{index}/_msearch", lines)
        return [whole(each) for each in found["responses"]]

    def serving(self) -> str | None:
        """The index that the alias stands for, None where there is none."""
        try:
            found = self.ask("GET", f"/_alias/{self.alias}")
        except EngineAwayError:
            raise
        except EngineError:
            return None
        return max(found, default=None)

    def close(self) -> None:
        """Give up the connections."""
        self._client.close()


def whole(found: dict[str, Any]) -> dict[str, Any]:
    """An answer that all shards gave in time. Raises EngineAwayError where one is missing: counts would be wrong."""
    if "error" in found:
        raise EngineAwayError("检索引擎暂时不能回答，请稍后再试")
    if found.get("timed_out") or found["_shards"]["failed"]:
        raise EngineAwayError("检索引擎只答了一部分，请稍后再试")
    return found


def _reason(info: Any) -> str:
    """What the cluster says was wrong."""
    error = info.get("error") if isinstance(info, dict) else None
    causes = error.get("root_cause", ()) if isinstance(error, dict) else ()
    return "；".join(str(cause.get("reason", "")) for cause in causes)
