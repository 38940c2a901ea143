"""Rows over all columns of a table: bands that name a group of rows, told from notes, titles and text."""

from __future__ import annotations

import re

from indexer.vocabulary.announced import announced_form
from indexer.vocabulary.labels import part_kind
from tokenizer.number_marks import Script, leading_mark, without_mark
from tokenizer.wording import ends_sentence, is_blank_filler, is_note, join_label, squeeze

_LONGEST = 40
_COUNT = re.compile(r"[（(](?:共|合计)?\s*\d+\s*(?:大?项|条|类|个|小项)[^（）()]*[）)]$|[:：]?共?\d+项$")
_SUM = re.compile(r"合计|总计|共计|小计")


def is_band(text: str, numbered: bool = False) -> bool:
    """Whether the only text of a row names the group of rows below it (一、党的建设（12项）, 市场监管领域).

    With `numbered` only a text that carries a number or a count does: it stands where a row's number would.
    """
    flat = join_label(text)
    if not 1 < len(squeeze(flat)) <= _LONGEST or ends_sentence(flat) or is_note(flat) or is_blank_filler(flat):
        return False
    if _opens_part(flat) or _SUM.match(squeeze(flat)) or "：" in flat or ":" in flat:
        return False
    mark = leading_mark(flat)
    if not numbered:
        return True
    counted = _COUNT.search(flat) is not None
    return counted or (mark is not None and mark.script is Script.CHINESE and mark.rest != "")


def band_name(text: str) -> str:
    """The group that a band names, without number and count; "" where the text is no band but opens a part."""
    flat = join_label(text)
    return "" if _opens_part(flat) else _COUNT.sub("", without_mark(flat)).strip(" ：:")


def _opens_part(text: str) -> bool:
    return part_kind(text) is not None or announced_form(text) != ""
