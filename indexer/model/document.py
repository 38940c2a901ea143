"""A file as the reader of its format hands it on."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.blocks import Block, Paragraph, Place
from indexer.model.problems import Problem


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line of text that was read from a picture, and how certain its least certain character is, from 0 to 1.

    `sound` tells whether the tables that stand at its place can be trusted to say what belongs to what.
    """

    place: Place
    text: str
    certainty: float
    sound: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One file as blocks in reading order, with what its reader could not make sense of.

    `name` is how records refer to the file: its path relative to the folder that was read. `beside` is text that does
    not stand in the flow of the document (footnotes, comments, the page's foot, hidden rows): it can be found, but
    who does what is never taken from it. `recognised` are the lines that were read from pictures, and `waiting` the
    names of pictures that wait to be read.
    """

    name: str
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    beside: tuple[Paragraph, ...] = ()
    recognised: tuple[Recognised, ...] = ()
    waiting: tuple[str, ...] = ()
