"""A workbook's parts: which it has, what kind each is, and how they hang together.

What a spreadsheet program writes when it saves a workbook of ours is a short list. Whatever else
an archive holds could show something, or be shown in place of the sheets, so it is named.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from defusedxml.ElementTree import fromstring

from comanage.statements.twins.carrying import ID, MAIN

MORE = "It holds something that this program does not write: {}."
LINKED = "Its part {} refers to something that this program does not: {}."
KIND = "Its part {} is said to be of another kind: {}."
LESS = "Its part {} is missing."

TYPES = "[Content_Types].xml"
WORKBOOK = "xl/workbook.xml"
PACKAGE = "application/vnd.openxmlformats-package."
OFFICE = "application/vnd.openxmlformats-officedocument."
IN_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
IN_LINKS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
RELATION = re.compile(
    r"http://schemas\.openxmlformats\.org/(?:package|officeDocument)/2006/relationships/"
    r"(?:metadata/)?([A-Za-z-]+)"
)
SHEET = r"xl/worksheets/sheet\d+\.xml"


class Kind(NamedTuple):
    """A kind of part: from where it is referred to, its name, and its type."""

    source: str
    name: str
    type: str


KINDS: dict[str, Kind] = {
    "officeDocument": Kind("", r"xl/workbook\.xml", f"{OFFICE}spreadsheetml.sheet.main+xml"),
    "core-properties": Kind("", r"docProps/core\.xml", f"{PACKAGE}core-properties+xml"),
    "extended-properties": Kind("", r"docProps/app\.xml", f"{OFFICE}extended-properties+xml"),
    "custom-properties": Kind("", r"docProps/custom\.xml", f"{OFFICE}custom-properties+xml"),
    "worksheet": Kind(WORKBOOK, SHEET, f"{OFFICE}spreadsheetml.worksheet+xml"),
    "styles": Kind(WORKBOOK, r"xl/styles\.xml", f"{OFFICE}spreadsheetml.styles+xml"),
    "theme": Kind(WORKBOOK, r"xl/theme/theme1\.xml", f"{OFFICE}theme+xml"),
    "sharedStrings": Kind(
        WORKBOOK, r"xl/sharedStrings\.xml", f"{OFFICE}spreadsheetml.sharedStrings+xml"
    ),
    "calcChain": Kind(WORKBOOK, r"xl/calcChain\.xml", f"{OFFICE}spreadsheetml.calcChain+xml"),
    "printerSettings": Kind(
        SHEET, r"xl/printerSettings/printerSettings\d+\.bin",
        f"{OFFICE}spreadsheetml.printerSettings",
    ),
}  # fmt: skip


class Link(NamedTuple):
    """How one part refers to another: by which id, as what, and to which name."""

    id: str
    what: str
    target: str
    external: bool


def others(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Name each part, or way to one, that a spreadsheet program has no reason to write.

    Args:
        parts: The content of each part by its name.

    Raises:
        SyntaxError: A part is no XML.
        ValueError: It is hostile XML.
    """
    known = {TYPES: ""}
    waits = ["", WORKBOOK, *sorted(name for name in parts if re.fullmatch(SHEET, name))]
    for source in waits:
        known[_links_of(source)] = ""
        ids: set[str] = set()
        for link in links(parts, source):
            kind = KINDS.get(link.what)
            fits = (
                kind is not None
                and re.fullmatch(kind.source, source)
                and re.fullmatch(kind.name, link.target)
            )
            if kind is None or not fits or link.external or link.target in known or link.id in ids:
                yield LINKED.format(source or "_rels/.rels", f"{link.what} {link.target}")
                continue
            ids.add(link.id)
            known[link.target] = kind.type
    yield from (MORE.format(name) for name in parts if name not in known)
    sheet_count = sum(bool(re.fullmatch(SHEET, name)) for name in known)
    if WORKBOOK in parts and sheet_count != len(sheets(parts)):
        yield LINKED.format(WORKBOOK, "a sheet that it does not show")
    yield from (LESS.format(name) for name, kind in known.items() if kind and name not in parts)
    yield from _of_other_kinds(parts, known)


def links(parts: Mapping[str, bytes], source: str) -> Iterator[Link]:
    """Read how a part refers to others; the archive as a whole is the part without a name."""
    content = parts.get(_links_of(source))
    if content is None:
        return
    for each in fromstring(content):
        what = RELATION.fullmatch(each.get("Type", ""))
        target = each.get("Target", "")
        place = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target))
        yield Link(
            each.get("Id", ""), what[1] if what else each.get("Type", ""), place.lstrip("/"),
            each.tag != IN_LINKS or each.get("TargetMode", "Internal") != "Internal",
        )  # fmt: skip


def sheets(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """Read the root element of each sheet, by the name that the workbook gives it."""
    by_id = {link.id: link.target for link in links(parts, WORKBOOK)}
    return {
        each.get("name", ""): fromstring(parts[by_id[each.get(ID, "")]])
        for each in fromstring(parts[WORKBOOK]).iter(f"{MAIN}sheet")
    }


def _links_of(source: str) -> str:
    """Name the part in which stands what another refers to."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _of_other_kinds(parts: Mapping[str, bytes], known: Mapping[str, str]) -> Iterator[str]:
    """Name the parts whose type is not what their place says."""
    by_ending: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for each in fromstring(parts.get(TYPES, b"<none/>")):
        kind = each.get("ContentType", "")
        if each.tag == f"{IN_TYPES}Default":
            by_ending[each.get("Extension", "").lower()] = kind
        else:
            name = each.get("PartName", "").lstrip("/").lower()
            by_name[name] = by_name.get(name, "") + kind
    for name, wanted in known.items():
        ending = name.rsplit(".", 1)[-1]
        found = by_name.get(name.lower(), by_ending.get(ending, ""))
        if wanted and found != wanted:
            yield KIND.format(name, found)
