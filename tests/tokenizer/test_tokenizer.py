"""Normalising, grams and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenizer.cutter import CACHE
from tokenizer.grams import units
from tokenizer.normalize import normalize, normalize_with_offsets
from tokenizer.words import Words


@pytest.fixture(scope="module")
def words() -> Words:
    return Words()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("煙花爆竹", "烟花爆竹"),
        ("ＫＴＶ１２３", "ktv123"),
        ("烟\u200b花", "烟花"),
        ("⻝品", "食品"),
        ("转帐", "转账"),
        ("第十三条", "第13条"),
        ("第一百零五号", "第105号"),
        ("十三陵", "十三陵"),
        ("国办发〔2011〕25号", "国办发 2011 25号"),
        ("国办发[2011]25号", "国办发 2011 25号"),
        ("国办发（2011）25号", "国办发 2011 25号"),
        ("国办发【２０１１】25号", "国办发 2011 25号"),
    ],
)
def test_normal_form(text: str, expected: str) -> None:
    assert normalize(text) == expected


@given(st.text(max_size=60))
def test_offsets_point_at_where_characters_come_from(text: str) -> None:
    plain = normalize_with_offsets(text)
    assert plain.text == normalize(text)
    assert len(plain.offsets) == len(plain.text)
    assert all(0 <= offset < len(text) for offset in plain.offsets)
    assert list(plain.offsets) == sorted(plain.offsets)


@given(st.text(alphabet="火灾烟花爆竹第13条ktv，。 ", max_size=30))
def test_units_are_all_of_the_text_but_blanks_and_punctuation(text: str) -> None:
    row = units(text)
    assert "".join(unit.text for unit in row) == "".join(c for c in text if c.isalnum())
    assert all(text[unit.start : unit.end] == unit.text for unit in row)


def test_punctuation_leaves_a_gap_and_blanks_do_not() -> None:
    assert [unit.position for unit in units("安 全")] == [0, 1]
    assert [unit.position for unit in units("安。全")] == [0, 2]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("12345热线", ["12345", "热", "线"]),
        ("国产c919飞机", ["国", "产", "c919", "飞", "机"]),
        ("pm2.5超标", ["pm2.5", "超", "标"]),
        ("见附件2.", ["见", "附", "件", "2"]),
        ("1.负责", ["1", "负", "责"]),
    ],
)
def test_letters_digits_and_points_between_them_are_one_unit_and_one_word(
    words: Words, text: str, row: list[str]
) -> None:
    assert [unit.text for unit in units(text)] == row
    cut = [word for word, _, _ in words.cut(text)]
    assert [run for run in row if run.isascii()] == [word for word in cut if word.isascii()]
    assert all(text[start:end] == word for word, start, end in words.cut(text))


@pytest.mark.parametrize("run", ["12345", "c919", "pm2.5"])
def test_a_run_is_never_split(words: Words, run: str) -> None:
    assert words.split(run) == (run,)


def test_words_have_true_positions_and_no_guessing(words: Words) -> None:
    text = "烟花爆竹监管"
    spans = list(words.cut(text))
    assert all(text[start:end] == word for word, start, end in spans)
    assert [start for _, start, _ in spans] == sorted({start for _, start, _ in spans})


def test_longer_words_are_indexed_with_the_words_inside(words: Words) -> None:
    assert {"烟花爆竹", "烟花", "爆竹"} <= set(words.index_terms("烟花爆竹"))


def test_learned_terms_are_words_of_their_generation_only() -> None:
    assert "甲乙丙监管" in {word for word, _, _ in Words(["甲乙丙监管"]).cut("某县甲乙丙监管工作")}
    assert "甲乙丙监管" not in {word for word, _, _ in Words().cut("某县甲乙丙监管工作")}


def test_the_dictionary_cache_is_private(words: Words) -> None:
    assert words.covers("公安局管理")
    assert CACHE.is_dir()
    assert CACHE.stat().st_mode & 0o077 == 0
