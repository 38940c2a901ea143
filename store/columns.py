"""Columns: what each record is, as numbers, so that nothing has to read all records to filter, count or list them.

```
columns.json                   by column, its values in the order of their numbers
columns.NAME.codes.npy         the numbers of the values of all records, one record behind the other
columns.NAME.starts.npy        where each record's numbers begin, and the end of the last
```
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from records.columns import AGENCY, BETWEEN, CITED, COLUMNS, DEPARTMENT, KIND, LAW, LIST, NAME, REGION
from records.kinds import KINDS
from records.texts import agencies, headline

_VALUES = "columns.json"


def column_values(record: Mapping[str, Any], named: Callable[[str], Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """The values of each column that a record has; `named` gives the canonical names of a printed agency."""
    laws = record.get("laws") or ()
    owner = record["department"] or record["source"]["file"]
    return {
        KIND: (record["kind"],),
        REGION: _present(record["region"]),
        DEPARTMENT: _present(record["department"]),
        AGENCY: _present(*(name for agency in agencies(record) for name in named(agency))),
        LAW: _present(*(law["title"] for law in laws)),
        NAME: _present(headline(record) if KINDS[record["kind"]].named else ""),
        LIST: (f"{record['source']['file']}{BETWEEN}{owner}",),
        CITED: _present(*(f"{law['title']}{BETWEEN}{law['number']}" for law in laws)),
    }


def _present(*values: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


class ColumnWriter:
    """Collects the columns of one generation."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[str, dict[str, int]] = {name: {} for name in COLUMNS}
        self._codes: dict[str, list[NDArray[np.int32]]] = {name: [] for name in COLUMNS}
        self._lengths: dict[str, list[NDArray[np.int32]]] = {name: [] for name in COLUMNS}

    def add(self, records: Sequence[Mapping[str, tuple[str, ...]]]) -> None:
        """Take the values of the next records."""
        for name in COLUMNS:
            numbers = self._numbers[name]
            codes = [numbers.setdefault(value, len(numbers)) for record in records for value in record[name]]
            self._codes[name].append(np.array(codes, dtype=np.int32))
            self._lengths[name].append(np.array([len(record[name]) for record in records], dtype=np.int32))

    def close(self) -> None:
        """Write the files; values are numbered in the order of their text."""
        ordered: dict[str, list[str]] = {}
        for name in COLUMNS:
            ordered[name] = sorted(self._numbers[name])
            place = np.zeros(len(ordered[name]), dtype=np.int32)
            place[[self._numbers[name][value] for value in ordered[name]]] = np.arange(len(ordered[name]))
            codes = np.concatenate([np.empty(0, np.int32), *self._codes[name]])
            starts = np.concatenate([[0], np.cumsum(np.concatenate([np.empty(0, np.int64), *self._lengths[name]]))])
            np.save(self._folder / f"columns.{name}.codes.npy", place[codes])
            np.save(self._folder / f"columns.{name}.starts.npy", starts.astype(np.int64))
        (self._folder / _VALUES).write_text(json.dumps(ordered, ensure_ascii=False, indent=0), encoding="utf-8")


class Column:
    """One column: `codes[starts[doc]:starts[doc + 1]]` are the numbers of a record's values."""

    def __init__(self, values: Sequence[str], codes: NDArray[np.int32], starts: NDArray[np.int64]) -> None:
        self.values = values
        self.codes = codes
        self.starts = starts

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each value."""
        return {value: number for number, value in enumerate(self.values)}

    @cached_property
    def totals(self) -> NDArray[np.int64]:
        """How many records have each value."""
        return np.bincount(self.codes, minlength=len(self.values))

    @cached_property
    def _holders(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The records by value, and where each value's records begin."""
        owners = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        return owners[np.argsort(self.codes, kind="stable")], np.concatenate([[0], np.cumsum(self.totals)])

    def docs(self, value: str) -> NDArray[np.int64]:
        """The records that have a value, ascending."""
        docs, starts = self._holders
        number = self.numbers.get(value)
        return docs[:0] if number is None else docs[starts[number] : starts[number + 1]]

    def pairs(self) -> Iterable[tuple[str, int]]:
        """Every value of every record with the record's number, in order."""
        owners = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        return zip(map(self.values.__getitem__, self.codes.tolist()), owners.tolist(), strict=True)

    @cached_property
    def single(self) -> NDArray[np.int64]:
        """For a column of at most one value a record: its number, -1 for none."""
        out = np.full(len(self.starts) - 1, -1, dtype=np.int64)
        has = np.diff(self.starts) > 0
        out[has] = self.codes[self.starts[:-1][has]]
        return out


def read_columns(folder: Path) -> dict[str, Column]:
    """All columns of a generation."""
    values: dict[str, list[str]] = json.loads((folder / _VALUES).read_text(encoding="utf-8"))
    return {
        name: Column(
            values[name],
            np.load(folder / f"columns.{name}.codes.npy"),
            np.load(folder / f"columns.{name}.starts.npy"),
        )
        for name in COLUMNS
    }
