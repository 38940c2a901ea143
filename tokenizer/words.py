"""Chinese words: jieba with the domain dictionary."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, chain
from pathlib import Path

from tokenizer.cutter import Cutter, Frequencies
from tokenizer.grams import RUN

DATA = Path(__file__).parent / "data"
_LONGEST_PART = 4  # characters of a word looked for inside a longer one
_KEPT_WORDS = 65_536  # words whose parts are kept
_KEPT_PIECES = 16_384  # pieces of text whose words are kept while texts are indexed
_PIECE = re.compile(r"[\w+#&.%-]+")  # what jieba may take together
_POINTED = re.compile(r"([0-9a-z]+(?:\.[0-9a-z]+)+)")
_TERM_FREQUENCY = 20_000  # high enough to win against any way of cutting the term up


class Words:
    """Cuts normalised text into words; ready to be shared between threads once built.

    `learned` are terms taken from the corpus (matters, service names, law titles), which belong to one
    generation of the index.
    """

    def __init__(self, learned: Iterable[str] = ()) -> None:
        self._frequencies = Frequencies(chain(curated_terms(), learned), _TERM_FREQUENCY)
        self._jieba = Cutter(self._frequencies)
        self._common = frozenset(stop_words())
        self.parts = lru_cache(maxsize=_KEPT_WORDS)(self._parts)
        self._piece_terms = lru_cache(maxsize=_KEPT_PIECES)(self.index_terms)

    def cut(self, text: str) -> list[tuple[str, int, int]]:
        """The words of a normalised text with their spans; punctuation and stop words are left out."""
        found: list[tuple[str, int, int]] = []
        end = 0
        for word in self._pieces(text):
            start, end = end, end + len(word)
            if word not in self._common and (word.isalnum() or any(map(str.isalnum, word))):
                found.append((word, start, end))
        return found

    def _pieces(self, text: str) -> Iterator[str]:
        """A text cut up by jieba, but for runs with points in them (PM2.5), which jieba would tear at the point."""
        if "." not in text:
            yield from self._jieba.cut(text, HMM=False)
            return
        for number, part in enumerate(_POINTED.split(text)):
            if number % 2:
                yield part
            else:
                yield from self._jieba.cut(part, HMM=False)

    def count_terms(self, text: str) -> Counter[str]:
        """How often a text holds each word, and each shorter word inside it, so that 烟花 finds 烟花爆竹.

        Lists say the same again and again: the words of the latest pieces between punctuation are kept.
        """
        return Counter(chain.from_iterable(map(self._piece_terms, _PIECE.findall(text))))

    def index_terms(self, text: str) -> tuple[str, ...]:
        """The words of a text in order, each before the shorter words inside it."""
        return tuple(chain.from_iterable((word, *self.parts(word)) for word, _, _ in self.cut(text)))

    def _parts(self, word: str) -> tuple[str, ...]:
        """The dictionary's words inside a longer word, the shortest first."""
        lengths = range(2, min(_LONGEST_PART, len(word) - 1) + 1)
        pieces = (word[start : start + length] for length in lengths for start in range(len(word) - length + 1))
        return tuple(piece for piece in pieces if self._frequencies.of(piece) and piece not in self._common)

    def split(self, word: str) -> tuple[str, ...]:
        """A word as two or more shorter ones: the dictionary's where they fill it, else its pairs of characters.

        A number or a Latin word is one thing.
        """
        if RUN.fullmatch(word):
            return (word,)
        halves = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
        likely = {pair: self._frequencies.of(pair[0]) * self._frequencies.of(pair[1]) for pair in halves}
        if any(likely.values()):
            return max(halves, key=likely.__getitem__)
        return tuple(word[start : start + 2] for start in range(len(word) - 1)) or (word,)

    def ends(self, text: str) -> frozenset[int]:
        """Where the words of a text end, its beginning included."""
        return frozenset(accumulate(map(len, self._pieces(text)), initial=0))

    def likelihood(self, text: str) -> float:
        """The logarithm of how likely the language is to use the words of a text one after the other."""
        return self._jieba.likelihood(text)

    def frequency(self, word: str) -> int:
        """How often a word is used, 0 where it is none."""
        return self._frequencies.of(word)

    def is_term(self, word: str) -> bool:
        """Whether a word is one of the domain: curated, or learned from the corpus."""
        return self._frequencies.is_term(word)

    def information(self, word: str) -> float:
        """How much a word tells, by how rarely the language uses it (as −ln of its share), without end for terms."""
        return self._frequencies.information(word)

    def covers(self, text: str) -> bool:
        """Whether a text is made of words of two characters and more from beginning to end."""
        if not text[:1].isascii() and not any(self._frequencies.of(text[:end]) for end in range(2, len(text) + 1)):
            return False  # its first character is a word by itself
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
