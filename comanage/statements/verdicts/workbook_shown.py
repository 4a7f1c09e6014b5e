"""What a workbook shows beside its cells: what is hidden, protected, named, prompted and printed.

It is read from the sheets' own text, since a library leaves out what it does not know: `strange`
names each element that a sheet of ours never has, and `looks` says of two workbooks what differs.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from defusedxml.ElementTree import fromstring
from openpyxl.utils.cell import coordinate_from_string, get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from comanage.statements.twins.carrying import MAIN
from comanage.statements.verdicts.workbook_parts import WORKBOOK, sheets

STRANGE = "{} holds something that this program does not write: {}."
OTHERWISE = "{}: “{}”; by its data “{}”."
NOTHING, HIDDEN, YES, NO = "nothing", "hidden", "yes", "no"
REVISION = "{http://schemas.microsoft.com/office/spreadsheetml/2014/revision}revisionPtr"
TEXTS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
OF_WORKBOOK = {
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets",
    "definedNames", "calcPr", "extLst",
}  # fmt: skip
OF_SHEET = {
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetProtection",
    "dataValidations", "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks",
    "colBreaks", "ignoredErrors", "phoneticPr",
}  # fmt: skip
OF_STYLES = {
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
    "tableStyles", "colors", "extLst",
}  # fmt: skip
OF = {  # what may stand in what
    "sheets": {"sheet"}, "definedNames": {"definedName"}, "sheetData": {"row"}, "row": {"c"},
    "c": {"f", "v", "is"}, "is": {"t"}, "sst": {"si"}, "si": {"t"}, "cols": {"col"},
    "dataValidations": {"dataValidation"}, "sheetViews": {"sheetView"},
    "numFmts": {"numFmt"}, "cellXfs": {"xf"}, "xf": {"alignment", "protection"}, "f": set(), "v": set(), "t": set(),
}  # fmt: skip
ONCE = {"c", "is", "si", "xf"}  # whose children stand there once
NUMBERS = {"s", "numFmtId", "xfId", "min", "max", "width", "ht", "localSheetId"}
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")  # Python takes more, such as 1_0
LAST = 16_384  # columns of a sheet
UNSEEN = 2  # points or digits, below which a row or a column cannot be read
PROTECTS = {  # and what holds where nothing is said
    "sheet": NO, "objects": NO, "scenarios": NO, "selectLockedCells": NO,
    "selectUnlockedCells": NO, "formatCells": YES, "formatColumns": YES, "formatRows": YES,
    "insertColumns": YES, "insertRows": YES, "insertHyperlinks": YES, "deleteColumns": YES,
    "deleteRows": YES, "sort": YES, "autoFilter": YES, "pivotTables": YES,
}  # fmt: skip
PROMPTS = ("type", "errorStyle", "promptTitle", "prompt", "errorTitle", "error")
IN_HEADER = re.compile(r'&&|&"[^"]*"|&\d+')  # doubled signs, and which letters how large
SPREAD = re.compile(r'"([$-]+)"|\\([$ -])|\[\$(\$?)(?:-409|-en-US)?\]')  # ways to write $ and -


def strange(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Name what stands in a workbook, a sheet, its texts or its styles, and never in one of ours.

    Args:
        parts: The content of each part by its name, of which none is of a kind that ours lacks.
    """
    yield from _strange("The workbook", fromstring(parts[WORKBOOK]), OF_WORKBOOK)
    for name, sheet in sheets(parts).items():
        yield from _strange(f"The sheet {name}", sheet, OF_SHEET)
        yield from _places(name, sheet)
    for name, allowed in ((TEXTS, None), (STYLES, OF_STYLES)):
        if name in parts:
            yield from _strange(f"The part {name}", fromstring(parts[name]), allowed)
    ids = [each.get("numFmtId") for each in _formats(parts)]
    if len(ids) != len(set(ids)):
        yield STRANGE.format(f"The part {STYLES}", "one number format twice")


