"""Pinyin of Chinese text, without tones.

pypinyin is loaded when it is first asked: that takes longer than a search, and most searches need no pinyin.
"""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache
from typing import Any

_KEPT_WORDS = 65_536


def syllables(text: str) -> tuple[str, ...]:
    """The syllables of `text` in order (烟花 → yan, hua); what is not Chinese stays as it is."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - see above

    return tuple(lazy_pinyin(text, style=Style.NORMAL, v_to_u=False))


def piece_sounds(text: str, longest: int) -> dict[tuple[int, int], str]:
    """The pinyin of all pieces of a run of Chinese characters, of up to `longest` characters, by start and end.

    Each is spelt in one piece, as `syllables` tells it for the piece alone: pypinyin reads the longest phrase that
    it knows from where it stands, else one character, and goes on behind it. So pieces that end together share
    their ends, and all of them cost little more than the run.
    """
    single = [_sound(character) for character in text]
    phrases = [_phrase_ends(text, start) for start in range(len(text))]
    sounds: dict[tuple[int, int], str] = {}
    for end in range(1, len(text) + 1):
        sounds[end, end] = ""
        for start in range(end - 1, max(-1, end - longest - 1), -1):
            ends, reach = phrases[start]
            stop = next((stop for stop in ends if stop <= end), 0) if ends else 0
            if stop:
                sounds[start, end] = _sound(text[start:stop]) + sounds[stop, end]
            elif reach >= end:  # the beginning of a phrase and no more: pypinyin reads each character by itself
                sounds[start, end] = "".join(single[start:end])
            else:
                sounds[start, end] = single[start] + sounds[start + 1, end]
    return sounds


@lru_cache(maxsize=_KEPT_WORDS)
def _sound(word: str) -> str:
    """The syllables of a character, or of a phrase that pypinyin knows, in one piece."""
    return "".join(syllables(word))


@lru_cache(maxsize=1)
def _phrase_book() -> tuple[Container[str], Any]:
    """The phrases that pypinyin knows, and all their beginnings."""
    from pypinyin.constants import PHRASES_DICT  # noqa: PLC0415 - see above
    from pypinyin.seg.mmseg import p_set  # noqa: PLC0415

    return PHRASES_DICT, p_set


def _phrase_ends(text: str, start: int) -> tuple[tuple[int, ...], int]:
    """Where the phrases that start there end, the longest first, and how far the text is the beginning of any."""
    phrases, beginnings = _phrase_book()
    ends: list[int] = []
    reach = start
    while reach < len(text) and text[start : reach + 1] in beginnings:
        reach += 1
        if text[start:reach] in phrases:
            ends.append(reach)
    return tuple(reversed(ends)), reach
