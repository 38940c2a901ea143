"""The words of a query that ask for something (归谁管, 怎么办, 举报电话) rather than name it.

A question-words file has one word a line under section headings (`## who`); comments start with `#`. The
longest word is taken first. A `+` before a word says that it tells an intent and is a search term all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from pathlib import Path

from tokenizer.datafiles import Fault, SynonymError, numbered_lines, one_word, without_comment
from tokenizer.finder import WordFinder

QUESTION_WORDS = Path(__file__).parent / "data" / "question_words.txt"

# A word of `filler` says nothing; a word of `keep` is one in which a question word only seems to stand
# (吗 in 吗啡); every other section is an intent: what the searcher wants to know.
SECTIONS = ("who", "how", "wants_phone", "wants_report", "wants_basis", "when", "filler", "keep")
_SILENT = ("filler", "keep")
_STAYS = "+"
_EDGES = " ,.?!;:、。"


@dataclass(frozen=True, slots=True)
class _QuestionWord:
    intent: str
    taken: bool


class QuestionWords:
    """Tells question words from search terms; unchangeable, so threads can share it."""

    def __init__(self, words: Mapping[str, _QuestionWord]) -> None:
        self._words = dict(words)
        self._finder = WordFinder(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def split(self, text: str, ends: Callable[[str], Container[int]] | None = None) -> tuple[str, tuple[str, ...]]:
        """A normalised query without its question words, and the intents they tell, in the order asked.

        A query of nothing but question words comes back whole. `ends` tells where the words of a text end: a
        question word that ends inside another word (怎么报|废) gives way to a shorter one (怎么).
        """
        pieces: list[str] = []
        intents: dict[str, None] = {}
        end = 0
        for start, longest in self._finder.apart(text):
            found = self._whole(text, start, longest, ends) if ends else longest
            word = self._words[found]
            if word.intent not in _SILENT:
                intents[word.intent] = None
            if word.taken:
                pieces.append(text[end:start])
                end = start + len(found)
        rest = " ".join(" ".join([*pieces, text[end:]]).split()).strip(_EDGES) if pieces else text
        return (rest if any(map(str.isalnum, rest)) else text), tuple(intents)

    def _whole(self, text: str, start: int, found: str, ends: Callable[[str], Container[int]]) -> str:
        """The longest question word that ends as words do, else the one that was found."""
        end = start + len(found)
        if not text[end : end + 1].isalpha() or end in (places := ends(text)):
            return found
        shorter = (found[:size] for size in range(len(found) - 1, 0, -1) if start + size in places)
        return next((word for word in shorter if word in self._words), found)


def load_question_words(path: Path = QUESTION_WORDS) -> QuestionWords:
    """The question words of a file. Raises SynonymError naming every faulty line, OSError."""
    words: dict[str, _QuestionWord] = {}
    faults: list[Fault] = []
    section = ""
    for number, line in numbered_lines(path):
        if line.startswith("##"):
            section = line.strip("# ").partition(" ")[0]
            if section not in SECTIONS:
                faults.append(Fault(path.name, number, f"没有“{section}”这个分类；可用的有：{'、'.join(SECTIONS)}"))
        elif text := without_comment(line):
            word = one_word(text.removeprefix(_STAYS))
            if fault := _fault(word, section, words):
                faults.append(Fault(path.name, number, fault))
            words[word] = _QuestionWord(section, not text.startswith(_STAYS) and section != "keep")
    if faults:
        raise SynonymError(faults)
    return QuestionWords(words)


def _fault(word: str, section: str, known: Mapping[str, _QuestionWord]) -> str:
    if not section:
        return f"“{word}”前面没有分类标题（如 ## who）"
    if not word:
        return "有空词（或只有看不见的字符）"
    return f"“{word}”写了两次" if word in known else ""
