"""Text for files that are XML: Atom feeds and workbooks."""

from __future__ import annotations

import re

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    r"""The text without the characters that XML cannot hold (XML 1.0, 2.2): `"消\x0b防\uffff"` → `"消防"`."""
    return _NOT_IN_XML.sub("", text)
