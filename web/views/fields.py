"""The fields of a record as pages show them: label and value, by the description of its kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from records.kinds import KINDS, Field, Form

Record = Mapping[str, Any]


class Row(NamedTuple):
    """A value with its label; `name` is the field's, "" for a cell that the list labels itself."""

    label: str
    name: str
    text: str


def rows(record: Record) -> list[Row]:
    """What a page shows line by line: all but the headline; of kinds with a form of their own what is optional."""
    kind = KINDS[record["kind"]]
    plain = kind.form is Form.FIELDS
    fields = [field for field in kind.all_fields if field.name not in kind.headline and (plain or field.optional)]
    return list(_rows(record, fields))


def _rows(record: Record, fields: Iterable[Field]) -> Iterator[Row]:
    for field in fields:
        if field.as_one:
            label, text = field.parts
            for cell in record.get(field.name, ()):
                yield Row(cell[label.name] or field.label, "", cell[text.name])
        elif not field.parts and record.get(field.name):
            yield Row(field.label, field.name, record[field.name])
