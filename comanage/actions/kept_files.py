"""Kept files: whether a stored statement is, byte for byte, what the audit log says was issued.

Not only its bytes count: the log also tells whose it is, of which settlement, and when it was issued.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage import clock
from comanage.records import audit_entry as log
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.log_held import holding
from comanage.records.statement import Statement
from comanage.refusals import Conflict
from comanage.statements.packets.packet_acts import WITHIN
from comanage.statements.words import instant

HOLDS = "The stored file has the SHA-256 that entry {} of the audit log tells."
CHANGED = "The stored file was changed: its SHA-256 is {}, and no longer {}."
UNTOLD = "No entry of the audit log tells that it was issued."
BENT = "Entry {} of the audit log, which tells that it was issued, was changed."
OTHERWISE = "Entry {} of the audit log tells another SHA-256: {}."
OF_ANOTHER = "Entry {} of the audit log tells that it is the statement of {}, not of {}."
OTHER_SETTLEMENT = "Entry {} of the audit log tells that it is of another settlement."
OTHER_TIME = "Entry {} of the audit log tells that it was issued at {}, not at {}."
NOT_HANDED_OUT = "Statement {} is not handed out. {} Ask for help: a backup may hold it as it was."
THE_AGREEMENT = "the agreement"


@dataclass(frozen=True, slots=True)
class Held:
    """Something that was held against something else.

    Attributes:
        holds: Whether it fits.
        sentence: What was found, in words.
    """

    holds: bool
    sentence: str


def held_to_the_log(session: Session, found: Sequence[Statement]) -> Mapping[int, Held]:
    """Hold statements to the entries that tell of their issue, by number, in two queries.

    Args:
        session: A session to read with.
        found: The statements, each with its file, its group and its settlement.
    """
    ids = {one.id for one in found}
    told: dict[int, AuditEntry] = {}
    approvals = []
    agreements = {one.settlement.agreement_id for one in found}
    acts = (Act.STATEMENT_ISSUED, Act.SETTLEMENT_APPROVED)
    for entry in log.of_agreements(session, agreements, acts):
        if entry.act == Act.SETTLEMENT_APPROVED:
            approvals.append(entry)
        elif entry.object_id in ids:
            told.setdefault(entry.object_id, entry)
    fit = holding(session, [*told.values(), *approvals])
    return {one.id: _held(one, told.get(one.id), approvals, fit) for one in found}


def whole(session: Session, found: Statement) -> Statement:
    """Give a statement back, if it is what was issued.

    Raises:
        Conflict: It is not: it would pass for a document that nobody approved.
    """
    held = held_to_the_log(session, [found])[found.id]
    if not held.holds:
        raise Conflict(NOT_HANDED_OUT.format(found.id, held.sentence))
    return found


def _held(
    one: Statement, entry: AuditEntry | None, approvals: Sequence[AuditEntry], fit: Collection[int]
) -> Held:
    digest = hashlib.sha256(one.document.content).hexdigest()
    if digest != one.document_sha256:
        return Held(holds=False, sentence=CHANGED.format(digest, one.document_sha256))
    if entry is None:
        return Held(holds=False, sentence=UNTOLD)
    if entry.id not in fit:
        return Held(holds=False, sentence=BENT.format(entry.id))
    differs = _differs(one, digest, entry, [each for each in approvals if each.id in fit])
    return Held(holds=not differs, sentence=differs or HOLDS.format(entry.id))


def _differs(
    one: Statement, digest: str, entry: AuditEntry, approvals: Sequence[AuditEntry]
) -> str:
    """Say what an entry tells otherwise than the row; nothing where it tells the same."""
    said = json.loads(entry.after or "{}")
    if said.get("sha256") != digest:
        return OTHERWISE.format(entry.id, said.get("sha256"))
    group = one.participant.code if one.participant else None
    if said.get("group") != group:
        return OF_ANOTHER.format(
            entry.id, said.get("group") or THE_AGREEMENT, group or THE_AGREEMENT
        )
    # A statement is of the settlement that was approved last before it.
    before = [
        each for each in approvals if each.id < entry.id and each.agreement_id == entry.agreement_id
    ]
    if not before or before[-1].object_id != one.settlement_id:
        return OTHER_SETTLEMENT.format(entry.id)
    if abs(entry.at - one.issued_at) > WITHIN:
        told, stored = (instant(clock.local(each)) for each in (entry.at, one.issued_at))
        return OTHER_TIME.format(entry.id, told, stored)
    return ""
