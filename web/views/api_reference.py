"""The OpenAPI document in the form that its page needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode

Node = Mapping[str, Any]

_TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "是或否",
    "object": "对象",
    "null": "空",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a property: its name, what it holds, whether it is always there, and the schema it refers to."""

    name: str
    type: str
    description: str
    required: bool
    schema: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation answers with one status."""

    status: str
    description: str
    content_type: str
    schema: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One path. `example` is an address to try, "" where there is none, `example_text` the same as people read it."""

    id: str
    path: str
    summary: str
    description: str
    parameters: tuple[Field, ...]
    answers: tuple[Answer, ...]
    example: str
    example_text: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A schema with its properties, or the schemas that it may be."""

    name: str
    description: str
    fields: tuple[Field, ...]
    choices: tuple[str, ...]


class Reference:
    """An OpenAPI document read for showing."""

    def __init__(self, document: Node) -> None:
        self._document = document
        self.info: Node = document["info"]
        self.shapes = tuple(self._shape(name, schema) for name, schema in document["components"]["schemas"].items())

    def groups(self) -> Iterator[tuple[Node, list[Operation]]]:
        """The tags with their operations."""
        for tag in self._document["tags"]:
            yield (
                tag,
                [
                    self._operation(path, item["get"])
                    for path, item in self._document["paths"].items()
                    if tag["name"] in item["get"]["tags"]
                ],
            )

    def _operation(self, path: str, node: Node) -> Operation:
        parameters = [self._resolved(each) for each in node["parameters"]]
        examples = [(each["name"], each["example"]) for each in parameters if "example" in each]
        example = "" if "{" in path else path + ("?" + urlencode(examples) if examples else "")
        return Operation(
            node["operationId"],
            path,
            node["summary"],
            node["description"],
            tuple(self._field(each["name"], each, each.get("required", False)) for each in parameters),
            tuple(self._answer(status, self._resolved(each)) for status, each in node["responses"].items()),
            example,
            unquote(example),
        )

    def _answer(self, status: str, node: Node) -> Answer:
        content_type, content = next(iter(node["content"].items()))
        return Answer(status, node["description"], content_type, self._target(content["schema"]))

    def _shape(self, name: str, schema: Node) -> Shape:
        required = schema.get("required", ())
        fields = (self._field(key, each, key in required) for key, each in schema.get("properties", {}).items())
        return Shape(
            name, schema["description"], tuple(fields), tuple(self._target(each) for each in schema.get("oneOf", ()))
        )

    def _field(self, name: str, node: Node, required: bool) -> Field:
        """A parameter or property; a property that only refers to a schema is described by it."""
        schema = node.get("schema", node)
        target = self._target(schema) or self._target(schema.get("items", {}))
        description = node.get("description") or self._resolved(schema)["description"]
        return Field(name, self._type(schema), description + _limits(schema), required, target)

    def _type(self, schema: Node) -> str:
        """The type in words; what a list holds stands behind it, a schema with fields as a link."""
        if self._target(schema):
            return ""
        schema = self._resolved(schema)
        found = schema.get("type", "object")
        if found == "array":
            return f"列表，每项为{self._type(schema['items'])}"
        names = [found] if isinstance(found, str) else found
        text = "或".join(_TYPES[name] for name in names)
        if "enum" in schema:
            return f"{text}：{'、'.join(schema['enum'])}"
        if "const" in schema:
            return f"{text}：{schema['const']}"
        return text

    def _target(self, schema: Node) -> str:
        """The name of the schema that is referred to and has fields of its own, or ""."""
        shown = {"properties", "oneOf"} & self._resolved(schema).keys() if "$ref" in schema else ()
        return str(schema["$ref"]).rpartition("/")[2] if shown else ""

    def _resolved(self, node: Node) -> Node:
        if "$ref" not in node:
            return node
        _, _, section, name = node["$ref"].split("/")
        found: Node = self._document["components"][section][name]
        return found


def _limits(schema: Node) -> str:
    parts = []
    if "maximum" in schema:
        parts.append(f"{schema['minimum']}—{schema['maximum']}")
    if "default" in schema:
        parts.append(f"默认 {schema['default']}")
    return f"（{'，'.join(parts)}）" if parts else ""
