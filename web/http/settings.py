"""What whoever runs the site sets by environment variables."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from search.caches import MOST_RESULTS

EMBED_ORIGINS = "QINGDAN_EMBED_ORIGINS"
RESULT_CACHE = "QINGDAN_RESULT_CACHE"

_log = logging.getLogger(__name__)
_ORIGIN = re.compile(r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:]+\])(?P<port>:[0-9]{1,5})?/?")
_NUMBER = re.compile(r"[0-9]{1,6}")
_USUAL_PORTS = {"http": ":80", "https": ":443"}


@dataclass(frozen=True, slots=True)
class Settings:
    """`embed_origins` are the sites that may embed the search; `any_origin` lets every site ask the API.

    `kept_results` are the results of searches that are kept at most; 0 keeps none.
    """

    embed_origins: tuple[str, ...] = ()
    any_origin: bool = False
    kept_results: int = MOST_RESULTS

    def shared_with(self, origin: str) -> bool:
        """Whether scripts of a site may read the API's answers."""
        return self.any_origin or origin in self.embed_origins


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that an environment makes. What cannot be used is logged and left out."""
    wanted = [entry.strip() for entry in environ.get(EMBED_ORIGINS, "").split(",") if entry.strip()]
    origins = [origin for entry in wanted if entry != "*" and (origin := _origin(entry))]
    return Settings(tuple(dict.fromkeys(origins)), "*" in wanted, _kept_results(environ.get(RESULT_CACHE, "").strip()))


def _kept_results(entry: str) -> int:
    """How many results to keep; the usual number where the entry says none."""
    if not entry:
        return MOST_RESULTS
    if not _NUMBER.fullmatch(entry):
        _log.warning("%s 的值“%s”不是 0 到 999999 的整数，已忽略，仍为 %d", RESULT_CACHE, entry, MOST_RESULTS)
        return MOST_RESULTS
    return int(entry)


def _origin(entry: str) -> str:
    """An origin as browsers write it, or "" where the entry is none."""
    match = _ORIGIN.fullmatch(entry.lower())
    if match is None:
        _log.warning("%s 中的“%s”不是网站地址，已忽略；应写成 https://www.example.gov.cn", EMBED_ORIGINS, entry)
        return ""
    port = match["port"] or ""
    return f"{match['scheme']}://{match['host']}{'' if port == _USUAL_PORTS[match['scheme']] else port}"
