"""A department's list as a page of a county's site: tables with merged cells between the site's own furniture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from tests.sample.county import NUMERALS, Department

_STYLE = "table{border-collapse:collapse}td,th{border:1px solid #666;padding:4px;vertical-align:top}"


def html_page(department: Department) -> str:
    """The list as an HTML document."""
    return "\n".join(_page(department)) + "\n"


def _page(department: Department) -> Iterator[str]:
    data = department.data
    yield "<!DOCTYPE html>"
    yield f'<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(department.title)}</title>'
    yield f"<style>{_STYLE}</style></head><body>"
    yield '<div class="nav"><a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; 责任清单</div>'
    yield f"<h1>{escape(department.title)}</h1>"
    yield "<h2>一、部门职责</h2>"
    yield from _table(["序号", "主要职责", "具体工作事项", "备注"], _duty_rows(data["duties"]))
    yield "<h2>二、与相关部门的职责边界</h2>"
    heads = ["序号", "管理事项", "相关部门", "职责分工", "相关依据", "案例"]
    yield from _table(heads, _matter_rows(data["boundaries"]))
    yield "<h2>三、事中事后监管制度</h2>"
    for numeral, regime in zip(NUMERALS, data["supervision"], strict=False):
        yield f"<p><b>（{numeral}）{escape(regime['regime'])}</b></p>"
        if regime["lead"]:
            yield f"<p>{escape(regime['lead'])}</p>"
        for number, section in zip(NUMERALS, regime["sections"], strict=False):
            yield f"<p>{number}、{escape(section['heading'])}</p>"
            yield from (f"<p>{escape(line)}</p>" for line in section["text"].split("\n"))
    yield "<h2>四、公共服务事项</h2>"
    yield from _table(["序号", "服务事项", "主要内容", "承办机构", "联系电话"], _service_rows(data["services"]))
    yield '<div class="tools"><a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭</a></div>'
    yield "</body></html>"


def _table(heads: Sequence[str], rows: Iterator[str]) -> Iterator[str]:
    yield "<table>"
    yield "<tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>"
    yield from rows
    yield "</table>"


def _row(*cells: tuple[str, int]) -> str:
    """A table row of cells given as text and the number of rows that they span."""
    out = []
    for text, rows in cells:
        span = f' rowspan="{rows}"' if rows > 1 else ""
        paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n")) if "\n" in text else escape(text)
        out.append(f"<td{span}>{paragraphs}</td>")
    return "<tr>" + "".join(out) + "</tr>"


def _duty_rows(duties: Sequence[dict[str, Any]]) -> Iterator[str]:
    for number, duty in enumerate(duties, start=1):
        merged = len(duty["rows"])
        for index, row in enumerate(duty["rows"]):
            first = [(str(number), merged), (duty["duty"], merged)] if index == 0 else []
            yield _row(*first, (row["item"], 1), (row["note"], 1))


def _matter_rows(matters: Sequence[dict[str, Any]]) -> Iterator[str]:
    for number, matter in enumerate(matters, start=1):
        merged = len(matter["parties"])
        for index, party in enumerate(matter["parties"]):
            before = [(str(number), merged), (matter["matter"], merged)] if index == 0 else []
            behind = [(matter["basis"], merged), (matter["case"], merged)] if index == 0 else []
            yield _row(*before, (party["agency"], 1), (party["role"], 1), *behind)


def _service_rows(services: Sequence[dict[str, Any]]) -> Iterator[str]:
    for number, service in enumerate(services, start=1):
        yield _row((str(number), 1), *((service[name], 1) for name in ("service", "content", "office", "phone")))
