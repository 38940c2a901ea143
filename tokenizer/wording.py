"""Small questions about a piece of Chinese text, and the joining of lines that a page broke."""

from __future__ import annotations

import re
import unicodedata

from tokenizer.number_marks import leading_mark

END_MARKS = "。；;！!？?"
_ENDS = tuple(END_MARKS)
_PAUSES = tuple(END_MARKS + "，,、：:")
_LATIN = re.compile(r"[0-9A-Za-z]")
_FORCED_BLANK = re.compile(r"(?<![0-9A-Za-z]) | (?![0-9A-Za-z])")
_FILLER = re.compile(r"(暂?无|没有|无相关内容|[.…．·\-—－_/／。]+)[。.]?")
_NO_FILLER = re.compile(r"\s*[\u4e00-\u9fff0-9（《](?<![暂无没])")  # how most text begins, and no filler
_NOTE = re.compile(r"(注|备\s*注|填表说明)\s*\d*\s*[：:]")
_PLAIN = re.compile(r"[\u4e00-\u9fff0-9A-Za-z，。；：、（）“”《》〔〕.,;:()-]*")  # characters that NFKC never joins
_FULL_WIDTH = tuple(zip("，；：（）", ",;:()", strict=True))


def squeeze(text: str) -> str:
    """`text` after NFKC and without any white space, for comparing labels and names."""
    for full, half in _FULL_WIDTH:  # NFKC is slow for texts that it changes, and most have nothing else to change
        text = text.replace(full, half)
    return "".join(unicodedata.normalize("NFKC", text).split())


def is_longer(text: str, length: int) -> bool:
    """Whether `text` squeezed has more than `length` characters; most long texts need not be squeezed to tell."""
    plain = _PLAIN.match(text, 0, length + 1)
    return (plain is not None and plain.end() > length) or len(squeeze(text)) > length


def tidy(text: str) -> str:
    """`text` with each run of white space folded to one blank."""
    return " ".join(text.replace("\u200b", " ").replace("\ufeff", " ").split())


def ends_sentence(text: str) -> bool:
    """Whether `text` ends as a sentence or a list point does."""
    return text.rstrip().endswith(_ENDS)


def is_open_ended(text: str) -> bool:
    """Whether `text` ends in a mark after which a title cannot stop."""
    return text.rstrip().endswith(_PAUSES)


def is_blank_filler(text: str) -> bool:
    """Whether `text` only says that there is nothing: 无, 暂无, ……, ————."""
    return _NO_FILLER.match(text) is None and _FILLER.fullmatch(squeeze(text)) is not None


def is_note(text: str) -> bool:
    """Whether `text` is a note on a table: 注：…, 备注：…, 填表说明：…"""
    return bool(_NOTE.match(text.strip()))


def join_label(text: str) -> str:
    """A label, name or title as one line: its line breaks and blanks were forced by a narrow cell.

    Only between two Latin letters or digits is a blank kept.
    """
    line = tidy(text)
    return _FORCED_BLANK.sub("", line) if " " in line else line


def join_text(text: str) -> str:
    """Running text: a break is kept after the end of a sentence and before a numbered point."""
    if "\n" not in text:
        return tidy(text)
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
