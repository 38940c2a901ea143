"""jieba over a dictionary that is taken apart by first character, of which a process unpacks what its texts need.

jieba's own way holds half a million strings in memory, and most of a start goes into loading them.
"""

from __future__ import annotations

import json
import logging
import sys
import tempfile
import warnings
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import inf, log
from pathlib import Path
from typing import Any

_RESOURCES = "pkg_resources"  # slow to load, and without it jieba opens its files by itself
_hidden = _RESOURCES not in sys.modules
if _hidden:
    sys.modules[_RESOURCES] = None  # type: ignore[assignment]
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its sources predate raw strings for regular expressions
    import jieba
if _hidden:
    del sys.modules[_RESOURCES]

CACHE = Path(__file__).parent.parent / ".cache" / "jieba"
FILE = f"words-{jieba.__version__}.txt"

jieba.setLogLevel(logging.WARNING)
_log = logging.getLogger(__name__)


class Frequencies(dict[str, dict[str, int]]):
    """How often each word is used, by its first character; 0 for what is no word but begins one.

    Holds jieba's words and `terms`, each of which is used `frequency` times. Characters are unpacked when they are
    first met.
    """

    def __init__(self, terms: Iterable[str], frequency: int) -> None:
        super().__init__()
        self.total, self._packed = dictionary()
        self._frequency = frequency
        self._plain_total = self.total
        self._terms: dict[str, list[str]] = {}
        for term in terms:
            self._terms.setdefault(term[0], []).append(term)
            self.total += frequency

    def __missing__(self, first: str) -> dict[str, int]:
        words: dict[str, int] = json.loads(self._packed.get(first, b"{}"))
        for term in self._terms.get(first, ()):
            words[term] = self._frequency
            for end in range(1, len(term)):
                words.setdefault(term[:end], 0)
        self[first] = words
        return words

    def is_term(self, word: str) -> bool:
        """Whether a word is one of the terms that were added."""
        return word in self._terms.get(word[0], ())

    def information(self, word: str) -> float:
        """How much a word tells by the language alone, as −ln of its share; what is a term or no word tells all."""
        used = 0 if self.is_term(word) else self.of(word)
        return log(self._plain_total / used) if used else inf

    def of(self, word: str) -> int:
        """How often a word is used, 0 where it is none."""
        return self[word[0]].get(word, 0)


class Cutter(jieba.Tokenizer):  # type: ignore[misc]
    """A tokenizer of jieba over such a dictionary, for cutting without its model for unknown words."""

    def __init__(self, frequencies: Frequencies) -> None:
        super().__init__()
        self.initialized = True
        self._frequencies = frequencies
        self._log_total = log(frequencies.total)

    def get_DAG(self, sentence: str) -> Mapping[int, Any]:  # noqa: N802
        """Where jieba asks for the words that can start at each place; `calc` looks them up by itself."""
        return {}

    def likelihood(self, text: str) -> float:
        """The logarithm of how likely the language is to use the words of a text one after the other."""
        route: dict[int, tuple[float, int]] = {0: (0.0, 0)}
        self.calc(text, None, route)
        return route[0][0]

    def calc(self, sentence: str, _: Any, route: dict[int, tuple[float, int]]) -> None:
        """Where jieba asks for the likeliest way to cut: for each place its score, and the last index of its word.

        Of ways that are as likely the one with the longer word is taken, as jieba does.
        """
        size, log_total, frequencies = len(sentence), self._log_total, self._frequencies
        scores = [0.0] * (size + 1)
        for start in range(size - 1, -1, -1):
            words = frequencies[sentence[start]]
            best, last = -inf, start
            for end in range(start + 1, size + 1):
                frequency = words.get(sentence[start:end])
                if frequency is None:
                    break
                if frequency:
                    score = log(frequency) - log_total + scores[end]
                    if score >= best:
                        best, last = score, end - 1
            scores[start] = best if best > -inf else scores[start + 1] - log_total
            route[start] = (best, last)


@lru_cache(maxsize=1)
def dictionary() -> tuple[int, Mapping[str, bytes]]:
    """The sum of the frequencies in jieba's dictionary, and its words with theirs as JSON by first character.

    They are kept in a file: the sum and a checksum, then a line for each character.
    """
    try:
        head, _, body = (CACHE / FILE).read_bytes().partition(b"\n")
        total, checksum = map(int, head.split())
    except (OSError, ValueError):
        total, checksum, body = 0, -1, b""
    if zlib.crc32(body) != checksum:
        total, body = _read_dictionary()
        _keep(b"%d %d\n%s" % (total, zlib.crc32(body), body))
    lines = (line.split(b"\t", 1) for line in body.split(b"\n"))
    return total, {first.decode(): words for first, words in lines}


def _read_dictionary() -> tuple[int, bytes]:
    """The same from jieba's text file, which takes a second or two."""
    frequencies, total = jieba.Tokenizer.gen_pfdict(jieba.get_module_res(jieba.DEFAULT_DICT_NAME))
    by_first: dict[str, dict[str, int]] = {}
    for word, frequency in frequencies.items():
        by_first.setdefault(word[0], {})[word] = frequency
    lines = (
        f"{first}\t{json.dumps(words, ensure_ascii=False, separators=(',', ':'))}" for first, words in by_first.items()
    )
    return total, "\n".join(lines).encode()


def _keep(content: bytes) -> None:
    """Keep the dictionary for the next start, if the program's folder can be written to."""
    try:
        CACHE.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            file = Path(folder) / FILE
            file.write_bytes(content)
            file.replace(CACHE / FILE)
    except OSError as error:
        _log.info("词典缓存无法写入 %s：%s", CACHE, error)
