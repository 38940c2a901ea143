"""All text of a document that stands in no other record → passages, whole, under the headings above it.

    关于加强犬只管理的通知          a title: every passage below it has it in its heading
    各乡镇人民政府：                text under the title
    一、总体要求                    a heading, since text of another form follows
    坚持源头管理。                  text under 关于加强犬只管理的通知 › 一、总体要求
    第三条 本办法自发布之日起施行。  an article is a passage of its own
    （表格、其他记录的文字）        ends the passage above it

A heading below which nothing is left over is a passage itself, unless it only gave shape to records. Of a site's own
lines those go that a named rule tells (`indexer/vocabulary/site.py`), and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from indexer.lists.parts import Line
from indexer.model.blocks import Block, Heading, Place, Table
from indexer.outlines.tokens import is_topic, numbered
from indexer.vocabulary.charters import charter_department
from indexer.vocabulary.labels import part_kind
from indexer.vocabulary.names import bare_title, list_title
from indexer.vocabulary.site import site_rule
from indexer.vocabulary.titles import page_title
from records.records import Boundary, Owner, Passage, Record, Source
from tokenizer.wording import END_MARKS, is_blank_filler, is_note, join_label, squeeze, tidy

_BETWEEN = " › "
_LONGEST_TITLE = 60
_LONGEST_HEADING = 40
_ENOUGH = 2000  # characters after which a passage ends with its paragraph, so that a hit shows where it is
# 关于养犬管理的通知 · 青云县养犬管理办法（试行） · 附件1
_TITLE = re.compile(
    r"(?:.*(?:通知|通告|公告|意见|函|批复|决定|规定|办法|方案|细则|条例|规则|制度|清单|目录|名单|预案|说明|须知|指南|表)"
    r"(?:[（(][^（）()]*[）)])?|附件\s*[0-9一二三四五六七八九十]*[：:]?.{0,40})"
)


@dataclass(slots=True)
class Unclaimed:
    """What the readers of lists and outlines leave: lines that stand in no record, and those that only gave shape."""

    shape: list[Line] = field(default_factory=list)
    left: list[tuple[Line, Owner]] = field(default_factory=list)


@dataclass(slots=True)
class _Open:
    """An open heading; `told` where some record or passage has it already, `of_records` where it stands over them."""

    text: str
    style: str
    place: Place
    owner: Owner
    told: bool
    of_records: bool


def passages(blocks: Sequence[Block], unclaimed: Unclaimed, records: Sequence[Record], file: str) -> Iterator[Passage]:
    """The passages of a document with these records; names that the records hold need no passage of their own."""
    return _Writer(unclaimed, records, file).run(blocks)


def _names(records: Sequence[Record]) -> Iterator[str]:
    """The short names that records hold: what each is about, whose it is, and its agencies."""
    for record in records:
        yield from (record.title, record.owner.department)
        if isinstance(record, Boundary):
            yield from (party.agency for party in record.parties)


class _Writer:
    def __init__(self, unclaimed: Unclaimed, records: Sequence[Record], file: str) -> None:
        owners = {record.owner for record in records}
        self._left = Counter((line.text, line.place) for line, _ in unclaimed.left)
        self._shape = Counter((line.text, line.place) for line in unclaimed.shape)
        self._owners = {(line.text, line.place): owner for line, owner in unclaimed.left if owner != Owner()}
        self._unclaimed = unclaimed
        self._told = frozenset(map(squeeze, _names(records)))
        self._file = file
        self._open: list[_Open] = []
        self._texts: list[str] = []
        self._place = Place()
        self._owner = owners.pop() if len(owners) == 1 else Owner()  # where a line is left without one
        self._begun = False

    def run(self, blocks: Sequence[Block]) -> Iterator[Passage]:
        for at, block in enumerate(blocks):
            if isinstance(block, Table):
                yield from self._flush()
            else:
                yield from self._paragraph(block, blocks[at + 1] if at + 1 < len(blocks) else None)
        yield from self._flush()
        yield from self._close(0)
        for line, owner in self._unclaimed.left:  # what no paragraph of the document is as it stands: titles in tables
            if self._left[line.text, line.place] > 0 and not site_rule(line.text):
                self._left[line.text, line.place] -= 1
                yield from self._text(line.text, line.place, owner)
                yield from self._flush()

    def _paragraph(self, block: Block, follows: Block | None) -> Iterator[Passage]:
        assert not isinstance(block, Table)
        key = block.text, block.place
        left, shape = self._left[key] > 0, self._shape[key] > 0
        if not left and not shape:
            yield from self._flush()
            while self._open and self._open[-1].of_records and not _names_list(self._open[-1].text):
                self._open.pop()  # a section of the record that starts here, and not of what may follow it
            return
        (self._left if left else self._shape)[key] -= 1
        owner = self._owners.get(key, self._owner)
        if site_rule(block.text) or is_blank_filler(block.text):
            return
        style, _, rest = numbered(tidy(block.text))
        if self._is_title(block, style, shape) or _is_heading(rest, style, follows):
            yield from self._flush()
            yield from self._close(self._depth(style))
            told = squeeze(rest).strip(":.。") in self._told
            told = told or (shape and (style != "" or _names_list(block.text) or page_title(block.text) is None))
            self._open.append(
                _Open(join_label(block.text), style, block.place, owner, told, of_records=shape and style != "")
            )
        elif left or (not _names_list(block.text) and squeeze(rest).strip(":.。") not in self._told):
            if style == "article":
                yield from self._flush()
            yield from self._text(block.text, block.place, owner)
        self._begun = True

    def _is_title(self, block: Block, style: str, shape: bool) -> bool:
        """Whether a line is a title: marked as a heading, the first of the page, or worded as titles are."""
        assert not isinstance(block, Table)
        flat = join_label(block.text)
        if isinstance(block, Heading):
            return not is_note(flat)
        if style or len(flat) > _LONGEST_TITLE or flat.endswith((*END_MARKS, "：", ":", "，", "、")) or is_note(flat):
            return False
        return not self._begun or _TITLE.fullmatch(flat) is not None or (shape and _names_list(flat))

    def _depth(self, style: str) -> int:
        """How many of the open headings stay open above one numbered in `style`."""
        if not style:
            return 0
        outermost = style.endswith("chapter")
        for depth, heading in enumerate(self._open):
            if heading.style == style or (outermost and heading.style):
                return depth
        return len(self._open)

    def _text(self, text: str, place: Place, owner: Owner) -> Iterator[Passage]:
        if self._texts and (owner != self._owner or sum(map(len, self._texts)) > _ENOUGH):
            yield from self._flush()
        if not self._texts:
            self._place = place
        self._owner = owner
        self._texts.append(tidy(text))

    def _flush(self) -> Iterator[Passage]:
        if self._texts:
            yield self._passage(self._open, "\n".join(self._texts), self._place, self._owner)
            self._texts = []

    def _close(self, depth: int) -> Iterator[Passage]:
        """Close the headings below `depth`; one that no record or passage has is kept as a passage."""
        while len(self._open) > depth:
            heading = self._open.pop()
            if not heading.told:
                yield self._passage(self._open, heading.text, heading.place, heading.owner)

    def _passage(self, above: Sequence[_Open], text: str, place: Place, owner: Owner) -> Passage:
        for heading in above:
            heading.told = True
        path = _BETWEEN.join(heading.text for heading in above)
        return Passage(owner=owner, seq="", source=Source(self._file, place), heading=path, text=text)


def _is_heading(rest: str, style: str, follows: Block | None) -> bool:
    """Whether a numbered line is a heading: short, no sentence, and text of another form stands below it."""
    if not style or len(rest) > _LONGEST_HEADING or not is_topic(rest, style) or rest.endswith((*END_MARKS, "：", ":")):
        return False
    if follows is None:
        return False
    return isinstance(follows, Table) or numbered(tidy(follows.text))[0] != style


def _names_list(text: str) -> bool:
    """Whether a line says no more than whose list it is, or which part of one: the records themselves say that."""
    titled = list_title(text) or bare_title(text)
    return part_kind(text) is not None or (titled is not None and titled.name != "") or charter_department(text) != ""
