"""Rows of power, inspection and enforcement lists → powers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.lists.entries import Context, extras, is_department, number_of, office_name
from indexer.lists.tables import Entry, ListTable
from indexer.vocabulary.bands import band_name
from indexer.vocabulary.names import agency_name
from records.laws import find_laws
from records.records import Power, Record
from tokenizer.number_marks import without_mark
from tokenizer.wording import join_label, join_text, squeeze

POWER_TYPE = re.compile(
    r"行政(?:许可|处罚|强制|强制措施|强制执行|征收|征用|给付|检查|确认|奖励|裁决|备案|指导|监督检查)|其他(?:行政)?(?:权力|职权|类)|"
    r"非行政许可审批|行政许可类"
)
_CARRIED = ("type", "category", "agency", "liability")  # what a table without merged cells prints once for many rows


def read_powers(table: ListTable, entries: Iterator[Entry], context: Context) -> Iterator[Record]:
    """The powers of a table, one a row; rows without a name are kept as printed."""
    carried: dict[str, str] = {}
    main = ""
    for entry in entries:
        own_main = next((join_label(entry[name]) for name in ("name", "event", "parent") if entry[name].strip()), "")
        sub = join_label(without_mark(join_label(entry["sub"])))
        main = own_main or (main if sub and not context.spans else "")
        if not context.spans:
            carried |= {name: entry[name] for name in _CARRIED if entry[name].strip()}
        values = {**entry.fields, **({} if context.spans else carried)}
        if not main and not sub:
            yield context.as_printed(entry, table, "没有写明事项名称")
        else:
            yield power_of(entry, table, context, values, main, sub)


def power_of(entry: Entry, table: ListTable, context: Context, values: dict[str, str], main: str, sub: str) -> Power:
    """One power; `main` and `sub` are its 主项 and 子项, of which the latter may be missing."""
    parent = main if sub and squeeze(sub) not in (squeeze(main), squeeze(without_mark(main))) else ""
    area, band = join_label(values.get("category", "")), band_name(entry.band)
    category = join_label(values.get("type", "")) or ("" if is_department(band) else band) or area
    basis = join_text(values.get("basis", ""))
    agency = agency_name(values.get("agency", ""))
    return Power(
        owner=context.owner_of(entry),
        seq=number_of(entry) or (entry["seq"].strip() if entry["seq"].strip().isdigit() else ""),
        source=context.source(entry),
        name=sub if parent else (main or sub),
        parent=parent,
        category=category,
        basis=basis,
        laws=find_laws(basis),
        duties=join_text(values.get("duties", "")),
        liability=join_text(values.get("liability", "")),
        agency="" if agency.isdigit() else agency,
        office=office_name(values.get("office", "")),
        target=join_text(values.get("target", "")),
        level=join_label(values.get("level", "")),
        note=join_text(values.get("note", "")),
        extra=extras(entry, table, *(("category",) if area and area != category else ())),
    )
