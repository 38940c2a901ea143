"""Problems met while reading lists: first-class values, reported with file and place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

from indexer.model.blocks import Place


class ProblemKind(str, Enum):
    """What went wrong, in the words shown to the user."""

    UNREADABLE = "文件无法读取"
    UNREADABLE_PAGE = "页面无法完整读取"
    NO_RECORDS = "文件中没有责任清单"
    CUT_ROW = "表格行不完整"
    UNKNOWN_TABLE = "无法识别的表格"
    UNPLACED_ROW = "无法归位的表格行"
    UNREAD = "没有读取的内容"
    UNPLACED_TEXT = "无法归位的文字"
    DOUBTFUL = "需要核对"
    MANIFEST = "清单说明文件有误"
    SYNONYMS = "同义词文件有误"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be used: which file, where, what kind, and the text concerned."""

    file: str
    place: Place
    kind: ProblemKind
    message: str

    def __str__(self) -> str:
        place = f"（{self.place}）" if self.place.is_known else "："
        return f"{self.file}{place}{self.kind.value}：{self.message}"

    def to_json(self) -> dict[str, Any]:
        """The problem as plain JSON values."""
        return {
            "file": self.file,
            **{key: value for key, value in asdict(self.place).items() if value is not None},
            "kind": self.kind.value,
            "message": self.message,
        }


class UnreadableFileError(Exception):
    """A file that no reader can use; the message says why, in plain Chinese."""


def excerpt(parts: str | Sequence[str], length: int = 60) -> str:
    """A short one-line quotation of `parts` for a problem's message, at most `length` characters."""
    text = parts if isinstance(parts, str) else " | ".join(part for part in parts if part.strip())
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"
