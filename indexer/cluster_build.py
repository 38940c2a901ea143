"""Records → a new index in a cluster, without an index of our own: nothing but the records stands on this machine."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import orjson

from agencies.table import load_agencies, naming
from indexer.analysis_pool import analysed
from indexer.build import Built, Progress, fingerprint_of, no_progress, problems_of, read_records, synonyms_of
from indexer.report import ListReport
from indexer.sources.collect import Sources
from records.zones import ZONES
from store.generation import META, NAMES, SYNONYMS, TERMS, WORDS, Generation
from store.opensearch.cluster import Cluster
from store.opensearch.schema import SCHEMA_VERSION, Filling, Places, words
from store.opensearch.writing import ClusterWriter
from store.records_file import RecordStore
from store.terms import learn_terms, names_of, words_of, write_terms
from tokenizer.words import Words, dictionary_hash

_PROBES = 8  # records that are looked for before the alias is switched


class _Documents:
    """What turns records into documents. Sent to another process, it is made anew there from the terms."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._terms = tuple(terms)
        self._filling = Filling(Words(self._terms), naming(load_agencies()))

    def __reduce__(self) -> tuple[type[_Documents], tuple[tuple[str, ...]]]:
        return _Documents, (self._terms,)

    def entries(self, texts: Sequence[bytes]) -> list[dict[str, Any]]:
        """The documents of records in the contract's JSON form."""
        return [self._filling.fields(orjson.loads(text)) for text in texts]


def build_in_cluster(
    sources: Sources, cluster: Cluster, lengths: Mapping[str, float], jobs: int = 0, progress: Progress = no_progress
) -> Built:
    """Parse the sources and write a new index, to which the alias then points.

    Raises NothingToIndexError where no file holds a record, EngineError where the cluster does not take what it should;
    the index before keeps serving in both cases. `lengths` is how far each zone's length matters.
    """
    started = datetime.now(timezone.utc)
    synonyms, faults = synonyms_of(sources)
    general = (*sources.problems, *faults)
    lists: list[ListReport] = []
    with tempfile.TemporaryDirectory(prefix="qingdan-") as name:
        folder = Path(name)
        told = read_records(sources, folder, general, lists, jobs, progress)
        (folder / SYNONYMS).write_text(synonyms, encoding="utf-8")
        meta = {"built": started.isoformat(timespec="seconds"), **told}
        meta["input"] = fingerprint_of(sources)
        generation = fill(cluster, folder, meta, lengths, jobs, progress)
    return Built(generation, tuple(lists), problems_of(general, lists), fresh=True)


def fill(
    cluster: Cluster,
    folder: Path,
    meta: Mapping[str, Any],
    lengths: Mapping[str, float],
    jobs: int = 0,
    progress: Progress = no_progress,
) -> Generation:
    """Write a new index of the records that stand in a folder with the county's own synonyms, and make it serve."""
    started = datetime.now(timezone.utc)
    records = RecordStore(folder)
    writer = ClusterWriter(cluster, len(records), lengths)
    try:
        terms = learn_terms(records)
        counts: Counter[str] = Counter()
        writer.add(_documents(records, terms, counts, jobs, progress))
        with tempfile.TemporaryDirectory(prefix="qingdan-") as name:
            files = Path(name)
            write_terms(files / WORDS, words_of(counts))
            write_terms(files / NAMES, names_of(records))
            (files / TERMS).write_text("\n".join(terms) + "\n", encoding="utf-8")
            (files / SYNONYMS).write_bytes((folder / SYNONYMS).read_bytes())
            seconds = (datetime.now(timezone.utc) - started).total_seconds()
            told = {
                **meta,
                "schema": SCHEMA_VERSION,
                "dictionary": dictionary_hash(terms),
                "build_seconds": round(seconds, 3),
                "files": {},
            }
            (files / META).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            for path in sorted(files.iterdir()):
                writer.add_file(path)
        step = max(1, len(records) // _PROBES)
        writer.close([(record["id"], record["kind"]) for record in records[::step]])
    except BaseException:
        writer.give_up()
        raise
    finally:
        records.close()
    return Generation(Path(writer.name), told)


def _documents(
    records: RecordStore, terms: Sequence[str], counts: Counter[str], jobs: int, progress: Progress
) -> Iterator[dict[str, Any]]:
    """The documents of all records in order; counts by how many records each word is held."""
    places = Places()
    texts = progress("写入引擎", map(records.text, range(len(records))), len(records))
    for batch in analysed(texts, len(records), _Documents(terms), jobs):
        for fields in batch:
            held = {word for zone in ZONES for word in fields.get(words(zone), "").split(" ") if word}
            counts.update(held)
            yield places.put(fields)
