"""Questions about where the pieces of a printed table stand: the text between two of them, and line widths."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.readers.printed import words
from indexer.readers.printed.costs import ANY_LINE, DONE, FULL_END, MOST_WIDTH, PER_UNIT, SLACK
from indexer.readers.printed.lines import End, Piece, width
from indexer.vocabulary.names import looks_like_agency
from tokenizer.wording import ends_sentence

_NUMBER = re.compile(r"[0-9]{1,4}")
_UNITS = "年月日号时分天周个项条款种次家名人元岁级类批期届户处起件所辆台%％"
_PARTED = {End.BLANK: " ", End.CLOSED: "\n"}  # what stands between a piece and the next one in a cell's text
_MOST_TEXTS = 20_000  # texts kept at hand
_SHORTEST_NAME, _LONGEST_NAME = 3, 14  # characters of an agency's name, most of the time
_PEEKED = 24  # characters that tell how a cell begins


class Layout:
    """The pieces of one table with their places in their lines."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = pieces
        self.first: list[int] = []  # the first piece on the same line
        self.left: list[int] = []  # where the piece starts on its line
        self.right: list[int] = []
        for index, piece in enumerate(pieces):
            starts = index == 0 or pieces[index - 1].end is not End.BLANK
            self.first.append(index if starts else self.first[-1])
            self.left.append(0 if starts else self.right[-1] + 1)
            self.right.append(self.left[-1] + width(piece.text))
        self.next_wrap = self._next_wraps()
        self.next_text = self._next_texts()
        self.leads_on = [words.leads_on(piece.text) for piece in pieces]
        self.marked = [ends_sentence(piece.text) for piece in pieces]
        self.paragraph_marked = self._paragraph_marks()
        self._texts: dict[tuple[int, int], str] = {}
        self._peeks: dict[int, str] = {}

    def _next_wraps(self) -> list[int]:
        """For each piece the next one, itself included, that a wrap ends."""
        out = [len(self.pieces)] * (len(self.pieces) + 1)
        for index in range(len(self.pieces) - 1, -1, -1):
            wrapped = self.pieces[index].end in (End.WRAPPED, End.UNKNOWN)
            out[index] = index if wrapped else out[index + 1]
        return out

    def _next_texts(self) -> list[int]:
        """For each piece the next one, itself included, that is not blank."""
        out = [len(self.pieces)] * (len(self.pieces) + 1)
        for index in range(len(self.pieces) - 1, -1, -1):
            out[index] = index if self.pieces[index].text.strip() else out[index + 1]
        return out

    def end_before(self, index: int) -> End:
        """How the piece before another one ends."""
        return self.pieces[index - 1].end if index else End.CLOSED

    def holds_text(self, start: int, stop: int) -> bool:
        """Whether any of the pieces [start, stop) is not blank."""
        return self.next_text[start] < stop

    def _paragraph_marks(self) -> list[bool]:
        """For each piece whether the paragraph that it belongs to ends as a sentence."""
        out = list(self.marked)
        for index in range(len(self.pieces) - 2, -1, -1):
            if self.pieces[index].end in (End.WRAPPED, End.BLANK):
                out[index] = out[index + 1]
        return out

    def text(self, start: int, stop: int) -> str:
        """The text of pieces [start, stop): wraps closed up, paragraphs on lines of their own."""
        return self._raw_text(start, stop).strip()

    def _raw_text(self, start: int, stop: int) -> str:
        """The same with what parts its last piece from the next one; built from the text that is one piece shorter."""
        if stop <= start:
            return ""
        key = (start, stop)
        known = self._texts.get(key)
        if known is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            first = next((at for at in range(stop - 1, start, -1) if (start, at) in self._texts), start)
            known = self._texts.get((start, first), "")
            for piece in self.pieces[first:stop]:
                known += piece.text + _PARTED.get(piece.end, "") if piece.text else ""
            self._texts[key] = known
        return known

    def peek(self, index: int) -> str:
        """The first characters of a cell that would start at a piece."""
        if index not in self._peeks:
            out = ""
            for piece in self.pieces[index : index + _PEEKED]:
                if piece.page != self.pieces[index].page:
                    break
                out += piece.text
                if len(out) >= _PEEKED or piece.end is End.CLOSED:
                    break
            self._peeks[index] = out[:_PEEKED]
        return self._peeks[index]

    def number(self, index: int) -> int | None:
        """The number that a piece standing apart prints, unless it counts what the next piece names (3 个)."""
        piece = self.pieces[index]
        if piece.end is End.WRAPPED or not _NUMBER.fullmatch(piece.text):
            return None
        after = self.pieces[index + 1].text if piece.end is End.BLANK and index + 1 < len(self.pieces) else ""
        return None if after[:1] in _UNITS and after else int(piece.text)

    def counting(self) -> frozenset[int]:
        """The pieces that count 1, 2, 3 … through the table, each the first one behind the number before."""
        found: list[int] = []
        for index in range(len(self.pieces)):
            if self.number(index) == len(found) + 1:
                found.append(index)
        return frozenset(found)

    def joined(self, index: int, count: int) -> str:
        """The text of `count` pieces from `index` on, each of which a line's end parts from the next, or ""."""
        last = index + count - 1
        if last >= len(self.pieces) or any(self.pieces[i].end in (End.BLANK, End.CLOSED) for i in range(index, last)):
            return ""
        return "".join(piece.text for piece in self.pieces[index : last + 1])

    def repeated_agencies(self) -> frozenset[str]:
        """The names of agencies that stand apart, on one line or two, more than once."""
        found: Counter[str] = Counter()
        for index, piece in enumerate(self.pieces):
            names = {piece.text, self.joined(index, 2)}
            found.update(
                name for name in names if _SHORTEST_NAME <= len(name) <= _LONGEST_NAME and looks_like_agency(name)
            )
        return frozenset(name for name, count in found.items() if count > 1)

    def filled(self, index: int, start: int) -> int:
        """The width that a cell starting at piece `start` fills on the line of piece `index`, up to it."""
        return self.right[index] - self.left[max(start, self.first[index])]

    def wrap_width(self, start: int, stop: int) -> int:
        """The width of the first line that wraps in a cell of pieces [start, stop), or 0."""
        wrap = self.next_wrap[start]
        wraps = wrap < stop and (self.pieces[wrap].end is End.WRAPPED or wrap + 1 < stop)
        return self.filled(wrap, start) if wraps else 0

    def line_cost(self, index: int, start: int, known: int) -> float:
        """What the width of a cell's line costs, at the piece that ends the line."""
        end = self.pieces[index].end
        if end is End.BLANK:
            return 0.0
        reference = known or self._reference(index, start, known)
        if reference is None:
            return 0.0
        over = self.filled(index, start) - reference
        if over > 0:
            return _priced(over + SLACK - (SLACK if self._gives_way(index, start) else 1))
        return _priced(-over) if end is End.WRAPPED and over < -SLACK else 0.0

    def _gives_way(self, index: int, start: int) -> bool:
        """Whether a line may be wider than its column by our measure: it holds marks, figures or letters."""
        line = self.text(max(start, self.first[index]), index + 1)
        return any(not "\u4e00" <= character <= "\u9fff" for character in line)

    def shortfall(self, index: int, start: int, known: int) -> float:
        """What it costs that a cell goes on after a line, where only the line's width tells."""
        reference = self._reference(index, start, known)
        done = DONE if self.marked[index] else 0.0
        if reference is None:
            return ANY_LINE + done
        short = _priced(reference - self.filled(index, start) + 1)
        return short + done if short else 0.0

    def is_full(self, index: int, start: int, known: int) -> bool:
        """Whether the line of a piece fills its column, as far as the column's width is known."""
        reference = self._reference(index, start, known)
        return reference is not None and self.filled(index, start) >= reference - SLACK

    def fullness(self, index: int, start: int, known: int) -> float:
        """What it costs that a cell ends with a line, where only the line's width tells."""
        if self._reference(index, start, known) is None:
            return ANY_LINE
        return FULL_END if self.is_full(index, start, known) else 0.0

    def _reference(self, index: int, start: int, known: int) -> int | None:
        """The width to compare a line with: the column's, or that of the cell's first wrapped line."""
        if known:
            return known
        wrap = self.next_wrap[start]
        return self.filled(wrap, start) if wrap < index else None


def _priced(units: int) -> float:
    return min(MOST_WIDTH, max(0, units - SLACK) * PER_UNIT)
