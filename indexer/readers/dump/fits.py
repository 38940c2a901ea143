"""How well a text stands in a column: the costs by which a table printed as text finds its cells again.

0 is what a column usually holds; a cost of `NEVER` or more rules a place out.
"""

from __future__ import annotations

import re

from indexer.vocabulary.names import looks_like_office
from indexer.vocabulary.shares import is_named
from tokenizer.number_marks import Script, leading_mark
from tokenizer.wording import ends_sentence, squeeze

NEVER = 50.0
_UNLIKE = 6.0
_ODD = 2.0

_TYPE = re.compile(
    r"(?:行政|其他|公共)\S{0,8}(?:许可|处罚|强制|征收|征用|给付|检查|确认|奖励|裁决|权力|职权|服务|备案|类)"
)
_LEVEL = re.compile(r"(?:[省市县区乡镇]+级?[、，,]?)+")
_PHONE = re.compile(r"[\d\-—–－()（）/、,;转 ]{5,}")
_BASIS = re.compile(r"《|〔|第\S{1,6}条|规定|办法|条例")
_TIME = re.compile(r"[年月日周时季]|\d[:：]\d|节假|常年|随时|全天|工作")
_LIABLE = re.compile(r"追究|追责|责任|滥用|玩忽|违反|违法|不依法|不履行")
_OF_NAMES = re.compile(r"(?:部门|单位|机关|主体)$")
_INSIDE = re.compile(r"(?:队|中心|所|站|股|科|室|部|处|窗口|大厅|院|馆|会)$")  # how offices inside an agency end
_NAMES = frozenset({"agency", "lead_agency", "assist_agency", "department"})
_TITLES = frozenset({"matter", "name", "event", "parent", "sub", "service"})
_TEXTS = frozenset({"role", "lead_role", "assist_role", "own_role", "duties", "duty", "item", "content", "liability"})


def fit(text: str, field: str, label: str) -> float:
    """The cost of a text as what begins a cell of a column."""
    flat = squeeze(text)
    if field == "seq":
        return 0.0 if flat.isdecimal() else NEVER
    kind = _phone(flat, field, label) + _cited(text, field) + _typed(flat, field) + _later_point(text)
    if field in _NAMES or (field.startswith("-") and _OF_NAMES.search(label)):
        weak = 1.5 if field == "agency" and _INSIDE.search(text) else 0.0
        names = [] if text[-1:] in "：:" else re.split(r"[、，,；;]", text)
        return kind + (weak if names and all(map(is_named, names)) else 20.0)
    if field == "body":
        return kind + (0.0 if is_named(text) else _UNLIKE)
    if field == "office":
        is_office = (looks_like_office(text) or is_named(text)) and not re.search(r"[已由按的]", text)
        return kind + ((0.0 if _INSIDE.search(text) else 1.2) if is_office else _UNLIKE)
    if field in _TITLES:
        return kind + _title(text, field)
    if field == "category":
        return kind + (_UNLIKE if len(flat) > 20 or ends_sentence(text) or is_named(text) else 0.3)
    if field in _TEXTS:
        named = _UNLIKE if is_named(text) else 0.0
        unlike = _ODD if field == "liability" and not _LIABLE.search(text) else 0.0
        return kind + named + unlike + (1.0 if len(flat) < 6 else 0.0)
    if field == "time":
        return kind + (0.0 if _TIME.search(text) else 3.0)
    if field == "case":
        return kind + (_UNLIKE if is_named(text) or len(flat) < 10 else 0.0)
    if field == "note":
        return kind + (2.5 if ends_sentence(text) else 1.0)
    if field == "level":
        return kind + (0.0 if _LEVEL.fullmatch(flat) else _UNLIKE)
    return kind + (1.5 if flat.isdecimal() or leading_mark(text) else 1.0)


def goes_on(before: str, text: str, field: str) -> float:
    """The cost of a line as one that goes on with the cell in which `before` is the last line."""
    mark, last = leading_mark(text), leading_mark(before)
    if field in _NAMES:
        return 0.3 if text[-1:] not in "：:" and is_named(text) and is_named(before) else 20.0
    if field in {"seq", "type", "level", "phone", "category", "office", *_TITLES}:
        return 12.0
    if mark is not None and mark.script is Script.ARABIC:
        if last is not None and last.form == mark.form and mark.value == last.value + 1:
            return 0.0
        if mark.value == 1:
            return 0.2 if before.rstrip().endswith(("：", ":")) else 2.5
        return 3.0
    if is_named(text) or (len(text) < 12 and looks_like_office(text)):
        return 8.0
    if re.match(r"\S{2,30}[：:]", text) and is_named(re.split("[：:]", text)[0]):
        return 0.2
    if not ends_sentence(before):
        return 1.0 if len(before) > 12 else 4.0
    if field in ("item", "duty"):
        return 5.0
    return 1.5


def outside(field: str) -> float:
    """The cost of a cell that begins in a row without a number, in a table whose rows have them."""
    return (
        10.0
        if field in _TITLES - {"sub"} or field == "duty"
        else _UNLIKE
        if field in ("category", "department")
        else 0.0
    )


def skip(field: str, has_number: bool) -> float:
    """The cost of a column without a cell of its own: merged with the one above, or left empty."""
    if field == "seq":
        return 0.0
    if field in ("role", "own_role", "item", "duty") or (field in _TITLES - {"parent", "sub"} and has_number):
        return _UNLIKE if field != "duty" or has_number else 1.0
    return 0.6 if field in ("note", "case", "sub", "category") else 1.0


def _later_point(text: str) -> float:
    """A cell begins with its first point, not with a later one."""
    mark = leading_mark(text)
    return 5.0 if mark is not None and mark.script is Script.ARABIC and mark.form == "stop" and mark.value > 1 else 0.0


def _phone(flat: str, field: str, label: str) -> float:
    wants = field == "phone" or "电话" in label
    return (0.0 if _PHONE.fullmatch(flat) else 10.0) if wants else (8.0 if _PHONE.fullmatch(flat) else 0.0)


def _cited(text: str, field: str) -> float:
    cites = re.match(r"\s*(?:\d{1,2}[.、．])?\s*《", text) is not None
    if field == "basis":
        return 0.0 if cites or _BASIS.search(text) else _UNLIKE
    return 4.0 if cites and field != "note" else 0.0


def _typed(flat: str, field: str) -> float:
    typed = _TYPE.fullmatch(flat) is not None
    return (0.0 if typed else 4.0) if field == "type" else (4.0 if typed and len(flat) <= 6 else 0.0)


def _title(text: str, field: str) -> float:
    mark = leading_mark(text)
    numbered = mark is not None and mark.form == "bracket"
    cost = 3.0 if ends_sentence(text) else 0.0
    cost += 3.0 if is_named(text) and len(text) > 3 else 0.0
    cost += 2.0 if len(text) > 60 else 0.0
    return cost + (1.5 if numbered and field != "sub" else 0.0) - (0.5 if numbered and field == "sub" else 0.0)
