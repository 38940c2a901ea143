"""How agencies are named in running Chinese: what ends a name, what may stand before and behind it."""

from __future__ import annotations

import re

HAN = "\u4e00-\u9fff"
LEVELS = "省市区县州旗盟镇乡"
"""What an administrative level ends in: 衡阳市, 蒸湘区."""

_NO_PLACE = "的是归由谁哪个找和与或及向对在到去给有没无不来了吗管办要请把被让会能"
"""Characters that no short place name holds; they keep a sentence from being read as one."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ENDINGS = _words("""
    局 厅 委 委员会 办 办公室 部 总局 分局 支局 署 总署
    部门 行政部门 主管部门 行政主管部门 管理部门 行政管理部门 监督管理部门 监管部门 监督部门 执法部门 行政执法部门
    综合执法部门 职能部门 工作部门 工作主管部门 行政机关 主管机关
    管理局 行政管理局 监督管理局 监督局 监管局 执法局 行政执法局 综合执法局 综合行政执法局 执法监察局 稽查局
    事务局 服务局 发展局 管理总局 监督管理总局 管理委员会 管理办公室 工作办公室 事务办公室
    大队 支队 总队 中队 执法大队 执法支队 执法总队 执法中队 监察大队 监察支队 综合执法大队 综合执法支队 执法监察大队
    执法监察支队 综合行政执法大队 综合行政执法支队 综合行政执法总队 稽查大队
""")
"""What follows a stem in a name, anywhere in a text: 公安 + 局."""

_LAST = re.compile(f"[{''.join(sorted({ending[-1] for ending in ENDINGS}))}]")

CELL_ENDINGS = _words("""
    处 科 股 所 站 中心 管理处 管理所 管理站 管理科 监督站 监督所 监测站 服务站 服务所 监察局 监察所 监管所
    管理中心 服务中心 事务中心 发展中心 事业中心 事业发展中心 执法队 综合执法队 综合行政执法队 监督管理所 监督管理站
    委办 工作委员会 领导小组 领导小组办公室 委员会办公室 工作领导小组 工作领导小组办公室 系统 局机关
    主管机构 管理机构 监管机构 监督机构 监督管理机构 行政主管机构
