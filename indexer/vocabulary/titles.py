"""Headings and titles of pages → the matter whose shares stand below (关于养犬管理职责边界的通知 → 养犬管理).

Above each pattern stand examples of what it finds, which a test holds true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tokenizer.wording import join_label, squeeze

_LONGEST_MATTER = 40
_LONGEST_LEAD = 400  # characters in a paragraph that leads to shares
_REGION = (
    r"[\u4e00-\u9fff]{2,10}自治[县州旗区]|"
    r"[\u4e00-\u9fff]{2,3}(?:[省县旗州盟]|市(?![场政民容区域郊])|(?:新|城)?区(?![域划内]))"
)
# Words that end like the name of a region and are none (超市, 旅游景区).
# 超市 · 旅游景区 · 乡镇
_NO_REGION = re.compile(
    r"^(?:[\u4e00-\u9fff]*(?:[超城都上夜集股早菜闹全本我]市|[社景园小校库山矿厂辖片林灾疫牧街湖港农军战地禁全本我特]区|"
    r"开发区|保护区|功能区|旅游区|度假区|工业区|物流区|[全本我各]县|乡镇|村镇))"
)
# 全市养犬管理 · 县级 · 城区
_LEVEL = re.compile(r"^(?:全|我|本|各)[省市县区旗州]|^[省市县区]级|^[省市县区]直|^中心城区|^城区")
_SPLIT = r"(?:(?:职责|责任|权责|职能|事权)(?:职责|任务|责任)?的?(?:边界|分工|划分|界定|界限|归属)|事权(?=清单))"
_UNIT = r"(?:行政管理|行业主管|行政主管|行政|主管|职能|成员|专业)?(?:部门|单位|机构)"
# 养犬管理相关部门职责分工 · 犬只登记工作职责如下
_SPLIT_END = re.compile(
    r"(?:事项|工作)?(?:中的?|的|方面的?)?(?:(?:相关|有关|各有?关?|政府|[省市县区][级直]|行业|涉及)*"
    rf"{_UNIT}(?:[及和与、](?:相关|有关|各)*{_UNIT})*)?(?:[（(][^（）()]*[）)])?(?:之?间)?的?(?:主要|具体|有关|相关)?"
    rf"(?:及|和)?(?:{_SPLIT}|(?:工作|部门)?职责|部门责任|(?<=[管理])责任)(?:任务)?(?:事项)?"
    r"(?:清单|登记表|一览表|明细表|汇总表|表|规定|方案|意见|情况|说明)?(?:[（(][^（）()]*[）)])*(?:明确)?(?:如下|为|是)?$"
)
# 养犬管理职责边界 · 各自的职责
_SPLIT_NAMED = re.compile(
    rf"{_SPLIT}|部门(?:[（(][^（）()]*[）)])?(?:主要|工作|监管|管理)?职责|(?:监管|工作|管理|监督|监督管理|保护|各自)(?:的)?(?:职责|责任)|中的?职责|职责如下"
)
# 养犬管理的通知 · 养犬管理办法
_KIND_END = re.compile(
    r"的?(?:请示的?)?(?:通知|通告|公告|意见|实施意见|指导意见|函|批复|复函|决定|说明|公示|纪要|规定|办法|方案|细则|条例|规则|制度|措施|机制)$"
)
# 养犬管理办法（试行）
_DRAFT_MARK = re.compile(
    r"[（(](?:试行|暂行|修订|草案|征求意见稿|第?\S{0,3}批|\d{4}年?\S{0,4}|部分|正式稿|修正)[^（）()]*[）)]$"
)
# 关于进一步加强养犬管理
_VERBS = re.compile(
    r"^(?:关于|印发|转发|发布|公布|进一步|切实|加强和?|强化|规范和?|做好|明确|厘清|理顺|划分|界定|调整|完善|落实|重申|建立|健全|"
    r"(?:有关|相关)部门(?=\S{4})|推进|加快|全面|深入|开展|深化|改进|严格|依法|在\S{1,6}区|的?部分|有关|相关|和|[、]|我[市县区省]|全[市县区省]|本[市县区省])+"
)
# 养犬管理 · 烟花爆竹禁放工作
_SUBJECT_END = re.compile(
    r"(?:管理|监管|监督|防治|防控|保护|治理|查处|取缔|安全|处置|监察|整治|救助|建设|服务|回收|使用|经营|燃放|禁放|限放|禁燃|运输|养犬|停放|销售|生产|治安|秩序)(?:工作)?$"
)
# 新兴行业 · 内设机构 · 职权
_NO_MATTER = re.compile(
    r"^(?:新兴|各|部分|有关|新)*行业|应当|下列|以下|负责|清单|领导小组|名单|机构设置|内设机构|职能配置|人员编制|编制|权力|权责|职权|机构改革|抽查|随机|填表|填写|填报|指南|考核|"
    r"答复|提案|议案|预案|总结|招聘|预算|决算|简历|分管|班子|成员|指挥部|人事|岗位|采购|招标|坚持|工作报告|讲话|新闻|信息公开|附件|目录|公示"
)
# 专项整治行动 · 养犬规划
_NO_SUBJECT = re.compile(r"行动|活动|创建|演练|攻坚|普查|规划|计划|改革|要点|会议|奖励|补助|资金|培训")
# 相关部门职责分工
_GENERIC = re.compile(
    r"(?:[一二三四五六七八九十0-9]+|明确|各|有关|相关|市级|县级|区级|省级|市直|县直|区直|属地|行业|行政|职能|部门|单位|涉及|及|和|与|之间|间|"
    r"工作|监管|管理|监督|监督管理|主要|具体|责任|职责|分工|任务|事项|划分|边界|界定|清单|内容|如下|情况|说明|"
    r"主体|牵头|配合|领域|部分|新兴|[省市县区]?(?:人民)?政府|其|履职|成员|乡镇|街道|政策|表|党委|基层|的|为|新行业|新业态|、|（|）|\(|\))*"
)
# 养犬管理规定
_PAPER = re.compile(
    r"(?:通知|意见|方案|办法|规定|条例|细则|公告|通告|决定|规则|制度|报告|批复|规划|计划|要点)(?:[（(]\S*[）)])?$"
)
# 总体要求 · 附则
_IDLE = re.compile(
    r"总体要求|指导思想|基本原则|工作原则|划分原则|原则$|工作目标|总体目标|目标任务|主要任务|重点任务|工作任务|工作要求|有关要求|相关要求|"
    r"组织领导|保障措施|工作措施|实施步骤|工作步骤|时间安排|宣传|考核|附则|总则|法律责任|罚则|填表|填写|编制|内设机构|成员名单|"
    r"组成人员|联系方式|加强领导|提高认识|协作配合|监督检查的?(?:$|对象|内容|方[式法]|程序|措施|处理|形式)|机构设置|人员|背景|必要性|意义|解读|适用范围|附件|领导小组|指挥部|会议"
)
# 与县公安局在养犬管理
_WITH_WHOM = re.compile(r"^(?:与\S{2,20}|\S{0,12}(?:部门|单位))在(?=\S{2})")
# 示例县人民政府办公室关于养犬
_ISSUER = re.compile(r"^[\u4e00-\u9fff]{0,12}?(?:人民政府|政府|管委会)(?:办公[室厅])?(?=\S{4})")
# 2023年度养犬管理
_YEAR = re.compile(r"^\d{4}年度?(?:春节期间|[上下]半年)?")
# 养犬管理职责分工如下：
_LEAD = re.compile(
    r"(?:^|[，。,；])\s*(?P<clause>[^，。,；]*(?:职责|责任)[^，。,；]{0,16}?)(?:规定|明确|划分|通知|分别)*(?:如下|为|是)\s*[：:]$"
)
# 《养犬管理职责分工》已经县政府同意
_TITLED = re.compile(r"《(?P<title>[^《》]{4,60})》(?:已经|业经|已由|已报)")
# 现就养犬管理
_LEAD_VERBS = re.compile(r"^(?:现|经研究|具体|就|对|将|关于)+")


@dataclass(frozen=True, slots=True)
class PageTitle:
    """What a page's title says: its matter ("" where it names none) and the region in front of it.

    `splits` tells that the title itself speaks of who does what (职责分工); otherwise it names a rule or a notice on
    the matter.
    """

    matter: str
    region: str
    splits: bool


def page_title(text: str) -> PageTitle | None:
    """The title of a page on who does what in a matter, or of a rule on one; None where `text` is neither."""
    subject = _subject(text)
    if not subject:
        return None
    if _SPLIT_NAMED.search(subject):
        region, rest = _split_region(subject)
        return PageTitle(matter_of(_VERBS.sub("", rest)), region, splits=True)
    if not _KIND_END.search(_DRAFT_MARK.sub("", squeeze(text).strip("《》"))):
        return None
    region, rest = _split_region(_VERBS.sub("", _ISSUER.sub("", _KIND_END.sub("", subject))))
    rest = _YEAR.sub("", rest)
    rest = _split_region(_VERBS.sub("", re.sub(r"(?:若干|实施|工作|暂行)+$", "", rest)))[1]
    if not is_subject(rest) or not _is_matter(rest):
        return None
    return PageTitle(re.sub(r"工作$", "", rest), region, splits=False)


def matter_of(heading: str) -> str:
    """The matter that a heading names, without what says that its shares follow; "" where it names none."""
    text = join_label(heading).strip("：:。.；;《》 ")
    bare = _SPLIT_END.sub("", text)
    if bare != text:
        bare = _VERBS.sub("", _WITH_WHOM.sub("", bare))
        if re.match(r"与\S*(?:局|委|部门|办|厅)$", bare):
            bare = text
    return bare if _is_matter(bare) else ""


def region_of_title(title: str) -> str:
    """The division that a title on many departments starts with (示例县有关部门… → 示例县), or ""."""
    return _split_region(title.strip("《》"))[0]


def is_generic(heading: str) -> bool:
    """Whether a heading only says that shares follow: 职责分工, 相关部门及职责."""
    flat = squeeze(heading).strip(":。.")
    return not matter_of(heading) and (_GENERIC.fullmatch(flat) is not None or re.search(_SPLIT, flat) is not None)


def is_idle(heading: str) -> bool:
    """Whether a heading opens a chapter of a notice that shares out nothing: 总体要求, 工作要求."""
    return _IDLE.search(squeeze(heading)) is not None


def speaks_of_shares(heading: str) -> bool:
    """Whether a heading says that duties are shared out below it."""
    flat = squeeze(heading).strip(":。.")
    return re.search(rf"{_SPLIT}|职责$|部门责任|职责(?:清单|如下|和|及)", flat) is not None and not is_idle(heading)


def matter_of_lead(text: str) -> str:
    """The matter in a sentence that leads to the shares (…养犬管理相关部门职责如下：), or ""."""
    if len(text) > _LONGEST_LEAD:
        return ""
    flat = join_label(text)
    if (titled := _TITLED.search(flat)) and (title := page_title(titled["title"])) and title.splits:
        return title.matter
    found = _LEAD.search(flat)
    if found is None:
        return ""
    clause = _VERBS.sub("", _LEAD_VERBS.sub("", found["clause"]))
    return matter_of(_split_region(clause)[1]) if _SPLIT_NAMED.search(clause) else ""


def leads_to_shares(text: str) -> bool:
    """Whether a sentence says that shares follow (其职责分工为：), whatever the matter."""
    return len(text) <= _LONGEST_LEAD and _LEAD.search(join_label(text)) is not None


def is_subject(matter: str) -> bool:
    """Whether a matter reads as something that agencies look after: it ends in 监管, 防治, 治理 …"""
    return _SUBJECT_END.search(matter) is not None and _NO_SUBJECT.search(matter) is None


def _subject(text: str) -> str:
    """A title's subject: without the office that issues it, 关于 … 的通知 and the year of the edition."""
    flat = _DRAFT_MARK.sub("", join_label(text).strip("《》 "))
    inner = re.search(r"(?:印发|转发|发布|公布)[^《》]{0,20}《([^《》]{4,60})》", flat)
    if inner:
        flat = _DRAFT_MARK.sub("", inner[1])
    elif "关于" in flat:
        flat = flat[flat.rindex("关于") :]
    if _SPLIT_NAMED.search(flat):
        flat = _VERBS.sub("", _KIND_END.sub("", flat))
        flat = _KIND_END.sub("", flat)
    return flat if not re.search(r"[。；;！？?]", flat) else ""


def _split_region(text: str) -> tuple[str, str]:
    """The names of regions in front of a subject, and the rest of it."""
    region = ""
    while True:
        level = _LEVEL.match(text)
        named = re.match(_REGION, text)
        if level is not None:
            text = text[level.end() :]
        elif named is not None and not _NO_REGION.match(named.group()) and len(text) - named.end() >= 2:
            region, text = region + named.group(), text[named.end() :]
        else:
            return region, text


def _is_matter(text: str) -> bool:
    return (
        2 <= len(squeeze(text)) <= _LONGEST_MATTER
        and _GENERIC.fullmatch(squeeze(text)) is None
        and _NO_MATTER.search(text) is None
        and not is_idle(text)
        and re.search(r"[，,；;：:|]|[与和及]$", text) is None
        and _PAPER.search(text) is None
        and re.search(r"[\u4e00-\u9fff]{2}", text) is not None
    )
