"""Records → a new generation of the index."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agencies.table import AGENCIES
from checks.law_table import LAWS
from indexer.analysis import Analysis
from indexer.analysis_pool import analysed
from indexer.checking import check_records
from indexer.model.blocks import Place
from indexer.model.problems import Problem, ProblemKind
from indexer.parse_files import READINGS, parse_files
from indexer.readers.scan.formats import is_installed
from indexer.report import ListReport, total
from indexer.sources.collect import Sources
from records.kinds import KINDS
from records.records import Passage
from records.texts import zone_texts
from store.generation import (
    NAMES,
    SCHEMA_VERSION,
    SYNONYMS,
    TERMS,
    WORDS,
    Generation,
    build_lock,
    whole,
    write_generation,
)
from store.records_file import RecordStore, RecordWriter
from store.terms import learn_terms, names_of, words_of, write_terms
from store.whoosh_engine import IndexWriter, WhooshEngine
from tokenizer.grams import units
from tokenizer.normalize import normalize
from tokenizer.synonyms import merge_synonyms
from tokenizer.words import dictionary_hash

_CHUNK = 1024 * 1024  # bytes of a file held at once

Progress = Callable[[str, Iterable[Any], int], Iterable[Any]]


class NothingToIndexError(ValueError):
    """None of the files holds a record, so that there is nothing to build from; `problems` says why."""

    def __init__(self, message: str, problems: Sequence[Problem]) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Built:
    """The outcome of a build: the generation, what was read for it, and whether it was built now."""

    generation: Generation
    lists: tuple[ListReport, ...]
    problems: tuple[Problem, ...]
    fresh: bool


def no_progress(_label: str, items: Iterable[Any], _length: int) -> Iterable[Any]:
    """Show nothing."""
    return items


def build(
    sources: Sources, index: Path, jobs: int = 0, if_needed: bool = False, progress: Progress = no_progress
) -> Built:
    """Parse the sources and write a new generation, or with `if_needed` keep one built from the same input.

    Raises GenerationError where the index cannot be written, NothingToIndexError where no file holds a
    record of a list; the generation before keeps serving in both cases.
    """
    fingerprint = fingerprint_of(sources)
    with build_lock(index):
        serving = whole(index) if if_needed else None
        if serving is not None and serving.meta.get("input") == fingerprint:
            return Built(serving, (), (), fresh=False)
        synonyms, faults = synonyms_of(sources)
        general = (*sources.problems, *faults)
        lists: list[ListReport] = []

        def write(folder: Path) -> dict[str, Any]:
            told = read_records(sources, folder, general, lists, jobs, progress, index / READINGS)
            dictionary = _index_records(folder, synonyms, jobs, progress)
            check_records(folder, told["lists"])
            return {"input": fingerprint, **told, "dictionary": dictionary}

        generation = write_generation(index, write)
        return Built(generation, tuple(lists), problems_of(general, lists), fresh=True)


def read_records(
    sources: Sources,
    folder: Path,
    general: Sequence[Problem],
    lists: list[ListReport],
    jobs: int,
    progress: Progress,
    readings: Path | None = None,
) -> dict[str, Any]:
    """Parse the sources and write their records into a folder, adding to `lists` what was read; gives what to tell.

    What is read of pictures is kept in the folder `readings`, where one is given. Raises NothingToIndexError where no
    file holds a record of a list.
    """
    writer = RecordWriter(folder)
    for parsed in progress("读取清单", parse_files(sources.files, jobs, readings), len(sources.files)):
        lists.append(ListReport.of(parsed))
        for record in parsed.records:
            writer.add(json.dumps(record.to_json(), ensure_ascii=False))
    writer.close()
    if not any(each.records.keys() - {Passage.kind} for each in lists):  # text alone is no list
        raise NothingToIndexError("没有读到任何清单的记录，索引保持不变", problems_of(general, lists))
    infos = {file.name: file.info for file in sources.files}
    return {
        "records": total(lists),
        "lists": [each.to_json(infos[each.file]) for each in lists],
        "problems": [problem.to_json() for problem in general],
    }


def build_records(records: Iterable[Mapping[str, Any]], index: Path, jobs: int = 0) -> Generation:
    """Write a new generation from records in the contract's JSON form, at least one, instead of from files."""
    kinds: Counter[str] = Counter()

    def write(folder: Path) -> dict[str, Any]:
        writer = RecordWriter(folder)
        for record in records:
            kinds[record["kind"]] += 1
            writer.add(json.dumps(record, ensure_ascii=False))
        writer.close()
        dictionary = _index_records(folder, "", jobs, no_progress)
        check_records(folder, ())
        return {
            "records": {kind: kinds[kind] for kind in KINDS},
            "lists": [],
            "problems": [],
            "dictionary": dictionary,
        }

    with build_lock(index):
        return write_generation(index, write)


def _index_records(folder: Path, synonyms: str, jobs: int, progress: Progress) -> str:
    """Index the records that stand in a generation's folder; gives the fingerprint of the dictionary."""
    records = RecordStore(folder)
    try:
        terms = learn_terms(records)
        writer = IndexWriter(folder)
        texts = progress("建立索引", map(records.text, range(len(records))), len(records))
        for entries in analysed(texts, len(records), Analysis(terms), jobs):
            writer.add(entries)
        write_terms(folder / WORDS, words_of(writer.close()))
        write_terms(folder / NAMES, names_of(records))
        (folder / TERMS).write_text("\n".join(terms) + "\n", encoding="utf-8")
        (folder / SYNONYMS).write_text(synonyms, encoding="utf-8")
        _verify(folder, records)
    finally:
        records.close()
    return dictionary_hash(terms)


def problems_of(general: Iterable[Problem], lists: Iterable[ListReport]) -> tuple[Problem, ...]:
    """All that could not be used."""
    return (*general, *(problem for each in lists for problem in each.problems))


def synonyms_of(sources: Sources) -> tuple[str, list[Problem]]:
    """The county's own synonyms as one text, and the lines and files of them that cannot be used."""
    text, faults = merge_synonyms(sources.synonyms)
    return text, [
        Problem(fault.file, Place(line=fault.line), ProblemKind.SYNONYMS, f"{fault.text}；没有使用") for fault in faults
    ]


def _verify(folder: Path, records: RecordStore) -> None:
    """Open what was written and compare it with what was meant. Raises OSError where they differ."""
    engine = WhooshEngine(folder, mapped=True)
    try:
        last = len(records) - 1
        row = units(normalize(next(iter(zone_texts(records[last]).values()))))
        found = all(last in engine.unit(unit.text).docs for unit in row)
        same = engine.lengths.shape[0] == len(records) and engine.position(records[last]["id"]) is not None
        if not (found and same):
            raise OSError("写入后的索引与记录不符")
    finally:
        engine.close()


def fingerprint_of(sources: Sources) -> str:
    """What the index depends on: the program's version of things, and every file's name, content and manifest."""
    program = f"{SCHEMA_VERSION} {dictionary_hash()} {_content(AGENCIES)} {_content(LAWS)} {is_installed()}"
    digest = hashlib.sha256(f"{program}\n".encode())
    contents = {path: _content(path) for path in dict.fromkeys(file.path for file in sources.files)}
    for path in sources.synonyms:
        digest.update(f"{path.name} {_content(path)}\n".encode())
    for file in sources.files:
        digest.update(f"{file.name} {contents[file.path]} {file.info}\n".encode())
    return digest.hexdigest()


def _content(path: Path) -> str:
    """A hash of a file's content."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        return str(error)
    return digest.hexdigest()