""")
"""What follows a stem in the cell of an agency, but may be anything else in running text (林业站)."""

_JOINED = {
    "局": "限|势|域网|部(?![署门队])|面(?![试谈向对签])|长(?![期年时久达途])",
    "部": "[门分署位件落级长首属]|队(?!伍)",
    "委": "[托任派屈婉靡员]",
    "办": "[理法学证事公案结完好成个了过得妥税件班厂刊展不]",
    "会": "议|[计员见谈商场诊展费馆]",
    "门": "[口户前]",
    "厅": "[堂级长]",
    "处": "[理罚置分方境于长在女决级]",
    "所": "[有在以得属谓需长列致学]",
    "站": "[在点长台立岗位]",
    "队": "[员伍长列友形]",
    "院": "[士长校落线子]",
    "社": "[会区交团员长保科工群]",
    "联": "[系合网盟通动席络想赛手名营防]",
    "协": "[会议调助商同管定作]",
    "馆": "[长藏员]",
    "台": "[风湾账胞商阶词上资球式]",
    "署": "[名理]",
    "关": "[于系键闭]|注(?!册)",
    "构": "[成造建件筑思]",
    "行": "[为业政动使驶程走人李长贿]",
    "司": "[机法令长仪]",
    "团": "[队结体伙员购]",
    "心": "[理态情得]",
}
_ORDER = re.compile(r"令\s*[第〔\[(（【0-9０-９]")
"""国务院令第455号 cites an order; it does not speak of the State Council."""
_JOINS = {character: re.compile(pattern) for character, pattern in _JOINED.items()}

_BEFORE = (
    *_words("""
        找 去 到 问 向 由 被 归 让 叫 请 给 和 与 及 或 跟 对 从 报 往 的 是 该 各 级 委 当地 本地 属地 各地 地方 有关
        会同 联合 联系 通知 举报 投诉 通过 报经 需经 须经 打给 告诉 不是 还是 以及 属于 国家
    """),
    *LEVELS,
)
_IS_HAN = re.compile(f"[{HAN}]")
_ASKING = ("找", "归", "由", "属于")
_AFTER = re.compile(
    rf"$|[^{HAN}]|管(?![理道线控制辖])|负责|[的吗呢么吧]|不[管给让理是办]|怎|如何|还是|[和与及或跟]|以及|电话|地址|投诉|举报|反映|"
    r"处理|处罚|执法|查处|检查|监管|受理|审批|办理|报警|报案|备案|登记|拖车|扣[车押]|罚款|抓|打人|判决|起诉|执行|在哪|上班|有关|来|去"
)
_AFTER_STEM = re.compile(
    rf"\s*$|[^{HAN}\s]|管(?![理道线控制辖])|负责|还是|[吗吧]|处理|投诉|举报|反映|报告|监管|查处|审批"
)
_PLACE_TAIL = re.compile(rf"[{HAN}]{{2,4}}?(?:分局|支局)")
_CELL_TAIL = re.compile(
    rf"(?:[{HAN}]{{0,14}}?(?:分局|支局|大队|支队|中队|总队|支行|分行|所|站|处|科|股|窗口|分公司|支公司|委员会|区委|县委|市委|办事处|联社))?"
    r"(?:等(?:各?有关|相关|各)?(?:部门|单位|机关)?|系统|部门)?(?:[和及](?:有关|相关)?(?:部门|单位))?"
)
_CELL_HEAD = re.compile(
    rf"(?:以及|[和与及或由])?(?:其他|有关|相关|各级?|全国|国家|中央|中国|属地|当地|同级|上级|辖区|原)*(?:[{HAN}]{{0,12}}[{LEVELS}级]|[{HAN}]{{2,4}})?"
)
_ITS_DEPARTMENTS = re.compile(
    r"的?(?:有关|相关|各级?|其他|所属|直属|工作|职能|组成|主管|行政|业务|等)*(?:部门|单位|机构|委办局|局委办|委办|组成人员)"
)
JOINERS = frozenset("和与及暨、")


def may_end(text: str, start: int) -> bool:
    """Whether a name that began before can still end behind `start` in running text: mostly nothing like it follows."""
    return _LAST.search(text, start) is not None


def is_joined(text: str, end: int) -> bool:
    """Whether the name that ends before `text[end]` runs into the next word there (教育局|限性, 公证处|理)."""
    pattern = _JOINS.get(text[end - 1])
    return bool(pattern and pattern.match(text, end)) or _ORDER.match(text, end) is not None


def means_departments(text: str, end: int) -> bool:
    """Whether what stands behind a government's name turns it into its departments: 县人民政府|有关部门."""
    return _ITS_DEPARTMENTS.match(text, end) is not None


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]`, a word that names an agency by itself, is no part of another word there."""
    return opens_word(text, start) and _AFTER.match(text, end) is not None


def opens_word(text: str, start: int) -> bool:
    """Whether a word can start at `start`: after a mark, a level (县) or a word such as 找."""
    before = text[max(0, start - 3) : start]
    return not before or not _IS_HAN.match(before[-1]) or before.endswith(_BEFORE)


def is_asked_for(text: str, start: int, end: int) -> bool:
    """Whether a bare stem is asked for as an agency: 归民政管, 找环保."""
    return text[max(0, start - 3) : start].endswith(_ASKING) and _AFTER_STEM.match(text, end) is not None


def place_tail(text: str, end: int) -> int:
    """Where the place and 分局 that follow a name or stem end (公安|蒸湘分局), or `end`."""
    found = _PLACE_TAIL.match(text, end)
    if found is None or any(character in _NO_PLACE for character in found.group()):
        return end
    return found.end()


def level_before(text: str, start: int) -> int:
    """Where a name starts with its level (县|应急局), if that stands for itself, else `start`."""
    level = start - 1
    alone = level >= 0 and text[level] in LEVELS and opens_word(text, level)
    return level if alone and text[max(0, level - 1) : level] not in (*LEVELS,) else start


def is_cell_head(text: str) -> bool:
    """Whether `text` can stand before an agency's stem in a cell: a place, a level, 其他 …"""
    return _CELL_HEAD.fullmatch(text) is not None


def is_cell_tail(text: str) -> bool:
    """Whether `text` can stand behind an agency's stem in a cell: 蒸湘分局, 等部门, 交警大队 …"""
    return _CELL_TAIL.fullmatch(text) is not None
