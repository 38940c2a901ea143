"""Names of government agencies: what looks like one, and what a department's title says.

Above each pattern stand examples of what it finds, which a test holds true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.vocabulary.announced import before_announcement
from tokenizer.wording import join_label, squeeze

_ENDINGS = (
    "局|分局|总局|厅|委|委员会|发改委|卫计委|办|办公室|政府|街道|街道办事处|办事处|管委会|部|部门|单位|机构|中心|大队|支队|中队|总队|"
    "派出所|运管所|管理所|监督所|站|院|法院|检察院|行|银行|支行|中心支行|社|联社|公司|集团|协会|学会|联合会|残联|妇联|工会|总工会|"
    "团委|团县委|团区委|团市委|侨联|科协|文联|工商联|纪委|组织部|宣传部|统战部|政法委|编办|农办|法制办|扶贫办|综治办|志办|信用社|"
    "学校|医院|消防|交警|海关|邮政|电信|气象台|园区|开发区"
)
# 县公安局 · 县国税分局、县地税分局
_AGENCY = re.compile(rf"[\u4e00-\u9fff、，,及和与()（）“”·]*?({_ENDINGS})(（[^）]*）|\([^)]*\))?[：:]?")
_LONGEST_AGENCY = 40
# 治安股 · 办公室
_OFFICE = re.compile(
    r"[\u4e00-\u9fff（）()“”]*(?:科|股|室|处|所|队|中心|办|组|站|局|纪委|纪检|工会|团委|党委|司|部|窗口|大厅|机关|单位|部门)"
    r"(?:（[^）]*）|\([^)]*\))?"
)
_LONGEST_OFFICE = 24

_TITLE_END = (
    r"(?:(?:部门)?(?:权力清单(?:和|与|及|、)?责任|责任清单(?:和|与|及|、)?权力|权力(?:和|与|及|、)责任|责任|权责|权力|职责|职能)"
    r"清单(?:目录|汇总表|一览表)?|(?:部门|主要|工作)*(?:职责|责任)(?:清单|登记表|一览表)|"
    r"与(?:相关|有关|其他)部门(?:之间)?的?(?:职责|责任)(?:边界|分工)(?:清单|登记表|一览表)?|"
    r"(?:职能配置|主要职责)、?内设机构和人员编制的?(?:规定|方案))"
)
_TOWNSHIP = re.compile(r"[\u4e00-\u9fff]{2,20}(?:镇|乡|街道|苏木)(?:人民政府|办事处)?")
# 附件1：县公安局责任清单 · 2023年版
_TITLE_EXTRAS = re.compile(r"^附件?\s*[0-9一二三四五六七八九十]*\s*[:：.、]?\s*(?=.{4})|(?:19|20)\d{2}年(?:度|版)?")
# 县公安局责任清单（试行）
_LIST_TITLE = re.compile(rf"(?P<name>.*?){_TITLE_END}(?P<tail>（[^）]*）|\([^)]*\))?")
_NAME_ENDINGS = "馆|局|厅|委|委员会|办|办公室|部|院|中心|大队|支队|总队|政府|街道办事处|办事处|管委会|会|社|处|署|站|所"
# 示例县公安局
_DEPARTMENT = re.compile(rf"[\u4e00-\u9fff]{{2,40}}(?:{_NAME_ENDINGS})")
# 示例省示例市示例县公安局
_DIVISION = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟))?"
    r"(?:[\u4e00-\u9fff]{1,10}?(?:自治县|新区|区|县|市|旗))?"
)
# 县
_LEVEL_ALONE = re.compile(r"[省市区县旗州]")
# What most departments are called after their region; used where the region prints no 区 or 县.
# 示例公安局
_CORE_NAMES = re.compile(
    r"(公安|民政|司法|财政|教育|卫生|农业|林业|水利|交通|审计|统计|商务|环境|环保|国土|自然资源|住房|城市|城管|人力|人口|"
    r"市场|工商|质量|食品|药品|安全|应急|文化|旅游|发展|经济|科技|科学|民族|宗教|信访|扶贫|乡村|人民|退役|医疗|体育|档案|粮食|气象|税务)"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A department's title taken apart: its name and the names in brackets behind it."""

    name: str
    aliases: tuple[str, ...]


def looks_like_agency(text: str) -> bool:
    """Whether `text` reads as the name of one agency, or of several in a row (区国税分局、区地税分局)."""
    name = squeeze(text)
    return 1 < len(name) <= _LONGEST_AGENCY and bool(_AGENCY.fullmatch(name))


def looks_like_office(text: str) -> bool:
    """Whether `text` reads as the name of an office within an agency, or of several in a row (甲科、乙科)."""
    names = re.split(r"[、，,；;\s]+", text.strip())
    return all(1 < len(name) <= _LONGEST_OFFICE and _OFFICE.fullmatch(name) for name in names)


def agency_name(text: str) -> str:
    """An agency cell as one line; names on lines of their own stay apart."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and all(looks_like_agency(line) for line in lines):
        return "\n".join(join_label(line) for line in lines)
    return join_label(text)


def list_title(text: str) -> Title | None:
    """The title of a department's list (…局责任清单), or None where `text` is no such title.

    The name is "" where the line holds only brackets and 责任清单, its name standing on the line above.
    """
    flat = _TITLE_EXTRAS.sub("", join_label(text).strip("《》"))
    found = _LIST_TITLE.fullmatch(flat)
    if found is None:
        name, aliases = _split_aliases(before_announcement(flat))
        return Title(name, aliases) if _DEPARTMENT.fullmatch(name) or _is_township(name) else None
    name, aliases = _split_aliases(found["name"])
    if name and not _DEPARTMENT.fullmatch(name) and not _is_township(name):
        return None
    return Title(name, aliases)


def titled_region(text: str) -> str:
    """The region in the title of a list that is no department's alone (某县乡镇配合履职事项清单), or ""."""
    return region_of(before_announcement(text))


def _is_township(name: str) -> bool:
    return _TOWNSHIP.fullmatch(name) is not None and re.search(r"(?:乡镇|各乡|各镇|县级|部门)", name) is None


def bare_title(text: str) -> Title | None:
    """A department's name standing alone as a title, or None."""
    name, aliases = _split_aliases(join_label(text))
    return Title(name, aliases) if _DEPARTMENT.fullmatch(name) else None


def region_of(department: str) -> str:
    """The administrative division that a department's name starts with, or "" (县公安局 names none)."""
    found = _DIVISION.match(department)
    division = found.group() if found else ""
    if _LEVEL_ALONE.fullmatch(division):
        return ""
    rest = department[len(division) :]
    core = _CORE_NAMES.search(rest)
    if division and core and 2 <= core.start() <= 4:
        division += rest[: core.start()]
    return division


def _split_aliases(text: str) -> tuple[str, tuple[str, ...]]:
    """A name and the other names in brackets behind it."""
    found = re.fullmatch(r"(?P<name>[^（(]*)[（(](?P<aliases>[^）)]*)[）)]?", text)
    if found is None:
        return text, ()
    aliases = (part.strip() for part in re.split(r"[、，,；;]", found["aliases"]))
    return found["name"], tuple(alias for alias in aliases if alias)
