"""Disputes, as the money sees them: what of a payout waits until a dispute is decided."""

from sqlalchemy.orm import Session


def held_cents(session: Session, settlement_id: int, participant_id: int) -> int:
    """Say how many cents of a payout wait for a dispute; none while there are no disputes."""
    del session, settlement_id, participant_id
    return 0
