"""Lines that belong to the site that shows a page, and to no list: each named rule tells one kind of them.

They are left out wherever text is kept. A line goes where its whole wording says what it is; nothing else goes.
Above each pattern stand examples of what it finds, which a test holds true.
"""

from __future__ import annotations

import re

from tokenizer.wording import squeeze

_LONGEST = 160  # characters in a line of the site

# 当前位置:首页>政务公开 · 首页|政务公开
_PLACE = re.compile(
    r"(您|你|现在|当前|目前).{0,6}(位置|所在)(是|为)?[:>].*|.{0,6}位置:首页.*|(网站|本站)?首页(>|»|→|/|\||::|·).*"
)
_TOOL = (
    r"打印(本页|文章|正文|此页|本文|此文)?|关闭(窗口|本页|页面|此页|本窗口)?|收藏(本页|此页)?|加入收藏|分享(到|至|按钮|本页)?|"
    r"返回(顶部|首页|列表|上一页|上页|目录)?|回到顶部|回顶部|字(号|体)(大小)?|大|中|小|特大|默认|繁体(版|中文)?|简体(版|中文)?|无障碍(浏览|阅读)?|长者(版|模式)|"
    r"(我要|内容)?纠错|下载|附件下载|朗读|语音播报|微信(好友|朋友圈)?|朋友圈|(新浪|腾讯)?微博|QQ(空间|好友)?|人人网|更多|推荐|转发|复制链接|"
    r"(保护)?视力(保护)?色|T[+-]|A[+-]|顶部|TOP|MORE|登录|注册|设为首页|搜索|站内搜索"
)
# 打印本页 · 关闭窗口
_TOOLS = re.compile(rf"(?:{_TOOL})+", re.IGNORECASE)
_LONE_SIZES = frozenset("大中小")
# 【 · |
_TOOL_MARKS = re.compile(r"[\[\]【】〖〗()|｜/、,·:>»<«…．.\-—_]")
_VALUE = (
    r"(信息|稿件|文章|新闻|内容|文件)?来源|(发布|发文|公开|成文|生成|更新|创建|印发|录入)(日期|时间|机构|机关|单位|人|者)|作者|责任编辑|责编|"
    r"编辑|审核(人)?|初审|复审|终审|校对|录入|(浏览|阅读|点击|访问|查看)(次数|量|数|率|人数)?|浏览次|字号|字体|(信息)?索引号|发文字号|"
    r"公开(方式|属性)|信息分类|主题分类|组配分类|体裁分类|有效性|是否有效|保护视力色|统一登记号"
)
# 来源:县政府办公室
_FACTS = re.compile(rf"(?:{_VALUE}):[^，。；;,]*")
# 上一篇 · 扫一扫在手机打开当前页
_AFTER = re.compile(
    r"(上|下|前|后)一(篇|条|页)(:.*)?|(扫一扫|扫描二维码|用?手机扫|微信扫)[^。]*|.{0,12}扫(一扫|描).{0,10}二维码[^。]*|"
    r"相关(链接|附件|文档|阅读|信息|新闻|文章|推荐|稿件):?|分享(到|至)?:[^。]*|友情链接:?.*|"
    r"(网站地图|联系我们|关于我们|网站声明|隐私声明|网站管理|技术支持:)[^。]{0,60}|.{0,10}建议(使用|您使用).{0,30}(浏览器|分辨率).*"
)
# 版权所有 · 某ICP备12345678号
_FOOT = re.compile(
    r"版权所有.*|.*[:©(）)]版权所有.*|.*(ICP备|公网安备|网站标识码[a-z]*)[第号:]?\d.*|.*(copyright|©).*", re.IGNORECASE
)
# -3- · 第3页共5页
_PAGE_NUMBER = re.compile(r"[-—–]+\d{1,4}[-—–]+|第?\d{1,4}页[,/]?共\d{1,4}页|\d{1,4}/\d{1,4}页?")

_RULES = {
    "where you are": _PLACE,
    "facts about the page": _FACTS,
    "what follows the text": _AFTER,
    "the foot of the site": _FOOT,
    "page number": _PAGE_NUMBER,
}


def is_foot(line: str) -> bool:
    """Whether a line stands in the foot of a site: 版权所有 …"""
    return len(line) <= _LONGEST and _FOOT.fullmatch(squeeze(line)) is not None


def site_rule(line: str) -> str:
    """The rule by which a line is the site's, or ""."""
    text = squeeze(line)
    if len(text) > _LONGEST:
        return ""
    rule = next((name for name, pattern in _RULES.items() if pattern.fullmatch(text)), "")
    words = _TOOL_MARKS.sub("", text)
    if not rule and (not words.strip("*") or (words not in _LONE_SIZES and _TOOLS.fullmatch(words))):
        rule = "tools of the page"
    return rule
