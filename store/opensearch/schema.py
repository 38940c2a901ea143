"""What stands in an index of the cluster: its fields, derived from the zones and columns, and how a record fills them.

A zone is three fields, its pairs, units and words, all cut by us (see `store.opensearch.streams`); `any` holds the
pairs and units of all zones together. Columns are keywords. The record itself is the source, without the streams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from records.columns import COLUMNS, LIST, parts_of
from records.kinds import KINDS
from records.texts import headline_key, zone_texts
from records.zones import ZONES
from store.columns import column_values
from store.opensearch.streams import pair_stream, unit_stream
from tokenizer.normalize import normalize
from tokenizer.words import Words

SCHEMA_VERSION = 1
ANY = "any"  # stands for all zones
RECORD, ID, PLACE, HEADLINE, OWNER = "record", "id", "place", "headline", "owner"
KIND_PLACE, DEPARTMENT_PLACE = "kind_place", "department_place"
FILE_INDEX = "-files"  # behind an index's name: where the words and names of its generation stand

_RECORDS_A_SHARD = 500_000  # docs/scale.md
_DEEPEST = 10_000  # hits that a cluster puts in order for one request
_RANK = "\n"
_LONG_GAP = 100  # positions between the zones in `any`: no string is found across two

# How often a string stands in a zone, against how long the zone is; weights come with the query. Worked out so that the
# frequencies of several words and zones can be added up before they saturate (see `search.local.impacts`).
_FREQUENCY = (
    "double mean = field.sumTotalTermFreq / (double) field.docCount;"
    " return query.boost * doc.freq / (1 - {b} + {b} * doc.length / Math.max(mean, 1));"
)


def pairs(zone: str) -> str:
    """The field of a zone's pairs."""
    return f"{zone}_pairs"


def units(zone: str) -> str:
    """The field of a zone's units."""
    return f"{zone}_units"


def words(zone: str) -> str:
    """The field of a zone's words."""
    return f"{zone}_words"


def column(name: str) -> str:
    """The field of a column."""
    return f"column_{name}"


def ranked(name: str) -> str:
    """The field of a column's values with the places at which they stand in a record."""
    return f"ranked_{name}"


def ranked_value(value: str) -> tuple[str, int]:
    """A value of such a field, and its place."""
    text, _, place = value.rpartition(_RANK)
    return text, int(place)


def index_body(records: int, lengths: Mapping[str, float]) -> dict[str, Any]:
    """The settings and mapping of an index for a number of records; `lengths` is how far each zone's length matters."""
    return {
        "settings": {
            "number_of_shards": max(1, -(-records // _RECORDS_A_SHARD)),
            "number_of_replicas": 0,
            "refresh_interval": -1,
            "index.max_result_window": _DEEPEST,
            "index.mapping.total_fields.limit": 200,
            "similarity": {_similarity(b): _scripted(b) for b in set(lengths.values())},
        },
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": [RECORD, ID]},
            "properties": _properties(lengths),
        },
    }


def files_body() -> dict[str, Any]:
    """The settings and mapping of the index that keeps a generation's files."""
    return {
        "settings": {"number_of_shards": 1, "number_of_replicas": 0},
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "name": {"type": "keyword"},
                "part": {"type": "integer"},
                "data": {"type": "binary"},
            },
        },
    }


class Filling:
    """Turns records, in their order, into what stands in the index for them."""

    def __init__(self, cut: Words, named: Callable[[str], Iterable[str]]) -> None:
        """`cut` cuts texts into words, `named` gives the canonical names of a printed agency."""
        self._words = cut
        self._named = named

    def fields(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """What stands in the index for a record; its place among all others is not known here."""
        columns = column_values(record, self._named)
        found: dict[str, Any] = {
            ID: record["id"],
            RECORD: record,
            HEADLINE: headline_key(record),
            OWNER: list(self._named(record["department"])),
            KIND_PLACE: list(KINDS).index(record["kind"]),
        }
        for name in COLUMNS:
            found[column(name)] = list(columns[name])
            found[ranked(name)] = [f"{value}{_RANK}{place}" for place, value in enumerate(columns[name])]
        for zone, text in zone_texts(record).items():
            plain = normalize(text)
            row = unit_stream(plain)
            found[units(zone)] = " ".join(row)
            found[pairs(zone)] = " ".join(pair_stream(row))
            found[words(zone)] = " ".join(word for word in self._words.count_terms(plain).elements())
        return found


class Places:
    """Numbers records in their order, and departments by the order in which they first appear."""

    def __init__(self) -> None:
        self._count = 0
        self._departments: dict[str, int] = {}

    def put(self, fields: dict[str, Any]) -> dict[str, Any]:
        """The fields of the next record with its place."""
        owner = parts_of(fields[column(LIST)][0])[1]
        fields |= {
            PLACE: self._count,
            DEPARTMENT_PLACE: self._departments.setdefault(owner, len(self._departments)),
        }
        self._count += 1
        return fields


def _properties(lengths: Mapping[str, float]) -> dict[str, Any]:
    keyword = {"type": "keyword"}
    found: dict[str, Any] = {
        RECORD: {"type": "object", "enabled": False},
        **dict.fromkeys((ID, HEADLINE, OWNER), keyword),
        **{name: {"type": "integer"} for name in (PLACE, KIND_PLACE, DEPARTMENT_PLACE)},
        **{field(name): keyword for field in (column, ranked) for name in COLUMNS},
        pairs(ANY): _stream("positions", None) | {"position_increment_gap": _LONG_GAP},
        units(ANY): _stream("docs", None),
    }
    for zone in ZONES:
        similarity = _similarity(lengths[zone])
        found |= {
            pairs(zone): _stream("positions", similarity) | {"copy_to": pairs(ANY)},
            units(zone): _stream("freqs", similarity) | {"copy_to": units(ANY)},
            words(zone): _stream("freqs", similarity),
        }
    return found


def _stream(options: str, similarity: str | None) -> dict[str, Any]:
    """A field of tokens that we cut; without a similarity it is never scored."""
    field: dict[str, Any] = {"type": "text", "analyzer": "whitespace", "index_options": options}
    return field | ({"norms": False} if similarity is None else {"similarity": similarity})


def _similarity(b: float) -> str:
    return f"frequency_{round(b * 100)}"


def _scripted(b: float) -> dict[str, Any]:
    return {"type": "scripted", "script": {"source": _FREQUENCY.format(b=b)}}
