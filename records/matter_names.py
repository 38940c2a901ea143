"""Which names of matters mean one matter, though lists print them a little differently."""

from __future__ import annotations

import re

from tokenizer.normalize import normalize

_NO_LETTERS = re.compile(r"[\W_]+")
# 烟花爆竹监管, 烟花爆竹的监管 and 烟花爆竹安全监督管理工作 are one matter: what is done about it says little.
_KEY_ENDING = re.compile(r"(?:的|工作|(?:安全)?(?:监督管理|监督检查|监管|管理))$")
_SHORTEST_KEY = 2  # characters of a name that are left standing


def matter_key(title: str) -> str:
    """What the names of one matter have in common: the name without marks and without endings such as 监管."""
    key = _NO_LETTERS.sub("", normalize(title))
    while (shorter := _KEY_ENDING.sub("", key)) != key and len(shorter) >= _SHORTEST_KEY:
        key = shorter
    return key
