"""Pictures: their size, and that nothing else is packed with them; what they show, no program reads.

Both formats are a row of marked parts. Each is walked through to its end, where
the file must end too; only texts beside the picture can be looked through.
"""

import struct
import zlib

from comanage.readers.looked import Looked, refused
from comanage.readers.patient_data import ADVICE
from comanage.readers.patient_shapes import bytes_look_like

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
MOST_PIXELS = 25_000_000
TOO_MANY = "The picture has more than 25 megapixels. Save a smaller copy."
BROKEN = "The picture is damaged, or holds more than a picture. Save it again."
SIZES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # JPEG parts that say how large it is
ALONE = {0x01, *range(0xD0, 0xD8)}  # JPEG marks without a length
SCAN, END = 0xDA, 0xD9
TEXT_MARKS = {*range(0xE0, 0xF0), 0xFE}  # JPEG parts that programs write notes in
TEXT_PARTS = {b"tEXt", b"iTXt", b"zTXt", b"eXIf"}


class Damaged(Exception):
    """A picture that is not one, or not one alone."""


def look(data: bytes) -> Looked:
    """Look at a picture without unpacking it."""
    try:
        width, height, texts = _png(data) if data.startswith(PNG) else _jpeg(data)
    except (Damaged, struct.error, zlib.error, IndexError):
        return refused(BROKEN)
    if not width or not height:
        return refused(BROKEN)
    if width * height > MOST_PIXELS:
        return refused(TOO_MANY)
    for text in texts:
        if what := bytes_look_like(text):
            return refused(f"A text beside the picture looks like {what}. {ADVICE}")
    return Looked(silent=True)


def _png(data: bytes) -> tuple[int, int, list[bytes]]:
    at, width, height = len(PNG), 0, 0
    texts: list[bytes] = []
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        kind, content = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (check,) = struct.unpack_from(">I", data, at + 8 + length)
        if zlib.crc32(kind + content) != check or (at == len(PNG)) is not (kind == b"IHDR"):
            raise Damaged
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", content)
        if kind in TEXT_PARTS:
            texts.append(_unpacked(kind, content))
        at += length + 12
        if kind == b"IEND":
            break
    if at != len(data):
        raise Damaged
    return width, height, texts


def _unpacked(kind: bytes, content: bytes) -> bytes:
    """Give the text of a part of a PNG, which may be packed."""
    if kind == b"zTXt":
        word, _, packed = content.partition(b"\0")
        return word + b" " + zlib.decompressobj().decompress(packed[1:], 1_000_000)
    if kind == b"iTXt":
        word, _, rest = content.partition(b"\0")
        text = rest[2:].split(b"\0", 2)[-1]
        return (
            word
            + b" "
            + (zlib.decompressobj().decompress(text, 1_000_000) if rest[:1] == b"\1" else text)
        )
    return content


def _jpeg(data: bytes) -> tuple[int, int, list[bytes]]:
    at, width, height = 2, 0, 0
    texts: list[bytes] = []
    while True:
        if data[at] != 0xFF:
            raise Damaged
        mark = data[at + 1]
        at += 2
        if mark == END:
            break
        if mark in ALONE:
            continue
        (length,) = struct.unpack_from(">H", data, at)
        if mark in SIZES:
            height, width = struct.unpack_from(">HH", data, at + 3)
        if mark in TEXT_MARKS:
            texts.append(data[at + 2 : at + length])
        at += length
        if mark == SCAN:
            at = _after_scan(data, at)
    if at != len(data):
        raise Damaged
    return width, height, texts


def _after_scan(data: bytes, at: int) -> int:
    """Find the next mark behind packed rows of pixels, in which a mark's first byte is doubled."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise Damaged
        following = data[at + 1]
        if following and following not in ALONE and following != 0xFF:
            return at
        at += 1 if following == 0xFF else 2
