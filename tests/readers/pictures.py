"""Pictures for tests: whole ones of a few bytes, which say that they are as large as one likes."""

import struct
import zlib

JPEG_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\xff\x00\x34" * 8


def png(width=40, height=30, *, texts=(), behind=b""):
    """Make a PNG that says a size; texts are (kind, content) of parts beside the picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 31)
    parts = [(b"IHDR", header), *texts, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(*part) for part in parts) + behind


def jpeg(width=40, height=30, *, comment=b"", behind=b""):
    """Make a JPEG that says a size, with a comment."""
    size = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    note = _segment(0xFE, comment) if comment else b""
    end = b"\xff\xd9"
    return (
        b"\xff\xd8"
        + _segment(0xE0, b"JFIF\0")
        + note
        + _segment(0xC0, size)
        + JPEG_SCAN
        + end
        + behind
    )


def _part(kind, content):
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def _segment(mark, content):
    return bytes([0xFF, mark]) + struct.pack(">H", len(content) + 2) + content
