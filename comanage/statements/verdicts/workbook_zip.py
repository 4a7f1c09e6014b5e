"""A workbook's zip, read strictly: its parts, end to end, and nothing between or behind them.

Programs do not agree on what counts where a zip is ambiguous, such as one name twice, so none of
that is taken. The one thing that is allowed beside the parts is the empty room that Excel leaves.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

ENTRY = struct.Struct("<4s6H3I5H2I")  # of the list at the end
LOCAL = struct.Struct("<4s5H3I2H")  # before each part
END = struct.Struct("<4s4H2IH")
SIGNS = (b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
STORED, DEFLATED = 0, 8
LATER = 0x08  # the lengths stand behind the part
FLAGS = 0x080E  # lengths behind, how well it was packed, and the letters of the name
ROOM = b"\x20\xa2"  # the extra field of Excel's empty room

BEHIND = "Something stands behind its end, or a comment in it."
TORN = "Its archive is damaged: not every part of it can be unpacked."
TWICE = "Its archive holds {} twice."
GAP = "Its archive holds something between its parts, before {}."
NOTED = "Its archive holds a comment or an extra field at {}."


class Refused(ValueError):
    """An archive is none that this program or a spreadsheet program writes; the message says why."""


@dataclass(frozen=True)
class Archive:
    """What an archive holds.

    Attributes:
        parts: Each part's content by its name, in their order.
        bare: Whether it is written as simply as this program writes one.
    """

    parts: dict[str, bytes]
    bare: bool


class _Entry(NamedTuple):
    sign: bytes
    made: int
    needs: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name: int
    extra: int
    comment: int
    disk: int
    inner: int
    outer: int
    at: int


def unzipped(content: bytes) -> Archive:
    """Unpack an archive of which it is known that it unpacks to a bearable size.

    Raises:
        Refused: It is damaged, or holds anything but its parts.
    """
    try:
        return _unzipped(content)
    except (struct.error, zlib.error, UnicodeDecodeError) as why:
        raise Refused(TORN) from why


def _unzipped(content: bytes) -> Archive:
    sign, disk, first, here, count, size, at, comment = END.unpack(content[-END.size :])
    if sign != SIGNS[2] or disk or first or comment or here != count:
        raise Refused(BEHIND)
    if at + size + END.size != len(content):
        raise Refused(BEHIND)
    entries = list(_listed(content, at, count))
    parts: dict[str, bytes] = {}
    bare, place, known = True, 0, set()
    for name, entry in sorted(entries, key=lambda one: one[1].at):
        if name.lower() in known:
            raise Refused(TWICE.format(name))
        if entry.at != place:
            raise Refused(GAP.format(name))
        known.add(name.lower())
        parts[name], place, simply = _part(content, name, entry)
        bare = bare and simply
    if place != at:
        raise Refused(GAP.format("its end"))
    return Archive({name: parts[name] for name, _ in entries}, bare and list(parts) == [
        name for name, _ in entries
    ])  # fmt: skip


def _listed(content: bytes, at: int, count: int) -> Iterator[tuple[str, _Entry]]:
    """Read the list at the end."""
    for _ in range(count):
        entry = _Entry(*ENTRY.unpack_from(content, at))
        start = at + ENTRY.size
        name = content[start : start + entry.name].decode("ascii")
        if entry.sign != SIGNS[0] or entry.disk:
            raise Refused(TORN)
        if entry.comment or entry.extra:
            raise Refused(NOTED.format(name))
        at = start + entry.name
        yield name, entry
    if content[at : at + 4] != SIGNS[2]:
        raise Refused(GAP.format("its end"))


def _part(content: bytes, name: str, entry: _Entry) -> tuple[bytes, int, bool]:
    """Unpack one part; say where the next begins, and whether it was written simply."""
    local = LOCAL.unpack_from(content, entry.at)
    sign, _, flags, method, _, _, *sizes, length, extra = local
    start = entry.at + LOCAL.size
    told = content[start : start + length]
    same = (sign, flags, method, told) == (SIGNS[1], entry.flags, entry.method, name.encode())
    later = bool(flags & LATER)
    if not same or flags & ~FLAGS or (not later and sizes != [entry.crc, entry.packed, entry.size]):
        raise Refused(TORN)
    start += length
    if not _empty_room(content[start : start + extra]):
        raise Refused(NOTED.format(name))
    start += extra
    end = start + entry.packed
    part = _inflated(content[start:end], entry)
    if later:
        end += _behind(content[end : end + 16], entry)
    return part, end, not later and not extra and flags == 0


def _inflated(packed: bytes, entry: _Entry) -> bytes:
    if entry.method == STORED:
        part, whole = packed, True
    elif entry.method == DEFLATED:
        reads = zlib.decompressobj(-zlib.MAX_WBITS)
        part = reads.decompress(packed, entry.size + 1)
        whole = reads.eof and not reads.unused_data
    else:
        raise Refused(TORN)
    if not whole or len(part) != entry.size or zlib.crc32(part) != entry.crc:
        raise Refused(TORN)
    return part


def _behind(found: bytes, entry: _Entry) -> int:
    """Measure the lengths that stand behind a part."""
    lengths = struct.pack("<3I", entry.crc, entry.packed, entry.size)
    for told in (SIGNS[3] + lengths, lengths):
        if found.startswith(told):
            return len(told)
    raise Refused(TORN)


def _empty_room(extra: bytes) -> bool:
    """Say whether an extra field is none, or the empty room that Excel leaves."""
    if not extra:
        return True
    kind, size = extra[:2], int.from_bytes(extra[2:4], "little")
    return kind == ROOM and size == len(extra) - 4 and not any(extra[8:])
