"""What a signature would stand under: told where the password is asked for once more before it."""

from dataclasses import dataclass

from flask import request

from comanage.access import may_in
from comanage.database import reading
from comanage.pages.agreement_line import StateLine
from comanage.pages.person import declared, signed_in
from comanage.records import performance_period, settlement
from comanage.records.signature import MEANING, Purpose

# The steps that sign a settlement.
SIGNS = {
    "settlements.approve": Purpose.APPROVAL,
    "settlement_sign_off.review": Purpose.REVIEW,
    "settlement_sign_off.release": Purpose.RELEASE,
    "settlement_sign_off.release_rest": Purpose.RELEASE,
}


@dataclass(frozen=True, slots=True)
class ToSign:
    """A settlement that a person is about to sign.

    Attributes:
        state: Where it stands.
        cents: What was earned by it.
        words: What the signature says.
    """

    state: StateLine
    cents: int
    words: str


def to_sign() -> ToSign | None:
    """Find the settlement that the request would sign; None for another request, or without the right."""
    purpose, right, given = SIGNS.get(request.endpoint or ""), declared(), request.view_args or {}
    if purpose is None or right is None:
        return None
    with reading() as session:
        period = performance_period.by_code(session, given["agreement_id"], given["code"])
        found = settlement.latest(session, period.id) if period else None
        if found is None or not may_in(signed_in(), right, found.agreement):
            return None
        line = StateLine(found.period.code, found.state, f"settlement {found.number}")
        return ToSign(line, found.earned_cents, MEANING[purpose])
