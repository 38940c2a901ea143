"""What a page says its title is, without the name of the site."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from indexer.readers.html.lines import shown

_SITE_SEPARATOR = re.compile(r"\s*[_|｜»>]\s*|\s+[-–—]\s+|\s*--+\s*")
_SITE = re.compile(r"(门户网站|政府网站?|信息网|公众网|官方网站|政务网|网站首页|首页|网)$")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_PROGRAM = re.compile(r"^(word|excel|microsoft)", re.IGNORECASE)
_EMPTY = re.compile(r"(无标题|新建|未命名).*")
_META_NAMES = ("articletitle", "og:title", "contenttitle")


def page_title(root: HtmlElement) -> str:
    """The title of the article that a page shows, or "" where it names none in Chinese.

    What Word and Excel save as a title is no such thing: it stands in the file's properties and nobody sees it.
    """
    for meta in root.iter("meta"):
        name, content = (meta.get("name") or meta.get("property") or "").lower(), meta.get("content", "")
        if name in ("progid", "generator") and _PROGRAM.match(content):
            return ""
        if name in _META_NAMES and content:
            return _article(content)
    title = root.find(".//title")
    return _article(str(title.text_content())) if title is not None else ""


def _article(text: str) -> str:
    parts = [
        part
        for part in _SITE_SEPARATOR.split(shown(text).strip("-–— "))
        if _CHINESE.search(part) and not _SITE.search(part)
    ]
    return parts[0] if parts and not _EMPTY.fullmatch(parts[0]) else ""
