"""Audit packets: all that one agreement and some days left behind, as one zip, for compliance.

Making one takes a while, so it is made before the one transaction that all writers queue for;
handing it out is noted in that transaction, with its SHA-256. One packet of an agreement is made
at a time.
"""

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comanage.access import Actor, allowed
from comanage.actions import packet_lacks
from comanage.actions import payouts as payout_lines
from comanage.actions.packet_files import Files, Kept, kept
from comanage.records import anchor as anchors
from comanage.records import installation as installations
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import AuditEntry, linked, note
from comanage.refusals import Busy, Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules.chain import Head
from comanage.statements import PAYOUT_FORMATS, packet_log, records_csv
from comanage.statements.packet import (
    FOLDERS,
    MEDIA_TYPE,
    NotProvided,
    PacketContents,
    PacketFile,
    write,
)
from comanage.statements.packet_chain import LOG
from comanage.statements.packet_verify import ANCHORS

NO_DAY = "Give the day, such as 2027-03-31."
BACKWARD = "It must not be before the first day."
OTHERS = "They are of other agreements, or of none; their place in the chain is given and checked."
AT_WORK = "A packet of this agreement is being made. Wait until it is done, then ask again."
EMPTY = "The audit log is empty: there is nothing to prove a packet by."
NO_ANCHOR = NotProvided(
    "Anchors of the log",
    "None was kept: run comanage audit anchor FILE, and keep the file elsewhere.",
)
KEPT = ("entry_number", "entry_hash", "at", "place", "public_key")
__all__ = ["MEDIA_TYPE", "Packet", "Summary", "hand_out", "look", "made"]
_lock = Lock()
_made_now: set[int] = set()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a packet would hold: how many files of each kind, in words, and what is not provided."""

    counts: list[tuple[str, int]]
    lacking: list[NotProvided]


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet that is ready to be handed out.

    Attributes:
        agreement_id: The agreement.
        first: The first day.
        last: The last one.
        name: The name of its file.
        content: Its bytes.
    """

    agreement_id: int
    first: date
    last: date
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def look(
    session: Session, actor: Actor, agreement_id: int, *, first: date | None, last: date | None
) -> Summary:
    """Say what a packet would hold; nothing is read but rows.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor makes no packets.
        Faulty: A day is lacking, or they run backward.
    """
    allowed(session, actor, Right.PACKET_MAKE, agreement_id)
    begins, ends = _days(first, last)
    stored = kept(session, agreement_id, begins, ends)
    files = Files(session, stored, whole=False).every()
    counts = [
        (words, sum(each.path.startswith(f"{folder}/") for each in files))
        for folder, words in FOLDERS.items()
    ]
    return Summary([each for each in counts if each[1]], _lacking(session, stored))


def made(
    session: Session, actor: Actor, agreement_id: int, *, first: date | None, last: date | None
) -> Packet:
    """Make a packet of an agreement and some days.

    Args:
        session: A session to read with.
        actor: Who makes it.
        agreement_id: The agreement.
        first: The first day; a period counts that overlaps the days.
        last: The last day.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor makes no packets.
        Faulty: A day is lacking, or they run backward.
        Busy: Another packet of the agreement is being made.
        Conflict: It would be too large, or there is no log.
    """
    allowed(session, actor, Right.PACKET_MAKE, agreement_id)
    begins, ends = _days(first, last)
    with _alone(agreement_id):
        agreement = session.get_one(Agreement, agreement_id)
        content = write(_contents(session, actor, agreement, (begins, ends)))
    name = f"packet-{agreement.code}-{begins}-{ends}.zip"
    return Packet(agreement_id, begins, ends, name, content)


def hand_out(session: Session, actor: Actor, ready: Packet) -> Packet:
    """Hand out a packet that was made; who took it is noted, with its SHA-256."""
    role = allowed(session, actor, Right.PACKET_MAKE, ready.agreement_id)
    after = {"from": ready.first, "to": ready.last, "bytes": len(ready.content),
             "sha256": ready.sha256}  # fmt: skip
    note(
        session, actor, Act.PACKET_MADE, role=role, agreement_id=ready.agreement_id, after=after
    )  # fmt: skip
    return ready


@contextmanager
def _alone(agreement_id: int) -> Iterator[None]:
    """Let one packet of an agreement be made at a time, in this process."""
    with _lock:
        if agreement_id in _made_now:
            raise Busy(AT_WORK)
        _made_now.add(agreement_id)
    try:
        yield
    finally:
        with _lock:
            _made_now.discard(agreement_id)


def _days(first: date | None, last: date | None) -> tuple[date, date]:
    if first is None or last is None:
        given = {"first": first, "last": last}
        raise Faulty([Fault(name, NO_DAY) for name, day in given.items() if day is None])
    if last < first:
        raise Faulty([Fault("last", BACKWARD)])
    return first, last


def _contents(
    session: Session, actor: Actor, agreement: Agreement, days: tuple[date, date]
) -> PacketContents:
    stored = kept(session, agreement.id, *days)
    files = Files(session, stored).every()
    periods = [row["code"] for row in stored.rows("performance_period")]
    files += _payouts(session, actor, agreement, periods)
    begins = _first_entry(session, agreement.id)
    entries = [*linked(session, after=begins - 1)]
    if not entries:
        raise Conflict(EMPTY)
    lines, withheld = packet_log.written(entries, agreement.id)
    rows = [[getattr(each, name) for name in KEPT] for each in anchors.every(session)]
    files.append(PacketFile(LOG, lines, f"Entries {begins} to {entries[-1].number}"))
    files.append(PacketFile(ANCHORS, records_csv.write(KEPT, rows), "Heads that were kept"))
    lacks = _lacking(session, stored)
    if withheld:
        told = (
            "1 entry of the log tells" if withheld == 1 else f"{withheld} entries of the log tell"
        )
        lacks.append(NotProvided(f"What {told}", OTHERS))
    installation = installations.current(session)
    return PacketContents(
        organization=installation.name if installation else "",
        agreement=agreement.code,
        title=agreement.title,
        first=days[0],
        last=days[1],
        periods=periods,
        log_first=begins,
        head=Head(entries[-1].number, entries[-1].hash),
        files=files,
        not_provided=lacks,
        demo=bool(installation and installation.is_demo),
    )


def _payouts(
    session: Session, actor: Actor, agreement: Agreement, periods: Collection[str]
) -> Iterator[PacketFile]:
    """Write the payout records of an agreement, in every format there is."""
    every = payout_lines.lines(session, actor) if agreement.withdrawn_at is None else []
    found = [each for each in every
             if each.agreement == agreement.code and each.period in periods]  # fmt: skip
    for form in PAYOUT_FORMATS.values():
        about = f"Payout records as {form.title}"
        yield PacketFile(f"payouts/payouts.{form.suffix}", form.write(found), about)


def _lacking(session: Session, stored: Kept) -> list[NotProvided]:
    return packet_lacks.lacking(stored) + ([] if anchors.last(session) else [NO_ANCHOR])


def _first_entry(session: Session, agreement_id: int) -> int:
    """Find the first entry that tells of an agreement; the first of all where none does."""
    number = select(func.min(AuditEntry.id)).where(AuditEntry.agreement_id == agreement_id)
    return session.scalar(number) or 1
