"""Lines of a page that belong to the site: where you are, print and close, sources, links, the page's foot.

Only lines outside tables of data come here. A line goes where its whole wording says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.model.blocks import Table
from indexer.readers.html.lines import ShownLine
from tokenizer.number_marks import leading_mark
from tokenizer.wording import ends_sentence, squeeze

_LONGEST = 160  # characters in a line of furniture

_PLACE = re.compile(
    r"(您|你|现在|当前|目前).{0,6}(位置|所在)(是|为)?[:>].*|.{0,6}位置:首页.*|(网站|本站)?首页(>|»|→|/|\||::|·).*"
)
_TOOL = (
    r"打印(本页|文章|正文|此页|本文|此文)?|关闭(窗口|本页|页面|此页|本窗口)?|收藏(本页|此页)?|加入收藏|分享(到|至|按钮|本页)?|"
    r"返回(顶部|首页|列表|上一页|上页|目录)?|回到顶部|回顶部|字(号|体)(大小)?|大|中|小|特大|默认|繁体(版|中文)?|简体(版|中文)?|无障碍(浏览|阅读)?|长者(版|模式)|"
    r"(我要|内容)?纠错|下载|附件下载|朗读|语音播报|微信(好友|朋友圈)?|朋友圈|(新浪|腾讯)?微博|QQ(空间|好友)?|人人网|更多|推荐|转发|复制链接|"
    r"(保护)?视力(保护)?色|T[+-]|A[+-]|顶部|TOP|MORE|登录|注册|设为首页|搜索|站内搜索"
)
_TOOLS = re.compile(rf"(?:{_TOOL})+", re.IGNORECASE)
_LONE_SIZES = frozenset("大中小")
_TOOL_MARKS = re.compile(r"[\[\]【】〖〗()|｜/、,·:>»<«…．.\-—_]")
_VALUE = (
    r"(信息|稿件|文章|新闻|内容|文件)?来源|(发布|发文|公开|成文|生成|更新|创建|印发|录入)(日期|时间|机构|机关|单位|人|者)|作者|责任编辑|责编|"
    r"编辑|审核(人)?|初审|复审|终审|校对|录入|(浏览|阅读|点击|访问|查看)(次数|量|数|率|人数)?|浏览次|字号|字体|(信息)?索引号|发文字号|"
    r"公开(方式|属性)|信息分类|主题分类|组配分类|体裁分类|有效性|是否有效|保护视力色|统一登记号"
)
_FACTS = re.compile(rf"(?:{_VALUE}):[^，。；;,]*")
_DATE = re.compile(  # when the page was put up; a day written in full alone is the document's own
    r"(?!\d{4}年\d{1,2}月\d{1,2}日?$)((发布|更新)?(时间|日期)?:)?\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?(星期.)?(\d{1,2}:\d{2}(:\d{2})?)?"
)
_DAY = re.compile(r"[\[(【]?(\d{2,4}[-年/.])?\d{1,2}[-月/.]\d{1,2}日?[\])】]?")
_AFTER = re.compile(
    r"(上|下|前|后)一(篇|条|页)(:.*)?|(扫一扫|扫描二维码|用?手机扫|微信扫)[^。]*|.{0,12}扫(一扫|描).{0,10}二维码[^。]*|"
    r"相关(链接|附件|文档|阅读|信息|新闻|文章|推荐|稿件):?|分享(到|至)?:[^。]*|友情链接:?.*|"
    r"(网站地图|联系我们|关于我们|网站声明|隐私声明|网站管理|技术支持:)[^。]{0,60}|.{0,10}建议(使用|您使用).{0,30}(浏览器|分辨率).*"
)
_FOOT = re.compile(
    r"版权所有.*|.*[:©(）)]版权所有.*|.*(ICP备|公网安备|网站标识码[a-z]*)[第号:]?\d.*|.*(copyright|©).*", re.IGNORECASE
)
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
    if any(pattern.fullmatch(text) for pattern in (_PLACE, _FACTS, _DATE, _AFTER, _FOOT)):
        return True
    words = _TOOL_MARKS.sub("", text)
    return not words.strip("*") or (words not in _LONE_SIZES and _TOOLS.fullmatch(words) is not None)


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
        if _is(item, _FOOT):
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
