"""What the API's description says of records: a schema for each kind, made from the description of the kind."""

from __future__ import annotations

from typing import Any

from records.kinds import KINDS, Field, Kind

Schema = dict[str, Any]

_REFERENCE = "#/components/schemas/"
_COMMON: dict[str, Schema] = {
    "region": {"type": "string", "description": "地区"},
    "department": {"type": "string", "description": "清单所属部门"},
    "department_aliases": {"type": "array", "description": "部门的其他名称", "items": {"type": "string"}},
    "seq": {"type": "string", "description": "序号"},
    "source": {"$ref": f"{_REFERENCE}Source"},
}


def with_kinds(document: Schema) -> Schema:
    """The API's description, into which the kinds of records are put."""
    components = document["components"]
    kinds = KINDS.values()
    components["parameters"]["kind"]["description"] = f"类别：{'、'.join(kind.chinese for kind in kinds)}。"
    named = {kind.name.capitalize(): _schema(kind) for kind in kinds}
    components["schemas"] |= {
        "Kind": {
            "type": "string",
            "description": f"类别：{'，'.join(f'{kind.name} {kind.chinese}' for kind in kinds)}",
            "enum": list(KINDS),
        },
        "Record": {
            "description": "一条记录；各类别有各自的字段",
            "oneOf": [{"$ref": f"{_REFERENCE}{name}"} for name in named],
        },
        **named,
    }
    return document


def _schema(kind: Kind) -> Schema:
    required = [field.name for field in kind.fields if not field.optional]
    return {
        "type": "object",
        "description": kind.chinese,
        "required": ["id", "kind", *_COMMON, *required],
        "properties": {
            "id": {"type": "string", "description": "编号"},
            "kind": {"type": "string", "description": "类别", "const": kind.name},
            **_COMMON,
            "url": {"type": "string", "description": "网页地址，仅在导出中有", "format": "uri"},
            **{field.name: _property(field) for field in kind.all_fields},
        },
    }


def _property(field: Field) -> Schema:
    if field.parts:
        return {"type": "array", "description": field.label, "items": {"$ref": f"{_REFERENCE}{field.schema}"}}
    return {"type": "string", "description": field.label}
