"""The word lists beside the code: the domain dictionary, the stop words, the variant forms."""

from __future__ import annotations

import re
import unicodedata

import jieba
import pytest

from tokenizer.normalize import normalize
from tokenizer.synonyms import SYNONYMS, load_synonyms

DATA = SYNONYMS.parent
OURS = load_synonyms()

AGENCY = re.compile(r".*(局|大队|支队|总队|人民政府|管委会|街道办|办公室)")
LAW_TITLE = re.compile(r".*(条例|办法|规定|(?<!执|违|司|守|立|修)法)")
FLOODING = {"管理", "监督", "监管", "检查", "安全", "服务", "处罚", "许可", "部门", "工作", "企业"}


def terms_of(name: str) -> list[str]:
    lines = (line.partition("#")[0].strip() for line in (DATA / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


@pytest.fixture(scope="module")
def plain_jieba(tmp_path_factory: pytest.TempPathFactory) -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    return tokenizer


def test_the_dictionary_holds_what_jieba_would_tear(plain_jieba: jieba.Tokenizer) -> None:
    terms = terms_of("dictionary.txt")
    assert 800 <= len(terms) <= 1500
    assert len(terms) == len(set(terms))
    assert [term for term in terms if normalize(term) != term or not term.isalnum() or len(term) < 2] == []
    assert [term for term in terms if len(plain_jieba.lcut(term, HMM=False)) == 1] == []
    assert [term for term in terms if LAW_TITLE.fullmatch(term)] == []
    assert [term for term in terms if AGENCY.fullmatch(term)] == []


def test_stop_words_are_few_and_carry_nothing() -> None:
    stops = terms_of("stopwords.txt")
    assert {"的", "和", "及", "对", "等", "与", "或"} <= set(stops)
    assert len(stops) == len(set(stops)) <= 60
    assert not set(stops) & {*OURS, *terms_of("dictionary.txt"), *FLOODING}
    assert all(normalize(word) == word and not re.search("[0-9a-z]", word) for word in stops)


def test_variants_keep_the_length_and_lead_nowhere_else() -> None:
    pairs = [tuple(part.strip() for part in line.split(">")) for line in terms_of("variants.txt")]
    forms = [form for form, _ in pairs]
    assert len(forms) == len(set(forms)) >= 50
    for form, usual in pairs:
        assert len(form) == len(usual)
        assert form != usual == normalize(usual)
        assert unicodedata.normalize("NFKC", form) == form, "the normal form covers it already"
        assert not any(other in usual for other in forms)
