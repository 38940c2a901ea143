"""Web pages, saved from a site or exported by Word: bytes → blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from indexer.model.blocks import Block, Cell, Heading, Paragraph, Row, Table
from indexer.model.document import Document
from indexer.model.problems import Problem, ProblemKind, UnreadableFileError, excerpt
from indexer.readers.dump.reader import read_text
from indexer.readers.html.decode import decode_html, is_archive, page_in
from indexer.readers.html.furniture import Item, without_furniture
from indexer.readers.html.lines import LineWriter, ShownLine, preformatted_text, shown
from indexer.readers.html.tables import TableBox, data_tables
from indexer.readers.html.tree import Page
from indexer.readers.html.unread import unread
from indexer.readers.html.unseen import take_out
from tokenizer.wording import is_open_ended, squeeze

_HEAD = 65_536  # bytes in which a page shows what it is
_FIRST_TAG = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|table|div|p|h[1-6]|span|center|font|ol|ul|style|script|form|article|section)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\ufeff?\s*<\?xml[\s?]", re.IGNORECASE)
_HTML_TAG = re.compile(r"<(?:html|body)[\s>]", re.IGNORECASE)
_END_TAG = re.compile(r"</(?:p|div|td|tr|table|span|li|font|strong|h[1-6])\s*>", re.IGNORECASE)
_FEWEST_END_TAGS = 5
_LONGEST_HEADING = 40  # characters in a paragraph that is a heading by its looks
_CENTRED_LEVEL, _BOLD_LEVEL = 1, 2
_LOST = "\ufffd"  # stands for bytes that are no character
_SITE_SEPARATOR = re.compile(r"\s*[_|｜»>]\s*|\s+[-–—]\s+|\s*--+\s*")
_SITE = re.compile(r"(门户网站|政府网站?|信息网|公众网|官方网站|政务网|网站首页|首页|网)$")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_PROGRAM = re.compile(r"^(word|excel|microsoft)", re.IGNORECASE)
_UNTITLED = re.compile(r"(无标题|新建|未命名).*")
_META_NAMES = ("articletitle", "og:title", "contenttitle")


def looks_like_html(data: bytes) -> bool:
    """Whether `data` is a web page, a piece of one or an archive with one, by its tags."""
    if is_archive(data):
        return True
    try:
        head = decode_html(data[:_HEAD])
    except UnreadableFileError:
        return False
    if _FIRST_TAG.match(head):
        return True
    if _XML.match(head):
        return False
    return _HTML_TAG.search(head) is not None or len(_END_TAG.findall(head)) >= _FEWEST_END_TAGS


def read_html(data: bytes, name: str) -> Document:
    """The blocks of a web page. Raises UnreadableFileError where there is no text in it, or too much markup."""
    page = Page(decode_html(page_in(data)))
    title = _page_title(page.root)
    frames = page.root.find(".//frameset") is not None or page.root.find(".//iframe") is not None
    hidden = take_out(page.root)
    reader = _PageReader(page, name)
    blocks = reader.read()
    if not blocks:
        where = "内容在它引用的另一个网页里" if frames else "内容可能由脚本载入，或者是图片"
        raise UnreadableFileError(f"网页里没有文字（{where}）；请用浏览器打开后复制到 Word 中保存")
    if title and not any(squeeze(title) in squeeze(_text(block)) for block in blocks):
        blocks.insert(0, Heading(title, blocks[0].place))
    unseen = (
        Problem(name, page.place(element), ProblemKind.UNREADABLE_PAGE, f"网页中不显示的文字没有读取：{excerpt(text)}")
        for element, text in hidden
    )
    told = (Problem(name, page.place(element), ProblemKind.UNREAD, message) for element, message in unread(page.root))
    problems = [*reader.problems, *unseen, *told, *_lost_characters(blocks, name)]
    return Document(name, tuple(blocks), tuple(problems))


@dataclass(slots=True)
class _PageReader:
    page: Page
    name: str
    items: list[Item] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    boxes: dict[HtmlElement, TableBox] = field(default_factory=dict)

    def read(self) -> list[Block]:
        """The blocks of the page's body."""
        self.boxes = data_tables(self.page.root)
        body = self.page.root.find("body")
        writer = LineWriter(self.page.place, self.items.append, self.boxes, self._table, self._preformatted)
        writer.run(self.page.root if body is None else body)
        return [item if isinstance(item, Table) else _block(item) for item in without_furniture(self.items)]

    def _table(self, element: HtmlElement) -> None:
        """A table of data; what stands in it outside its cells, such as its caption, comes before it."""
        box = self.boxes[element]
        cells = {cell.element for cell in box.cells()}
        LineWriter(self.page.place, self.items.append, cells, lambda _: None).run(element)
        rows: list[Row] = []
        reaching = 0  # rows that cells reach down from above
        for index, row in enumerate(box.rows):
            left = len(box.rows) - index
            out = tuple(
                Cell(
                    self._cell_text(cell.element),
                    self.page.place(cell.element),
                    min(cell.rowspan or left, left),
                    cell.colspan,
                )
                for cell in row.cells
            )
            reaching = max([reaching - 1, *(cell.rowspan for cell in out)])
            if out or reaching > 0:
                rows.append(Row(out, self.page.place(row.element)))
        self.items.append(Table(tuple(rows), self.page.place(element)))

    def _cell_text(self, cell: HtmlElement) -> str:
        if len(cell) == 0:
            return shown(cell.text or "")
        lines: list[ShownLine] = []
        LineWriter(self.page.place, lines.append, shows_empty_items=True).run(cell)
        return "\n".join(line.text for line in lines)

    def _preformatted(self, element: HtmlElement) -> None:
        """A <pre> holds plain text, perhaps a whole list printed as text: it is read as such, in its place."""
        text = preformatted_text(element)
        if not text.strip():
            return
        lines_before = "\n" * max((self.page.place(element).line or 1) - 1, 0)
        document = read_text((lines_before + text).encode("utf-8", "replace"), self.name)
        self.items += [
            block if isinstance(block, Table) else ShownLine(block.text, block.place) for block in document.blocks
        ]
        self.problems += document.problems


