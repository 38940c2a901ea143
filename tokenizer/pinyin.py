"""Pinyin of Chinese text, without tones."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin


def syllables(text: str) -> tuple[str, ...]:
    """The syllables of `text` in order (烟花 → yan, hua); what is not Chinese stays as it is."""
    return tuple(lazy_pinyin(text, style=Style.NORMAL, v_to_u=False))
