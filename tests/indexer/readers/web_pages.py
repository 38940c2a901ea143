"""A department's list as pages of other makes: exported by Word, and set in layout tables by an old site."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any

from tests.sample.county import NUMERALS, Department

DUTY_HEADS = ("序号", "主要职责", "具体工作事项", "备注")
MATTER_HEADS = ("序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例")
SERVICE_HEADS = ("序号", "服务事项", "主要内容", "承办机构", "联系电话")

Rows = Iterable[Sequence[tuple[str, int]]]


def duty_rows(data: dict[str, Any]) -> Iterator[list[tuple[str, int]]]:
    """The rows of the duties' table as (text, rows spanned)."""
    for number, duty in enumerate(data["duties"], start=1):
        merged = [(str(number), len(duty["rows"])), (duty["duty"], len(duty["rows"]))]
        for index, row in enumerate(duty["rows"]):
            yield [*(merged if index == 0 else []), (row["item"], 1), (row["note"], 1)]


def matter_rows(data: dict[str, Any]) -> Iterator[list[tuple[str, int]]]:
    """The rows of the boundaries' table as (text, rows spanned)."""
    for number, matter in enumerate(data["boundaries"], start=1):
        height = len(matter["parties"])
        for index, party in enumerate(matter["parties"]):
            first = index == 0
            yield [
                *([(str(number), height), (matter["matter"], height)] if first else []),
                (party["agency"], 1),
                (party["role"], 1),
                *([(matter["basis"], height), (matter["case"], height)] if first else []),
            ]


def service_rows(data: dict[str, Any]) -> Iterator[list[tuple[str, int]]]:
    """The rows of the services' table as (text, rows spanned)."""
    for number, service in enumerate(data["services"], start=1):
        yield [(str(number), 1), *((service[name], 1) for name in ("service", "content", "office", "phone"))]


