"""Running text that shares out matters among agencies → boundary records.

Pages and notices print a boundary list as an outline (a heading for the matter, a point for each agency, or the other
way round), as colon lists, as articles, or as a small table under a title. What shows such a list is not its layout
but that agencies stand with their shares below something that names a matter; text of any other kind gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from indexer.lists.parts import Line
from indexer.lists.tables import ListTable, UnknownTable, split_table
from indexer.model.blocks import Block, Paragraph, Table
from indexer.outlines.drafts import Draft, by_matter
from indexer.outlines.reader import OutlineReader
from indexer.outlines.tokens import Kind, Token, tokens_of
from indexer.sources.manifest import ListInfo
from indexer.vocabulary.names import bare_title, list_title, region_of
from indexer.vocabulary.titles import is_generic, is_subject
from records.records import Boundary, Owner
from tokenizer.wording import join_label

Piece = Line | ListTable | UnknownTable

_DEPARTMENT_TITLE = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,30}(?:局|委员会|委|办公室|办|厅|部|大队|中心))(?:（[^）]*）|\([^)]*\))?(?:与|和)\S{0,6}(?:部门|单位)(?:之间)?的?"
    r"(?:职责|责任)(?:边界|分工)(?:清单|登记表|一览表)?"
)
_LONGEST_TITLE = 60
_MOST_PIECES = 50_000  # lines and tables of a page; what is longer is no list of shares
_MOSTLY = 0.7  # share of a page's text that has to belong to matters where nothing else shows what it is


@dataclass(slots=True)
class Outline:
    """What a stretch of running text holds: records, the lines that only gave it shape, and what is left over."""

    records: list[Boundary] = field(default_factory=list)
    headings: list[Line] = field(default_factory=list)
    rest: list[Piece] = field(default_factory=list)


def has_matters(piece: Piece) -> bool:
    """Whether a piece is a table that names its matters itself."""
    return isinstance(piece, ListTable) and "matter" in piece.columns.fields


def read_page(blocks: Sequence[Block], file: str, info: ListInfo | None) -> Outline:
    """The matters on a page that is one list of shares as a whole, without the parts of a department's list."""
    pieces: list[Piece] = []
    for block in blocks:
        if isinstance(block, Table):
            pieces += (
                Line(piece.text, piece.place) if isinstance(piece, Paragraph) else piece
                for piece in split_table(block, None)
            )
        else:
            pieces.append(Line(block.text, block.place))
    if len(pieces) > _MOST_PIECES:
        return Outline(rest=pieces)
    owner = _owner(pieces)
    return read_outline(pieces, file, info.owner(owner) if info else owner)


def read_outline(pieces: Sequence[Piece], file: str, owner: Owner, in_part: bool = False) -> Outline:
    """The matters in running text and small tables of agencies.

    `in_part` tells that a part heading above (与相关部门的职责边界) already said what the text is. Where there is no
    matter, everything is left over as it came.
    """
    tokens = tokens_of(pieces)
    reader = OutlineReader(tokens, in_part)
    drafts = _complete(reader.read(), tokens)
    if not drafts:
        return Outline(rest=list(pieces))
    if not owner.region and not owner.department:
        owner = Owner(region=next((title.region for title in reader.headings.titles if title.region), ""))
    outline = Outline([draft.record(file, owner) for draft in drafts])
    in_record = {id(line) for draft in drafts for line in draft.lines}
    in_shape = {id(line) for draft in drafts for line in draft.headings}
    for token in tokens:
        for line in token.lines:
            if id(line) in in_record:
                outline.headings += [Line(label, line.place) for label in (token.table.labels if token.table else ())]
            elif id(line) in in_shape or _gives_shape(token):
                outline.headings.append(line)
            else:
                outline.rest.append(token.table or line)
    return outline


def _owner(pieces: Sequence[Piece]) -> Owner:
    """The department whose list a page is, as far as its title says."""
    for piece in pieces:
        if isinstance(piece, Line) and len(piece.text) <= _LONGEST_TITLE:
            flat = join_label(piece.text)
            listed = list_title(flat)
            titled = _DEPARTMENT_TITLE.fullmatch(flat)
            title = listed if listed and listed.name else bare_title(titled["name"]) if titled else None
            if title is not None:
                return Owner(region_of(title.name), title.name, title.aliases)
    return Owner()


def _complete(drafts: list[Draft], tokens: Sequence[Token]) -> list[Draft]:
    """The drafts that may become records."""
    drafts = [part for draft in drafts for part in by_matter(draft) if part.is_complete]
    strict = [draft for draft in drafts if draft.strict]
    best = {draft.matter: draft for draft in sorted(strict, key=lambda draft: len(draft.stakes))}
    drafts = [draft for draft in drafts if not draft.strict or best[draft.matter] is draft]
    hidden = [draft for draft in drafts if not draft.shown]
    if hidden and not _fills_page(drafts, tokens):
        drafts = [draft for draft in drafts if draft.shown]
    return [draft for draft in drafts if draft.shown or is_subject(draft.matter)]


def _fills_page(drafts: list[Draft], tokens: Sequence[Token]) -> bool:
    """Whether a page holds little but the drafts."""
    in_record = {id(line) for draft in drafts for line in (*draft.lines, *draft.headings)}
    whole = sum(len(token.printed) for token in tokens if token.kind is not Kind.FURNITURE)
    return sum(len(token.printed) for token in tokens if id(token.line) in in_record) >= _MOSTLY * whole


def _gives_shape(token: Token) -> bool:
    return token.kind in (Kind.FURNITURE, Kind.TITLE) or (token.kind is Kind.TOPIC and is_generic(token.text))
