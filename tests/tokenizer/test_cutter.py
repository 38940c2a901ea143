"""Words are cut as jieba cuts them, whatever becomes of the file in which its dictionary is kept."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenizer import cutter
from tokenizer.words import Words, curated_terms, stop_words

LEARNED = ("甲乙丙监管", "烟花爆竹零售许可证", "烟花爆竹", "c2c平台", "公")
PIECES = (
    *"的和一了公安。，、 -+#%._/\n",
    "烟花爆竹",
    "监管",
    "第13条",
    "ktv",
    "c2c",
    "AT&T",
    "3.5",
    "甲乙丙",
    "龘",
    "é",
)


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(LEARNED)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    """jieba as it comes, with our terms."""
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    for term in (*curated_terms(), *LEARNED):
        tokenizer.add_word(term, 20_000)
    return tokenizer


@given(
    text=st.one_of(
        st.text(),
        st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(curated_terms()), st.characters())).map("".join),
    )
)
def test_words_are_those_of_jieba(words: Words, plain: jieba.Tokenizer, text: str) -> None:
    text = text.replace(".", ",")  # at a point jieba tears what is one thing: PM2.5
    expected = [
        span
        for span in plain.tokenize(text, HMM=False)
        if span[0] not in stop_words() and any(map(str.isalnum, span[0]))
    ]
    assert words.cut(text) == expected
    assert words.covers(text) == all(len(word) > 1 for word in plain.cut(text, HMM=False))


@given(
    text=st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(curated_terms()), st.characters())).map("".join)
)
def test_terms_are_counted_piece_by_piece_as_in_the_whole(words: Words, text: str) -> None:
    assert words.count_terms(text) == Counter(words.index_terms(text))


@given(word=st.sampled_from(curated_terms()))
def test_parts_and_halves_are_words_of_the_dictionary(words: Words, plain: jieba.Tokenizer, word: str) -> None:
    assert all(part in word and len(part) < len(word) and plain.FREQ[part] for part in words.parts(word))
    halves = words.split(word)
    if "".join(halves) == word and len(halves) > 1:
        assert all(plain.FREQ.get(half) for half in halves)
    else:
        assert halves == (tuple(map("".join, pairwise(word))) or (word,))


@pytest.mark.parametrize("content", [None, b"garbage", b"60101967 0\n\xff\t{"])
def test_a_missing_or_damaged_dictionary_is_made_anew(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    monkeypatch.setattr(cutter, "CACHE", tmp_path / "jieba")
    file = tmp_path / "jieba" / cutter.FILE
    if content is not None:
        file.parent.mkdir()
        file.write_bytes(content)
    text = "农村公路养护和烟花爆竹监管"
    cutter.dictionary.cache_clear()
    try:
        assert Words(LEARNED).cut(text) == words.cut(text)
        assert [path.name for path in file.parent.iterdir()] == [cutter.FILE]
        cutter.dictionary.cache_clear()
        assert Words(LEARNED).cut(text) == words.cut(text)
    finally:
        cutter.dictionary.cache_clear()


def test_a_folder_that_cannot_be_written_to_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Words
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(cutter, "CACHE", tmp_path / "file" / "jieba")
    cutter.dictionary.cache_clear()
    try:
        assert Words(LEARNED).cut("烟花爆竹") == words.cut("烟花爆竹")
    finally:
        cutter.dictionary.cache_clear()
