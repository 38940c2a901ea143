"""Finding words in texts: the same words as a search for each of them would find."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tokenizer.finder import WordFinder, WordStarts

LETTERS = "网吧登记ktv12é "
WORDS = st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=5), max_size=12)
TEXTS = st.text(alphabet=LETTERS, max_size=25)


def stands(text: str, start: int, word: str) -> bool:
    """Whether a word stands at a place of a text, and its ends do not cut a run of Latin letters or digits."""
    around = text[max(0, start - 1) : start + 1], text[start + len(word) - 1 : start + len(word) + 1]
    return text.startswith(word, start) and not any(re.fullmatch("[0-9a-zà-ɏ]{2}", pair) for pair in around)


@given(WORDS, TEXTS)
def test_the_longest_word_is_found_at_each_place(words: list[str], text: str) -> None:
    expected = [
        (start, max(found, key=len))
        for start in range(len(text))
        if (found := [word for word in words if stands(text, start, word)])
    ]
    assert WordFinder(words).everywhere(text) == expected


@given(WORDS, TEXTS)
def test_words_apart_are_all_but_those_that_begin_inside_one_before(words: list[str], text: str) -> None:
    finder = WordFinder(words)
    end, expected = 0, []
    for start, word in finder.everywhere(text):
        if start >= end:
            expected.append((start, word))
            end = start + len(word)
    assert finder.apart(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("网吧", [(0, "网吧")]),
        ("上网吧登记", [(1, "网吧登记"), (3, "登记")]),
        ("去ktv唱", [(1, "ktv")]),
        ("ktvs", []),
        ("1ktv", []),
        ("", []),
    ],
)
def test_words_in_a_text(text: str, found: list[tuple[int, str]]) -> None:
    assert WordFinder(["网吧", "网吧登记", "登记", "ktv", ""]).everywhere(text) == found


@given(WORDS, TEXTS)
def test_no_start_of_a_word_is_ruled_out(words: list[str], text: str) -> None:
    starts = WordStarts(words)
    for word in words:
        for match in re.finditer(f"(?={re.escape(word)})", text):
            lengths = dict(starts.places(text))[match.start()]
            assert len(word) in lengths
            assert lengths == starts.lengths(text, match.start()) == tuple(sorted(lengths, reverse=True))
