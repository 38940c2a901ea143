"""The settings: their names, what they are without being set, what they mean."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from settings.values import (
    Network,
    choice,
    flag,
    folder,
    host_name,
    network,
    number,
    origin,
    prefix,
    secret,
    several,
    text,
    text_or_none,
)

HOME = Path(__file__).resolve().parent.parent
DATA, INDEX = HOME / "data", HOME / "index"
OFF, PLAIN, JSON = "off", "plain", "json"
ANY = "*"
SECRETS = frozenset({"token"})  # settings that are shown to nobody


def _setting(usual: Any, told: str, read: Callable[[Any], Any]) -> Any:
    """A field with what it means and what reads its value."""
    return field(default=usual, metadata={"told": told, "read": read})


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. A name in capitals after `QINGDAN_` is its environment variable."""

    embed_origins: tuple[str, ...] = _setting(
        (), "允许嵌入检索框的网站，如 https://www.example.gov.cn；* 表示任何网站都可以读取接口", several(origin)
    )
    data: Path = _setting(DATA, "清单所在的文件夹", folder)  # noqa: RUF009 - a path does not change
    index: Path = _setting(INDEX, "索引所在的文件夹", folder)  # noqa: RUF009
    host: str = _setting("127.0.0.1", "监听地址，0.0.0.0 表示局域网内都能访问", text)
    port: int = _setting(5000, "监听端口", number(0, 65535))
    path_prefix: str = _setting("", "网站所在的路径，如 /qingdan；空表示在根路径", prefix)
    hosts: tuple[str, ...] = _setting(
        (), "网站的主机名；设了以后，用别的主机名访问一律拒绝（本机除外）", several(host_name)
    )
    trusted_proxies: tuple[Network, ...] = _setting(
        (), "反向代理的地址或网段；只有它们转告的访问者地址、协议和主机名才算数", several(network)
    )
    proxy_hops: int = _setting(1, "访问者和本站之间有几层反向代理", number(1, 9))
    result_cache: int = _setting(512, "记住最近多少次检索的结果，0 表示不记", number(0, 999_999))
    requests_per_minute: int = _setting(600, "每个地址每分钟最多请求多少次，0 表示不限；本机不限", number(0, 999_999))
    exports_per_minute: int = _setting(30, "其中导出文件最多多少次，0 表示不限；本机不限", number(0, 999_999))
    exports_at_once: int = _setting(2, "同时最多制作几个导出文件", number(1, 3))
    connections: int = _setting(400, "同时最多保持多少个连接", number(10, 500))
    connections_per_address: int = _setting(64, "其中每个地址最多多少个，反向代理除外", number(1, 500))
    idle_seconds: int = _setting(60, "空闲的连接保持多少秒", number(1, 3600))
    request_seconds: int = _setting(20, "一个请求最多用多少秒发完", number(1, 3600))
    stop_seconds: int = _setting(30, "停止时最多等多少秒，让正在进行的请求做完", number(0, 3600))
    request_log: str = _setting(OFF, "请求日志：off 不记，plain 每行文字，json 每行 JSON", choice(OFF, PLAIN, JSON))
    metrics_for: tuple[Network, ...] = _setting((), "除本机外，哪些地址或网段可以看 /metrics", several(network))
    log_queries: bool = _setting(False, "请求日志里是否记下查询的内容", flag)
    token: str = _setting("", "维护人员的口令，凭它查看清单体检中的个人信息；空表示不提供", secret)

    engine: str = _setting(
        "", "OpenSearch 集群的地址和别名，如 https://主机:9200/qingdan；空表示用本机索引", text_or_none
    )
    engine_user: str = _setting("", "访问集群的用户名", text_or_none)
    engine_password_file: str = _setting("", "存放密码的文件；也可用环境变量 QINGDAN_ENGINE_PASSWORD", text_or_none)
    engine_ca: str = _setting("", "集群证书的签发证书文件；空表示用系统信任的", text_or_none)
    engine_seconds: int = _setting(3, "集群最多用多少秒回答一次", number(1, 120))
    engine_fallback: bool = _setting(False, "集群没有应答时是否改用本机索引", flag)

    @property
    def any_origin(self) -> bool:
        """Whether scripts of every site may read the API's answers."""
        return ANY in self.embed_origins

    @property
    def framing_origins(self) -> tuple[str, ...]:
        """The sites that may show the box in a frame: only those that are named."""
        return tuple(each for each in self.embed_origins if each != ANY)

    def shared_with(self, origin: str) -> bool:
        """Whether scripts of a site may read the API's answers."""
        return self.any_origin or origin in self.embed_origins


def written(value: Any) -> str:
    """A value as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(map(written, value))}]"
    return json.dumps(str(value), ensure_ascii=False)
