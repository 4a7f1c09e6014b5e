"""Workbook: the cells of one sheet of an .xlsx file as text, from the XML inside it.

Read by hand instead of by a library, since a library hands out floats and no
number formats.
"""

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from comanage.readers.archive import DAMAGED, NOT_A_WORKBOOK
from comanage.readers.number_format import DAY_ZERO, DAY_ZERO_1904, Shows, as_shown, shows
from comanage.readers.reader import MOST_BYTES, MOST_COLUMNS, MOST_ROWS, letter
from comanage.readers.workbook_xml import ended
from comanage.refusals import Fault

SHEET = "figures"
ASIDE = {"notes"}  # sheets for people
HOSTILE = "The workbook holds XML that no spreadsheet program writes. Save it again as .xlsx."
WHICH = "Name the sheet that holds the figures “Figures”."
TOO_WORDY = "The cells hold more than 5 MB of text. Copy the figures alone to a new workbook."
BEYOND = "This lies beyond 100,000 rows or 100 columns. Delete it; figures take a row a measure."
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")

Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is needed to read the cells of a sheet.

    Attributes:
        content: Its XML.
        strings: The texts that cells name by number.
        styles: What the format of each style makes of a number.
        day_zero: The day that dates are counted from.
    """

    content: bytes
    strings: Sequence[str] = ()
    styles: Sequence[Shows] = ()
    day_zero: date = DAY_ZERO


class Beyond(Exception):
    """A cell lies farther out than any figure can."""


class Wordy(Exception):
    """The cells repeat one long text until it is too much."""


# What reading one may raise: a workbook can be wrong in as many ways as there are parts.
FAILS = (Beyond, Wordy, DefusedXmlException, ParseError, KeyError, IndexError, ValueError,
         LookupError)  # fmt: skip


def lines(parts: Mapping[str, bytes]) -> tuple[list[Line], list[Fault]]:
    """Give each row of the sheet of figures with its number.

    Args:
        parts: The unpacked parts of the workbook, by their names in lower case.
    """
    try:
        sheet = _chosen(parts)
        if isinstance(sheet, str):
            return [], [Fault("", sheet)]
        return list(_lines(sheet)), []
    except FAILS as why:
        return [], [failure(why)]


def is_failure(fault: Fault) -> bool:
    """Say whether a fault ended the reading, so that what is behind it was not looked at."""
    return fault.sentence in {BEYOND, TOO_WORDY, HOSTILE, DAMAGED, NOT_A_WORKBOOK}


def failure(why: Exception) -> Fault:
    """Put in words why a workbook cannot be read."""
    if isinstance(why, Beyond):
        return Fault(f"cell {why}", BEYOND)
    if isinstance(why, Wordy):
        return Fault("", TOO_WORDY)
    return Fault("", HOSTILE if isinstance(why, DefusedXmlException) else DAMAGED)


def sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, Iterator[Line]]]:
    """Give the lines of every sheet by its name, those of hidden ones too.

    Whoever takes them meets the refusals that `lines` puts in words.
    """
    where, seen = _office(parts), set()
    book = _book(parts, where)
    for name, path in _worksheets(parts, where).items():
        if path not in seen:
            seen.add(path)
            yield name, _lines(replace(book, content=parts[path]))


def places(parts: Mapping[str, bytes]) -> set[str]:
    """Give the parts that hold the cells of a sheet, as `sheets` looks at them."""
    return {*_worksheets(parts, _office(parts)).values()}


def _chosen(parts: Mapping[str, bytes]) -> Sheet | str:
    """Find the sheet of figures, or say in a sentence why there is none."""
    where = _office(parts)
    if where not in parts:
        return NOT_A_WORKBOOK
    named = {name.casefold(): path for name, path in reversed(_worksheets(parts, where).items())}
    if not (name := chosen(named)):
        return WHICH if named else NOT_A_WORKBOOK
    return replace(_book(parts, where), content=parts[named[name]])


def chosen(named: Collection[str]) -> str:
    """Choose the sheet of figures by its name; empty where it could be several."""
    candidates = [name for name in named if name not in ASIDE]
    return SHEET if SHEET in named else candidates[0] if len(candidates) == 1 else ""


def _office(parts: Mapping[str, bytes]) -> str:
    return _related(parts, "").get("officedocument", ["xl/workbook.xml"])[0]


def _worksheets(parts: Mapping[str, bytes], where: str) -> dict[str, str]:
    """Find the part of each sheet of cells by its name, in the order of the workbook."""
    book = fromstring(parts[where], forbid_dtd=True)
    related, by_id = _related(parts, where), _targets(parts, where)
    named = {
        str(sheet.get("name", "")).strip(): by_id.get(_identity(sheet), "")
        for sheet in _every(book, "sheet")
    }
    return {name: path for name, path in named.items() if path in related["worksheet"]}


def _book(parts: Mapping[str, bytes], where: str) -> Sheet:
    """Give what all sheets of a workbook share, as a sheet without cells."""
    book, related = fromstring(parts[where], forbid_dtd=True), _related(parts, where)
    counted = [entry.get("date1904", "0") for entry in _every(book, "workbookPr")]
    return Sheet(
        b"",
        _strings(parts.get(related.get("sharedstrings", [""])[0], b"")),
        _styles(parts.get(related.get("styles", [""])[0], b"")),
        DAY_ZERO_1904 if counted and counted[0] in {"1", "true"} else DAY_ZERO,
    )


def _lines(sheet: Sheet) -> Iterator[Line]:
    number = count = said = 0
    for element in ended(sheet.content):
        if _local(element) == "row":
            number = int(element.get("r", number + 1))
            count += 1
            cells = _cells(element, number, sheet)
            said += sum(map(len, cells))
            if said > MOST_BYTES:
                raise Wordy
            if (any(cells) and number > MOST_ROWS + 1) or count > MOST_ROWS + 1:
                raise Beyond(f"A{number}")
            if any(cells):
                yield number, cells
            element.clear()


def _cells(row: Element, number: int, sheet: Sheet) -> list[str]:
    cells: list[str] = []
    for cell in row:
        at = _column(cell.get("r", ""), len(cells))
        text = _text(cell, sheet)
        if not text:
            continue
        if at >= MOST_COLUMNS:
            raise Beyond(f"{letter(at)}{number}")
        cells += [""] * (at + 1 - len(cells))
        cells[at] = text
    return cells


def _column(reference: str, following: int) -> int:
    """Count the column of a reference such as C14 from 0; without one it is the next."""
    if not (match := CELL.fullmatch(reference)):
        return following
    count = 0
    for sign in match[1]:
        count = count * 26 + ord(sign) - ord("A") + 1
    return count - 1


def _text(cell: Element, sheet: Sheet) -> str:
    parts = {_local(part): part for part in cell}
    value = (parts["v"].text or "") if "v" in parts else ""
    if not value and "f" in parts:
        return f"={parts['f'].text or ''}"
    match cell.get("t", "n"):
        case "s" if value:
            text = sheet.strings[int(value)]
        case "inlineStr" if "is" in parts:
            text = _words(parts["is"])
        case "b":
            text = "TRUE" if value == "1" else "FALSE"
        case "e":
            text = f"the error {value}"
        case "d":
            text = value[: len("2027-07-14")]
        case "n":
            text = as_shown(value, _style(cell, sheet), day_zero=sheet.day_zero)
        case _:
            text = value
    return text


def _style(cell: Element, sheet: Sheet) -> Shows:
    style = int(cell.get("s", "0"))
    return sheet.styles[style] if style < len(sheet.styles) else Shows.NUMBER


def _strings(content: bytes) -> list[str]:
    if not content:
        return []
    return [_words(entry) for entry in fromstring(content, forbid_dtd=True)]


def _words(element: Element) -> str:
    """Join the runs of a text, without the reading aids of East Asian words."""
    runs = [part for part in element if _local(part) in {"t", "r"}]
    texts = [part if _local(part) == "t" else next(_every(part, "t"), None) for part in runs]
    return "".join(text.text or "" for text in texts if text is not None)


def _styles(content: bytes) -> list[Shows]:
    if not content:
        return []
    book = fromstring(content, forbid_dtd=True)
    codes = {
        int(entry.get("numFmtId", "0")): str(entry.get("formatCode", ""))
        for entry in _every(book, "numFmt")
    }
    formats = [
        int(style.get("numFmtId", "0"))
        for used in _every(book, "cellXfs")
        for style in _every(used, "xf")
    ]
    return [shows(number, codes.get(number, "")) for number in formats]


def _related(parts: Mapping[str, bytes], of: str) -> dict[str, list[str]]:
    """List the parts that one part names, by their kind."""
    found: dict[str, list[str]] = {}
    for relation in _relations(parts, of):
        kind = str(relation.get("Type", "")).rpartition("/")[2].casefold()
        found.setdefault(kind, []).append(_path(of, str(relation.get("Target", ""))))
    return found


def _targets(parts: Mapping[str, bytes], of: str) -> dict[str, str]:
    return {
        str(relation.get("Id", "")): _path(of, str(relation.get("Target", "")))
        for relation in _relations(parts, of)
    }


def _relations(parts: Mapping[str, bytes], of: str) -> list[Element]:
    folder, name = posixpath.split(of)
    content = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    return list(fromstring(content, forbid_dtd=True)) if content else []


def _path(of: str, target: str) -> str:
    joined = posixpath.join("/", posixpath.dirname(of), target)
    return posixpath.normpath(joined).lstrip("/").casefold()


def _identity(sheet: Element) -> str:
    return next((value for key, value in sheet.items() if key.endswith("}id")), "")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _every(element: Element, name: str) -> Iterator[Element]:
    return (part for part in element.iter() if _local(part) == name)
