"""Chinese words: jieba with the domain dictionary, in an instance and a cache folder of our own."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its sources predate raw strings for regular expressions
    import jieba

DATA = Path(__file__).parent / "data"
CACHE = Path(__file__).parent.parent / ".cache" / "jieba"
_LONGEST_PART = 4  # characters of a word looked for inside a longer one
_TERM_FREQUENCY = 20_000  # high enough to win against any way of cutting the term up

jieba.setLogLevel(logging.WARNING)


class Words:
    """Cuts normalised text into words; ready to be shared between threads once built.

    `learned` are terms taken from the corpus (matters, service names, law titles), which belong to one
    generation of the index.
    """

    def __init__(self, learned: Iterable[str] = ()) -> None:
        self._jieba = jieba.Tokenizer()
        self._jieba.tmp_dir = str(_private_folder())
        self._jieba.initialize()
        self._common = frozenset(stop_words())
        for term in curated_terms():
            self._jieba.add_word(term, _TERM_FREQUENCY)
        for term in learned:
            self._jieba.add_word(term, _TERM_FREQUENCY)

    def cut(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The words of a normalised text with their spans; punctuation and stop words are left out."""
        for word, start, end in self._jieba.tokenize(text, HMM=False):
            if word not in self._common and any(character.isalnum() for character in word):
                yield word, start, end

    def index_terms(self, text: str) -> Iterator[str]:
        """The words of a text and the shorter words inside them, so that 烟花 finds 烟花爆竹."""
        for word, _, _ in self.cut(text):
            yield word
            yield from self.parts(word)

    def parts(self, word: str) -> Iterator[str]:
        """The dictionary's words inside a longer word."""
        frequency = self._jieba.FREQ
        for length in range(2, min(_LONGEST_PART, len(word) - 1) + 1):
            for start in range(len(word) - length + 1):
                part = word[start : start + length]
                if frequency.get(part) and part not in self._common:
                    yield part

    def split(self, word: str) -> tuple[str, ...]:
        """A word as two or more shorter ones: the dictionary's where they fill it, else its pairs of characters."""
        frequency = self._jieba.FREQ
        halves = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
        known = [pair for pair in halves if frequency.get(pair[0]) and frequency.get(pair[1])]
        if known:
            return max(known, key=lambda pair: frequency[pair[0]] * frequency[pair[1]])
        return tuple(word[start : start + 2] for start in range(len(word) - 1)) or (word,)

    def covers(self, text: str) -> bool:
        """Whether a text is made of words of two characters and more from beginning to end."""
        return all(len(word) > 1 for word in self._jieba.cut(text, HMM=False))


@lru_cache(maxsize=1)
def curated_terms() -> tuple[str, ...]:
    """The domain dictionary: one term a line, `#` starts a comment."""
    return _read_terms("dictionary.txt")


@lru_cache(maxsize=1)
def stop_words() -> tuple[str, ...]:
    """Words that carry nothing for finding or ranking."""
    return _read_terms("stopwords.txt")


def dictionary_hash(learned: Iterable[str] = ()) -> str:
    """A fingerprint of everything that decides how text is cut."""
    digest = hashlib.sha256()
    for term in (*curated_terms(), "", *stop_words(), "", *learned):
        digest.update(term.encode() + b"\n")
    return digest.hexdigest()[:16]


def _read_terms(name: str) -> tuple[str, ...]:
    path = DATA / name
    if not path.exists():
        return ()
    lines = (line.partition("#")[0].split() for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(dict.fromkeys(line[0] for line in lines if line))


def _private_folder() -> Path:
    """A folder that only this user can write to: jieba unmarshals its cache from there."""
    try:
        CACHE.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = CACHE / ".writable"
        probe.touch()
        probe.unlink()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="qingdan-jieba-"))
    return CACHE
