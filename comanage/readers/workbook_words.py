"""Workbook words: every text in a workbook that is kept, wherever a person may have left one.

The cells of every sheet are looked at as a table, hidden sheets too. Beside them
stand comments, names of sheets and of ranges, headers, text boxes, the values that
pivot tables and links to other files remember, and what the file says of itself.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from xml.etree.ElementTree import Element

from comanage.readers.archive import NESTED, labels, unpacked
from comanage.readers.looked import Looked, refused
from comanage.readers.patient_data import ADVICE, line_faults
from comanage.readers.patient_headings import heading_looks_like
from comanage.readers.patient_shapes import bytes_look_like, looks_like
from comanage.readers.workbook import FAILS, chosen, failure, is_failure, places, sheets
from comanage.readers.workbook_xml import Contrived, fullness, root_of
from comanage.refusals import Fault

PLACES = (
    # a part whose name holds, is in words
    ("comment", "a comment"),
    ("docprops/", "the properties of the file"),
    ("pivotcache", "what a pivot table remembers"),
    ("externallink", "what a link to another file remembers"),
    ("drawing", "a text box or a picture"),
    ("chart", "a chart"),
    ("sharedstrings", "a text"),
    ("styles", "a number format"),
    ("workbook.xml", "the name of a sheet or a range"),
    ("worksheets/", "a header, a link or a rule of a sheet"),
)
LABELS = "the name of a part inside"
CELLS, CELL_TEXTS = {"sheetData"}, "sharedstrings"
HEADER_CODE = re.compile(r'&("[^"]*"|\d+|K[0-9A-F]{6}|[A-Z])')  # of a font, a place, a page
HEADERS = ("Header", "Footer")
WHOLE = {"comment", "threadedComment", "p", "si"}  # whose words stand in several runs
SECRET_FORMATS = ("000-00-0000", "000\\-00\\-0000")
SSN_FORMAT = "a number format for social security numbers"
HIDDEN_MACRO = "The workbook holds a program or another file. Save it as .xlsx without one."
PROGRAMS = ("vbaproject.bin", "activex", "embeddings/", "macrosheets/")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".svg")
WORDS = (".xml", ".rels", ".vml", ".psmdcp")
SETTINGS = ("printersettings", "customproperty")  # of a printer or an add-in; no words of a person

PREVIEW = "docprops/thumbnail"  # of the first sheet, whose cells are looked at


def look(data: bytes) -> Looked:
    """Look through a whole workbook."""
    parts, found = unpacked(data)
    if found:
        return Looked(tuple(found))
    if found := fullness(parts):
        return Looked(tuple(found))
    if any(word in name for name in parts for word in PROGRAMS):
        return refused(HIDDEN_MACRO)
    if _holds_another(parts):
        return refused(NESTED)
    try:
        faults = _until_one_fails(
            chain(_of_cells(parts, but=""), _of_words(parts), _of_labels(labels(data)))
        )
    except FAILS as why:
        faults = [failure(why)]
    pictures = {name for name in parts if _is_picture(name)}
    shown = any(not name.startswith(PREVIEW) for name in pictures)
    return Looked(tuple(faults), pictures=bool(pictures), silent=shown)


def beside(parts: Mapping[str, bytes], said: Iterable[str] = ()) -> list[Fault]:
    """Look through what stands beside the sheet of figures, which its own layout looks at.

    Args:
        parts: The unpacked parts, by their names in lower case.
        said: The names of the parts, as they are written.
    """
    if _holds_another(parts):
        return [Fault("", NESTED)]
    try:
        figures = chosen([name.casefold() for name, _ in sheets(parts)])
        of_words = _of_words(parts, but=CELL_TEXTS)
        found = _until_one_fails(chain(_of_cells(parts, but=figures), of_words, _of_labels(said)))
    except FAILS as why:
        return [failure(why)]
    return found


def _until_one_fails(found: Iterable[Fault]) -> list[Fault]:
    """Take faults up to the first that ended the reading: nothing more is looked at then."""
    kept = []
    for fault in found:
        kept.append(fault)
        if is_failure(fault):
            break
    return kept


def _of_cells(parts: Mapping[str, bytes], *, but: str) -> Iterator[Fault]:
    for at, (name, lines) in enumerate(sheets(parts), start=1):
        if name.casefold() == but:
            continue
        told = f"sheet {at}" if looks_like(name) else f"sheet {name}"
        try:
            found = line_faults(lines)
        except FAILS as why:
            found = [failure(why)]
        for fault in found:
            yield fault.within(told)


def _of_words(parts: Mapping[str, bytes], *, but: str = "nothing") -> Iterator[Fault]:
    """Look at the words of every part; those of the cells alone are looked at as tables."""
    looked_at = places(parts)
    for name, content in parts.items():
        if but in name or not content.strip() or _is_picture(name):
            continue
        if name.endswith(WORDS):
            root = root_of(content, rows=name not in looked_at)
            if name not in looked_at and any(_kind(each) in CELLS for each in root.iter()):
                raise Contrived  # cells that belong to no sheet
            what = next(filter(None, map(_what, _words(root))), "")
        else:
            what = bytes_look_like(content)
        if what:
            where = next((told for part, told in PLACES if part in name), "a part of the workbook")
            yield Fault(where, f"This looks like {what}. {ADVICE}")


def _of_labels(said: Iterable[str]) -> Iterator[Fault]:
    """Look at what the archive says of its parts."""
    if what := next(filter(None, map(looks_like, said)), ""):
        yield Fault(LABELS, f"This looks like {what}. {ADVICE}")


def _holds_another(parts: Mapping[str, bytes]) -> bool:
    """Say whether there is what no spreadsheet program puts into a workbook, such as another file."""
    return not all(
        name.endswith(WORDS)
        or _is_picture(name)
        or (name.endswith(".bin") and any(word in name for word in SETTINGS))
        for name in parts
    )


def _is_picture(name: str) -> bool:
    return name.endswith(PICTURES) or "/media/" in name


def _what(word: tuple[str, str]) -> str:
    """Say what a word looks like; the names of a pivot table's columns are headings."""
    kind, text = word
    if kind == "cacheField":
        return heading_looks_like(text) or looks_like(text)
    if kind == "formatCode":
        return SSN_FORMAT if text.strip('"') in SECRET_FORMATS else ""
    return looks_like(HEADER_CODE.sub(" ", text) if kind.endswith(HEADERS) else text)


def _words(part: Element) -> Iterator[tuple[str, str]]:
    """Give each text of a part, with the kind of element or attribute that holds it."""
    kind = _kind(part)
    if kind in CELLS:
        return
    if kind in WHOLE:
        yield kind, "".join(part.itertext())
    if part.text:
        yield kind, part.text
    for name, value in part.attrib.items():
        yield kind if name == "name" else name, value
    for inner in part:
        yield from _words(inner)
        if inner.tail:
            yield kind, inner.tail


def _kind(part: Element) -> str:
    return part.tag.rpartition("}")[2]
