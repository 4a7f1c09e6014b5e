"""PDF beside: what a PDF holds outside of its objects, which no program that shows it reads.

Any words may stand before the first object that the file lists, and between two. Comments stand
there, and whatever somebody left: it is looked at as bytes of no form.
"""

import re

from pypdf import PdfReader

from comanage.readers.patient_shapes import bytes_look_like

EDGE = re.compile(rb"(?<!\d)\d{1,10}[ \r\n\t]{1,9}\d{1,5}[ \r\n\t]{1,9}obj\b|endobj")
PLACES = re.compile(rb"\d{10} \d{5} [fn]\b|\d{10}")  # of objects, as a file lists them


def beside_looks_like(data: bytes, reader: PdfReader) -> str:
    """Say what stands outside of the objects of a PDF and must not come in; empty where nothing does.

    Args:
        data: The file.
        reader: The same, read.
    """
    places = [at for listed in reader.xref.values() for at in listed.values() if at > 0]
    before = data[: min(places, default=0)]
    return bytes_look_like(before) or bytes_look_like(PLACES.sub(b" ", b"\n".join(_between(data))))


def _between(data: bytes) -> list[bytes]:
    """Give what stands between one object and the next."""
    pieces, since, outside = [], 0, True
    for edge in EDGE.finditer(data):
        ends = edge[0] == b"endobj"
        if outside and not ends:
            pieces.append(data[since : edge.start()])
        since, outside = (edge.end(), True) if ends else (since, False)
    return [*pieces, data[since:]] if outside else pieces
