"""Reads and checks `data/agencies.toml`, which explains its own keys at its head."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from agencies.model import Agency, AgencyData, AgencyTableError, Former, Joint, Took
from tokenizer.datafiles import Fault

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_NAMES = ("short", "stems", "bare")
_PARTS = frozenset({"agency", "joint", "letters", "words"})
_AGENCY_KEYS = frozenset({"name", *_NAMES, "part_of", "inside", "heads", "former", "took"})
_FORMER_KEYS = frozenset({"name", *_NAMES, "until", "function"})
_TOOK_KEYS = frozenset({"from", "function", "until"})
_JOINT_KEYS = frozenset({"stems", "agencies"})
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_NAME = re.compile(r"[\u4e00-\u9fff（）]{2,30}")
_HEADER = re.compile(r"^\s*\[\[?\s*([a-z.]+)\s*\]\]?", re.MULTILINE)

Note = Callable[[int, str, str], None]
"""Keeps a fault: the line of the entry (0: of the file), the word at fault and what is wrong with it."""

Conflict = tuple[int, str, str]
"""The line of the entry at fault (0: none), the word at fault, and what is wrong, in Chinese."""


def read_agency_data(path: Path) -> AgencyData:
    """The checked content of a table of agencies. Raises AgencyTableError, which names every fault found."""
    text, raw = _load(path)
    faults: list[Fault] = []

    def note(line: int, word: str, message: str) -> None:
        faults.append(Fault(path.name, _line(text, line, word), message))

    data = _TableReader(text, note).data(raw)
    if not faults:
        for conflict in _conflicts(data):
            note(*conflict)
    if faults:
        raise AgencyTableError(sorted(faults, key=lambda fault: (fault.line, fault.text)))
    return data


def _load(path: Path) -> tuple[str, dict[str, Any]]:
    """The file's text and its tables."""
    text = ""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except OSError as error:
        fault = Fault(path.name, 1, f"文件无法读取：{error.strerror}")
    except UnicodeDecodeError:
        fault = Fault(path.name, 1, "文件不是 UTF-8 编码，请另存为 UTF-8")
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        fault = Fault(path.name, line, "此处不合 TOML 格式，请检查引号、逗号和括号，以及同一项是否写了两次")
    raise AgencyTableError([fault])


def _line(text: str, start: int, word: str) -> int:
    """The line on which `word` stands in the entry that starts on the line `start`, or that line, or 1."""
    lines = text.split("\n")
    entry = range(max(0, start - 1), len(lines))
    if start:
        entry = range(start - 1, next((n for n in entry[1:] if _HEADER.match(lines[n])), len(lines)))
    for pattern in (rf"[\"']{re.escape(word)}[\"']", rf"^\s*\[*{re.escape(word)}\b", re.escape(word)):
        for number in entry:
            if word and re.search(pattern, lines[number]):
                return number + 1
    return start or 1


