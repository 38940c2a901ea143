"""What the reviewed data files have in common: their lines and their faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizer.normalize import normalize


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line of a data file, in the clerk's language."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行：{self.text}"


class SynonymError(ValueError):
    """A file of synonyms or question words cannot be used; `faults` names every bad line of it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a data file, numbered from 1, in normal form and without outer blanks.

    Raises SynonymError where the file is no UTF-8, OSError where it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SynonymError([Fault(path.name, 1, "文件不是 UTF-8 编码，请另存为 UTF-8")]) from error
    yield from ((number, normalize(line).strip()) for number, line in enumerate(text.splitlines(), 1))


def without_comment(line: str) -> str:
    """A line up to its comment."""
    return line.partition("#")[0].strip()


def one_word(text: str) -> str:
    """A word of a line in normal form, as it is looked for; "" where nothing visible is left."""
    return " ".join(text.split())
