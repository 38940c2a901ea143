"""The numbers that Word generates in front of list paragraphs (一、 （一） 1.), counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from indexer.readers.shared.number_formats import format_number
from indexer.readers.word.markup import MC, Element, W, chosen, flag, number, value
from indexer.readers.word.styles import Styles

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_SELF_CLOSING = "、．.：:）)】]，,。;；-　 "  # after these no blank is needed before the text


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts and prints."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None  # the level, counted from 1, that makes this one start again; 0 for never
    plain_digits: bool = False  # print the levels above in decimal digits
    suffix: str = "tab"
    style: str | None = None


@dataclass(slots=True)
class _List:
    """An abstract list: its levels and how far each has counted; every number that uses it goes on counting."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(slots=True)
class _Number:
    """A use of a list; levels that it overrides start again when it is first used."""

    list: _List
    levels: dict[int, _Level]
    restarts: dict[int, int]


class Numbering:
    """The lists of a document. Paragraphs must be asked for in the order in which they are printed."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._numbers: dict[int, _Number] = {}
        if root is not None:
            self._read(root, styles)

    def label(self, number_id: int | None, level: int | None, style: str | None) -> str:
        """The number of the next paragraph that uses this numbering, with what parts it from the text.

        `style` is the paragraph's style, which may stand for a level of the list. "" where nothing is printed.
        """
        use = self._numbers.get(number_id) if number_id else None
        if use is None:
            return ""
        if level is None:
            level = next(
                (i for i, definition in use.levels.items() if definition.style and definition.style == style), 0
            )
        if level not in use.levels:
            return ""
        self._count(use, level)
        return self._print(use, level)

    def _count(self, use: _Number, level: int) -> None:
        counts = use.list.counts
        current = counts[level]
        if level in use.restarts:
            counts[level] = use.restarts.pop(level)
        else:
            counts[level] = use.levels[level].start if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            restart = use.levels[deeper].restart if deeper in use.levels else None
            if restart is None or level < restart:
                counts[deeper] = None

    def _print(self, use: _Number, level: int) -> str:
        definition = use.levels[level]
        if definition.form == "bullet":
            return ""

        def number_of(placeholder: re.Match[str]) -> str:
            index = int(placeholder[1]) - 1
            other = use.levels.get(index, _Level())
            count = use.list.counts[index]
            form = "decimal" if definition.plain_digits and index != level else other.form
            return format_number(other.start if count is None else count, form)

        printed = _PLACEHOLDER.sub(number_of, definition.text)
        if not printed or definition.suffix == "nothing" or printed[-1] in _SELF_CLOSING:
            return printed
        return printed + " "

    # -- definitions ---------------------------------------------------------------------------------

    def _read(self, root: Element, styles: Styles) -> None:
        abstracts: dict[int, Element] = {}
        for element in root.iterfind(W + "abstractNum"):
            abstract_id = number(element.get(W + "abstractNumId"))
            if abstract_id is not None:
                abstracts.setdefault(abstract_id, element)
        uses: dict[int, Element] = {}
        for element in root.iterfind(W + "num"):
            number_id = number(element.get(W + "numId"))
            if number_id is not None:
                uses.setdefault(number_id, element)
        lists: dict[int, _List] = {}
        for number_id, element in uses.items():
            abstract_id = _abstract_of(element, uses, abstracts, styles)
            if abstract_id is None:
                continue
            if abstract_id not in lists:
                lists[abstract_id] = _List(_levels(abstracts[abstract_id]))
            self._numbers[number_id] = _use(lists[abstract_id], element)


def _abstract_of(use: Element, uses: dict[int, Element], abstracts: dict[int, Element], styles: Styles) -> int | None:
    """The abstract list of a number; one that only names a list style has its levels with that style's number."""
    abstract_id = number(value(use, "abstractNumId"))
    if abstract_id not in abstracts:
        return None
    linked = uses.get(styles.linked_numbering(value(abstracts[abstract_id], "numStyleLink")) or 0)
    if linked is not None:
        linked_id = number(value(linked, "abstractNumId"))
        return linked_id if linked_id in abstracts else abstract_id
    return abstract_id


def _levels(abstract: Element) -> dict[int, _Level]:
    out: dict[int, _Level] = {}
    for element in abstract.iterfind(W + "lvl"):
        index = number(element.get(W + "ilvl"))
        if index is not None and 0 <= index < _LEVELS:
            out.setdefault(index, _level(element))
    return out


def _level(element: Element) -> _Level:
    start = number(value(element, "start"))
    return _Level(
        start=1 if start is None else start,
        form=_form(element),
        text=value(element, "lvlText") or "",
        restart=number(value(element, "lvlRestart")),
        plain_digits=flag(element, "isLgl") or False,
        suffix=value(element, "suff") or "tab",
        style=value(element, "pStyle"),
    )


def _form(level: Element) -> str:
    """The number format; newer ones stand in a choice, with an older one as the fallback."""
    form = value(level, "numFmt")
    if form is None:
        alternatives = level.find(MC + "AlternateContent")
        form = value(chosen(alternatives), "numFmt") if alternatives is not None else None
    return form or "decimal"


def _use(abstract: _List, element: Element) -> _Number:
    levels, restarts = dict(abstract.levels), {}
    for override in element.iterfind(W + "lvlOverride"):
        index = number(override.get(W + "ilvl"))
        if index is None or not 0 <= index < _LEVELS:
            continue
        definition = override.find(W + "lvl")
        if definition is not None:
            levels[index] = _level(definition)
        start = number(value(override, "startOverride"))
        if start is not None:
            levels[index] = replace(levels.get(index, _Level()), start=start)
            restarts[index] = start
    return _Number(abstract, levels, restarts)
