"""Workbook XML: the parts of a workbook as elements, with a bound on how much work they may be.

Every XML part goes through defusedxml; document types and entities are refused, as no
workbook has any. What no spreadsheet program writes ends the reading at once: too many
elements, elements in elements without end, hundreds of attributes.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from comanage.refusals import Fault

MOST_TAGS = 4_000_000  # of all parts, those that end an element too; a cell has four or so
MOST_DEEP = 50
MOST_ATTRIBUTES = 100
PIECE = 1024 * 1024  # bytes that are parsed at a time
TOO_FULL = (
    "The workbook holds more than a million cells and other parts."
    " Copy the figures alone to a new workbook."
)


class Contrived(DefusedXmlException):
    """XML of a form that takes much work and says nothing."""


class _Pieces(BytesIO):
    """Bytes that are parsed in large pieces: a parser begins again with each at an unfinished tag."""

    def read(self, _: int | None = -1) -> bytes:
        return super().read(PIECE)


def fullness(parts: Mapping[str, bytes]) -> list[Fault]:
    """Say that the parts hold too much, before any of them is parsed."""
    tags = sum(content.count(b"<") for content in parts.values())
    return [Fault("", TOO_FULL)] if tags > MOST_TAGS else []


def ended(content: bytes) -> Iterator[Element]:
    """Give each element of a part where it ends, the outermost last.

    Raises:
        DefusedXmlException: It has a document type, or entities.
    """
    for _, element in iterparse(_Pieces(content), forbid_dtd=True):
        yield element


def root_of(content: bytes, *, rows: bool = True) -> Element:
    """Read a part, with or without its rows of cells, which may be many.

    Raises:
        DefusedXmlException: It holds what no spreadsheet program writes.
    """
    deep, root = 0, Element("")
    for step, root in iterparse(_Pieces(content), events=("start", "end"), forbid_dtd=True):
        deep += 1 if step == "start" else -1
        if deep > MOST_DEEP or len(root.attrib) > MOST_ATTRIBUTES:
            raise Contrived
        if not rows and step == "end" and root.tag.endswith("}row"):
            root.clear()
    return root
