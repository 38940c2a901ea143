"""The table of agencies: what printed names mean, where a text names an agency, and whose duty it is today."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.table import AgencyTable, AgencyTableError, Canonical, load_agencies
from tests.support.work import grows_with_length, steps

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = load_agencies()
ANOTHER = load_agencies()
SAMPLE = Path(__file__).parent.parent / "sample" / "lists"

# Printed forms and what they mean; `/` names the body inside an agency, nothing means no agency.
PRINTED = r"""
区公安局=公安局  县公安局=公安局  公安部=公安局  省公安厅=公安局  公安机关=公安局  公安部门=公安局  区公安=公安局
市公安局蒸湘分局=公安局  公安蒸湘分局=公安局  区公安分局=公安局  蒸湘公安分局=公安局  怀化市洪江公安局=公安局
市公安局综合执法警察支队蒸湘大队=公安局  示例县公安局森林分局=公安局  公安法制大队=公安局
县公安局（交警大队）=公安局/交警大队  市公安局交警支队=公安局/交警大队  公安机关交通管理部门=公安局/交警大队
公安交警部门=公安局/交警大队  蒸湘交警大队=公安局/交警大队  镇派出所=公安局/派出所  县森林公安局=公安局/森林公安局
县林业局（森林公安分局）=公安局/森林公安局  县公安局、交警大队=公安局
公安（消防）部门=消防救援机构  区公安局消防支队=消防救援机构  县消防救援大队=消防救援机构  消防大队=消防救援机构
公安机关消防机构=消防救援机构  国家安全机关=国家安全局  人民法院=人民法院  县检察院=人民检察院
区司法局=司法局  司法行政部门=司法局  衡阳市蒸湘区人民政府法制办公室=司法局  县法制办=司法局
县应急管理局=应急管理局  县应急局=应急管理局  区安监局=应急管理局  区安全监管局=应急管理局  安监=应急管理局
国家安全监管总局=应急管理局  安全生产监督管理部门=应急管理局  县安委办=应急管理局  县防汛抗旱指挥部办公室=应急管理局
县市场监督管理局=市场监督管理局  县市监局=市场监督管理局  工商蒸湘分局=市场监督管理局  区质监局=市场监督管理局
工商食药局=市场监督管理局  食药工商质监局=市场监督管理局  区食药监管局=市场监督管理局  质量监督管理局=市场监督管理局
食品药品监督管理部门=市场监督管理局  特种设备安全监督管理部门=市场监督管理局  省药监局=市场监督管理局/药品监督管理局
省商务厅=商务局  区商务和粮食局=商务局 粮食和物资储备局  县商粮局=商务局 粮食和物资储备局
区经贸局（协办）=工业和信息化局 商务局  区经信委=工业和信息化局  县工信局=工业和信息化局  区招商合作局=招商局
县科技和工业信息化局=科学技术局 工业和信息化局  县烟草专卖局=烟草专卖局  县供销合作社联合社=供销合作社
区发改委=发展和改革局  市发展改革委=发展和改革局  区物价局=发展和改革局  价格主管部门=发展和改革局
区发改委（区能源局）=发展和改革局/能源局  县发展改革和科学技术局=发展和改革局 科学技术局
区统计局（主办）：=统计局  审计署=审计局  财政部=财政局  区财政局、区国税分局、区地税分局=财政局 税务局
区国税分局=税务局  国家税务总局示例县税务局=税务局  税务机关=税务局  区地税分局=税务局
县国资委=国有资产监督管理委员会
中国人民银行衡阳中心支行=人民银行  人民银行区中心支行、区银监局=人民银行 金融监督管理局  某银保监分局=金融监督管理局
国家金融监督管理总局示例监管支局=金融监督管理局  市金融办=金融工作办公室  地方金融监管局=金融工作办公室
国土蒸湘分局=自然资源局  市城乡规划局蒸湘分局=自然资源局  县自然资源和规划局=自然资源局  规划和自然资源局=自然资源局
县海洋与渔业局=自然资源局 农业农村局  县国土资源执法监察大队=自然资源局
区住建局=住房和城乡建设局  市住房城乡建设委=住房和城乡建设局  建设行政主管部门=住房和城乡建设局
县房管局=住房和城乡建设局/房产管理局  县住房和城乡建设和水利局=住房和城乡建设局 水利局
衡阳市蒸湘区城管执法局=城市管理和综合执法局  县综合行政执法局=城市管理和综合执法局  城管=城市管理和综合执法局
县环卫处=城市管理和综合执法局/环境卫生管理局  区人防办=人民防空办公室  市国动办=人民防空办公室
环保蒸湘分局=生态环境局  市生态环境局示例分局=生态环境局  区环保和粮食局=生态环境局 粮食和物资储备局
水行政主管部门=水利局  区水利农机局=水利局 农业农村局  县河长办=水利局/河长制办公室  县林草局=林业局
区农业委=农业农村局  区农办=农业农村局  县畜牧兽医水产局=农业农村局  县扶贫办=农业农村局  县乡村振兴局=农业农村局
动物卫生监督机构=农业农村局  农业综合行政执法大队=农业农村局  县农林水务局=农业农村局 林业局 水利局
县教育体育局=教育局 体育局  区教育文化体育局=教育局 文化和旅游局 体育局  区教文体局=教育局 文化和旅游局 体育局
教体局=教育局 体育局  县文广新体局=文化和旅游局 体育局  区文体广电新局=文化和旅游局 体育局
县文旅广体局=文化和旅游局 体育局  区旅游民宗局=文化和旅游局 民族宗教事务局  县文化旅游和广电局=文化和旅游局
区文物管理处=文化和旅游局/文物局  县委宣传部（县新闻出版局）=宣传部/新闻出版局  区委宣传部=宣传部
区卫生局\n区计生局=卫生健康局  区卫计委=卫生健康局  国务院卫生行政部门=卫生健康局
县血防办=卫生健康局/血吸虫病防治办公室
县医疗保障局=医疗保障局  区人社局（医保中心）=医疗保障局  县民政局=民政局  县老龄办=民政局/老龄工作委员会办公室
区人社局（劳动监察大队）=人力资源和社会保障局/劳动保障监察大队  劳动保障行政部门=人力资源和社会保障局
区人社局（社保局、医保中心）=人力资源和社会保障局/社会保险事业管理局 医疗保障局  县退役军人事务局=退役军人事务局
交通部门=交通运输局  县交通运输局=交通运输局  蒸湘运管所=交通运输局/道路运输管理所  海事管理机构=海事局
运管部门（铁路部门、民航部门）=交通运输局/道路运输管理所 铁路监督管理局 民用航空局  邮政部门=邮政管理局  海关=海关
出入境检验检疫机构=海关  通信管理部门=通信管理局  国网某县供电公司=供电公司  县气象局=气象局  县地震局=地震局
区综治办=政法委  区编委办=机构编制委员会办公室  县委网信办=网信办  区监察局=纪委监委  市监委=纪委监委
县纪委机关=纪委监委  省外侨办=外事办公室 统战部/侨务办公室  区志办=地方志办公室  团县委=共青团  县妇联=妇女联合会
县残联=残疾人联合会
县委=党委  县人民政府=人民政府  各区政府=人民政府  县政府办=政府办公室  中共示例县委员会=党委
某镇人民政府=乡镇人民政府  乡（镇）人民政府=乡镇人民政府  各镇（街道）=乡镇人民政府 街道办事处
村（居）委会=村（居）民委员会  安监、公安部门=应急管理局 公安局  工商和税务部门=市场监督管理局 税务局
财政、审计、监察等部门=财政局 审计局 纪委监委
公安交警\n部门=公安局/交警大队  农业、商务等有关部门=农业农村局 商务局  牵头单位：县民政局=民政局  1.县公安局=公安局
各行业主（监）管部门=  其他有关部门=  相关部门=  主管单位=  县直各部门=  县人民政府有关部门=  行业管理部门=  司法机关=
统发单位=  学校=  医疗机构=  建设单位=  负有安全生产监督管理职责的部门=  金融机构=  个人=  物业服务企业=
"""

# Texts and the names found in them (`|` between two).
FOUND = """
公安局 网吧=公安局  卫计委 弃婴=卫计委  县应急局防汛=县应急局  找公安=公安  应急管理局 烟花爆竹=应急管理局
公安、城管部门联合执法=公安、城管部门  安监局、公安局=安监局|公安局  衡阳市公安局蒸湘分局 网吧=公安局蒸湘分局
公安蒸湘分局电话=公安蒸湘分局  教育部门=教育部门  教育行政部门 校车=教育行政部门  教育文化体育局 校车=教育文化体育局
低保归民政局管吗=民政局  归环保管=环保  工厂排污水找环保=环保  找公安还是找城管=公安|城管  交警扣车=交警
城管 摊贩=城管  部门:公安局 依据:消防法=公安局  派出所户口=派出所  欠薪找劳动监察大队=劳动监察大队
发改委和住建局的分工=发改委|住建局  县市场监管局=县市场监管局  公安局部署=公安局  居委会大妈=居委会  海关 申报=海关
县委宣传部=县委宣传部  扶贫办贷款=扶贫办  家暴找妇联=妇联  法院判决书=法院  水行政主管部门 采砂=水行政主管部门
治安监管=  公司法=  教育培训=  教育 培训=  县城管理=  办公安全=  办公安排=  人行道=  上海关于=  工商户=
司法鉴定=  司法机关=  集团委托=  人民委员=  行政协调=  市委托=  教育局限性=  公证处理=  国务院令第455号=  消防通道=
化工会爆炸=  土地管理=
综合执法=  县人民政府有关部门=  烟花爆竹=  移动信号=  街道 噪音=  数据中心 备案=  道路运输安全监管部门=  县委书记=
"""


def _rows(table: str) -> list[tuple[str, str]]:
    rows = (row.partition("=") for line in table.strip().splitlines() for row in line.split("  "))
    return [(left.replace("\\n", "\n"), right) for left, _, right in rows]


def _shown(agencies: tuple[Canonical, ...]) -> list[str]:
    """The agencies as the tables above write them."""
    return [f"{agency.name}/{agency.body}" if agency.body else agency.name for agency in agencies]


@pytest.mark.parametrize(("printed", "expected"), _rows(PRINTED))
def test_a_printed_name_means_its_agencies(printed: str, expected: str) -> None:
    assert " ".join(_shown(TABLE.canonical(printed))) == expected


@pytest.mark.parametrize(("text", "expected"), _rows(FOUND))
def test_a_text_names_these_agencies_and_no_others(text: str, expected: str) -> None:
    assert "|".join(mention.text for mention in TABLE.find(text)) == expected


def test_a_mention_carries_what_its_name_means() -> None:
    (mention,) = TABLE.find("问问县教育体育局和谁")
    assert (mention.start, mention.end, _shown(mention.agencies)) == (2, 8, ["教育局", "体育局"])


def _values(value: Any, key: str) -> Iterator[str]:
    """Everything that stands under `key` anywhere in a parsed file."""
    if isinstance(value, dict):
        if key in value:
            yield from value[key] if isinstance(value[key], list) else [value[key]]
        for inner in value.values():
            yield from _values(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, key)


def test_every_agency_of_the_sample_county_is_known() -> None:
    lists = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(SAMPLE.glob("*.toml"))]
    names = {name for one in lists for key in ("agency", "department", "aliases") for name in _values(one, key)}
    assert len(names) > 30
    assert [name for name in sorted(names) if not TABLE.canonical(name)] == []


@pytest.mark.lists
def test_nearly_every_agency_printed_in_the_real_lists_is_known(real: Path) -> None:
    lines = [line for path in sorted((real / "gold").glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    records = [json.loads(line) for line in lines]
    names = {name for key in ("agency", "department", "department_aliases") for name in _values(records, key)} - {""}
    named = {name for name in names if not re.search("主管|有关|相关|行业|单位", name)}
    unknown = [name for name in sorted(named) if not TABLE.canonical(name)]
    assert len(unknown) / len(named) < 0.03, unknown


def _written() -> list[tuple[str, str]]:
    """Every name in the table with the agency to which it leads."""
    return [
        (name, agency.part_of or agency.name)
        for agency in TABLE.agencies
        for body in agency.bodies()
        for name in (body.name, *body.short, *body.bare)
        if "（" not in name
    ]


def test_every_name_in_the_table_is_read_as_written() -> None:
    assert len(_written()) > 2000
    assert [name for name, agency in _written() if agency not in [one.name for one in TABLE.canonical(name)]] == []
    assert [name for name, _ in _written() if [mention.text for mention in TABLE.find(name)] != [name]] == []


@pytest.mark.parametrize("prefix", ["县", "区", "衡阳市", "湖南省", "示例县", "洪江", "内蒙古自治区呼和浩特市新城区"])
def test_levels_and_places_before_a_name_change_nothing(prefix: str) -> None:
    names = [agency.name for agency in TABLE.agencies if agency.name.endswith("局") and not agency.part_of]
    assert [name for name in names if _shown(TABLE.canonical(prefix + name)) != [name]] == []


def _names(canonical: Canonical | str) -> dict[str, float]:
    return {name.name: name.weight for name in TABLE.names(canonical)}


def test_names_weigh_by_how_much_of_a_body_came_here() -> None:
    names = _names("应急管理局")
    assert names["应急局"] == names["安监局"] == 1.0
    assert 0 < names["民政局"] < names["国土资源局"] < 1
    assert _names("卫生健康局")["安监局"] < _names("卫生健康局")["卫计委"]
    functions = {name.name: name.function for name in TABLE.names("卫生健康局")}
    assert (functions["安监局"], functions["卫计委"]) == ("职业安全健康监督管理", "")


def test_names_come_nearest_first_and_each_once() -> None:
    for agency in TABLE.agencies:
        names = TABLE.names(agency.name)
        assert names[0].weight == 1.0
        assert [name.weight for name in names] == sorted((name.weight for name in names), reverse=True)
        assert len({name.name for name in names}) == len(names)
        assert all(0 < name.weight <= 1 for name in names)


def test_a_body_and_its_agency_widen_each_other() -> None:
    (police,) = TABLE.canonical("县公安局（交警大队）")
    assert _names(police)["交警支队"] == 1.0 > _names(police)["公安局"]
    assert _names("公安局")["公安局"] == 1.0 > _names("公安局")["交警大队"]
    assert TABLE.names("没有这个局") == TABLE.names("安监局") == ()


@pytest.mark.parametrize(
    ("printed", "successor", "function", "year"),
    [
        ("区安监局", "应急管理局", "", 2018),
        ("安监局", "卫生健康局", "职业安全健康监督管理", 2018),
        ("工商蒸湘分局", "市场监督管理局", "", 2018),
        ("区质监局", "市场监督管理局", "", 2018),
        ("食药监局", "市场监督管理局", "", 2018),
        ("区卫计委", "卫生健康局", "", 2018),
        ("县国土局", "自然资源局", "", 2018),
        ("环保局", "生态环境局", "", 2018),
        ("县文广新局", "文化和旅游局", "", 2018),
        ("县文广新局", "宣传部", "新闻出版和电影管理", 2018),
        ("区国税分局", "税务局", "", 2018),
        ("法制办", "司法局", "", 2018),
        ("银监局", "金融监督管理局", "", 2018),
        ("银保监分局", "金融监督管理局", "", 2023),
        ("扶贫办", "农业农村局", "", 2021),
        ("乡村振兴局", "农业农村局", "", 2023),
        ("物价局", "市场监督管理局", "价格监督检查", 2018),
        ("公安消防大队", "消防救援机构", "", 2018),
        ("经贸局", "商务局", "内外贸易管理", None),
        ("农机局", "农业农村局", "", None),
    ],
)
def test_duties_of_a_former_body_are_with_its_successors(
    printed: str, successor: str, function: str, year: int | None
) -> None:
    steps = [(step.agency.name, step.function, step.year, step.ended) for step in TABLE.successors(printed)]
    assert (successor, function, year, True) in steps


def test_a_body_that_lives_on_says_what_it_gave_away() -> None:
    steps = {(step.agency.name, step.function, step.ended) for step in TABLE.successors("县民政局")}
    assert ("应急管理局", "救灾", False) in steps
    assert ("医疗保障局", "医疗救助", False) in steps
    assert TABLE.successors("应急管理局") == TABLE.successors("有关部门") == ()


# ------------------------------------------------------------ any text

PIECES = [*"局县委体文和、（）找管\n ", "公安", "部门", "教育", "分局", "蒸湘", "消防", "人民政府", "有关"]
AGENCY_LIKE = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(st.text() | AGENCY_LIKE)
@settings(deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    mentions = TABLE.find(text)
    ends = [0, *(mention.end for mention in mentions)]
    for mention, before in zip(mentions, ends, strict=False):
        assert before <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.agencies
    known = {agency.name for agency in TABLE.agencies}
    agencies = TABLE.canonical(text)
    assert {agency.name for agency in agencies} <= known
    assert len({agency.name for agency in agencies}) == len(agencies)
    assert TABLE.canonical(text) == agencies == ANOTHER.canonical(text)
    TABLE.successors(text)


@pytest.mark.parametrize("piece", ["文体", "县委", "教育局", "教育、", "卫生和计划生育", "公安(", "县", "市政园林绿化"])
def test_long_texts_take_no_more_than_their_length(piece: str) -> None:
    def read(count: int) -> None:
        TABLE.find(piece * count)
        TABLE.canonical(piece * count)

    assert grows_with_length(read, 1200 // len(piece))


def test_a_known_name_is_answered_at_once() -> None:
    for name, _ in _rows(PRINTED):
        TABLE.canonical(name)
        assert steps(partial(TABLE.canonical, name)) < 100


# ------------------------------------------------------------ the file

GOOD = """
[[agency]]
name = "公安局"
stems = ["公安"]

