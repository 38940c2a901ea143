"""The bytes of a web page → its text, in whatever encoding it really is.

What a page declares is only one witness: pages are converted without correcting their declaration, and
one cut-off character makes a whole page invalid. So the bytes decide, and the declaration breaks ties.
A page saved with all it shows in one file (MHTML, 单个文件网页) is taken out of it before.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterator

from bs4.dammit import EncodingDetector

from indexer.model.problems import UnreadableFileError

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 100_000  # non-ASCII characters that are looked at
_CLEAR_LEAD = 0.05  # by how much a reading must be better than the declared one
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】〔〕—…·　０１２３４５６７８９％"
_ARCHIVE_HEAD = 8_192  # bytes in which an archive's own header stands
_ARCHIVE_HEADER = re.compile(
    rb"^content-type:\s*multipart/(?:related|alternative|mixed);"
    rb"(?:[^\r\n]|\r?\n[ \t])*?boundary=\"?([^\"\r\n;]{1,100})",
    re.IGNORECASE | re.MULTILINE,
)
_ARCHIVED_PAGE = re.compile(rb"^content-type:\s*(?:text/html|application/xhtml)", re.IGNORECASE | re.MULTILINE)
_TRANSFER_ENCODING = re.compile(rb"^content-transfer-encoding:\s*([\w-]+)", re.IGNORECASE | re.MULTILINE)
_DEEPEST_ARCHIVE = 4
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


def _frequent(encoding: str, first: int, last: int, trails: tuple[range, ...]) -> frozenset[str]:
    """The characters of a two-byte charset that stand under the lead bytes `first` to `last`."""
    raw = (bytes((lead, trail)) for lead in range(first, last + 1) for part in trails for trail in part)
    return frozenset("".join(pair.decode(encoding, "ignore") for pair in raw) + _PUNCTUATION)


# Both charsets keep the characters in daily use apart from the rare ones, so a right reading uses few others.
_SIMPLIFIED = _frequent("gb2312", 0xB0, 0xD7, (range(0xA1, 0xFF),))
_TRADITIONAL = _frequent("big5", 0xA4, 0xC6, (range(0x40, 0x7F), range(0xA1, 0xFF)))
_EXPECTED = {"utf-8": _SIMPLIFIED | _TRADITIONAL, "gb18030": _SIMPLIFIED, "big5hkscs": _TRADITIONAL}
_DECLARED_NAMES = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}


def decode_html(data: bytes) -> str:
    """The text of a web page with plain line feeds; bytes that fit no character become U+FFFD.

    Raises UnreadableFileError where `data` is not text.
    """
    text = _decode(data)
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decode(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if (wide := _utf16_without_mark(data)) is not None:
        return data.decode(wide, "replace")
    if data.count(0) > len(data) // 20:
        raise UnreadableFileError("是二进制文件，不是网页")
    data = data.replace(b"\x00", b"")
    try:
        return _without_cut_character(data).decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(_likeliest(data), "replace")


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 shows in the zero bytes beside the ASCII of its tags, all of them on one side."""
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) <= len(head) // 8 or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def _without_cut_character(data: bytes) -> bytes:
    """`data` without the bytes of a UTF-8 character that the end of the file cut off."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return data[:-back] if back < length else data
        if byte < 0x80:
            break
    return data


def _likeliest(data: bytes) -> str:
    """The encoding in which `data` reads most like Chinese; the declared one where it is as good."""
    scores = {encoding: _plausibility(data, encoding) for encoding in _EXPECTED}
    best = max(scores, key=lambda encoding: scores[encoding])
    declared = (EncodingDetector.find_declared_encoding(data, is_html=True) or "").lower()
    declared = _DECLARED_NAMES.get(declared, declared)
    as_good = declared in scores and scores[declared] >= scores[best] - _CLEAR_LEAD
    return declared if as_good else best


def _plausibility(data: bytes, encoding: str) -> float:
    """The share of characters in daily use among those outside ASCII, 1 at best."""
    sample = "".join(re.findall(r"[^\x00-\x7f]+", data.decode(encoding, "replace")))[:_SAMPLE]
    expected = _EXPECTED[encoding]
    return sum(character in expected for character in sample) / len(sample) if sample else 0.0


# -- pages saved with all they show in one file ------------------------------------------------------


def is_archive(data: bytes) -> bool:
    """Whether `data` is a page with its pictures and styles, packed as a mail message is."""
    return _ARCHIVE_HEADER.search(data[:_ARCHIVE_HEAD]) is not None


def page_in(data: bytes) -> bytes:
    """The page in an archive, the longest where it holds several (a frame beside the text); else `data`."""
    return max(_pages(data, 0), key=len, default=b"") if is_archive(data) else data


def _pages(data: bytes, depth: int) -> Iterator[bytes]:
    """The pages in an archive, those in archives inside it too."""
    header = _ARCHIVE_HEADER.search(data[:_ARCHIVE_HEAD])
    if header is None or depth > _DEEPEST_ARCHIVE:
        return
    for part in data.split(b"--" + header[1])[1:]:
        blank = _BLANK_LINE.search(part[:_ARCHIVE_HEAD])
        if blank is None:
            continue
        if _ARCHIVED_PAGE.search(part[: blank.start()]):
            yield _unpacked(part[: blank.start()], part[blank.end() :])
        elif _ARCHIVE_HEADER.search(part[: blank.start()]):
            yield from _pages(part.lstrip(b"\r\n"), depth + 1)


def _unpacked(header: bytes, body: bytes) -> bytes:
    found = _TRANSFER_ENCODING.search(header)
    encoding = found[1].lower() if found else b""
    if encoding == b"quoted-printable":
        return quopri.decodestring(body)
    if encoding == b"base64":
        try:
            return base64.b64decode(body + b"===")
        except binascii.Error:
            return b""
    return body
