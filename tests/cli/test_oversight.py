"""On the command line: payments outside their agreements, and the statuses of physicians."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from comanage.database import transaction
from comanage.records.guarding import lifted
from comanage.records.person import Person
from tests.actions.releasing import make_approved, release
from tests.actions.settling import make_ready, without_layout


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


@pytest.fixture
def quarter(run, engine):
    """An agreement with a leader for each of its groups, and its compliance officer."""
    del engine, run
    with transaction() as session:
        made = make_ready(session)
        people = {name: session.get_one(Person, getattr(made, name).person_id).email
                  for name in ("leader", "compliance", "administrator")}  # fmt: skip
        made.code = made.agreement.code
    return SimpleNamespace(code=made.code, **people)


def recorded(run, quarter, *options, of=None, by=None, status=0):
    return run(
        "oversight", "physician", quarter.code, of or quarter.leader,
        "--screened-on", "2026-08-20", "--licence-until", "2028-06-30",
        "--privileges-until", "2028-03-31", "--rests-on", "List of 20 Aug 2026, compliance share",
        *options, "--as", by or quarter.compliance, status=status,
    )  # fmt: skip


def test_the_status_of_a_physician_is_recorded_and_listed(run, quarter):
    assert f"{quarter.leader}  " in run("oversight", "physicians", quarter.code)
    assert "nothing is on record" in run("oversight", "physicians", quarter.code)
    told = "screened 20 Aug 2026, licence until 30 Jun 2028, privileges until 31 Mar 2028"
    assert recorded(run, quarter) == f"The status of {quarter.leader} is on record: {told}.\n"
    assert told in run("oversight", "physicians", quarter.code)
    recorded(run, quarter, "--excluded")
    listed = run("oversight", "physicians", quarter.code, "--as", quarter.compliance)
    assert "screened 20 Aug 2026, excluded, licence" in listed
    assert "Against payment: " in listed
    assert "was found excluded on 20 Aug 2026" in listed


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"of": "nobody@larkspur.example"}, "Choose a physician who takes part"),
        ({"by": "administrator"}, "does not let you declare safeguards"),
    ],
)
def test_who_takes_no_part_and_who_may_not_record_is_refused_in_words(run, quarter, changed, words):
    changed = {name: getattr(quarter, told, told) for name, told in changed.items()}
    assert words in recorded(run, quarter, status=1, **changed)
