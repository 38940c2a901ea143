"""Web pages: nothing of the site around the list, and nothing hidden, comes out; nothing of the list goes."""

from __future__ import annotations

import re

import pytest

from indexer.model.blocks import Paragraph
from indexer.model.problems import ProblemKind
from indexer.readers.html.reader import read_html
from tests.indexer.readers.html_tools import DUTY_TABLE, LONG, texts


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>document.write('<p>垃圾</p>')</script>",
        "<style>p{content:'垃圾'}</style>",
        "<noscript>垃圾</noscript>",
        "<template><p>垃圾</p></template>",
        "<select><option>垃圾</option></select>",
        "<textarea>垃圾</textarea>",
        "<p hidden>垃圾</p>",
        "<p style='display:none'>垃圾</p>",
        "<div style='DISPLAY: NONE !important'><table border=1><tr><td>垃圾<td>垃圾<tr><td>垃圾<td>垃圾</table></div>",
        "<span style='visibility:hidden'>垃圾</span>",
        "<div style='position:absolute; left:-9999px'>垃圾</div>",
        "<div style='position:fixed;top:-800.5px'>垃圾</div>",
        "<div style='text-indent:-9999px'>垃圾</div>",
        "<div style='width:0;height:0;overflow:hidden'>垃圾</div>",
        "<font style='font-size:0px'>垃圾</font>",
        "<marquee height=1 width=1><a href=x>垃圾</a></marquee>",
        "<style> p, div.spam {left:-999px; position:absolute} .b{color:red}</style><div class='a spam'>垃圾</div>",
        "<style>#spam{display:none}</style><div id=spam>垃圾</div>",
        "<!-- 垃圾 -->",
        "<nav><a href=/>垃圾</a></nav>",
        "<footer>垃圾</footer>",
        "<div role=navigation>垃圾</div>",
        "<div class='page-header breadcrumb'>垃圾</div>",
        "<div id=footer_wrap>垃圾</div>",
        "<ul class=menu><li>垃圾</ul>",
    ],
)
def test_what_nobody_reads_is_left_out(unseen: str) -> None:
    assert texts(f"<p>{LONG}</p>{unseen}<p>县水利局</p>") == [LONG, "县水利局"]


@pytest.mark.parametrize(
    "page",
    [
        "<style>@media print{.text{display:none} p{color:red}}</style><div class=text>{}</div>",
        "<div style='position:absolute;left:50%;margin-left:-500px'>{}</div>",
        "<p style='margin-left:105pt;text-indent:-105.0pt'>{}</p>",
        "<div style='font-size:0'><p style='font-size:14px'>{}</p></div>",
        "<div class='tab-pane' style='display:none'>{}</div>",
        "<div role=tabpanel hidden>{}</div>",
        "<div id=print>{}</div>",
        "<div class=nav>{}</div>",
        "<form><input type=hidden value=x>{}</form>",
        "<a name=top>{}</a>",
        "<center><font><b>{}",
    ],
)
def test_what_is_read_stays(page: str) -> None:
    assert texts(page.replace("{}", LONG)) == [LONG]


@pytest.mark.parametrize(
    "line",
    [
        "您现在的位置：首页 &gt; 政务公开 &gt; 权责清单",
        "当前位置： <a href=/>首页</a> » <a href=/a>公开</a> » 正文",
        "<a href=/>首页</a>&gt;<a href=/a>政务公开</a>",
        "【打印】【关闭】",
        "打印本页 | 关闭窗口",
        "[字号：<a>大</a> <a>中</a> <a>小</a>]",
        "分享到：微信 新浪微博 QQ空间",
        "来源：县政府办　发布时间：2024-05-06 10:20　浏览次数：315 次　【字体：大 中 小】",
        "发布日期：2024年5月6日",
        "2024-05-06 10:20",
        "责任编辑：某某",
        "索 引 号：000000/2024-00001",
        "扫一扫在手机打开当前页",
        "上一篇：县民政局责任清单",
        "返回顶部",
        "<a href=1>首页</a> <a href=2>新闻</a> <a href=3>公开</a> <a href=4>服务</a>",
        "<a href=#p1>一、部门职责……………1</a>",
        "版权所有：示例县人民政府",
    ],
)
def test_lines_of_the_site_are_left_out(line: str) -> None:
    assert texts(f"<div>{line}</div><p>{LONG}</p><div>{line}</div>") == [LONG]


@pytest.mark.parametrize(
    "line",
    [
        "来源地政府负责收容。",
        "打印、复印行业治安管理",
        "首页负责单位",
        "下载类应用监管",
        "对位置服务企业的监督检查",
        "分享经济监管",
        "大型群众性活动安全监管",
        "（一）网站备案管理",
        "审核：由业务股室核对材料，提出意见。",
        "公开方式：张贴公示，网上公布",
        "前一条规定的事项",
        "位置：县城东路一号",
        "网站ICP备案管理",
        "对著作权、版权所有人的服务",
        "<a href='#'>（三）河道采砂监管制度</a>",
        "小",
    ],
)
def test_lines_of_the_list_stay(line: str) -> None:
    plain_line = re.sub(r"<[^>]*>", "", line)
    assert texts(f"<p>{LONG}</p><p>{line}</p><p>{LONG}</p>") == [LONG, plain_line, LONG]


