"""JSON by orjson: an answer is written in a tenth of the time that the standard library takes."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response
from flask.json.provider import JSONProvider

_TYPE = "application/json"
_OPTIONS = orjson.OPT_SERIALIZE_NUMPY  # scores are numpy's numbers


class FastJSONProvider(JSONProvider):
    """Writes UTF-8 without escapes, keys in the order that they have; takes no options."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """`obj` as a JSON text."""
        return orjson.dumps(obj, option=_OPTIONS).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """What a JSON text says. Raises ValueError where it is none."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """An answer that says what the arguments of `jsonify` say."""
        body = orjson.dumps(self._prepare_response_obj(args, kwargs), option=_OPTIONS | orjson.OPT_APPEND_NEWLINE)
        return Response(body, content_type=_TYPE)
