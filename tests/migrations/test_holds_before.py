"""Holds of before named a settlement alone: they stand through both ways of the migration."""

from alembic.script import ScriptDirectory
from sqlalchemy import text

from comanage.database import downgrade, ready, transaction, upgrade
from tests.databases import alembic
from tests.makers import make_figure, make_scorecard, make_settlement, stored
from tests.records.earning import approved_months
from tests.records.refused import refusal, rows
from tests.records.signed import LIFT, held, work_held

SCRIPTS = ScriptDirectory.from_config(alembic("sqlite://")).walk_revisions()
BEFORE = next(each.down_revision for each in SCRIPTS if each.path.endswith("of_base_fees.py"))
KEPT = "SELECT settlement_id, reason, held_by_id FROM release_hold"


def test_a_hold_of_a_settlement_stands_and_one_of_a_base_fee_has_no_place_before(engine):
    made = approved_months()
    with transaction() as session:
        make_scorecard(session, made.agreement)
        figure = make_figure(session, made.agreement)
        settlement = make_settlement(session, made.agreement, figures=[figure])
        stored(session, held(settlement, made.eva))
        stored(session, work_held(made.payable, made.eva))
    stood = [(settlement.id, "A question is open.", made.eva.id)]
    downgrade(engine, BEFORE)
    with engine.connect() as connection:
        assert connection.execute(text(KEPT)).all() == stood
    assert refusal(engine, "DELETE FROM release_hold") == "release_hold_never_deleted"
    upgrade(engine)
    ready(engine)
    with engine.connect() as connection:
        assert connection.execute(text(KEPT)).all() == stood
    assert len(rows(engine, "release_hold")) == 1
    with engine.begin() as connection:
        connection.execute(text(LIFT))
    assert refusal(engine, LIFT) == "release_hold_never_changed"
