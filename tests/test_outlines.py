"""Boundary lists as running text: outlines, colon lists, articles, small tables and tables printed as lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.agency_shares import is_agency, shares_in
from indexer.blocks import Cell, Heading, Paragraph, Place, Row, Table
from indexer.document import Document
from indexer.lists import ParsedList, parse_document
from indexer.matter_titles import matter_of, page_title
from indexer.readers.text import read_text
from indexer.records import Boundary
from tests.outline_documents import PAGES, Matter, Page
from tests.outline_near_misses import NEAR_MISSES


def parse(text: str) -> ParsedList:
    return parse_document(read_text(text.encode(), "page.txt"))


def matters(parsed: ParsedList) -> list[Matter]:
    return [
        Matter(record.matter, [(party.agency, party.role) for party in record.parties], record.basis, record.case)
        for record in parsed.records
        if isinstance(record, Boundary)
    ]


def squeezed(found: Sequence[Matter]) -> list[Matter]:
    """Matters without what printing adds: white space and the width of characters."""

    def squeeze(text: str) -> str:
        return "".join(unicodedata.normalize("NFKC", text).split())

    return [
        Matter(
            squeeze(matter.matter),
            [(squeeze(agency), squeeze(role)) for agency, role in matter.parties],
            squeeze(matter.basis),
            squeeze(matter.case),
        )
        for matter in found
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages(page: Page) -> None:
    assert squeezed(matters(parse(page.text))) == squeezed(page.matters)


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_near_misses_give_nothing(name: str) -> None:
    parsed = parse(NEAR_MISSES[name])
    assert parsed.records == ()
    assert any(problem.kind.name == "NO_RECORDS" for problem in parsed.problems)


def test_what_is_not_understood_is_reported() -> None:
    parsed = parse(
        "示例县部门职责边界清单\n一、养犬管理\n县公安局：负责犬只登记。\n县农业农村局：负责犬只免疫。\n"
        "二、放风筝管理\n县公安局：查处违规放风筝。\n（此件公开发布）\n"
    )
    assert [record.matter for record in parsed.records if isinstance(record, Boundary)] == ["养犬管理"]
    told = "".join(problem.message for problem in parsed.problems)
    assert "放风筝管理" in told
    assert "查处违规放风筝" in told
    assert "养犬管理" not in told


def test_one_agency_and_a_basis_are_enough() -> None:
    [record] = parse(
        "示例县部门职责边界清单\n一、养犬管理\n县公安局：负责犬只登记。\n依据：《甲条例》（国务院令第1号）\n"
    ).records
    assert isinstance(record, Boundary)
    assert [(law.title, law.number) for law in record.laws] == [("甲条例", "国务院令第1号")]


def test_a_page_knows_its_region_and_its_lines() -> None:
    [record] = parse("\n示例市共享单车停放管理职责分工\n市公安局：负责甲。\n市城管局：负责乙。\n").records
    assert (record.owner.region, record.owner.department) == ("示例市", "")
    assert record.source.place == Place(line=3)


def test_a_department_may_own_the_page() -> None:
    [record] = parse(
        "示例县林业局与相关部门职责边界\n一、森林防火\n县林业局：负责巡护。\n县应急管理局：负责扑救。\n"
    ).records
    assert (record.owner.region, record.owner.department) == ("示例县", "示例县林业局")


def cells(*texts: str) -> Row:
    return Row(tuple(Cell(text, Place(line=1)) for text in texts), Place(line=1))


def test_a_real_table_under_a_heading_names_no_matter_itself() -> None:
    rows = (cells("序号", "涉及部门", "职责分工"), cells("1", "县公安局", "管甲"), cells("2", "县林业局", "管乙"))
    document = Document(
        "page.html",
        (
            Heading("森林防火监管", Place(line=1)),
            Table(rows, Place(line=2)),
            Paragraph("依据：《甲法》", Place(line=9)),
        ),
    )
    assert matters(parse_document(document)) == [
        Matter("森林防火监管", [("县公安局", "管甲"), ("县林业局", "管乙")], "《甲法》")
    ]


def test_a_table_with_labels_down_its_side() -> None:
    rows = (
        cells("管理事项", "森林防火监管"),
        cells("相关部门", "职责分工"),
        cells("县公安局", "侦办失火案件"),
        cells("县林业局", "巡护林区"),
        cells("相关依据", "《森林防火条例》"),
        cells("案例", "某日起火。"),
    )
    document = Document("page.html", (Table(rows, Place(line=1)),))
    assert matters(parse_document(document)) == [
        Matter(
            "森林防火监管", [("县公安局", "侦办失火案件"), ("县林业局", "巡护林区")], "《森林防火条例》", "某日起火。"
        )
    ]


def test_a_table_with_a_leading_and_a_helping_agency() -> None:
    rows = (
        cells("序号", "事项", "牵头部门", "牵头职责", "配合部门", "配合职责"),
        cells("1", "森林防火", "县林业局", "负责巡护林区", "县公安局", "侦办失火案件"),
        cells("2", "养犬管理", "县公安局", "负责犬只登记", "县农业农村局", "负责犬只免疫"),
    )
    document = Document("page.html", (Table(rows, Place(line=1)),))
    assert matters(parse_document(document)) == [
        Matter("森林防火", [("县林业局", "负责巡护林区"), ("县公安局", "侦办失火案件")]),
        Matter("养犬管理", [("县公安局", "负责犬只登记"), ("县农业农村局", "负责犬只免疫")]),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "县公安局",
        "市公安局、市应急管理局",
        "公安、城管等部门",
        "乡（镇）人民政府、街道办事处",
        "消防救援机构",
        "公安机关",
        "其他有关部门",
        "县委组织部",
        "于都县公安局",
        "市供销社",
    ],
)
def test_agencies(name: str) -> None:
    assert is_agency(name)


@pytest.mark.parametrize(
    "name",
    ["施工单位", "任何单位", "医疗机构", "办公室", "领导小组办公室", "违反规定的部门", "养犬管理", "负责的单位", ""],
)
def test_no_agencies(name: str) -> None:
    assert not is_agency(name)


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("县公安局负责登记。", [("县公安局", "负责登记。")]),
        ("由县公安局牵头查处。", [("县公安局", "牵头查处。")]),
        ("县公安局交通警察大队负责路面。", [("县公安局交通警察大队", "负责路面。")]),
        ("县委统一战线工作部指导乡镇。", [("县委统一战线工作部", "指导乡镇。")]),
        ("公安部门主要负责：（1）登记；（2）查处。", [("公安部门", "（1）登记；（2）查处。")]),
        ("甲县公安局负责登记；乙县林业局负责巡护。", [("甲县公安局", "负责登记；"), ("乙县林业局", "负责巡护。")]),
        ("县公安局：负责登记。公安机关负责解释。", [("县公安局", "负责登记。公安机关负责解释。")]),
        ("牵头部门：县公安局", []),
        ("联系电话：0730-1234567", []),
        ("组长：张某某", []),
        ("公安局局长负责签发。", []),
    ],
)
def test_shares(text: str, shares: list[tuple[str, str]]) -> None:
    assert [(share.agency, share.role) for share in shares_in(text)] == shares


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("关于烟花爆竹安全监管职责边界的通知", "烟花爆竹安全监管"),
        ("示例市旅游新业态职责分工", "旅游新业态"),
        ("示例县人民政府办公室关于印发《示例县养犬管理部门职责分工》的通知", "养犬管理"),
        ("示例市农贸市场管理职责分工（试行）", "农贸市场管理"),
        ("超市食品安全监管职责分工", "超市食品安全监管"),
        ("示例市电动自行车管理办法", "电动自行车管理"),
        ("关于进一步加强城市生活垃圾管理工作的意见", "城市生活垃圾管理"),
        ("示例县政府部门职责边界清单", ""),
    ],
)
def test_titles(text: str, matter: str) -> None:
    title = page_title(text)
    assert title is not None
    assert title.matter == matter


@pytest.mark.parametrize(
    "text", ["关于公布责任清单的通知", "关于成立养犬管理领导小组的通知", "示例县公安局", "养犬管理", "养犬整治行动方案"]
)
def test_no_titles(text: str) -> None:
    assert page_title(text) is None


@pytest.mark.parametrize(
    ("heading", "matter"),
    [
        ("烟花爆竹安全监管", "烟花爆竹安全监管"),
        ("校车安全监管职责分工", "校车安全监管"),
        ("与市应急管理局在森林防火方面的职责分工", "森林防火"),
        ("职责分工", ""),
        ("相关部门及职责：", ""),
        ("工作要求", ""),
        ("成员名单", ""),
    ],
)
def test_matters_in_headings(heading: str, matter: str) -> None:
    assert matter_of(heading) == matter


# -- what is printed comes back ----------------------------------------------------------------------------

_NUMERALS = "一二三四五六七八九"
_AGENCIES = ("县公安局", "县农业农村局", "县城市管理局", "县应急管理局", "县消防救援大队", "县林业局", "乡镇人民政府")
_words = st.text("河湖林田水矿渔船校车燃气电梯食盐农药种子广告旅馆", min_size=3, max_size=12)
_sentences = st.tuples(st.sampled_from(["负责", "指导", "查处", "牵头"]), _words).map(
    lambda pair: f"{pair[0]}{pair[1]}。"
)


@st.composite
def _matter(draw: st.DrawFn) -> Matter:
    agencies = draw(st.lists(st.sampled_from(_AGENCIES), min_size=2, max_size=5, unique=True))
    return Matter(
        f"{draw(_words)}管理",
        [(agency, draw(_sentences)) for agency in agencies],
        draw(st.one_of(st.just(""), _words.map(lambda words: f"《{words}条例》第三条"))),
        draw(st.one_of(st.just(""), _words.map(lambda words: f"某日{words}。"))),
    )


_matters = st.lists(_matter(), min_size=1, max_size=4, unique_by=lambda matter: matter.matter)


def _remarks(matter: Matter) -> str:
    basis = f"相关依据：{matter.basis}\n" if matter.basis else ""
    return basis + (f"案例：{matter.case}\n" if matter.case else "")


def _outline(found: Sequence[Matter]) -> str:
    out = "示例县部门职责边界清单\n"
    for number, matter in zip(_NUMERALS, found, strict=False):
        out += f"{number}、{matter.matter}\n"
        out += "".join(f"（{n}）{a}{r}\n" for n, (a, r) in zip(_NUMERALS, matter.parties, strict=False))
        out += _remarks(matter)
    return out


def _colon_list(found: Sequence[Matter]) -> str:
    out = "示例县部门职责边界清单\n"
    for matter in found:
        out += f"{matter.matter}\n" + "".join(f"{a}:{r}\n" for a, r in matter.parties) + _remarks(matter)
    return out


def _run_on(found: Sequence[Matter]) -> str:
    out = "示例县部门职责分工\n"
    for number, matter in enumerate(found, start=1):
        out += f"{number}.{matter.matter}\n{''.join(a + r for a, r in matter.parties)}\n{_remarks(matter)}"
    return out


def _run_in(found: Sequence[Matter]) -> str:
    out = "示例县部门职责分工\n"
    for number, matter in zip(_NUMERALS, found, strict=False):
        out += f"（{number}）{matter.matter}。{''.join(a + '：' + r for a, r in matter.parties)}\n{_remarks(matter)}"
    return out


def _labelled(found: Sequence[Matter]) -> str:
    out = "示例县部门职责边界清单\n"
    for matter in found:
        out += f"管理事项：{matter.matter}\n"
        out += "".join(f"责任部门：{a}\n职责分工：{r}\n" for a, r in matter.parties) + _remarks(matter)
    return out


def _titled(found: Sequence[Matter]) -> str:
    out = ""
    for matter in found:
        out += f"关于{matter.matter}职责边界的通知\n各乡镇人民政府：\n"
        out += "".join(f"{n}、{a}：{r}\n" for n, (a, r) in enumerate(matter.parties, start=1)) + _remarks(matter)
    return out


def _agency_headings(found: Sequence[Matter]) -> str:
    out = ""
    for matter in found:
        out += f"示例县{matter.matter}工作职责分工\n"
        for number, (agency, role) in zip(_NUMERALS, matter.parties, strict=False):
            out += f"{number}、{agency}\n{role}\n"
        out += _remarks(matter)
    return out


def _barred(found: Sequence[Matter]) -> str:
    out = "示例县部门职责边界清单\n| 序号 | 管理事项 | 相关部门 | 职责分工 | 相关依据 | 案例 |\n|---|---|---|---|---|---|\n"
    for number, matter in enumerate(found, start=1):
        first = f"| {number} | {matter.matter} | {{}} | {{}} | {matter.basis} | {matter.case} |\n"
        rows = [first, *["| | | {} | {} | | |\n"] * (len(matter.parties) - 1)]
        out += "".join(row.format(*party) for row, party in zip(rows, matter.parties, strict=True))
    return out


def _small_tables(line: Callable[[Sequence[str]], str]) -> Callable[[Sequence[Matter]], str]:
    def render(found: Sequence[Matter]) -> str:
        out = ""
        for matter in found:
            out += f"{matter.matter}职责分工\n{line(['序号', '涉及部门', '职责分工'])}"
            out += "".join(line([str(n), *party]) for n, party in enumerate(matter.parties, start=1)) + _remarks(matter)
        return out

    return render


_FORMS: dict[str, Callable[[Sequence[Matter]], str]] = {
    "outline": _outline,
    "colon list": _colon_list,
    "run on": _run_on,
    "run in": _run_in,
    "labels": _labelled,
    "titles": _titled,
    "agencies as headings": _agency_headings,
    "bars, six columns": _barred,
    "bars": _small_tables(lambda cells: f"| {' | '.join(cells)} |\n"),
    "bars behind": _small_tables(lambda cells: f"{' | '.join(cells)} |\n"),
    "bars, a cell a line": _small_tables(lambda cells: "".join(f"| {cell} |\n" for cell in cells)),
    "blanks": _small_tables(lambda cells: " ".join(cells) + "\n"),
    "a cell a line": _small_tables(lambda cells: "".join(f"{cell}\n" for cell in cells)),
}


@pytest.mark.parametrize("form", _FORMS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found=_matters)
def test_what_is_printed_comes_back(form: str, found: list[Matter]) -> None:
    assert squeezed(matters(parse(_FORMS[form](found)))) == squeezed(found)


@settings(max_examples=100, deadline=None)
@given(found=_matters)
def test_half_width_marks_change_nothing(found: list[Matter]) -> None:
    text = unicodedata.normalize("NFKC", _outline(found))
    assert squeezed(matters(parse(text))) == squeezed(found)


@settings(max_examples=100, deadline=None)
@given(found=_matters)
def test_turned_round(found: list[Matter]) -> None:
    """Headings are agencies and points are matters: each matter collects its agencies."""
    text = "示例县部门职责边界清单\n"
    agencies = [agency for agency in _AGENCIES if any(agency in dict(matter.parties) for matter in found)]
    for number, agency in zip(_NUMERALS, agencies, strict=False):
        text += f"{number}、{agency}\n"
        own = [matter for matter in found if agency in dict(matter.parties)]
        text += "".join(f"{n}.{m.matter}：{dict(m.parties)[agency]}\n" for n, m in enumerate(own, start=1))
    wanted = {m.matter: sorted(m.parties, key=lambda party: _AGENCIES.index(party[0])) for m in found}
    assert {matter.matter: matter.parties for matter in matters(parse(text))} == wanted


_PIECES = st.sampled_from(
    [*"一二三、（）()1２.：:；。|《》 \t\n\n\n", "县公安局", "公安部门", "负责", "查处", "依据：", "案例：", "职责分工", "部门",
     "职责边界清单", "养犬管理", "序号", "管理事项", "涉及部门", "第七条 ", "各有关单位：", "通知", "关于", "|---|"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join))
def test_any_text_is_read_and_no_record_lacks_an_agency(text: str) -> None:
    for matter in matters(parse(text or "空")):
        assert matter.matter.strip()
        assert matter.parties


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["养犬管理", "负责登记。", "一、甲乙丙", "（一）查处违法行为；", "依据：《甲法》", "职责分工",
                                 "序号 涉及部门 职责分工", "1 张某 负责登记", "| 张某 | 负责 |"]), max_size=30))  # fmt: skip
def test_no_agency_no_record(lines: list[str]) -> None:
    found = matters(parse("\n".join(lines) or "空"))
    assert all(agency.strip() for matter in found for agency, _ in matter.parties)
    assert not [matter for matter in found if not any(is_agency(agency) for agency, _ in matter.parties)]
