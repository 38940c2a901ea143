"""Random matters, printed in each form of running text, come back as they were; any text is read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.vocabulary.shares import is_agency
from tests.indexer.outlines.pages import Matter
from tests.indexer.outlines.parsed import matters, parse, squeezed

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
    out = "示例县部门职责边界清单\n| 序号 | 管理事项 | 相关部门 | 职责分工 | 相关依据 | 案例 |\n|---|---|\n"
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


_MARKS = "一二三、（）()1２.：:；。|《》 \t\n\n\n"
_WORDS = (
    *(
        "县公安局",
        "公安部门",
        "各有关单位：",
        "负责",
        "查处",
        "部门",
        "关于",
        "通知",
        "养犬管理",
        "职责边界清单",
        "第七条 ",
    ),
    *("依据：", "案例：", "职责分工", "序号", "涉及部门", "|---|", "事项：", "责任部门：", "职责分工："),
)
_PIECES = st.sampled_from([*_MARKS, *_WORDS])
_LINES = st.sampled_from(
    [
        *("养犬管理", "负责登记。", "一、甲乙丙", "（一）查处违法行为；", "依据：《甲法》", "职责分工"),
        *("序号 涉及部门 职责分工", "1 张某 负责登记", "| 张某 | 负责 |", "组长：张某", "县公安局"),
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join))
def test_any_text_is_read_and_no_record_lacks_an_agency(text: str) -> None:
    for matter in matters(parse(text or "空")):
        assert matter.matter.strip()
        assert matter.parties


@settings(max_examples=200, deadline=None)
@given(st.lists(_LINES, max_size=30))
def test_no_agency_no_record(lines: list[str]) -> None:
    found = matters(parse("\n".join(lines) or "空"))
    assert all(agency.strip() for matter in found for agency, _ in matter.parties)
    assert not [matter for matter in found if not any(is_agency(agency) for agency, _ in matter.parties)]


def test_a_row_of_thousands_of_digits_is_no_row() -> None:
    table = "关于养犬管理职责分工的通知\n序号 涉及部门 职责分工\n1 县公安局 负责养犬登记。\n"
    rest = "2 县城市管理局 负责查处占道售犬。\n"

    assert matters(parse(f"{table}{rest}{'9' * 5000} 县卫生健康局 负责疫情监测。\n"))[0].parties[:2] == (
        matters(parse(table + rest))[0].parties
    )
