"""Kept files: whether a stored statement is, byte for byte, what the audit log says was issued."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage.records import audit_entry as log
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.log_held import holding
from comanage.records.statement import Statement

HOLDS = "The stored file has the SHA-256 that entry {} of the audit log tells."
CHANGED = "The stored file was changed: its SHA-256 is {}, and no longer {}."
UNTOLD = "No entry of the audit log tells that it was issued."
BENT = "Entry {} of the audit log, which tells that it was issued, was changed."
OTHERWISE = "Entry {} of the audit log tells another SHA-256: {}."


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
        found: The statements, each with its file.
    """
    told: dict[int, AuditEntry] = {}
    for entry in log.of_objects(session, [Act.STATEMENT_ISSUED], [one.id for one in found]):
        if entry.object_id is not None:
            told.setdefault(entry.object_id, entry)
    fit = holding(session, told.values())
    return {one.id: _held(one, told.get(one.id), fit) for one in found}


def _held(one: Statement, entry: AuditEntry | None, fit: frozenset[int]) -> Held:
    digest = hashlib.sha256(one.document.content).hexdigest()
    if digest != one.document_sha256:
        return Held(holds=False, sentence=CHANGED.format(digest, one.document_sha256))
    if entry is None:
        return Held(holds=False, sentence=UNTOLD)
    if entry.id not in fit:
        return Held(holds=False, sentence=BENT.format(entry.id))
    said = json.loads(entry.after or "{}").get("sha256")
    if said != digest:
        return Held(holds=False, sentence=OTHERWISE.format(entry.id, said))
    return Held(holds=True, sentence=HOLDS.format(entry.id))
