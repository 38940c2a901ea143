"""Pages → blocks: tables joined over page breaks, paragraphs rebuilt from lines, headings told by their look."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.model.blocks import Block, Heading, Paragraph, Place
from indexer.readers.pdf.lines import Field, Line, common_edge, goes_on, join, passages
from indexer.readers.pdf.plan import PagePlan
from indexer.readers.pdf.tables import Piece, continues, join_pieces
from indexer.readers.pdf.unruled import Columns, find_tables
from tokenizer.wording import ends_sentence

_SAME_HEIGHT = 4.0  # points
_EDGE_LINES = 3  # lines at the upper and lower end of a page that may be running ones
_MARGIN = 0.14  # of the page height: where running lines stand
_SMALLEST_MARGIN = 85.0  # points
_PAGE_NUMBER = re.compile(
    r"[-—–－―·.~\s]*(?:第?\s*\d{1,4}\s*页?|[ivxIVX]{1,6})[-—–－―·.~\s]*"
    r"|第?\s*\d{1,4}\s*页?\s*[,，/／|、—-]?\s*(?:共|总|of)?\s*\d{1,4}\s*页?"
    r"|page\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"[（(【]?\s*(?:续上?\s*表|接上[表页]|转下页|接下页)\s*\d*\s*[）)】]?\s*[：:]?")
_FEWEST_FULL = 4  # lines of running text from which its right edge can be told
_SOME = 0.08
_FULL_WIDTH = 0.7  # of the page: text that ends before this is not set to the right edge
_LONGEST_HEADING = 60
_LARGER = 1.12  # than running text: a heading


# -- furniture --------------------------------------------------------------------------------------------


class Sheet:
    """One page's running text for finding furniture: its lines outside of tables, and its height."""

    def __init__(self, lines: Sequence[Line], height: float) -> None:
        self.lines = list(lines)
        self.height = height


def without_furniture(sheets: Sequence[Sheet]) -> list[list[Line]]:
    """The lines of each page that are text: no running header or footer, no page number, no 续表 label."""
    running = _running(sheets)
    kept: list[list[Line]] = []
    for index, sheet in enumerate(sheets):
        edges = {id(line) for line in _edge_lines(sheet)}
        kept.append(
            [
                line
                for line in sheet.lines
                if not (id(line) in edges and (_is_page_number(line, sheet) or (index, id(line)) in running))
                and not _CONTINUED.fullmatch(line.text)
            ]
        )
    return kept


def _edge_lines(sheet: Sheet) -> list[Line]:
    """The outermost lines of a page that stand in its margins."""
    margin = max(_MARGIN * sheet.height, _SMALLEST_MARGIN)
    upper = [line for line in sheet.lines[:_EDGE_LINES] if line.bottom <= margin]
    lower = [line for line in sheet.lines[-_EDGE_LINES:] if line.top >= sheet.height - margin]
    return upper + lower


def _is_page_number(line: Line, sheet: Sheet) -> bool:
    """Whether the outermost line of a page holds its number and nothing else."""
    text = unicodedata.normalize("NFKC", line.text).strip()
    is_outermost = line is sheet.lines[0] or line is sheet.lines[-1]
    return is_outermost and _PAGE_NUMBER.fullmatch(text) is not None


def _running(sheets: Sequence[Sheet]) -> set[tuple[int, int]]:
    """The lines that stand at one height with one wording (numbers aside) on neighbouring pages."""
    places: dict[str, list[tuple[int, Line]]] = defaultdict(list)
    for index, sheet in enumerate(sheets):
        for line in _edge_lines(sheet):
            places[re.sub(r"\d+", "0", line.text)].append((index, line))
    running: set[tuple[int, int]] = set()
    for found in places.values():
        for index, line in found:
            alike = {
                other for other, twin in found if abs(twin.baseline - line.baseline) <= _SAME_HEIGHT and other != index
            }
            near = alike & {index - 2, index - 1, index + 1, index + 2}
            if near and len(alike) + 1 >= min(3, len(sheets)):
                running.add((index, id(line)))
    return running


# -- blocks -----------------------------------------------------------------------------------------------


def to_blocks(plans: Sequence[PagePlan]) -> tuple[list[Block], list[int]]:
    """The blocks of a whole document, and the pages with a table that could only be read as text."""
    kept = without_furniture([Sheet(plan.lines, plan.height) for plan in plans])
    flow = _Flow(plans, kept)
    return list(flow.run()), flow.doubtful


@dataclass(slots=True)
class _Text:
    """A paragraph of running text with the field it stands in."""

    lines: list[Line]
    page: int
    field: Field