def test_linked_points_are_text() -> None:
    points = [f"{number}.《示例办法》第{number}条" for number in range(1, 5)]
    linked = "".join(f"<p><a href='/law/{i}'>{point}</a></p>" for i, point in enumerate(points))
    assert texts(f"<p>{LONG}</p>{linked}") == [LONG, *points]


def test_much_hidden_text_is_reported() -> None:
    hidden = f"<script>{LONG * 9}</script>" + f"<p>{LONG}</p>" * 3
    page = f"<p>{LONG}</p>\n<div style='display:none'>{hidden}</div>"
    document = read_html(page.encode(), "x")
    assert len(document.blocks) == 1
    assert [(problem.place.line, LONG[:20] in problem.message) for problem in document.problems] == [(2, True)]


def test_hidden_links_are_not_reported() -> None:
    spam = "".join(f"<a href='http://{i}.example'>某某某某娱乐网站</a> " for i in range(200))
    page = f"<p>{LONG}</p><div style='display:none'>{spam}</div>"
    assert read_html(page.encode(), "x").problems == ()


def test_the_foot_of_the_page_ends_it() -> None:
    foot = "<p>主办：县政府办</p><p>地址：人民路1号</p><div>网站标识码：0000000001　ICP备1号</div><p>请用新版程序</p>"
    assert texts(f"<p>{LONG}</p><p>{LONG}</p>{foot}") == [LONG, LONG]


def test_no_foot_hides_a_list_behind_it() -> None:
    page = f"<p>版权所有 示例县人民政府</p><p>{LONG}</p><p>{LONG}</p>{DUTY_TABLE}<p>版权所有</p>"
    assert [text[:2] for text in texts(page)] == [LONG[:2], LONG[:2], "序号"]


def test_news_lists_are_left_out_with_their_title() -> None:
    news = "".join(f'<li><a href="/{i}">关于第{i}件事的通知</a> 05-0{i}</li>' for i in range(5))
    assert texts(f"<p>{LONG}</p><h3>最新公开</h3><ul>{news}</ul>") == [LONG]


@pytest.mark.parametrize(
    ("head", "first"),
    [
        ("<title>示例县水利局责任清单_示例县人民政府门户网站</title>", "示例县水利局责任清单"),
        ("<title>示例县人民政府 | 某网</title><meta name=ArticleTitle content=河道采砂监管>", "河道采砂监管"),
        ("<title>无标题文档</title>", LONG),
        ("<title>index</title>", LONG),
        ("<meta name=ProgId content=Word.Document><title>附件一</title>", LONG),
    ],
)
def test_a_title_that_only_the_head_gives(head: str, first: str) -> None:
    found = texts(f"<html><head>{head}</head><body><p>{LONG}</p></body></html>")
    assert found == ([first] if first == LONG else [first, LONG])


def test_a_title_that_the_page_shows_is_not_doubled() -> None:
    assert texts(f"<title>河道 采砂监管-</title><h2>河道采砂监管</h2><p>{LONG}</p>") == ["河道采砂监管", LONG]


def test_a_mark_of_rights_above_the_text_ends_nothing() -> None:
    lines = "".join(f"<p>第{n}处县林业局：负责甲</p>" for n in range(4))
    assert len(texts(f"<p>图片来源：县报社 ©2024</p>{lines}")) == 4


def test_the_day_of_a_document_is_its_own() -> None:
    assert texts(f"<p>{LONG}</p><p>2021年9月29日</p>") == [LONG, "2021年9月29日"]


@pytest.mark.parametrize(
    ("markup", "told"),
    [
        ('<p><img src="1.jpg" width="800"></p>', "图片"),
        ('<p><img src="/upload/20240501.png"></p>', "图片"),
        ('<p><img src="/img/logo.png"></p>', ""),
        ('<p>印章<img src="seal.png"></p>', ""),
        ('<p><img src="1.jpg" width="80" height="80"></p>', ""),
        ('<p>附件：<a href="/files/a.xlsx">示例县林业局责任清单</a></p>', "附件“示例县林业局责任清单”"),
        ('<p><input value="县林业局负责甲"></p>', "县林业局负责甲"),
        ('<p><input value="请输入关键词"></p>', ""),
    ],
)
def test_what_is_not_read_as_text_is_told(markup: str, told: str) -> None:
    problems = read_html(f"<p>{LONG}</p>\n{markup}".encode(), "x").problems
    assert [problem.kind for problem in problems] == [ProblemKind.UNREAD] * bool(told)
    assert all(told in problem.message and problem.place.line == 2 for problem in problems)


def test_an_archive_in_an_archive_is_opened() -> None:
    inner = (
        b'Content-Type: multipart/alternative;\r\n boundary="in"\r\n\r\n--in\r\nContent-Type: text/plain\r\n\r\n-\r\n'
        b"--in\r\nContent-Type: text/html\r\n\r\n<html><body><p>" + LONG.encode() + b"</p></body></html>\r\n--in--\r\n"
    )
    outer = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="out"\r\n\r\n--out\r\n'
        + inner
        + b"--out--\r\n"
    )
    [block] = read_html(outer, "x").blocks
    assert isinstance(block, Paragraph)
    assert block.text == LONG