def looks(parts: Mapping[str, bytes], again: Mapping[str, bytes]) -> Iterator[str]:
    """Name what a workbook hides, protects, names, prompts or prints in another way than ours.

    A column or a row that ours hides and it shows is not named: anybody may widen it.

    Args:
        parts: The parts of the one that is looked at.
        again: Those of the one that its data give.
    """
    found, wanted = _shown(parts), _shown(again)
    for place in dict.fromkeys((*found, *wanted)):
        one, other = found.get(place, NOTHING), wanted.get(place, NOTHING)
        if one != other and not (other == HIDDEN and place.split()[-2] in {"column", "row"}):
            yield OTHERWISE.format(place, one, other)
    ours = {"General", *(plain_format(each.get("formatCode", "")) for each in _formats(again))}
    for code in (plain_format(each.get("formatCode", "")) for each in _formats(parts)):
        if code not in ours:
            yield STRANGE.format(f"The part {STYLES}", f"the format {code}")


def plain_format(code: str) -> str:
    r"""Write a number format in one way, of those that programs have for dollars and a minus.

    >>> plain_format('\\$#,##0.00;"-$"#,##0.00'), plain_format('[$$-409]0.00;\\-[$$-409]0.00')
    ('$#,##0.00;-$#,##0.00', '$0.00;-$0.00')
    >>> plain_format('"$950,000.00"')
    '"$950,000.00"'
    """
    return SPREAD.sub(lambda found: "".join(each or "" for each in found.groups()), code)


def _strange(whose: str, root: Any, allowed: set[str] | None) -> Iterator[str]:  # noqa: ANN401 - elements have no public type
    """Name the elements that stand where they may not, or twice, and numbers that are none."""
    known = {MAIN + one for one in allowed or ()} | {REVISION}
    for tag, count in Counter(each.tag for each in root if not _of_path(each)).items():
        if allowed is not None and (tag not in known or count > 1):
            yield STRANGE.format(whose, _short(tag))
    for each in _below(root):
        name = _short(each.tag)
        if not each.tag.startswith(MAIN) and each.tag != REVISION:
            yield STRANGE.format(whose, name)
        if name == "extLst" and each not in root[:]:
            yield STRANGE.format(whose, name)
        children = [child.tag for child in each]
        for tag in children if name in OF else ():
            if tag not in {MAIN + one for one in OF[name]} or (
                name in ONCE and children.count(tag) > 1
            ):
                yield STRANGE.format(whose, _short(tag))
        for key, value in each.items():
            if key in NUMBERS and not NUMBER.fullmatch(value):
                yield STRANGE.format(whose, f"{name} {key}={value}")


def _below(element: Any) -> Iterator[Any]:  # noqa: ANN401 - elements have no public type
    """Walk an element, but not into what only its own program reads."""
    yield element
    if _short(element.tag) != "extLst":
        for each in element:
            if not _of_path(each):
                yield from _below(each)


def _of_path(element: Any) -> bool:  # noqa: ANN401 - elements have no public type
    """Say whether an element is the note of Excel in which folder it was saved."""
    names = {_short(each.tag) for each in element.iter()}
    return element.tag == ALTERNATE and names <= {"AlternateContent", "Choice", "absPath"}


def _places(name: str, sheet: Any) -> Iterator[str]:  # noqa: ANN401 - elements have no public type
    """Name a sheet whose rows or cells do not stand in their order, each once."""
    rows = _all(sheet, "row")
    if any(int(one.get("r", 0)) >= int(other.get("r", 0)) for one, other in pairwise(rows)):
        yield STRANGE.format(f"The sheet {name}", "rows out of their order")
    for row in rows:
        places = [coordinate_from_string(cell.get("r", "")) for cell in row]
        columns = [(len(letters), letters) for letters, _ in places]
        within = all(str(number) == row.get("r") for _, number in places)
        for cell in row:
            value = cell.findtext(f"{MAIN}v")
            counts = cell.get("t", "n") in {"n", "s", "b"}
            if counts and value and not NUMBER.fullmatch(value):
                yield STRANGE.format(f"The sheet {name}", f"no number in cell {cell.get('r')}")
        if not within or columns != sorted(set(columns)):
            yield STRANGE.format(f"The sheet {name}", f"cells out of their order in row {row.get('r')}")  # fmt: skip


