"""Each kind of finding speaks of its own fault, planted in a county that has none, and of nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checks.finding import Severity
from checks.run import kinds
from tests.checks.lists import HEALTH, MARKETS, POLICE, County, whole_county
from tests.support.work import grows_with_length

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


def test_every_kind_has_a_planted_fault_or_a_test_of_its_own() -> None:
    of_their_own = {"list-without-date", "missing-part", "listed-twice", "matter-in-several-lists", "not-read"}
    assert set(kinds()) == set(planted()) | of_their_own


def test_a_matter_that_most_records_of_a_list_leave_unsaid_is_told_once() -> None:
    county = County()
    for number in range(100):
        county.matter(f"第{number}类市场整治", parties=[{**party, "role": "负责巡查。"} for party in BOTH])
    [found] = [each for each in county.found() if each.kind == "matter-without-lead"]
    assert (found.severity, found.number, found.record) == (Severity.LOW, 100, "")
    assert found.others


def test_a_single_agency_needs_not_be_said_to_lead() -> None:
    county = County()
    county.matter("夜市整治", parties=[{"agency": "县公安局", "role": "负责巡查。"}])
    assert county.found() == []


def test_the_same_list_in_two_files_is_told_once_and_its_faults_count_once() -> None:
    county = whole_county()
    for record in [each for each in county.records if each["department"] == POLICE]:
        again = {name: value for name, value in record.items() if name not in {"id", "kind", "region", "department"}}
        county.add(record["kind"], POLICE, {**again, "seq": ""}, file="又一份.docx")
    for file in ("", "又一份.docx"):
        county.service("摊位证补办", file=file, phone="")
    found = county.found()
    assert sorted(each.kind for each in found) == ["listed-twice", "service-without-phone"]


def test_lists_of_other_regions_may_share_a_matter_out_otherwise() -> None:
    county = County()
    county.matter("夜市整治")
    other = county.matter("夜市整治", MARKETS, parties=[{"agency": "县教育局", "role": "牵头负责。"}])
    county.records[-1]["region"] = "示例省远山县"
    [found] = county.found()
    assert found.kind == "matter-in-several-lists"
    assert found.severity is Severity.LOW
    assert [each.record for each in found.others] == [other]


def test_a_part_that_nearly_all_lists_of_a_region_have_is_missed() -> None:
    county = County()
    for number in range(6):
        department = f"平湖县第{number}局"
        county.duty(f"负责第{number}类市场的巡查", department)
        county.matter(f"第{number}类市场整治", department)
        if number:
            county.service(f"第{number}类摊位证办理", department)
    missed = [each for each in county.found() if each.kind == "missing-part"]
    assert [(each.department, "公共服务" in each.why) for each in missed] == [("平湖县第0局", True)]


def test_what_a_file_does_not_say_and_what_was_not_read_is_told_with_the_file() -> None:
    file = {"file": "甲.txt", "title": "", "date": "", "regions": [], "departments": [], "records": {"duty": 1}}
    unread = [{"kind": "需要核对", "message": "这一行读不准。", "line": line} for line in (7, 9)]
    found = County().found([{**file, "problems": unread}])
    assert [(each.kind, each.file, each.number) for each in found] == [
        ("list-without-date", "甲.txt", 1),
        ("not-read", "甲.txt", 2),
    ]
    assert found[1].place == "第 7 行"


@pytest.mark.parametrize(
    "text",
    [
        "值班电话0730-2233445，传真0730-2233446。",
        "受理编号110105194912310021。",  # the check digit is another
        "统一社会信用代码91430100MA4L16DE1X。",
        "订单号139123456781234567。",
        "李某，男，住平湖县湖心村三组，殴打他人。",
        "王小明等人住在平湖县。",
    ],
)
def test_what_only_looks_personal_is_not_told(text: str) -> None:
    county = County()
    county.matter("夜市整治", case=text)
    assert county.found() == []


@pytest.mark.parametrize(
    ("basis", "wrong"),
    [
        ("《中华人民共和国行政许可法》（国务院令第7号）", True),
        ("《中华人民共和国行政许可法》（主席令第7号）", False),
        ("《中华人民共和国税收征收管理法》及实施细则（国务院令第362号）", False),
        ("《烟花爆竹安全管理条例》（国务院令第455号）", False),
        ("《烟花爆竹安全管理条例》（国务院令第666号修改）", False),
        ("《大型群众性活动安全管理条例》（2007年国务院令第505号）", False),
        ("《示例省养犬管理办法》（省政府令第12号）", False),
    ],
)
def test_numbers_that_fit_no_law_of_that_title(basis: str, wrong: bool) -> None:
    county = County()
    county.matter("夜市整治", basis=basis, laws=[{"title": "某法", "number": ""}])
    assert [each.kind for each in county.found()] == ["law-number"] * wrong


def test_what_two_departments_have_is_told_apart_from_what_all_have() -> None:
    county = County()
    for department in (POLICE, MARKETS, HEALTH):
        county.duty("负责本系统新闻宣传和舆论引导等工作", department)
        county.duty("完成县委县政府交办的其他工作任务事项", department)
    assert county.found() == []


def test_work_grows_with_the_number_of_records() -> None:
    def work(size: int) -> object:
        county = County()
        for number in range(size):
            county.matter(f"第{number}类市场整治", f"平湖县第{number // 20}局")
            county.duty(f"负责第{number}类市场的日常巡查和设施维护", f"平湖县第{number // 20}局")
        return county.found()

    assert grows_with_length(work, 200)
