"""Carrying: the text that a workbook carries in its hidden sheet, read back from its bytes.

The workbook may have been saved again by another program, or be no workbook at all: whatever
it is, this gives the text that it carries, or none.
"""

import io
import re
import zipfile
import zlib
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from comanage.statements.twins.book import DATA

MOST_BYTES = 64 * 1024 * 1024  # that are unpacked of one part
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
CATEGORY = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}category"
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how workbooks write what XML has no place for
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, KeyError, IndexError,
    ValueError, EOFError, OSError, RuntimeError, NotImplementedError,
)  # fmt: skip


def carried(content: bytes) -> str:
    """Read the text that a workbook carries; empty where it carries none, or is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sheet = _sheet(parts)
            return "" if sheet is None else _text(sheet, parts)
    except UNREADABLE:
        return ""


def made_by(content: bytes) -> str:
    """Read which version says that it wrote a workbook; empty where none says so."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            said = _read(parts, "docProps/core.xml").find(CATEGORY)
            return "" if said is None else said.text or ""
    except UNREADABLE:
        return ""


def _sheet(parts: zipfile.ZipFile) -> Any | None:  # noqa: ANN401 - elements have no public type
    """Find the hidden sheet among those of the workbook."""
    named = {
        each.get("name"): each.get(ID)
        for each in _read(parts, "xl/workbook.xml").iter(f"{MAIN}sheet")
    }
    if DATA not in named:
        return None
    for each in _read(parts, "xl/_rels/workbook.xml.rels"):
        if each.get("Id") == named[DATA]:
            target = each.get("Target", "")
            return _read(parts, target[1:] if target.startswith("/") else f"xl/{target}")
    return None


def _text(sheet: Any, parts: zipfile.ZipFile) -> str:  # noqa: ANN401 - elements have no public type
    """Join the cells of the sheet, in their order."""
    shared: list[str] = []
    if "xl/sharedStrings.xml" in parts.namelist():
        shared = [_plain(each) for each in _read(parts, "xl/sharedStrings.xml").iter(f"{MAIN}si")]
    found = []
    for cell in sheet.iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        if cell.get("t") == "inlineStr":
            found.append(_plain(cell))
        elif value is not None and value.text is not None:
            found.append(shared[int(value.text)] if cell.get("t") == "s" else value.text)
    return "".join(found)


def _plain(element: Any) -> str:  # noqa: ANN401 - elements have no public type
    text = "".join(part.text or "" for part in element.iter(f"{MAIN}t"))
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _read(parts: zipfile.ZipFile, name: str) -> Any:  # noqa: ANN401 - elements have no public type
    with parts.open(name) as part:
        content = part.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ValueError(f"{name} is too large.")
    return fromstring(content)
