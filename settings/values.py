"""Values of settings: what a file or an environment variable says → what the program takes, or what it should be.

Each reader takes a value as TOML has it, or the text of an environment variable, and raises ValueError with what is
expected, in plain Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, TypeVar

Network = IPv4Network | IPv6Network
_SHORTEST_SECRET = 8  # characters
_Value = TypeVar("_Value")

_NUMBER = re.compile(r"[0-9]{1,9}")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:]+\])(?P<port>:[0-9]{1,5})?/?")
_USUAL_PORTS = {"http": ":80", "https": ":443"}
_HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]")
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")


def number(least: int, most: int) -> Callable[[Any], int]:
    """A whole number within limits."""

    def read(value: Any) -> int:
        if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"应为 {least} 到 {most} 的整数")
        return value

    return read


def flag(value: Any) -> bool:
    """Yes or no."""
    value = _FLAGS.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(value, bool):
        raise ValueError("应为 true 或 false")
    return value


def choice(*choices: str) -> Callable[[Any], str]:
    """One of some words."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value.strip() not in choices:
            raise ValueError(f"只能是 {'、'.join(choices)} 之一")
        return value.strip()

    return read


def several(each: Callable[[str], _Value]) -> Callable[[Any], tuple[_Value, ...]]:
    """A list of values; in an environment variable there are commas between them."""

    def read(value: Any) -> tuple[_Value, ...]:
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise ValueError('应为列表，如 ["甲", "乙"]')
        return tuple(dict.fromkeys([each(part.strip()) for part in parts if part.strip()]))

    return read


def text(value: Any) -> str:
    """Any text in one line."""
    if not isinstance(value, str) or not value.strip() or not value.isprintable():
        raise ValueError("应为一行文字")
    return value.strip()


def text_or_none(value: Any) -> str:
    """Any text in one line, or "" for none."""
    return "" if value == "" else text(value)


def secret(value: Any) -> str:
    """A password, long enough not to be guessed; empty for none."""
    if value == "":
        return ""
    if len(text(value)) < _SHORTEST_SECRET:
        raise ValueError(f"应为至少 {_SHORTEST_SECRET} 个字")
    return text(value)


def folder(value: Any) -> Path:
    """A folder, which need not be there yet."""
    return Path(text(value)).expanduser()


def origin(value: str) -> str:
    """The address of a site as browsers write it, or `*`."""
    if value == "*":
        return value
    match = _ORIGIN.fullmatch(value.lower())
    if match is None:
        raise ValueError(f"“{value}”不是网站地址，应写成 https://www.example.gov.cn")
    port = match["port"] or ""
    return f"{match['scheme']}://{match['host']}{'' if port == _USUAL_PORTS[match['scheme']] else port}"


def network(value: str) -> Network:
    """An address or a range of addresses."""
    try:
        return ip_network(value, strict=False)
    except ValueError:
        raise ValueError(f"“{value}”不是 IP 地址或网段，应写成 10.1.2.3 或 10.1.0.0/16") from None


def host_name(value: str) -> str:
    """The name of a host, without its port; a dot before it takes its subdomains in."""
    if not _HOST.fullmatch(value.lower()):
        raise ValueError(f"“{value}”不是主机名，应写成 www.example.gov.cn")
    return value.lower()


def prefix(value: Any) -> str:
    """The path below which the site stands, without the last slash; "" for the root."""
    found = value.strip().rstrip("/") if isinstance(value, str) else None
    if found is None or (found and not _PREFIX.fullmatch(found)):
        raise ValueError("应写成 /qingdan 这样的路径")
    return found
