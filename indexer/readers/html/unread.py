"""What a page shows that is not read as text: pictures that may hold some, forms, files to download. It is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from indexer.model.problems import excerpt
from indexer.readers.html.lines import shown

_SITE_PICTURE = re.compile(
    r"logo|icon|banner|qr_?code|erweima|ewm|share|print|arrow|avatar|dot|line|bg|beian|gongan|jiucuo|weixin|wechat",
    re.I,
)
_PIXELS = re.compile(r"(?:^|;)(width|height):(\d{1,5})(?:\.\d+)?px")
_WIDTH, _HEIGHT = 260, 80  # pixels from which on a picture may hold text
_FILE = re.compile(r"\.(?:docx?|wps|xlsx?|et|pdf|ofd|zip|rar|7z|rtf|csv|odt|ods)(?=$|[?#&])", re.IGNORECASE)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_PROMPT = re.compile(
    r"(?:请|点击)?(?:输入|搜索|填写|选择|检索|查询).{0,20}|.{0,6}(?:搜索|检索|查询|关键[字词]|提交|登录|登陆|注册)"
)


def unread(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """The elements that are not read, in order, with what to tell of each."""
    for element in root.iter("img", "input", "a"):
        if element.tag == "img" and _may_hold_text(element):
            yield element, "这里有图片，可能含有文字，没有读取；如果属于清单，请改为文字"
        elif element.tag == "input" and element.get("type", "text").lower() == "text":
            value = shown(element.get("value", ""))
            if _CHINESE.search(value) and not _PROMPT.fullmatch(value):
                yield element, f"表单里填写的文字没有读取：{value}"
        elif element.tag == "a" and _FILE.search(element.get("href", "")):
            name = shown(str(element.text_content())) or element.get("href", "").rpartition("/")[2]
            yield element, f"附件“{excerpt(name)}”不在这个网页里；如果还没有放入，请下载后一并放入"


def _may_hold_text(image: HtmlElement) -> bool:
    """Whether a picture may hold text: by its size, or without one by standing alone and not being the site's."""
    sides = dict(_PIXELS.findall("".join(image.get("style", "").lower().split())))
    width, height = (_pixels(sides.get(side) or image.get(side, "")) for side in ("width", "height"))
    if width is not None or height is not None:
        return (width is None or width >= _WIDTH) and (height is None or height >= _HEIGHT)
    if _SITE_PICTURE.search(image.get("src", "") or "") or not image.get("src"):
        return False
    around = image.getparent()
    while around is not None and around.tag in ("span", "a", "font", "strong", "b"):
        around = around.getparent()
    return around is not None and not shown(str(around.text_content()))


def _pixels(text: str) -> int | None:
    digits = text.strip().lower().removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 5 else None
