"""Word documents (.docx) → blocks.

A place in a document is the number of its paragraph, counted through the whole text, tables included: the
line on which the paragraph would stand in the document saved as plain text.
"""

from __future__ import annotations

from collections import Counter

from indexer.model.blocks import Block, Heading, Paragraph, Place
from indexer.model.document import Document
from indexer.model.problems import Problem, ProblemKind, UnreadableFileError
from indexer.readers.containers.package import Package, main_part
from indexer.readers.word.markup import Element, W, content, flag, value
from indexer.readers.word.numbering import Numbering
from indexer.readers.word.styles import Look, Styles, heading_level
from indexer.readers.word.tables import read_table
from indexer.readers.word.text import DEEPEST, Printed, TextReader, too_deep
from tokenizer.wording import is_open_ended

_BLANKS = " \t\u3000\u00a0\u200b\ufeff"
_LONGEST_HEADING = 50  # characters in a paragraph that its look alone makes a heading
_PICTURES = (W + "drawing", W + "pict", W + "object")


def read_docx(data: bytes, name: str) -> Document:
    """The blocks of a Word document. Raises UnreadableFileError where there is no text that can be read."""
    package = Package(data)
    main = main_part(package)
    body = None if main is None else package.xml(main).find(W + "body")
    if main is None or body is None:
        raise UnreadableFileError("文件中没有 Word 正文")
    reader = _Reader(package, main, body)
    blocks = reader.read()
    if not blocks:
        raise UnreadableFileError(_why_empty(body, reader.embedded))
    problems = tuple(
        Problem(name, place, ProblemKind.UNREADABLE, "这里嵌入了另一个文件，其内容没有读取")
        for place in reader.embedded
    )
    return Document(name, tuple(blocks), problems)


def _why_empty(body: Element, embedded: list[Place]) -> str:
    if embedded:
        return "文件的正文是嵌入的另一个文件，请用 Word 打开后另存为 .docx 再放入"
    if next(body.iter(*_PICTURES), None) is not None:
        return "文件里只有图片，没有文字，请先做文字识别（OCR）"
    return "文件里没有文字"


class _Reader:
    def __init__(self, package: Package, main: str, body: Element) -> None:
        self.embedded: list[Place] = []  # where other files are embedded in place of text
        self._body = body
        self._styles = Styles(_part(package, main, "styles"))
        self._numbering = Numbering(_part(package, main, "numbering"), self._styles)
        self._texts = TextReader(self._styles, body)
        self._paragraphs = 0  # how many have been read
        self._depth = 0
        self._open_cells = 0
        self._sizes: Counter[int] = Counter()  # characters of text by their size
        self._short: dict[Paragraph, int] = {}  # paragraphs that would be headings if they are larger than the rest

    def read(self) -> list[Block]:
        """The blocks of the whole document."""
        blocks = self._blocks(self._body)
        usual = self._sizes.most_common(1)[0][0] if self._sizes else 0
        return [
            Heading(block.text, block.place)
            if isinstance(block, Paragraph) and self._short.get(block, 0) > usual
            else block
            for block in blocks
        ]

    def _blocks(self, parent: Element) -> list[Block]:
        self._depth += 1
        if self._depth > DEEPEST:
            raise too_deep()
        out: list[Block] = []
        held = ""  # text of a paragraph whose end was deleted under change tracking: the next one goes on with it
        for child in content(parent):
            if child.tag == W + "p":
                held = self._paragraph(child, held, out)
                continue
            if child.tag in (W + "tbl", W + "altChunk") and held:
                out.append(Paragraph(held, Place(line=self._paragraphs)))
                held = ""
            if child.tag == W + "tbl":
                out += read_table(child, self._cell, self._next_place)
            elif child.tag == W + "altChunk":
                self.embedded.append(self._next_place())
        if held:
            out.append(Paragraph(held, Place(line=self._paragraphs)))
        self._depth -= 1
        return out

    def _cell(self, cell: Element) -> list[Block]:
        self._open_cells += 1
        blocks = self._blocks(cell)
        self._open_cells -= 1
        return blocks

    def _next_place(self) -> Place:
        return Place(line=self._paragraphs + 1)

    # -- paragraphs ----------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Element, held: str, out: list[Block]) -> str:
        """Add a paragraph's blocks to `out`; returns its text instead where the next paragraph goes on with it."""
        place = self._next_place()
        self._paragraphs += 1
        properties = paragraph.find(W + "pPr")
        look = self._styles.paragraph(properties)
        printed = self._texts.read(paragraph, look)
        text = held + printed.text
        end = None if properties is None else properties.find(W + "rPr")
        if end is not None and end.find(W + "del") is not None and not printed.before and not printed.after:
            return text
        for box in printed.before:
            out += self._blocks(box)
        is_shown = bool(text.strip(_BLANKS)) or not flag(end, "vanish")
        label = self._label(properties, look) if is_shown else ""
        if not look.is_contents:
            out += self._lines(text, label, place, look, printed)
        for box in printed.after:
            out += self._blocks(box)
        return ""

    def _label(self, properties: Element | None, look: Look) -> str:
        return self._numbering.label(look.number_id, look.level, value(properties, "pStyle"))

    def _lines(self, text: str, label: str, place: Place, look: Look, printed: Printed) -> list[Block]:
        """The blocks of one paragraph, one for each line that it breaks itself into."""
        lines = [line for line in (part.strip(_BLANKS) for part in text.split("\n")) if line]
        if lines:
            gap = " " if label.endswith(".") and lines[0][0].isdigit() else ""
            lines[0] = label + gap + lines[0]
        elif label and self._open_cells:
            lines = [label.strip()]  # 序号 columns are often nothing but generated numbers
        if printed.smallest is not None:
            self._sizes[printed.smallest] += printed.characters
        level = heading_level(look)
        if level is None and all(_could_head(line) for line in lines):
            if look.centred or printed.bold == printed.characters > 0:
                level = 1
            elif printed.smallest is not None:
                self._short |= {Paragraph(line, place): printed.smallest for line in lines}
        return [Paragraph(line, place) if level is None else Heading(line, place, level) for line in lines]


def _could_head(line: str) -> bool:
    return len(line) <= _LONGEST_HEADING and not is_open_ended(line)


def _part(package: Package, main: str, kind: str) -> Element | None:
    """The root of a part that the document refers to, or None where it has none."""
    named = package.related(main, kind)
    return package.xml(named[0]) if named else None
