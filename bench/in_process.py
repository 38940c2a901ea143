"""Engines side by side on one corpus: building, opening, and answering in turns, round by round."""

from __future__ import annotations

import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from bench.engines import CONTESTANTS, OURS, Contestant
from bench.processes import Answers, Build, Opened, build
from bench.stats import over_rounds, ratios, spread

Figures = dict[str, Any]

_WAKING = 5  # queries that bring a process back into the processor's caches when its turn comes


@dataclass(frozen=True, slots=True)
class Questions:
    """What each engine is asked in every round: the usual queries and as many new ones; then queries by length."""

    usual: Sequence[str]
    new: Iterator[str]
    by_length: Mapping[int, Sequence[str]] = field(default_factory=dict)


def measure(corpus: Path, records: int, folder: Path, questions: Questions, rounds: int) -> Figures:
    """The figures of all engines on a corpus, by engine, and why some were left out.

    Every engine runs in a process of its own. In each round they take turns, each answering all queries of the
    round. The first round of each, in a fresh process, is told apart (`cold`) and not counted among the others;
    queries by length are asked last, so that they do not fill caches or push anything out of them.
    """
    left_out = {one.label: why for one in CONTESTANTS if (why := one.left_out(records))}
    for label, why in left_out.items():
        tell(f"  {label}: {why}")
    taking_part = [one for one in CONTESTANTS if one.label not in left_out]
    builds = _build(taking_part, corpus, folder)
    with ExitStack() as stack:
        turns = []
        for one in taking_part:
            opened = stack.enter_context(Opened(one.name, folder / one.index))
            opened.ask(questions.usual[:1])
            turns.append(_Turns(one, opened, first_answer=opened.age))
        for number in range(rounds + 1):
            tell(f"  round {number} of {rounds}" if number else "  cold round")
            waking = list(islice(questions.new, _WAKING))
            new = list(islice(questions.new, len(questions.usual)))
            for turn in turns:
                turn.play(waking, questions.usual, new)
        for number in range(1, rounds + 1 if questions.by_length else 0):
            tell(f"  by length, round {number} of {rounds}")
            for turn in turns:
                turn.play_lengths(questions.by_length)
        ours = next(turn for turn in turns if turn.contestant.name == OURS)
        return {
            "engines": {turn.contestant.name: turn.figures(builds[turn.contestant.index], ours) for turn in turns},
            "left_out": left_out,
        }


def tell(line: str) -> None:
    """Say on standard error how far the run is."""
    print(line, file=sys.stderr, flush=True)


def _build(contestants: Iterable[Contestant], corpus: Path, folder: Path) -> dict[str, Build]:
    builds: dict[str, Build] = {}
    for one in contestants:
        if one.index not in builds:
            tell(f"  building: {one.label}")
            builds[one.index] = build(one.index, corpus, folder / one.index)
    return builds


class _Turns:
    """What one engine answered, round by round."""

    def __init__(self, contestant: Contestant, opened: Opened, first_answer: float) -> None:
        self.contestant = contestant
        self._opened = opened
        self._first_answer = first_answer
        self._usual: list[Answers] = []
        self._new: list[Answers] = []
        self._lengths: defaultdict[int, list[float]] = defaultdict(list)
        self._megabytes = 0.0

    def play(self, waking: Sequence[str], usual: Sequence[str], new: Sequence[str]) -> None:
        """Answer the queries of a round; the first ones only wake the process up and are not counted."""
        if self._usual:
            self._opened.ask(waking)
        self._usual.append(self._opened.ask(usual))
        self._new.append(self._opened.ask(new))
        self._megabytes = max(self._megabytes, self._opened.megabytes())

    def play_lengths(self, queries: Mapping[int, Sequence[str]]) -> None:
        for length, asked in queries.items():
            self._lengths[length].append(statistics.median(self._opened.ask(asked).times))

    @property
    def counted(self) -> dict[str, list[list[float]]]:
        """The times of the usual and the new queries in the rounds that count."""
        return {"usual": _times(self._usual[1:]), "new": _times(self._new[1:])}

    def figures(self, built: Build, ours: _Turns) -> Figures:
        cold = self._usual[0].times
        totals = self._usual[-1].totals
        return {
            "build_seconds": round(built.seconds, 2),
            "build_megabytes": round(built.peak_megabytes, 1),
            "index_megabytes": round(built.index_megabytes, 2),
            "serving_megabytes": round(self._megabytes, 1),
            "peak_megabytes": round(self._opened.peak_megabytes(), 1),
            "first_answer_ms": round(self._first_answer, 1),
            "cold": {"p50": round(statistics.median(cold), 3), "max": round(max(cold), 3)},
            **{asked: over_rounds(rounds) for asked, rounds in self.counted.items()},
            "times_ours": {asked: ratios(rounds, ours.counted[asked]) for asked, rounds in self.counted.items()},
            "answered": round(sum(total > 0 for total in totals) / len(totals), 3),
            "by_length": {str(length): spread(rounds) for length, rounds in self._lengths.items()},
        }


def _times(rounds: Sequence[Answers]) -> list[list[float]]:
    return [answers.times for answers in rounds]
