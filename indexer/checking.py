"""Checks of records that stand in a folder: of a generation, or of lists that are only to be checked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from checks.corpus import Corpus
from checks.kept import KeptFindings, write_findings
from indexer.parse_document import ParsedList
from indexer.report import ListReport
from store.records_file import RecordStore, RecordWriter


def check_records(folder: Path, lists: Sequence[Mapping[str, Any]]) -> None:
    """Keep what checks find in the records of a folder beside them; `lists` is what is known of their files."""
    records = RecordStore(folder)
    try:
        write_findings(folder, Corpus(records, lists))
    finally:
        records.close()


@contextmanager
def checked(lists: Iterable[ParsedList], infos: Mapping[str, Any]) -> Iterator[KeptFindings]:
    """The findings in parsed lists, for as long as they are looked at; `infos` is what manifests say of the files."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        writer = RecordWriter(folder)
        told = []
        for parsed in lists:
            told.append(ListReport.of(parsed).to_json(infos[parsed.file]))
            for record in parsed.records:
                writer.add(json.dumps(record.to_json(), ensure_ascii=False))
        writer.close()
        check_records(folder, told)
        yield KeptFindings(folder)
