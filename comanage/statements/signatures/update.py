"""The update that a signature is: what is added behind the last byte of a finished PDF.

It is written here, byte for byte, and holds five objects: the catalog and the first page of
the document as they were, each with one entry more; a field that nobody sees; the signature;
and the table of where they stand. So whoever has the finished document, the time and the
signature can write it again and compare. A page, a picture or a note that somebody else put
into an update cannot pass for a signature of ours, however well it is signed.
"""

import re
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

LARGEST_TABLE = 64 * 1024 * 1024  # of a document's objects, inflated; ours have some hundred kB
END = b"\n%%EOF\n"
START = re.compile(rb"startxref\n([1-9][0-9]{0,10})\n%%EOF\n\Z")
TABLE = re.compile(
    rb"[0-9]+ 0 obj\n<</Type /XRef/Index \[0 (?P<size>[0-9]{1,7})\]/W \[1 (?P<where>[1-5]) (?P<rest>[1-3])\]"
    rb"/Size (?P=size)/Root (?P<root>[0-9]{1,7}) 0 R(?P<info>/Info [0-9]{1,7} 0 R)?"
    rb"/ID \[(?P<named>.{16,80}) \([0-9a-f]{32,64}\)\]/Filter /FlateDecode/Length [0-9]+>>\nstream\n",
    re.DOTALL,
)
PACKED = re.compile(
    rb"[0-9]+ 0 obj\n<</Type /ObjStm/N (?P<count>[0-9]{1,7})/First (?P<first>[0-9]{1,9})"
    rb"/Filter /FlateDecode/Length [0-9]+>>\nstream\n"
)
PLAIN = re.compile(rb"<<.*>>", re.DOTALL)
REFERENCE = rb" ([0-9]{1,7}) 0 R"
NOTES = re.compile(rb"/Annots \[([0-9R ]*)\]")
EXTENSION = b"/Extensions <</ESIC <</BaseVersion /1.7/ExtensionLevel 1>>>>"
WIDTHS = (1, 5, 2)  # bytes: the kind of an entry, where it stands, its generation
RANGE = 44  # signs kept free for the four numbers of what is signed


@dataclass(frozen=True, slots=True)
class Finished:
    """What of a finished document the update builds on.

    Attributes:
        length: Its bytes.
        size: The number of the first object that it does not have.
        table: Where its table of objects stands.
        named: The first part of its identifier, as written.
        info: The entry that names its metadata, as written.
        root: The number of its catalog.
        catalog: Its catalog, as written.
        first: The number of its first page.
        page: Its first page, as written.
    """

    length: int
    size: int
    table: int
    named: bytes
    info: bytes
    root: int
    catalog: bytes
    first: int
    page: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """What an update says beside the signature itself; it is part of what is signed.

    Attributes:
        at: When it was signed, in seconds of UTC.
        certificates: The SHA-256 of the certificates that the signature holds.
        room: Bytes kept free for the signature.
    """

    at: datetime
    certificates: str
    room: int


@dataclass(frozen=True, slots=True)
class Update:
    """An update without its signature: the bytes before and behind the place for it."""

    before: bytes
    behind: bytes
    room: int

    def holding(self, signature: bytes) -> bytes:
        """Write it with a signature in its place.

        Raises:
            ValueError: The signature is larger than its place.
        """
        if len(signature) > self.room:
            raise ValueError(
                f"A signature of {len(signature)} bytes has {self.room} bytes of room."
            )
        return self.before + signature.ljust(self.room, b"\0").hex().encode() + self.behind


def finished(content: bytes) -> Finished | None:
    """Look at a document as the press writes it; None where it is none."""
    try:
        return _looked_at(content)
    except (ValueError, IndexError, AttributeError, zlib.error):
        return None


def update(of: Finished, said: Said) -> Update:
    """Write the update of a finished document, but for the signature itself."""
    field, signature, table = of.size, of.size + 1, of.size + 2
    objects = {
        of.root: _with(
            of.catalog, b"/AcroForm <</Fields [%d 0 R]/SigFlags 3>>" % field + EXTENSION
        ),
        of.first: _noted(of.page, field),
        field: (
            b"<</Type /Annot/Subtype /Widget/FT /Sig/T (Signature)/TU (Signature)/F 132"
            b"/Rect [-1 -1 -1 -1]/P %d 0 R/V %d 0 R>>" % (of.first, signature)
        ),
    }
    written, stands = b"", {}
    for number, text in objects.items():
        stands[number] = of.length + len(written)
        written += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    stands[signature] = of.length + len(written)
    written += (
        b"%d 0 obj\n<</Type /Sig/Filter /Adobe.PPKLite/SubFilter /ETSI.CAdES.detached/M (D:%sZ)"
        b"/XXCertificates <%s>/ByteRange "
        % (signature, f"{said.at:%Y%m%d%H%M%S}".encode(), said.certificates.encode())
    )
    opens = of.length + len(written) + RANGE + len(b"/Contents <") - 1
    closes = opens + 2 * said.room + 2
    stands[table] = closes + len(b">>\nendobj\n")
    end = b">>\nendobj\n" + _table(of, stands, table) + b"startxref\n%d\n%%%%EOF\n" % stands[table]
    signed = b"[0 %d %d %d]" % (opens, closes, len(end))
    return Update(written + signed.ljust(RANGE) + b"/Contents <", b">" + end, said.room)


