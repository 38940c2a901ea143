"""ZIP files written byte by byte: with names, flags and sizes that no honest tool would write."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

STORED, DEFLATED, BZIP2 = 0, 8, 12


@dataclass(frozen=True)
class Member:
    """A member as it is to stand in the file; `size` is what it claims to be unpacked."""

    name: bytes
    packed: bytes
    size: int
    flags: int = 0
    method: int = STORED
    crc: int = 0


def stored(name: bytes, data: bytes, flags: int = 0) -> Member:
    """An honest member that is not packed."""
    return Member(name, data, len(data), flags, STORED, zlib.crc32(data))


def zip_of(*members: Member) -> bytes:
    """A ZIP of these members."""
    body = directory = b""
    for member in members:
        sizes = (member.crc, len(member.packed), member.size, len(member.name))
        offset = len(body)
        body += struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, member.flags, member.method, 0, 33, *sizes, 0)
        body += member.name + member.packed
        directory += struct.pack("<4s6H3I", b"PK\x01\x02", 20, 20, member.flags, member.method, 0, 33, *sizes[:3])
        directory += struct.pack("<5H2I", len(member.name), 0, 0, 0, 0, 0, offset) + member.name
    count = len(members)
    return body + directory + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
