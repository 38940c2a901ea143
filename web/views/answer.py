"""What answers a query, as the page shows it: written once, for the same records are quoted again and again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import current_app, request, url_for
from markupsafe import Markup

from records.texts import headline
from search.generation_cache import GenerationCache
from search.present.results import AgencyLine, Results
from search.snapshot import Snapshot
from web.views.parties import PartyView, owner, parties

MOST_PANELS = 512
_TEMPLATE = "_answer.html"


@dataclass(frozen=True, slots=True)
class Panel:
    """A record that answers, with its agencies, those meant first; `body` is all that stands under its title.

    `by_duty` tells that it is the duty of one department, and not a matter that several share.
    """

    record: Mapping[str, Any]
    title: str
    by_duty: bool
    parties: tuple[PartyView, ...]
    body: Markup


@dataclass(frozen=True, slots=True)
class BestBet:
    """The page of a thing that was asked for by its name; with a telephone number where its list prints one."""

    label: str
    url: str
    phone: str = ""


def panels(results: Results, serving: Snapshot) -> Iterator[Panel]:
    """The records that answer, best first."""
    kept: GenerationCache[Panel] = current_app.extensions["panels"]
    for record_id, group in groupby(results.agencies, key=lambda line: line.id):
        lines = tuple(group)
        order = tuple([(line.agency, line.role) for line in lines])
        key = (request.script_root, record_id, order)
        panel = kept.get(serving.generation.name, key)
        if panel is None:
            panel = _panel(serving, lines, order)
            kept.put(serving.generation.name, key, panel)
        yield panel


def _panel(serving: Snapshot, lines: tuple[AgencyLine, ...], order: tuple[tuple[str, str], ...]) -> Panel:
    record = serving.entry(lines[0].id) or {}
    by_duty = "parties" not in record
    if by_duty:
        rows = tuple(owner(line.agency, line.role, serving.agencies) for line in lines)
    else:
        place = {row: number for number, row in enumerate(order)}
        rows = tuple(sorted(parties(record, serving.agencies), key=lambda row: place[row.agency, row.role]))
    written: Any = current_app.jinja_env.get_template(_TEMPLATE).module
    title = headline(record)
    return Panel(record, title, by_duty, rows, written.body(record, title, rows))


def best_bets(results: Results, serving: Snapshot) -> Iterator[BestBet]:
    """The pages of the laws and agencies that a query of names alone asks for."""
    for title in results.named_laws:
        if law := serving.directory.laws.find(title):
            yield BestBet(law.name, url_for("browse.law", name=law.name))
            return  # the others are other forms of its title
    for name in results.named_agencies:
        own = serving.directory.own_lists(name)
        for group in own:
            phone = serving.directory.phone(group)
            yield BestBet(group.name, url_for("browse.department", name=group.name), phone)
        if not own and (agency := serving.directory.agency(name)):
            yield BestBet(agency.name, url_for("browse.agency", name=agency.name))
