"""Titles, part headings and column labels."""

from __future__ import annotations

import pytest

from indexer.parse_document import parse_document
from indexer.readers.dump.reader import read_text
from indexer.vocabulary.labels import columns_of, part_kind
from indexer.vocabulary.names import bare_title, list_title, looks_like_agency, region_of


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("一、部门职责", "duty"),
        ("1、 部门职责登记表", "duty"),
        ("（一）部门责任", "duty"),
        ("二、与相关部门的职责边界", "boundary"),
        ("职责边界清单", "boundary"),
        ("三、事中事后监督管理制度", "supervision"),
        ("第三部分 事中事后监管制度", "supervision"),
        ("公共服务事项", "service"),
        ("四、公共服务事项（共6项）", "service"),
        ("负责部门职责范围内的安全生产工作", None),
        ("做好公共服务。", None),
    ],
)
def test_part_headings(text: str, kind: str | None) -> None:
    assert part_kind(text) == kind


@pytest.mark.parametrize(
    ("labels", "kind"),
    [
        (["序号", "主要职责", "具体工作事项", "备  注"], "duty"),
        (["序号", "主要职责", "具体工作事项", "责任处室", "备注"], "duty"),
        (["序号", "管理\n\n事项", "相关\n\n部门", "职责分工", "相关依据", "案例"], "boundary"),
        (["序号", "管理事项", "相关部门", "职责边界", "相关依据", "相关案例"], "boundary"),
        (["服务事项", "主要内容", "承办\n\n机构"], "service"),
        (["序号", "管理事项", "相关部门（单位）", "职责分工", "相关依据（文件名及文号）", "案例"], "boundary"),
        (["序号", "服务事项", "主要工作内容", "承办机构", "联系电话", "活动时间"], "service"),
        (["序号", "职权名称", "职权类型", "实施依据", "实施主体"], "power"),
        (["姓名", "单位", "职务"], None),
        (["序号", "抽查事项", "抽查对象", "抽查比例", "抽查方式"], "power"),
        (["序号", "事项名称", "牵头单位", "完成时限"], None),
    ],
)
def test_column_labels(labels: list[str], kind: str | None) -> None:
    found = columns_of(labels, None)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("示例县公安局责任清单", "示例县公安局", ()),
        (" 示例县公安局权力清单", "示例县公安局", ()),
        ("示例县经济局（示例县旅游局、示例县招商局）责任清单", "示例县经济局", ("示例县旅游局", "示例县招商局")),
        ("示例县公安局责任清单（2024年版）", "示例县公安局", ()),
        ("示例县公安局2024年责任清单", "示例县公安局", ()),
        ("示例县公安局权力清单和责任清单", "示例县公安局", ()),
        ("附件1：示例县公安局部门职责清单", "示例县公安局", ()),
    ],
)
def test_list_titles(text: str, name: str, aliases: tuple[str, ...]) -> None:
    title = list_title(text)
    assert title is not None
    assert (title.name, title.aliases) == (name, aliases)


@pytest.mark.parametrize(
    ("department", "region"),
    [
        ("示例市示例区民政局", "示例市示例区"),
        ("县公安局", ""),
        ("市公安局", ""),
        ("甲省乙市丙县水利局", "甲省乙市丙县"),
        ("怀化市洪江公安局", "怀化市洪江"),
    ],
)
def test_regions(department: str, region: str) -> None:
    assert region_of(department) == region


@pytest.mark.parametrize(
    "name", ["县公安局", "公安局", "工商某某分局", "县税务局、县财政局", "其他有关部门", "乡镇人民政府", "县残联"]
)
def test_agency_names(name: str) -> None:
    assert looks_like_agency(name)


@pytest.mark.parametrize("text", ["负责登记工作。", "养犬管理", "1、《甲法》", "", "局"])
def test_what_is_no_agency(text: str) -> None:
    assert not looks_like_agency(text)


def test_a_bare_name_is_a_title_only_where_a_list_opens() -> None:
    assert bare_title("示例县民政局") is not None
    text = (
        "示例县民政局\n\n一、部门职责\n\n\t序号\n\t主要职责\n\t具体工作事项\n\t备注\n\n\t1\n\t甲\n\t示例县公安局\n\t\n"
    )
    records = parse_document(read_text(text.encode(), "x.txt")).records
    assert [record.owner.department for record in records] == ["示例县民政局"]


def test_many_departments_in_one_file() -> None:
    table = "\t序号\n\t主要职责\n\t具体工作事项\n\t备注\n\n\t1\n\t甲\n\t乙\n\t\n\n\n"
    text = f"示例县民政局责任清单\n\n一、部门职责\n\n{table}示例县水利局\n（示例县河长办）责任清单\n\n1、 部门职责\n{table}"
    records = parse_document(read_text(text.encode(), "x.txt")).records
    assert [(r.owner.department, r.owner.aliases) for r in records] == [
        ("示例县民政局", ()),
        ("示例县水利局", ("示例县河长办",)),
    ]


def test_notes_fillers_and_the_repeated_name_are_no_records_and_no_problems() -> None:
    table = "\t序号\n\t主要职责\n\t具体工作事项\n\t备注\n\n\t1\n\t甲\n\t乙\n\t\n\n\n"
    text = (
        f"示例县民政局责任清单\n\n部门名称：示例县民政局（盖章）\n\n一、部门职责\n\n{table}"
        "注：1.新增职责请注明。\n\n2.由下属单位承担的请注明。\n\n二、与相关部门的职责边界\n\n无\n\n......\n"
    )
    parsed = parse_document(read_text(text.encode(), "x.txt"))
    assert len(parsed.records) == 1
    assert parsed.problems == ()


def test_a_power_list_is_no_duty_list() -> None:
    text = "权力清单\n\n\t序号\n\t职权名称\n\t职权类型\n\t实施依据\n\n\t1\n\t对某行为的处罚\n\t行政处罚\n\t《甲法》\n"
    records = parse_document(read_text(text.encode(), "x.txt")).records
    assert [(record.kind, record.title) for record in records] == [("power", "对某行为的处罚")]


def test_near_misses_give_nothing_but_a_problem() -> None:
    text = "报名表\n\n\t序号\n\t姓名\n\t职务\n\t电话\n\n\t1\n\t张三\n\t科长\n\t0000\n"
    parsed = parse_document(read_text(text.encode(), "x.txt"))
    assert not [record for record in parsed.records if record.kind not in ("row", "passage")]
