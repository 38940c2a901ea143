"""The findings of a generation, kept beside its records: written once when it is built, read a page at a time.

```
findings.jsonl       one finding a line, the kinds one after the other
findings.json        how many there are by kind, list and severity, and where each kind begins
```
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj

from checks.corpus import Corpus
from checks.finding import Finding
from checks.run import findings, kinds

FINDINGS, _SUMS = "findings.jsonl", "findings.json"
_PARTS = "findings-"


@dataclass(frozen=True, slots=True)
class Sum:
    """How many findings of a kind there are in the lists of one owner, and in how many places."""

    kind: str
    owner: str
    file: str
    found: int
    places: int


def write_findings(folder: Path, corpus: Corpus) -> None:
    """Check a corpus and keep what is found in a folder."""
    found: Counter[tuple[str, str, str]] = Counter()
    places: Counter[tuple[str, str, str]] = Counter()
    parts = {kind: folder / f"{_PARTS}{kind}.part" for kind in kinds()}
    files = {kind: path.open("wb") for kind, path in parts.items()}
    try:
        for finding in findings(corpus):
            key = finding.kind, finding.owner, finding.file
            found[key] += 1
            places[key] += finding.number
            files[finding.kind].write(
                json.dumps(finding.to_json(), ensure_ascii=False).encode(errors="replace") + b"\n"
            )
    finally:
        for file in files.values():
            file.close()
    starts: dict[str, int] = {}
    with (folder / FINDINGS).open("wb") as whole:
        for kind, path in parts.items():
            starts[kind] = whole.tell()
            with path.open("rb") as part:
                copyfileobj(part, whole)
            path.unlink()
    sums = [[*key, number, places[key]] for key, number in found.items()]
    text = json.dumps({"starts": starts, "sums": sums}, ensure_ascii=False, indent=1)
    (folder / _SUMS).write_text(text, encoding="utf-8", errors="replace")


class KeptFindings:
    """The findings of a generation. Raises OSError where there are none: an older program built it."""

    def __init__(self, folder: Path) -> None:
        told = json.loads((folder / _SUMS).read_text(encoding="utf-8"))
        self._file = folder / FINDINGS
        self._starts: Mapping[str, int] = told["starts"]
        self.sums = tuple(Sum(*each) for each in told["sums"])

    def number(self, kind: str, owner: str = "", file: str = "") -> int:
        """How many findings of a kind there are, of one department or one file if said."""
        return sum(each.found for each in self.sums if each.kind == kind and _wanted(each, owner, file))

    def of(self, kind: str, owner: str = "", file: str = "") -> Iterator[Finding]:
        """The findings of a kind, of one department or one file if said, in the order of the records."""
        left = self.number(kind, owner, file)
        with self._file.open("rb") as lines:
            lines.seek(self._starts.get(kind, 0))
            while left:
                finding = Finding.from_json(json.loads(lines.readline()))
                if _wanted(finding, owner, file):
                    left -= 1
                    yield finding


def _wanted(each: Sum | Finding, owner: str, file: str) -> bool:
    return (not owner or each.owner == owner) and (not file or each.file == file)
