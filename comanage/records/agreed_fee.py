"""The agreed base fee of an agreement, gathered from the versions of its terms that were locked."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage.records.agreement import Agreement
from comanage.records.scorecard import Scorecard
from comanage.rules.agreed_fee import AgreedFee
from comanage.rules.scorecard_steps import BEING_MADE


def agreed_fee(session: Session, agreement: Agreement) -> AgreedFee:
    """Gather what an agreement pays as base fee, and from which day on."""
    rows = session.execute(
        select(Scorecard.effective_on, Scorecard.base_fee_cents)
        .where(Scorecard.agreement_id == agreement.id, Scorecard.state.not_in(BEING_MADE))
        .order_by(Scorecard.number)
    )
    versions = tuple(
        (first, cents) for first, cents in rows if first is not None and cents is not None
    )
    return AgreedFee(agreement.starts, agreement.base_fee_cents, versions)
