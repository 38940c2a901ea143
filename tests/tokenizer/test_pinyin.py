"""The pinyin of pieces, all at once and one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pypinyin.constants import PHRASES_DICT

from tokenizer.pinyin import piece_sounds, syllables

# Words whose characters sound different elsewhere, and beginnings of words that pypinyin knows.
TURNS = (
    "银行",
    "行为",
    "重庆",
    "重量",
    "长大",
    "长度",
    "调解",
    "调查",
    "乐器",
    "快乐",
    "朝",
    "阳",
    "不",
    "一",
    "中华人民",
)
PHRASES = [phrase for phrase in PHRASES_DICT if all("\u4e00" <= character <= "\u9fff" for character in phrase)]
RUNS = st.lists(st.one_of(st.sampled_from(TURNS), st.sampled_from(PHRASES)), min_size=1, max_size=5).map("".join)


@given(RUNS, st.integers(1, 9))
def test_each_piece_sounds_as_it_does_alone(run: str, longest: int) -> None:
    sounds = piece_sounds(run, longest)
    for start in range(len(run)):
        for end in range(start + 1, min(len(run), start + longest) + 1):
            assert sounds[start, end] == "".join(syllables(run[start:end]))


def test_syllables_have_no_tones_and_leave_the_rest() -> None:
    assert syllables("烟花2024") == ("yan", "hua", "2024")
    assert syllables("") == ()
