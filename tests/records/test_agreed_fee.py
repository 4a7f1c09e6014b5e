"""The agreed base fee: the look-up and the words of the triggers come to the same, on either database."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import text

from comanage.database import transaction
from comanage.records.agreed_fee import agreed_fee
from comanage.records.guards.agreed_fee import FEE_OF_THE_YEAR, FEE_SO_FAR
from comanage.rules.agreed_fee import AgreedFee
from comanage.rules.scorecard_steps import ScorecardState
from tests.makers import make_agreement, make_scorecard, make_terms
from tests.records.refused import refusal

CASES = {
    # the first day of the agreement; the first days of its versions, each with another fee
    "one version": (date(2027, 1, 1), [date(2027, 1, 1)]),
    "a change within a year": (date(2027, 1, 1), [date(2027, 1, 1), date(2028, 7, 1)]),
    "two changes of one year": (
        date(2027, 1, 1), [date(2027, 1, 1), date(2027, 4, 1), date(2027, 10, 1)],
    ),
    "a fiscal year": (date(2027, 7, 1), [date(2027, 7, 1), date(2028, 1, 1), date(2029, 4, 1)]),
    "from the middle of a month": (date(2027, 1, 15), [date(2027, 1, 15), date(2028, 4, 15)]),
    "from the last day of a month": (date(2027, 1, 31), [date(2027, 1, 31), date(2028, 4, 30)]),
}  # fmt: skip


@pytest.mark.trust("D4")
@pytest.mark.parametrize(("starts", "firsts"), CASES.values(), ids=CASES)
def test_the_triggers_count_the_fee_of_a_year_as_the_rules_do(engine, starts, firsts):
    made = versions(starts, firsts)
    with transaction() as session:
        fee = agreed_fee(session, made)
        assert [each for each, _ in fee.versions] == firsts
        assert len({cents for _, cents in fee.versions}) == len(firsts)
        for year in range(starts.year, starts.year + 3):
            day = starts.replace(year=year)
            assert by_trigger(session, FEE_OF_THE_YEAR, made, day) == fee.of_year(day)
            assert by_trigger(session, FEE_SO_FAR, made, day) == fee.through(day)


def test_a_draft_counts_for_nothing(engine):
    made = versions(date(2027, 1, 1), [date(2027, 1, 1)])
    with transaction() as session:
        make_scorecard(session, made, number=2, state=ScorecardState.DRAFT,
                       effective_on=date(2027, 4, 1))  # fmt: skip
        found = agreed_fee(session, made)
    assert found == AgreedFee(made.starts, 24_000_000, ((made.starts, 100_000_000),))


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("scorecard_locked_never_changed", "UPDATE scorecard SET base_fee_cents = 1"),
        (
            "scorecard_locked_has_its_base_fee",
            (
                "UPDATE scorecard SET state = 'locked', locked_at = '2027-01-01 00:00:00.000000',"
                " locked_by_id = 1, base_fee_cents = NULL WHERE number = 2"
            ),
        ),
        (
            "scorecard_base_fee_not_below_zero",
            "UPDATE scorecard SET base_fee_cents = -1 WHERE number = 2",
        ),
    ],
)
def test_a_locked_version_keeps_its_base_fee(engine, name, statement):
    made = versions(date(2027, 1, 1), [date(2027, 1, 1)], last=ScorecardState.SUPERSEDED)
    with transaction() as session:
        make_scorecard(session, made, number=2, state=ScorecardState.SIGNED)
    assert refusal(engine, statement) == name


def versions(starts, firsts, last=ScorecardState.LOCKED):
    """Make an agreement of three years and its versions, each with another base fee."""
    ends = starts.replace(year=starts.year + 3)
    with transaction() as session:
        made = make_agreement(session, starts=starts, ends=ends)
        terms = make_terms(session, made)
        for number, first in enumerate(firsts, 1):
            state = last if number == len(firsts) else ScorecardState.SUPERSEDED
            own = replace(terms, base_fee=Fraction(number * 1_000_000))
            make_scorecard(
                session, made, number=number, signed=own, state=state, effective_on=first
            )
    return made


def by_trigger(session, words, agreement, year):
    """Ask the database in the words of the triggers, for a row of a contract year."""
    asked = words.replace("NEW.year_starts", f"'{year}'").replace(
        "NEW.agreement_id", str(agreement.id)
    )
    return session.scalar(text(f"SELECT {asked}"))
