"""The statements of a packet, held to its log, to its manifest, to their names and to each other.

A statement prints the head of the audit log as of its issue, so that nobody can write the log of a
packet anew without its statements. The agreement's statement carries the whole division, and those
of the groups its hash and their own part of it.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePath
from typing import Any, NamedTuple

from comanage.statements import carried
from comanage.statements.carried import WHOLE, Carried
from comanage.statements.carried_in import carried_in
from comanage.statements.packets.packet_answers import ISSUED
from comanage.statements.packets.packet_chain import LOG, Differs, Head, Log, goes_through, log_of
from comanage.statements.packets.packet_names import safe
from comanage.statements.packets.packet_zip import MANIFEST
from comanage.statements.words import signed

FOLDER, WORKBOOKS = "statements/", "workbooks/"
MISNAMED = "{} carries {}, which its name does not say."
OF_ANOTHER = "{} is of agreement {}, and the packet of {}."
NOT_DEMO = "{} says otherwise than {} whether its organization is invented."
OTHER_ENTRY = "{} prints entry {} of the log, and was issued after entry {}."
LABELLED = "{} is called “{}” by {}, and is {}."
NO_WORKBOOK = "{} has no workbook beside it, and {} does not say why."
OTHER_HASH = "{} names the hash of another division than {} carries."
UNREADABLE = "manifest.json says something of its statements that none of ours says."
OTHER_PART = "{} pays {} {}, and {} pays it {}."


class Held(NamedTuple):
    """A statement: its path, and what it carries, where that can be read."""

    path: str
    held: Carried | None


def statements_of(files: Mapping[str, bytes]) -> dict[str, Held]:
    """Read what the statements carry, by the SHA-256 of their files."""
    found: dict[str, Held] = {}
    for path, content in sorted(files.items()):
        if path.startswith(FOLDER):
            try:
                held, _ = carried.read(carried_in(content).decode())
            except ValueError:
                held = None
            found[hashlib.sha256(content).hexdigest()] = Held(path, held)
    return found


def differs(files: Mapping[str, bytes]) -> str:
    """Name the first statement that does not fit the packet around it; nothing where all do.

    Args:
        files: The files of a packet that holds together, by their paths.
    """
    try:
        return next(_differing(files), "")
    except Differs as found:
        return found.verdict.why
    except (ValueError, TypeError, LookupError, AttributeError):
        return UNREADABLE


def _differing(files: Mapping[str, bytes]) -> Iterator[str]:
    log = log_of(files[LOG].decode())
    manifest = json.loads(files[MANIFEST])
    issued = {
        str(each.after.get("sha256")): (each.said["object"], each.after.get("entry"))
        for each in log.told
        if each.act == ISSUED
    }
    every = statements_of(files)
    for sha256, (path, held) in every.items():
        number, entry = issued.get(sha256, (None, None))
        yield from _beside(path, number, manifest)
        if held is not None:
            yield from _of_one(path, held, number, manifest)
            yield from _of_log(path, held, log, entry)
    yield from _divisions(every.values())


def _of_one(
    path: str, held: Carried, number: int | None, manifest: Mapping[str, Any]
) -> Iterator[str]:
    """Hold what a statement carries to its name and to what the packet says that it is of."""
    if path != f"{FOLDER}{safe(f'{number}-{held.file_name}')}":
        yield MISNAMED.format(path, f"statement {held.number}")
    if held.facts.agreement != manifest["agreement"]:
        yield OF_ANOTHER.format(path, held.facts.agreement, manifest["agreement"])
    if held.facts.demo is not manifest["demo"]:
        yield NOT_DEMO.format(path, MANIFEST)
    whose = f" for {held.reader}" if held.reader else ""
    labels = {each["path"]: each["about"] for each in manifest["files"]}
    beside = f"{WORKBOOKS}{PurePath(path).stem}.xlsx"
    for place, words in ((path, "Statement"), (beside, "Workbook of statement")):
        called = f"{words} {number}{whose}"
        if place in labels and labels[place] != called:
            yield LABELLED.format(place, labels[place], MANIFEST, called)


def _beside(path: str, number: int | None, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Hold a statement to its workbook: it is there, or the packet says why not."""
    paths = {each["path"] for each in manifest["files"]}
    called = f"Workbook of statement {number}"
    lacks = {str(each["what"]).partition(" for ")[0] for each in manifest["not_provided"]}
    if f"{WORKBOOKS}{PurePath(path).stem}.xlsx" not in paths and called not in lacks:
        yield NO_WORKBOOK.format(path, MANIFEST)


def _of_log(path: str, held: Carried, log: Log, entry: int | None) -> Iterator[str]:
    """Hold the log to the head that a statement prints."""
    head = held.facts.log
    if head is None:
        return
    if entry not in {None, head.number}:
        yield OTHER_ENTRY.format(path, head.number, entry)
    if head.number >= min(log.hashes):
        goes_through(log, Head(head.number, head.hash), path)


def _divisions(every: Collection[Held]) -> Iterator[str]:
    """Hold the statements of groups to that of the agreement, of the same settlement."""
    wholes = {
        held.whole_number: (path, held)
        for path, held in every
        if held is not None and held.reader == WHOLE
    }
    for path, held in every:
        if held is None or held.reader == WHOLE or held.whole_number not in wholes:
            continue
        beside, whole = wholes[held.whole_number]
        if held.divided != carried.divided(whole.salt, whole.payouts):
            yield OTHER_HASH.format(path, beside)
        part = next((one for one in whole.payouts if one.participant == held.reader), None)
        if held.payout != part:
            mine, other = (
                signed(one.payable - one.recover) if one else "nothing"
                for one in (held.payout, part)
            )
            yield OTHER_PART.format(path, held.terms.called(held.reader), mine, beside, other)
