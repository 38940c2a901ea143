"""What the entries of the table of agencies say against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agencies.model import Agency, AgencyData, Former

Conflict = tuple[int, str, str]
"""The line of the entry at fault (0: none), the word at fault, and what is wrong, in Chinese."""


def conflicts(data: AgencyData) -> Iterator[Conflict]:
    """Every contradiction between entries that are each in good form."""
    yield from _claimed_twice(data)
    yield from _unknown_parents(data)
    yield from _unknown_sources(data)
    yield from _unclear_words(data)


def _claimed_twice(data: AgencyData) -> Iterator[Conflict]:
    """Names that two bodies claim, or one body in two ways."""
    names: dict[str, str] = {}
    stems: dict[str, str] = {}
    for joint in data.joints:
        yield from _claim(stems, "[[joint]]", joint.line, joint.stems)
    for body in _bodies(data):
        yield from _claim(names, body.name, body.line, (body.name, *body.short, *body.bare))
        yield from _claim(stems, body.name, body.line, body.stems)


def _claim(owners: dict[str, str], body: str, line: int, names: Iterable[str]) -> Iterator[Conflict]:
    for name in names:
        other = owners.setdefault(name, "")
        if other:
            yield line, name, f"“{body}”的名称“{name}”已属于“{other}”，每个名称在表中只写一次"
        owners[name] = other or body


def _unknown_parents(data: AgencyData) -> Iterator[Conflict]:
    """Agencies in which a body is or was, but which the table does not have."""
    agencies = {agency.name: agency for agency in data.agencies}
    for agency in data.agencies:
        parent = agencies.get(agency.part_of)
        if agency.part_of and parent is None:
            yield agency.line, agency.part_of, f"“{agency.name}”的 part_of“{agency.part_of}”不在表中"
        elif parent is not None and parent.part_of:
            yield (
                agency.line,
                parent.name,
                f"“{agency.name}”的 part_of“{parent.name}”又属于“{parent.part_of}”，请写后者",
            )
        for name in agency.inside:
            if name not in agencies:
                yield agency.line, name, f"“{agency.name}”的 inside“{name}”不在表中"


def _unknown_sources(data: AgencyData) -> Iterator[Conflict]:
    """Bodies from which duties came, and agencies of joint names, that the table does not have."""
    agencies = {agency.name for agency in data.agencies}
    bodies = {body.name for body in _bodies(data)}
    for agency in data.agencies:
        for took in agency.took:
            for name in took.sources:
                if name not in bodies or name == agency.name:
                    yield took.line, name, f"“{agency.name}”的 from“{name}”不在表中，或就是它自己"
    for joint in data.joints:
        for name in joint.agencies:
            if name not in agencies:
                yield joint.line, name, f"[[joint]] 中的“{name}”不在表中"
    for letter, name in data.letters.items():
        if name not in agencies:
            yield 0, name, f"[letters] 中“{letter}”的“{name}”不在表中"


def _unclear_words(data: AgencyData) -> Iterator[Conflict]:
    """Words that are said to be no agency and yet are the name of one."""
    for body in _bodies(data):
        for word in data.not_agency:
            if word in (body.name, *body.short, *body.bare):
                yield body.line, word, f"“{body.name}”的名称“{word}”又写在 not_agency 中"


def _bodies(data: AgencyData) -> Iterator[Agency | Former]:
    for agency in data.agencies:
        yield from agency.bodies()
