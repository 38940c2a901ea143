"""Pictures that may hold text: a table as a picture is larger than an emblem, a seal or a code to scan."""

from __future__ import annotations

EMU = 360_000  # units of an Office drawing in a centimetre

_WIDTH, _HEIGHT = 7.0, 2.0  # centimetres from which on a picture may hold text


def may_hold_text(width: float, height: float) -> bool:
    """Whether a picture of so many centimetres may hold text."""
    return width >= _WIDTH and height >= _HEIGHT
