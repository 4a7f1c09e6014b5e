"""A small packet to look through: one statement, one piece of evidence, a log of two agreements."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from comanage.rules.chain import BEGINNING, Entry, Head, sealed
from comanage.statements.exports import records_csv
from comanage.statements.packets import packet_log
from comanage.statements.packets.packet import (
    NotProvided,
    PacketContents,
    PacketFile,
    _deflated,
    _zipped,
    write,
)
from comanage.statements.packets.packet_chain import LOG
from comanage.statements.packets.packet_tables import TABLES
from comanage.statements.packets.packet_verify import ANCHORS, seal, written
from comanage.statements.packets.packet_zip import MANIFEST

OWN, OTHER = 1, 2  # agreements
STATEMENT = b"%PDF-1.7 a statement of $312,480.00"
PERIOD = "performance_period"
PERIODS = b"id,code\r\n1,2027-Q1\r\n"
REPORT = b"a,b\r\n1,2\r\n"
SECRET = "What nobody of this agreement is told, "


def content(act, *, agreement=OWN, of=1, after=None, reason=""):
    """Write what an entry tells."""
    return {
        "at": "2027-07-14T09:30:00.000000Z", "person": 3, "role": "approver", "act": act,
        "agreement": agreement, "object": of, "before": None,
        "after": json.dumps(after) if after else None, "reason": reason,
        "request": "0123456789abcdef", "address": "192.0.2.7",
    }  # fmt: skip


def evidence():
    """Write what the entry tells by which the report came in."""
    after = {"figure": 1, "sha256": hashlib.sha256(REPORT).hexdigest(), "checked": "scanned"}
    return content("figure:evidence:add", after=after)


def linked(*told, first=1, previous=BEGINNING):
    """Link what entries tell to a chain."""
    entries = []
    for number, each in enumerate(told, first):
        own = sealed(number, previous, each)
        entries.append(Entry(number=number, previous=previous, hash=own, content=each))
        previous = own
    return entries


def chain(*, amount="312480.00"):
    """Give the log: entries of both agreements, of every length behind which SHA-256 takes a block."""
    issued = {"sha256": hashlib.sha256(STATEMENT).hexdigest()}
    foreign = [content("figure:value:enter", agreement=OTHER, reason=f"{SECRET}{'é' * count}")
               for count in range(15)]  # fmt: skip
    return linked(
        content("agreement:record:draft"),
        content("settlement:version:approve", after={"amount": amount}),
        *foreign,
        content("statement:document:issue", after=issued),
        evidence(),
        content("person:sign-in:begin", agreement=None),
    )


def files(entries, anchors=()):
    """Give the files of the packet."""
    lines, _ = packet_log.written(entries, OWN)
    kept = records_csv.write(("entry_number", "entry_hash"), anchors)
    return [
        PacketFile("statements/1-statement.pdf", STATEMENT, "Statement 1"),
        PacketFile("evidence/1-report.csv", REPORT, "Evidence 1"),
        *(PacketFile(f"records/{each}.csv", b"", "0 rows") for each in TABLES if each != PERIOD),
        PacketFile(f"records/{PERIOD}.csv", PERIODS, "1 row"),
        PacketFile(LOG, lines, "The log"),
        PacketFile(ANCHORS, kept, "Anchors"),
    ]


def packet(entries=None, *, anchors=(), more=(), lacks=()):
    """Write a packet."""
    entries = entries or chain()
    return write(
        PacketContents(
            organization="Larkspur Ridge",
            agreement="ORTHO",
            title="<Orthopedics> & more",
            first=date(2027, 1, 1),
            last=date(2027, 3, 31),
            periods=["2027-Q1"],
            log_first=entries[0].number,
            head=Head(entries[-1].number, entries[-1].hash),
            files=[*files(entries, anchors), *more],
            not_provided=[
                NotProvided("Anchors of the log", "None was kept."),
                NotProvided("Workbook of statement 1", "It carries no data."),
                *lacks,
            ],
        )
    )


def unzipped(zipped):
    """Give the files of a zip by their names."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def manifest_for(inside):
    """Write the manifest anew, so that it fits: what a forger does."""
    manifest = json.loads(inside[MANIFEST])
    for each in manifest["files"]:
        held = inside[each["path"]]
        each["bytes"], each["sha256"] = len(held), hashlib.sha256(held).hexdigest()
    last = json.loads(inside[LOG].decode().splitlines()[-1])
    manifest["log"] |= {"last": last["number"], "hash": last["hash"]}
    return sealed_anew(manifest)


def sealed_anew(manifest):
    """Write a manifest with a seal that fits."""
    rest = {name: value for name, value in manifest.items() if name != "seal"}
    return written(rest | {"seal": seal(rest)}).encode()


def zipped_anew(inside):
    """Write a whole packet of other files, with a manifest, a seal and a zip that fit: a forger's way."""
    files = {name: held for name, held in inside.items() if name != MANIFEST}
    packed = {name: _deflated(held) for name, held in files.items()}
    manifest = json.loads(inside[MANIFEST])
    named = {each["path"] for each in manifest["files"]}
    manifest["files"] += [{"path": name, "about": ""} for name in sorted(files.keys() - named)]
    manifest = json.loads(manifest_for(inside | {MANIFEST: json.dumps(manifest).encode()}))
    for each in manifest["files"]:
        each["packed"] = hashlib.sha256(packed[each["path"]]).hexdigest()
    packed[MANIFEST] = sealed_anew(manifest)
    every = [PacketFile(name, held, "") for name, held in files.items()]
    return _zipped([*every, PacketFile(MANIFEST, packed[MANIFEST], "")], packed)


WHOLE = packet()
INSIDE = unzipped(WHOLE)


@pytest.fixture
def folder(tmp_path):
    """The packet, unzipped."""
    for name, held in INSIDE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(held)
    return tmp_path


def run(folder, *arguments):
    """Run the verify.py of a folder on plain Python, without the product; give its status and words."""
    done = subprocess.run(
        [sys.executable, "-I", "verify.py", *arguments],
        cwd=folder, capture_output=True, text=True, check=False, env={},
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout


def laid(folder, inside):
    """Lay other files into a folder."""
    for name, held in inside.items():
        (folder / name).write_bytes(held)
