"""The text of a Word paragraph as it is printed in the end: tracked changes accepted, fields shown as results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indexer.model.problems import UnreadableFileError
from indexer.readers.shared.number_formats import format_number
from indexer.readers.shared.pictures import may_hold_text
from indexer.readers.word.aside import picture_size
from indexer.readers.word.markup import CONTENTS_FIELD, MC, Element, W, chosen, content, number, value
from indexer.readers.word.styles import Look, Styles

DEEPEST = 40  # levels of tables, boxes or fields in each other; real documents have a handful
_LONGEST_CODE = 200  # characters of a field code that are looked at

_BOX = W + "txbxContent"
_MARKS = {W + "tab": " ", W + "ptab": " ", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_DRAWINGS = {W + "drawing", W + "pict", W + "object"}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote", W + "commentReference": "comment"}
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DROPPED = {W + "del", W + "moveFrom", MC + "Fallback"}
_CIRCLED_FIELD = re.compile(r"\s*EQ\s*\\o\s*\\ac\s*\(\s*[○〇]\s*[,，]\s*(\d{1,4})\s*\)\s*", re.IGNORECASE)


def too_deep() -> UnreadableFileError:
    """The error for a document whose parts are nested beyond reason."""
    return UnreadableFileError("文件内容嵌套层数过多，不予读取")


@dataclass(slots=True)
class Printed:
    """What a paragraph prints: its text, how much of it is bold, and the text boxes before and after it."""

    pieces: list[str] = field(default_factory=list)
    characters: int = 0
    bold: int = 0
    smallest: int | None = None  # the size of its smallest text in half points
    before: list[Element] = field(default_factory=list)
    after: list[Element] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)  # text that is set not to be shown
    notes: list[tuple[str, str]] = field(default_factory=list)  # footnotes and the like: their kind and number
    pictures: int = 0  # that may hold text

    @property
    def text(self) -> str:
        """The whole text; breaks inside the paragraph are line breaks in it."""
        return "".join(self.pieces)


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_result: bool = False
    printed: bool = False
    chosen: str = ""  # what is chosen from a list in a form


class TextReader:
    """Reads paragraphs in document order: a field may reach over several of them."""

    def __init__(self, styles: Styles, body: Element) -> None:
        self._styles = styles
        self._unclosed = _unclosed_fields(body)
        self._fields: list[_Field] = []

    def read(self, paragraph: Element, look: Look) -> Printed:
        """What a w:p of this look prints. Raises UnreadableFileError where it is nested beyond reason."""
        out = Printed()
        self._runs(paragraph, look, out)
        return out

    def _runs(self, parent: Element, look: Look, out: Printed) -> None:
        for child in content(parent):
            if child.tag == W + "r":
                self._run(child, self._styles.run(child.find(W + "rPr"), look), out)
            elif child.tag.endswith(("}oMath", "}oMathPara")):
                self._add("".join(text.text or "" for text in child.iter(_MATH_TEXT)), look, out)

    def _run(self, run: Element, look: Look, out: Printed) -> None:
        for child in content(run):
            tag = child.tag
            if tag == W + "t":
                self._add(child.text or "", look, out)
            elif tag in _MARKS:
                self._add(_MARKS[tag], look, out)
            elif tag == W + "fldChar":
                self._field_mark(child, look, out)
            elif tag == W + "instrText":
                if self._fields and len(self._fields[-1].code) < _LONGEST_CODE:
                    self._fields[-1].code += child.text or ""
            elif tag in _DRAWINGS and self._is_visible(look):
                boxes = out.after if out.characters else out.before
                boxes += _outermost_boxes(child)
                out.pictures += may_hold_text(*picture_size(child))
            elif tag in _NOTES:
                out.notes.append((_NOTES[tag], child.get(W + "id", "")))
            elif tag == W + "ruby":
                for text in child.iterfind(f"{W}rubyBase/{W}r/{W}t"):
                    self._add(text.text or "", look, out)

    def _add(self, text: str, look: Look, out: Printed) -> None:
        if not self._is_visible(look):
            if look.hidden:
                out.hidden.append(text)
            return
        out.pieces.append(text)
        weight = len(text.strip())
        if not weight:
            return
        out.characters += weight
        out.bold += weight if look.bold else 0
        if look.size is not None:
            out.smallest = look.size if out.smallest is None else min(out.smallest, look.size)
        for part in self._fields:
            part.printed = True

    # -- fields --------------------------------------------------------------------------------------

    def _is_visible(self, look: Look) -> bool:
        return not look.hidden and all(part.in_result and not CONTENTS_FIELD.match(part.code) for part in self._fields)

    def _field_mark(self, mark: Element, look: Look, out: Printed) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin" and mark not in self._unclosed:
            if len(self._fields) > DEEPEST:
                raise too_deep()
            self._fields.append(_Field(chosen=_chosen_item(mark)))
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            circled = _CIRCLED_FIELD.fullmatch(ended.code)
            if circled and not ended.printed:
                self._add(format_number(int(circled[1]), "decimalEnclosedCircle"), look, out)
            elif ended.chosen and not ended.printed:
                self._add(ended.chosen, look, out)


def _chosen_item(mark: Element) -> str:
    """The entry that a form's field shows of its list; "" for any other field."""
    choice = mark.find(f"{W}ffData/{W}ddList")
    entries = [] if choice is None else choice.findall(W + "listEntry")
    index = number(value(choice, "result") or value(choice, "default")) or 0
    return entries[index].get(W + "val", "") if 0 <= index < len(entries) else ""


def _unclosed_fields(body: Element) -> set[Element]:
    """The beginnings of fields that never end; what follows them is ordinary text."""
    begun: list[Element] = []
    for mark in body.iter(W + "fldChar"):
        kind = mark.get(W + "fldCharType")
        if any(parent.tag in _DROPPED for parent in mark.iterancestors()):
            continue
        if kind == "begin":
            begun.append(mark)
        elif kind == "end" and begun:
            begun.pop()
    return set(begun)


def _outermost_boxes(drawing: Element) -> Iterator[Element]:
    """The contents of the text boxes in a drawing, each once, not those of boxes inside them."""
    waiting = [drawing]
    while waiting:
        element = waiting.pop()
        if element.tag == _BOX:
            yield element
        elif element.tag == MC + "AlternateContent":
            branch = chosen(element)
            waiting += [] if branch is None else [branch]
        else:
            waiting += reversed(element)