class _TableReader:
    """Turns raw tables into `AgencyData`, and notes each fault on the way."""

    def __init__(self, text: str, note: Note) -> None:
        self._note = note
        self._headers: dict[str, Iterator[int]] = {}
        found = [(match[1], text.count("\n", 0, match.end()) + 1) for match in _HEADER.finditer(text)]
        for header in {name for name, _ in found}:
            self._headers[header] = iter([line for name, line in found if name == header])

    def data(self, raw: Mapping[str, Any]) -> AgencyData:
        """The whole file, without the entries that cannot be read."""
        for key in sorted(set(raw) - _PARTS):
            self._note(0, key, f"不认识的部分 [{key}]")
        words_line, words = self._table(raw, "words")
        self._known(words, {"not_agency"}, words_line, "[words]")
        return AgencyData(
            tuple(self._agency(*entry) for entry in self._entries(raw, "agency")),
            tuple(self._joint(*entry) for entry in self._entries(raw, "joint")),
            self._letters(*self._table(raw, "letters")),
            self._texts(words, "not_agency", words_line),
        )

    def _agency(self, line: int, raw: Mapping[str, Any]) -> Agency:
        name = self._name(raw, line)
        self._known(raw, _AGENCY_KEYS, line, name)
        short, stems, bare = (self._names(raw, key, line) for key in _NAMES)
        return Agency(
            name,
            short,
            stems,
            bare,
            part_of=self._text(raw, "part_of", line),
            inside=self._texts(raw, "inside", line),
            heads=self._flag(raw, "heads", line),
            former=tuple(self._former(*entry) for entry in self._entries(raw, "former", "agency.former")),
            took=tuple(self._took(*entry) for entry in self._entries(raw, "took", "agency.took")),
            line=line,
        )

    def _former(self, line: int, raw: Mapping[str, Any]) -> Former:
        name = self._name(raw, line)
        self._known(raw, _FORMER_KEYS, line, name)
        short, stems, bare = (self._names(raw, key, line) for key in _NAMES)
        return Former(name, short, stems, bare, self._year(raw, line), self._text(raw, "function", line), line)

    def _took(self, line: int, raw: Mapping[str, Any]) -> Took:
        self._known(raw, _TOOK_KEYS, line, "[[agency.took]]")
        sources, function = self._texts(raw, "from", line), self._text(raw, "function", line)
        if not sources or not function:
            self._note(line, "", "[[agency.took]] 缺少 from 或 function")
        return Took(sources, function, self._year(raw, line), line)

    def _joint(self, line: int, raw: Mapping[str, Any]) -> Joint:
        self._known(raw, _JOINT_KEYS, line, "[[joint]]")
        joint = Joint(self._names(raw, "stems", line), self._texts(raw, "agencies", line), line)
        if not joint.stems or len(joint.agencies) < 2:
            self._note(line, "", "[[joint]] 要有 stems 和至少两个 agencies")
        return joint

    def _letters(self, line: int, raw: Mapping[str, Any]) -> dict[str, str]:
        for letter, agency in raw.items():
            if len(letter) != 1 or not isinstance(agency, str):
                self._note(line, letter, f"[letters] 中“{letter}”应为一个字，等号后写部门名称")
        return {letter: str(agency) for letter, agency in raw.items()}

    def _place(self, header: str) -> int:
        """The line of the next entry with this header; 0 where the entry is written in another way."""
        return next(self._headers.get(header, iter(())), 0)

    def _table(self, raw: Mapping[str, Any], key: str) -> tuple[int, Mapping[str, Any]]:
        line, table = self._place(key), raw.get(key, {})
        if isinstance(table, Mapping):
            return line, table
        self._note(line, key, f"{key} 应写成 [{key}] 一节")
        return line, {}

    def _entries(self, raw: Mapping[str, Any], key: str, header: str = "") -> Iterator[tuple[int, Mapping[str, Any]]]:
        entries = raw.get(key, [])
        if isinstance(entries, list) and all(isinstance(entry, Mapping) for entry in entries):
            for entry in entries:
                yield self._place(header or key), entry
        else:
            self._note(0, key, f"{key} 应写成 [[{header or key}]] 一节")

    def _known(self, raw: Mapping[str, Any], keys: Iterable[str], line: int, owner: str) -> None:
        for key in sorted(set(raw) - set(keys)):
            self._note(line, key, f"“{owner}”有不认识的项 {key}（可用：{'、'.join(sorted(keys))}）")

    def _name(self, raw: Mapping[str, Any], line: int) -> str:
        name = raw.get("name")
        if isinstance(name, str) and _NAME.fullmatch(name):
            return name
        self._note(line, "name", f"name 应为部门名称（两个以上汉字），现为“{'' if name is None else name}”")
        return ""

    def _names(self, raw: Mapping[str, Any], key: str, line: int) -> tuple[str, ...]:
        names = self._texts(raw, key, line)
        for name in names:
            if not _NAME.fullmatch(name):
                self._note(line, name, f"{_of(raw)}{key} 中的“{name}”应为两个以上汉字，不带空格和标点")
        return names

    def _texts(self, raw: Mapping[str, Any], key: str, line: int) -> tuple[str, ...]:
        values = raw.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            self._note(line, key, f'{_of(raw)}{key} 应写作 ["…", "…"]')
            return ()
        for value in sorted({value for value in values if values.count(value) > 1}):
            self._note(line, value, f"{_of(raw)}{key} 中“{value}”写了两次")
        return tuple(values)

    def _text(self, raw: Mapping[str, Any], key: str, line: int) -> str:
        value = raw.get(key, "")
        if isinstance(value, str) and (value.strip() or key not in raw):
            return value
        self._note(line, key, f"{_of(raw)}{key} 应为引号中的文字")
        return ""

    def _flag(self, raw: Mapping[str, Any], key: str, line: int) -> bool:
        value = raw.get(key, False)
        if not isinstance(value, bool):
            self._note(line, key, f"{_of(raw)}{key} 应为 true 或 false")
        return value is True

    def _year(self, raw: Mapping[str, Any], line: int) -> int | None:
        year = raw.get("until")
        if year is None:
            return None
        if type(year) is int and _FIRST_YEAR <= year <= _LAST_YEAR:
            return year
        self._note(line, "until", f"{_of(raw)}until 应为四位数的年份，现为 {year}")
        return None


def _of(raw: Mapping[str, Any]) -> str:
    """Whose value is at fault: “公安局”的, or "" where the entry has no name."""
    return f"“{raw['name']}”的 " if isinstance(raw.get("name"), str) else ""


# -- what entries say against each other -------------------------------------------------------------


def _conflicts(data: AgencyData) -> Iterator[Conflict]:
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
