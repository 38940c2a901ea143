"""What is personal in a text, and the text without it: no report shows what it warns of."""

from __future__ import annotations

import re

IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
MOBILE = re.compile(r"(?<![0-9A-Za-z-])1[3-9]\d(?:[ -]?)\d{4}(?:[ -]?)\d{4}(?![0-9A-Za-z])")
# A person: a family name and a given name, man or woman, and in the same sentence where he or she lives.
_SURNAME = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
PERSON = re.compile(
    rf"(?P<name>[{_SURNAME}](?!某)[\u4e00-\u9fff](?!某)[\u4e00-\u9fff]?)[，,（(]\s*(?:男|女)[，,；;、][^。\n]{{0,40}}?"
    r"(?P<home>(?:家住|现住|住址|住所地|户籍(?:所在)?地|住)[：:]?(?:在|于)?[^。；;，,\n]{2,30}?(?:\d+|[一二三四五六七八九十]+)(?:号|室|组|栋|幢|单元))"
)


def masked(text: str) -> str:
    """A text in which nothing personal can be read: of numbers the ends are left, of persons the family name."""
    text = PERSON.sub(lambda found: f"{found['name'][0]}某……住×××", text)
    for pattern in (IDENTITY, MOBILE):
        text = pattern.sub(lambda found: f"{found[0][:3]}{'*' * (len(found[0]) - 5)}{found[0][-2:]}", text)
    return text
