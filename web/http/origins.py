"""What pages may load and who may frame them, as a header."""

from __future__ import annotations

from flask import current_app

from settings.model import Settings

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
    "frame-src {frames}; form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)


def settings() -> Settings:
    """The application's settings."""
    found: Settings = current_app.extensions["settings"]
    return found


def policy(frames: str = "'none'", ancestors: str = "'none'") -> str:
    """The content security policy of a page: what it may frame, and which pages may frame it."""
    return _POLICY.format(frames=frames, ancestors=ancestors)


def framed_policy() -> str:
    """The policy of a page that the sites of the allow-list may frame."""
    return policy(ancestors=" ".join(["'self'", *settings().framing_origins]))
