"""The figures of `bench/results.json` drawn as `docs/images/speed.svg`: `python -m bench.chart`.

Above, the median time of a query by number of records, both axes logarithmic, with the spread over the rounds;
below, the same over HTTP and the throughput of 16 clients. It brings its own background, light or dark as the
reader's system is.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from bench.engines import CONTESTANTS
from bench.report import growth

_WIDTH = 880
_LINES = (70, 70, 590, 300)  # left, top, right, bottom of the upper plot
_BARS_TOP = 385
_BAR = 26  # pixels from one bar to the next
_LABEL_APART = 18
_MANY = "16"

_STYLE = """
text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1f2328}
.head{font-weight:600;font-size:15px}.small{font-size:12px;fill:#57606a}
.card{fill:#ffffff;stroke:#d0d7de}.grid{stroke:#d0d7de;stroke-width:1}
.line{fill:none;stroke-width:2}.new{stroke-dasharray:2 4;stroke-width:1.5}.spread{stroke-width:1.5}
.s0{stroke:#0969da}.f0{fill:#0969da}.s1{stroke:#bc4c00}.f1{fill:#bc4c00}.s2{stroke:#1a7f37}.f2{fill:#1a7f37}
.s3{stroke:#8250df}.f3{fill:#8250df}.s4{stroke:#6e7781}.f4{fill:#6e7781}
@media (prefers-color-scheme:dark){
text{fill:#e6edf3}.small{fill:#9da7b1}.card{fill:#0d1117;stroke:#30363d}.grid{stroke:#30363d}
.s0{stroke:#58a6ff}.f0{fill:#58a6ff}.s1{stroke:#f0883e}.f1{fill:#f0883e}.s2{stroke:#3fb950}.f2{fill:#3fb950}
.s3{stroke:#bc8cff}.f3{fill:#bc8cff}.s4{stroke:#8b949e}.f4{fill:#8b949e}}
"""
_HTTP_COLOURS = {"empty": 4, "datasette": 2}


def draw(results: Mapping[str, Any]) -> str:
    """The chart as an SVG document."""
    parts = [*_growth(results["sizes"])]
    height = _BARS_TOP - 10
    if "http" in results:
        parts += _http(results["http"])
        height = _BARS_TOP + 30 + _BAR * len(results["http"]["servers"]) + 55
    parts.append(f'<text class="small" x="24" y="{height - 16}">{escape(_where(results))}</text>')
    title = "Time of a query beside other engines"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
            f'height="{height}" role="img" aria-labelledby="title desc">',
            f'<title id="title">{title}</title>',
            f'<desc id="desc">{escape(_description(results))}</desc>',
            f"<style>{_STYLE}</style>",
            f'<rect class="card" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="8"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _description(results: Mapping[str, Any]) -> str:
    """What the chart shows, in words."""
    said = []
    for one in CONTESTANTS:
        points = growth(results["sizes"], one.name, "p50", "usual")
        if points:
            said.append(f"{one.label}: {', '.join(f'{_amount(y)} ms at {_count(x)} records' for x, y in points)}.")
    for server in results.get("http", {}).get("servers", {}).values():
        rate = server["throughput"][_MANY]["mid"]
        said.append(
            f"Over HTTP, {server['label']}: {_amount(server['latency']['p50']['mid'])} ms, {_amount(rate)} per second."
        )
    return " ".join(said)


def _where(results: Mapping[str, Any]) -> str:
    """When and on what machine the last of the sizes was measured."""
    figures = list(results["sizes"].values())[-1]
    machine = figures["machine"]
    return f"{figures['date']}, {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']} GB"


def _growth(sizes: Mapping[str, Any]) -> Iterator[str]:
    """The upper plot."""
    left, top, right, bottom = _LINES
    counts = [float(figures["records"]) for figures in sizes.values()]
    engines = [engine for figures in sizes.values() for engine in figures["engines"].values()]
    spreads = [engine[asked]["p50"] for engine in engines for asked in ("usual", "new")]
    across = _Scale(min(counts), max(counts), left + 20, right - 20)
    up = _Scale(min(value["low"] for value in spreads), max(value["high"] for value in spreads), bottom - 10, top + 10)
    yield '<text class="head" x="24" y="32">Median time of a query in ms, by number of records</text>'
    yield (
        '<text class="small" x="24" y="50">A page of ten marked hits, on logarithmic scales. '
        "Bars: least and most of the rounds; dotted: queries that were never asked before</text>"
    )
    for tick in _ticks(up.least, up.most):
        yield f'<line class="grid" x1="{left}" x2="{right}" y1="{up.at(tick):.1f}" y2="{up.at(tick):.1f}"/>'
        yield f'<text class="small" x="{left - 8}" y="{up.at(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>'
    for count in counts:
        middle = f"{across.at(count):.1f}"
        yield f'<line class="grid" x1="{middle}" x2="{middle}" y1="{top}" y2="{bottom}"/>'
        yield f'<text class="small" x="{middle}" y="{bottom + 18}" text-anchor="middle">{_count(count)}</text>'
    ends: list[tuple[float, int]] = []
    for number, one in enumerate(CONTESTANTS):
        points = growth(sizes, one.name, "p50", "usual")
        if not points:
            continue
        placed = [(across.at(x), up.at(y)) for x, y in points]
        yield _line(f"line s{number}", placed)
        new = growth(sizes, one.name, "p50", "new")
        yield _line(f"line new s{number}", [(across.at(x), up.at(y)) for x, y in new])
        for (x, y), (records, _) in zip(placed, points, strict=True):
            spread = sizes[str(int(records))]["engines"][one.name]["usual"]["p50"]
            yield (
                f'<line class="spread s{number}" x1="{x:.1f}" x2="{x:.1f}" '
                f'y1="{up.at(spread["low"]):.1f}" y2="{up.at(spread["high"]):.1f}"/>'
            )
            yield _marker(number, x, y)
        ends.append((placed[-1][1], number))
    for y, number in _apart(ends):
        yield _marker(number, right + 14, y)
        yield f'<text x="{right + 26}" y="{y + 4:.1f}">{escape(_short(CONTESTANTS[number].label))}</text>'


def _http(figures: Mapping[str, Any]) -> Iterator[str]:
    """The two lower plots: latency and throughput, one bar a server."""
    servers = figures["servers"]
    latency = {name: server["latency"]["p50"]["mid"] for name, server in servers.items()}
    rates = {name: server["throughput"][_MANY]["mid"] for name, server in servers.items()}
    yield (
        f'<text class="head" x="24" y="{_BARS_TOP - 22}">Over HTTP at {_count(figures["records"])} records: '
        "median ms of one client, answers per second to 16 clients</text>"
    )
    for row, (name, server) in enumerate(servers.items()):
        y = _BARS_TOP + 14 + row * _BAR
        colour = _HTTP_COLOURS.get(name, 0)
        yield f'<text x="250" y="{y + 13}" text-anchor="end">{escape(server["label"])}</text>'
        for x, width, value, most in (
            (262, 210, latency[name], max(latency.values())),
            (570, 210, rates[name], max(rates.values())),
        ):
            length = max(1.0, width * value / most)
            yield f'<rect class="f{colour}" x="{x}" y="{y}" width="{length:.1f}" height="{_BAR - 8}" rx="2"/>'
            yield f'<text class="small" x="{x + length + 6:.1f}" y="{y + 13}">{_amount(value)}</text>'
    bottom = _BARS_TOP + 14 + len(servers) * _BAR + 14
    yield f'<text class="small" x="262" y="{bottom}">ms (shorter is better)</text>'
    yield f'<text class="small" x="570" y="{bottom}">per second (longer is better)</text>'


class _Scale:
    """A logarithmic scale from values to pixels."""

    def __init__(self, least: float, most: float, first: float, last: float) -> None:
        self.least = least
        self.most = max(most, least * 1.001)
        self._first = first
        self._span = last - first

    def at(self, value: float) -> float:
        return self._first + self._span * math.log(value / self.least) / math.log(self.most / self.least)


def _ticks(least: float, most: float) -> Iterator[float]:
    """1, 3, 10 … between two values."""
    for power in range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1):
        yield from (tick for tick in (10.0**power, 3 * 10.0**power) if least <= tick <= most)


def _apart(ends: Sequence[tuple[float, int]]) -> Iterator[tuple[float, int]]:
    """Labels at the ends of lines, moved down where they would overlap."""
    free = -math.inf
    for y, number in sorted(ends):
        free = max(y, free + _LABEL_APART)
        yield free, number


def _line(style: str, points: Sequence[tuple[float, float]]) -> str:
    return f'<path class="{style}" d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in points)}"/>'


def _marker(number: int, x: float, y: float) -> str:
    """A sign of its own for each engine, so that colour is not needed to tell them apart."""
    shapes = (
        f'<circle class="f0" cx="{x:.1f}" cy="{y:.1f}" r="5"/>',
        f'<rect class="f1" x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9"/>',
        f'<path class="f2" d="M{x:.1f} {y - 6:.1f} l6 10.5 h-12 z"/>',
        f'<path class="f3" d="M{x:.1f} {y - 6:.1f} l6 6 l-6 6 l-6 -6 z"/>',
        f'<path class="f4" d="M{x:.1f} {y + 6:.1f} l6 -10.5 h-12 z"/>',
    )
    return shapes[number]


def _short(label: str) -> str:
    return label.partition(" (")[0]


def _count(records: float) -> str:
    if records >= 1_000_000:
        return f"{records / 1_000_000:g}M"
    return f"{records / 1000:.1f}k".replace(".0k", "k") if records >= 1000 else f"{records:g}"


def _amount(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def main() -> None:
    """Draw the committed results."""
    home = Path(__file__).resolve().parent
    results = json.loads((home / "results.json").read_text(encoding="utf-8"))
    (home.parent / "docs" / "images" / "speed.svg").write_text(draw(results), encoding="utf-8")


if __name__ == "__main__":
    main()
