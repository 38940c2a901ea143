"""Running text → agencies with their shares: 县公安局：负责…、（二）应急管理部门负责…, one or many in a paragraph.

A name is known by how it ends and by what follows it: a colon, a blank or a word that opens a share (负责,
依法 …). Which agencies a county has is never asked.
Above each pattern stand examples of what it finds, which a test holds true.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.vocabulary.names import looks_like_agency
from tokenizer.number_marks import without_mark
from tokenizer.wording import END_MARKS, join_label, squeeze, tidy

_LONGEST_NAMES = 70  # characters in the names before one share
_LONGEST_NAME = 24
_LONGEST_STEM = 14  # characters in a name that leaves its ending to the last (公安、城管等部门)
_SHORTEST_ROLE = 3
_LONGEST_ASSISTING = 20  # characters in a share that is no more than assistance
_LONGEST_SENTENCE = 600  # characters in a sentence whose clauses are looked at
_MOST_SENTENCES = 200  # sentences of a paragraph in which shares are looked for

# 县公安局 · 乡镇
_MAY_END_NAME = re.compile(r"[局委厅署门府关道处队院社联会办部室心站所构乡镇安司位警防区团协盟行海]")
_LEVELS = "省市县区旗州"
# 公安、城管 · 甲局和乙局
_JOINT = re.compile(r"以及|[、，,和与及暨或]")
# 县发改局（粮食局）
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# 社区居委会 · 市公安
_OTHER_NAME = re.compile(r"\S+(?:机关|党委|党组|工委|居委会|村委会|武装部|乡镇|[乡镇])|[市县区旗]?公安")
# 县公安局 · 交警大队等 · 县残联
_TOWNSHIPS = re.compile(r"(?:各|本|所在|属地|相关|有关)*(?:乡镇|镇街|乡|镇|街道)\S{0,14}|村\S{0,8}|社区\S{0,6}")
_STRONG = re.compile(
    r"(?:局|委员会|管委会|[委厅署]|政府|部门|机关|街道|办事处|[支大总中]队|法院|检察院|海关|供销(?:合作)?社(?:联合社)?|供销联社|"
    r"组织部|宣传部|统战部|武装部|政法委|[编综]\S{0,3}办|残联|妇联|工会|乡镇|[乡镇]|救援机构|派出所)(?:等)?"
)
# 县公安局治安股
_UNIT_OF_AGENCY = re.compile(r"[省市县区旗州]\S{1,14}[局委]\S+$")
# A name that only says that somebody is meant; one such name is no party without others that say who.
# 其他有关部门 · 行业主管部门
_VAGUE = re.compile(
    r"(?:其他|其它|各|各级|有关|相关|市级|县级|区级|省级|市直|县直|区直|行业|职能|政府|上级|同级|属地|成员|业务|行政|等)*"
    r"(?:主管|监管|管理|职能|责任|牵头|配合|参与|协同)?(?:部门|单位|机构|机关)"
)
# What somebody's 单位, 机构 or 机关 is called where no agency is meant (施工单位, 医疗机构).
# 施工单位 · 医疗机构
_UNITS = re.compile(r"(?:单位|机构|电信|邮政|园区|开发区|学校|医院|站|院|行|社|电视台)$")
# 县直单位 · 供销社 · 水利站
_UNIT_OF_STATE = re.compile(
    r"(?:(?:救援|监督|管理|执法|主管|控制|行政|审批|登记|征收|派出|税务|公安|司法|监察|检察|审判|应急|"
    r"成员|责任|直属|县直|市直|区直|相关|有关|驻\S{0,3})(?:单位|机构)|"
    r"(?:[检法]察?|设计|研究)院|[银支分农商人]行|供销(?:合作|联)?社(?:联合社)?|联社|(?:管理|监督|检测|监测|服务|指挥|气象|农技|水利|林业|工作|执勤)站|"
    r"供电\S*|电信|邮政|园区|开发区|学校|医院|电视台)$"
)
# 依法负责的部门 · 领导小组
_NO_NAME = re.compile(
    r"的|应当|应(?![急城县])|负责|按照|根据|依据|依法|任何|个人|由|被|违反|擅自|构成|责令|发现|通过|不得|必须|可以|"
    r"需|是|承担|履行|移交|核发|主管(?!部门|单位|机关)|进行|加强|做好|开展|落实|配合|协助|指导(?!中心|站|委|办)|督促|牵头|会同|联合(?!会|国|社)|参与|查处|"
    r"处理(?!中心|站|厂)|处罚|报告|对(?!外|台)|组织(?!部|委)|接受|申请|设[立在于]|成立|制定|协调(?!中心|办)|领导小组|专班|工作组|联席会议|决定|认为|要求|召开|印发|"
    r"明确|[。；;：:！？!?《》]|^(?:本|我|该|贵|此|各位|你|在|当|经|为|以|把)"
)
# 责任部门 · 发文机关
_LABEL = re.compile(
    r"(?:责任|牵头|配合|主管|监管|相关|有关|涉及|成员|报送|承办|主办|协办|发布|发文|印发|抄送|主送|来源|实施|执行|"
    r"联系|举办|编制|起草|审批|服务|受理|办理|咨询|监督|参与|协同|信息|制作|填报|审核|主要|党政)(?:部门|单位|机构|机关)"
)

# 负责犬只登记 · 依法查处 · 对违规养犬进行处罚
_OPENS_SHARE = re.compile(
    r"\s*(?:负责|承担|履行|行使|主管|分管|牵头|配合|协助|协同|会同|联合(?!会)|参与|组织(?!部|委|人事)|指导(?!中心|站)|"
    r"监督(?!管理(?:局|部门|机构|总局|委|办|所|站|执法)|所|站|检验|执法|局|委)|督促|督导|督查(?!室)|检查(?!站|院)|监管(?!局|部门)|"
    r"查处|处理(?!中心|厂)|处置(?!中心)|处罚|打击|取缔|侦查|侦办|核发|颁发|发放|审批(?!局|服务|部门|机关)|审核|审查|受理|"
    r"办理|核定|认定|鉴定(?!中心)|管理(?!局|处|所|站|中心|部门|委|办|总队|支队|大队|机构|服务|和|执法|行政|会)|维护|维持|"
    r"做好|抓好|加强|加大|强化|落实|开展|实施|制[定订]|拟[定订]|编制|推进|推动|建立|健全|完善|提供|发布|宣传(?!部|文化|思想)|"
    r"引导|支持|保障(?!局|中心)|统筹|协调(?!小组)|规范|登记(?!中心|局)|监测(?!中心|站)|巡查|排查|清理|整治|调查(?!队|总队)|收集|汇总|"
    r"通报|移[交送]|予以(?:配合|协助|支持|处[理罚置])|给予(?:配合|协助|支持)|依法|依规|依职|依据|依照|按照|按(?=[^，。]{0,14}(?:职|规定|要求|权限|分工))|根据|在(?=[^，。]{1,30}[内下中上时后])|"
    r"应当|应(?![急用])|要(?!求|闻)|须|主要|具体|统一(?!战线)|全面|及时|积极|主动|严格|切实|认真|定期|共同|各自|结合|"
    r"对(?!外|台)(?=[^，。；]{2,60})|为(?=[^。；]{1,40}(?:部门|单位|机构|机关))|是(?=[^。；]{1,40}(?:部门|单位|机构|机关))|"
    r"执行(?!局)|贯彻|征收(?!办|中心)|收缴|销毁|划定|确定|批准|许可|备案|评估|会商|领导(?!小组)|把|将)"
)
# ，负责犬只登记 · 配合县公安局
_PLAINLY_OPENS = re.compile(
    r"\s*(?:[，,]\s*)?(?:负责|牵头|承担|主管|配合|协助|予以(?:配合|协助)|给予(?:配合|协助)|会同|做好|指导(?!中心|站)|依法|依据|依照|依职|履行|参与|按照|按各自|根据|在各自|"
    r"在(?=[^，。]{1,16}职责)|组织(?!部|委|人事)|督促|查处|主要负责|具体负责|统一负责|应当(?:依法|按照|依照|配合|协助|负责|加强对|履行|做好|定期|组织|在)|统一领导|"
    r"要(?:负责|加强|做好|依法|按照|配合)|对[^，。；]{2,40}(?:进行|实施|依法|开展|予以|负)|为[^。；]{1,30}(?:主管|牵头|责任)(?:部门|单位|机关)|"
    r"是[^。；]{1,30}(?:主管|牵头|责任)(?:部门|单位|机关)|严格(?:落实|履行|执行))"
)
# 各乡镇 · 县直属单位
_SALUTED = re.compile(r"^各|(?:各|有关|直属|驻)\S{0,6}(?:单位|部门|机构)$")
# 公安部门主要职责 · 县城管局具体负责
_DUTY_WORDS = re.compile(
    r"(?:的|在\S{2,30}(?:中|方面)的?)?(?:主要|具体|工作|监管|安全生产|安全监管|管理)*(?:职责|责任|职能|分工|任务)(?:分工)?"
    r"(?:是|为|有|包括|如下|主要是|主要有|内容)*$|(?:主要|具体)?负责(?:以下工作)?$|应当?履行(?:下列|以下)职责$"
)
# 甲局负责登记。乙局负责免疫。
_PIECES = re.compile(rf"(?<=[{END_MARKS}])(?=[^\s{END_MARKS}”）)])|(?<=[{END_MARKS}])\s+")
# 应当履行以下职责：
_LEADS_ON = re.compile(
    r"^(?:应当?)?(?:具体|主要|履行|承担)*(?:以下|下列)?(?:工作)?(?:职责|责任|分工)?(?:如下|是|为)?\s*[：:]$"
)
# 由县公安局 · 其中，县城管局
_BY = re.compile(r"^(?:由|其中|同时)[，,]?")
# 收容的犬只，由县城管局负责
_PASSIVE = re.compile(r"^(?P<what>[^由。；;]{2,120}?)由(?P<rest>(?!于|此)[^由]{4,})$")
# 负责解释 · 承担责任
_NO_PASSIVE = re.compile(r"解释|责任自负|承担(?:相应)?(?:法律)?责任|任组长|担任")
# ，县城管局负责收容
_CLAUSE = re.compile(r"(?<=[，,])")
# 牵头部门：县公安局 · 配合单位：县城管局
_LABELLED = re.compile(r"(牵头|主管|配合|协助|协办)(?:部门|单位)[：:]")
# 县公安局出动警力
_ACTS = re.compile(
    r"(?P<name>[省市县区旗州](?!委[办宣组统政编社老党机直巡网])[\u4e00-\u9fff]{0,14}?(?:局|委员会|委|办公室|院|大队|支队))"
    r"(?P<role>(?![的和与及或等、（(局委办]|分局|机关)[\u4e00-\u9fff].{3,})"
)
# 牵头负责犬只管理 · 主管犬只登记
_LEADS = re.compile(r"^(?:负责|具体|主要)?牵头|^主管|^是[^，。；;]{1,30}(?:牵头|主管)(?:部门|单位)")
# 配合县公安局 · 予以协助
_ASSISTS = re.compile(r"^(?:积极|主动|做好|予以|给予|负责)?(?:配合|协助)")
# 负责登记
_ALSO_OWN = re.compile(r"(?<!不)负责|牵头|主管")
# 主要职责：犬只登记
_DUTY_LABEL = re.compile(r"^(?:主要|具体)?职责(?:分工)?[：:]")
# 牵头部门：县公安局
_CALLED = re.compile(r"^(?:牵头|配合|主管|监管|责任|参与|协助|相关|行业主管)(?:部门|单位)\s*[：:]\s*")


@dataclass(frozen=True, slots=True)
class Share:
    """An agency and its share of a matter as one stretch of text states them.

    `form` is what stands between the two: `colon`, `stop` (a full stop), `blank` or `word` (nothing: the
    share's first word shows where the name ends); `passive` where the agency stands behind its share (…由县公安局负责),
    which then is the whole sentence. `plain` tells that the share opens in words that leave no doubt.
    """

    agency: str
    role: str
    form: str
    plain: bool


def lead_in(role: str, matter: str) -> bool | None:
    """Whether a share says itself that its agency leads in the matter, or only assists; None where it does not.

    One that leads a part of the matter (牵头开展某项治疗) does not say who leads the whole.
    """
    if _LEADS.match(role):
        return True if matter and matter in role else None
    assists = _ASSISTS.match(role)
    return False if assists and len(role) <= _LONGEST_ASSISTING and not _ALSO_OWN.search(role, assists.end()) else None


def is_agency(text: str) -> bool:
    """Whether `text` is the name of an agency or of several; stricter than the cell of a table needs."""
    name = squeeze(text)
    if not 2 <= len(name) <= _LONGEST_NAMES or _NO_NAME.search(_BRACKETS.sub("", name)):
        return False
    if _OPENS_SHARE.match(name) and not _VAGUE.fullmatch(name):
        return False
    *others, last = _parts(name)
    return _is_name(last) and all(0 < len(other) <= _LONGEST_NAME for other in others)


def is_township(text: str) -> bool:
    """Whether a text says townships or villages: 各乡镇（街道）, 柳河镇人民政府."""
    return _TOWNSHIPS.fullmatch(squeeze(text)) is not None


def is_named(text: str) -> bool:
    """Whether a text can be the name of who has a role: an agency, or a township."""
    return looks_like_agency(text) or is_agency(text) or is_township(text)


def is_strong(agency: str) -> bool:
    """Whether some name in `agency` can only be an agency's, and says which (县公安局, not 其他部门 or 某中心)."""
    return any(
        len(part) > 1 and not _VAGUE.fullmatch(part) and (_ends_strong(part) or _UNIT_OF_AGENCY.match(part) is not None)
        for part in _parts(squeeze(agency))
    )


def agency_heading(text: str) -> str | None:
    """The agency that a heading names (市公安局, 公安部门职责：), or None where it is no such heading."""
    name = _bare(join_label(text).rstrip("：:。.；; "))
    if not is_agency(name) or _LABEL.fullmatch(name):
        return None
    return name if not _VAGUE.fullmatch(squeeze(name)) or re.match("其[他它]", name) else None


def leads_named(text: str) -> dict[str, bool]:
    """Who leads and who assists, as a line of labels alone says (牵头部门：县公安局 配合部门：县城管局), by name."""
    parts = _LABELLED.split(join_label(text))
    if parts[0].strip() or len(parts) < 3:
        return {}
    leads: dict[str, bool] = {}
    for label, names in zip(parts[1::2], parts[2::2], strict=True):
        for name in filter(None, re.split(r"[、，,；;。\s]+", names)):
            if not is_agency(name):
                return {}
            leads[name] = label in ("牵头", "主管")
    return leads


def opens_share(text: str) -> bool:
    """Whether `text` starts as a share does: 负责…, 依法查处…"""
    return _OPENS_SHARE.match(text) is not None


def shares_in(text: str) -> tuple[Share, ...]:
    """The shares that a paragraph states: none, one, or several run on (甲局负责…；乙局负责…).

    A paragraph that starts with no share states none.
    """
    if _MAY_END_NAME.search(text[: 2 * _LONGEST_NAMES]) is None:
        return ()
    found: list[Share] = []
    texts: list[list[str]] = []
    for number, piece in enumerate(_clauses(_pieces(tidy(text)))):
        share = _share(piece) if number < _MOST_SENTENCES else None
        if not found and share is None:
            return ()
        if share is None and found[0].form in ("word", "passive"):
            share = _acting(piece)
        if share is not None and (not found or _goes_on(found[0], share)):
            found.append(share)
            texts.append([share.role])
        else:
            texts[-1].append(piece)
    roles = ["".join(parts) for parts in texts]
    roles[:-1] = [role.rstrip("，, ") for role in roles[:-1]]
    return tuple(replace(share, role=role) for share, role in zip(found, roles, strict=True))


def _goes_on(first: Share, share: Share) -> bool:
    """Whether a later sentence of a paragraph states a share of its own: it has to look like the first one."""
    if first.form in ("colon", "stop"):
        return share.form == first.form
    if share.form == "passive":
        return True
    named = is_strong(share.agency) or share.agency[0] in _LEVELS or share.agency.startswith("其")
    return share.form != "blank" and (share.plain or named)


def _pieces(text: str) -> list[str]:
    """The sentences of a paragraph, their end marks kept; a name that a full stop follows stays with its share."""
    pieces = [piece for piece in _PIECES.split(text) if piece and piece.strip()]
    if len(pieces) > 1 and is_agency(pieces[0].rstrip("。")):
        pieces[:2] = ["".join(pieces[:2])]
    return pieces


def _clauses(pieces: Sequence[str]) -> Iterator[str]:
    """The sentences of a paragraph, cut before each clause that states a further agency's share.

    `甲局负责登记，乙局负责免疫。` gives two; so does `甲局负责登记，违规的，由丙局负责处罚。`
    """
    for piece in pieces:
        parts = _CLAUSE.split(piece) if len(piece) <= _LONGEST_SENTENCE else [piece]
        whole = parts[0]
        for before, part in pairwise(parts):
            clause = part
            opens = _opens_clause(part)
            if opens and before != whole and part.startswith("由"):
                whole, clause = whole[: -len(before)], before + part
            if opens and _unmarked(whole) is not None:
                yield whole
                whole = clause
            else:
                whole += clause
        yield whole


def _opens_clause(part: str) -> bool:
    share = _after_word(part) or _passive(part) or (_after_word(part[1:]) if part.startswith("由") else None)
    if share is None or not is_strong(share.agency):
        return False
    return share.form == "passive" or (share.plain and (share.agency[0] in _LEVELS or share.agency.endswith("部门")))


def _unmarked(text: str) -> Share | None:
    text = without_mark(text)
    return _after_word(_BY.sub("", text)) or _passive(text)


def _passive(text: str) -> Share | None:
    """A share whose agency stands behind it: 收容的犬只，由县城管局负责管理。"""
    flat = join_label(text)
    found = _PASSIVE.match(flat) if "由" in flat and flat.endswith((*END_MARKS, "，", ",")) else None
    share = _after_word(found["rest"]) if found is not None and not _NO_PASSIVE.search(flat) else None
    return None if share is None or _VAGUE.fullmatch(share.agency) else Share(share.agency, flat, "passive", False)


def _acting(text: str) -> Share | None:
    """A further sentence whose subject is an agency, whatever the verb: 县公安局出动警力。"""
    flat = join_label(text)
    found = _ACTS.match(flat)
    if found is None or not is_agency(found["name"]) or not is_strong(found["name"]):
        return None
    return Share(found["name"], found["role"], "word", False)


def _share(text: str) -> Share | None:
    """The share that one sentence states, or None."""
    whole = without_mark(text)
    text = _CALLED.sub("", _BY.sub("", whole))
    share = _after_colon(text) or _after_word(text) or _after_stop(text) or _after_blank(text) or _passive(whole)
    return share if share is not None and not _LEADS_ON.search(share.role) else None


def _after_colon(text: str) -> Share | None:
    found = re.search(r"[：:]|[—－-]+", text[:_LONGEST_NAMES])
    if found is None:
        return None
    head, role = _bare(join_label(text[: found.start()])), join_label(text[found.end() :])
    if len(role) < _SHORTEST_ROLE or not is_agency(head) or is_agency(role):
        return None
    vague = _LABEL.fullmatch(head) or _VAGUE.fullmatch(squeeze(head)) or _SALUTED.search(head)
    if vague and (not opens_share(role) or re.match(r"根据|为", role)):
        return None
    return Share(head, role, "colon", _PLAINLY_OPENS.match(role) is not None)


def _after_word(text: str) -> Share | None:
    """The first name at the start that a word opening a share follows."""
    flat = join_label(text)
    for end in range(2, min(len(flat) - 1, _LONGEST_NAMES)):
        if not (_OPENS_SHARE.match(flat, end) or (flat[end] in "，," and _PLAINLY_OPENS.match(flat, end))):
            continue
        if is_agency(flat[:end]):
            role = flat[end:].lstrip("，, ")
            if len(role) >= _SHORTEST_ROLE:
                return Share(flat[:end], role, "word", _PLAINLY_OPENS.match(role) is not None)
    return None


def _after_stop(text: str) -> Share | None:
    head, stop, _ = text[: _LONGEST_NAMES + 1].partition("。")
    role = _DUTY_LABEL.sub("", join_label(text[len(head) + 1 :]))
    if not stop or not is_agency(head) or not opens_share(role):
        return None
    return Share(join_label(head), role, "stop", _PLAINLY_OPENS.match(role) is not None)


def _after_blank(text: str) -> Share | None:
    head, _, role = text.partition(" ")
    if not is_agency(head) or _VAGUE.fullmatch(squeeze(head)) or len(squeeze(role)) < 2 * _SHORTEST_ROLE:
        return None
    if is_agency(role) or is_agency(role.split(" ")[0]) or not re.search(r"^(?!.*\d{4}年).*[\u4e00-\u9fff]{3}", role):
        return None
    return Share(head, join_label(role), "blank", False)


def _bare(name: str) -> str:
    """A name without what says that its duties follow: 公安部门职责, 公安部门主要负责."""
    bare = _DUTY_WORDS.sub("", name)
    return bare if len(bare) > 1 else name


def _parts(name: str) -> list[str]:
    """The single names in a row of names; brackets stay out of it."""
    return _JOINT.split(_BRACKETS.sub("", name))


def _is_name(name: str) -> bool:
    if not 1 < len(name) <= _LONGEST_NAME or not re.fullmatch(r"[\u4e00-\u9fff“”·\"]+", name):
        return False
    if re.fullmatch(
        r"(?:部门|单位|机构|机关|办公室|中心|政府|委员会|公司|(?:各|其|其他|上述|以上|[两三四五六七八九十]个?)(?:单位|机构|部门))",
        name,
    ):
        return name in ("政府", "各部门")
    if _UNITS.search(name) and not _UNIT_OF_STATE.search(name) and not _VAGUE.fullmatch(name):
        return False
    return looks_like_agency(name) or _OTHER_NAME.fullmatch(name) is not None


def _ends_strong(part: str) -> bool:
    found = list(_STRONG.finditer(part))
    return bool(found) and found[-1].end() == len(part)
