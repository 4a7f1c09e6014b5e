"""Makers of what the compliance board rests on: declarations, limits, legal holds."""

from datetime import date

from comanage.records.declaration import Declaration
from comanage.records.legal_hold import LegalHold
from comanage.records.outlook_switch import OutlookSwitch
from comanage.records.oversight_limit import Limit, OversightLimit
from comanage.records.physician_status import PhysicianStatus
from tests.makers.people import NOW, make_person, stored


def make_declaration(session, agreement, safeguard=23, **values):
    """Make a declaration that rests on a memo kept elsewhere, and counts through 2027."""
    given = {
        "applies": True,
        "statement": "Chosen by a written policy.",
        "reference": "Memo of 8 Jan 2027, compliance share",
        "declared_on": date(2027, 1, 8),
        "expires_on": date(2027, 12, 31),
    } | values
    given.setdefault("declared_by_id", make_person(session).id)
    made = Declaration(agreement_id=agreement.id, safeguard=safeguard, made_at=NOW, **given)
    return stored(session, made)


def make_status(session, agreement, person_id, **values):
    """Make the status of a physician who was screened on 20 Aug 2027 and may take part into 2028."""
    given = {
        "screened_on": date(2027, 8, 20),
        "excluded": False,
        "licensed_until": date(2028, 6, 30),
        "privileged_until": date(2028, 3, 31),
        "reference": "Exclusion list of August 2027, compliance share",
    } | values
    given.setdefault("recorded_by_id", make_person(session).id)
    made = PhysicianStatus(agreement_id=agreement.id, person_id=person_id, recorded_at=NOW, **given)
    return stored(session, made)


def make_limit(session, agreement, limit=Limit.DAYS_TO_SETTLE, amount=90, **values):
    given = {"reason": "Section 7.2 of the agreement"} | values
    given.setdefault("set_by_id", make_person(session).id)
    made = OversightLimit(
        agreement_id=agreement.id, limited=limit, amount=amount, set_at=NOW, **given
    )
    return stored(session, made)


def make_hold(session, agreement, reason="Matter 12", *, lifts=None, by=None):
    made = LegalHold(
        agreement_id=agreement.id,
        reason=reason,
        lifts_id=lifts.id if lifts else None,
        by_id=(by or make_person(session)).id,
        at=NOW,
    )
    return stored(session, made)


def make_outlook_switch(session, agreement, *, shown=False, **values):
    given = {"reason": "Section 9: no outlook for physicians"} | values
    given.setdefault("by_id", make_person(session).id)
    return stored(session, OutlookSwitch(agreement_id=agreement.id, shown=shown, at=NOW, **given))
