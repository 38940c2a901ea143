"""What the words of a cell say about its column: how odd a text is as a number, an agency, a basis …

Costs are in the unit of the search: 0 for a text typical of the column; `costs` names the others.
"""

from __future__ import annotations

import re
from functools import lru_cache

from indexer.readers.printed.costs import (
    AGENCY_AS_LABEL,
    BASIS_WITHOUT_LAW,
    CASE_WITHOUT_END,
    CASE_WITHOUT_SIGN,
    HARDLY,
    LONGEST_NAME,
    NAME_AS_ROLE,
    NEVER,
    PER_CHARACTER,
    PHONE_AS_OFFICE,
    ROLE_WITHOUT_VERB,
    SELDOM,
    SENTENCE_AS_LABEL,
    UNPAIRED,
)
from indexer.vocabulary.names import looks_like_agency, looks_like_office
from tokenizer.number_marks import Mark, leading_mark
from tokenizer.wording import ends_sentence, squeeze

_NUMBER = re.compile(r"[（(]?(\d{1,4})[)）.、．]?")
_DATE = re.compile(r"[年月日季周旬]|[号时]$|节|假|常年|全年|长期|全天|每|随时|不定期|上午|下午|工作")
_PHONE = re.compile(r"[\d\-—–－+（）()、，,；;/转 ]{3,}")
_POINT_OF_LAW = re.compile(
    r"(?:\d{1,2}\s*[.、．]|[（(]\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]+、)?\s*[《〈<]|依据|根据|按照"
)
_NUMBERED_LAW = re.compile(r"(?:\d{1,2}\s*[.、．]|[（(]\d{1,2}[）)]|[①-⑳])\s*《")
_LAW_WORDS = re.compile(r"[《》]|法|条例|规定|办法|通知|意见|决定|细则|方案|规范|规则|标准|三定|章程|〔|号")
_ROLE_START = re.compile(
    r"(?:\d{1,2}\s*[.、．]|[（(][\d一二三四五六七八九十]{1,2}[）)]|[①-⑳])?\s*"
    r"(?:负责|指导|监督|牵头|对|配合|承担|组织|会同|依法|参与|协助|落实|加强|做好|制定|拟订|拟定|按照|根据|将|在|统筹|协调|研究|"
    r"开展|实施|查处|审核|审批|管理|受理|建立|完善|推进|督促|指定|提供|核发|办理|履行|主管|依职责|及时|为)"
)
_CASE_START = re.compile(r"例|案例|如|某|甲|\d{4}\s*年|近|在|对|因|县|市|区|群众|居民|举报|接")
_PAIRS = (("《", "》"), ("（", "）"), ("“", "”"), ("〔", "〕"))
_BRACKET = re.compile(f"[{''.join(map(''.join, _PAIRS))}]")
_LEADS_ON = ("，", "、", ",", "：", ":")
_LONGEST_STRANGE, _LONGEST_OFFICE, _LONGEST_TIME = 12, 6, 8  # characters of a text that is no known name, office, time
_REMEMBERED = 8192  # texts whose cost is kept at hand
_PEEK = 8  # characters from which the start of a cell is judged


def printed_number(text: str) -> int | None:
    """The number that a cell of a 序号 column prints, or None."""
    found = _NUMBER.fullmatch(squeeze(text))
    return int(found[1]) if found else None


def is_point_of_law(text: str) -> bool:
    """Whether `text` begins as a numbered law: 2.《…"""
    return _NUMBERED_LAW.match(text) is not None


@lru_cache(maxsize=_REMEMBERED)
def start_cost(field: str, text: str) -> float:
    """What it costs that a cell of the column `field` begins with `text` (which may be the whole cell)."""
    begin = text.lstrip()
    law = _POINT_OF_LAW.match(begin[:_PEEK]) is not None
    if field == "role":
        return 0.0 if _ROLE_START.match(begin) else ROLE_WITHOUT_VERB + SELDOM * law
    if field == "basis":
        return 0.0 if law else SELDOM if _LAW_WORDS.search(begin[:_PEEK]) else SELDOM + BASIS_WITHOUT_LAW
    if field == "case":
        return 0.0 if _CASE_START.match(begin) and not law else CASE_WITHOUT_SIGN + SELDOM * law
    if field in ("agency", "office", "matter", "service"):
        return SELDOM * law + (NAME_AS_ROLE if _ROLE_START.match(begin) and field in ("agency", "office") else 0.0)
    return 0.0