def _shown(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Say of each place what is to be seen there, beside the cells."""
    book = fromstring(parts[WORKBOOK])
    found = {"Days count from 1904": NO, "Full precision": YES, "Calculation": "auto"}
    named = [each.get("name", "") for each in _all(book, "sheet")]
    for each in _all(book, "sheet"):
        found[f"The sheet {each.get('name')}"] = each.get("state", "visible")
    for each in _all(book, "definedName"):
        of = each.get("localSheetId")
        where = "" if of is None else f" of the sheet {named[int(of)]}"
        hidden = f", {HIDDEN}" if _flag(each, HIDDEN) != NO else ""
        name = f"The name {each.get('name')}{where}"
        found[name] = f"{found[name]} / {each.text}" if name in found else f"{each.text}{hidden}"
    for each in _all(book, "workbookPr"):
        found["Days count from 1904"] = _flag(each, "date1904")
    for each in _all(book, "calcPr"):
        found["Full precision"] = _flag(each, "fullPrecision", YES)
        found["Calculation"] = each.get("calcMode", "auto")
    for name, sheet in sheets(parts).items():
        for place, what in _of_sheet(sheet):
            whole = f"The sheet {name}, {place}"
            found[whole] = f"{found[whole]} / {what}" if whole in found else what
    return found


def _of_sheet(sheet: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - elements have no public type
    """Say what is to be seen on a sheet, beside its cells."""
    for each in _all(sheet, "sheetProtection"):
        yield from ((f"protection of {key}", _flag(each, key, by)) for key, by in PROTECTS.items())
    for each in _all(sheet, "sheetView"):
        yield "zeros are shown", _flag(each, "showZeros", YES)
        yield "formulas are shown", _flag(each, "showFormulas")
    for each in _all(sheet, "sheetFormatPr"):
        yield "rows are hidden", _flag(each, "zeroHeight")
    for each in (one for whole in _all(sheet, "headerFooter") for one in whole if one.text):
        yield f"printed {_short(each.tag)}", IN_HEADER.sub(_kept, each.text)
    for each in _all(sheet, "dataValidation"):
        told = [each.get(key, "") for key in PROMPTS if each.get(key)]
        formulas = [one.text or "" for one in each if one.text and _short(one.tag) == "formula1"]
        for place in _each(each.get("sqref", "")):
            yield f"choices at {place}", " ".join((*told, *formulas))
    yield from _hidden(sheet)


def _hidden(sheet: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - elements have no public type
    """Name the columns and rows that cannot be seen."""
    for each in _all(sheet, "col"):
        if _unseen(each, "width"):
            for at in range(int(each.get("min", 1)), min(int(each.get("max", 1)), LAST) + 1):
                yield f"column {get_column_letter(at)}", HIDDEN
    for each in _all(sheet, "row"):
        if _unseen(each, "ht"):
            yield f"row {each.get('r')}", HIDDEN


def _each(areas: str) -> Iterator[str]:
    """List the cells of areas; a large area, which ours have not, stays one."""
    for area in areas.split():
        cells = CellRange(area)
        small = cells.size["rows"] * cells.size["columns"] <= LAST
        if not small:
            yield area
        for row, column in cells.cells if small else ():
            yield f"{get_column_letter(column)}{row}"


def _kept(found: re.Match[str]) -> str:
    return found[0] if found[0] == "&&" else ""


def _unseen(element: Any, size: str) -> bool:  # noqa: ANN401 - elements have no public type
    return _flag(element, HIDDEN) != NO or float(element.get(size, UNSEEN)) < UNSEEN


def _flag(element: Any, key: str, default: str = NO) -> str:  # noqa: ANN401 - elements have no public type
    """Read a yes or no; what is neither is given as it stands."""
    told = str(element.get(key, default))
    return {"1": YES, "true": YES, "0": NO, "false": NO}.get(told, told)


def _formats(parts: Mapping[str, bytes]) -> list[Any]:
    """List the number formats that a workbook describes."""
    return _all(fromstring(parts[STYLES]), "numFmt") if STYLES in parts else []


def _all(root: Any, name: str) -> list[Any]:  # noqa: ANN401 - elements have no public type
    return list(root.iter(MAIN + name))


def _short(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
