"""PDF: the text of every page, and what else is inside; read in the confined process alone.

Only a PDF whose pages carry their text can be looked through; a page that its pictures cover
does not, whatever text lies behind them. What starts a program,
asks the network or carries another file is refused, wherever it hides; a file that
was changed after it was first saved is looked at in each of its states. The one file that may
travel inside is the terms that the pages name by their SHA-256, as an exhibit of ours does.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject, StreamObject

from comanage.readers.looked import Looked, refused
from comanage.readers.patient_data import ADVICE
from comanage.readers.patient_shapes import looks_like, spaced_like
from comanage.readers.pdf_beside import beside_looks_like
from comanage.readers.pdf_pages import Drawn, drawn_on, looks_of
from comanage.refusals import Fault
from comanage.rules.terms_named import named_in

MOST_PAGES = 300
MOST_OBJECTS = 200_000
MOST_STATES = 10  # of one file, each saved over the last; it is looked at in each
NOT_A_PDF = "The PDF is damaged. Save or print it again as PDF."
LOCKED = "The PDF is protected by a password. Save a copy without one."
TOO_LONG = "The PDF has more than 300 pages. Send the pages that show the figure."
TOO_OFTEN = "The PDF was saved over itself more than ten times. Print it as a new PDF."
MORE_BEHIND = "The file goes on behind the PDF. Save or print it again as PDF."
ACTS = (
    "The PDF holds a program, a form that sends itself, or another file. Print it as a plain PDF."
)
FORBIDDEN = {
    "/JavaScript", "/JS", "/Launch", "/RichMedia", "/XFA",
    "/SubmitForm", "/ImportData", "/RF", "/Rendition", "/Movie", "/Sound", "/FileAttachment", "/GoToE",
    "/3D",
}  # fmt: skip
CARRYING = {"/EmbeddedFile", "/EmbeddedFiles", "/EF"}
ENOUGH = 8  # letters and digits before a page is said to have text
FEW = 40  # on a page with a picture, as a fax or a scanner prints them
HALF = 0.5  # of a page, which its pictures cover
WORDLESS = 1000  # pixels, too few to show words
BARE = 100  # bytes that an empty page may draw
PERSONS = "rows of single persons or visits"
ROWS = 3
ID = re.compile(r"(?<![\w.,$-])\d{6,10}(?![\w.,%-])")
DAY = re.compile(r"\b((19|20)\d\d-\d\d?-\d\d?|\d\d?[/.-]\d\d?[/.-](19|20)?\d\d)\b")
LABEL = re.compile(
    r"\b(MRN|DOB|SSN|date of birth|patient (name|id)|medical record)\b", re.IGNORECASE
)
UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff]|\\(cid:\\d+\\)")


def look(data: bytes) -> Looked:
    """Look through a PDF, as it is and as it was before it was changed."""
    ends = [end.end() for end in re.finditer(rb"%%EOF", data)]
    if not ends:
        return refused(NOT_A_PDF)
    if data[ends[-1] :].strip():
        return refused(MORE_BEHIND)
    if len(ends) > MOST_STATES:
        return refused(TOO_OFTEN)
    found = _look_at(data)
    if found.faults:
        return found
    carried = {*found.carried}
    for end in ends[:-1]:
        earlier = _look_at(data[:end])
        if earlier.faults and earlier.faults[0].sentence != NOT_A_PDF:
            return earlier
        carried |= {*earlier.carried}
    return replace(found, carried=tuple(sorted(carried)))


def _look_at(data: bytes) -> Looked:
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            return refused(LOCKED)
        if len(reader.pages) > MOST_PAGES:
            return refused(TOO_LONG)
        return _beside(data, reader, _inside(reader))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError,
            AssertionError, NotImplementedError, RecursionError, ArithmeticError):  # fmt: skip
        return refused(NOT_A_PDF)


def _inside(reader: PdfReader) -> Looked:
    pictures = False
    said: dict[str, None] = {}  # each once, in the order of the file
    forms: list[StreamObject] = []
    carries, carried = False, set[str]()
    held = [*_objects(reader)]
    for each in held:
        said.update(dict.fromkeys(_said(each)))
    for part in (part for each in held for part in _dictionaries(each)):
        names = {*part, *(value for value in part.values() if isinstance(value, str))}
        if names & FORBIDDEN:
            return refused(ACTS)
        pictures = pictures or part.get("/Subtype") == "/Image"
        said.update(dict.fromkeys(_told_of(part)))
        carries = carries or bool(names & CARRYING)
        carried |= {*_carried(part)}
        forms += [part] if isinstance(part, StreamObject) and "/BBox" in part else looks_of(part)
    if not reader.pages:
        return refused(NOT_A_PDF)
    faults = [Fault("beside the pages", _sentence(what)) for text in said
              if (what := looks_like(text, printed=True))][:1]  # fmt: skip
    silent, pages = False, list[str]()
    for number, page in enumerate(reader.pages, start=1):
        drawn = drawn_on(page)
        text = page.extract_text()
        pages.append(text)
        pictures = pictures or any(each.pixels for each in drawn)
        silent = silent or _is_silent(text, drawn)
        if what := _what(text):
            faults.append(Fault(f"page {number}", _sentence(what)))
    named = named_in("\n".join(pages))
    if carries and (not carried or carried - {*named}):
        return refused(ACTS)
    faults = faults or _in_forms(reader, forms)
    return Looked(tuple(faults), pictures, silent, named, tuple(sorted(carried)))


def _beside(data: bytes, reader: PdfReader, found: Looked) -> Looked:
    """Look outside of the objects as well, where nothing was found in them."""
    what = "" if found.faults else beside_looks_like(data, reader)
    faults = (Fault("beside the pages", _sentence(what)),) if what else found.faults
    return replace(found, faults=faults)


def _in_forms(reader: PdfReader, forms: Iterable[StreamObject]) -> list[Fault]:
    """Look at the text of each form by itself, drawn on a page or the look of a comment."""
    once = {id(form): form for form in forms}.values()
    found = (_what(reader.pages[0].extract_xform_text(form)) for form in once)  # type: ignore[arg-type]
    return [Fault("beside the pages", _sentence(what)) for what in found if what][:1]


def _sentence(what: str) -> str:
    return f"This looks like {what}. {ADVICE}"


def _objects(reader: PdfReader) -> Iterator[PdfObject]:
    """Give every object of the file, used or not."""
    places = [(number, made) for made, rows in reader.xref.items() for number in rows]
    places += [(number, 0) for number in reader.xref_objStm]
    if len(places) > MOST_OBJECTS:
        raise ValueError(TOO_LONG)
    yield reader.trailer
    for number, made in places:
        held = reader.get_object(IndirectObject(number, made, reader)) if number else None
        if held is not None:
            yield held


def _dictionaries(held: PdfObject | None) -> Iterator[DictionaryObject]:
    if isinstance(held, DictionaryObject):
        yield held
        inner = [held.raw_get(name) for name in held]
    elif isinstance(held, ArrayObject):
        inner = list(held)
    else:
        return
    for each in inner:
        if not isinstance(each, IndirectObject):
            yield from _dictionaries(each)


def _said(held: PdfObject) -> Iterator[str]:
    """Give every text of an object: titles, comments, form fields and their choices, names."""
    if isinstance(held, bytes):
        yield held.decode("latin-1").replace("\0", "")
    elif isinstance(held, str):
        yield str(held)
    elif isinstance(held, DictionaryObject):
        for name in held:
            yield str(name)
            yield from _said(held.raw_get(name))
    elif isinstance(held, ArrayObject):
        for inner in list(held):
            yield from _said(inner)


def _told_of(part: DictionaryObject) -> list[str]:
    """Give what the file says of itself in a part of its own."""
    if part.get("/Type") == "/Metadata" and isinstance(part, StreamObject):
        return [part.get_data().decode("utf-8", "replace")]
    return []


def _carried(part: DictionaryObject) -> Iterator[str]:
    """Give the SHA-256 of each file that a dictionary is, or says it carries."""
    held = part.get("/EF")
    inside = held.get_object() if held is not None else None
    streams = [part] if part.get("/Type") == "/EmbeddedFile" else []
    if inside is not None:
        named = inside if isinstance(inside, DictionaryObject) else DictionaryObject()
        streams += [each.get_object() for each in named.values()] or [part]
    for each in streams:
        data = each.get_data() if isinstance(each, StreamObject) else b""
        yield hashlib.sha256(data).hexdigest()


def _is_silent(text: str, drawn: Sequence[Drawn]) -> bool:
    """Say whether a page shows something, but no text that can be read.

    So it is where pictures cover it, as those of a scanner do, or stand on it with hardly a word.
    """
    letters = sum(sign.isalnum() for sign in text)
    if len(UNREADABLE.findall(text)) > letters // 10:
        return True
    if sum(each.pixels for each in drawn) >= WORDLESS:
        return letters < FEW or sum(each.share for each in drawn) >= HALF
    return letters < ENOUGH and sum(each.size for each in drawn) > BARE


def _what(text: str) -> str:
    """Say what a page looks like that must not come in."""
    if what := looks_like(text, printed=True) or spaced_like(text):
        return what
    lines = text.splitlines()
    numbered = [line for line in lines if ID.search(line)]
    dated = [line for line in numbered if DAY.search(line)]
    ids = {number for line in numbered for number in ID.findall(line)}
    listed = len(dated) >= ROWS or (LABEL.search(text) and len(numbered) >= ROWS)
    return PERSONS if listed and len(ids) >= ROWS else ""
