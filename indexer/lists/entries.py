"""What the readers of all kinds of rows share: where rows stand, whose they are, and what their cells say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from indexer.lists.tables import Entry, ListTable
from indexer.model.problems import Problem, ProblemKind, excerpt
from indexer.vocabulary.bands import band_name
from indexer.vocabulary.names import bare_title, looks_like_office, region_of
from indexer.vocabulary.shares import is_strong
from records.records import LabelledText, Owner, Source, TableRow
from tokenizer.wording import join_label, join_text, squeeze

_DIGITS = re.compile(r"\d+")
_NAMING = ("matter", "name", "sub", "event", "service", "item", "duty", "parent", "department", "agency")


@dataclass(slots=True)
class Context:
    """What every row of a table shares: the file, the list's owner, and where problems are noted.

    `spans` tells that the table has merged cells, so that an empty cell is empty and not part of a merged one.
    """

    file: str
    owner: Owner
    problems: list[Problem]
    spans: bool = False

    def source(self, entry: Entry) -> Source:
        """Where a record that starts at `entry` stands."""
        return Source(self.file, entry.place)

    def owner_of(self, entry: Entry) -> Owner:
        """Whose row it is: the department that a band above names, else the list's."""
        name = band_name(entry.band)
        if not is_department(name):
            return self.owner
        return of_department(self.owner, name)

    def unplaced(self, entry: Entry, why: str) -> None:
        """Report a row that belongs to no record."""
        message = f"{why}：{excerpt(list(entry.fields.values()))}"
        self.problems.append(Problem(self.file, entry.place, ProblemKind.UNPLACED_ROW, message))

    def as_printed(self, entry: Entry, table: ListTable, why: str) -> TableRow:
        """A row that states nothing for sure, kept as it is printed; `why` is reported."""
        texts = [text for text in entry.fields.values() if text.strip()]
        message = f"{why}，按原文保留：{excerpt(texts)}"
        self.problems.append(Problem(self.file, entry.place, ProblemKind.DOUBTFUL, message))
        return table_row(entry, table, self)


def is_department(name: str) -> bool:
    """Whether a band names whose rows stand below it, and not what they are about."""
    return bare_title(name) is not None and (name[0] in "省市县区州旗" or is_strong(name))


def of_department(owner: Owner, name: str) -> Owner:
    """The owner of rows of another department in the list of `owner`."""
    return replace(owner, region=owner.region or region_of(name), department=name, aliases=())


def table_row(entry: Entry, table: ListTable, context: Context) -> TableRow:
    """A row with each cell under its label."""
    cells = [
        LabelledText(table.label(name) or name, join_text(text)) for name, text in entry.fields.items() if text.strip()
    ]
    cells += [LabelledText(cell.label, join_text(cell.text)) for cell in entry.extra]
    named = (join_label(entry[name]) for name in _NAMING if entry[name].strip())
    texts = (cell.text for cell in cells if not squeeze(cell.text).isdigit())
    return TableRow(
        owner=context.owner,
        seq=number_of(entry),
        source=context.source(entry),
        name=next(named, next(texts, "")),
        cells=tuple(cells),
    )


def number_of(entry: Entry) -> str:
    """The digits of the row's 序号 (its own, not one merged from above)."""
    return "" if "seq" in entry.merged else "".join(_DIGITS.findall(squeeze(entry["seq"])))


def own(entry: Entry, name: str) -> str:
    """The field's text where its cell starts in this row, else ""."""
    return "" if name in entry.merged else entry[name].strip()


def extras(entry: Entry, table: ListTable, *names: str) -> tuple[LabelledText, ...]:
    """The cells that a kind has no field for: of unknown columns, and of the known ones called `names`."""
    known = [LabelledText(table.label(name) or name, entry[name]) for name in names if entry[name].strip()]
    return tuple(LabelledText(cell.label, join_text(cell.text)) for cell in (*known, *entry.extra))


def office_name(text: str) -> str:
    """An office cell as one line; a name that a merged cell prints twice is taken once."""
    lines = [join_label(line) for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and len(set(lines)) == 1:
        return lines[0]
    if len(lines) > 1 and all(len(line) > 2 and looks_like_office(line) for line in lines):
        return "、".join(lines)
    return join_label(text)