[[agency]]
name = "应急管理局"
short = ["应急局"]

[[agency.former]]
name = "安监局"
until = 2018

[[agency.took]]
from = ["公安局"]
function = "消防"
until = 2018
"""

FAULTS = [
    ('name = "公安局"', 'name = "公"', 3, "name 应为部门名称"),
    ('name = "公安局"', "name = 7", 3, "name 应为部门名称"),
    ('stems = ["公安"]', 'stems = "公安"', 4, "“公安局”的 stems 应写作"),
    ('stems = ["公安"]', 'stems = ["公 安"]', 4, "“公 安”应为两个以上汉字"),
    ('stems = ["公安"]', 'stems = ["公安", "公安"]', 4, "“公安”写了两次"),
    ('stems = ["公安"]', 'stem = ["公安"]', 4, "有不认识的项 stem"),
    ('stems = ["公安"]', 'part_of = "警察局"', 4, "“公安局”的 part_of“警察局”不在表中"),
    ('stems = ["公安"]', 'inside = ["警察局"]', 4, "inside“警察局”不在表中"),
    ('stems = ["公安"]', 'heads = "是"', 4, "heads 应为 true 或 false"),
    ('stems = ["公安"]', 'short = ["应急局"]', 8, "“应急管理局”的名称“应急局”已属于“公安局”"),
    ('short = ["应急局"]', 'short = ["应急局"]\nbare = ["应急局"]', 8, "名称“应急局”已属于“应急管理局”"),
    ('name = "安监局"', 'name = "公安局"', 11, "名称“公安局”已属于“公安局”"),
    ("until = 2018", "until = 18", 12, "until 应为四位数的年份，现为 18"),
    ("until = 2018", 'until = "2018"', 12, "until 应为四位数的年份"),
    ('from = ["公安局"]', 'from = ["民政局"]', 15, "from“民政局”不在表中"),
    ('from = ["公安局"]', 'from = ["应急管理局"]', 15, "就是它自己"),
    ('function = "消防"', "", 14, "缺少 from 或 function"),
    ("until = 2018", "until = 2018\n[[joint]]\nstems = ['公检']\nagencies = ['公安局']", 13, "至少两个 agencies"),
    ("until = 2018", "until = 2018\n[letters]\n'公安' = '公安局'", 14, "应为一个字"),
    ("until = 2018", "until = 2018\n[words]\nnot_agency = ['应急局']", 8, "又写在 not_agency 中"),
    ("until = 2018", "until = 2018\n[other]\nx = 1", 13, "不认识的部分 [other]"),
    ('stems = ["公安"]', 'stems = ["公安"', 6, "不合 TOML 格式"),
]


def _load(tmp_path: Path, content: str) -> AgencyTable:
    path = tmp_path / "部门.toml"
    path.write_text(content, encoding="utf-8")
    return load_agencies(path)


def test_a_small_table_works(tmp_path: Path) -> None:
    table = _load(tmp_path, GOOD)
    assert _shown(table.canonical("县安监局、公安部门")) == ["应急管理局", "公安局"]
    assert table.canonical("民政局") == ()


@pytest.mark.parametrize(("good", "bad", "line", "message"), FAULTS)
def test_a_fault_is_named_with_its_line(tmp_path: Path, good: str, bad: str, line: int, message: str) -> None:
    assert good in GOOD
    with pytest.raises(AgencyTableError) as error:
        _load(tmp_path, GOOD.replace(good, bad, 1))
    assert any(fault.line == line and message in fault.text for fault in error.value.faults), str(error.value)
    assert str(error.value).startswith("部门.toml 第 ")


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    content = GOOD.replace('stems = ["公安"]', 'part_of = "甲局"').replace('from = ["公安局"]', 'from = ["乙局"]')
    with pytest.raises(AgencyTableError) as error:
        _load(tmp_path, content)
    assert [fault.line for fault in error.value.faults] == [4, 15]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(AgencyTableError, match="无法读取"):
        load_agencies(tmp_path / "没有.toml")
    (tmp_path / "gbk.toml").write_bytes('name = "公安局"'.encode("gbk"))
    with pytest.raises(AgencyTableError, match="UTF-8"):
        load_agencies(tmp_path / "gbk.toml")
