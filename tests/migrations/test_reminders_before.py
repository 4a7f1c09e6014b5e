"""Reminders of figures come through a step down and up; the tables before have no word for others."""

from alembic.script import ScriptDirectory
from sqlalchemy import text

from comanage import database
from comanage.database import downgrade, ready, transaction, upgrade
from comanage.rules.reminding import Kind
from tests.databases import alembic
from tests.makers import make_person
from tests.makers.figure_work import make_reminder

SCRIPTS = ScriptDirectory.from_config(alembic("sqlite://"))
(MADE,) = [each for each in SCRIPTS.walk_revisions() if each.path.endswith("_reminders.py")]


def stored(engine, column):
    with engine.connect() as connection:
        rows = connection.execute(text(f"SELECT kind, {column} FROM reminder ORDER BY id"))  # noqa: S608
        return [tuple(row) for row in rows]


def test_reminders_of_figures_stay_and_those_of_others_go_with_their_words(engine):
    with transaction() as session:
        person = make_person(session)
        for kind in Kind:
            make_reminder(session, person, kind=kind)
    downgrade(engine, MADE.down_revision)
    assert stored(engine, "figures") == [("due soon", 2), ("overdue", 2)]
    upgrade(engine)
    ready(engine)
    assert database.triggers_missing(engine) == []
    assert stored(engine, "lines") == [("due soon", 2), ("overdue", 2)]
