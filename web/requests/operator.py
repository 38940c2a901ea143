"""Whether the operator asks: HTTP's own sign-in with the token that the settings hold; any name will do."""

from __future__ import annotations

import hmac

from flask import abort, current_app, make_response, render_template, request

from settings.model import Settings

_CHALLENGE = 'Basic realm="qingdan", charset="UTF-8"'


def token_is_set() -> bool:
    """Whether there is an operator at all."""
    return bool(_token())


def is_operator() -> bool:
    """Whether the request carries the token."""
    token, given = _token(), request.authorization
    password = given.password if given is not None and given.type == "basic" else None
    return bool(token and password) and hmac.compare_digest(token.encode(), str(password).encode())


def operator_only() -> None:
    """Ask for the token where it is missing; without an operator there is nothing here."""
    if not token_is_set():
        abort(404)
    if not is_operator():
        page = render_template("error.html", message="这一部分只给清单的维护人员看，请输入口令", status=401)
        abort(make_response(page, 401, {"WWW-Authenticate": _CHALLENGE}))


def _token() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.token
