"""The demo's hours: one month payable, one that waits for the last level, one to attest."""

import pytest

from comanage import database
from comanage.records import agreement, meeting, physician_months
from comanage.records.payable_base_fee import payable_base_fees
from comanage.rules.month_signoff import MonthState
from comanage.rules.signoff import Role


@pytest.fixture
def session(demo):
    del demo
    with database.reading() as session:
        yield session


def test_each_of_three_months_stands_somewhere_else(session):
    at = agreement.by_code(session, "ORTHO").id
    found = {
        each.key.month.code: (each.state, each.waits_for)
        for each in physician_months.of_agreements(session, [at])
    }
    assert found == {
        "2026-08": (MonthState.PAYABLE, None),
        "2026-09": (MonthState.APPROVED, Role.APPROVER),
        "2026-10": (MonthState.DRAFT, None),
    }
    (earned,) = payable_base_fees(session, at)
    assert earned.cents == 113_750


def test_the_committee_met_and_both_sides_came(session):
    at = agreement.by_code(session, "ORTHO").id
    found = meeting.of_agreement(session, at)
    assert [len(each.attendance) for each in found] == [4, 4]
    assert all(each.decisions for each in found)
