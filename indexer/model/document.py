"""A file as the reader of its format hands it on."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model.blocks import Block
from indexer.model.problems import Problem


@dataclass(frozen=True, slots=True)
class Document:
    """One file as blocks in reading order, with what its reader could not make sense of.

    `name` is how records refer to the file: its path relative to the folder that was read.
    """

    name: str
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
