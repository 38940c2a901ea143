"""Results as text: colours on a terminal, plain in a pipe (click strips them)."""

from __future__ import annotations

import re
from html import unescape
from itertools import groupby

import click

from indexer.report import KIND_NAMES
from search.present.results import Hit, Results

_FIELD_NAMES = {
    "duty": "主要职责",
    "agency": "部门",
    "role": "分工",
    "heading": "环节",
    "text": "内容",
    "content": "内容",
    "basis": "依据",
    "case": "案例",
    "office": "科室",
    "phone": "电话",
    "time": "时间",
    "note": "备注",
}
_HEADLINES = ("matter", "item", "service", "regime")


def show_results(results: Results) -> None:
    """Print the answer, then the hits, to standard output."""
    if results.agencies:
        click.secho("谁负责", bold=True)
        for matter, lines in groupby(results.agencies, key=lambda line: (line.matter, line.department, line.id)):
            click.echo(f"  {click.style(matter[0], bold=True)}  {click.style(matter[1], dim=True)}")
            for line in lines:
                click.echo(f"    {click.style(line.agency or '（未写明部门）', fg='cyan')}：{_flat(line.role)}")
        click.echo()
    pages = f"，第 {results.request.page} 页，共 {results.pages} 页" if results.pages > 1 else ""
    click.secho(f"找到 {results.total} 条{pages}", bold=True)
    if results.suggestion:
        click.echo(f"您要找的是不是：{results.suggestion}")
    first = (results.request.page - 1) * results.request.size + 1
    for number, hit in enumerate(results.hits, start=first):
        _show_hit(number, hit)


def _show_hit(number: int, hit: Hit) -> None:
    record = hit.record
    headline = next((hit.excerpts[name] for name in _HEADLINES if name in hit.excerpts), "") or hit.title
    kind = click.style(KIND_NAMES[record["kind"]], fg="green")
    click.echo(f"{number:3}. {_marked(headline)}")
    click.echo(f"     {kind}  {click.style(record['department'] or record['source']['file'], dim=True)}")
    for name, text in hit.excerpts.items():
        if name in _FIELD_NAMES and name != "agency":
            click.echo(f"     {_FIELD_NAMES[name]}：{_marked(text)}")


def _marked(html: str) -> str:
    """Highlight HTML with its marks as colour."""
    parts = re.split(r"<mark>(.*?)</mark>", _flat(html))
    return "".join(
        click.style(unescape(part), fg="yellow", bold=True) if index % 2 else unescape(part)
        for index, part in enumerate(parts)
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
