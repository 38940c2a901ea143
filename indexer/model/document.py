"""A file as the reader of its format hands it on."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.blocks import Block, Paragraph
from indexer.model.problems import Problem


@dataclass(frozen=True, slots=True)
class Document:
    """One file as blocks in reading order, with what its reader could not make sense of.

    `name` is how records refer to the file: its path relative to the folder that was read. `beside` is text that does
    not stand in the flow of the document (footnotes, comments, the page's foot, hidden rows): it can be found, but
    who does what is never taken from it.
    """

    name: str
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    beside: tuple[Paragraph, ...] = ()
