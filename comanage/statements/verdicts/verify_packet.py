"""An audit packet is verified by the same lines that stand in its own verify.py, and then file by file.

Its statements and workbooks are calculated again, each as if it had been handed in alone, and each
workbook is held to the data of the statement beside it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from comanage.rules.chain import Head
from comanage.statements import carried, twins
from comanage.statements.carried_in import carried_in
from comanage.statements.packets import packet, packet_payouts, packet_statements, packet_verify
from comanage.statements.packets.packet_chain import MATCH, NOT_OURS
from comanage.statements.packets.packet_verify import HELD
from comanage.statements.packets.packet_zip import MANIFEST, unzipped
from comanage.statements.verdicts import verify_statement, verify_workbook
from comanage.statements.verdicts.verdict import (
    PACKET,
    Finding,
    Verdict,
    altered,
    not_compared,
    not_ours,
)

KIND = PACKET
STATEMENTS, WORKBOOKS = "statements/", "workbooks/"
AGAIN = "{} and {} of it were calculated again, each by itself: every result is the same."
BY_THE_LOG = (
    "{} carries no data that this version reads, so it was held to the log of the packet alone."
)
STATEMENTS_HELD = (
    "The log goes through the heads that the statements print, each statement stands under its own"
    " name and beside its workbook, and each group's is part of the division that the agreement's"
    " carries."
)
PAYOUTS = (
    "The payout records are those in records/, each once, with their totals; groups, periods, shares,"
    " amounts, approvals and days are those of the statements, settlements and signatures."
)
LISTED = (
    "Only listed: every other row in records/, the present names of people, groups and the hospital,"
    " of the payout records the service line, what became of the payments and the cap, what the page calls documents and other files, what it says is not provided,"
    " log/anchors.csv, and what an amendment changed in words. The days are those that it says were"
    " asked for. Whoever writes the manifest anew can change these."
)
OWN = (
    "index.html, verify.py and the payout records in each format are to the byte what this version"
    " writes for this packet."
)
OTHER_MAKER = (
    "Its index.html, verify.py and the workbook of its payout records were not compared, since"
    " another version wrote them: do not open or run them. All else was looked at."
)
UNREADABLE = "manifest.json is not written as a packet has it."
CHANGED = "{} is not what this version writes for this packet. Do not open or run it."
OF_VERIFIER = (HELD, packet_verify.LISTED)
NO_STATEMENT = "{} stands beside no statement."
OTHER_DATA = "{} carries other data than {}."


def verify(content: bytes, heads: Sequence[Head] = ()) -> Verdict:
    """Verify a packet.

    Args:
        content: The bytes of a zip, whatever they are.
        heads: Entries of the audit log, as they were written down elsewhere.

    Raises:
        NotReady: The machine lacks Pango, so that no statement can be laid out.
    """
    told = packet.verify(content, [f"{head.number}:{head.hash}" for head in heads])
    if told.word != MATCH:
        return not_ours(told.why) if told.word == NOT_OURS else altered(KIND, told.why)
    files = {path: each.content for path, each in unzipped(content).items()}
    by_the_log, uncompared = [], ""
    for path in _in_order(files):
        found = _looked_at(path, files, heads)
        if found.finding is Finding.ALTERED:
            return found
        if found.finding is Finding.NOT_OURS:
            by_the_log.append(BY_THE_LOG.format(path))
        elif not found.matches:
            uncompared = uncompared or f"{path}: {found.differs}"
    differs = packet_statements.differs(files) or packet_payouts.differs(files) or _of_ours(files)
    if differs:
        return altered(KIND, differs)
    again = _again(files, len(by_the_log))
    anchored = told.more[len(OF_VERIFIER) : -1]
    checked = (told.why, HELD, again, STATEMENTS_HELD, PAYOUTS, *by_the_log, LISTED, *anchored)
    if uncompared or _maker(files) != packet.maker():
        return not_compared(KIND, uncompared or OTHER_MAKER, checked)
    return Verdict(Finding.MATCH, KIND, checked=(*checked, OWN), anchored=bool(heads))


def _maker(files: Mapping[str, bytes]) -> object:
    return json.loads(files[MANIFEST]).get("maker")


def _of_ours(files: Mapping[str, bytes]) -> str:
    """Hold the page, verify.py and the workbook of payouts to what this version writes.

    Another version may have written them otherwise, so that only its own are compared.
    """
    if _maker(files) != packet.maker():
        return ""
    try:
        again = packet.own_files(json.loads(files[MANIFEST]), files)
        again |= packet_payouts.written_again(files)
    except (ValueError, TypeError, LookupError, ArithmeticError):
        return UNREADABLE
    return next((CHANGED.format(path) for path, held in again.items() if files[path] != held), "")


def _in_order(files: Mapping[str, bytes]) -> Iterator[str]:
    """List the statements, then the workbooks."""
    for folder, ending in ((STATEMENTS, ".pdf"), (WORKBOOKS, "")):
        yield from sorted(
            path for path in files if path.startswith(folder) and path.endswith(ending)
        )


def _looked_at(path: str, files: Mapping[str, bytes], heads: Sequence[Head]) -> Verdict:
    """Look at one file; a statement that is not ours is one that carries nothing to look at."""
    if path.startswith(STATEMENTS):
        found = verify_statement.verify(files[path], heads)
        differs = found.finding is Finding.ALTERED and found.differs
    else:
        found = verify_workbook.verify(files[path])
        differs = found.finding in {Finding.ALTERED, Finding.NOT_OURS} and found.differs
        if not differs and (other := _beside(path, files)):
            return altered(KIND, other)
    return altered(KIND, f"{path}: {differs}") if differs else found


def _beside(path: str, files: Mapping[str, bytes]) -> str:
    """Hold the data of a workbook to those of the statement that it stands beside."""
    statement = f"{STATEMENTS}{PurePath(path).stem}.pdf"
    if statement not in files:
        return NO_STATEMENT.format(path)
    try:
        plain = carried_in(files[statement]).decode()
    except ValueError:
        return ""
    held, _ = carried.read(plain)
    same = held is None or plain == twins.carried(files[path])
    return "" if same else OTHER_DATA.format(path, statement)


def _again(files: Mapping[str, bytes], without: int) -> str:
    """Say how many files were calculated again."""
    statements = sum(path.startswith(STATEMENTS) for path in files) - without
    workbooks = sum(path.startswith(WORKBOOKS) for path in files)
    return AGAIN.format(_counted(statements, "statement"), _counted(workbooks, "workbook"))


def _counted(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
