"""comanage hours: the totals of each group, and every entry as a file; reading it is noted."""

import csv
import io

import pytest
from sqlalchemy import select

from comanage import clock, database
from comanage.records.audit_entry import AuditEntry
from tests.actions.on_duty import log, on_duty, through
from tests.cli.conftest import COMPLIANCE
from tests.makers import NOW

WHERE = ("--agreement", "ORTHO-2027")


@pytest.fixture
def logged(staffed):
    """An agreement with one approved month, and hours in the next."""
    with clock.fixed(NOW), database.transaction() as session:
        made = on_duty(session)
        log(session, made, 375)
        through(session, made)
        log(session, made, 90, day=NOW.date())
    return staffed


def test_hours_are_listed_by_month_and_group(logged):
    assert logged("hours", "list", *WHERE).splitlines() == [
        "2027-03 granite: 6.25 hours logged, 6.25 hours approved, $1,125.00 earned",
        "2027-04 granite: 1.5 hours logged, 0 hours approved, $0.00 earned",
    ]
    assert len(logged("hours", "list", *WHERE, "--month", "2027-03").splitlines()) == 1


def test_every_entry_leaves_as_csv_and_that_is_noted(logged, tmp_path):
    rows = list(csv.DictReader(io.StringIO(logged("hours", "export", *WHERE, COMPLIANCE))))
    assert [row["hours"] for row in rows] == ["6.25", "1.5"]
    file = tmp_path / "hours.csv"
    assert logged("hours", "export", *WHERE, "--month", "2027-04", "--to", file) == f"{file}\n"
    assert file.read_text().count("granite") == 1
    with database.reading() as session:
        acts = session.scalars(select(AuditEntry.act)).all()
    assert acts.count("hours:records:export") == 2


def test_what_is_no_month_or_no_agreement_is_refused(logged):
    said = logged("hours", "export", *WHERE, "--month", "2027-13", status=1)
    assert "2027-13 is no month." in said
    assert "There is no agreement X." in logged("hours", "list", "--agreement", "X", status=1)
