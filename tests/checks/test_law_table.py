"""The reviewed table of laws: read, checked, and held against titles as lists print them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from checks.law_table import LawTableError, load_laws, plain_title


def test_laws_merged_into_the_civil_code_say_so() -> None:
    ended = load_laws().ended[plain_title("《中华人民共和国合同法》".strip("《》"))]
    assert (ended.act, ended.since) == ("民法典", date(2021, 1, 1))


def test_no_act_that_ended_others_is_said_to_have_ended_since() -> None:
    laws = load_laws()
    in_force = {plain_title(each.act) for each in laws.ended.values()} | set(laws.orders)
    assert in_force & set(laws.ended) <= {"个体工商户条例"}


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("中华人民共和国婚姻法", "婚姻法"),
        ("婚姻法（2001年修正）", "婚姻法"),
        ("婚姻法(修订)", "婚姻法"),
        ("最高人民法院关于适用〈婚姻法〉的解释", "最高人民法院关于适用〈婚姻法〉的解释"),
        ("村民委员会组织法（试行）", "村民委员会组织法(试行)"),
    ],
)
def test_titles_without_country_and_edition(printed: str, plain: str) -> None:
    assert plain_title(printed) == plain_title(plain)
    assert plain_title(printed).startswith(plain[:3])


@pytest.mark.parametrize(
    "row",
    [
        'titles = ["甲法"]\nhow = "gone"\nact = "乙法"\nfrom = 2020-01-01',
        'titles = ["甲法"]\nhow = "repealed"\nact = "乙法"\nfrom = "2020"',
        'titles = ["甲法"]\nhow = "repealed"\nact = "乙法"',
        'titles = ["甲法", "甲法"]\nhow = "repealed"\nact = "乙法"\nfrom = 2020-01-01',
    ],
)
def test_a_row_that_does_not_say_all_is_refused(tmp_path: Path, row: str) -> None:
    table = tmp_path / "laws.toml"
    table.write_text(f"[[ended]]\n{row}\n", encoding="utf-8")
    with pytest.raises(LawTableError):
        load_laws(table)
