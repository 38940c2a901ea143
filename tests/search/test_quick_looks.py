"""Quick looks at texts and queries find what the closer ones do."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.present import highlight
from search.present.highlight import are_straight
from search.query import syntax
from search.query.syntax import parse_query
from tokenizer.normalize import is_plain, plain_form

ODD = "烟花爆竹煙帐户账它它们Ａ１①⑴㎡ａA1 \t\n\u3000，。、《》〔〕()（）\u200b\x01\ufeff\ue001ﬁ戶仃车歺字字"


def closely(text: str) -> bool:
    normal = plain_form(text)
    return highlight._HAN.findall(text) == highlight._HAN.findall(normal) and not highlight._TORN.search(normal)


@given(st.text(ODD, max_size=12) | st.text(max_size=12))
@example("公 监 管")
@example("帐户")
@example("a，b")
def test_the_quick_look_agrees_with_the_closer_one(text: str) -> None:
    assert are_straight(text) == closely(text)


def test_usual_texts_are_plain() -> None:
    assert is_plain("负责烟花爆竹经营（零售）许可，依法查处；ABC 12 条。\n")
    assert not is_plain("煙花")
    assert not is_plain("第１条")
    assert not is_plain("烟\u200b花")


@given(st.text('烟花 \t\n\u3000或者ORab_１-|"：:部门事项', max_size=12) | st.text(max_size=8))
@example("烟花 或 爆竹")
@example("部门:公安局")
def test_a_query_of_mere_words_is_read_as_any_other(text: str) -> None:
    quick = parse_query(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(syntax, "_WORDS", re.compile("(?!)"))
        assert parse_query(text) == quick
