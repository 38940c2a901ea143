"""A small thesaurus of matters for the tests of its reader and of the finder."""

from __future__ import annotations

from pathlib import Path

from tokenizer.matters import Thesaurus, load_thesaurus

TWO_MATTERS = """
# 城管
[路灯]
官: 路灯管理, 城市照明
法: 城市照明管理规定
说: 路灯不亮, 黑灯瞎火
句: {路灯 街灯}+{坏 不亮}
近: 井盖
[井盖]
官: 窨井盖管理, 城市照明
说: 井盖没了, 井口敞着
"""


def thesaurus(folder: Path, text: str, story: str = "") -> Thesaurus:
    """A thesaurus of one file, 甲.txt, beside the files that are in the folder already."""
    (folder / "甲.txt").write_text(text, encoding="utf-8")
    if story:
        (folder / "story.txt").write_text(story, encoding="utf-8")
    return load_thesaurus(folder)
