"""The small questions about a text, and the shortcuts that answer them: each must answer as the long way does."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from indexer.vocabulary.labels import columns_of, label_kinds, part_kind
from tokenizer.number_marks import leading_mark
from tokenizer.wording import is_blank_filler, is_longer, squeeze, tidy

# Full and half width marks, brackets and numbers in one character, accents that join, blanks of many kinds.
TEXTS = st.text(
    alphabet="职责序号一二十3３a部门名称备注无暂，；：（）()《》。.…⑴①㈠é\u0301ﾊﾟ \u3000\u00a0\u200b\ufeff\n\x1f",
    max_size=90,
)


@given(TEXTS)
def test_squeezed_is_nfkc_without_blanks(text: str) -> None:
    assert squeeze(text) == "".join(unicodedata.normalize("NFKC", text).split())


@given(TEXTS, st.integers(0, 40))
def test_longer_is_measured_after_squeezing(text: str, length: int) -> None:
    assert is_longer(text, length) == (len(squeeze(text)) > length)


@given(TEXTS)
def test_tidy_folds_each_run_of_blanks(text: str) -> None:
    assert tidy(text) == re.sub(r"[\s\u200b\ufeff]+", " ", text).strip()


@given(TEXTS)
def test_a_filler_says_nothing_else(text: str) -> None:
    fillers = re.compile(r"(暂?无|没有|无相关内容|[.…．·\-—－_/／。]+)[。.]?")
    assert is_blank_filler(text) == bool(fillers.fullmatch(squeeze(text)))


@given(
    st.sampled_from(["序号", "备注", "职责分工", "主要职责"]),
    st.text(alphabet="须由单位填写，不得空缺。；", max_size=60),
)
def test_an_explanation_in_brackets_makes_no_label_too_long(label: str, explanation: str) -> None:
    assert columns_of(["主要职责", "具体事项"], None) == columns_of([f"主要职责（{explanation}）：", "具体事项"], None)
    assert part_kind("一、部门职责") == "duty"
    assert label_kinds(f" {label}\n：") == label_kinds(label) != frozenset()


@given(st.text(alphabet="负责拟订规划并组织实施，序号", min_size=31, max_size=200))
def test_running_text_is_no_label(text: str) -> None:
    assert label_kinds(text) == frozenset()
    assert columns_of([text, "具体事项", "备注"], None) is None


@given(
    st.text(alphabet="负责拟订规划", min_size=1), st.sampled_from(["一、", "（十二）", "3.", "①", "第三章", "１０、"])
)
def test_only_what_stands_first_is_a_mark(text: str, mark: str) -> None:
    found = leading_mark(f" {mark}{text}")

    assert found is not None
    assert found.rest == text
    assert leading_mark(text + mark) is None
