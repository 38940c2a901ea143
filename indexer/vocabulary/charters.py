"""How a 三定 and the lists of many departments put it: titles, leads and headings over duties, offices and shares.

Above each pattern stand examples of what it finds, which a test holds true.
"""

from __future__ import annotations

import re

from indexer.vocabulary.names import bare_title, looks_like_office
from indexer.vocabulary.shares import agency_heading, is_strong
from tokenizer.wording import join_label

_LONGEST_HEADING = 40
_LONGEST_LEAD = 300  # characters in an article that leads to duties
_LONGEST_SHARED = 120  # characters in what a 三定 calls a matter that it shares out

# 示例县林业局职能配置、内设机构和人员编制规定 · 示例县林业局主要职责
_CHARTER = re.compile(
    r"(?:[\u4e00-\u9fff]{0,30}(?:印发|公布|发布))?《?(?P<name>[\u4e00-\u9fff]{3,30}?(?:[（(][^（）()]*[）)])?)(?:的)?"
    r"(?:(?:主要|工作|部门|机构|单位|法定)*(?:职责|职能)(?:任务|简介|清单)?(?:配置)?[、,，和及与]?(?:(?:主要)?(?:内设|下设)?机构(?:设置)?)?"
    r"[、,，和及与]?(?:(?:人员)?编制)?|“三定”)(?:的)?(?:暂行)?(?:规定|方案|介绍|说明)?》?(?:的通知)?(?:[（(][^（）()]*[）)])?"
)
# 县林业局的主要职责是： · 履行下列职责：
_LEADS_TO_DUTIES = re.compile(
    r"(?:.*[，,。；;的])?(?:[\u4e00-\u9fff]{2,20}(?:局|委|委员会|办|办公室|厅|部|署|院|社|会|中心|队)的?)?(?:主要|其|具体|基本)*"
    r"(?:履行|承担)?(?:以下|下列)?(?:主要|工作|部门|单位|机构|具体|基本)*(?:职责|职能|任务)(?:任务|事项)?(?:是|为|如下|有|包括|主要是)*[：:]"
)
# 工作职责 · 责任清单 · 县林业局主要职责
_DUTIES_HEADING = re.compile(
    r"(?:[\u4e00-\u9fff]{2,20}(?:局|委|委员会|办|办公室|厅))?(?:主要|工作|部门|单位|机构|具体|法定|基本)*(?:(?:职责|职能)(?:任务|清单)?|责任清单)"
)
# 县林业局设下列内设机构： · 内设机构及职责
_LEADS_TO_OFFICES = re.compile(
    r"(?:.*[，,。；;])?[\u4e00-\u9fff]{0,24}(?:内设机构(?:设置)?(?:及其?(?:主要)?职责)?(?:如下|是|为|包括)?|"
    r"(?:下?设|设置|设立)[^。；;：:]{0,12}(?:内设|职能|综合)?(?:机构|[科股处]室))[：:。]?"
)
# 有关职责分工 · 与县水利局在湿地方面的职责分工
_SHARES_HEADING = re.compile(
    r"(?:与[^。；;：:]{2,80}?)?(?:有关|相关)?(?:部门)?(?:间|之间)?的?(?:有关|相关)?(?:职责|责任|权责)(?:分工|划分|边界)[：:。]?"
)
# 湿地保护职责分工 · 与县水利局的有关职责分工：
_ENDS_IN_SHARES = re.compile(r"(?:职责|责任|权责)(?:分工|划分|边界)[：:]?$")
# 县林业局主要职责 · 县林业局安全生产职责：
_NAMES_DUTIES = re.compile(r"(?:职责|责任|任务|职能)[^。；;]{0,6}$")
# 安全生产责任清单 · 生态环境保护工作职责规定 · 消防安全责任制
_DEPARTMENT_LIST = re.compile(
    r"(?:安全生产|安全|生态环境|环境|环保|消防|食品|药品|党政同责|一岗双责)\S*"
    r"(?:(?:责任|职责|任务)(?:任务)?清单|责任制|工作职责|安全生产职责|任务分工|责任分解|职责(?:的)?规定|(?<!监管)(?<!监督)(?<!管理)职责)"
)
# 食品安全监管职责分工 · 成员单位职责 · 应急预案
_SHARED_MATTER = re.compile(
    r"(?:监管|监督|管理)(?:工作)?(?:职责|责任)分工|职责边界|事权|成员单位|联席会议|预案|指挥部|领导小组"
)
# 县林业局贯彻落实 · 县林业局设下列内设机构 · 县林业局的主要职责是：
_AT_START = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,24}?(?:局|委员会|委|办公室|办|厅|部))(?:的|主要职责|工作职责|贯彻|负责|根据|[下内]?设|承担|履行|是|机关)"
)
# 县公安局、县司法局 · 县公安局和县司法局
_SEVERAL = re.compile(r"[、，,；;\n]|(?:局|委|部|办|会|院|队|所|府|处)[和与及暨]")
# What has no list of duties: it stands for the time of an emergency, or coordinates others.
# 防汛抗旱指挥部 · 工作领导小组
_NO_DEPARTMENT = re.compile(r"领导小组|指挥部|专班|工作组|联席会议|协调小组")


