"""The benchmark: its arithmetic, its load generator, and a whole run on the sample county."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import chart, report, speed
from bench.engines import CONTESTANTS, load
from bench.http_load import Address, is_whole, latencies, request, throughput
from bench.memory import Peak, peak_megabytes, tree_megabytes
from bench.processes import Opened, build
from bench.stats import above, over_rounds, percentile, ratios, slope, spread
from tests.conftest import ROOT

_TIMES = st.lists(st.floats(0.001, 1e6), min_size=1, max_size=50)
_SVG = "{http://www.w3.org/2000/svg}"


@given(_TIMES, st.floats(0.01, 1))
def test_a_percentile_is_a_value_that_the_share_does_not_exceed(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= share * len(values) * (1 - 1e-9)
    assert sum(value < found for value in values) < share * len(values)


def test_nothing_has_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


@given(_TIMES)
def test_a_spread_is_in_order(values: list[float]) -> None:
    found = spread(values)
    assert found["low"] <= found["mid"] <= found["high"]


@given(st.floats(-2, 3), st.floats(0.01, 100), st.sets(st.integers(1, 10**6), min_size=2, max_size=8))
def test_the_slope_is_the_exponent(exponent: float, factor: float, xs: set[int]) -> None:
    found = slope([(x, factor * x**exponent) for x in xs])
    assert found == pytest.approx(exponent, abs=1e-6)


def test_one_size_has_no_slope() -> None:
    assert slope([(10, 2.0), (10, 3.0)]) is None


def test_rounds_are_summed_up_by_their_medians() -> None:
    rounds = [[1.0, 2.0, 9.0], [2.0, 4.0, 6.0], [3.0, 3.0, 3.0]]
    assert over_rounds(rounds)["p50"] == {"low": 2.0, "mid": 3.0, "high": 4.0}
    assert over_rounds(rounds)["p95"] == {"low": 3.0, "mid": 6.0, "high": 9.0}


def test_ratios_are_those_of_the_same_round() -> None:
    slow_then_quick = [[30.0], [3.0], [6.0]]
    ours = [[10.0], [1.0], [2.0]]
    assert ratios(slow_then_quick, ours)["p50"] == {"low": 3.0, "mid": 3.0, "high": 3.0}
    assert above(slow_then_quick, ours) == {"low": 2.0, "mid": 4.0, "high": 20.0}


@given(st.binary(max_size=300), st.lists(st.integers(1, 40), max_size=6), st.booleans())
def test_an_answer_is_whole_at_its_last_byte_only(body: bytes, cuts: list[int], chunked: bool) -> None:
    answer = _chunked(body, cuts) if chunked else b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    assert is_whole(answer)
    assert not any(is_whole(answer[:end]) for end in range(len(answer)))


def _chunked(body: bytes, cuts: list[int]) -> bytes:
    out = [b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"]
    at = 0
    for length in [*cuts, len(body)]:
        if chunk := body[at : at + length]:
            out.append(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        at += length
    return b"".join([*out, b"0\r\n\r\n"])


def test_an_answer_that_is_an_error_stops_the_run() -> None:
    with pytest.raises(ConnectionError, match="503"):
        is_whole(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")


class _Counting(BaseHTTPRequestHandler):
    """Answers with the path, and keeps the paths that it was asked."""

    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = self.path.encode() * 500
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass


class _Server(ThreadingHTTPServer):
    """A server to whom clients that leave in the middle are no news."""

    def handle_error(self, *_: Any) -> None:
        pass


@pytest.fixture
def counting() -> Iterator[tuple[Address, list[str]]]:
    asked: list[str] = []
    handler = type("Counting", (_Counting,), {"asked": asked})
    with _Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield Address("127.0.0.1", server.server_address[1]), asked
        server.shutdown()


def test_one_client_asks_one_after_the_other(counting: tuple[Address, list[str]]) -> None:
    address, asked = counting
    times = latencies(address, [request(address, f"/{number}") for number in range(20)])
    assert len(times) == 20
    assert all(time > 0 for time in times)
    assert asked == [f"/{number}" for number in range(20)]


@pytest.mark.parametrize("clients", [1, 4, 16])
def test_clients_ask_each_request_once(counting: tuple[Address, list[str]], clients: int) -> None:
    address, asked = counting
    rate = throughput(address, (request(address, f"/{number}") for number in range(10**9)), clients, 0.2)
    assert 0 < rate * 0.2 <= len(asked)
    assert sorted(asked) == sorted(set(asked))


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux's /proc")
def test_memory_counts_children() -> None:
    child = "import time; held = b'x' * (60 << 20); time.sleep(2)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with subprocess.Popen([sys.executable, "-c", parent]) as process, Peak(process.pid) as peak:
        process.wait()
    assert 60 < peak.megabytes < 150
    assert tree_megabytes(process.pid) == peak_megabytes(process.pid) == 0


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve records, eleven of them about a word each of their own."""
    words = ["电梯", "校车", "取水", "养犬", "噪声", "传销", "农药", "疫苗", "网吧", "燃气", "消防"]
    services = [_service(number, f"{word}安全检查") for number, word in enumerate(words)]
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    lines = (json.dumps(record, ensure_ascii=False) + "\n" for record in [*services, _service(99, "电梯困人救援")])
    path.write_text("".join(lines), encoding="utf-8")
    return path


