"""What the entries of the table of agencies say against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.agency_model import AgencyData

Conflict = tuple[str, str, str]
"""The entry at fault ("": none), the word at fault, and what is wrong, in Chinese."""


def conflicts(data: AgencyData) -> Iterator[Conflict]:
    """Every contradiction between entries that are each in good form."""
    yield from _claimed_twice(data)
    yield from _unknown_agencies(data)
    yield from _unclear_words(data)


def _claimed_twice(data: AgencyData) -> Iterator[Conflict]:
    """Names that two bodies claim, or one body in two ways."""
    owners: dict[str, str] = {}
    stem_owners = {stem: "" for joint in data.joints for stem in joint.stems}
    for agency in data.agencies:
        for body in agency.bodies():
            yield from _claim(owners, body.name, (body.name, *body.short, *body.bare))
            yield from _claim(stem_owners, body.name, body.stems)


def _claim(owners: dict[str, str], body: str, names: Iterable[str]) -> Iterator[Conflict]:
    for name in names:
        other = owners.get(name)
        if other is None:
            owners[name] = body
        elif other == body:
            yield body, name, f"的名称“{name}”写了两次（name、short、bare 中只写一次）"
        else:
            yield body, name, f"的名称“{name}”已属于{f'“{other}”' if other else ' [[joint]]'}"


def _unknown_agencies(data: AgencyData) -> Iterator[Conflict]:
    """References to agencies that the table does not have."""
    agencies = {agency.name: agency for agency in data.agencies}
    bodies = {body.name for agency in data.agencies for body in agency.bodies()}
    for agency in data.agencies:
        parent = agencies.get(agency.part_of)
        if agency.part_of and parent is None:
            yield agency.name, agency.part_of, f"的 part_of“{agency.part_of}”不在表中"
        elif parent is not None and parent.part_of:
            yield agency.name, agency.part_of, f"的 part_of“{agency.part_of}”本身又属于“{parent.part_of}”，请写后者"
        for name in agency.inside:
            if name not in agencies:
                yield agency.name, name, f"的 inside“{name}”不在表中"
        for name in (source for took in agency.took for source in took.sources):
            if name not in bodies or name == agency.name:
                yield agency.name, name, f"的 from“{name}”不在表中，或就是它自己"
    for name in [*data.letters.values(), *(name for joint in data.joints for name in joint.agencies)]:
        if name not in agencies:
            yield "", name, f"[[joint]] 或 [letters] 中的“{name}”不在表中"


def _unclear_words(data: AgencyData) -> Iterator[Conflict]:
    """Words that are said to be no agency and yet are the name of one."""
    for agency in data.agencies:
        for body in agency.bodies():
            for word in data.not_agency:
                if word in (body.name, *body.short, *body.bare):
                    yield body.name, word, f"的名称“{word}”又写在 not_agency 中"