def charter_department(title: str) -> str:
    """The department whose 三定, or page of duties, a title announces, or ""."""
    found = _CHARTER.fullmatch(title)
    name = found["name"].rpartition("关于")[2] if found else ""
    return name if name and bare_title(name) and not _NO_DEPARTMENT.search(name) else ""


def leads_to_duties(text: str) -> bool:
    """Whether duties of one department stand below a line: 第三条 …主要职责是：, 一、主要职责."""
    flat = join_label(text)
    heading = len(flat) <= _LONGEST_HEADING and _DUTIES_HEADING.fullmatch(flat.rstrip("：:"))
    return bool(heading) or (len(flat) <= _LONGEST_LEAD and _LEADS_TO_DUTIES.fullmatch(flat) is not None)


def leads_to_offices(text: str) -> bool:
    """Whether a department's offices stand below a line."""
    flat = join_label(text)
    return len(flat) <= _LONGEST_LEAD and _LEADS_TO_OFFICES.fullmatch(flat) is not None


def shares_heading(text: str) -> bool:
    """Whether a line is the heading of what a department shares with others."""
    flat = join_label(text)
    return len(flat) <= _LONGEST_SHARED and _SHARES_HEADING.fullmatch(flat) is not None


def shares_matter(text: str) -> bool:
    """Whether a line is the heading of one matter that a department shares with others: 与县水利局的职责分工."""
    return text.startswith("与") and shares_heading(text)


def ends_in_shares(heading: str) -> bool:
    """Whether the heading of a point says that a matter is shared out below it: 湿地保护职责分工."""
    return _ENDS_IN_SHARES.search(join_label(heading)) is not None


def agency_of_heading(text: str) -> str:
    """The one agency whose duties stand below a heading (县公安局, 县公安局工作职责：), or ""."""
    name = agency_heading(text) if len(text) <= _LONGEST_HEADING else None
    return name if name and is_strong(name) and not _SEVERAL.search(name) and not _NO_DEPARTMENT.search(name) else ""


def agency_at_start(lead: str) -> str:
    """The agency whose duties or offices a sentence leads to (县林业局贯彻落实…。主要职责是：), or ""."""
    found = _AT_START.match(join_label(lead))
    name = found["name"] if found else ""
    return name if name and is_strong(name) and not _SEVERAL.search(name) and not _NO_DEPARTMENT.search(name) else ""


def names_duties(heading: str) -> bool:
    """Whether a heading says that duties stand below it."""
    return _NAMES_DUTIES.search(heading.rstrip("：:")) is not None


def is_department_list(title: str) -> bool:
    """Whether a title announces the duties of many departments, or of one, in one field."""
    return _DEPARTMENT_LIST.search(title) is not None and not is_shared_matter(title)


def is_shared_matter(title: str) -> bool:
    """Whether a title says that agencies share out one matter."""
    return _SHARED_MATTER.search(title) is not None


def office_and_duty(text: str) -> tuple[str, str]:
    """An office and what it does (办公室。负责…), or two empty texts."""
    found = re.fullmatch(r"(?P<office>[^。：:；;，,\n]{2,30})[。：:\n\s]+(?P<duty>\S.*)", text, re.DOTALL)
    if found is None or not looks_like_office(found["office"]):
        return "", ""
    return join_label(found["office"]), found["duty"].strip()
