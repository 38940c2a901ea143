"""The values of a filter that are meant, by whatever name or form they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from records.columns import AGENCY, DEPARTMENT, LAW, REGION
from search.query.law_titles import COUNTRY
from tokenizer.normalize import normalize

_LEAST = 2  # characters by which a region is known


def meant(facet: str, asked: str, values: Sequence[str], named: Callable[[str], tuple[str, ...]]) -> Iterable[str]:
    """The values of a facet that `asked` means; itself where it is one of them or none is known.

    Agencies and departments go by any name of the table of agencies (`named`), laws with or without the country's
    name and brackets, regions by a part of their name.
    """
    if facet == AGENCY:
        return named(asked)
    if asked in values:
        return (asked,)
    if facet == DEPARTMENT:
        names = set(named(asked))
        return [value for value in values if not names.isdisjoint(named(value))]
    if facet == LAW:
        title = _title(asked)
        return [value for value in values if _title(value) == title]
    if facet == REGION and len(asked) >= _LEAST:
        return [value for value in values if value.endswith(asked) or asked.endswith(value) or asked in value]
    return (asked,)


def _title(law: str) -> str:
    return "".join(normalize(law).split()).strip("<>《》").removeprefix(COUNTRY)
