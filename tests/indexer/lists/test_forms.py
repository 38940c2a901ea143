"""The forms of lists that counties publish today, as tables: what each column becomes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.model.blocks import Block, Cell, Paragraph, Place, Row, Table
from indexer.model.document import Document
from indexer.parse_document import ParsedList, parse_document
from indexer.sources.manifest import ListInfo

HERE = Place(line=1)


def table(*rows: Sequence[str | Cell]) -> Table:
    """A table; a text that starts with ↓n or →n is a cell over n rows or columns."""
    return Table(tuple(Row(tuple(map(_cell, row)), HERE) for row in rows), HERE)


def _cell(text: str | Cell) -> Cell:
    if isinstance(text, Cell):
        return text
    if text[:1] == "↓":
        return Cell(text[2:], HERE, rowspan=int(text[1]))
    if text[:1] == "→":
        return Cell(text[2:], HERE, colspan=int(text[1]))
    return Cell(text, HERE)


def parse(*blocks: Block | str) -> ParsedList:
    """The blocks as one document; a string is a paragraph."""
    return parse_document(
        Document("x", tuple(Paragraph(each, HERE) if isinstance(each, str) else each for each in blocks))
    )


def records(*blocks: Block | str) -> list[dict[str, Any]]:
    """What they say, as JSON."""
    return [record.to_json() for record in parse(*blocks).records]


def shares(record: dict[str, Any]) -> list[tuple[str, str, bool | None]]:
    """Who does what, and who leads."""
    return [(party["agency"], party["role"], party.get("lead")) for party in record["parties"]]


def test_items_of_a_township_stand_below_bands() -> None:
    found = records(
        "示例县柳河镇履职事项清单",
        "目　录",
        "1.基本履职事项清单（共2项）",
        "一、基本履职事项清单",
        table(
            ["序号", "事项名称"],
            ["→2一、民生服务（1项）"],
            ["1", "受理临时救助申请。"],
            ["→2二、平安法治"],
            ["2", "调解纠纷。"],
        ),
    )
    assert [(r["department"], r["category"], r["duty"], r["item"], r["seq"]) for r in found] == [
        ("示例县柳河镇", "民生服务", "", "受理临时救助申请。", "1"),
        ("示例县柳河镇", "平安法治", "", "调解纠纷。", "2"),
    ]


def test_what_a_township_assists_in_is_done_by_the_county() -> None:
    first, second = records(
        "示例县柳河镇配合履职事项清单",
        table(
            ["序号", "事项名称", "对应上级部门", "上级部门职责", "镇配合职责"],
            ["→5一、生态环保（2项）"],
            [
                "1",
                "河道采砂",
                "县水利局\n县公安局",
                "县水利局：\n1.发放许可。\n2.巡查河道。\n县公安局：打击犯罪。",
                "及时报告。",
            ],
            ["2", "秸秆禁烧", "县农业农村局、县气象局", "指导综合利用。", "开展巡查。"],
        ),
    )
    assert (first["matter"], first["category"]) == ("河道采砂", "生态环保")
    assert shares(first) == [
        ("县水利局", "1.发放许可。\n2.巡查河道。", True),
        ("县公安局", "打击犯罪。", True),
        ("示例县柳河镇", "及时报告。", False),
    ]
    assert shares(second) == [
        ("县农业农村局", "指导综合利用。", True),
        ("县气象局", "指导综合利用。", True),
        ("示例县柳河镇", "开展巡查。", False),
    ]


def test_a_list_of_all_townships_calls_them_as_its_column_does() -> None:
    (only,) = records(
        "示例县乡镇（街道）配合履职事项清单（试行）",
        table(
            ["序号", "事项名称", "对应上级部门", "上级部门职责", "乡镇（街道）配合职责"],
            ["1", "农房安全", "县住建局", "组织鉴定。", "组织排查。"],
        ),
    )
    assert (only["department"], only["region"]) == ("", "示例县")
    assert shares(only)[-1] == ("乡镇（街道）", "组织排查。", False)


def test_matters_taken_back() -> None:
    found = records(
        "示例县柳河镇上级部门收回事项清单",
        table(["序号", "事项名称", "承接部门", "工作方式"], ["1", "出具健在证明", "县人社局", "通过数据比对核实。"]),
        table(
            ["序号", "事项名称", "承接部门及工作方式"],
            ["1", "渔业处罚", "承接部门：县农业农村局\n工作方式：定期检查。"],
        ),
    )
    assert [(shares(r), r["note"]) for r in found] == [
        ([("县人社局", "通过数据比对核实。", True)], "上级部门收回"),
        ([("县农业农村局", "定期检查。", True)], "上级部门收回"),
    ]


def test_powers_with_a_head_of_two_rows_and_merged_cells() -> None:
    first, second = records(
        "示例县水利局权责清单（2024年版）",
        table(
            ["↓2序号", "→2事项名称", "↓2类型", "↓2实施依据", "→2行使主体", "↓2追责情形", "↓2办理时限"],
            ["主项", "子项", "责任主体", "承办科室"],
            [
                "↓21",
                "↓2取水许可",
                "（1）首次申请",
                "↓2行政许可",
                "《水法》第七条",
                "↓2县水利局",
                "水政股",
                "↓2滥用职权的。",
                "五日",
            ],
            ["（2）变更", "《水法》第八条", "水资源股", "三日"],
        ),
    )
    assert (first["name"], first["parent"], first["category"], first["agency"]) == (
        "首次申请",
        "取水许可",
        "行政许可",
        "县水利局",
    )
    assert (second["name"], second["office"], second["liability"], second["basis"]) == (
        "变更",
        "水资源股",
        "滥用职权的。",
        "《水法》第八条",
    )
    assert first["extra"] == [{"label": "办理时限", "text": "五日"}]


def test_inspections_and_the_heading_above_that_groups_them() -> None:
    (only,) = records(
        "示例县2024年度随机抽查事项清单",
        "一、食品安全领域（1项）",
        table(
            ["序号", "抽查事项", "抽查对象", "牵头部门", "配合部门"], ["1", "餐饮检查", "餐馆", "县市监局", "县卫健局"]
        ),
    )
    assert (only["kind"], only["name"], only["target"], only["agency"]) == ("power", "餐饮检查", "餐馆", "县市监局")
    assert only["category"] == "食品安全领域"
    assert only["extra"] == [{"label": "配合部门", "text": "县卫健局"}]


def test_leading_and_assisting_columns() -> None:
    (only,) = records(
        "示例县部门职责边界清单",
        table(
            ["序号", "事项名称", "→2牵头部门", "→2配合部门"],
            ["", "", "名称", "职责", "名称", "职责"],
            [
                "1",
                "养犬管理",
                "县公安局",
                "登记犬只。",
                "县农业农村局、县城管局",
                "县农业农村局：防疫。县城管局：收容。",
            ],
        ),
    )
    assert shares(only) == [
        ("县公安局", "登记犬只。", True),
        ("县农业农村局", "防疫。", False),
        ("县城管局", "收容。", False),
    ]


def test_roles_named_by_the_column_of_their_agency() -> None:
    (only,) = records(
        "示例县部门职责边界清单",
        table(
            ["序号", "事项名称", "牵头单位", "协同单位", "职责分工"],
            ["1", "小作坊登记", "县审批局", "县市监局", "牵头单位负责受理；协同单位负责检查。"],
        ),
    )
    assert shares(only) == [("县审批局", "负责受理；", True), ("县市监局", "负责检查。", False)]


def test_agencies_named_inside_the_only_role_cell() -> None:
    (only,) = records(
        "示例县部门职责边界清单",
        table(
            ["序号", "事项名称", "职责分工", "依据", "备注"],
            ["→5城乡建设领域"],
            ["1", "燃气安全", "县住建局：审批。\n县市监局：监察气瓶。", "《城镇燃气管理条例》", "试行"],
        ),
    )
    assert shares(only) == [("县住建局", "审批。", None), ("县市监局", "监察气瓶。", None)]
    assert (only["category"], only["note"]) == ("城乡建设领域", "试行")


def test_a_role_without_any_agency_states_nothing() -> None:
    parsed = parse(
        "示例县部门职责边界清单",
        table(["序号", "事项名称", "职责分工"], ["1", "燃气安全", "按照各自职责做好有关工作。"]),
    )
    assert [record.kind for record in parsed.records] == ["row"]
    assert any("燃气安全" in problem.message for problem in parsed.problems)


def test_duties_of_many_departments_in_one_field() -> None:
    found = records(
        "示例县行业部门消防安全监管责任清单",
        table(
            ["部门", "序号", "消防安全职责"],
            ["↓2县商务局", "1", "督促商场。"],
            ["2", "指导餐饮。"],
            ["县文物局", "1", "督促文保单位。"],
        ),
    )
    assert [(r["department"], r["seq"], r["duty"], r["item"]) for r in found] == [
        ("县商务局", "1", "督促商场。", ""),
        ("县商务局", "2", "指导餐饮。", ""),
        ("县文物局", "1", "督促文保单位。", ""),
    ]


def test_services_with_columns_of_their_own_and_bands_of_departments() -> None:
    first, second = records(
        "示例县公共服务事项清单",
        table(
            ["序号", "服务事项", "服务内容", "服务对象", "承办机构", "咨询电话", "监督电话"],
            ["→7县民政局（1项）"],
            ["1", "婚姻登记", "办理登记。", "居民", "登记处", "0000", "0001"],
            ["→7县档案馆（1项）"],
            ["2", "档案查询", "提供查询。", "居民", "利用股", "0002", ""],
        ),
    )
    assert (first["department"], first["phone"], second["department"]) == ("县民政局", "0000", "县档案馆")
    assert first["extra"] == [{"label": "服务对象", "text": "居民"}, {"label": "监督电话", "text": "0001"}]


def test_a_county_says_what_its_labels_mean() -> None:
    own = table(["序号", "管理事项", "经办方", "要做的事"], ["1", "养犬", "县公安局", "登记犬只。"])
    unknown = parse("示例县部门职责边界清单", own)
    assert [record.kind for record in unknown.records] == ["row"]
    assert any('"经办方" = ' in problem.message for problem in unknown.problems)
    info = ListInfo(columns=(("经办方", "责任部门"), ("要做的事", "职责分工")))
    document = Document("x", (Paragraph("示例县部门职责边界清单", HERE), own))
    (only,) = [record.to_json() for record in parse_document(document, info).records]
    assert shares(only) == [("县公安局", "登记犬只。", None)]


def test_whose_list_it_is() -> None:
    duties = table(["序号", "主要职责", "具体工作事项"], ["1", "管理犬只", "登记犬只。"])
    nobodys = parse("一、部门职责", duties)
    assert any('["x"]' in problem.message and "department" in problem.message for problem in nobodys.problems)
    named = parse_document(Document("folder/示例县公安局责任清单.docx", (Paragraph("一、部门职责", HERE), duties)))
    assert (named.records[0].owner.department, named.problems) == ("示例县公安局", ())
    for title in ("示例县公安局部门职责登记表", "示例县公安局工作职责清单", "示例县公安局责任清单（2023年）"):
        assert parse(title, duties).records[0].owner.department == "示例县公安局"
    (inspection,) = records(
        "填报单位：示例县水利局（盖章）　共1项", table(["序号", "检查事项", "检查对象"], ["1", "水库检查", "水库"])
    )
    assert inspection["department"] == "示例县水利局"
