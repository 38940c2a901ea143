"""Each kind of finding speaks of its own fault, planted in a county that has none, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.checks.lists import HEALTH, MARKETS, County, whole_county

BOTH = [
    {"agency": "县公安局", "role": "牵头负责。"},
    {"agency": "县市场监督管理局", "role": "负责检查。"},
]
CITIZEN = "11010519491231002X"  # the example of the standard GB 11643


def planted() -> dict[str, Callable[[County], object]]:
    """The fault that each kind of finding speaks of, planted."""
    return {
        "matter-without-basis": lambda c: c.matter("夜市噪声整治", basis="", laws=[]),
        "matter-without-case": lambda c: c.matter("夜市噪声整治", case=""),
        "matter-without-lead": lambda c: c.matter(
            "夜市噪声整治",
            parties=[
                {"agency": "县公安局", "role": "负责治安。"},
                {"agency": "县市场监督管理局", "role": "负责检查。"},
            ],
        ),
        "share-without-agency": lambda c: c.matter(
            "夜市噪声整治", parties=[*BOTH, {"agency": "", "role": "负责清扫。"}]
        ),
        "agency-without-share": lambda c: c.matter(
            "夜市噪声整治", parties=[BOTH[0], {"agency": "县市场监督管理局", "role": ""}]
        ),
        "service-without-phone": lambda c: c.service("摊位证补办", phone=""),
        "service-without-office": lambda c: c.service("摊位证补办", office=""),
        "service-without-time": lambda c: c.service("摊位证补办", time=""),
        "regime-without-object": lambda c: c.regime("对夜市的检查", ["监督检查内容", "监督检查方式"]),
        "regime-without-method": lambda c: c.regime("对夜市的检查", ["监督检查对象", "监督检查内容"]),
        "ended-law": lambda c: c.duty("依照《中华人民共和国合同法》调解摊位租赁纠纷"),
        "law-number": lambda c: c.matter(
            "夜市噪声整治",
            basis="《烟花爆竹安全管理条例》（国务院令第45号）。",
            laws=[{"title": "烟花爆竹安全管理条例", "number": "国务院令第45号"}],
        ),
        "former-agency": lambda c: c.matter(
            "夜市噪声整治", parties=[*BOTH, {"agency": "县工商局", "role": "负责登记。"}]
        ),
        "unknown-agency": lambda c: c.matter(
            "夜市噪声整治", parties=[*BOTH, {"agency": "各有关单位", "role": "负责自查。"}]
        ),
        "former-department": lambda c: c.duty("负责小商品质量抽查", "平湖县质量技术监督局"),
        "identity-number": lambda c: c.matter("夜市噪声整治", case=f"当事人身份证{CITIZEN}。"),
        "mobile-number": lambda c: c.matter("夜市噪声整治", case="举报人电话13912345678。"),
        "person-with-address": lambda c: c.matter(
            "夜市噪声整治", case="王小明，男，1970年生，住平湖县湖心村三组，殴打他人。"
        ),
        "same-duty": lambda c: (
            c.duty("核发辖区内临时摆摊设点的占道经营许可证件"),
            c.duty("核发辖区内临时摆摊设点的占道经营许可证件", MARKETS),
            c.duty("开展公共场所的卫生抽样检测并公布结果", HEALTH),
        ),
        "matter-leads-differ": lambda c: (
            c.matter("夜市噪声监管", parties=BOTH),
            c.matter(
                "夜市噪声的监管",
                MARKETS,
                parties=[{"agency": "县公安局", "role": "负责。"}, {"agency": "县市场监管局", "role": "牵头整治。"}],
            ),
        ),
        "matter-agencies-differ": lambda c: (
            c.matter("夜市噪声整治", parties=BOTH),
            c.matter("夜市噪声整治", MARKETS, parties=[*BOTH, {"agency": "县教育局", "role": "负责学生。"}]),
        ),
        "matter-bases-differ": lambda c: (
            c.matter("夜市噪声整治"),
            c.matter("夜市噪声整治", MARKETS, laws=[{"title": "中华人民共和国噪声污染防治法", "number": ""}]),
        ),
        "own-list-silent": _give_away,
        "list-without-region": lambda c: [
            record.update(region="") for record in c.records if record["department"] == MARKETS
        ],
        "list-without-department": lambda c: c.add(
            "duty", "", {"duty": "负责登记", "item": "", "office": "", "note": ""}, file="无名.txt"
        ),
    }


def _give_away(county: County) -> None:
    """The police's list gives the market office a share in a matter that its own list does not have."""
    county.matter("废旧金属收购点巡查")


def _besides(kind: str) -> set[str]:
    """What is rightly found with a fault: a matter in two lists is told for comparison, one in one list is not in the other."""
    if kind == "own-list-silent":
        return set()
    return {"matter-in-several-lists", "own-list-silent"}


def test_a_county_without_faults_has_no_findings() -> None:
    assert whole_county().kinds() == {}


@pytest.mark.parametrize("kind", planted())
def test_a_planted_fault_is_found_and_no_other(kind: str) -> None:
    county = whole_county()
    planted()[kind](county)
    found = county.kinds()
    assert found.get(kind) == 1
    assert set(found) - _besides(kind) == {kind}
