"""Records on their way into the index: what is kept of them, many at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from store.positions import Batch


@dataclass(frozen=True, slots=True)
class WordCounts:
    """How often records hold words: `counts[i]` times `vocabulary[words[i]]` in zone `zones[i]` of record `docs[i]`.

    Records count from the first of the batch; the rows stand in their order.
    """

    vocabulary: tuple[str, ...]
    zones: NDArray[np.uint8]
    words: NDArray[np.uint32]
    docs: NDArray[np.uint32]
    counts: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Entries:
    """Some records in a row, on their way into the index."""

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    lengths: NDArray[np.uint32]
    words: WordCounts
    positions: Batch
    columns: tuple[Mapping[str, tuple[str, ...]], ...]
