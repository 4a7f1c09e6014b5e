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
import io
import json
import re
import struct
import sys
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from comanage.statements.packet_chain import (
    ALTERED,
    LOG,
    MATCH,
    NOT_OURS,
    PRINTED,
    Differs,
    Head,
    Verdict,
    goes_through,
    head_of,
    log_of,
)

FORMAT = "comanage packet 1"
MANIFEST, ANCHORS = "manifest.json", "log/anchors.csv"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*", re.ASCII)
MOST = 1 << 30  # bytes of a packet, unpacked
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
MEANS = (
    "MATCH means that the packet is consistent with itself: every file is the one that its manifest"
    " names, every link of the log fits, and every statement was issued by it. UNSIGNED means that"
    " this is no proof of who made it: whoever writes a whole packet anew, manifest and log included,"
    " can make one that fits. "
)
NO_ANCHOR = (
    "Head not checked: that nobody wrote the log anew shows only beside an anchor that was kept"
    " elsewhere, such as the foot of a printed statement. Give it with --anchor."
)
ANCHORED = "The log goes through the {} that you gave: up to there, nobody wrote it anew since."


class Packed(NamedTuple):
    """A file of a packet: its bytes, and the SHA-256 of how the zip holds them, if it is one."""

    content: bytes
    packed: str = ""


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
    log = log_of(_text(files, LOG))
    for path, each in sorted(listed.items()):
        issued = path.startswith("statements/") and path.endswith(".pdf")
        if issued and each.sha256 not in log.issued:
            raise Differs(path, "was not issued: no entry of the log names its SHA-256.")
    if (min(log.hashes), max(log.hashes), log.hashes[max(log.hashes)]) != ends:
        raise Differs(LOG, f"does not begin and end with the entries that {MANIFEST} names.")
    for number, line in enumerate(csv.DictReader(io.StringIO(_text(files, ANCHORS))), 2):
        place = f"{ANCHORS}, line {number},"
        kept = head_of(f"{line.get('entry_number')}:{line.get('entry_hash')}", place)
        if kept.number >= ends[0]:
            goes_through(log, kept, place)
    for head in heads:
        goes_through(log, head, "The anchor")
    told = f"{len(listed)} files, and the log from entry {ends[0]} to entry {ends[1]}."
    return Verdict(MATCH, told, (MEANS, ANCHORED.format(len(heads)) if heads else NO_ANCHOR))


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
    for path in (LOG, ANCHORS, "index.html", "verify.py"):
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


def unzipped(zipped: bytes) -> dict[str, Packed]:
    """Take a zip apart that holds what we write, byte for byte, and nothing before, between or behind."""
    files: dict[str, Packed] = {}
    central, at, left = b"", 0, MOST
    while zipped[at : at + 4] == LOCAL and len(zipped) >= at + 30:
        crc, packed, size, length = struct.unpack("<3IH", zipped[at + 14 : at + 28])
        begins = at + 30 + length
        name = zipped[at + 30 : begins].decode("latin-1")
        if not NAME.fullmatch(name) or ".." in name or len(name) > 200 or name in files:
            raise Differs(repr(name), "is a name that no packet gives, or stands there twice.")
        held = zipped[begins : begins + packed]
        files[name] = Packed(_inflated(name, held, size, left), hashlib.sha256(held).hexdigest())
        local, listed = headers(name, (crc, packed, size), at)
        if zipped[at:begins] != local or zlib.crc32(files[name].content) != crc:
            raise Differs(name, "is not packed as a packet has it, or was changed.")
        left -= size
        central += listed
        at = begins + packed
    if not files or zipped[at:] != central + ended(len(files), len(central), at):
        raise Differs("The zip", "holds something before, between or behind its files, or a list of"
                      " them that is not theirs.")  # fmt: skip
    return files


def headers(name: str, sums: tuple[int, int, int], at: int) -> tuple[bytes, bytes]:
    """Write what a zip of ours says of a file: before it, and in its list of files.

    The sums are its CRC-32, its bytes as packed and as they are; at is where it begins.
    """
    method, day, may_be_read = 0 if name == MANIFEST else 8, 33, 0o644 << 16  # 1 January 1980
    spelled = name.encode("ascii")
    said = struct.pack("<5H3I2H", 20, 0, method, 0, day, *sums, len(spelled), 0)
    more = struct.pack("<3H2I", 0, 0, 0, may_be_read, at)
    return LOCAL + said + spelled, CENTRAL + bytes((20, 3)) + said + more + spelled


def ended(files: int, listed: int, at: int) -> bytes:
    """Write the end of a zip of ours: how many files, and how long their list is and where."""
    return END + struct.pack("<4H2IH", 0, 0, files, files, listed, at, 0)


def _inflated(name: str, held: bytes, size: int, left: int) -> bytes:
    if size > left:
        raise Differs(name, "says that it is larger than a packet may be.")
    if name == MANIFEST:
        return held
    try:
        inside = zlib.decompressobj(-15)
        found = inside.decompress(held, size + 1)
        whole = inside.eof and not inside.unused_data and len(found) == size
    except zlib.error:
        whole = False
    if not whole:
        raise Differs(name, "cannot be unpacked, or is not as large as it says.")
    return found


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
