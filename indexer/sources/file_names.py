"""Names of files: which are read, in which order, and how a name is decoded whose encoding is not told."""

from __future__ import annotations

import os
import unicodedata

MANIFEST_NAME = "manifest.toml"
SYNONYMS_NAME = "synonyms.txt"  # a county's own words beside its lists

_HIDDEN_PREFIXES = (".", "~$")  # hidden files, those of macOS (._), and those that Office leaves while a file is open
_HIDDEN_FOLDERS = {"__MACOSX"}
_SKIPPED_NAMES = {MANIFEST_NAME, SYNONYMS_NAME, "Thumbs.db", "desktop.ini", "README.md", "README.txt"}
_SKIPPED_SUFFIXES = (".jsonl", ".json", ".toml", ".tmp", ".bak", ".lock")
_GENERAL_PUNCTUATION = "\u2000"  # GB 2312 holds Greek and Cyrillic too, below


def is_hidden(folder: str) -> bool:
    """Whether a folder of this name is passed over with all that is in it."""
    return folder.startswith(_HIDDEN_PREFIXES) or folder in _HIDDEN_FOLDERS


def is_list_name(name: str) -> bool:
    """Whether a file of this name may be a list: it is neither hidden nor temporary nor one of ours."""
    return not (name.startswith(_HIDDEN_PREFIXES) or name in _SKIPPED_NAMES or name.lower().endswith(_SKIPPED_SUFFIXES))


def reading_order(name: str) -> list[tuple[bool, str]]:
    """A sort key for paths with "/": the files of a folder first, by name, then its folders."""
    *folders, file = name.split("/")
    return [*((True, folder) for folder in folders), (False, file)]


def decode_name(raw: bytes) -> str:
    """A name in UTF-8 or GBK, whichever makes Chinese of it; else in either, else in the code page of old ZIP tools."""
    readings = [text for encoding in ("utf-8", "gb18030") if (text := _decoded(raw, encoding)) is not None]
    return next(filter(_is_common_chinese, readings), readings[0] if readings else raw.decode("cp437"))


def readable(name: str) -> str:
    """A name as the system gives it, without what cannot be printed or encoded."""
    if name.isprintable():  # nearly always, and quick to tell
        return name
    if any(unicodedata.category(character) == "Cs" for character in name):
        name = decode_name(os.fsencode(name))
    return "".join("_" if unicodedata.category(character) == "Cc" else character for character in name)


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_common_chinese(text: str) -> bool:
    """Whether all characters outside ASCII are Chinese and in GB 2312, as nearly all in names are."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return all(character.isascii() or character >= _GENERAL_PUNCTUATION for character in text)
