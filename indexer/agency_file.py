"""Reads and checks `data/agencies.toml`, which explains its own keys at its head."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from indexer.agency_conflicts import conflicts
from indexer.agency_model import Agency, AgencyData, AgencyTableError, Fault, Former, Joint, Took

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_NAMES = ("short", "stems", "bare")
_PARTS = frozenset({"agency", "joint", "letters", "words"})
_AGENCY_KEYS = frozenset({"name", *_NAMES, "part_of", "inside", "former", "took"})
_FORMER_KEYS = frozenset({"name", *_NAMES, "until", "function"})
_TOOK_KEYS = frozenset({"from", "function", "until"})
_JOINT_KEYS = frozenset({"stems", "agencies"})
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_NAME = re.compile(r"[\u4e00-\u9fff（）]{2,30}")

Note = Callable[[str, str, str], None]


def read_agency_data(path: Path) -> AgencyData:
    """The checked content of a table of agencies. Raises AgencyTableError, which names every fault found."""
    text, raw = _load(path)
    faults: list[Fault] = []

    def note(owner: str, word: str, message: str) -> None:
        """Keeps a fault of the entry `owner` ("": of the file) at the line on which `word` stands."""
        said = f"“{owner}”{message}" if owner else message
        faults.append(Fault(path.name, _line(text, owner, word), said))

    data = _Reader(note).data(raw)
    if not faults:
        for conflict in conflicts(data):
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


def _line(text: str, owner: str, word: str) -> int:
    """The line on which `word` stands in the entry of `owner`, or where the entry starts, or 1."""
    entry = re.search(rf'^\s*name\s*=\s*"{re.escape(owner)}"', text, re.MULTILINE) if owner else None
    start = entry.start() if entry else 0
    after = re.compile(r"^\s*\[\[(?:agency|joint)\]\]", re.MULTILINE).search(text, start) if owner else None
    for pattern in (rf'"{re.escape(word)}"', rf"^\s*{re.escape(word)}", re.escape(word)):
        found = re.compile(pattern, re.MULTILINE).search(text, start, after.start() if after else len(text))
        if word and found:
            start = found.end()
            break
    return text.count("\n", 0, start) + 1


class _Reader:
    """Turns raw tables into `AgencyData`, and notes each fault on the way."""

    def __init__(self, note: Note) -> None:
        self._note = note

    def data(self, raw: Mapping[str, Any]) -> AgencyData:
        """The whole file, without the entries that cannot be read."""
        for key in sorted(set(raw) - _PARTS):
            self._note("", key, f"不认识的部分 [{key}]")
        words = self._table(raw, "words")
        self._known(words, {"not_agency"}, "")
        return AgencyData(
            tuple(self._agency(entry) for entry in self._entries(raw, "agency", "")),
            tuple(self._joint(entry) for entry in self._entries(raw, "joint", "")),
            self._letters(self._table(raw, "letters")),
            self._texts(words, "not_agency", ""),
        )

    def _agency(self, raw: Mapping[str, Any]) -> Agency:
        name = self._name(raw, "agency")
        self._known(raw, _AGENCY_KEYS, name)
        return Agency(
            name,
            *(self._names(raw, key, name) for key in _NAMES),
            part_of=self._text(raw, "part_of", name),
            inside=self._texts(raw, "inside", name),
            former=tuple(self._former(entry) for entry in self._entries(raw, "former", name)),
            took=tuple(self._took(entry, name) for entry in self._entries(raw, "took", name)),
        )

    def _former(self, raw: Mapping[str, Any]) -> Former:
        name = self._name(raw, "agency.former")
        self._known(raw, _FORMER_KEYS, name)
        names = (self._names(raw, key, name) for key in _NAMES)
        return Former(name, *names, until=self._year(raw, name), function=self._text(raw, "function", name))

    def _took(self, raw: Mapping[str, Any], owner: str) -> Took:
        self._known(raw, _TOOK_KEYS, owner)
        sources, function = self._texts(raw, "from", owner), self._text(raw, "function", owner)
        if not sources or not function:
            self._note(owner, "[[agency.took]]", "的 [[agency.took]] 缺少 from 或 function")
        return Took(sources, function, self._year(raw, owner))

    def _joint(self, raw: Mapping[str, Any]) -> Joint:
        self._known(raw, _JOINT_KEYS, "")
        joint = Joint(self._names(raw, "stems", ""), self._texts(raw, "agencies", ""))
        if not joint.stems or len(joint.agencies) < 2:
            self._note("", next(iter((*joint.stems, *joint.agencies)), "[[joint]]"), "[[joint]] 要有 stems 和至少两个 agencies")
        return joint

    def _letters(self, raw: Mapping[str, Any]) -> dict[str, str]:
        for letter, agency in raw.items():
            if len(letter) != 1 or not isinstance(agency, str):
                self._note("", letter, f"[letters] 中“{letter}”应为一个字，等号后写部门名称")
        return {letter: str(agency) for letter, agency in raw.items()}

    def _table(self, raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        table = raw.get(key, {})
        if isinstance(table, Mapping):
            return table
        self._note("", key, f"{key} 应写成 [{key}] 一节")
        return {}

    def _entries(self, raw: Mapping[str, Any], key: str, owner: str) -> Iterator[Mapping[str, Any]]:
        entries = raw.get(key, [])
        if isinstance(entries, list) and all(isinstance(entry, Mapping) for entry in entries):
            yield from entries
        else:
            self._note(owner, key, f"{key} 应写成 [[…]] 一节")

    def _known(self, raw: Mapping[str, Any], keys: Iterable[str], owner: str) -> None:
        for key in sorted(set(raw) - set(keys)):
            self._note(owner, key, f"有不认识的项 {key}（可用：{'、'.join(sorted(keys))}）")

    def _name(self, raw: Mapping[str, Any], header: str) -> str:
        name = raw.get("name")
        if isinstance(name, str) and _NAME.fullmatch(name):
            return name
        self._note("", f"{name or ''}" or f"[[{header}]]", f"[[{header}]] 的 name 应为部门名称（两个以上汉字）")
        return ""

    def _names(self, raw: Mapping[str, Any], key: str, owner: str) -> tuple[str, ...]:
        names = self._texts(raw, key, owner)
        for name in names:
            if not _NAME.fullmatch(name):
                self._note(owner, name, f"{key} 中的“{name}”应为两个以上汉字，不带空格和标点")
        return names

    def _texts(self, raw: Mapping[str, Any], key: str, owner: str) -> tuple[str, ...]:
        values = raw.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            self._note(owner, key, f'{key} 应写作 ["…", "…"]')
            return ()
        for value in sorted({value for value in values if values.count(value) > 1}):
            self._note(owner, value, f"{key} 中“{value}”写了两次")
        return tuple(values)

    def _text(self, raw: Mapping[str, Any], key: str, owner: str) -> str:
        value = raw.get(key, "")
        if isinstance(value, str) and (value.strip() or key not in raw):
            return value
        self._note(owner, key, f"{key} 应为引号中的文字")
        return ""

    def _year(self, raw: Mapping[str, Any], owner: str) -> int | None:
        year = raw.get("until")
        if year is None:
            return None
        if type(year) is int and _FIRST_YEAR <= year <= _LAST_YEAR:
            return year
        self._note(owner, "until", f"until 应为四位数的年份，现为 {year}")
        return None
