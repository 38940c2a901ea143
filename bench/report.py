"""The figures of `bench/results.json` as Markdown tables: `python -m bench.report`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.engines import CONTESTANTS
from bench.stats import Spread, slope

_LABELS = {one.name: one.label for one in CONTESTANTS}
_NONE = "–"
_GROWTH = (
    ("p50", "p50 ms", "usual"),
    ("p95", "p95 ms", "usual"),
    ("p50", "p50 ms, new queries", "new"),
    ("p95", "p95 ms, new queries", "new"),
    ("build_seconds", "build s", ""),
    ("build_megabytes", "build MB", ""),
    ("serving_megabytes", "serving MB", ""),
    ("index_megabytes", "index MB", ""),
)
_TIMES = ("engine", "p50 ms", "p95 ms", "p50 × ours", "p95 × ours")
_COSTS = ("engine", "build s", "build MB", "index MB", "start to first answer ms", "serving MB", "peak MB")
_NOTES = """Figures are medians over the rounds, with the least and the most in brackets. An answer is the number of
hits and ten hits with marks, as Python values; ours comes with facets, the answer and related names, its result cache
off.

- **× ours**: a multiple of ours in the same round; above 1 is slower than ours.
- **new queries**: as many queries in every round that were never asked before, made of words of the titles.
- **cold**: the first round of a fresh process (the usual queries), whose files the system has in memory.
- **answered**: the share of the queries that found anything. The tutorials' recipe wants all words of a query.
- **MB**: of memory as PSS summed over all processes, looked at up to ten times a second while building (shorter peaks
  are missed) and after every round while serving; **peak**: the serving process's highest RSS.
- Build times start from records in a JSON file. Cutting text runs on all cores for Tantivy and FTS5 too.
"""
_HTTP_NOTES = """Over loopback, connections kept alive, no compression; the load generator shares the machine. Ours
runs as `app.py serve`, the empty route on the same server with the same settings. Datasette finds any word, counts, and
gives ten rows, neither ranked nor marked. p50 and p95 are one client's, query after query. Misses of the result cache
are queries that were never asked before.
"""


def markdown(results: Mapping[str, Any]) -> str:
    """All tables of the results."""
    parts: list[str] = [_NOTES]
    for figures in results["sizes"].values():
        parts += _size(figures)
    parts += _growth(results["sizes"])
    for figures in results["sizes"].values():
        parts += _lengths(figures)
    if "http" in results:
        parts += _http(results["http"])
    return "\n".join(parts)


def about(figures: Mapping[str, Any]) -> str:
    """What a measurement was made on, in a line."""
    machine = figures["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return (
        f"{figures['date']}, {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB, "
        f"{machine['system']}; {versions}; {figures['rounds']} rounds"
    )


def growth(sizes: Mapping[str, Any], name: str, key: str, asked: str = "") -> list[tuple[float, float]]:
    """A figure of an engine by number of records, in ascending order; of the `asked` queries where it is a time."""
    points = []
    for figures in sizes.values():
        engine = figures["engines"].get(name)
        if engine is not None:
            value = engine[asked][key]["mid"] if asked else engine[key]
            points.append((float(figures["records"]), float(value)))
    return sorted(points)


def _size(figures: Mapping[str, Any]) -> list[str]:
    engines = figures["engines"]
    asked = {
        name: [
            (
                _LABELS[engine],
                *(_spread(figure[name][key]) for key in ("p50", "p95")),
                *(_spread(figure["times_ours"][name][key]) for key in ("p50", "p95")),
                f"{figure['answered']:.0%}" if name == "usual" else _cold(figure["cold"]),
            )
            for engine, figure in engines.items()
        ]
        for name in ("usual", "new")
    }
    costs = [
        (
            _LABELS[name],
            _number(engine["build_seconds"]),
            _number(engine["build_megabytes"]),
            _number(engine["index_megabytes"]),
            _number(engine["first_answer_ms"]),
            _number(engine["serving_megabytes"]),
            _number(engine["peak_megabytes"]),
        )
        for name, engine in engines.items()
    ]
    left_out = [f"- {label}: {why}." for label, why in figures["left_out"].items()]
    return [
        f"## {figures['records']:,} records, {figures['corpus_megabytes']:g} MB as JSON, {figures['queries']} queries",
        "",
        f"{about(figures)}.",
        "",
        *_table((*_TIMES, "answered"), asked["usual"]),
        "",
        *_table((f"{_TIMES[0]}, new queries", *_TIMES[1:], "cold p50 / max ms"), asked["new"]),
        "",
        *_table(_COSTS, costs),
        "",
        *left_out,
        *([""] if left_out else []),
    ]


def _growth(sizes: Mapping[str, Any]) -> list[str]:
    parts = ["## How cost grows with the records", ""]
    counts = [str(figures["records"]) for figures in sizes.values()]
    for key, label, asked in _GROWTH:
        rows = []
        for name, engine in _LABELS.items():
            points = growth(sizes, name, key, asked)
            if points:
                known = {str(int(records)): _number(value) for records, value in points}
                rows.append((engine, *(known.get(count, _NONE) for count in counts), _slope(points)))
        parts += [*_table((label, *(f"{int(count):,}" for count in counts), "slope"), rows), ""]
    return parts


def _lengths(figures: Mapping[str, Any]) -> list[str]:
    engines = {name: engine["by_length"] for name, engine in figures["engines"].items() if engine["by_length"]}
    if not engines:
        return []
    lengths = list(next(iter(engines.values())))
    rows = [
        (
            _LABELS[name],
            *(_number(times[length]["mid"]) for length in lengths),
            _slope([(float(length), times[length]["mid"]) for length in lengths]),
        )
        for name, times in engines.items()
    ]
    title = f"## How cost grows with the query, at {figures['records']:,} records"
    return [title, "", *_table(("p50 ms by characters", *lengths, "slope"), rows), ""]


def _http(figures: Mapping[str, Any]) -> list[str]:
    servers = figures["servers"]
    clients = list(servers["empty"]["throughput"])
    rows = [
        (
            server["label"],
            _spread(server["latency"]["p50"]),
            _spread(server["latency"]["p95"]),
            _spread(server["above_empty"]),
            *(_spread(server["throughput"][count]) for count in clients),
            _number(server["serving_megabytes"]),
        )
        for server in servers.values()
    ]
    head = ("server", "p50 ms", "p95 ms", "above empty ms", *(f"per s, {count} clients" for count in clients), "MB")
    return [
        f"## Over HTTP, {figures['records']:,} records",
        "",
        f"{about(figures)}.",
        "",
        _HTTP_NOTES,
        *_table(head, rows),
        "",
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] + ["---:"] * (len(head) - 1))
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _spread(value: Spread) -> str:
    return f"{_number(value['mid'])} ({_number(value['low'])}–{_number(value['high'])})"


def _cold(figure: Mapping[str, float]) -> str:
    return f"{_number(figure['p50'])} / {_number(figure['max'])}"


def _slope(points: Sequence[tuple[float, float]]) -> str:
    found = slope(points)
    return _NONE if found is None else f"{found:.2f}"


def _number(value: float) -> str:
    """Three digits that count."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def main() -> None:
    """Print the tables of the committed results."""
    print(markdown(json.loads((Path(__file__).parent / "results.json").read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
