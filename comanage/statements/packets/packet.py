"""The audit packet: one zip that holds what an auditor asks for, and proves itself without us.

Its manifest names every file with its SHA-256, its index is read in any browser without a network,
and its `verify.py` looks through all of it on plain Python. What it does not hold it names, with the
reason. The same contents give the same bytes: its days are fixed, and its names sorted.
"""

import hashlib
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from comanage.refusals import Conflict
from comanage.rules.chain import Head
from comanage.statements import formula_guard
from comanage.statements.makers import code
from comanage.statements.packets import (
    packet_acts,
    packet_answers,
    packet_chain,
    packet_names,
    packet_tables,
    packet_verify,
    packet_zip,
)
from comanage.statements.packets.packet_chain import Verdict
from comanage.statements.packets.packet_verify import FORMAT, seal, written
from comanage.statements.packets.packet_zip import MANIFEST, MOST, ended, headers
from comanage.statements.press import layouts

MEDIA_TYPE = "application/zip"
INDEX, VERIFIER = "index.html", "verify.py"
FUTURE = "from __future__ import annotations\n"
# of verify.py, in this order
PARTS = (
    formula_guard, packet_names, packet_tables, packet_chain, packet_zip, packet_answers, packet_acts,
    packet_verify,
)  # fmt: skip
OURS = re.compile(r"^from comanage\.[\w.]+ import (\([^)]*\)|[^(\n]*)\n", re.MULTILINE)
ABOUT_VERIFIER = "Looks through this packet, on plain Python"
LIBRARIES = ("jinja2", "xlsxwriter")
TOO_LARGE = "This packet would be larger than 1 GB. Ask for fewer days."
FOLDERS = {
    "statements": "Statements as issued",
    "workbooks": "Workbooks of the statements, with live formulas",
    "payouts": "Payout records",
    "terms": "Terms of each scorecard version, and what each one changed",
    "settlements": "Settlements: what was calculated, and from which figures",
    "documents": "Documents of the agreement, with signed exhibits and opinions",
    "evidence": "Evidence of figures",
    "disputes": "Files of disputes",
    "meetings": "Files of meetings",
    "safeguards": "Files of declared safeguards",
    "records": "Records as stored, one table a file",
    "log": "The audit log, and where its head was kept",
}