def _service(number: int, name: str) -> dict[str, Any]:
    return {
        "id": f"service-{number:016x}",
        "kind": "service",
        "region": "示例市示例县",
        "department": "示例县公安局",
        "department_aliases": [],
        "seq": str(number),
        "service": name,
        "content": f"办理{name}，当场答复。",
        "office": "",
        "phone": "",
        "time": "",
        "source": {"file": "list.txt", "line": number + 1},
    }


@pytest.mark.parametrize("one", [one for one in CONTESTANTS if not one.index_of], ids=lambda one: one.name)
def test_every_engine_finds_what_holds_the_word(one: Any, corpus: Path, tmp_path: Path) -> None:
    if (why := one.left_out(12)) is not None:
        pytest.skip(why)
    built = build(one.name, corpus, tmp_path / "index")
    assert built.index_megabytes > 0
    page = load(one.name).open_index(tmp_path / "index")("电梯")
    assert page.total == 2
    assert {hit["id"] for hit in page.hits} == {"service-0000000000000000", f"service-{99:016x}"}
    assert all("电梯</" in json.dumps(hit, ensure_ascii=False) for hit in page.hits)
    with Opened(one.name, tmp_path / "index") as opened:
        answers = opened.ask(["电梯", "安全检查", "鲸鱼"])
    assert answers.totals[0] == 2
    assert answers.totals[1] > 2
    assert len(answers.times) == 3


