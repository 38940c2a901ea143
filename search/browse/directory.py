"""What can be looked up without a query: matters, agencies, laws and lists, each with its records.

Matters whose names lists print a little differently are taken for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from records.columns import AGENCY, DEPARTMENT, LAW, LIST, NAME, parts_of
from records.kinds import KINDS, matter_kinds
from records.matter_names import matter_key
from records.texts import texts
from search.backend import Backend, Record, Selection
from search.query.agencies import Agencies
from tokenizer.normalize import normalize
from tokenizer.pinyin import syllables

_COUNTRY = "中华人民共和国"
_PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that lists name: its name, the names that they print with how often, how many records it has, which."""

    name: str
    spellings: tuple[tuple[str, int], ...]
    count: int
    selection: Selection


class Groups:
    """The things of one sort. `key` says which printed names mean the same."""

    def __init__(
        self,
        backend: Backend,
        column: str,
        key: Callable[[str], str] = str,
        kinds: tuple[str, ...] = (),
        printed: Callable[[str], str] = str,
    ) -> None:
        """The things that a column names, of some kinds of records if said; `printed` is the name in a value."""
        self._key = key
        spellings: dict[str, Counter[str]] = {}
        values: dict[str, list[str]] = {}
        for value in backend.values(column, kinds):
            name = key(text := printed(value.text))
            spellings.setdefault(name, Counter())[text] += value.count
            values.setdefault(name, []).append(value.text)
        self._groups: dict[str, Group] = {}
        for name, found in spellings.items():
            selection = Selection(column, tuple(values[name]), kinds=kinds)
            count = found.total() if len(selection.values) == 1 else backend.number(selection)
            self._groups[name] = Group(found.most_common(1)[0][0], tuple(found.most_common()), count, selection)

    def find(self, printed: str) -> Group | None:
        """The group of a printed name, or None."""
        return self._groups.get(self._key(printed))

    def most(self, number: int) -> list[Group]:
        """The groups with the most records."""
        return sorted(self._groups.values(), key=lambda group: (-group.count, group.name))[:number]

    def __len__(self) -> int:
        return len(self._groups)

    @cached_property
    def by_sound(self) -> tuple[tuple[str, Group], ...]:
        """All groups with the letter that their sound starts with (# for other signs), in that order."""
        return tuple(sorted(map(_initial, self._groups.values()), key=lambda item: (item[0], syllables(item[1].name))))


class Directory:
    """The things of one generation."""

    def __init__(self, backend: Backend, agencies: Agencies) -> None:
        self._backend = backend
        self._agencies = agencies
        self._phones: dict[str, str] = {}

    @cached_property
    def matters(self) -> Groups:
        """The matters that lists share out."""
        return Groups(self._backend, NAME, matter_key, tuple(matter_kinds()))

    @cached_property
    def laws(self) -> Groups:
        """The laws that matters and powers rest on."""
        return Groups(self._backend, LAW, _law_key)

    @cached_property
    def agencies(self) -> Groups:
        """The agencies that have a share in a matter."""
        return Groups(self._backend, AGENCY, kinds=tuple(matter_kinds()))

    @cached_property
    def departments(self) -> Groups:
        """The departments whose lists there are."""
        return Groups(self._backend, LIST, printed=lambda value: parts_of(value)[1])

    def records(self, group: Group, first: int = 0, most: int | None = None) -> list[Record]:
        """The records of a group in the order of the lists, from a place on, all or `most` of them."""
        return self._backend.records(group.selection, first, most)

    def values(self, column: str) -> list[str]:
        """All values of a column, most frequent first, then by name."""
        found = sorted(self._backend.values(column), key=lambda value: (-value.count, value.text))
        return [value.text for value in found]

    def agency(self, name: str) -> Group | None:
        """The agency with a canonical or printed name, with its names as printed; None where there is none."""
        known = self.agencies.find(name)
        if known is None:
            named = self._agencies.named(name)
            known = self.agencies.find(named[0]) if len(named) == 1 else None
        if known is None:
            return None
        printed = Counter(
            party["agency"]
            for record in self.records(known)
            for party in record["parties"]
            if known.name in self._agencies.named(party["agency"])
        )
        return Group(known.name, tuple(printed.most_common()), known.count, known.selection)

    def own_lists(self, agency: str) -> list[Group]:
        """The lists of an agency itself, by its canonical name."""
        departments = (value.text for value in self._backend.values(DEPARTMENT))
        own = (name for name in departments if agency in self._agencies.named(name))
        return [group for name in own if (group := self.departments.find(name))]

    def beside(self, record: Record) -> tuple[Record | None, Record | None]:
        """The records before and after a record in its list."""
        return self._backend.neighbours(record["id"])

    def siblings(self, record: Record) -> list[Record]:
        """The rows of a duty's 主要职责 in printed order, the record among them."""
        rows = [record]
        while (before := self.beside(rows[0])[0]) and _same_duty(record, before):
            rows.insert(0, before)
        while (after := self.beside(rows[-1])[1]) and _same_duty(record, after):
            rows.append(after)
        return rows

    def phone(self, department: Group) -> str:
        """The telephone number that a list prints most often for its services, or ""."""
        if department.name not in self._phones:
            kinds = tuple(name for name, kind in KINDS.items() if kind.has(_PHONE))
            services = self._backend.records(replace(department.selection, kinds=kinds))
            printed = Counter(phone for record in services if (phone := record[_PHONE].strip()))
            self._phones[department.name] = printed.most_common(1)[0][0] if printed else ""
        return self._phones[department.name]

    def resting_on(self, law: Group) -> list[Record]:
        """The records that rest on a law and the others whose text names it, in the order of the lists."""
        titles = [title for title, _ in law.spellings]
        quoted = [f"《{title}》" for title in titles]
        found = self._backend.records(replace(law.selection, texts=tuple(map(normalize, titles))))
        return [
            record
            for record in found
            if (
                any(each["title"] in titles for each in record["laws"])
                if "laws" in record
                else any(title in text for text in texts(record) for title in quoted)
            )
        ]


def list_name(record: Record) -> str:
    """Whose list a record is in; the file's name where the list does not say."""
    name: str = record["department"] or record["source"]["file"]
    return name


def _same_duty(one: Record, other: Record) -> bool:
    return bool(one["duty"]) and all(one.get(name) == other.get(name) for name in ("kind", "duty", "seq"))


def _law_key(title: str) -> str:
    """Laws are cited with and without the country's name before them."""
    return "".join(normalize(title).split()).removeprefix(_COUNTRY)


def _initial(group: Group) -> tuple[str, Group]:
    letter = "".join(syllables(group.name[:1]))[:1].upper()
    return (letter if letter.isascii() and letter.isalpha() else "#"), group
