"""Where the steps of a tour lead: to pages of an agreement that the person may see."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen
from comanage.records import basis as bases
from comanage.records import overview
from comanage.records import settlement as settlements
from comanage.rules.figures import is_paid

# the name of a place: its page
ANYWHERE = {
    "home": "home.start",
    "payouts": "payouts.every",
    "payments": "payments.every",
    "caps": "across.caps",
    "audit": "audit.latest",
    "hours": "hours.mine",
    "agreements": "agreements.every",
    "people": "people.everyone",
    "groups": "groups.every",
    "status": "status.now",
}
IN_AGREEMENT = {"statements": "issued_statements.every", "packets": "packets.new"}
IN_APPROVED = {
    "results": "results.period",
    "disputes": "disputes.period",
    "settlement": "settlements.period",
    "measure": "results.measure",
}
IN_BEGUN = {
    "figures": "figures.period",
    "import": "imports.new",
    "verification": "verification.period",
}
NAMES = frozenset({*ANYWHERE, *IN_AGREEMENT, *IN_APPROVED, *IN_BEGUN})


def places(session: Session, actor: Actor) -> Mapping[str, str]:
    """Give the addresses of the places there are, in the first agreement with something to see.

    Args:
        session: The session.
        actor: Who takes the tour.
    """
    found = {name: url_for(endpoint) for name, endpoint in ANYWHERE.items()}
    ids = [agreement.id for agreement in agreements_seen(session, actor)]
    if not ids:
        return found
    approved = overview.approved_periods(session, ids)
    begun = overview.begun_periods(session, ids, clock.today())
    first = next((each for each in ids if each in approved), ids[0])
    for name, endpoint in IN_AGREEMENT.items():
        found[name] = url_for(endpoint, agreement_id=first)
    if first in approved:
        measure = _measure(session, first, approved[first])
        for name, endpoint in IN_APPROVED.items():
            more: dict[str, Any] = {"measure": measure} if name == "measure" else {}
            found[name] = url_for(endpoint, agreement_id=first, code=approved[first], **more)
    for period in begun[:1]:
        for name, endpoint in IN_BEGUN.items():
            found[name] = url_for(endpoint, agreement_id=period.agreement_id, code=period.code)
    return found


def _measure(session: Session, agreement_id: int, code: str) -> str:
    """Give the first measure of an approved period that is paid on, by its code."""
    every = settlements.standing_by_period(session, agreement_id).values()
    record = next(one for one in every if one.period.code == code)
    measures = [measure for _, measure in bases.terms_of(record.scorecard).measures()]
    return next((one.code for one in measures if is_paid(one)), measures[0].code)