def test_a_build_that_fails_is_told(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text("no JSON\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="fts5"):
        build("fts5", tmp_path / "corpus.jsonl", tmp_path / "index")


def test_an_engine_that_dies_is_told(tmp_path: Path) -> None:
    with Opened("fts5", tmp_path / "nowhere") as opened, pytest.raises(RuntimeError, match="fts5"):
        opened.ask(["电梯"])


@pytest.mark.parametrize("size", ["0", "-5", "many", "1e5"])
def test_sizes_that_are_none_are_refused(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        speed.main(["--sizes", size])
    assert size in capsys.readouterr().err


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What a quick run on the sample county prints, and the folder with what it wrote."""
    folder = tmp_path_factory.mktemp("run")
    (folder / "results.json").write_text(json.dumps({"sizes": {"7": _figures(7)}}), encoding="utf-8")
    places = ("--results", str(folder / "results.json"), "--chart", str(folder / "speed.svg"))
    done = subprocess.run(
        [sys.executable, "-m", "bench.speed", "--quick", "--sizes", "base", *places],
        cwd=ROOT,
        env={**os.environ, "QINGDAN_REAL_LISTS": str(folder)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, folder


@pytest.mark.slow
def test_a_quick_run_measures_every_engine_that_is_installed(run: tuple[str, Path]) -> None:
    results = json.loads((run[1] / "results.json").read_text(encoding="utf-8"))
    assert next(iter(results["sizes"])) == "7"
    (figures,) = [figures for size, figures in results["sizes"].items() if size != "7"]
    assert figures["records"] > 300
    assert figures["machine"]["cores"] >= 1
    for one in CONTESTANTS:
        if find_spec(one.package) is None:
            assert "not installed" in figures["left_out"][one.label]
            continue
        engine = figures["engines"][one.name]
        for asked in ("usual", "new"):
            assert 0 < engine[asked]["p50"]["low"] <= engine[asked]["p50"]["mid"] <= engine[asked]["p95"]["high"]
        assert engine["answered"] > 0.3
        assert engine["build_seconds"] > 0
        assert engine["index_megabytes"] > 0
        assert set(engine["by_length"]) == {"1", "2", "5", "10", "20", "50", "100", "200"}
    assert figures["engines"]["ours"]["times_ours"]["usual"]["p95"] == {"low": 1.0, "mid": 1.0, "high": 1.0}


@pytest.mark.slow
def test_a_quick_run_asks_over_http(run: tuple[str, Path]) -> None:
    servers = json.loads((run[1] / "results.json").read_text(encoding="utf-8"))["http"]["servers"]
    assert {"empty", "ours", "ours_hits", "ours_new"} <= set(servers)
    assert ("datasette" in servers) == (find_spec("datasette") is not None)
    assert servers["empty"]["above_empty"] == {"low": 0.0, "mid": 0.0, "high": 0.0}
    for server in servers.values():
        assert server["latency"]["p50"]["low"] > 0
        assert all(rate["low"] > 0 for rate in server["throughput"].values())
        assert list(server["throughput"]) == ["1", "4", "16"]


@pytest.mark.slow
def test_a_quick_run_prints_tables_and_draws(run: tuple[str, Path]) -> None:
    printed, folder = run
    for heading in (
        "## 7 records",
        "## How cost grows with the records",
        "## How cost grows with the query",
        "## Over HTTP",
    ):
        assert heading in printed
    _is_drawing((folder / "speed.svg").read_text(encoding="utf-8"), engines=4)


def test_what_was_left_out_is_told() -> None:
    results = {"sizes": {"7": _figures(7)}}
    printed = report.markdown(results)
    assert "- Tantivy + jieba: it is away." in printed
    assert "Over HTTP" not in printed
    assert "| Qingdan | 2.00 | – |" in printed
    _is_drawing(chart.draw(results), engines=1)


def test_growth_is_told_as_a_slope() -> None:
    results = {"sizes": {"10": _figures(10), "1000": _figures(1000, factor=10)}}
    assert "| Qingdan | 2.00 | 20.0 | 0.50 |" in report.markdown(results)
    assert "20.0 ms at 1k records" in chart.draw(results)


def _is_drawing(text: str, engines: int) -> None:
    drawing = ET.fromstring(text)
    assert drawing.findtext(f"{_SVG}title")
    assert "Qingdan:" in (drawing.findtext(f"{_SVG}desc") or "")
    assert len([path for path in drawing.iter(f"{_SVG}path") if "line" in path.get("class", "")]) >= engines


def _figures(records: int, factor: int = 1) -> dict[str, Any]:
    same = {"low": 1.0 * factor, "mid": 2.0 * factor, "high": 3.0 * factor}
    both = {"p50": same, "p95": same}
    sizes = ("build_seconds", "build_megabytes", "index_megabytes", "serving_megabytes", "peak_megabytes")
    engine = {
        **dict.fromkeys((*sizes, "first_answer_ms"), 5.0),
        **dict.fromkeys(("usual", "new"), both),
        "times_ours": dict.fromkeys(("usual", "new"), both),
        "cold": {"p50": 2.0, "max": 4.0},
        "answered": 1.0,
        "by_length": {},
    }
    machine = {"processor": "P", "cores": 2, "memory_gb": 4, "system": "S", "versions": {"python": "3"}}
    return {
        "records": records,
        "rounds": 2,
        "date": "2026-01-01",
        "machine": machine,
        "queries": 3,
        "corpus_megabytes": 0.5,
        "engines": {"ours": engine},
        "left_out": {"Tantivy + jieba": "it is away"},
    }
