"""Citations: titles and document numbers in all the ways in which lists print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.laws import find_laws


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《烟花爆竹安全管理条例》", [("烟花爆竹安全管理条例", "")]),
        ("《烟花爆竹安全管理条例》（国务院令第455号）第三条", [("烟花爆竹安全管理条例", "国务院令第455号")]),
        ("1、《甲法》（主席令第1号）；2、《乙条例》。", [("甲法", "主席令第1号"), ("乙条例", "")]),
        ("《甲办法》（（国务院令第2号））", [("甲办法", "国务院令第2号")]),
        ("《《甲办法》》；《乙办法》", [("甲办法", ""), ("乙办法", "")]),
        ("《关于印发《甲意见》的通知》（公发〔2014〕138号）", [("关于印发《甲意见》的通知", "公发〔2014〕138号")]),
        ("关于印发《甲办法》的通知（民发〔2007〕101号）", [("甲办法", "民发〔2007〕101号")]),
        ("《甲法》及实施条例（主席令第8号）", [("甲法", "主席令第8号")]),
        ("《甲通知》国办发[1999]34号、另有规定", [("甲通知", "国办发[1999]34号")]),
        ("公安部令第87号《甲办法》", [("甲办法", "公安部令第87号")]),
        ("《甲条例》（2012修正本）（国务院令第628号)", [("甲条例", "国务院令第628号")]),
        ("《甲办法》（省政府令第154号；\n2、《乙办法》", [("甲办法", "省政府令第154号"), ("乙办法", "")]),
        ("《甲条例（国务院令第442号》；《乙法》", [("甲条例", "国务院令第442号"), ("乙法", "")]),
        ("《甲规定》（民委（政）字〔1990〕217号）", [("甲规定", "民委（政）字〔1990〕217号")]),
        ("《甲规定》（石政办发(2011)56 号）", [("甲规定", "石政办发(2011)56 号")]),
        ("《甲规定》(文发[1999)017号)", [("甲规定", "文发[1999)017号")]),
        ("《甲办法（试行）》（商务部令2012年第9号）", [("甲办法（试行）", "商务部令2012年第9号")]),
        ("《甲法》第五条、第六条", [("甲法", "")]),
        ("《甲法》、《甲法》", [("甲法", "")]),
        ("没有法律依据", []),
        ("《没有结束", []),
    ],
)
def test_find_laws(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(law.title, law.number) for law in find_laws(text)] == expected


@given(st.text(alphabet="《》（）()〔〕[]甲法令第1号；。\n发", max_size=80))
def test_any_text_gives_titles_that_stand_in_it(text: str) -> None:
    flat = "".join(text.split())
    for law in find_laws(text):
        assert law.title
        assert "".join(law.title.split()) in flat
        assert "".join(law.number.split()) in flat
