"""Completions: what the rules say, found the short way and the long way."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.local.suggest import Suggester
from store.terms import Term, Terms, write_terms
from tokenizer.pinyin import syllables
from tokenizer.synonyms import Synonyms

PLAIN = ("烟花爆竹", "养犬管理", "烟花 经营", "110接处警", "ktv管理", "a·b级景区", "安安", "燕窝", "银行安全", "养犬")
MATTERS = [Term(text, text.upper(), 50.0 - i, "matter", syllables(text)) for i, text in enumerate(PLAIN)]
LAWS = [
    Term(text, text, 9.0 - i, "law", syllables(text)) for i, text in enumerate(("禁毒法", "安全法", "养犬管理条例"))
]
NAMES = [*MATTERS, *LAWS]


def suggester_of(folder: Path, names: list[Term]) -> Suggester:
    write_terms(folder / "names.tsv", names)
    return Suggester(Terms(folder / "names.tsv"), Synonyms({("狗", "养犬"): 0.9, ("狗粮", "银行"): 0.2}))


@pytest.fixture(scope="module")
def suggester(tmp_path_factory: pytest.TempPathFactory) -> Suggester:
    return suggester_of(tmp_path_factory.mktemp("names"), NAMES)


def long_way(text: str) -> list[str]:
    """Completions by the rules as they are written down, one name at a time."""
    spelt = {name.text: " ".join(name.syllables).split(" ") for name in NAMES}
    found = [name for name in NAMES if name.text.startswith(text)]
    found += [name for name in NAMES if text in name.text]
    if text.isascii() and len(text) > 1:
        found += [name for name in NAMES if "".join(spelt[name.text]).startswith(text)]
        found += [name for name in NAMES if "".join(each[:1] for each in spelt[name.text]).startswith(text)]
        for name in NAMES:
            parts = spelt[name.text]
            if any("".join(parts[start:]).startswith(text) for start in range(1, len(parts))):
                found.append(name)
    return list(dict.fromkeys(name.printed for name in found))[:10]


TYPED = st.one_of(
    st.text(alphabet="烟花养犬管理安全法ktv10", min_size=1, max_size=4),
    st.text(alphabet="yanhuqgl10kt.·[^", min_size=1, max_size=5),
    st.builds(
        lambda name, start: "".join(name.syllables)[start : start + 5], st.sampled_from(NAMES), st.integers(0, 8)
    ),
).filter(lambda text: bool(text) and not set(text) & set(" "))


@given(TYPED)
def test_the_short_way_finds_what_the_long_way_finds(suggester: Suggester, typed: str) -> None:
    assert suggester.suggest(typed) == long_way(typed)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("养", ["养犬管理", "养犬", "养犬管理条例"]),
        ("管 理", ["养犬管理", "KTV管理", "养犬管理条例"]),
        ("yhbz", ["烟花爆竹"]),
        ("huabao", ["烟花爆竹"]),
        ("jing", ["烟花 经营", "110接处警", "A·B级景区"]),
        ("an", ["安安", "安全法", "银行安全"]),
        ("ab", []),
        ("烟h", ["烟花爆竹"]),
        ("烟huab", ["烟花爆竹"]),
        ("y花bao", ["烟花爆竹"]),
        ("quan管", ["养犬管理", "养犬管理条例"]),
        ("yan'hua'b", ["烟花爆竹"]),
        ("狗", ["养犬管理", "养犬", "养犬管理条例"]),
        ("", []),
    ],
)
def test_names_come_in_order(suggester: Suggester, typed: str, first: list[str]) -> None:
    assert suggester.suggest(typed) == first


def test_examples_are_short_matters_in_order(suggester: Suggester) -> None:
    assert suggester.examples(3) == ["烟花爆竹", "养犬管理", "烟花 经营"]
    assert len(suggester.examples(100)) == len(MATTERS)


def test_at_most_ten_and_each_once(tmp_path: Path) -> None:
    names = [Term(f"安全{n}", "安全" if n < 3 else f"安全{n}", 1.0, "law", ("an", "quan", str(n))) for n in range(30)]
    found = suggester_of(tmp_path, names).suggest("安全")
    assert found == ["安全", *(f"安全{n}" for n in range(3, 12))]


def test_no_names_at_all(tmp_path: Path) -> None:
    suggester = suggester_of(tmp_path, [])
    assert suggester.suggest("安全") == suggester.suggest("anquan") == suggester.examples(5) == []


@given(st.text(max_size=8))
def test_anything_may_be_typed(suggester: Suggester, typed: str) -> None:
    assert set(suggester.suggest(typed)) <= {name.printed for name in NAMES}


def test_terms_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_terms(tmp_path / "names.tsv", LAWS)
    terms = Terms(tmp_path / "names.tsv")
    assert list(terms) == LAWS
    assert terms.texts == [law.text for law in LAWS]
    assert terms.weights == [law.weight for law in LAWS]
    assert terms.syllables == [" ".join(law.syllables) for law in LAWS]
