"""Results as text: colours on a terminal, plain in a pipe (click strips them)."""

from __future__ import annotations

import re
from html import unescape
from itertools import groupby

import click

from records.kinds import KINDS
from search.present.results import Hit, Results


def show_results(results: Results) -> None:
    """Print the answer, then the hits, to standard output."""
    if results.agencies:
        click.secho("谁负责", bold=True)
        for matter, lines in groupby(results.agencies, key=lambda line: (line.matter, line.department, line.id)):
            click.echo(f"  {click.style(matter[0], bold=True)}  {click.style(matter[1], dim=True)}")
            for line in lines:
                click.echo(f"    {click.style(line.agency or '（未写明部门）', fg='cyan')}：{_flat(line.role)}")
        click.echo()
    if results.unknown:
        told = "" if results.agencies else "没有查到由谁负责。"
        click.echo(f"清单里没有写到{'、'.join(f'“{word}”' for word in results.unknown)}。{told}")
    pages = f"，第 {results.request.page} 页，共 {results.pages} 页" if results.pages > 1 else ""
    click.secho(f"找到 {results.total} 条{pages}", bold=True)
    if results.suggestion:
        click.echo(f"您要找的是不是：{results.suggestion}")
    first = (results.request.page - 1) * results.request.size + 1
    for number, hit in enumerate(results.hits, start=first):
        _show_hit(number, hit)


def _show_hit(number: int, hit: Hit) -> None:
    record, kind = hit.record, KINDS[hit.record["kind"]]
    (_, name), *rest = hit.excerpts.items()
    click.echo(f"{number:3}. {_marked(name)}")
    owner = click.style(record["department"] or record["source"]["file"], dim=True)
    click.echo(f"     {click.style(kind.chinese, fg='green')}  {owner}")
    for name, text in rest:
        if name not in kind.above:
            click.echo(f"     {kind.label(name)}：{_marked(text)}")


def _marked(html: str) -> str:
    """Highlight HTML with its marks as colour."""
    parts = re.split(r"<mark>(.*?)</mark>", _flat(html))
    return "".join(
        click.style(unescape(part), fg="yellow", bold=True) if index % 2 else unescape(part)
        for index, part in enumerate(parts)
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