@lru_cache(maxsize=_REMEMBERED)
def whole_cost(field: str, text: str) -> float:
    """What it costs that `text` is a whole cell of the column `field`, beyond its start."""
    flat = _flat(text)
    size = len(flat)
    judge = _JUDGES.get(field)
    cost = judge(text, flat) if judge else 0.0
    if _BRACKET.search(text) and any(text.count(opening) != text.count(closing) for opening, closing in _PAIRS):
        cost += UNPAIRED
    if field != "seq" and flat.isdigit() and size < 4 and field != "phone":
        cost += HARDLY
    return cost


def _excess(flat: str, longest: int, kind: str) -> float:
    """What the characters beyond the usual ones cost."""
    return max(0, len(flat) - longest) * PER_CHARACTER[kind]


def _seq(text: str, flat: str) -> float:
    return 0.0 if printed_number(flat) is not None else NEVER


def _agency(text: str, flat: str) -> float:
    if all(looks_like_agency(line) for line in text.split("\n") if line.strip()):
        return _excess(flat, LONGEST_NAME, "agency") + (NAME_AS_ROLE if _ROLE_START.match(flat) else 0.0)
    return HARDLY + _excess(flat, _LONGEST_STRANGE, "agency")


def _office(text: str, flat: str) -> float:
    if all(_is_office(line) for line in text.split("\n") if line.strip()):
        return 0.0
    if _PHONE.fullmatch(flat):
        return PHONE_AS_OFFICE
    return SELDOM + min(HARDLY, _excess(flat, _LONGEST_OFFICE, "office"))


def _label(text: str, flat: str) -> float:
    marks = SENTENCE_AS_LABEL if ends_sentence(flat) else 0.0
    named = AGENCY_AS_LABEL if _agency(text, flat) == 0.0 and len(flat) <= 8 else 0.0
    return marks + named + min(HARDLY, _excess(flat, LONGEST_NAME, "label"))


def _role(text: str, flat: str) -> float:
    return HARDLY if len(flat) <= 14 and looks_like_agency(flat) else SELDOM if len(flat) < 4 else 0.0


def _basis(text: str, flat: str) -> float:
    return 0.0 if _LAW_WORDS.search(flat) else SELDOM


def _case(text: str, flat: str) -> float:
    return (SELDOM if len(flat) < 12 else 0.0) + (0.0 if ends_sentence(flat) else CASE_WITHOUT_END)


def _running(text: str, flat: str) -> float:
    return (SELDOM if len(flat) < 3 else 0.0) + (SELDOM if len(flat) <= 12 and looks_like_office(flat) else 0.0)


def _time(text: str, flat: str) -> float:
    return 0.0 if _DATE.search(flat) else SELDOM + min(SELDOM, _excess(flat, _LONGEST_TIME, "time"))


def _phone(text: str, flat: str) -> float:
    return 0.0 if _PHONE.fullmatch(flat) else SELDOM


_JUDGES = {
    "seq": _seq,
    "agency": _agency,
    "office": _office,
    "matter": _label,
    "service": _label,
    "role": _role,
    "basis": _basis,
    "case": _case,
    "item": _running,
    "duty": _running,
    "content": _running,
    "time": _time,
    "phone": _phone,
}


def paragraph_follows(before: str, after: str, field: str) -> bool:
    """Whether two paragraphs read as neighbours in one cell: points that count on, or names in a list."""
    mark = _mark(after)
    if mark is not None:
        last = _last_mark(before)
        if last is not None and (mark.form, mark.script) == (last.form, last.script):
            return mark.value == last.value + 1
    elif leads_on(before):
        return True
    if field == "office":
        return _is_office(before.rsplit("\n", maxsplit=1)[-1]) and _is_office(after)
    return False


def leads_on(text: str) -> bool:
    """Whether a text ends in a mark after which it goes on."""
    return text.rstrip().endswith(_LEADS_ON)


@lru_cache(maxsize=_REMEMBERED)
def _last_mark(text: str) -> Mark | None:
    """The leading number of the last line that has one."""
    return next((mark for line in reversed(text.split("\n")) if (mark := leading_mark(line)) is not None), None)


_flat = lru_cache(maxsize=_REMEMBERED)(squeeze)
_mark = lru_cache(maxsize=_REMEMBERED)(leading_mark)
_is_office = lru_cache(maxsize=_REMEMBERED)(looks_like_office)
