"""The agreed base fee of an agreement, gathered from the versions of its terms that were locked."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from comanage.records.agreement import Agreement
from comanage.records.scorecard import Scorecard, locked_of
from comanage.rules.agreed_fee import AgreedFee


def agreed_fee(session: Session, agreement: Agreement) -> AgreedFee:
    """Gather what an agreement pays as base fee, and from which day on."""
    return by_versions(agreement, locked_of(session, [agreement.id]))


def by_versions(agreement: Agreement, rows: Iterable[Scorecard]) -> AgreedFee:
    """Give what an agreement pays as base fee by its versions, those being made aside."""
    versions = tuple(
        (row.effective_on, row.base_fee_cents)
        for row in sorted(rows, key=lambda each: each.number)
        if not row.being_made and row.effective_on is not None and row.base_fee_cents is not None
    )
    return AgreedFee(agreement.starts, agreement.base_fee_cents, versions)
