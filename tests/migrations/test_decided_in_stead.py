"""Decisions of before they kept for whom they were taken: each is given the giver of that day."""

from datetime import timedelta

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

from comanage.database import downgrade, ready, transaction, upgrade
from comanage.records.delegation import Delegation
from comanage.records.month_attestation import MonthDecision
from comanage.records.participant import of_agreement
from comanage.rules.signoff import Role
from tests.databases import alembic
from tests.makers import (
    NOW,
    make_agreement,
    make_attestation,
    make_base_fee,
    make_decision,
    make_duty,
    make_entry,
    make_person,
    make_role,
    make_service_line,
    stored,
)

SCRIPTS = ScriptDirectory.from_config(alembic("sqlite://")).walk_revisions()
BEFORE = next(each.down_revision for each in SCRIPTS if each.path.endswith("signed_for_whom.py"))
ON = NOW.date()
DAY = timedelta(1)


def handed(session, giver, taker, **given):
    row = {"role": Role.ADMINISTRATOR, "service_line_id": None, "starts": ON, "ends": ON}
    return stored(
        session,
        Delegation(
            giver_id=giver.id, taker_id=taker.id, reason="On leave.", agreed_by_id=giver.id,
            agreed_at=NOW, **row | given,
        ),
    )  # fmt: skip


@pytest.mark.trust("B5", "G6")
@pytest.mark.parametrize(
    ("given", "own", "stands"),
    [
        pytest.param({}, False, True, id="on its only day"),
        pytest.param({"starts": ON + DAY, "ends": ON + DAY}, False, False, id="on the day after"),
        pytest.param(
            {"starts": ON - 2 * DAY, "ends": ON - 2 * DAY}, False, False, id="on an earlier day"
        ),
        pytest.param({"ends": ON + DAY, "ended_on": ON}, False, True, id="on the day of its end"),
        pytest.param({"role": Role.APPROVER}, False, False, id="of another duty"),
        pytest.param({"service_line_id": "here"}, False, True, id="of this service line"),
        pytest.param({"service_line_id": "there"}, False, False, id="of another service line"),
        pytest.param({}, True, False, id="beside an own role"),
    ],
)
def test_a_decision_is_given_the_giver_whose_duty_it_was(engine, given, own, stands):
    with transaction() as session:
        agreement = make_agreement(session)
        giver, taker = make_person(session), make_person(session)
        lines = {"here": agreement.service_line_id, "there": make_service_line(session).id}
        row = {key: lines.get(value, value) for key, value in given.items()}
        ended = {"ended_by_id": giver.id} if "ended_on" in given else {}
        handed(session, giver, taker, **row | ended)
        if own:
            make_role(session, taker, Role.ADMINISTRATOR)
        group = of_agreement(session, agreement.id)[0]
        entry = make_entry(session, make_duty(session, agreement), group, make_person(session))
        month = make_attestation(session, make_base_fee(session, agreement), entry)
        made = make_decision(session, month, taker, for_id=giver.id if stands else None)
    downgrade(engine, BEFORE)
    upgrade(engine)
    ready(engine)
    with transaction() as session:
        found = session.get_one(MonthDecision, made.id).for_id
    assert found == (giver.id if stands else None)


@pytest.mark.trust("G6")
def test_what_was_decided_for_oneself_comes_through_unchanged(engine):
    with transaction() as session:
        agreement = make_agreement(session)
        group = of_agreement(session, agreement.id)[0]
        entry = make_entry(session, make_duty(session, agreement), group, make_person(session))
        month = make_attestation(session, make_base_fee(session, agreement), entry)
        make_decision(session, month, make_person(session))
    before = rows(engine)
    downgrade(engine, BEFORE)
    upgrade(engine)
    assert rows(engine) == before


def rows(engine):
    with engine.connect() as connection:
        found = connection.execute(text("SELECT * FROM month_decision ORDER BY id"))
        return [dict(row._mapping) for row in found]
