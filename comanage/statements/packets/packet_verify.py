"""Does this audit packet hold together? Runs on plain Python, 3.8 or later, without the product.

    python3 verify.py                     the unzipped packet that this file lies in
    python3 verify.py PACKET              a packet: the zip, or the folder it was unzipped into
    python3 verify.py --anchor FILE       hold its log to an anchor that was kept elsewhere, too,
                                          or to a head as a statement prints it, NUMBER:HASH

Exit status 0: it holds. 1: it does not; the first file or line that differs is named.
The program itself reads packets with this very file, so both always say the same.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from comanage.statements.packets.packet_acts import RECORDS, rows_told
from comanage.statements.packets.packet_answers import (
    PERIODS,
    Asked,
    answered,
    asked_of,
    in_place,
    periods_told,
    rows_of,
)
from comanage.statements.packets.packet_chain import (
    ALTERED,
    LOG,
    MATCH,
    NOT_OURS,
    PRINTED,
    Differs,
    Head,
    Log,
    Verdict,
    goes_through,
    head_of,
    log_of,
)
from comanage.statements.packets.packet_tables import TABLES
from comanage.statements.packets.packet_zip import MANIFEST, MOST, Packed, unzipped

FORMAT = "comanage packet 2"
ANCHORS = "log/anchors.csv"
TERMS = re.compile(r"terms/version-[0-9]+\.json", re.ASCII).fullmatch
TOLD = (
    "{} files, and the log from entry {} to entry {}; of the days {} to {}, with these performance"
    " periods: {}."
)
HELD = (
    "Held to the log, both ways: by their SHA-256 the statements, settlements and their figures,"
    " terms, documents, evidence, and the files of meetings, declarations and disputes of these"
    " periods, and most of them by their numbers; by what the log tells of the act, and when, the"
    " rows of signatures, settlements, disputes and their steps, statements, and the payments of"
    " settlements in records/. Every table is there."
)
LISTED = (
    "Only listed: every other row in records/, the present names of people,"
    " groups and the hospital, payouts/, workbooks/, log/anchors.csv, what an amendment changed in"
    " words, what files are called there, what is not provided, index.html and this verify.py. The"
    " days are those that it says were asked for. Whoever writes the manifest anew can change these."
    " comanage verify calculates payouts and workbooks again, holds the statements to the log and to"
    " each other, and compares the page and verify.py."
)
WITHHELD = (
    "{} entries of the log are there by their place alone. That none of them is of this agreement"
    " cannot be told from a packet: its hospital's log tells."
)
MEANS = (
    "UNSIGNED means that this is no proof of who made it: whoever writes a whole packet anew,"
    " manifest and log included, can make one that fits."
)
NO_ANCHOR = (
    "Head not checked: that nobody wrote the log anew shows only beside an anchor that was kept"
    " elsewhere, such as the foot of a printed statement. Give it with --anchor."
)
ANCHORED = (
    "The log goes through every anchor that you gave, the last one of entry {}: up to there nobody"
    " wrote it anew since, and what is held to these entries is what was noted at the time. Entries"
    " behind it are not covered."
)


class Listed(NamedTuple):
    """A file as the manifest names it."""

    size: int
    sha256: str
    packed: str


def of_zip(zipped: bytes, anchors: Iterable[str] = ()) -> Verdict:
    """Look through a packet; anchors are texts of files, or heads as statements print them."""
    try:
        if FORMAT.encode() not in zipped and LOG.encode() in zipped:
            raise Differs("The zip", "was packed anew. Unzip it, and look through the folder.")
        if FORMAT.encode() not in zipped:
            raise Differs("The file", f"is no packet: no {MANIFEST} of one is in it.", NOT_OURS)
        return _looked_through(unzipped(zipped), [head_of(each) for each in anchors])
    except Differs as found:
        return found.verdict


def of_folder(folder: Path, anchors: Iterable[str] = ()) -> Verdict:
    """Look through a packet that was unzipped."""
    try:
        return _looked_through(_lying_in(folder), [head_of(each) for each in anchors])
    except Differs as found:
        return found.verdict
    except OSError as why:
        return Verdict(ALTERED, f"{why.filename} cannot be read: {why.strerror}.")


def _looked_through(files: Mapping[str, Packed], heads: Sequence[Head]) -> Verdict:
    """Look through the files of a packet, in the order of their names."""
    listed, ends = _manifest(files)
    for path in sorted((files.keys() | listed.keys()) - {MANIFEST}):
        _same(path, files.get(path), listed.get(path))
        in_place(path)
    log = log_of(_text(files, LOG))
    if (min(log.hashes), max(log.hashes), log.hashes[max(log.hashes)]) != ends:
        raise Differs(LOG, f"does not begin and end with the entries that {MANIFEST} names.")
    _anchored(log, _text(files, ANCHORS))
    for head in heads:
        goes_through(log, head, "The anchor")
    asked = _answers(files, listed, log)
    told = TOLD.format(len(listed), *ends[:2], asked.first, asked.last, _joined(asked.periods))
    hidden = len(log.hashes) - len(log.told)
    more = (ANCHORED.format(max(head.number for head in heads)) if heads else NO_ANCHOR,
            *((WITHHELD.format(hidden),) if hidden else ()))  # fmt: skip
    return Verdict(MATCH, told, (HELD, LISTED, *more, MEANS))


def _anchored(log: Log, text: str) -> None:
    """Hold the log to the heads that its hospital noted; one of before it says nothing of it."""
    try:
        lines = rows_of(ANCHORS, text)
    except csv.Error as why:
        raise Differs(ANCHORS, "is not written as a packet has it.") from why
    for number, line in enumerate(lines, 2):
        place = f"{ANCHORS}, line {number},"
        kept = head_of(f"{line.get('entry_number')}:{line.get('entry_hash')}", place)
        if kept.number >= min(log.hashes):
            goes_through(log, kept, place)


def _answers(files: Mapping[str, Packed], listed: Mapping[str, Listed], log: Log) -> Asked:
    """Hold files, rows and log to each other, and give what the packet is of."""

    def text(path: str) -> str:
        return _text(files, path) if path in files else ""

    try:
        asked = asked_of(json.loads(_text(files, MANIFEST)))
        answered(log, {path: each.sha256 for path, each in listed.items()}, asked)
        terms = [_text(files, path) for path in sorted(files) if TERMS(path)]
        periods_told(log, asked, terms, text(PERIODS))
        rows_told(log, asked, text)
    except (
        ValueError, TypeError, LookupError, AttributeError, RecursionError, csv.Error,
    ) as why:  # fmt: skip
        raise Differs(LOG, f"or {MANIFEST} tells something that none of ours tells.") from why
    return asked


def _joined(periods: Iterable[str]) -> str:
    return ", ".join(sorted(periods)) or "none"


def _manifest(files: Mapping[str, Packed]) -> tuple[dict[str, Listed], tuple[int, int, str]]:
    """Read the manifest: the files, and the first and last entry of the log with its hash."""
    if MANIFEST not in files:
        raise Differs(MANIFEST, "is missing.", NOT_OURS)
    text = _text(files, MANIFEST)
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise Differs(MANIFEST, f"is not one of {FORMAT}.", NOT_OURS)
        log = found["log"]
        ends = (int(log["first"]), int(log["last"]), str(log["hash"]))
        listed = {
            str(each["path"]): Listed(int(each["bytes"]), str(each["sha256"]), str(each["packed"]))
            for each in found["files"]
        }
        whole = len(listed) == len(found["files"]) and MANIFEST not in listed
        whole = whole and text == written(found) and found.pop("seal") == seal(found)
    except (ValueError, TypeError, KeyError, RecursionError) as why:
        raise Differs(MANIFEST, "is not written as a packet has it.") from why
    if not whole:
        raise Differs(MANIFEST, "was changed, or is not written as a packet has it.")
    tables = (RECORDS.format(each) for each in TABLES)
    for path in (LOG, ANCHORS, "index.html", "verify.py", *tables):
        if path not in listed:
            raise Differs(path, "is not named by the manifest, as in every packet.")
    return listed, ends


def written(manifest: Mapping[str, object]) -> str:
    """Write a manifest, the one way there is."""
    return json.dumps(manifest, indent=1, sort_keys=True) + "\n"


def seal(manifest: Mapping[str, object]) -> str:
    """Give the SHA-256 of all that a manifest says; it stands in it as its seal."""
    return hashlib.sha256(written(manifest).encode()).hexdigest()


def _same(path: str, found: Packed | None, listed: Listed | None) -> None:
    """Hold one file to the manifest."""
    if listed is None:
        raise Differs(path, "is one file too many: the manifest does not name it.")
    if found is None:
        raise Differs(path, "is missing.")
    if len(found.content) != listed.size:
        size = len(found.content)
        held = "1 byte" if size == 1 else f"{size} bytes"
        raise Differs(path, f"has {held} instead of {listed.size}.")
    if hashlib.sha256(found.content).hexdigest() != listed.sha256:
        raise Differs(path, "was changed: it does not give the SHA-256 of the manifest.")
    if found.packed and found.packed != listed.packed:
        raise Differs(path, "was packed anew. Unzip the packet, and look through the folder.")


def _text(files: Mapping[str, Packed], path: str) -> str:
    try:
        return files[path].content.decode()
    except UnicodeDecodeError as why:
        raise Differs(path, "is not UTF-8.") from why


def _lying_in(folder: Path) -> dict[str, Packed]:
    """Read what lies in a folder; no link is followed."""
    files: dict[str, Packed] = {}
    left = MOST
    if not (folder / MANIFEST).is_file():
        raise Differs(str(folder), f"is no packet: it holds no {MANIFEST}.", NOT_OURS)
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise Differs(name, "is a link or no file, and a packet has neither.")
        if path.is_file():
            left -= path.stat().st_size
            if left < 0:
                raise Differs(name, "makes it larger than a packet may be.")
            files[name] = Packed(path.read_bytes())
    return files


def _anchor(given: str) -> str:
    """Read the file of an anchor; a head as a statement prints it is taken as it is."""
    if PRINTED.fullmatch(given):
        return given
    with Path(given).open("rb") as file:
        return file.read(10_000).decode("utf-8", "replace")


def main() -> int:
    """Look through what the command line names, and print the verdict."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("packet", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    asked.add_argument("--anchor", action="append", default=[], metavar="FILE|NUMBER:HASH")
    given = asked.parse_args()
    try:
        anchors = [_anchor(each) for each in given.anchor]
        if given.packet.is_dir():
            verdict = of_folder(given.packet, anchors)
        else:
            verdict = of_zip(given.packet.read_bytes(), anchors)
    except OSError as why:
        verdict = Verdict(NOT_OURS, f"{why.filename} cannot be read: {why.strerror}.")
    sys.stdout.write(f"{verdict.text}\n")
    return 0 if verdict.holds else 1


if __name__ == "__main__":
    sys.exit(main())
