"""Who leads a matter, as far as its list says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

LEADS, ASSISTS = "leads", "assists"

_LEADS = re.compile("牵头")
# 由区发改局牵头, 配合牵头部门: another agency leads.
_ANOTHER_LEADS = re.compile(r"(?:由|配合|协助|协同|参与|参加)[^，。；、,;\n]{0,16}牵头")
_ASSISTS = re.compile(r"[\d一二三四五六七八九十（(.．、）)\s]*(?:负责|积极|做好)?(?:配合|协助|协同)")


def roles(parties: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The role of each party in order: `LEADS` or `ASSISTS` where the list or its text says so, else ""."""
    return tuple(_told(party["lead"]) if "lead" in party else _role(party["role"]) for party in parties)


def leading(parties: Sequence[Mapping[str, Any]]) -> tuple[bool | None, ...]:
    """Whether each party leads or assists; None where the list does not say. Standing first says nothing."""
    return tuple({LEADS: True, ASSISTS: False}.get(role) for role in roles(parties))


def _told(lead: bool) -> str:
    return LEADS if lead else ASSISTS


def _role(text: str) -> str:
    if _LEADS.search(_ANOTHER_LEADS.sub("", text)):
        return LEADS
    return ASSISTS if _ASSISTS.match(text) else ""