def _table(of: Finished, stands: dict[int, int], number: int) -> bytes:
    """Write the table of where the objects of the update stand."""
    entries = b"".join(
        value.to_bytes(width, "big")
        for _, place in sorted(stands.items())
        for width, value in zip(WIDTHS, (1, place, 0), strict=True)
    )
    listed = b" ".join(b"%d 1" % each for each in sorted(stands))
    return (
        b"%d 0 obj\n<</Type /XRef/Index [%s]/W [%d %d %d]/Size %d/Root %d 0 R%s/ID [%s <%032x>]"
        b"/Prev %d/Length %d>>\nstream\n%s\nendstream\nendobj\n"
        % (number, listed, *WIDTHS, of.size + 3, of.root, of.info, of.named,
           of.length, of.table, len(entries), entries)
    )  # fmt: skip


def _looked_at(content: bytes) -> Finished | None:
    starts = START.search(content[-40:])
    at = int(starts[1]) if starts else len(content)
    table = TABLE.match(content, at, min(len(content), at + 400))
    if table is None:
        return None
    entries = _inflated(content[table.end() :])
    size, root = int(table["size"]), int(table["root"])
    widths = (1, int(table["where"]), int(table["rest"]))

    def text(number: int) -> bytes:
        return _written(content, entries, widths, number)

    catalog = text(root)
    pages = text(_number(rb"/Pages", catalog))
    first = _number(rb"/Kids \[", pages, rb"([0-9]{1,7}) 0 R")
    page = text(first)
    if (
        b"/AcroForm" in catalog
        or b"/Extensions" in catalog
        or not page.startswith(b"<</Type /Page/")
    ):
        return None
    return Finished(
        length=len(content), size=size, table=at, named=table["named"], info=table["info"] or b"",
        root=root, catalog=catalog, first=first, page=page,
    )  # fmt: skip


def _written(content: bytes, entries: bytes, widths: tuple[int, int, int], number: int) -> bytes:
    """Give an object of a document as it is written in the stream that packs it."""
    kind, packed, index = _entry(entries, widths, number)
    if kind != 2:
        raise ValueError("it is not packed")
    kind, at, _ = _entry(entries, widths, packed)
    head = PACKED.match(content, at, at + 200)
    if kind != 1 or head is None:
        raise ValueError("it is packed otherwise")
    stream, first = _inflated(content[head.end() :]), int(head["first"])
    places = [int(each) for each in stream[:first].split()]
    if places[2 * index] != number:
        raise ValueError("another object stands there")
    starts = first + places[2 * index + 1]
    is_last = index + 1 == int(head["count"])
    ends = len(stream) if is_last else first + places[2 * index + 3]
    found = stream[starts:ends].rstrip(b"\n")
    if not PLAIN.fullmatch(found):
        raise ValueError("it is no dictionary")
    return found


def _entry(entries: bytes, widths: tuple[int, int, int], number: int) -> tuple[int, int, int]:
    at, found = number * sum(widths), []
    if at + sum(widths) > len(entries):
        raise ValueError("there is no such object")
    for width in widths:
        found.append(int.from_bytes(entries[at : at + width], "big"))
        at += width
    return found[0], found[1], found[2]


def _inflated(stream: bytes) -> bytes:
    inflating = zlib.decompressobj()
    found = inflating.decompress(stream, LARGEST_TABLE)
    if not inflating.eof:
        raise ValueError("it is too large, or cut short")
    return found


def _number(name: bytes, text: bytes, form: bytes = REFERENCE) -> int:
    found = re.search(name + form, text)
    if found is None:
        raise ValueError("it is not named")
    return int(found[1])


def _with(dictionary: bytes, entries: bytes) -> bytes:
    """Put entries at the end of a dictionary."""
    return dictionary[:-2] + entries + b">>"


def _noted(page: bytes, field: int) -> bytes:
    """Put the field among the notes of a page."""
    named = b"%d 0 R" % field
    found = NOTES.search(page)
    if found is None:
        return _with(page, b"/Annots [%s]" % named)
    return page[: found.end() - 1] + b" " + named + page[found.end() - 1 :]


def second(at: datetime) -> datetime:
    """Give an instant as an update says it: in UTC, to the second."""
    return at.astimezone(UTC).replace(microsecond=0)
