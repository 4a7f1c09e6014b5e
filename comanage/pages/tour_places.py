"""Where the steps of a tour lead: to pages of an agreement that the person may see."""

from collections.abc import Mapping

from flask import url_for
from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen
from comanage.records import overview

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
        for name, endpoint in IN_APPROVED.items():
            found[name] = url_for(endpoint, agreement_id=first, code=approved[first])
    for period in begun[:1]:
        for name, endpoint in IN_BEGUN.items():
            found[name] = url_for(endpoint, agreement_id=period.agreement_id, code=period.code)
    return found
