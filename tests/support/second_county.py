"""A second county for tests: the sample county's dogs and fireworks in other words, a line that no reader can place,
and a list as long as the longest that are published."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

FILE = "邻县公安局责任清单.txt"
DOGS = "养犬管理工作"  # 养犬管理 in the sample county
UNREADABLE = "本页由办公室另行印发，不属于任何一张表格。"
FORMER_OFFICE = "县工商局"

_MANIFEST = f"""["{FILE}"]
title = "邻县公安局权责清单"
region = "示例市邻县"
date = 2024-07-01
url = "https://example.com/list.html"
"""
_DUTIES = [
    ("1", "负责治安管理。", "查处违反治安管理的行为。", ""),
    ("", "", "管理旅馆业等特种行业。", "依照《旅馆业治安管理办法》"),
    ("", "", "许可大型群众性活动。", ""),
    ("2", "负责养犬登记。", "办理犬只登记。", ""),
]
_DOG_ROLES = [
    ("县公安局", "牵头养犬管理，负责城区犬只登记、发放犬牌，查处驱使动物伤害他人的行为。"),
    ("县农业农村局", "组织犬只狂犬病强制免疫和疫情监测，监管动物诊疗机构。"),
    ("县卫生健康局", "设置狂犬病暴露预防处置门诊，供应人用疫苗，开展人间狂犬病疫情监测和防治知识宣传。"),
    (FORMER_OFFICE, "配合查处无照经营犬只的行为。"),
]
_DOG_BASIS = "《动物防疫法》第三十条；《中华人民共和国治安管理处罚法》（主席令第38号）第八十九条。"
_FIREWORK_ROLES = [("县应急管理局", "负责零售许可。"), ("县公安局", "负责燃放许可，核发道路运输许可。")]
_FIREWORK_BASIS = "《烟花爆竹安全管理条例》（国务院令第455号）。"
_SERVICES = [("1", "养犬登记", "为市民办理犬证。", "治安大队", "0000-1234567")]


def write_second_county(folder: Path) -> None:
    """Write the list and its manifest."""
    matters = [
        *_matter("1", DOGS, _DOG_ROLES, _DOG_BASIS),
        *_matter("2", "烟花爆竹的监管", _FIREWORK_ROLES, _FIREWORK_BASIS),
    ]
    parts = [
        "邻县公安局责任清单",
        "一、部门职责",
        UNREADABLE,
        _table(("序号", "主要职责", "具体工作事项", "备注"), _DUTIES),
        "二、与相关部门的职责边界",
        _table(("序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例"), matters),
        "三、事中事后监管制度",
        "（一）养犬的事中事后监管",
        "一、监督检查对象",
        "城区养犬的单位和个人。",
        "二、监督检查内容",
        "依照《中华人民共和国治安管理处罚法》检查犬只是否登记。",
        "四、公共服务事项",
        _table(("序号", "服务事项", "主要内容", "承办机构", "联系电话"), _SERVICES),
    ]
    (folder / FILE).write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    (folder / "manifest.toml").write_text(_MANIFEST, encoding="utf-8")


def write_long_list(folder: Path) -> None:
    """Write the list of a department with as many and as long entries as the longest lists have."""
    sentence = (
        "负责第{0}类财政专项资金的预算审核、拨付和绩效评价，会同有关部门查处截留、挪用行为，并按季度公开办理结果。"
    )
    duties = [
        (
            str(n // 4 + 1) if n % 4 == 0 else "",
            f"负责第{n // 4 + 1}类财政资金的管理。" if n % 4 == 0 else "",
            sentence.format(n),
            "",
        )
        for n in range(120)
    ]
    matters = [
        row
        for n in range(1, 81)
        for row in _matter(
            str(n),
            f"第{n}类专项资金监管",
            [
                ("县财政局", sentence.format(n) * 4),
                ("县审计局", sentence.format(n) * 2),
                ("县公安局", "侦办职务侵占案件。"),
            ],
            "《中华人民共和国预算法》第五十七条；《中华人民共和国会计法》第七条。",
        )
    ]
    parts = [
        "邻县财政局责任清单",
        "一、部门职责",
        _table(("序号", "主要职责", "具体工作事项", "备注"), duties),
        "二、与相关部门的职责边界",
        _table(("序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例"), matters),
    ]
    (folder / "邻县财政局责任清单.txt").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _matter(seq: str, name: str, roles: list[tuple[str, str]], basis: str) -> Iterable[tuple[str, ...]]:
    for number, (agency, role) in enumerate(roles):
        first = number == 0
        yield (
            seq if first else "",
            name if first else "",
            agency,
            role,
            basis if first else "",
            "某市民举报。" if first else "",
        )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table as a text dump prints it: a line for each cell, behind a tab, and two blank lines at the end."""
    return "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in (head, *rows)) + "\n"
