"""Better spellings: what the rules say, found the short way and the long way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.spelling import Speller
from store.terms import Term, Terms, write_terms
from tokenizer.pinyin import syllables
from tokenizer.words import Words

WORDS = (
    "烟花爆竹",
    "烟花",
    "暴竹",
    "公安局",
    "公安",
    "安全监管",
    "安全",
    "监管",
    "检管",
    "校车安全管理",
    "银行",
    "安监",
    "公开",
)
NAMES = ("公安局", "烟花爆竹安全监管", "禁毒法")
HELD = ("烟花爆竹安全监管", "公安局", "校车安全管理", "银行", "公开")  # what records hold, and all pieces of it


def file_of(path: Path, texts: Sequence[str]) -> Terms:
    write_terms(path, [Term(text, text, 90.0 - i // 2, "word", syllables(text)) for i, text in enumerate(texts)])
    return Terms(path)


def holds(text: str) -> bool:
    return any(text in held for held in HELD)


class Toy:
    """A language in which 开 is always a word by itself, and everything with 行 in it is said all the time."""

    def covers(self, text: str) -> bool:
        return text in ("公安", "安监", "竹安")

    def ends(self, text: str) -> set[int]:
        inside = {place for place in range(1, len(text)) if text[place - 1 : place + 1] == "开行"}
        return set(range(len(text) + 1)) - inside

    def likelihood(self, text: str) -> float:
        return 0.0 if "行" in text or text in {*WORDS, *NAMES} - {"检管", "暴竹"} else -20.0


TOY = Toy()


@pytest.fixture(scope="module")
def speller(tmp_path_factory: pytest.TempPathFactory) -> Speller:
    folder = tmp_path_factory.mktemp("terms")
    return Speller([file_of(folder / "words.tsv", WORDS), file_of(folder / "names.tsv", NAMES)], holds, TOY)


@pytest.mark.parametrize(
    ("typed", "better"),
    [
        ("烟花暴竹", "烟花爆竹"),  # sounds the same
        ("严花爆竹", "烟花爆竹"),
        ("安全监菅", "安全监管"),  # looks like it
        ("校车安权管理", "校车安全管理"),
        ("公安居", "公安局"),
        ("检管", "监管"),  # no record holds it, though the lists' words do
        ("yanhuabaozhu", "烟花爆竹"),
        ("yhbz", "烟花爆竹"),
        ("gongan", "公安"),
        ("烟hua爆竹", "烟花爆竹"),  # half of it in pinyin
        ("gong安", "公安"),
    ],
)
def test_slips_are_mended(speller: Speller, typed: str, better: str) -> None:
    assert [found.better for found in speller.corrections(typed)] == [better]


@pytest.mark.parametrize("typed", ["", "烟花爆竹安全", "公安", "安监", "xx", "110", "龘龘龘龘", "银行"])
def test_the_rest_is_left_alone(speller: Speller, typed: str) -> None:
    assert speller.corrections(typed) == ()


@pytest.mark.parametrize("typed", ["没人修", "义务教育招生", "衡阳刻章", "卫生执法"])
def test_what_people_commonly_say_is_no_slip(tmp_path: Path, typed: str) -> None:
    terms = file_of(tmp_path / "words.tsv", ("每人", "义务教育法", "衡阳市", "卫生院", "卫生殖"))
    assert Speller([terms], lambda _: False, Words()).corrections(typed) == ()


@pytest.mark.parametrize(("typed", "better"), [("低宝", "低保"), ("婚因登记", "婚姻"), ("流lang汉救助", "流浪汉")])
def test_slips_are_mended_in_the_language_at_large(tmp_path: Path, typed: str, better: str) -> None:
    terms = file_of(tmp_path / "words.tsv", ("低保", "婚姻", "流浪汉", "登记"))
    assert [each.better for each in Speller([terms], lambda _: False, Words()).corrections(typed)] == [better]


def long_way(text: str) -> list[tuple[int, int, str]]:
    """Corrections of Chinese characters by the rules as they are written down, one word at a time."""
    terms = [(word, 90.0 - i // 2) for words in (WORDS, NAMES) for i, word in enumerate(words)]
    weights = dict(terms)
    taken: set[int] = set()
    found = []
    for length in range(min(8, len(text)), 1, -1):
        for start in range(len(text) - length + 1):
            piece = text[start : start + length]
            if taken & set(range(start, start + length)) or holds(piece):
                continue
            ends = TOY.ends(text)
            if start not in ends or start + length not in ends:
                continue
            short_word = length < 3 and TOY.covers(piece)
            heard = [w for w in weights if syllables_match(w, piece) and set(w) & set(piece) and not short_word]
            seen = [w for w in weights if 3 <= length == len(w) and odd(w, piece) == 1 and not TOY.covers(piece)]
            seen.sort(key=lambda w: (-weights[w], [a == b for a, b in zip(w, piece, strict=True)].index(False)))
            better = heard[0] if heard else seen[0] if seen and (len(seen) == 1 or length > 3) else None
            if better and TOY.likelihood(better) > TOY.likelihood(piece):
                taken |= set(range(start, start + length))
                found.append((start, start + length, better))
    return sorted(found)


def syllables_match(word: str, piece: str) -> bool:
    return "".join(syllables(word)) == "".join(syllables(piece))


def odd(word: str, piece: str) -> int:
    return sum(a != b for a, b in zip(word, piece, strict=True))


@given(st.text(alphabet="烟花爆暴竹严公安局居全监检管校车银行开", max_size=12))
def test_the_short_way_finds_what_the_long_way_finds(speller: Speller, text: str) -> None:
    assert [(found.start, found.end, found.better) for found in speller.corrections(text)] == long_way(text)