def supervision_lines(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The lines of the supervision part as (number, text)."""
    for numeral, regime in zip(NUMERALS, data["supervision"], strict=False):
        yield f"（{numeral}）", regime["regime"]
        if regime["lead"]:
            yield "", regime["lead"]
        for number, section in zip(NUMERALS, regime["sections"], strict=False):
            yield f"{number}、", section["heading"]
            yield from (("", line) for line in section["text"].split("\n"))


# -- exported by Word --------------------------------------------------------------------------------

_WORD_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml"
xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"
xmlns="http://www.w3.org/TR/REC-html40">

<head>
<meta http-equiv=Content-Type content="text/html; charset=gb2312">
<meta name=ProgId content=Word.Document>
<title>附件</title>
<!--[if gte mso 9]><xml>
 <o:DocumentProperties><o:Author>管理员</o:Author><o:Pages>12</o:Pages></o:DocumentProperties>
</xml><![endif]-->
<style>
<!--
 p.MsoNormal, li.MsoNormal, div.MsoNormal
	{mso-style-parent:"";
	text-align:justify;
	font-size:10.5pt;}
-->
</style>
<!--[if gte mso 10]>
<style>table.MsoNormalTable {mso-style-name:普通表格;}</style>
<![endif]-->
</head>

<body lang=ZH-CN style='tab-interval:21.0pt;text-justify-trim:punctuation'>

<div class=WordSection1 style='layout-grid:15.6pt'>
"""
_EMPTY = "<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>\n"


def word_page(department: Department) -> bytes:
    """The list as Word saves it for the web, in GBK."""
    data = department.data
    parts = [_WORD_HEAD, _word_title(department.title), _EMPTY]
    parts += [_word_heading("一、部门职责"), _word_table(DUTY_HEADS, duty_rows(data)), _EMPTY]
    parts += [_word_heading("二、与相关部门的职责边界"), _word_table(MATTER_HEADS, matter_rows(data)), _EMPTY]
    parts += [_word_heading("三、事中事后监管制度")]
    parts += [_word_listed(mark, text) if mark else _word_paragraph(text) for mark, text in supervision_lines(data)]
    parts += [_EMPTY, _word_heading("四、公共服务事项"), _word_table(SERVICE_HEADS, service_rows(data)), _EMPTY]
    return "".join([*parts, "</div>\n\n</body>\n\n</html>\n"]).replace("\n", "\r\n").encode("gbk", "xmlcharrefreplace")


def _word_runs(text: str) -> str:
    """Text as Word cuts it: Latin in spans of its own, and source lines broken anywhere between Chinese."""
    runs = []
    for run in re.findall(r"[!-~]+|[^!-~]+", text):
        if run.isascii():
            runs.append(f"<span lang=EN-US>{escape(run)}</span>")
        else:
            broken = "\n".join(run[start : start + 30] for start in range(0, len(run), 30))
            runs.append(f"<span\nstyle='font-family:宋体;mso-ascii-font-family:Calibri'>{escape(broken)}</span>")
    return "".join(runs)


def _word_paragraph(text: str, style: str = "text-indent:21.0pt") -> str:
    return f"<p class=MsoNormal style='{style}'>{_word_runs(text)}<span lang=EN-US><o:p></o:p></span></p>\n\n"


def _word_title(text: str) -> str:
    inner = f"<b style='mso-bidi-font-weight:\nnormal'>{_word_runs(text)}</b>"
    return f"<p class=MsoNormal align=center style='text-align:center'>{inner}</p>\n\n"


def _word_heading(text: str) -> str:
    return f"<h2 style='text-indent:32.0pt'><a name=\"_Toc1\">{_word_runs(text)}</a></h2>\n\n"


def _word_listed(number: str, text: str) -> str:
    """A paragraph whose number is generated by Word."""
    return (
        "<p class=MsoListParagraph style='margin-left:36.0pt;text-indent:-36.0pt;mso-list:l0 level1\n"
        "lfo1'><![if !supportLists]><span lang=EN-US style='font-family:仿宋'><span\n"
        f"style='mso-list:Ignore'>{number}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;\n"
        f"</span></span></span><![endif]>{_word_runs(text)}</p>\n\n"
    )


def _word_table(heads: Sequence[str], rows: Rows) -> str:
    out = ["<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse'>\n"]
    out.append(" <tr style='mso-yfti-irow:0;mso-yfti-firstrow:yes'>\n")
    out += [_word_cell("\n".join(head), 1) for head in heads]  # labels one character a line
    for row in rows:
        out.append(" </tr>\n <tr style='height:28.5pt'>\n")
        out += [_word_cell(text, span) for text, span in row]
    return "".join([*out, " </tr>\n</table>\n\n"])


def _word_cell(text: str, rows: int) -> str:
    span = f" rowspan={rows}" if rows > 1 else ""
    style = "style='width:42.55pt;border:solid windowtext 1.0pt;\n  mso-border-alt:solid windowtext .5pt'"
    body = "  ".join(_word_paragraph(line, "text-align:center") for line in text.split("\n")) if text else _EMPTY
    return f"  <td width=57{span} valign=top {style}>\n  {body}  </td>\n"


# -- an old site -------------------------------------------------------------------------------------

_SITE_HEAD = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=utf-8">
<TITLE>{title}_示例县人民政府门户网站</TITLE>
<SCRIPT>if (a<b && c>d) {{ document.write("<table><tr><td>序号<td>主要职责</table>") }}</SCRIPT></HEAD>
<BODY><CENTER>
<div style="position:absolute;left:-3000px;top:0"><a href="http://x.example/">时时彩</a> <a href="http://y.example/">私服</a></div>
<div style="display: none">部门职责<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table></div>
<TABLE width=1000><TR><TD><IMG src=logo.gif alt=示例县><TD align=right>2025年3月18日 星期二</TR>
<TR><TD colspan=2><TABLE width="100%"><TR><TD><A href="/">首页</A><TD><A href="/xw/">新闻中心</A>
<TD><A href="/zw/">政务公开</A><TD><A href="/fw/">公共服务</A></TR></TABLE></TR>
<TR><TD width=200 valign=top><TABLE><TR><TD><B>栏目导航</B><TR><TD>·<A href="/1">机构职能</A>
<TR><TD>·<A href="/2">部门职责</A><TR><TD>·<A href="/3">权责清单</A></TABLE>
<TD valign=top><TABLE><TR><TD>您现在的位置：<A href="/">首页</A> &gt;&gt; <A href="/zw/">政务公开</A> &gt;&gt; 责任清单
<TR><TD align=center><FONT size=5><B>{title}</B></FONT>
<TR><TD align=center>发布时间：2025-03-18 09:30&nbsp;&nbsp;来源：示例县编办&nbsp;&nbsp;
浏览次数：<SPAN id=hits>1024</SPAN>&nbsp;次　字号：【<A href=#>大</A> <A href=#>中</A> <A href=#>小</A>】
<TR><TD><DIV id=zoom>
"""
_SITE_FOOT = """</DIV>
<TR><TD align=right>【<A href="javascript:window.print()">打印本页</A>】
【<A href="javascript:window.close()">关闭窗口</A>】
<TR><TD>上一篇：<A href="/11">某某局责任清单</A><BR>下一篇：<A href="/12">某某委责任清单</A></TABLE>
</TABLE>
<TABLE width=1000 bgcolor=#eeeeee><TR><TD align=center>主办：示例县人民政府办公室　承办：示例县电子政务中心<BR>
地址：示例县人民路1号　邮编：000000<BR>版权所有 示例县人民政府　某ICP备00000000号　公网安备 00000000000000号</TABLE>
</CENTER></BODY></HTML>
"""


def site_page(department: Department) -> bytes:
    """The list on a page of an old site: GBK, declared as UTF-8, in layout tables, with few end tags."""
    data = department.data
    parts = [_SITE_HEAD.format(title=escape(department.title))]
    parts += ["<P><STRONG>一、部门职责</STRONG>", _site_table(DUTY_HEADS, duty_rows(data))]
    parts += ["<P><STRONG>二、与相关部门的职责边界</STRONG>", _site_table(MATTER_HEADS, matter_rows(data))]
    parts += ["<P><STRONG>三、事中事后监管制度</STRONG><BR>"]
    parts += [f"&nbsp;&nbsp;&nbsp; {mark}{escape(text)}<BR>\n" for mark, text in supervision_lines(data)]
    parts += ["<P><STRONG>四、公共服务事项</STRONG>", _site_table(SERVICE_HEADS, service_rows(data)), _SITE_FOOT]
    return "".join(parts).encode("gbk", "xmlcharrefreplace")


def _site_table(heads: Sequence[str], rows: Rows) -> str:
    out = ["<TABLE borderColor=#000000 cellSpacing=0 border=1><TBODY><TR>"]
    out += [f"<TD><P align=center>{escape(head)}" for head in heads]
    for row in rows:
        out.append("\n<TR>")
        for text, span in row:
            lines = "<BR>".join(f"　　{escape(line)}" for line in text.split("\n")) if text else "&nbsp;"
            out.append(f"<TD rowSpan={span} vAlign=top>{lines}")
    return "".join([*out, "</TBODY></TABLE>\n"])
