"""All that rests on a law: the matters by department, with the passages that cite it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from records.texts import headline, texts
from search.browse.directory import Group, list_name
from search.snapshot import Snapshot
from web.views.paging import pages

Record = Mapping[str, Any]

PER_PAGE = 60  # records on a page
_LONGEST = 140  # characters of a passage
_END = re.compile(r"[；;。\n]|(?=《)")


@dataclass(frozen=True, slots=True)
class Citing:
    """A record that rests on the law, and the passage that says so."""

    record: Record
    title: str
    department: str
    passage: str


@dataclass(frozen=True, slots=True)
class LawView:
    """A law with its titles and document numbers as printed (with how often), and what rests on it in pages."""

    name: str
    titles: tuple[tuple[str, int], ...]
    numbers: tuple[tuple[str, int], ...]
    total: int
    departments: int
    pages: tuple[tuple[tuple[str, tuple[Citing, ...]], ...], ...]


def law_view(serving: Snapshot, group: Group) -> LawView:
    """All that rests on a law."""
    titles = [title for title, _ in group.spellings]
    records = serving.directory.resting_on(group)
    numbers = Counter(
        " ".join(law["number"].split())
        for record in records
        for law in record.get("laws", ())
        if law["title"] in titles and law["number"]
    )
    citing = [Citing(record, headline(record), list_name(record), _passage(record, titles)) for record in records]
    return LawView(
        name=group.name,
        titles=group.spellings,
        numbers=tuple(numbers.most_common()),
        total=len(citing),
        departments=len({each.department for each in citing}),
        pages=tuple(tuple(_by_department(page)) for page in pages(citing, lambda _: 1, PER_PAGE)),
    )


def _by_department(citing: Sequence[Citing]) -> Iterator[tuple[str, tuple[Citing, ...]]]:
    for department, same in groupby(citing, key=lambda each: each.department):
        yield department, tuple(same)


def _passage(record: Record, titles: Sequence[str]) -> str:
    """From the law's title to the end of what is cited of it; "" where that is the title alone, or is not found."""
    for text in texts(record):
        for title in titles:
            start = text.find(f"《{title}》")
            if start >= 0:
                behind = start + len(title) + 2
                end = _END.search(text, behind)
                passage = text[start : end.start() if end else len(text)].strip(" 、，,1234567890.")
                if passage == f"《{title}》":
                    return ""
                return passage if len(passage) <= _LONGEST else passage[: _LONGEST - 1] + "…"
    return ""
