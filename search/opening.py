"""A generation of the index → a snapshot of it: the place where an engine is chosen and all is put together."""

from __future__ import annotations

from agencies.table import load_agencies
from records.columns import CITED, parts_of
from search.backend import Backend
from search.local.backend import LocalBackend
from search.opensearch.backend import OpenSearchBackend
from search.query.agencies import Agencies
from search.query.citations import Citations
from search.query.concepts import Understanding
from search.query.matters import finder
from search.query.spelling import Speller
from search.snapshot import Snapshot
from store.generation import NAMES, SYNONYMS, TERMS, WORDS, Generation
from store.opensearch.cluster import Cluster
from store.terms import Terms
from store.whoosh_engine import WhooshEngine
from tokenizer.question_words import load_question_words
from tokenizer.synonyms import SYNONYMS as OUR_SYNONYMS
from tokenizer.synonyms import Synonyms, load_synonyms
from tokenizer.words import Words


def open_snapshot(generation: Generation) -> Snapshot:
    """A generation opened for searching with the local engine. Raises whatever its files are damaged by."""
    agencies = Agencies(load_agencies())
    names = Terms(generation.file(NAMES))
    synonyms = synonyms_of(generation)
    backend = LocalBackend(WhooshEngine(generation.folder, generation.mapped), names, synonyms, agencies.named)
    return Snapshot(generation, backend, agencies, understanding(generation, backend, agencies, names, synonyms))


def open_in_cluster(generation: Generation, cluster: Cluster) -> Snapshot:
    """An index of a cluster opened for searching; the generation holds the words and names that belong to it."""
    agencies = Agencies(load_agencies())
    names = Terms(generation.file(NAMES))
    synonyms = synonyms_of(generation)
    backend = OpenSearchBackend(cluster, generation.name, names, synonyms, agencies.named)
    return Snapshot(generation, backend, agencies, understanding(generation, backend, agencies, names, synonyms))


def synonyms_of(generation: Generation) -> Synonyms:
    """Our synonyms and the county's own."""
    return load_synonyms((OUR_SYNONYMS, generation.file(SYNONYMS)))


def understanding(
    generation: Generation, backend: Backend, agencies: Agencies, names: Terms, synonyms: Synonyms
) -> Understanding:
    """What reads queries by the words and names of a generation; what its records hold, an engine says."""
    words = Words(generation.file(TERMS).read_text(encoding="utf-8").split())
    return Understanding(
        words,
        synonyms,
        load_question_words(),
        Citations(parts_of(value.text) for value in backend.values(CITED)),
        agencies,
        Speller((Terms(generation.file(WORDS)), names), backend.holds, words),
        backend.holds,
        finder(),
    )
