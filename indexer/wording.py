"""Small questions about a piece of Chinese text, and the joining of lines that a page broke."""

from __future__ import annotations

import re
import unicodedata

from indexer.numerals import leading_mark

END_MARKS = "。；;！!？?"
_PAUSES = END_MARKS + "，,、：:"
_LATIN = re.compile(r"[0-9A-Za-z]")


def squeeze(text: str) -> str:
    """`text` after NFKC and without any white space, for comparing labels and names."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def tidy(text: str) -> str:
    """`text` with each run of white space folded to one blank."""
    return re.sub(r"[\s\u3000\u00a0\u200b\ufeff]+", " ", text).strip()


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence or a list point does."""
    return text.rstrip().endswith(tuple(END_MARKS))


def is_open_ended(text: str) -> bool:
    """Whether `text` ends in a mark after which a title cannot stop."""
    return text.rstrip().endswith(tuple(_PAUSES))


def is_blank_filler(text: str) -> bool:
    """Whether `text` only says that there is nothing: 无, 暂无, ……, ————."""
    return bool(re.fullmatch(r"(暂?无|没有|无相关内容|[.…．·\-—－_/／。]+)[。.]?", squeeze(text)))


def is_note(text: str) -> bool:
    """Whether `text` is a note on a table: 注：…, 备注：…, 填表说明：…"""
    return bool(re.match(r"(注|备\s*注|填表说明)\s*\d*\s*[：:]", text.strip()))


def join_label(text: str) -> str:
    """A label, name or title as one line: its line breaks and blanks were forced by a narrow cell.

    Only between two Latin letters or digits is a blank kept.
    """
    return re.sub(r"(?<![0-9A-Za-z]) | (?![0-9A-Za-z])", "", tidy(text))


def join_text(text: str) -> str:
    """Running text: a break is kept after the end of a sentence and before a numbered point."""
    lines = [line for line in (tidy(line) for line in text.split("\n")) if line]
    joined = ""
    for line in lines:
        if not joined:
            joined = line
        elif ends_sentence(joined) or joined.endswith(("：", ":")) or leading_mark(line):
            joined += "\n" + line
        else:
            head, breaks, tail = joined.rpartition("\n")
            glue = " " if _LATIN.match(tail[-1]) and _LATIN.match(line[0]) else ""
            joined = f"{head}{breaks}{tail}{glue}{line}"
    return joined
