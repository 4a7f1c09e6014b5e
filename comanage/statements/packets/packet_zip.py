"""The zip of a packet, as we write it and no other way: its headers, its end, and taking it apart.

It is part of a packet's own verify.py (see packet_verify.py).
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from typing import NamedTuple

from comanage.statements.packets.packet_chain import Differs

MANIFEST = "manifest.json"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*", re.ASCII)
MOST = 1 << 30  # bytes of a packet, unpacked
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


class Packed(NamedTuple):
    """A file of a packet: its bytes, and the SHA-256 of how the zip holds them, if it is one."""

    content: bytes
    packed: str = ""


def unzipped(zipped: bytes) -> dict[str, Packed]:
    """Take a zip apart that holds what we write, byte for byte, and nothing before, between or behind."""
    files: dict[str, Packed] = {}
    central, at, left = b"", 0, MOST
    while zipped[at : at + 4] == LOCAL and len(zipped) >= at + 30:
        crc, packed, size, length = struct.unpack("<3IH", zipped[at + 14 : at + 28])
        begins = at + 30 + length
        name = zipped[at + 30 : begins].decode("latin-1")
        if not NAME.fullmatch(name) or ".." in name or len(name) > 200 or name in files:
            raise Differs(repr(name), "is a name that no packet gives, or stands there twice.")
        held = zipped[begins : begins + packed]
        files[name] = Packed(_inflated(name, held, size, left), hashlib.sha256(held).hexdigest())
        local, listed = headers(name, (crc, packed, size), at)
        if zipped[at:begins] != local or zlib.crc32(files[name].content) != crc:
            raise Differs(name, "is not packed as a packet has it, or was changed.")
        left -= size
        central += listed
        at = begins + packed
    if not files or zipped[at:] != central + ended(len(files), len(central), at):
        raise Differs("The zip", "holds something before, between or behind its files, or a list of"
                      " them that is not theirs.")  # fmt: skip
    return files


def headers(name: str, sums: tuple[int, int, int], at: int) -> tuple[bytes, bytes]:
    """Write what a zip of ours says of a file: before it, and in its list of files.

    The sums are its CRC-32, its bytes as packed and as they are; at is where it begins.
    """
    method, day, may_be_read = 0 if name == MANIFEST else 8, 33, 0o644 << 16  # 1 January 1980
    spelled = name.encode("ascii")
    said = struct.pack("<5H3I2H", 20, 0, method, 0, day, *sums, len(spelled), 0)
    more = struct.pack("<3H2I", 0, 0, 0, may_be_read, at)
    return LOCAL + said + spelled, CENTRAL + bytes((20, 3)) + said + more + spelled


def ended(files: int, listed: int, at: int) -> bytes:
    """Write the end of a zip of ours: how many files, and how long their list is and where."""
    return END + struct.pack("<4H2IH", 0, 0, files, files, listed, at, 0)


def _inflated(name: str, held: bytes, size: int, left: int) -> bytes:
    if size > left:
        raise Differs(name, "says that it is larger than a packet may be.")
    if name == MANIFEST:
        return held
    try:
        inside = zlib.decompressobj(-15)
        found = inside.decompress(held, size + 1)
        whole = inside.eof and not inside.unused_data and len(found) == size
    except zlib.error:
        whole = False
    if not whole:
        raise Differs(name, "cannot be unpacked, or is not as large as it says.")
    return found
