"""What can be looked up without a query: matters, agencies, laws and lists, each with its records.

Matters whose names lists print a little differently are taken for one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from records.kinds import KINDS, matter_kinds
from records.texts import texts
from search.query.agencies import Agencies
from store.columns import AGENCY, KIND, LAW, LIST, NAME, Column, parts_of
from store.engine import Numbers
from tokenizer.normalize import normalize
from tokenizer.pinyin import syllables

_COUNTRY = "中华人民共和国"
_PHONE = "phone"

Record = Mapping[str, Any]
_NO_LETTERS = re.compile(r"[\W_]+")
# 烟花爆竹监管, 烟花爆竹的监管 and 烟花爆竹安全监督管理工作 are one matter: what is done about it says little.
_KEY_ENDING = re.compile(r"(?:的|工作|(?:安全)?(?:监督管理|监督检查|监管|管理))$")
_SHORTEST_KEY = 2  # characters of a name that are left standing


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that lists name: its name, the names that they print with how often, and its records in order."""

    name: str
    spellings: tuple[tuple[str, int], ...]
    docs: tuple[int, ...]


class Groups:
    """The things of one sort. `key` says which printed names mean the same."""

    def __init__(self, named: Iterable[tuple[str, int]], key: Callable[[str], str]) -> None:
        """`named` is what is printed and in which record."""
        self._key = key
        spellings: dict[str, Counter[str]] = {}
        docs: dict[str, dict[int, None]] = {}
        for printed, doc in named:
            name = key(printed)
            spellings.setdefault(name, Counter())[printed] += 1
            docs.setdefault(name, {})[doc] = None
        self._groups = {
            name: Group(found.most_common(1)[0][0], tuple(found.most_common()), tuple(docs[name]))
            for name, found in spellings.items()
        }

    def find(self, printed: str) -> Group | None:
        """The group of a printed name, or None."""
        return self._groups.get(self._key(printed))

    def most(self, number: int) -> list[Group]:
        """The groups with the most records."""
        return sorted(self._groups.values(), key=lambda group: (-len(group.docs), group.name))[:number]

    def __len__(self) -> int:
        return len(self._groups)

    @cached_property
    def by_sound(self) -> tuple[tuple[str, Group], ...]:
        """All groups with the letter that their sound starts with (# for other signs), in that order."""
        return tuple(sorted(map(_initial, self._groups.values()), key=lambda item: (item[0], syllables(item[1].name))))


class Directory:
    """The things of one generation."""

    def __init__(
        self,
        records: Sequence[Record],
        columns: Mapping[str, Column],
        agencies: Agencies,
        holding: Callable[[str], Numbers],
    ) -> None:
        """`holding` gives the records that hold a string."""
        self._records = records
        self._columns = columns
        self._agencies = agencies
        self._holding = holding
        self._lists = columns[LIST].single
        self._is_matter = _of_kinds(columns[KIND], matter_kinds())
        self._has_phone = _of_kinds(columns[KIND], [name for name, kind in KINDS.items() if kind.has(_PHONE)])
        self._phones: dict[str, str] = {}

    @cached_property
    def matters(self) -> Groups:
        """The matters that lists share out."""
        return Groups(self._of_matters(NAME), matter_key)

    @cached_property
    def laws(self) -> Groups:
        """The laws that matters and powers rest on."""
        return Groups(self._columns[LAW].pairs(), _law_key)

    @cached_property
    def agencies(self) -> Groups:
        """The agencies that have a share in a matter."""
        return Groups(self._of_matters(AGENCY), str)

    @cached_property
    def departments(self) -> Groups:
        """The departments whose lists there are."""
        return Groups(((parts_of(value)[1], doc) for value, doc in self._columns[LIST].pairs()), str)

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
            for doc in known.docs
            for party in self._records[doc]["parties"]
            if known.name in self._agencies.named(party["agency"])
        )
        return Group(known.name, tuple(printed.most_common()), known.docs)

    def own_lists(self, agency: str) -> list[Group]:
        """The lists of an agency itself, by its canonical name."""
        names = dict.fromkeys(list_name(self._records[doc]) for doc in self._agencies.owned(agency).tolist())
        return [group for name in names if (group := self.departments.find(name))]

    def beside(self, doc: int) -> tuple[int | None, int | None]:
        """The records before and after a record in its list."""
        before, after = doc - 1, doc + 1
        return (
            before if before >= 0 and self._same_list(doc, before) else None,
            after if after < len(self._records) and self._same_list(doc, after) else None,
        )

    def siblings(self, doc: int) -> list[int]:
        """The rows of a duty's 主要职责 in printed order, the record among them."""
        first = last = doc
        while first > 0 and self._same_duty(doc, first - 1):
            first -= 1
        while last + 1 < len(self._records) and self._same_duty(doc, last + 1):
            last += 1
        return list(range(first, last + 1))

    def phone(self, department: Group) -> str:
        """The telephone number that a list prints most often for its services, or ""."""
        if department.name not in self._phones:
            docs = np.array(department.docs, dtype=np.int64)
            services = docs[self._has_phone[docs]].tolist()
            printed = Counter(phone for doc in services if (phone := self._records[doc][_PHONE].strip()))
            self._phones[department.name] = printed.most_common(1)[0][0] if printed else ""
        return self._phones[department.name]

    def citing(self, law: Group) -> list[int]:
        """The records whose text names a law without resting on it."""
        titles = [f"《{title}》" for title, _ in law.spellings]
        docs = {doc for title, _ in law.spellings for doc in self._holding(normalize(title)).tolist()}
        return [
            doc
            for doc in sorted(docs)
            if "laws" not in (record := self._records[doc])
            and any(title in text for text in texts(record) for title in titles)
        ]

    def _of_matters(self, name: str) -> Iterator[tuple[str, int]]:
        """The values of a column that matters have, with their records."""
        return ((value, doc) for value, doc in self._columns[name].pairs() if self._is_matter[doc])

    def _same_list(self, doc: int, other: int) -> bool:
        return bool(self._lists[doc] == self._lists[other])

    def _same_duty(self, doc: int, other: int) -> bool:
        one, two = self._records[doc], self._records[other]
        alike = all(one.get(name) == two.get(name) for name in ("kind", "duty", "seq"))
        return alike and bool(one["duty"]) and self._same_list(doc, other)


def list_name(record: Record) -> str:
    """Whose list a record is in; the file's name where the list does not say."""
    name: str = record["department"] or record["source"]["file"]
    return name


def _law_key(title: str) -> str:
    """Laws are cited with and without the country's name before them."""
    return "".join(normalize(title).split()).removeprefix(_COUNTRY)


def _of_kinds(kinds: Column, names: Sequence[str]) -> NDArray[np.bool_]:
    """Which records are of some kinds."""
    return np.isin(kinds.single, [kinds.numbers[name] for name in names if name in kinds.numbers])


def _initial(group: Group) -> tuple[str, Group]:
    letter = "".join(syllables(group.name[:1]))[:1].upper()
    return (letter if letter.isascii() and letter.isalpha() else "#"), group


def matter_key(title: str) -> str:
    """What the names of one matter have in common: the name without marks and without endings such as 监管."""
    key = _NO_LETTERS.sub("", normalize(title))
    while (shorter := _KEY_ENDING.sub("", key)) != key and len(shorter) >= _SHORTEST_KEY:
        key = shorter
    return key
