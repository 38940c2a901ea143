"""A record's text in two fields, for engines that know no zones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.texts import zone_texts
from records.zones import DUTY, ITEM, TITLE


def title_and_body(record: Mapping[str, Any]) -> tuple[str, str]:
    """The record's own headline, and all other text that is searched."""
    zones = zone_texts(record)
    title = next((zones.pop(zone) for zone in (TITLE, ITEM, DUTY) if zone in zones), "")
    return title, "\n".join(zones.values())
