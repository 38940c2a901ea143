"""Running text that gives departments their duties, point by point → duties, and the matters that a 三定 shares out.

What opens a run of points says what they are:

    第三条 县林业局主要职责是：            DUTIES    whose? the page's title says; each point is a duty
    （一）负责林业生态保护修复。           → duty
    （二）有关职责分工。                   SHARES    the points below share out a matter each
    1.与县水利局在湿地方面的职责分工。县林业局负责…。县水利局负责…。   → boundary 湿地
    第四条 县林业局设下列内设机构：        OFFICES   each point is an office and what it does
    （一）办公室。负责机关日常运转。       → duty with office
    第五条 县教育局工作职责：              AGENCY    in a list of many departments: the duties of 县教育局

The points are numbered in one style from 1, without a gap; a run ends where its numbers do. Nothing else is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from indexer.lists.parts import Line
from indexer.model.blocks import Block, Heading, Table
from indexer.outlines.tokens import numbered
from indexer.sources.manifest import ListInfo
from indexer.vocabulary.charters import (
    agency_at_start,
    agency_of_heading,
    charter_department,
    ends_in_shares,
    is_department_list,
    is_shared_matter,
    leads_to_duties,
    leads_to_offices,
    names_duties,
    office_and_duty,
    shares_heading,
    shares_matter,
)
from indexer.vocabulary.names import Title, bare_title, looks_like_office, region_of
from indexer.vocabulary.shares import is_strong, lead_in, opens_share, shares_in
from indexer.vocabulary.titles import matter_of, region_of_title
from records.records import Boundary, Duty, Owner, Party, Record, Source
from tokenizer.wording import ends_sentence, join_label, join_text

_MOST_BLOCKS = 50_000  # of a page; what is longer is no such text
_LONGEST_TITLE = 80
_FEWEST_AGENCIES = 2  # articles or headings of one agency each, so that they are a list of departments
_MOST_BEFORE = 2  # paragraphs between what opens a run and its first point
_FEWEST_PARTIES = 2


class _Opens(Enum):
    """What the points below a line are."""

    DUTIES = auto()
    OFFICES = auto()
    SHARES = auto()
    MATTER = auto()
    AGENCY = auto()


@dataclass(frozen=True, slots=True)
class _Item:
    """A line with its number taken off; `is_heading` tells that the format marks it as a heading."""

    line: Line
    style: str
    value: int
    text: str
    is_heading: bool


@dataclass(slots=True)
class _Point:
    """A numbered point with the points below it."""

    head: _Item
    more: list[_Item] = field(default_factory=list)
    below: list[_Point] = field(default_factory=list)

    @property
    def text(self) -> str:
        return join_text("\n".join([self.head.text, *(each.line.text for each in self.more)]))

    @property
    def whole(self) -> str:
        """The point with all that stands below it."""
        return join_text("\n".join([self.text, *(each.head.line.text for each in self.below)]))

    @property
    def lines(self) -> list[Line]:
        own = [self.head.line, *(each.line for each in self.more)]
        return own + [line for each in self.below for line in each.lines]


@dataclass(slots=True)
class _Run:
    """A run of points and the line that opens it, at its place among the lines of the page.

    `agency` is the one that the line names as a heading does, or as whose duties follow.
    """

    opens: _Opens
    opener: _Item
    agency: str
    at: int = 0
    points: list[_Point] = field(default_factory=list)


@dataclass(slots=True)
class DutyText:
    """What a page of duties holds: its records, the lines that only gave them shape, and all other blocks."""

    records: list[Record] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    rest: list[Block] = field(default_factory=list)


def read_duties(blocks: Sequence[Block], file: str, info: ListInfo | None) -> DutyText:
    """The duties in the running text of a page; where there are none, all blocks are left over."""
    if len(blocks) > _MOST_BLOCKS:
        return DutyText(rest=list(blocks))
    items = [None if isinstance(block, Table) else _item(block) for block in blocks]
    out = DutyText()
    used: set[int] = set()
    for run, printed in _Page(items).told(_runs(items)):
        owner = info.owner(printed) if info else printed
        points = [_Point(run.opener, below=run.points)] if run.opens is _Opens.MATTER else run.points
        for point in points:
            made = list(_records(run, point, owner, file))
            out.records += made
            if made:
                used.update(id(line) for line in point.lines)
        if run.opens is not _Opens.MATTER and any(id(point.head.line) in used for point in run.points):
            used.add(id(run.opener.line))
            out.headings.append(run.opener.line)
    out.rest = [block for block, item in zip(blocks, items, strict=True) if item is None or id(item.line) not in used]
    return out


def _item(block: Block) -> _Item:
    assert not isinstance(block, Table)
    style, value, rest = numbered(block.text.strip())
    return _Item(Line(block.text, block.place), style, value, rest.strip(), isinstance(block, Heading))


# -- runs of points ----------------------------------------------------------------------------------


def _runs(items: Sequence[_Item | None]) -> list[_Run]:
    """The runs of numbered points below each line that opens one."""
    runs: list[_Run] = []
    above: list[str] = []  # how the headings above a line are numbered, outermost first
    at = 0
    while at < len(items):
        item = items[at]
        run = _opened(item) if item is not None else None
        if item is not None:
            _climb(above, item, is_heading=run is not None or not ends_sentence(item.text))
        end = at + 1
        if run is not None:
            run.at = at
            end = _Points(run, above).read(items, at + 1)
            if run.points or run.opens is _Opens.MATTER:
                runs.append(run)
        at = end
    return runs


def _climb(above: list[str], item: _Item, is_heading: bool) -> None:
    """Keep the styles of the headings that stand open at a line."""
    if not item.style and (item.is_heading or _is_title(join_label(item.text))):
        above.clear()
    if not item.style or not (is_heading or item.style == "article"):
        return
    if item.style in above:
        del above[above.index(item.style) :]
    above.append(item.style)


def _is_title(text: str) -> bool:
    return charter_department(text) != "" or (len(text) <= _LONGEST_TITLE and is_department_list(text))


def _opened(item: _Item) -> _Run | None:
    """The run that a line opens, still without points."""
    text = item.text
    if leads_to_offices(text):
        return _Run(_Opens.OFFICES, item, agency_at_start(text))
    if shares_matter(text.partition("。")[0]):
        return _Run(_Opens.MATTER, item, "")
    if shares_heading(text):
        return _Run(_Opens.SHARES, item, "")
    agency = agency_of_heading(text)
    if leads_to_duties(text) or (not item.style and charter_department(join_label(text))):
        return _Run(_Opens.DUTIES, item, agency or agency_at_start(text))
    if agency and (item.style or item.is_heading):
        return _Run(_Opens.AGENCY, item, agency)
    return None


class _Points:
    """Takes in the points that stand below the line that opens their run."""

    def __init__(self, run: _Run, above: Sequence[str]) -> None:
        self._run = run
        self._above = frozenset(above)
        self._style = self._inner = ""
        self._waiting: list[_Item] = []  # text that belongs to a point only if another point follows

    def read(self, items: Sequence[_Item | None], at: int) -> int:
        """Fills the run; returns where its points end."""
        end = at
        for index in range(at, len(items)):
            item = items[index]
            if item is None or item.is_heading or item.style in self._above or not self._take(item):
                break
            if not self._waiting:
                end = index + 1
        return end if self._run.points else at

    def _take(self, item: _Item) -> bool:
        """Take in one line; returns whether it belongs to the run, as far as can be said yet."""
        point = self._run.points[-1] if self._run.points else None
        if point is None:
            return self._take_first(item)
        last = point.below[-1] if point.below else point
        if not item.style:
            if self._waiting or ends_sentence(last.text):
                self._waiting.append(item)
            else:
                last.more.append(item)
            return _opened(item) is None
        if item.style == self._style:
            if item.value != point.head.value + 1:
                return False
            last.more += self._waiting
            self._inner, self._waiting = "", []
            self._run.points.append(_Point(item))
            return True
        if self._waiting:
            return False
        if item.style == (self._inner or item.style) and item.value == len(point.below) + 1:
            self._inner = item.style
            point.below.append(_Point(item))
            return True
        if point.below and item.style != self._inner:
            last.more.append(item)
            return True
        return False

    def _take_first(self, item: _Item) -> bool:
        opened = _opened(item)
        if opened is not None and opened.opens not in (_Opens.SHARES, _Opens.MATTER):
            return False
        if not item.style:
            self._waiting.append(item)
            return len(self._waiting) <= _MOST_BEFORE and opened is None
        if item.value != 1 or item.style == "article" or item.style.endswith("chapter"):
            return False
        self._style, self._waiting = item.style, []
        self._run.points.append(_Point(item))
        return True


# -- whose they are, and whether they are duties at all ---------------------------------------------------


class _Page:
    """What a page says of all its runs: its titles, and whose duties it gives."""

    def __init__(self, items: Sequence[_Item | None]) -> None:
        titles = [
            (at, join_label(item.line.text))
            for at, item in enumerate(items)
            if item is not None
            and not item.style
            and len(item.line.text) <= _LONGEST_TITLE
            and not ends_sentence(item.line.text)
        ]
        self._charters = [(at, name) for at, title in titles if (name := charter_department(title))]
        self._names = [(at, bare.name) for at, title in titles if (bare := bare_title(title))]
        self._lists_departments = any(is_department_list(title) for _, title in titles)
        self._shares_matter = any(is_shared_matter(title) for _, title in titles)
        self._region = next((region for _, title in titles if (region := region_of_title(title))), "")

    def told(self, runs: Sequence[_Run]) -> Iterator[tuple[_Run, Owner]]:
        """The runs that say whose duties they are, as far as the page leaves no doubt, with the owner of each."""
        headed = [run for run in runs if run.opens is _Opens.AGENCY or (run.agency and self._names_duties(run))]
        lists = not self._shares_matter and (
            self._lists_departments or all(names_duties(run.opener.text) for run in headed)
        )
        if len({run.agency for run in headed}) >= _FEWEST_AGENCIES and lists and _open_as_duties(headed):
            yield from ((run, _owner(run.agency, self._region)) for run in headed)
            return
        for run in runs:
            if run.opens is _Opens.AGENCY or (run.opens is _Opens.DUTIES and not _open_as_duties([run])):
                continue
            department = self._department(run)
            if department or (self._lists_departments and not self._shares_matter and not headed):
                yield run, _owner(department, "")

    def _names_duties(self, run: _Run) -> bool:
        return run.opens is _Opens.DUTIES and agency_of_heading(run.opener.text) == run.agency

    def _department(self, run: _Run) -> str:
        """The department of a 三定: as its title has it, or what the articles call it."""
        charter = next((name for at, name in reversed(self._charters) if at <= run.at), "")
        if charter:
            return charter if charter.endswith(run.agency) else ""
        if not run.agency or run.opener.style != "article":
            return ""
        return next((name for at, name in reversed(self._names) if at < run.at and name.endswith(run.agency)), "")


def _owner(name: str, region: str) -> Owner:
    title = bare_title(name) or Title(name, ())
    return Owner(region_of(title.name) or region, title.name, title.aliases)


def _open_as_duties(runs: Sequence[_Run]) -> bool:
    """Whether most of the points read as duties do: 负责…, 组织…, 依法…"""
    texts = [point.head.text for run in runs for point in run.points]
    return 2 * sum(map(opens_share, texts)) >= len(texts)


# -- points → records --------------------------------------------------------------------------------


def _records(run: _Run, point: _Point, owner: Owner, file: str) -> Iterator[Record]:
    seq = str(point.head.value)
    source = Source(file, point.head.line.place)
    if run.opens is _Opens.OFFICES:
        office, duty = _office(point)
        if office and duty:
            yield Duty(owner=owner, seq=seq, source=source, duty=duty, item="", office=office)
    elif run.opens in (_Opens.SHARES, _Opens.MATTER):
        yield from _matter(point, owner, file)
    elif shares_heading(point.text):
        for below in point.below:
            yield from _matter(below, owner, file)
    elif not point.below:
        yield Duty(owner=owner, seq=seq, source=source, duty=point.text, item="")
    else:
        for below in point.below:
            source = Source(file, below.head.line.place)
            yield Duty(owner=owner, seq=seq, source=source, duty=point.text, item=below.text)


def _office(point: _Point) -> tuple[str, str]:
    """An office with what it does, which may stand on the lines below it."""
    name = point.head.text.rstrip("。：:")
    if looks_like_office(name):
        below = [each.line.text for each in point.more] + [line.text for each in point.below for line in each.lines]
        return join_label(name), join_text("\n".join(below))
    return office_and_duty(point.whole)


def _matter(point: _Point, owner: Owner, file: str) -> Iterator[Boundary]:
    """The matter that a point of a 三定 shares out: its heading, and a party a sentence or point."""
    heading, _, first = point.head.text.partition("。")
    texts = [first]
    for each in (*point.more, *(line for below in point.below for line in (below.head, *below.more))):
        if each.style:
            texts.append(each.text)
        else:
            texts[-1] = join_text(f"{texts[-1]}\n{each.line.text}")
    stated = [shares_in(text) for text in texts if text.strip()]
    shares = [share for each in stated for share in each]
    clear = all(stated) and all(is_strong(share.agency) for share in shares)
    if not ends_in_shares(heading) or len(shares) < _FEWEST_PARTIES or not clear:
        return
    heading = heading.rstrip("：:")
    matter = matter_of(heading) or heading
    yield Boundary(
        owner=owner,
        seq=str(point.head.value or ""),
        source=Source(file, point.head.line.place),
        matter=matter,
        parties=tuple(Party(share.agency, share.role, lead_in(share.role, matter)) for share in shares),
    )
