"""A spreadsheet program: LibreOffice calculates workbooks again, and their cells are read."""

import os
import re
import subprocess
import zipfile
from typing import NamedTuple

from defusedxml.ElementTree import fromstring

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEETS = ("Inputs", "Scorecard", "Allocation", "Payout", "Method")
AT_ONCE = 100  # workbooks in one run of the program
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""  # 0: always, whatever values the file holds


class Cell(NamedTuple):
    """What a cell holds: its formula, empty for none, and its value."""

    formula: str
    value: float | str | bool | None


def recalculated(folder):
    """Let LibreOffice open every workbook of a folder, calculate it anew, and save it beside."""
    profile, made = folder / "profile" / "user", folder / "again"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(ALWAYS)
    files = sorted(folder.glob("*.xlsx"))
    for start in range(0, len(files), AT_ONCE):
        command = ["soffice", f"-env:UserInstallation=file://{profile.parent}", "--headless",
                   "--convert-to", "xlsx", "--outdir", str(made)]  # fmt: skip
        subprocess.run(
            [*command, *map(str, files[start : start + AT_ONCE])],
            check=True, capture_output=True, timeout=600, env={**os.environ, "HOME": str(folder)},
        )  # fmt: skip
    assert [file.name for file in sorted(made.glob("*.xlsx"))] == [file.name for file in files]
    return made


def cells(file):
    """Read every cell of our sheets, by sheet and place."""
    found = {}
    with zipfile.ZipFile(file) as parts:
        shared = _shared(parts)
        for number, name in enumerate(SHEETS, 1):
            sheet = fromstring(parts.read(f"xl/worksheets/sheet{number}.xml"))
            for cell in sheet.iter(f"{MAIN}c"):
                formula = cell.find(f"{MAIN}f")
                text = "" if formula is None else formula.text or ""
                found[name, cell.get("r")] = Cell(text, _value(cell, shared))
    return found


def names(file):
    """Read the cells that have a name, as sheet and place."""
    with zipfile.ZipFile(file) as parts:
        book = fromstring(parts.read("xl/workbook.xml"))
    found = {}
    for each in book.iter(f"{MAIN}definedName"):
        if each.get("name").startswith("_xlnm."):
            continue  # what is repeated on each printed page
        sheet, place = each.text.lstrip("$").replace("$", "").split("!")
        found[each.get("name")] = (sheet.strip("'"), place)
    return found


def labels(prefix, codes):
    """Give the names of the cells of each code: those that differ by capitals alone are counted."""
    found, taken = {}, []
    for code in codes:
        name = re.sub(r"[^A-Za-z0-9_]", "_", f"{prefix}_{code}".rstrip("_"))
        taken.append(name.lower())
        count = taken.count(name.lower())
        found[code] = name if count == 1 else f"{name}_{count}"
    return found


def _shared(parts):
    if "xl/sharedStrings.xml" not in parts.namelist():
        return []
    table = fromstring(parts.read("xl/sharedStrings.xml"))
    return ["".join(text.text or "" for text in each.iter(f"{MAIN}t")) for each in table]


def _value(cell, shared):
    value, kind = cell.find(f"{MAIN}v"), cell.get("t", "n")
    if value is None or value.text is None:
        return None
    if kind == "s":
        return shared[int(value.text)]
    if kind == "b":
        return value.text == "1"
    return value.text if kind in {"str", "e"} else float(value.text)


def differing(ours, theirs):
    """List the formulas that come to something else than the value beside them."""
    return [
        (*place, cell.formula[:200], cell.value, theirs[place].value)
        for place, cell in ours.items()
        if cell.formula and not alike(cell.value, theirs[place].value)
    ]


def alike(one, other):
    """Compare two values: numbers to the tenth of a millionth of a percent, nothing with nothing."""
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1, abs(one))
    return (one or "") == (other or "") if not isinstance(one, float) else False
