"""Duties in running text: a 三定, the articles of a list of many departments, and what is neither."""

from __future__ import annotations

from indexer.model.blocks import Heading, Paragraph, Place
from indexer.model.document import Document
from indexer.parse_document import parse_document
from records.records import Boundary, Duty, Record

_CHARTER = """关于印发《青云县林业局职能配置、内设机构和人员编制规定》的通知
青云县林业局职能配置、内设机构和人员编制规定
一、主要职责
（一）负责林业生态保护修复的监督管理。
（二）组织林业资源动态监测
与评价。
（三）监督管理湿地。
1.拟订湿地保护规划。
2.指导湿地公园建设。
（四）有关职责分工。
1.与县应急管理局在森林防火方面的职责分工。县林业局负责火源管理。县应急管理局负责组织扑救。
2.与县水利局的职责分工。县林业局、县水利局按各自职权执行。
二、内设机构
县林业局设下列内设机构：
（一）办公室
负责机关日常运转。
（二）资源股（审批股）。拟订采伐限额。
三、人员编制
（一）行政编制8名。
青云县水利局主要职责
一、贯彻执行水利法律法规。
二、负责水资源管理。"""

_SAFETY = """青云县有关部门安全生产责任清单
一、县直部门
（一）县教育局
1.指导学校开展安全教育。
2.负责校车安全管理。
（二）县水利局：
1.负责水库安全。
（1）组织巡查。
（2）开展除险加固。
3.这一点的编号断了。
（三）县公安局、县交通运输局
1.负责道路运输安全管理。
（四）青云县文化馆活动部
二、附则
1.本清单自印发之日起施行。"""


def _records(text: str, headings: tuple[str, ...] = ()) -> tuple[Record, ...]:
    blocks = tuple(
        Heading(line, Place(line=number)) if line in headings else Paragraph(line, Place(line=number))
        for number, line in enumerate(text.split("\n"), 1)
    )
    return parse_document(Document("page.txt", blocks)).records


def _duties(text: str) -> list[tuple[str, str, str, str, str]]:
    found = [record for record in _records(text) if isinstance(record, Duty)]
    return [(duty.owner.department, duty.seq, duty.duty, duty.item, duty.office) for duty in found]


def test_a_charter_gives_duties_and_offices() -> None:
    forest, water = "青云县林业局", "青云县水利局"
    assert _duties(_CHARTER) == [
        (forest, "1", "负责林业生态保护修复的监督管理。", "", ""),
        (forest, "2", "组织林业资源动态监测与评价。", "", ""),
        (forest, "3", "监督管理湿地。", "拟订湿地保护规划。", ""),
        (forest, "3", "监督管理湿地。", "指导湿地公园建设。", ""),
        (forest, "1", "负责机关日常运转。", "", "办公室"),
        (forest, "2", "拟订采伐限额。", "", "资源股（审批股）"),
        (water, "1", "贯彻执行水利法律法规。", "", ""),
        (water, "2", "负责水资源管理。", "", ""),
    ]


def test_a_charter_shares_out_matters_with_clear_shares_only() -> None:
    (matter,) = (record for record in _records(_CHARTER) if isinstance(record, Boundary))
    assert (matter.owner.department, matter.seq, matter.matter) == ("青云县林业局", "1", "森林防火")
    assert [(party.agency, party.role) for party in matter.parties] == [
        ("县林业局", "负责火源管理。"),
        ("县应急管理局", "负责组织扑救。"),
    ]


def test_a_list_of_departments_gives_each_its_points() -> None:
    assert _duties(_SAFETY) == [
        ("县教育局", "1", "指导学校开展安全教育。", "", ""),
        ("县教育局", "2", "负责校车安全管理。", "", ""),
        ("县水利局", "1", "负责水库安全。", "组织巡查。", ""),
        ("县水利局", "1", "负责水库安全。", "开展除险加固。", ""),
    ]
    assert {record.owner.region for record in _records(_SAFETY)} == {"青云县"}


def test_articles_of_one_agency_each_need_no_title() -> None:
    text = "第七条 区教委工作职责：\n（一）负责校舍安全。\n第八条 区公安分局工作职责：\n（一）维护秩序。\n第九条 本规定自发布之日起施行。"
    assert [duty[:3] for duty in _duties(text)] == [
        ("区教委", "1", "负责校舍安全。"),
        ("区公安分局", "1", "维护秩序。"),
    ]


def test_what_coordinates_is_no_department() -> None:
    rules = "青云县防溺水工作领导小组工作规则\n一、主要职责\n（一）统筹全县防溺水工作。\n（二）督促各成员单位落实责任。"
    assert not _records(rules)
    posts = "招聘公告\n一、岗位职责\n（一）负责文字材料。\n（二）完成交办的工作。"
    assert not _records(posts)
    power = "县水利局行政许可\n一、责任事项\n1.受理责任：公示应当提交的材料。\n2.审查责任：负责审查材料。"
    assert not _records(power)


def test_agencies_with_points_that_are_no_duties_give_nothing() -> None:
    text = "安全生产责任清单考核表彰名单\n一、县教育局\n1.某某，股长。\n二、县水利局\n1.某某，主任。"
    assert not _records(text)
