"""Audit packets: all that one agreement and some days left behind, as one zip, for compliance.

It is made as a job (batches/audit_packet.py), so one packet of an agreement is made at a time,
whatever process is asked; its end and whoever takes it are noted with its SHA-256.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comanage.access import Actor, allowed
from comanage.actions import packet_lacks
from comanage.actions import payouts as payout_lines
from comanage.actions.packet_files import Files, Kept, kept
from comanage.actions.packet_workbooks import beside, written
from comanage.records import anchor as anchors
from comanage.records import installation as installations
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import AuditEntry, linked
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules.chain import Head
from comanage.statements.exports import records_csv
from comanage.statements.exports.formats import PAYOUT_FORMATS
from comanage.statements.packets import packet_log
from comanage.statements.packets.packet import (
    FOLDERS,
    NotProvided,
    PacketContents,
    PacketFile,
    fits,
)
from comanage.statements.packets.packet_chain import LOG
from comanage.statements.packets.packet_verify import ANCHORS
from comanage.together import read_ahead

NO_DAY = "Give the day, such as 2027-03-31."
BACKWARD = "It must not be before the first day."
OTHERS = "They are of other agreements, or of none; their place in the chain is given and checked."
EMPTY = "The audit log is empty: there is nothing to prove a packet by."
NO_ANCHOR = NotProvided(
    "Anchors of the log",
    "None was kept: run comanage audit anchor FILE, and keep the file elsewhere.",
)
LOOKED_AT = (  # what a summary is made from
    "agreement_document", "declaration", "dispute", "dispute_step", "figure", "figure_evidence",
    "fmv_opinion", "meeting", "month_attestation", "payment", "payout_record",
    "performance_period", "scorecard_step", "settlement", "statement", "time_entry",
)  # fmt: skip
KEPT = ("entry_number", "entry_hash", "at", "place", "public_key")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a packet would hold: how many files of each kind, in words, and what is not provided."""

    counts: list[tuple[str, int]]
    lacking: list[NotProvided]


def look(
    session: Session, actor: Actor, agreement_id: int, *, first: date | None, last: date | None
) -> Summary:
    """Say what a packet would hold; nothing is read but rows, and no workbook is written.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor makes no packets.
        Faulty: A day is lacking, or they run backward.
    """
    allowed(session, actor, Right.PACKET_MAKE, agreement_id)
    begins, ends = days(first, last)
    stored = kept(session, agreement_id, begins, ends)
    read_ahead(
        session,
        partial(beside, session, agreement_id, begins, ends),
        partial(anchors.last, session),
        *(partial(stored.tables.__getitem__, table) for table in LOOKED_AT),
    )
    files = Files(session, stored, whole=False).every()
    paths = [each.path for each in files]
    paths += [each.path for each in beside(session, agreement_id, begins, ends)]
    counts = [
        (words, sum(path.startswith(f"{folder}/") for path in paths))
        for folder, words in FOLDERS.items()
    ]
    return Summary([each for each in counts if each[1]], _lacking(session, stored))


def gathered(
    session: Session,
    actor: Actor,
    agreement_id: int,
    *,
    first: date,
    last: date,
    apart: Collection[int] = (),
) -> PacketContents:
    """Gather what a packet of an agreement and some days holds, as of one moment.

    Args:
        session: A session to read with.
        actor: Who makes it.
        agreement_id: The agreement.
        first: The first day; a period counts that overlaps the days.
        last: The last day.
        apart: The ids of statements whose workbooks are written elsewhere.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor makes no packets.
        Conflict: It would be too large, or there is no log.
    """
    allowed(session, actor, Right.PACKET_MAKE, agreement_id)
    agreement = session.get_one(Agreement, agreement_id)
    found = _contents(session, actor, agreement, (first, last))
    files, lacks = [*found.files], [*found.not_provided]
    for each in beside(session, agreement_id, first, last):
        if each.statement_id not in apart:
            made = written(session, each.statement_id)
            if isinstance(made, PacketFile):
                files.append(made)
            else:
                lacks.append(made)
    fits(files)
    return replace(found, files=files, not_provided=lacks)


def days(first: date | None, last: date | None) -> tuple[date, date]:
    """Give the days of a packet.

    Raises:
        Faulty: One is lacking, or they run backward.
    """
    if first is None or last is None:
        given = {"first": first, "last": last}
        raise Faulty([Fault(name, NO_DAY) for name, day in given.items() if day is None])
    if last < first:
        raise Faulty([Fault("last", BACKWARD)])
    return first, last


def _contents(
    session: Session, actor: Actor, agreement: Agreement, of: tuple[date, date]
) -> PacketContents:
    stored = kept(session, agreement.id, *of)
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
        first=of[0],
        last=of[1],
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
