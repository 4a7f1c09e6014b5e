"""Unlocks of before they said for whom: each is given the giver of its day, and never both sides one."""

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from comanage.database import downgrade, ready, transaction, upgrade
from comanage.records.performance_period import PeriodState
from comanage.records.period_unlock import PeriodUnlock
from comanage.rules.signoff import FigureState, Role, SettlementState
from tests.databases import alembic
from tests.makers import (
    NOW,
    make_agreement,
    make_figure,
    make_handed,
    make_person,
    make_role,
    make_scorecard,
    make_settlement,
    stored,
)

SCRIPTS = ScriptDirectory.from_config(alembic("sqlite://")).walk_revisions()
BEFORE = next(each.down_revision for each in SCRIPTS if each.path.endswith("agreed_stays.py"))
FOR_WHOM = "SELECT asked_for_id, confirmed_for_id, refused_for_id FROM period_unlock"
DECIDE = "UPDATE period_unlock SET {0}_by_id = :person, {0}_for_id = :giver, {0}_at = asked_at"


@pytest.fixture
def asked(engine):
    """Ann asked in Eva's stead to open a locked quarter; Ben has a duty of Eva's and one of Fay's."""
    del engine
    with transaction() as session:
        agreement = make_agreement(session)
        make_scorecard(session, agreement)
        figure = make_figure(session, agreement, state=FigureState.VERIFIED)
        made = make_settlement(session, agreement, figures=[figure], state=SettlementState.APPROVED)
        made.period.state = PeriodState.LOCKED
        found = {
            name: make_person(session, name.title()) for name in ("ann", "ben", "cas", "eva", "fay")
        }
        make_handed(session, found["eva"].id, found["ann"].id, Role.COMPLIANCE)
        make_handed(session, found["eva"].id, found["ben"].id, Role.APPROVER)
        make_handed(session, found["fay"].id, found["ben"].id, Role.APPROVER)
        make_handed(session, found["fay"].id, found["cas"].id, Role.APPROVER)
        make_role(session, found["cas"], Role.APPROVER)
        stored(
            session,
            PeriodUnlock(
                agreement_id=agreement.id, period_id=made.period_id, settlement_id=made.id,
                reason="A late report.", asked_by_id=found["ann"].id, asked_for_id=found["eva"].id,
                asked_at=NOW,
            ),
        )  # fmt: skip
    return {name: person.id for name, person in found.items()}


@pytest.mark.trust("B5", "G6")
@pytest.mark.parametrize(("who", "giver"), [("ben", "fay"), ("cas", None)])
@pytest.mark.parametrize("step", ["confirmed", "refused"])
def test_an_unlock_is_given_the_givers_of_its_days(engine, asked, who, giver, step):
    """Eva is nobody's giver in deciding: it was asked for in her stead."""
    with engine.begin() as raw:
        raw.execute(
            text(DECIDE.format(step)), {"person": asked[who], "giver": giver and asked[giver]}
        )
    downgrade(engine, BEFORE)
    upgrade(engine)
    ready(engine)
    with engine.connect() as raw:
        (found,) = raw.execute(text(FOR_WHOM)).all()
    decided = {
        "confirmed": (giver and asked[giver], None),
        "refused": (None, giver and asked[giver]),
    }
    assert tuple(found) == (asked["eva"], *decided[step])
