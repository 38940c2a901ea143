"""Summaries of measurements."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import TypedDict


class Spread(TypedDict):
    """A figure of several rounds: its median, least and most."""

    mid: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """The median of a figure over rounds, with its least and most."""
    low, mid, high = (round(value, 4) for value in (min(values), statistics.median(values), max(values)))
    return {"mid": mid, "low": low, "high": high}


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` of all values do not exceed (nearest rank)."""
    if not values:
        raise ValueError("there are no values")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


_SUMMARIES: Mapping[str, Callable[[Sequence[float]], float]] = {
    "p50": statistics.median,
    "p95": lambda times: percentile(times, 0.95),
}


def over_rounds(rounds: Sequence[Sequence[float]]) -> dict[str, Spread]:
    """p50 and p95 of each round's times, as spreads over the rounds."""
    return {name: spread([summary(times) for times in rounds]) for name, summary in _SUMMARIES.items()}


def ratios(rounds: Sequence[Sequence[float]], others: Sequence[Sequence[float]]) -> dict[str, Spread]:
    """p50 and p95 as multiples of another engine's in the same round, as spreads over the rounds.

    What slows the machine down for a while slows both, so that ratios vary less than times.
    """
    return {
        name: spread([summary(times) / summary(other) for times, other in zip(rounds, others, strict=True)])
        for name, summary in _SUMMARIES.items()
    }


def above(rounds: Sequence[Sequence[float]], floor: Sequence[Sequence[float]]) -> Spread:
    """How much p50 is above another's in the same round, as a spread over the rounds."""
    medians = zip(map(statistics.median, rounds), map(statistics.median, floor), strict=True)
    return spread([mine - other for mine, other in medians])


def slope(points: Sequence[tuple[float, float]]) -> float | None:
    """The exponent b of y ~ x**b by least squares on logarithms; None for fewer than two different x."""
    logs = [(math.log(x), math.log(y)) for x, y in points if x > 0 and y > 0]
    if len({x for x, _ in logs}) < 2:
        return None
    return statistics.linear_regression(*zip(*logs, strict=True)).slope
