"""Servers side by side over HTTP, in turns, round by round."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from bench.http_load import Address, latencies, request, throughput
from bench.http_servers import Server, running, servers
from bench.in_process import tell
from bench.memory import tree_megabytes
from bench.stats import above, over_rounds, spread

CLIENTS = (1, 4, 16)


def measure(indexes: Path, usual: Sequence[str], new: Iterator[str], rounds: int, seconds: float) -> dict[str, Any]:
    """The figures of all servers over the indexes in a folder, by server.

    A round asks each server all queries one after the other, again and again for half of `seconds`, for p50 and p95,
    and then for `seconds` with each number of clients. The first round warms up and is not counted.
    """
    with ExitStack() as stack:
        turns = [_Turns(one, *stack.enter_context(running(one)), usual, new) for one in servers(indexes)]
        for number in range(rounds + 1):
            tell(f"  HTTP, round {number} of {rounds}" if number else "  HTTP, warming up")
            for turn in turns:
                turn.play(seconds)
        floor = turns[0].times[1:]
        return {
            turn.server.name: {
                "label": turn.server.label,
                "latency": over_rounds(turn.times[1:]),
                "above_empty": above(turn.times[1:], floor),
                "throughput": {str(clients): spread(rates[1:]) for clients, rates in turn.rates.items()},
                "serving_megabytes": round(tree_megabytes(turn.process), 1),
            }
            for turn in turns
        }


class _Turns:
    """What one server answered, round by round."""

    def __init__(
        self, server: Server, address: Address, process: int, usual: Sequence[str], new: Iterator[str]
    ) -> None:
        self.server = server
        self.process = process
        self.times: list[list[float]] = []
        self.rates: dict[int, list[float]] = {clients: [] for clients in CLIENTS}
        self._address = address
        self._in_a_round = len(usual)
        self._requests: Iterator[bytes] = (
            (request(address, server.path(query)) for query in new)
            if server.new
            else cycle([request(address, server.path(query)) for query in usual])
        )

    def play(self, seconds: float) -> None:
        until = time.perf_counter() + seconds / 2
        times: list[float] = []
        while not times or time.perf_counter() < until:
            times += latencies(self._address, list(islice(self._requests, self._in_a_round)))
        self.times.append(times)
        for clients, rates in self.rates.items():
            rates.append(throughput(self._address, self._requests, clients, seconds))
