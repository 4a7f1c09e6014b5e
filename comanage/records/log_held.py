"""Log held: which single entries of the audit log still fit their place in the chain."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage.records.audit_entry import AuditEntry, content
from comanage.rules import chain


def holding(session: Session, entries: Collection[AuditEntry]) -> frozenset[int]:
    """Give the numbers of those entries that fit their hash, and that the next entry names.

    That the whole chain holds is looked through elsewhere; this finds what changed in these.
    """
    rows = session.execute(
        select(AuditEntry.id, AuditEntry.previous_hash).where(
            AuditEntry.id.in_([entry.id + 1 for entry in entries])
        )
    )
    named = dict(rows.all())
    return frozenset(
        entry.id
        for entry in entries
        if chain.sealed(entry.id, entry.previous_hash, content(entry)) == entry.hash
        and named.get(entry.id + 1, entry.hash) == entry.hash
    )