class _Flow:
    """The contents of all pages in reading order, put together over page breaks."""

    def __init__(self, plans: Sequence[PagePlan], lines: Sequence[Sequence[Line]]) -> None:
        self.plans = plans
        self.lines = lines
        self.fields = self._text_fields()
        self.size = _usual_size(lines)
        self.doubtful: list[int] = []  # pages with a table whose rows could not be told
        self.open_columns: Columns | None = None  # of a table without rulings that reaches the page's end

    def run(self) -> Iterator[Block]:
        items: list[_Text | list[Piece]] = []
        for plan, lines in zip(self.plans, self.lines, strict=True):
            at_top = True
            for item in self._contents(plan, lines):
                if not items or not self._joined(items[-1], item, at_top):
                    items.append([item] if isinstance(item, Piece) else item)
                at_top = False
        levels = self._levels(items)
        for entry in items:
            yield join_pieces(entry) if isinstance(entry, list) else self._text_block(entry, levels)

    def _contents(self, plan: PagePlan, lines: Sequence[Line]) -> Iterator[_Text | Piece]:
        """The paragraphs and tables of one page from top to bottom."""
        known, self.open_columns = self.open_columns, None
        remaining = list(lines)
        for start, piece in [*plan.pieces, (float("inf"), None)]:
            waiting = [line for line in remaining if line.baseline < start]
            remaining = remaining[len(waiting) :]
            yield from self._loose_contents(plan, waiting, known)
            known = None
            if piece is not None:
                self.open_columns = None
                yield piece

    def _loose_contents(self, plan: PagePlan, lines: Sequence[Line], known: Columns | None) -> Iterator[_Text | Piece]:
        """The contents of a stretch without ruled tables; a table that ends it may go on on the next page."""
        done = 0
        for table in find_tables(lines, plan.across, plan.number, known):
            yield from self._paragraphs(plan, lines[done : table.start])
            if table.piece is None:
                self.doubtful.append(plan.number)
                yield from self._paragraphs(plan, lines[table.start : table.end])
            else:
                self.open_columns = table.columns if table.end == len(lines) else None
                yield table.piece
            done = table.end
        yield from self._paragraphs(plan, lines[done:])

    def _paragraphs(self, plan: PagePlan, lines: Sequence[Line]) -> Iterator[_Text]:
        text_field = self.fields[round(plan.width)]
        for passage in passages(lines, text_field):
            yield _Text(list(passage.lines), plan.number, text_field)

    @staticmethod
    def _joined(last: _Text | list[Piece], item: _Text | Piece, at_top: bool) -> bool:
        """Add a content to the one before it where it goes on with it, which paragraphs do over a page break."""
        if isinstance(last, list) and isinstance(item, Piece) and continues(last[-1], item):
            last.append(item)
            return True
        if not (at_top and isinstance(last, _Text) and isinstance(item, _Text)):
            return False
        if not goes_on(last.lines[-1], item.lines[0], last.field, item.field, len(last.lines) == 1):
            return False
        last.lines += item.lines
        last.field = item.field
        return True

    def _text_fields(self) -> dict[int, Field]:
        """The edges of the running text for each width of page."""
        by_width: dict[int, list[Line]] = {}
        for plan, lines in zip(self.plans, self.lines, strict=True):
            by_width.setdefault(round(plan.width), []).extend(lines)
        fields: dict[int, Field] = {}
        for width, lines in by_width.items():
            left = min((line.x0 for line in lines), default=0.0)
            edge = common_edge(lines, max(_FEWEST_FULL, round(_SOME * len(lines))))
            fields[width] = Field(left, edge if edge and edge > _FULL_WIDTH * width else width - left)
        return fields

    # -- headings ------------------------------------------------------------------------------------

    def _levels(self, items: Sequence[_Text | list[Piece]]) -> dict[int, int]:
        """The level of headings by their rounded size, the largest first."""
        sizes = {round(item.lines[0].size) for item in items if isinstance(item, _Text) and self._is_heading(item)}
        return {size: level for level, size in enumerate(sorted(sizes, reverse=True), start=1)}

    def _text_block(self, text: _Text, levels: dict[int, int]) -> Heading | Paragraph:
        words, place = join(text.lines), Place(page=text.page)
        if self._is_heading(text):
            return Heading(words, place, levels[round(text.lines[0].size)])
        return Paragraph(words, place)

    def _is_heading(self, text: _Text) -> bool:
        """Whether a paragraph looks like a heading: short, without an end mark, and larger, bold or centred."""
        words, line = join(text.lines), text.lines[0]
        if len(words) > _LONGEST_HEADING or ends_sentence(words) or words.endswith(("，", "、", "：", ":")):
            return False
        if line.size > _LARGER * self.size or all(part.bold for part in text.lines):
            return True
        before, after = line.x0 - text.field.left, text.field.right - line.x1
        return abs(before - after) < 2 * line.size and before > 4 * line.size


def _usual_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size that most of the running text is printed in."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0
