"""Lines of a page that belong to the site: where you are, print and close, sources, links, the page's foot.

Only lines outside tables of data come here. A line goes where its whole wording says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.model.blocks import Table
from indexer.readers.html.lines import ShownLine
from indexer.vocabulary.site import is_foot, site_rule
from tokenizer.number_marks import leading_mark
from tokenizer.wording import ends_sentence, squeeze

_LONGEST = 160  # characters in a line of furniture

_DATE = re.compile(  # when the page was put up; a day written in full alone is the document's own
    r"(?!\d{4}年\d{1,2}月\d{1,2}日?$)((发布|更新)?(时间|日期)?:)?\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(星期.)?(\d{1,2}:\d{2}(:\d{2})?)?"
)
_DAY = re.compile(r"[\[(【]?(\d{2,4}[-年/.])?\d{1,2}[-月/.]\d{1,2}日?[\])】]?")
_FOOT_NEIGHBOUR = re.compile(
    r"(主办|承办|协办|维护|运维|管理)(单位|方)?:.*|地址:.*|(联系)?(电话|方式):.*|邮编:.*|邮政编码:.*|.*@.*\..*"
)
_MOST_UNKNOWN = 2  # lines in a page's foot that no rule knows
_MOST_LINKS_IN_TEXT = 2
_LONGEST_MENU_TITLE = 8  # characters
_LINK_RUN = 3  # lines of links in a row that make a menu

Item = ShownLine | Table


def without_furniture(items: Sequence[Item]) -> list[Item]:
    """The lines and tables that are the page's own."""
    items = items[: _end(items)]
    gone = _menus(items)
    return [
        item for i, item in enumerate(items) if isinstance(item, Table) or (i not in gone and not is_furniture(item))
    ]


def is_furniture(line: ShownLine) -> bool:
    """Whether a line is of the site, by its wording or because it is nothing but links."""
    text = squeeze(line.text)
    to_this_page = line.address.startswith("#") and line.address != "#"
    if line.linked * 10 >= line.length * 8 and (line.links > _MOST_LINKS_IN_TEXT or to_this_page):
        return True
    if len(text) > _LONGEST:
        return False
    return _DATE.fullmatch(text) is not None or site_rule(text) != ""


def _menus(items: Sequence[Item]) -> set[int]:
    """The lines of menus and news lists: several in a row that are mostly a link, and what stands over them."""
    gone: set[int] = set()
    run: list[int] = []
    links = 0
    for index, item in enumerate([*items, None]):
        if isinstance(item, ShownLine) and _is_menu_line(item):
            links += 1
            run.append(index)
        elif run and isinstance(item, ShownLine) and _DAY.fullmatch(squeeze(item.text)):
            run.append(index)
        else:
            if links >= _LINK_RUN:
                gone.update(run)
                if run[0] and _is_menu_title(items[run[0] - 1]):
                    gone.add(run[0] - 1)
            run, links = [], 0
    return gone


def _is_menu_line(line: ShownLine) -> bool:
    """Whether a line is mostly a link; numbered points with links are text."""
    return bool(line.address) and line.linked * 10 >= line.length * 6 and leading_mark(line.text) is None


def _is_menu_title(item: Item) -> bool:
    if isinstance(item, Table):
        return False
    stands_out = item.level or item.centred or item.bold
    return bool(stands_out) and len(squeeze(item.text)) <= _LONGEST_MENU_TITLE


def _end(items: Sequence[Item]) -> int:
    """Where the page's foot begins: at its first line, if next to nothing follows but what is of the site too."""
    end = len(items)
    unknown = 0
    for index in range(len(items) - 1, -1, -1):
        item = items[index]
        if isinstance(item, ShownLine) and is_foot(item.text):
            end = index
        elif isinstance(item, Table) or ends_sentence(item.text):
            break
        elif not (is_furniture(item) or _is(item, _FOOT_NEIGHBOUR)):
            unknown += 1
            if unknown > _MOST_UNKNOWN:
                break
    if end < len(items):
        while end and _is(items[end - 1], _FOOT_NEIGHBOUR):
            end -= 1
    return end


def _is(item: Item, pattern: re.Pattern[str]) -> bool:
    return (
        isinstance(item, ShownLine) and len(item.text) <= _LONGEST and pattern.fullmatch(squeeze(item.text)) is not None
    )