def _block(line: ShownLine) -> Heading | Paragraph:
    """A line as a heading where it is marked as one, or is a short line all bold or centred."""
    if line.level:
        return Heading(line.text, line.place, line.level)
    if len(line.text) <= _LONGEST_HEADING and not is_open_ended(line.text):
        if line.centred:
            return Heading(line.text, line.place, _CENTRED_LEVEL)
        if line.bold >= line.length:
            return Heading(line.text, line.place, _BOLD_LEVEL)
    return Paragraph(line.text, line.place)


def _text(block: Block) -> str:
    if isinstance(block, Table):
        return "\n".join(cell.text for row in block.rows for cell in row.cells)
    return block.text


def _lost_characters(blocks: list[Block], name: str) -> list[Problem]:
    """One problem for each block with characters that could not be decoded."""
    return [
        Problem(name, block.place, ProblemKind.UNREADABLE_PAGE, f"有无法识别的字符：{excerpt(text)}")
        for block in blocks
        if _LOST in (text := _text(block))
    ]


# -- what a page says its title is -------------------------------------------------------------------


def _page_title(root: HtmlElement) -> str:
    """The title of the article that a page shows, without the name of the site, or "" where it names none in Chinese.

    What Word and Excel save as a title is no such thing: it stands in the file's properties and nobody sees it.
    """
    for meta in root.iter("meta"):
        name, content = (meta.get("name") or meta.get("property") or "").lower(), meta.get("content", "")
        if name in ("progid", "generator") and _PROGRAM.match(content):
            return ""
        if name in _META_NAMES and content:
            return _article(content)
    title = root.find(".//title")
    return _article(str(title.text_content())) if title is not None else ""


def _article(text: str) -> str:
    parts = [
        part
        for part in _SITE_SEPARATOR.split(shown(text).strip("-–— "))
        if _CHINESE.search(part) and not _SITE.search(part)
    ]
    return parts[0] if parts and not _UNTITLED.fullmatch(parts[0]) else ""
