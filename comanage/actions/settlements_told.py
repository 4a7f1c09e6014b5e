"""Settlements told: whether a stored settlement, and its terms, are what the audit log tells of them."""

import json
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy.orm import Session

from comanage.actions.kept_files import Held
from comanage.records import audit_entry as log
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.log_held import holding
from comanage.records.settlement import Settlement

UNTOLD = "No entry of the audit log tells that {}."
BENT = "Entry {} of the audit log, which tells of it, was changed."
OTHERWISE = "Entry {} of the audit log tells another {}: {}, not {}."
NAMES = {"document": "settlement", "figures": "list of figures", "hash": "scorecard"}  # by SHA-256
CALCULATED, LOCKED = "it was calculated", "its scorecard was locked"


def otherwise(session: Session, found: Collection[Settlement]) -> Mapping[int, Held]:
    """Name the settlements that the log tells otherwise, by their ids, in two queries.

    Args:
        session: A session to read with.
        found: The settlements, each with its scorecard and its period.
    """
    acts = (Act.SETTLEMENT_CALCULATED, Act.SCORECARD_LOCKED)
    ids = {one.id for one in found} | {one.scorecard_id for one in found}
    told = {(entry.act, entry.object_id): entry for entry in log.of_objects(session, acts, ids)}
    fit = holding(session, told.values())
    differs = {one.id: next(_differing(one, told, fit), "") for one in found}
    return {at: Held(holds=False, sentence=said) for at, said in differs.items() if said}


def _differing(
    one: Settlement, told: Mapping[tuple[str, int | None], AuditEntry], fit: Collection[int]
) -> Iterator[str]:
    """Go through what the log tells otherwise of a settlement and of its scorecard."""
    stored = {
        (Act.SETTLEMENT_CALCULATED, one.id, CALCULATED): {
            "document": one.document_hash, "figures": one.figures_hash, "number": one.number,
            "period": one.period.code,
        },
        (Act.SCORECARD_LOCKED, one.scorecard_id, LOCKED): {
            "hash": one.scorecard.terms_hash, "number": one.scorecard.number,
        },
    }  # fmt: skip
    for (act, object_id, words), values in stored.items():
        entry = told.get((act, object_id))
        if entry is None or entry.agreement_id != one.agreement_id:
            yield UNTOLD.format(words)
        elif entry.id not in fit:
            yield BENT.format(entry.id)
        else:
            said = json.loads(entry.after or "{}")
            for name, value in values.items():
                if said.get(name) != value:
                    yield OTHERWISE.format(entry.id, NAMES.get(name, name), said.get(name), value)
