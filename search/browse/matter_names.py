"""Which matters of different lists are the same one, though each list names it a little differently."""

from __future__ import annotations

import re

from tokenizer.normalize import normalize

_MARKS = re.compile(r"[\W_]+")
# 烟花爆竹监管, 烟花爆竹的监管 and 烟花爆竹安全监督管理工作 are one matter: what is done about it says little.
_ENDING = re.compile(r"(?:的|工作|(?:安全)?(?:监督管理|监督检查|监管|管理))$")
_SHORTEST = 2  # characters of a name that are left standing


def matter_key(title: str) -> str:
    """What the names of one matter have in common: the name without marks and without endings such as 监管."""
    key = _MARKS.sub("", normalize(title))
    while (shorter := _ENDING.sub("", key)) != key and len(shorter) >= _SHORTEST:
        key = shorter
    return key
