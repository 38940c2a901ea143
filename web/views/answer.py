"""The matters of an answer as the page shows them: written once, for they are quoted again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import current_app, request
from markupsafe import Markup

from search.generation_cache import GenerationCache
from search.present.results import Results
from search.snapshot import Snapshot
from web.views.parties import PartyView, parties

MOST_PANELS = 512
_TEMPLATE = "_answer.html"


@dataclass(frozen=True, slots=True)
class Panel:
    """A matter of the answer with its agencies, those asked for first; `body` is all that stands under its name."""

    record: Mapping[str, Any]
    parties: tuple[PartyView, ...]
    body: Markup


def panels(results: Results, serving: Snapshot) -> Iterator[Panel]:
    """The matters of the answer, best first."""
    kept: GenerationCache[Panel] = current_app.extensions["panels"]
    for record_id, lines in groupby(results.agencies, key=lambda line: line.id):
        order = tuple([(line.agency, line.role) for line in lines])
        key = (request.script_root, record_id, order)
        panel = kept.get(serving.generation.name, key)
        if panel is None:
            panel = _panel(serving, record_id, order)
            kept.put(serving.generation.name, key, panel)
        yield panel


def _panel(serving: Snapshot, record_id: str, order: tuple[tuple[str, str], ...]) -> Panel:
    record = serving.entry(record_id) or {}
    place = {row: number for number, row in enumerate(order)}
    rows = tuple(sorted(parties(record, serving.agencies), key=lambda row: place[row.agency, row.role]))
    written: Any = current_app.jinja_env.get_template(_TEMPLATE).module
    return Panel(record, rows, written.body(record, rows))
