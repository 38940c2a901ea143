"""The commands. Data goes to standard output, everything else to standard error.

Status 0: done; 1: some input could not be used, the rest was; 2: wrong usage.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NoReturn

import click

from cli.check import show_findings
from cli.in_force import in_force
from cli.show import show_results
from cli.version import version
from indexer.build import Built, NothingToIndexError, build, no_progress
from indexer.checking import checked
from indexer.cluster_build import build_in_cluster
from indexer.model.problems import Problem
from indexer.parse_document import ParsedList
from indexer.parse_files import READINGS, parse_files
from indexer.report import ListReport, is_loss, summary
from indexer.sources.collect import Sources, collect
from search.backend import FACETS
from search.library import NoIndexError
from search.local.impacts import LENGTH
from search.opensearch.library import address_of, library_of
from search.present.results import Request, RequestError
from settings.model import SECRETS, Settings, written
from store.generation import BusyError, GenerationError, current
from store.opensearch.cluster import Cluster, EngineError

_paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
_index_dir = click.option(
    "--index-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=lambda: in_force().settings.index,
    help="索引目录，默认为程序旁的 index/（设置 index）",
)
_engine = click.option(
    "--engine",
    default=lambda: in_force().settings.engine,
    help="OpenSearch 集群的地址和别名，如 https://主机:9200/qingdan；默认用本机索引（设置 engine）",
)
_jobs = click.option("--jobs", type=click.IntRange(0), default=0, help="同时读取文件的进程数，默认用全部处理器核心")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), message="清单 %(version)s", help="显示版本后退出")
def main() -> None:
    """清单：政府部门责任清单检索。"""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_jobs
def parse(paths: tuple[Path, ...], jobs: int) -> None:
    """读取清单文件或文件夹，每行输出一条 JSON 记录。"""
    sources = collect(paths)
    lists: list[ListReport] = []
    progress = no_progress if sys.stdout.isatty() else _progress  # records on the terminal show it themselves
    for parsed in progress("读取清单", parse_files(sources.files, jobs, _readings()), len(sources.files)):
        lists.append(ListReport.of(parsed))
        for record in parsed.records:
            click.echo(json.dumps(record.to_json(), ensure_ascii=False))
    problems = [*sources.problems, *(problem for parsed in lists for problem in parsed.problems)]
    _report(lists, problems)
    sys.exit(_status(problems))


@main.command()
@_paths
@_index_dir
@_jobs
@click.option("--if-needed", is_flag=True, help="清单和程序都没有变化时不重建")
@_engine
def index(paths: tuple[Path, ...], index_dir: Path, jobs: int, if_needed: bool, engine: str) -> None:
    """用清单文件或文件夹（默认 data/，由设置 data 指定）建立索引；给出 --engine 时写入集群。"""
    sources = collect(paths or (in_force().settings.data,))
    if engine:
        sys.exit(_status(_build_in_cluster(sources, engine, jobs).problems))
    try:
        built = _build(sources, index_dir, jobs, if_needed)
    except BusyError as error:
        _fail(str(error))
    sys.exit(_status(built.problems))


@main.command()
@click.argument("query")
@_index_dir
@click.option("--json", "as_json", is_flag=True, help="输出与 /api/search 相同的 JSON")
@click.option("--page", type=int, default=1, help="第几页")
@click.option("--size", type=int, default=10, help="每页条数")
@click.option("--kind", multiple=True, help="只看某类：duty、boundary、supervision、service")
@click.option("--region", multiple=True, help="只看某地区")
@click.option("--department", multiple=True, help="只看某部门的清单")
@click.option("--agency", multiple=True, help="只看涉及某机构的事项")
@click.option("--law", multiple=True, help="只看以某法律法规为依据的事项")
def search(query: str, index_dir: Path, as_json: bool, page: int, size: int, **filters: tuple[str, ...]) -> None:
    """在终端里查找。"""
    try:
        request = Request(query, {name: filters[name] for name in FACETS}, page, size)
    except RequestError as error:
        raise click.UsageError(str(error)) from error
    try:
        results = library_of(in_force().settings, index_dir).snapshot().search(request)
    except (NoIndexError, EngineError) as error:
        _fail(str(error))
    if as_json:
        click.echo(json.dumps(results.to_json(), ensure_ascii=False, indent=1))
    else:
        show_results(results)


@main.command()
@click.option(
    "--host", default=lambda: in_force().settings.host, help="监听地址，0.0.0.0 表示局域网内都能访问（设置 host）"
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=lambda: in_force().settings.port, help="端口（设置 port）"
)
@_index_dir
@_engine
def serve(host: str, port: int, index_dir: Path, engine: str) -> None:
    """启动检索网站；还没有索引时先用 data/ 建立。"""
    from web.factory import create_app  # noqa: PLC0415 - the other commands need no web server
    from web.http.listening import ListenError, listen, site_addresses  # noqa: PLC0415
    from web.http.server import run  # noqa: PLC0415

    settings = replace(in_force().settings, engine=engine)
    try:
        sockets = listen(host, port)
    except ListenError as error:
        _fail(str(error))
    if current(index_dir) is None and not engine:
        try:
            _build(collect((settings.data,)), index_dir, jobs=0, if_needed=False)
        except BusyError:
            click.echo("另一个任务正在建立索引，建好以前网站请访问者稍后再来", err=True)
    try:
        application = create_app(index_dir, settings)
    except EngineError as error:
        _fail(str(error))
    addresses = " ".join(site_addresses(sockets, settings.path_prefix))
    click.echo(f"检索网站已启动：{addresses} （按 Ctrl+C 结束）", err=True)
    run(application, sockets, settings)


@main.command()
@_paths
@_jobs
@click.option("--json", "as_json", is_flag=True, help="每行输出一条 JSON")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="另存为 Excel 表格，一类一张表")
@click.option("--kind", multiple=True, help="只看某类问题，如 ended-law")
@click.option("--department", default="", help="只看某部门的清单")
@click.option("--file", default="", help="只看某个文件")
def check(
    paths: tuple[Path, ...],
    jobs: int,
    as_json: bool,
    xlsx: Path | None,
    kind: tuple[str, ...],
    department: str,
    file: str,
) -> None:
    """清单体检：查清单文件或文件夹（默认 data/）里的缺项、矛盾、过时和个人信息。"""
    sources = collect(paths or (in_force().settings.data,))
    lists: list[ListReport] = []

    def parsed() -> Iterator[ParsedList]:
        for each in _progress("读取清单", parse_files(sources.files, jobs, _readings()), len(sources.files)):
            lists.append(ListReport.of(each))
            yield each

    infos = {each.name: each.info for each in sources.files}
    with checked(parsed(), infos) as kept:
        try:
            show_findings(kept, kind, department, file, as_json, xlsx)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        except OSError as error:
            _fail(f"无法写入 {xlsx}：{error.strerror or error}")
    problems = [*sources.problems, *(problem for each in lists for problem in each.problems)]
    _report(lists, problems)
    sys.exit(_status(problems))


@main.command()
def settings() -> None:
    """列出现在生效的设置，以及各从哪里来。"""
    found = in_force()
    for each in fields(Settings):
        value = getattr(found.settings, each.name)
        value = "（已设，不显示）" if value and each.name in SECRETS else value
        click.echo(f"{each.name} = {written(value)}  # {found.origins[each.name]}；{each.metadata['told']}")


def _build(sources: Sources, index_dir: Path, jobs: int, if_needed: bool) -> Built:
    """Build an index and tell about it; ends the program where nothing could be built."""
    try:
        built = build(sources, index_dir, jobs, if_needed, _progress)
    except NothingToIndexError as error:
        _report((), error.problems)
        _fail(str(error))
    except BusyError:
        raise
    except GenerationError as error:
        _fail(str(error))
    if built.fresh:
        _report(built.lists, built.problems)
        seconds = built.generation.meta["build_seconds"]
        click.echo(f"索引 {built.generation.name} 已建好，用时 {seconds:.1f} 秒", err=True)
    else:
        click.echo(f"清单没有变化，继续使用索引 {built.generation.name}", err=True)
    return built


def _readings() -> Path:
    """Where what is read of pictures is kept."""
    return in_force().settings.index / READINGS


def _build_in_cluster(sources: Sources, engine: str, jobs: int) -> Built:
    """Build an index in a cluster and tell about it; ends the program where nothing could be built."""
    try:
        cluster = Cluster(address_of(replace(in_force().settings, engine=engine)))
        built = build_in_cluster(sources, cluster, LENGTH, jobs, _progress)
    except NothingToIndexError as error:
        _report((), error.problems)
        _fail(str(error))
    except (EngineError, GenerationError) as error:
        _fail(str(error))
    _report(built.lists, built.problems)
    seconds = built.generation.meta["build_seconds"]
    click.echo(f"引擎索引 {built.generation.name} 已建好，用时 {seconds:.1f} 秒", err=True)
    return built


def _report(lists: Sequence[ListReport], problems: Iterable[Problem]) -> None:
    problems = list(problems)
    for problem in problems:
        click.echo(str(problem), err=True)
    for line in summary(lists, problems):
        click.echo(line, err=True)


def _status(problems: Iterable[Problem]) -> int:
    return int(any(is_loss(problem) for problem in problems))


def _progress(label: str, items: Iterable[Any], length: int) -> Iterator[Any]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, length=length, label=label, file=sys.stderr) as bar:
        yield from bar


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)
