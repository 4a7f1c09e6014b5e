"""Restating: what the signed terms leave of a correction stays as it was paid, and is on record."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from comanage import clock
from comanage.actions import ledgers
from comanage.database import reading
from comanage.records import payout_record as payouts
from comanage.records import settlement as settlements
from comanage.records.audit_entry import AuditEntry
from comanage.rules.ledger import rows
from comanage.rules.numbers import exact
from comanage.rules.payments import Kind
from comanage.rules.pool import RestatementRules
from tests.actions import advancing
from tests.actions import releasing as work
from tests.actions.settling import period_of, without_layout
from tests.statements import samples

GRANITE, COPPER = 19_460_526, 11_676_316  # by a turnover of 27.4 minutes
BETTER, MORE_G, MORE_C = "26.0", 276_316, 165_789
WORSE, LESS_G, LESS_C = "28.8", -355_263, -213_158
LAST_DAY = datetime(2028, 3, 31, 23, 59, tzinfo=UTC)
DAY_AFTER = datetime(2028, 4, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def statements_written(engine, monkeypatch):
    del engine
    return without_layout(monkeypatch)


def agreed(**rules):
    """Make an approved and released quarter of an agreement with such rules of restatement."""
    made = work.make_approved(terms=replace(samples.TERMS, restatement=RestatementRules(**rules)))
    work.release(made)
    return made


def paid(made):
    """Give what the payments of each group add up to."""
    found = {"GRANITE": 0, "COPPER": 0}
    for one in work.lines(made):
        found[one.participant.code] += one.amount_cents
    return found


def left(made):
    """Give what is left of the newest settlement, by group, and check every cent of the ledger."""
    with reading() as session:
        record = settlements.latest(session, period_of(session, made).id)
        owed = payouts.of_settlement(session, record.id)
        assert ledgers.unexplained_cents(session) == 0
        (book,) = ledgers.books(session, [made.id])
        told = {row.name: row.cents for row in rows(book)}
        found = {one.participant.code: one.left_cents for one in owed if one.left_cents}
        assert told.get("Left by a correction", 0) == sum(found.values())
        assert all(one.left_because for one in owed if one.left_cents)
        return found


def test_a_difference_that_is_too_small_for_all_changes_no_payment():
    made = agreed(material=Fraction(1_000_000))
    act = work.corrected(made, value=BETTER)
    assert act.cents == 0
    assert [one.kind for one in work.lines(made)] == [Kind.INCENTIVE, Kind.INCENTIVE]
    assert left(made) == {"GRANITE": MORE_G, "COPPER": MORE_C}
    with reading() as session:
        record = settlements.latest(session, period_of(session, made).id)
        granite = next(
            one for one in payouts.of_settlement(session, record.id)
            if one.participant.code == "GRANITE"
        )  # fmt: skip
        approved = session.query(AuditEntry).filter_by(act="settlement:version:approve").all()[-1]
    assert granite.payable_cents == GRANITE
    assert granite.left_because == (
        "Granite Fork Bone & Joint: earned $197,368.42 instead of $194,605.26: $2,763.16 more is"
        " below $1,000,000.00, from which it would count, and left."
    )
    assert '"left cents"' in str(approved.after).replace("'", '"')


@pytest.mark.parametrize(
    ("value", "material", "more", "stays"),
    [
        pytest.param(BETTER, "2763.16", MORE_G, {"COPPER": MORE_C}, id="paid at the least"),
        pytest.param(
            BETTER, "2763.17", 0, {"GRANITE": MORE_G, "COPPER": MORE_C}, id="a cent below it"
        ),
        pytest.param(WORSE, "3552.63", LESS_G, {"COPPER": LESS_C}, id="recovered at the least"),
        pytest.param(
            WORSE, "3552.64", 0, {"GRANITE": LESS_G, "COPPER": LESS_C},
            id="a cent below it the other way",
        ),
    ],
)  # fmt: skip
def test_the_least_difference_is_looked_at_for_each_group_on_its_edge(value, material, more, stays):
    made = agreed(material=exact(material))
    work.corrected(made, value=value)
    assert paid(made) == {"GRANITE": GRANITE + more, "COPPER": COPPER}
    assert left(made) == stays


@pytest.mark.parametrize(
    ("day", "value", "more"),
    [
        pytest.param(LAST_DAY, BETTER, (MORE_G, MORE_C), id="paid on the last day"),
        pytest.param(LAST_DAY, WORSE, (LESS_G, LESS_C), id="recovered on the last day"),
        pytest.param(DAY_AFTER, BETTER, (0, 0), id="not paid on the day after"),
        pytest.param(DAY_AFTER, WORSE, (0, 0), id="not recovered on the day after"),
    ],
)
def test_a_period_is_paid_differently_until_its_look_back_ends(day, value, more):
    made = agreed(look_back_months=12)
    with clock.fixed(day):
        work.corrected(made, value=value)
    assert paid(made) == {"GRANITE": GRANITE + more[0], "COPPER": COPPER + more[1]}
    assert len(left(made)) == (0 if any(more) else 2)


def test_what_is_corrected_in_slices_counts_as_a_whole():
    made = agreed(material=Fraction(4_000))
    work.corrected(made, value=BETTER)
    assert left(made) == {"GRANITE": MORE_G, "COPPER": MORE_C}
    work.corrected(made, value="24.6", number=3, key="key-of-the-third-release")
    assert left(made) == {"COPPER": 331_579}  # $3,315.79 of it is below $4,000.00 still
    assert paid(made) == {"GRANITE": GRANITE + 2 * MORE_G, "COPPER": COPPER}


def test_what_was_left_is_left_no_more_once_the_figure_is_set_right():
    made = agreed(material=Fraction(4_000))
    work.corrected(made, value=BETTER)
    act = work.corrected(made, value="27.4", number=3, key="key-of-the-third-release")
    assert (act.cents, left(made)) == (0, {})
    assert paid(made) == {"GRANITE": GRANITE, "COPPER": COPPER}


def test_before_anything_was_paid_a_correction_leaves_nothing(monkeypatch):
    made = work.make_approved(
        terms=replace(samples.TERMS, restatement=RestatementRules(material=Fraction(1_000_000)))
    )
    with monkeypatch.context() as unreleased:
        unreleased.setattr(work, "release", lambda *_, **__: None)
        work.corrected(made, value=BETTER)
    work.release(made, number=2)
    assert paid(made) == {"GRANITE": GRANITE + MORE_G, "COPPER": COPPER + MORE_C}
    assert left(made) == {}


def test_the_statement_says_what_is_left_and_pays_as_before(statements_written):
    made = agreed(material=Fraction(1_000_000))
    work.corrected(made, value=BETTER)
    granite = next(
        one for one in statements_written[-2:] if one.group.code == "GRANITE"
    )  # fmt: skip
    assert (granite.payable, granite.payout.left) == (GRANITE, MORE_G)
    assert granite.equations[-1] == "$197,368.42 − $2,763.16 left = $194,605.26, payable"
    assert "is below $1,000,000.00" in granite.payout.left_because


def test_a_correction_after_one_that_left_something_compares_with_what_was_paid(statements_written):
    made = agreed(material=Fraction(4_000))
    work.corrected(made, value=BETTER)
    assert left(made) == {"GRANITE": MORE_G, "COPPER": MORE_C}
    work.corrected(made, value=WORSE, number=3, key="key-of-the-third-release")
    granite = next(
        one for one in statements_written[-2:] if one.group.code == "GRANITE"
    )  # fmt: skip
    stood = granite.facts.course.since.of("GRANITE")
    assert (stood.earned, stood.due) == (GRANITE + MORE_G, GRANITE)
    assert (granite.payable, granite.payout.left) == (GRANITE, LESS_G)


def test_readmissions_corrected_from_42_to_46_recover_13500_through_a_release():
    with clock.fixed(advancing.NOW):
        made = advancing.working("i9_before")
        advancing.approved(made, "2027")
        first = advancing.released(made, "2027").cents
        advancing.corrected(made, "2027", READMISSION="4.6")
        assert advancing.released(made, "2027").cents == -1_350_000
        told, unexplained = advancing.ledger(made)
    assert unexplained == 0
    assert told["2027", "Due"] == {"released": first - 1_350_000}


@pytest.mark.parametrize(
    ("least", "again"), [("30000", -3_000_000), ("30000.01", 0)], ids=["counts", "is left"]
)
def test_a_true_up_is_corrected_by_what_was_earned_before_advances(least, again):
    with clock.fixed(advancing.NOW):
        made = advancing.working("i6_true_up", material=exact(least))
        for code in ("2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4", "2027"):
            advancing.approved(made, code)
            advancing.released(made, code)
        advancing.corrected(made, "2027", READMISSION="4.5")
        assert advancing.released(made, "2027").cents == again
        told, unexplained = advancing.ledger(made)
    assert unexplained == 0
    assert told["2027", "Paid before"] == {"released in earlier periods": 24_000_000}
    assert told["2027", "Earned by groups"].get("left by a correction", 0) == (
        0 if again else -3_000_000
    )