@dataclass(frozen=True, slots=True)
class PacketFile:
    """A file of a packet: its path, its bytes, and what it is, in words."""

    path: str
    content: bytes
    about: str

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class NotProvided:
    """What a packet does not hold, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PacketContents:
    """What a packet holds.

    Attributes:
        organization: Whose installation it is from.
        agreement: The agreement's code.
        title: Its title.
        first: The first day that was asked for.
        last: The last one.
        periods: The codes of the performance periods that overlap those days.
        log_first: The number of the first entry of the log that it holds.
        head: The last one.
        files: Its files, without those that every packet has.
        not_provided: What it does not hold.
        demo: True where the organization is invented.
    """

    organization: str
    agreement: str
    title: str
    first: date
    last: date
    periods: Sequence[str]
    log_first: int
    head: Head
    files: Sequence[PacketFile]
    not_provided: Sequence[NotProvided]
    demo: bool = False


def write(contents: PacketContents) -> bytes:
    """Write a packet; the same contents always give the same bytes.

    Raises:
        Conflict: It would be larger than a packet may be.
    """
    fits(contents.files)
    verifier = PacketFile(VERIFIER, stand_alone(), ABOUT_VERIFIER)
    files = [*contents.files, verifier]
    files = [PacketFile(INDEX, _index(contents, files), "This page"), *files]
    packed = {each.path: _deflated(each.content) for each in files}
    if len(packed) < len(files):
        raise ValueError("Two files of a packet have one name.")
    manifest = PacketFile(MANIFEST, _manifest(contents, files, packed), "")
    return _zipped([*files, manifest], packed | {MANIFEST: manifest.content})


def fits(files: Iterable[PacketFile]) -> None:
    """Refuse more files than a packet may hold.

    Raises:
        Conflict: They are larger than that.
    """
    if sum(len(each.content) for each in files) > MOST // 2:
        raise Conflict(TOO_LARGE)


def verify(content: bytes, anchors: Iterable[str] = ()) -> Verdict:
    """Look through a packet, whatever the bytes are; what is wrong is told and never raised.

    Args:
        content: The zip.
        anchors: Texts of anchor files, or heads as statements print them.
    """
    return packet_verify.of_zip(content, anchors)


def stand_alone() -> bytes:
    """Give `verify.py`: the files of ours that look through a packet, as one."""
    texts = [Path(module.__file__ or "").read_text(encoding="utf-8") for module in PARTS]
    about = texts[-1].partition(FUTURE)[0]
    parts = (OURS.sub("", text.partition(FUTURE)[2]) for text in texts)
    return f"{about}{FUTURE}{''.join(parts)}".encode()


def maker() -> str:
    """Name what writes packets here: the code, and the libraries by which its bytes come out."""
    return f"{code()} {', '.join(f'{each} {version(each)}' for each in LIBRARIES)}"


def own_files(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Write the page and the verifier of a packet again, as this version writes them.

    Args:
        manifest: What the packet says of itself; one that holds.
        files: Its files, by their paths.
    """
    listed = [
        PacketFile(each["path"], files[each["path"]], str(each["about"]))
        for each in manifest["files"]
        if each["path"] not in {INDEX, VERIFIER}
    ]
    lacks = [NotProvided(str(each["what"]), str(each["why"])) for each in manifest["not_provided"]]
    log = manifest["log"]
    contents = PacketContents(
        organization=str(manifest["organization"]),
        agreement=str(manifest["agreement"]),
        title=str(manifest["title"]),
        first=date.fromisoformat(manifest["from"]),
        last=date.fromisoformat(manifest["to"]),
        periods=[str(each) for each in manifest["periods"]],
        log_first=int(log["first"]),
        head=Head(int(log["last"]), str(log["hash"])),
        files=listed,
        not_provided=lacks,
        demo=bool(manifest["demo"]),
    )
    verifier = PacketFile(VERIFIER, stand_alone(), ABOUT_VERIFIER)
    page = _index(contents, [*listed, verifier])
    return {INDEX: page, VERIFIER: verifier.content}


def _manifest(
    contents: PacketContents, files: Sequence[PacketFile], packed: Mapping[str, bytes]
) -> bytes:
    """Name every file but this one, and everything that is not provided."""
    listed = [
        {
            "path": each.path,
            "about": each.about,
            "bytes": len(each.content),
            "sha256": each.sha256,
            "packed": hashlib.sha256(packed[each.path]).hexdigest(),
        }
        for each in sorted(files, key=lambda each: each.path)
    ]
    said: dict[str, object] = {
        "format": FORMAT,
        "organization": contents.organization,
        "agreement": contents.agreement,
        "title": contents.title,
        "demo": contents.demo,
        "maker": maker(),
        "from": contents.first.isoformat(),
        "to": contents.last.isoformat(),
        "periods": [*contents.periods],
        "log": {
            "first": contents.log_first,
            "last": contents.head.number,
            "hash": contents.head.hash,
        },
        "files": listed,
        "not_provided": [{"what": each.what, "why": each.why} for each in contents.not_provided],
    }
    return written({**said, "seal": seal(said)}).encode()


def _index(contents: PacketContents, files: Sequence[PacketFile]) -> bytes:
    """Write the page that says what is in the packet; it asks nothing of any network."""
    inside = sorted(files, key=lambda each: each.path)
    folders = [
        (words, [each for each in inside if each.path.startswith(f"{folder}/")])
        for folder, words in FOLDERS.items()
    ]
    page = layouts().get_template("statements/packet.html")
    beside = [each for each in inside if "/" not in each.path]
    return page.render(packet=contents, folders=folders, beside=beside).encode()


def _deflated(content: bytes) -> bytes:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeeze.compress(content) + squeeze.flush()


def _zipped(files: Sequence[PacketFile], packed: Mapping[str, bytes]) -> bytes:
    """Lay the files one behind the other, by their names, and their list behind them."""
    zipped, listed = bytearray(), b""
    for each in sorted(files, key=lambda each: each.path):
        held = packed[each.path]
        sums = (zlib.crc32(each.content), len(held), len(each.content))
        before, of_list = headers(each.path, sums, len(zipped))
        zipped += before + held
        listed += of_list
    return bytes(zipped) + listed + ended(len(files), len(listed), len(zipped))
