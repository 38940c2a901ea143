"""A page saved with all it shows in one file (MHTML, 单个文件网页): take the page out."""

from __future__ import annotations

import base64
import binascii
import quopri
import re

_HEAD = 8_192  # bytes in which the file's own header stands
_HEADER = re.compile(
    rb"^content-type:\s*multipart/related;(?:[^\r\n]|\r?\n[ \t])*?boundary=\"?([^\"\r\n;]{1,100})",
    re.IGNORECASE | re.MULTILINE,
)
_PAGE = re.compile(rb"^content-type:\s*(?:text/html|application/xhtml)", re.IGNORECASE | re.MULTILINE)
_ENCODING = re.compile(rb"^content-transfer-encoding:\s*([\w-]+)", re.IGNORECASE | re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


def is_archive(data: bytes) -> bool:
    """Whether `data` is a page with its pictures and styles, packed as a mail message is."""
    return _HEADER.search(data[:_HEAD]) is not None


def page_in(data: bytes) -> bytes:
    """The page in an archive, the longest where it holds several (a frame beside the text); else `data`."""
    header = _HEADER.search(data[:_HEAD])
    if header is None:
        return data
    pages = []
    for part in data.split(b"--" + header[1])[1:]:
        blank = _BLANK_LINE.search(part[:_HEAD])
        if blank is not None and _PAGE.search(part[: blank.start()]):
            pages.append(_unpacked(part[: blank.start()], part[blank.end() :]))
    return max(pages, key=len, default=b"")


def _unpacked(header: bytes, body: bytes) -> bytes:
    found = _ENCODING.search(header)
    encoding = found[1].lower() if found else b""
    if encoding == b"quoted-printable":
        return quopri.decodestring(body)
    if encoding == b"base64":
        try:
            return base64.b64decode(body + b"===")
        except binascii.Error:
            return b""
    return body
