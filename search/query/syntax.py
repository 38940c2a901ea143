"""The query language: quotes, a minus, 或, and fields by Chinese name. Everything else is plain words.

```
烟花 -零售        without 零售, also with a blank behind the minus
"安全管理条例"     these characters together
网吧 | KTV        one of the two
部门:公安局 依据:消防法
```

No input is an error: what does not fit the language is taken as words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import methodcaller
from typing import NamedTuple

from records.zones import AGENCY, BASIS, CASE, DUTY, EXTRA, HEADING, ITEM, OFFICE, OWNER, PRINTED, ROLE, TEXT, TITLE

FIELDS: dict[str, tuple[str, ...]] = {
    "事项": (TITLE, ITEM),
    "标题": (TITLE, HEADING),
    "职责": (DUTY, ITEM, ROLE),
    "分工": (ROLE,),
    "部门": (AGENCY, OWNER),
    "机构": (AGENCY, OWNER),
    "地区": (OWNER,),
    "依据": (BASIS,),
    "法律": (BASIS,),
    "案例": (CASE,),
    "内容": (TEXT, PRINTED, EXTRA),
    "科室": (OFFICE,),
    "电话": (OFFICE,),
}

_OPEN, _CLOSE = '"＂“”„「『‘', '"＂“”„」』’'
_TOKEN = re.compile(
    rf"(?P<minus>(?:(?<=\s)|^)[-－−–](?=\S|\s+\S)\s*)?"
    rf"(?:(?P<field>{'|'.join(FIELDS)})[:：](?=\S))?"
    rf"(?:[{_OPEN}](?P<phrase>[^{_OPEN}{_CLOSE}]+)[{_CLOSE}]|(?P<word>[^\s{_OPEN}{_CLOSE}|｜]+)|(?P<bar>[|｜])|(?P<stray>[{_OPEN}{_CLOSE}]))"
)
_FIELD_ALONE = re.compile(rf"(?:{'|'.join(FIELDS)})[:：]")
_PARTS = methodcaller("groups")
_WORDS = re.compile(r"[\w\s]*")  # nothing that the language knows
_OR = {"OR", "或", "或者"}


class Clause(NamedTuple):
    """One part of a query: its text, and whether it must stand so, must not stand, or in which zones."""

    text: str
    phrase: bool = False
    excluded: bool = False
    zones: tuple[str, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether the clause is just words."""
        return not (self.phrase or self.excluded or self.zones)


class Query(NamedTuple):
    """A query taken apart: groups of clauses; of each group one must match, plain words being weighed."""

    text: str
    groups: tuple[tuple[Clause, ...], ...]

    @property
    def plain_text(self) -> str:
        """The plain words of the query, in order."""
        return " ".join([group[0].text for group in self.groups if _is_plain(group)])

    @property
    def special(self) -> list[tuple[Clause, ...]]:
        """The groups that are more than plain words, in order."""
        return [group for group in self.groups if not _is_plain(group)]


def _is_plain(group: Sequence[Clause]) -> bool:
    return len(group) == 1 and group[0].is_plain


def parse_query(text: str) -> Query:
    """Take a query apart. Any text is a query."""
    if _WORDS.fullmatch(text) and _OR.isdisjoint(words := text.split()):
        return Query(text.strip(), tuple([(Clause(word),) for word in words]))
    groups: list[list[Clause]] = []
    joining = False
    for minus, field, phrase, word, bar, stray in map(_PARTS, _TOKEN.finditer(text.strip())):
        if stray:
            continue
        if _FIELD_ALONE.fullmatch(word or ""):
            continue
        if bar or word in _OR:
            joining = bool(groups)
            continue
        clause = Clause((phrase or word).strip(), phrase is not None, minus is not None, FIELDS.get(field or "", ()))
        if joining and not clause.excluded and not groups[-1][0].excluded:
            groups[-1].append(clause)
        elif clause.text:
            groups.append([clause])
        joining = False
    return Query(text.strip(), tuple(tuple(dict.fromkeys(group)) for group in groups))
