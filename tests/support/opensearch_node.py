"""Real OpenSearch nodes on this machine, run from the jars of its release by a small launcher of ours.

They need Java and Maven, and Maven's registry the first time; nothing is installed.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType

_PROJECT = Path(__file__).parent / "opensearch"
_CLASSPATH = _PROJECT / "target" / "classpath"
_HEAP = "512m"
_TRIES, _PAUSE = 240, 0.5  # until a node answers
_CLUSTER = "qingdan-tests"


def why_not() -> str:
    """What keeps nodes from being run here; "" where they can be."""
    for tool in ("java", "mvn"):
        if shutil.which(tool) is None:
            return f"OpenSearch needs {tool}, which is not installed"
    try:
        import opensearchpy  # noqa: F401
    except ImportError:
        return "opensearch-py is not installed (requirements-opensearch.txt)"
    if not _is_made():
        made = subprocess.run(
            ["mvn", "-q", "-B", "compile", "dependency:build-classpath"],
            cwd=_PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            return f"Maven could not bring OpenSearch: {made.stdout[-400:]}"
    return ""


def _is_made() -> bool:
    """Whether the launcher is compiled as it now stands."""
    sources = [_PROJECT / "pom.xml", *_PROJECT.rglob("*.java")]
    return _CLASSPATH.is_file() and all(path.stat().st_mtime <= _CLASSPATH.stat().st_mtime for path in sources)


class Nodes:
    """Some nodes that make up a cluster, in a folder of their own; ended by their process ids."""

    def __init__(self, folder: Path, number: int = 1) -> None:
        self._folder = folder
        self._ports = [_free_port() for _ in range(number)]
        self._transports = [_free_port() for _ in range(number)]
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def urls(self) -> list[str]:
        """Where each node is asked."""
        return [f"http://127.0.0.1:{port}" for port in self._ports]

    def engine(self, alias: str) -> str:
        """The cluster as an engine is written."""
        return ",".join(f"{url}/{alias}" for url in self.urls)

    def __enter__(self) -> Nodes:
        for number in range(len(self._ports)):
            self._start(number)
        try:
            for number in range(len(self._ports)):
                self._wait(number)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def kill(self, number: int) -> None:
        """End a node at once, as a power cut would."""
        self._running[number].kill()
        self._running[number].wait()

    def _start(self, number: int) -> None:
        home = self._folder / f"node-{number}"
        (home / "config").mkdir(parents=True)
        names = ",".join(f"node-{each}" for each in range(len(self._ports)))
        hosts = ",".join(f"127.0.0.1:{port}" for port in self._transports)
        several = (
            [f"cluster.initial_cluster_manager_nodes={names}", f"discovery.seed_hosts={hosts}"]
            if len(self._ports) > 1
            else ["discovery.type=single-node"]
        )
        classes = f"{_PROJECT / 'target' / 'classes'}:{_CLASSPATH.read_text(encoding='utf-8').strip()}"
        with (self._folder / f"node-{number}.log").open("wb") as log:
            self._running.append(
                subprocess.Popen(
                    [
                        *("java", f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-XX:+UseSerialGC"),
                        *("-cp", classes, "qingdan.TestNode", str(home)),
                        f"node.name=node-{number}",
                        f"cluster.name={_CLUSTER}",
                        "network.host=127.0.0.1",
                        f"http.port={self._ports[number]}",
                        f"transport.port={self._transports[number]}",
                        "indices.query.bool.max_clause_count=16384",
                        "cluster.routing.allocation.disk.threshold_enabled=false",
                        "script.max_compilations_rate=use-context",
                        *several,
                    ],
                    stdout=log,
                    stderr=subprocess.STDOUT,
                )
            )

    def _wait(self, number: int) -> None:
        address = f"{self.urls[number]}/_cluster/health?wait_for_nodes={len(self._ports)}&timeout=1s"
        for _ in range(_TRIES):
            if self._running[number].poll() is not None:
                break
            try:
                with urllib.request.urlopen(address, timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(_PAUSE)
        log = (self._folder / f"node-{number}.log").read_text(encoding="utf-8", errors="replace")
        raise RuntimeError(f"OpenSearch did not start: {log[-800:]}")

    def _stop(self) -> None:
        for process in self._running:
            process.terminate()
        for process in self._running:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
