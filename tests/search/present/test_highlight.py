"""Highlights: whole terms, text unchanged, `<mark>` the only tag, everything else escaped."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.present.highlight import Fields, Marks, excerpt, mark
from search.present.highlight import marked as marked_page
from search.present.results import Request
from search.snapshot import Snapshot
from tokenizer.normalize import is_plain, normalize


@pytest.mark.parametrize(
    ("strings", "text", "expected"),
    [
        (["烟花爆竹"], "烟花爆竹监管", "<mark>烟花爆竹</mark>监管"),
        (["烟花爆竹", "烟花"], "烟花爆竹和烟花", "<mark>烟花爆竹</mark>和<mark>烟花</mark>"),
        (["烟花爆竹"], "煙花爆竹", "<mark>煙花爆竹</mark>"),
        (["455"], "第455号、第4550号", "第<mark>455</mark>号、第4550号"),
        (["ktv"], "ＫＴＶ场所", "<mark>ＫＴＶ</mark>场所"),
        (["公安"], "公 安机关", "<mark>公 安</mark>机关"),
        (["国办发 2011 25号"], "（国办发〔2011〕25号）", "（<mark>国办发〔2011〕25号</mark>）"),
        (["第13条"], "第十三条", "<mark>第十三条</mark>"),
        (["b"], "<b>&amp;", "&lt;<mark>b</mark>&gt;&amp;amp;"),
        ([], "<script>", "&lt;script&gt;"),
    ],
)
def test_marks(strings: list[str], text: str, expected: str) -> None:
    assert mark(text, strings) == expected


TEXTS = st.text(alphabet="烟花爆竹管理<>&\"' 第455号ａｂ一二。\n", max_size=60)


@given(st.lists(TEXTS, max_size=4), TEXTS)
def test_without_marks_the_text_is_the_original(strings: list[str], text: str) -> None:
    html = mark(text, [normalize(each) for each in strings])
    assert unescape(re.sub(r"</?mark>", "", html)) == text
    assert not re.search(r"<(?!/?mark>)", html)
    assert html.count("<mark>") == html.count("</mark>")


@given(st.text(alphabet="烟花爆竹管理", min_size=1, max_size=4), TEXTS)
def test_every_mark_is_a_whole_term_and_none_is_missed(term: str, text: str) -> None:
    html = mark(text, [term])
    marked = [normalize(unescape(each)) for each in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)]
    assert all("".join(each.split()) == term for each in marked)
    assert bool(marked) == (term in "".join(normalize(text).split()))


@given(TEXTS, st.integers(10, 40))
def test_an_excerpt_is_a_passage_of_the_text(text: str, length: int) -> None:
    marked = mark(text * 4, ["花"])
    html = excerpt(marked, length)
    assert unescape(re.sub(r"</?mark>", "", html)) in text * 4
    assert ("<mark>" in html) == ("<mark>" in marked)


@pytest.mark.parametrize("query", ["烟花爆竹", "养犬 登记", "国务院令第617号", "安全 -学校", "公安局 校车"])
def test_highlights_of_hits_are_faithful(county: Snapshot, query: str) -> None:
    for hit in county.search(Request(query)).hits:
        printed = [value for value in hit.record.values() if isinstance(value, str)]
        printed += [
            text for part in ("parties", "sections") for each in hit.record.get(part, ()) for text in each.values()
        ]
        for html in [*hit.highlights.values(), *hit.excerpts.values()]:
            plain = unescape(re.sub(r"</?mark>", "", html))
            assert any(plain in text for text in printed)
            assert not re.search(r"<(?!/?mark>)", html)


@given(
    st.text(alphabet="烟花爆竹管理<&1\x01\x02\x03\x04\x1b\ufdd0\ufdd1\ufdd2\ufdef。", max_size=60), st.integers(5, 30)
)
def test_characters_that_look_like_codes_are_left_out(text: str, length: int) -> None:
    marked = mark(text * 3, ["烟花爆竹", "烟花", "花", "1"])
    shown = re.sub("[\x01-\x04\x1b\ufdd0\ufdd1\ufdd2\ufdef]", "", text * 3)
    assert unescape(re.sub(r"</?mark>", "", marked)) == shown
    for html in (marked, excerpt(marked, length)):
        assert re.fullmatch(r"(?:[^<]|<mark>[^<]+</mark>)*", html)


STRINGS = ["烟花爆竹", "烟花", "竹管", "花", "条", "第13条", "455", "ab"]
FIELD_TEXTS = st.text(alphabet="烟花爆竹管理<&\"' 第十三条455ａｂab。\n", max_size=25)


@st.composite
def matters(draw: st.DrawFn) -> dict[str, object]:
    parties = draw(st.lists(st.fixed_dictionaries({"agency": FIELD_TEXTS, "role": FIELD_TEXTS}), max_size=3))
    fields = {name: draw(FIELD_TEXTS) for name in ("basis", "case")}
    return {"kind": "boundary", "matter": draw(FIELD_TEXTS.filter(bool)), "parties": parties, **fields}


@given(st.lists(matters(), min_size=1, max_size=4), st.lists(st.sampled_from(STRINGS), max_size=4))
def test_a_page_is_marked_as_each_text_by_itself(records: list[dict[str, object]], strings: list[str]) -> None:
    shown = marked_page([Fields(record) for record in records], Marks(strings))
    assert len(shown) == len(records)
    for record, fields in zip(records, shown, strict=True):
        assert next(iter(fields)) == "matter"
        parts: list[dict[str, str]] = record["parties"]  # type: ignore[assignment]
        for name, html in fields.items():
            texts = [part[name] for part in parts] if name in ("agency", "role") else [str(record[name])]
            assert html in [mark(text, strings) for text in texts]
        for name in ("basis", "case"):
            assert ("<mark>" in mark(str(record[name]), strings)) == (name in fields)
        most = max((sum(mark(text, strings).count("<mark>") for text in part.values()) for part in parts), default=0)
        assert sum(fields.get(name, "").count("<mark>") for name in ("agency", "role")) == most


def test_marks_of_very_many_strings_inside_each_other_never_nest() -> None:
    word = "".join([character for character in map(chr, range(0x4E00, 0x5000)) if is_plain(character)])[:100]
    text = f"{word}，{word[:20]}，{word[50:]}"
    marked = mark(text, [word[:end] for end in range(1, 101)])
    assert marked == f"<mark>{word}</mark>，<mark>{word[:20]}</mark>，{word[50:]}"
