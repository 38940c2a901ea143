"""Records → a new generation of the index."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.blocks import Place
from indexer.engine import Entry
from indexer.generation import SCHEMA_VERSION, Generation, build_lock, current, write_generation
from indexer.lexicon import names_of, words_of, write_terms
from indexer.lists import ParsedList
from indexer.parse import parse_files
from indexer.problems import Problem, ProblemKind
from indexer.records import KINDS
from indexer.report import list_info
from indexer.sources import Sources
from indexer.terms import learn_terms
from indexer.whoosh_engine import WhooshEngine, write_index
from indexer.zones import zone_texts, zoned
from tokenizer.grams import gram_positions
from tokenizer.normalize import normalize
from tokenizer.synonyms import SynonymError, load_synonyms
from tokenizer.words import Words, dictionary_hash

TERMS = "terms.txt"  # words learned from the lists, for cutting text
NAMES = "names.tsv"  # names for completing what is typed
SYNONYMS = "synonyms.txt"  # the county's own
WORDS = "words.tsv"  # words for mending spelling

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
    lists: tuple[ParsedList, ...]
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
    record; the generation before keeps serving in both cases.
    """
    fingerprint = _fingerprint(sources)
    with build_lock(index):
        serving = current(index)
        if if_needed and serving is not None and serving.meta.get("input") == fingerprint:
            return Built(serving, (), (), fresh=False)
        lists = tuple(progress("读取清单", parse_files(sources.files, jobs), len(sources.files)))
        synonyms, faults = _synonyms(sources)
        general = (*sources.problems, *faults)
        problems = (*general, *(problem for parsed in lists for problem in parsed.problems))
        records = [record.to_json() for parsed in lists for record in parsed.records]
        if not records:
            raise NothingToIndexError("没有读到任何记录，索引保持不变", problems)
        terms = learn_terms(records)
        infos = {file.name: file.info for file in sources.files}
        meta = {
            "input": fingerprint,
            "dictionary": dictionary_hash(terms),
            "records": _counts(records),
            "lists": [list_info(parsed, infos[parsed.file]) for parsed in lists],
            "problems": [problem.to_json() for problem in general],
        }

        def write(folder: Path) -> None:
            holding: Counter[str] = Counter()
            entries = make_entries(records, Words(terms), holding)
            write_index(folder, progress("建立索引", entries, len(records)))
            (folder / TERMS).write_text("\n".join(terms) + "\n", encoding="utf-8")
            (folder / SYNONYMS).write_text(synonyms, encoding="utf-8")
            write_terms(folder / NAMES, names_of(records))
            write_terms(folder / WORDS, words_of(holding))
            _verify(folder, records)

        return Built(write_generation(index, meta, write), lists, problems, fresh=True)


def make_entries(records: Sequence[dict[str, Any]], words: Words, holding: Counter[str]) -> Iterator[Entry]:
    """The index entries of records in the contract's JSON form; `holding` counts the records by word."""
    for record in records:
        counts: dict[str, dict[str, int]] = {}
        grams: dict[str, list[int]] = {}
        for zone, text in zone_texts(record).items():
            plain = normalize(text)
            counts[zone] = dict(Counter(words.index_terms(plain)))
            for gram, positions in gram_positions(plain).items():
                grams.setdefault(gram, []).extend(zoned(zone, position) for position in positions)
        holding.update({word for zone in counts.values() for word in zone})
        yield Entry(counts, grams, json.dumps(record, ensure_ascii=False))


def _synonyms(sources: Sources) -> tuple[str, list[Problem]]:
    """The county's own synonyms as one text, and the faults of the files that cannot be used."""
    texts: list[str] = []
    faults: list[Problem] = []
    for path in sources.synonyms:
        try:
            load_synonyms((path,))
            texts.append(path.read_text(encoding="utf-8-sig"))
        except SynonymError as error:
            places = [(Place(line=fault.line), fault.text) for fault in error.faults]
            faults += [Problem(path.name, place, ProblemKind.SYNONYMS, text) for place, text in places]
        except OSError as error:
            faults.append(Problem(path.name, Place(), ProblemKind.SYNONYMS, error.strerror or str(error)))
    return "\n".join(texts), faults


def _verify(folder: Path, records: Sequence[dict[str, Any]]) -> None:
    """Open what was written and compare it with what was meant. Raises OSError where they differ."""
    engine = WhooshEngine(folder)
    try:
        stored = [json.loads(text)["id"] for text in engine.records()]
        same = stored == [record["id"] for record in records]
        probe = gram_positions(normalize(next(iter(zone_texts(records[-1]).values()))))
        found = all(len(records) - 1 in engine.grams(gram).docs for gram in probe)
        if not same or not found:
            raise OSError("写入后的索引与记录不符")
    finally:
        engine.close()


def _counts(records: Sequence[dict[str, Any]]) -> dict[str, int]:
    found = Counter(record["kind"] for record in records)
    return {kind: found[kind] for kind in KINDS}


def _fingerprint(sources: Sources) -> str:
    """What the index depends on: the program's version of things, and every file's name, content and manifest."""
    digest = hashlib.sha256(f"{SCHEMA_VERSION} {dictionary_hash()}\n".encode())
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
