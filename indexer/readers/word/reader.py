"""Word documents (.docx) → blocks.

A place in a document is the number of its paragraph, counted through the whole text, tables included: the
line on which the paragraph would stand in the document saved as plain text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from indexer.model.blocks import Block, Heading, Paragraph, Place, moved
from indexer.model.document import Document
from indexer.model.problems import Problem, ProblemKind, UnreadableFileError
from indexer.readers.containers.package import Package, main_part
from indexer.readers.word.aside import RELATION, diagram_texts, margin_texts, notes, paragraph_texts
from indexer.readers.word.markup import Element, W, content, flag, value
from indexer.readers.word.numbering import Numbering
from indexer.readers.word.styles import Look, Styles, heading_level
from indexer.readers.word.tables import read_table
from indexer.readers.word.text import DEEPEST, Printed, TextReader, too_deep
from indexer.vocabulary.names import list_title, looks_like_agency
from tokenizer.wording import is_open_ended, squeeze

_BLANKS = " \t\u3000\u00a0\u200b\ufeff"
_LONGEST_HEADING = 50  # characters in a paragraph that its look alone makes a heading
_PICTURES = (W + "drawing", W + "pict", W + "object")


ReadChunk = Callable[[bytes, str], Sequence[Block] | None]


def read_docx(data: bytes, name: str, read_chunk: ReadChunk = lambda *_: None) -> Document:
    """The blocks of a Word document. Raises UnreadableFileError where there is no text that can be read.

    `read_chunk` reads the other documents that one may consist of; None for one that it cannot read.
    """
    package = Package(data)
    main = main_part(package)
    body = None if main is None else package.xml(main).find(W + "body")
    if main is None or body is None:
        raise UnreadableFileError("文件中没有 Word 正文")
    reader = _Reader(package, main, body, name, read_chunk)
    blocks = reader.read()
    if not blocks:
        raise UnreadableFileError(_why_empty(body, reader.embedded))
    told = [(place, ProblemKind.UNREADABLE, "这里嵌入了另一个文件，其内容没有读取") for place in reader.embedded]
    told += (
        (place, ProblemKind.UNREAD, "这里有图片，可能含有文字，没有读取；如果属于清单，请改为文字")
        for place in dict.fromkeys(reader.pictures)
    )
    problems = (Problem(name, place, kind, message) for place, kind, message in told)
    return Document(name, tuple(blocks), tuple(problems), tuple(reader.beside))


def _why_empty(body: Element, embedded: list[Place]) -> str:
    if embedded:
        return "文件的正文是嵌入的另一个文件，请用 Word 打开后另存为 .docx 再放入"
    if next(body.iter(*_PICTURES), None) is not None:
        return "文件里只有图片，没有文字，请先做文字识别（OCR）"
    return "文件里没有文字"


class _Reader:
    def __init__(self, package: Package, main: str, body: Element, name: str, read_chunk: ReadChunk) -> None:
        self.embedded: list[Place] = []  # where other files are embedded in place of text
        self.pictures: list[Place] = []  # where pictures may hold text
        self.beside: list[Paragraph] = []
        self._package = package
        self._main = main
        self._name = name
        self._read_chunk = read_chunk
        self._body = body
        self._sections = _sections(body)
        self._notes = notes(package, main)
        self._margins: set[str] = set()  # what pages print at head and foot, as far as it was seen
        self._printed = [squeeze(text) for text in paragraph_texts(body)]
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
        self.beside += (Paragraph(text, Place()) for text in diagram_texts(self._package, self._main))
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
            if (section := self._sections.get(child)) is not None:
                out += self._heads(section)
            if child.tag == W + "p":
                held = self._paragraph(child, held, out)
                continue
            if child.tag in (W + "tbl", W + "altChunk") and held:
                out.append(Paragraph(held, Place(line=self._paragraphs)))
                held = ""
            if child.tag == W + "tbl":
                out += read_table(child, self._cell, self._next_place)
            elif child.tag == W + "altChunk":
                out += self._chunk(child)
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

    def _chunk(self, chunk: Element) -> list[Block]:
        """The blocks of another document that stands here as a whole, all at this place."""
        place = self._next_place()
        part = self._package.relations(self._main, "aFChunk").get(chunk.get(RELATION, ""))
        blocks = None if part is None else self._read_chunk(self._package.read(part), self._name)
        if blocks is None:
            self.embedded.append(place)
        return [moved(block, place) for block in blocks or ()]

    def _heads(self, section: Element) -> list[Block]:
        """What the pages of a section print at their head, where it says whose list this is; the rest stands beside.

        An agency alone says so only where the text does not.
        """
        out: list[Block] = []
        place = self._next_place()
        is_titled = any(_is_title(text) for text in self._printed)
        for margin in ("header", "footer"):
            for text in margin_texts(self._package, self._main, section, margin):
                plain = squeeze(text)
                if plain in self._margins or any(plain in printed for printed in self._printed):
                    continue
                self._margins.add(plain)
                if margin == "header" and (_is_title(plain) or (looks_like_agency(plain) and not is_titled)):
                    out.append(Heading(text, place))
                else:
                    self.beside.append(Paragraph(text, place))
        return out

    # -- paragraphs ----------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Element, held: str, out: list[Block]) -> str:
        """Add a paragraph's blocks to `out`; returns its text instead where the next paragraph goes on with it."""
        place = self._next_place()
        self._paragraphs += 1
        properties = paragraph.find(W + "pPr")
        look = self._styles.paragraph(properties)
        printed = self._texts.read(paragraph, look)
        text = held + printed.text
        self.pictures += [place] * bool(printed.pictures)
        self.beside += (Paragraph(self._notes[note], place) for note in printed.notes if note in self._notes)
        if unseen := "".join(printed.hidden).strip(_BLANKS):
            self.beside.append(Paragraph(f"隐藏的文字：{unseen}", place))
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


def _is_title(text: str) -> bool:
    title = list_title(text) if len(text) <= _LONGEST_HEADING else None
    return title is not None and bool(title.name)


def _sections(body: Element) -> dict[Element, Element]:
    """The properties of each section by the element with which it begins."""
    out: dict[Element, Element] = {}
    first: Element | None = None
    for child in content(body):
        if child.tag == W + "sectPr":
            if first is not None:
                out[first] = child
            continue
        first = child if first is None else first
        ended = child.find(f"{W}pPr/{W}sectPr")
        if ended is not None:
            out[first] = ended
            first = None
    return out


def _could_head(line: str) -> bool:
    return len(line) <= _LONGEST_HEADING and not is_open_ended(line)


def _part(package: Package, main: str, kind: str) -> Element | None:
    """The root of a part that the document refers to, or None where it has none."""
    named = package.related(main, kind)
    return package.xml(named[0]) if named else None
