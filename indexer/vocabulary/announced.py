"""Titles and headings of lists → the form of table that they announce, and whose list it is.

临川县青石镇配合履职事项清单（试行） announces the form `assisting`; what stands before names a township.
"""

from __future__ import annotations

import re

from tokenizer.number_marks import without_mark
from tokenizer.wording import is_longer, squeeze

_LONGEST = 70
_LIST = r"(的)?(责任)?(总)?(清单|目录|一览表|登记表|汇总表|明细表|表)(目录|汇总表|一览表)?"
_BEHIND = re.compile(
    r"(\((?:[^()]|\([^()]*\))*\)|【[^】]*】|(?:19|20)\d{2}年(?:版|度)?|第?[一二三四五六]批|修订版|试行)+$"
)

# What the end of a title or heading announces; the first pattern that fits decides.
_ANNOUNCEMENTS: tuple[tuple[str, str], ...] = (
    ("assisting", rf"(配合|协助)(上级部门)?履(职|责)(的)?(事项|职责|工作){_LIST}|(配合|协助)履职{_LIST}"),
    ("taken back", rf"(上级(部门)?)?(收回|上收)(的)?(履职)?(事项|工作)?{_LIST}"),
    ("basic", rf"基本履(职|责)(的)?(事项|职责|工作)?{_LIST}"),
    ("township", rf"履(职|责)(事项|职责)?{_LIST}"),
    (
        "catalogue",
        rf"(公共服务|政务服务|便民服务|公共服务和政务服务|依申请(类)?(政务服务)?|办事服务|政务服务中心)(的)?(办理|进驻|办事)?(事项|项目)?"
        rf"({_LIST}|指南|$)",
    ),
    (
        "powers",
        r"(权责|权力(和|与|及|、)责任|责任(和|与|及|、)权力|权力|职权|行政权力|行政职权|行政执法(权|事项)?|执法(事项|权力)|(涉企)?(行政)?检查(事项)?|"
        r"(随机|联合|双随机)?抽查(事项)?|监管(事项|职权)|(行政(许可|处罚|强制|征收|给付|确认|奖励|裁决|检查)|其他行政权力)(事项)?|审批事项)"
        rf"{_LIST}",
    ),
    (
        "departments",
        r"(安全(生产)?|消防(安全)?|生态环境(保护)?|环境保护|环保|食品安全|药品安全|防(灾减)?灾|平安建设|行业|监管|主体|工作|保护|防控|防治)"
        r"((监管|管理|工作|保护)*责任清单|(监管|管理|工作)*职责(清单|规定)?|责任制(规定)?|(工作)?(任务|责任)分工)|"
        r"(监管|行业)?(部门|单位)(监管|工作)?责任清单",
    ),
)
_PATTERNS = tuple((form, re.compile(rf"(?P<before>.*?)(?:{pattern})")) for form, pattern in _ANNOUNCEMENTS)
_SHORT: tuple[tuple[str, str], ...] = (  # headings, and names of sheets, that leave 清单 out
    ("assisting", r"(配合|协助)履(职|责)(事项)?"),
    ("taken back", r"(上级(部门)?)?(收回|上收)(事项)?"),
    ("basic", r"基本履(职|责)(事项)?"),
)
_SHARED_OUT = re.compile(r"职责分工|事权|职责边界|成员单位(?!\S{0,6}安全)|联席会议|预案|责任边界|职责划分")


def announced_form(text: str) -> str:
    """The form of table that a title or heading announces, or ""; 履职事项清单 alone announces the first of three."""
    form = _announced(text)[0]
    return "basic" if form == "township" else form


def before_announcement(text: str) -> str:
    """What a title says before the words that announce its form: whose list it is, or a region; "" if it is none."""
    return _announced(text)[1]


def _announced(text: str) -> tuple[str, str]:
    if is_longer(text, _LONGEST):
        return "", ""
    bare = _BEHIND.sub("", squeeze(without_mark(text)).strip("《》"))
    if _SHARED_OUT.search(bare) or re.search(r"[。；;，,：:]", bare):
        return "", ""
    for form, pattern in _PATTERNS:
        found = pattern.fullmatch(bare)
        if found is not None:
            return form, _BEHIND.sub("", found["before"])
    return next((form for form, pattern in _SHORT if re.fullmatch(pattern, bare)), ""), ""
