"""Who asks: what counts as one client, told by its address."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from settings.values import Network

_KEPT = 4096
_HOME = 64  # bits of an IPv6 address that a provider gives to one household or office; the rest it chooses itself


@lru_cache(maxsize=_KEPT)
def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """An address as such; an IPv4 address that is written as IPv6 is one of IPv4."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


@lru_cache(maxsize=_KEPT)
def client_of(address: str) -> str:
    """The client behind an address: of IPv6 all addresses that one household or office has are one."""
    found = _parsed(address)
    if isinstance(found, IPv6Address):
        return str(ip_network((found, _HOME), strict=False))
    return str(found or address)


def is_among(address: str, networks: Iterable[Network]) -> bool:
    """Whether an address belongs to one of these."""
    found = _parsed(address)
    return found is not None and any(found in each for each in networks)


def is_this_machine(address: str) -> bool:
    """Whether an address is one that only programs on this machine have."""
    found = _parsed(address)
    return found is not None and found.is_loopback
