"""What an auditor asks for first, on the command line: payments outside their agreements."""

import pytest
from sqlalchemy import text

from comanage.records.guarding import lifted
from tests.actions.releasing import make_approved, release
from tests.actions.settling import without_layout


@pytest.fixture
def released(run, engine, monkeypatch):
    """A quarter of a signed agreement that was released."""
    del engine, run
    without_layout(monkeypatch)
    made = make_approved()
    release(made)
    return made


def test_payments_outside_agreements_are_counted_and_end_with_one(run, engine, released):
    assert run("oversight", "payments") == "0 of 2 payments lie outside their agreements.\n"
    with engine.begin() as connection, lifted(connection, "payment"):
        connection.execute(text("UPDATE payment SET starts = '2026-12-31' WHERE id = 1"))
    said = run("oversight", "payments", status=1)
    assert said == "Money was paid outside an agreement: release nothing, and ask for help.\n"
