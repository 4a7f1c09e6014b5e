"""Figures and steps of before they said for whom: each is given the giver of its day."""

from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from comanage import clock
from comanage.database import downgrade, ready, transaction, upgrade
from comanage.rules.disputes import DisputeStep, Finding
from comanage.rules.scorecard_steps import ScorecardState, ScorecardStep
from comanage.rules.signoff import FigureState, Role
from tests.actions.disputing import raised, take
from tests.actions.settling import actor_of, calculated, make_ready
from tests.databases import alembic
from tests.makers import (
    NOW,
    make_agreement,
    make_delegation,
    make_figure,
    make_handed,
    make_person,
    make_role,
    make_scorecard,
    move_on,
    take_step,
    walk,
)

SCRIPTS = ScriptDirectory.from_config(alembic("sqlite://")).walk_revisions()
BEFORE = next(each.down_revision for each in SCRIPTS if each.path.endswith("in_whose_stead.py"))
DUTIES = (Role.ADMINISTRATOR, Role.VERIFIER, Role.COMPLIANCE)
BEFORE_THAT_DAY = NOW.date() - timedelta(2)  # in every time zone


@pytest.fixture
def before(engine):
    """Ann's and Ben's duties are Eva's; Cas has the roles, and Eva's duties were Dan's once."""
    del engine
    with transaction() as session:
        found = {name: make_person(session, name) for name in ("ann", "ben", "cas", "dan", "eva")}
        for role in DUTIES:
            make_handed(session, found["eva"].id, found["ann"].id, role)
            make_handed(session, found["eva"].id, found["ben"].id, role)
            make_handed(session, found["eva"].id, found["dan"].id, role, ends=BEFORE_THAT_DAY)
            make_handed(session, found["eva"].id, found["cas"].id, role)
            make_role(session, found["cas"], role)
        found["agreement"] = make_agreement(session)
    return found


def there_and_back(engine):
    downgrade(engine, BEFORE)
    upgrade(engine)
    ready(engine)


def told(engine, sql):
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(sql))]


ENTERED = "SELECT entered_for_id, verified_for_id FROM figure ORDER BY id"


@pytest.mark.trust("B5", "G6")
@pytest.mark.parametrize(("who", "stands"), [("ann", True), ("cas", False), ("dan", False)])
def test_a_figure_is_given_the_givers_of_its_days(engine, before, who, stands):
    eva, agreement = before["eva"].id, before["agreement"]
    given = eva if stands else None
    with transaction() as session:
        make_figure(session, agreement, entered_by=before[who], entered_for_id=given)
        other = make_figure(session, agreement, measure="education", state=FigureState.SUBMITTED)
        other.verified_for_id = given
        walk(session, other, FigureState.VERIFIED, verified_by=before[who])
    there_and_back(engine)
    assert told(engine, ENTERED) == [(given, None), (None, given)]


def test_nobody_is_made_a_giver_who_verified_or_entered_the_same_figure(engine, before):
    """Such rows were two people's work when they were written, and stay that."""
    agreement = before["agreement"]
    with transaction() as session:
        for by, verifier in (("ann", "eva"), ("eva", "ben")):
            held = [make_role(session, before[name], role) for name in (by, verifier)
                    for role in DUTIES]  # fmt: skip
            make_figure(
                session, agreement, measure=by, state=FigureState.VERIFIED, entered_by=before[by],
                verified_by=before[verifier],
            )  # fmt: skip
            for each in held:
                session.delete(each)
            session.flush()
    there_and_back(engine)
    assert told(engine, ENTERED) == [(None, None), (None, None)]


def test_a_step_of_a_scorecard_is_given_the_giver_of_its_day(engine, before):
    with transaction() as session:
        version = make_scorecard(
            session, before["agreement"], state=ScorecardState.DRAFT, locked_by=before["cas"]
        )
        move_on(session, version, ScorecardState.LINTED, by=before["cas"])
        steps = {"ann": before["eva"].id, "cas": None, "dan": None}
        for who, giver in steps.items():
            take_step(session, version, ScorecardStep.REVIEW, by=before[who], at=NOW, for_id=giver)
    there_and_back(engine)
    found = told(engine, "SELECT for_id FROM scorecard_step WHERE step = 'review' ORDER BY id")
    assert found == [(giver,) for giver in steps.values()]


def test_a_step_of_a_dispute_is_given_the_giver_of_its_day(engine):
    with clock.fixed(NOW):
        with transaction() as session:
            made = make_ready(session)
            person = make_person(session)
            make_delegation(session, made.administrator, person, Role.ADMINISTRATOR)
            taker = actor_of(session, person)
        calculated(made)
        dispute = raised(made)
        take(made, taker, dispute, DisputeStep.ANSWER, number=0, finding=Finding.DECLINED)
        take(made, made.leader, dispute, DisputeStep.APPEAL, number=1)
    there_and_back(engine)
    found = told(engine, "SELECT for_id FROM dispute_step ORDER BY id")
    assert found == [(made.administrator.person_id,), (None,)]
