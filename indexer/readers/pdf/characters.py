"""Characters as PDF files tell them → the characters of running text.

Fonts share one glyph among a character, its radical and its compatibility form, and printers often write
down the wrong one of the three; vertical fonts tell the presentation forms of punctuation.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Radicals of simplified script (U+2E80 on) that Unicode does not decompose, with their characters.
_RADICALS = dict(
    zip(
        "⺁⺆⺊⺒⺓⺔⺕⺝⺞⺠⺩⺫⺬⻁⻂⻃⻄⻅⻆⻈⻉⻋⻐⻑⻒⻓⻔⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "厂冂卜巳幺彑彐月歹民王罒示虎衤覀西见角讠贝车钅長镸长门青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
_VERTICAL = dict(
    zip(
        "︐︑︒︓︔︕︖︗︘︙︱︲︳︵︶︷︸︹︺︻︼︽︾︿﹀﹁﹂﹃﹄﹇﹈",
        "，、。：；！？〖〗…—–_（）｛｝〔〕【】《》〈〉「」『』［］",
        strict=True,
    )
)
_DECOMPOSED = (range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
_UNKNOWN = {0xFFFD, 0xFFFE, 0xFFFF}


@lru_cache(maxsize=65536)
def plain_character(code: int) -> str | None:
    """The character that running text uses for a code point; None where the code tells no character."""
    if code < 0x20 or 0x7F <= code < 0xA0 or code in _UNKNOWN or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return None
    text = chr(code)
    text = _RADICALS.get(text) or _VERTICAL.get(text) or text
    if any(code in block for block in _DECOMPOSED):
        text = unicodedata.normalize("NFKC", text)
    return text
