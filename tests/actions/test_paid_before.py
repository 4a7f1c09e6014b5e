"""Paid before: advances, true-up and recoupment through real releases, held to the payments."""

import pytest

from comanage import clock
from comanage.actions import held_parts, paid_before, payment_requests
from comanage.database import reading, transaction
from comanage.records import payment as payments
from comanage.records.participant import of_agreement
from comanage.refusals import Faulty
from comanage.rules.payments import Kind
from comanage.rules.signoff import PaymentState
from tests.actions.advancing import NEXT, NOW, approved, ledger, opened, released, working
from tests.actions.settling import without_layout

QUARTERS = ("2027-Q1", "2027-Q2", "2027-Q3", "2027-Q4")
ADVANCE, YEAR = 6_000_000, "2027"


@pytest.fixture(autouse=True)
def _after_the_year(engine, monkeypatch):
    del engine
    without_layout(monkeypatch)
    with clock.fixed(NOW):
        yield


def lines(made):
    with reading() as session:
        found = payments.of_agreements(session, [made.id])
        return [(one.period, one.kind, one.amount_cents) for one in found]


def said(made, code):
    """Give what keeps a period from being released; nothing may have been stored."""
    before = lines(made)
    with pytest.raises(Faulty) as refused:
        released(made, code)
    assert lines(made) == before
    return [fault.sentence for fault in refused.value.faults]


def advanced(made, codes=QUARTERS):
    """Approve and release the advances of some quarters, each explained to the cent."""
    for code in codes:
        approved(made, code)
        assert ledger(made)[1] == 0
        released(made, code)
        told, unexplained = ledger(made)
        assert unexplained == 0
        assert told[code, "Released"] == {"payments": ADVANCE}
    return made


@pytest.mark.trust("D11")
def test_advances_are_taken_off_the_year_and_the_true_up_pays_the_rest():
    made = advanced(working("i6_true_up"))
    assert lines(made) == [(code, Kind.ADVANCE, ADVANCE) for code in QUARTERS]
    approved(made, YEAR)
    told, unexplained = ledger(made)
    assert unexplained == 0
    assert told[YEAR, "Due"] == {"not released yet": 4_520_000}
    released(made, YEAR)
    told, unexplained = ledger(made)
    assert unexplained == 0
    assert told[YEAR, "Earned by groups"] == {"due": 4_520_000, "paid before": 24_000_000}
    assert told[YEAR, "Paid before"] == {"released in earlier periods": 24_000_000}
    assert lines(made)[4:] == [(YEAR, Kind.INCENTIVE, 4_520_000)]


@pytest.mark.trust("D11")
def test_a_true_up_below_zero_is_recouped_from_the_next_payment():
    made = advanced(working("i6_recovery", more=(NEXT,)))
    approved(made, YEAR)
    released(made, YEAR)
    assert lines(made)[4:] == [(YEAR, Kind.RECOVERY, -3_080_000)]
    told, unexplained = ledger(made)
    assert unexplained == 0
    # The advances of the year were payable still, so the debt is set off against the oldest.
    assert told[YEAR, "Debts"] == {"recovered": 3_080_000}
    assert told["2027-Q1", "Payments"] == {"set off": 3_080_000, "payable": ADVANCE - 3_080_000}


@pytest.mark.trust("D11")
def test_what_was_paid_too_much_comes_off_the_next_advance_once_the_others_left():
    made = advanced(working("i6_recovery", more=(NEXT,)))
    assert paid(made).cents == 4 * ADVANCE
    approved(made, YEAR)
    released(made, YEAR)
    told, unexplained = ledger(made)
    assert (unexplained, told[YEAR, "Debts"]) == (0, {"open": 3_080_000})
    approved(made, NEXT.code)
    released(made, NEXT.code)
    told, unexplained = ledger(made)
    assert (unexplained, told[YEAR, "Debts"]) == (0, {"recovered": 3_080_000})
    assert told[NEXT.code, "Payments"] == {"set off": 3_080_000, "payable": ADVANCE - 3_080_000}
    assert paid(made).cents == ADVANCE - 3_080_000
    told, unexplained = ledger(made)
    assert unexplained == 0
    assert told[NEXT.code, "Payments"] == {"set off": 3_080_000, "paid": ADVANCE - 3_080_000}


def paid(made):
    """Request what is payable, and record that it was paid."""
    with reading() as session:
        every = payments.of_agreements(session, [made.id])
        ids = [one.id for one in every if one.state is PaymentState.PAYABLE and one.line.net]
    with transaction() as session:
        asked = payment_requests.request(
            session, made.releaser, payment_ids=ids, key=f"key-of-the-request-{ids[0]}"
        )
        cents = asked.cents
        payment_requests.pay(
            session, made.releaser, payment_ids=ids, on=clock.today(), reference="Check 1001"
        )
    asked.cents = cents
    return asked


def test_money_that_a_group_never_had_is_not_taken_back():
    made = advanced(working("i6_recovery"), QUARTERS[:1])
    approved(made, YEAR)
    assert said(made, YEAR) == [
        (
            "Riverbend Orthopaedic Associates was paid $60,000.00 here for 2027-Q1, 2027-Q2, 2027-Q3"
            " and 2027-Q4, and the figure says that $240,000.00 was paid before."
            " Release what is approved and not released of it, or correct the figure."
        )
    ]
    assert ledger(made)[1] == 0
    advanced(made, QUARTERS[1:])  # once they are released the same settlement is
    released(made, YEAR)
    assert ledger(made)[1] == 0


@pytest.mark.parametrize(
    ("figure", "mend"),
    [("239999.99", "before. Correct the figure."), ("240000.01", "or correct the figure.")],
)
def test_the_figure_of_what_was_paid_before_must_be_true_to_the_cent(figure, mend):
    made = advanced(working("i6_true_up"))
    approved(made, YEAR, ADVANCES=figure)
    (sentence,) = said(made, YEAR)
    assert "was paid $240,000.00 here for 2027-Q1" in sentence
    assert sentence.endswith(mend)
    opened(made, YEAR)
    approved(made, YEAR)
    released(made, YEAR)
    assert ledger(made)[1] == 0


def test_an_advance_is_not_released_after_the_year_that_left_it_out():
    made = advanced(working("i6_true_up"), QUARTERS[:3])
    approved(made, QUARTERS[3])
    approved(made, YEAR, ADVANCES="180000")
    released(made, YEAR)
    assert said(made, QUARTERS[3]) == [
        (
            "2027 was released with $180,000.00 as paid before to Riverbend Orthopaedic Associates;"
            " after this release that would be $240,000.00. Open 2027 again, correct its figure and"
            " approve it first."
        )
    ]
    opened(made, YEAR)
    approved(made, YEAR)
    released(made, QUARTERS[3])
    assert ledger(made)[1] == 0
    released(made, YEAR)
    assert ledger(made)[1] == 0
    assert sum(cents for _, _, cents in lines(made)) == 28_520_000  # what the year earned


@pytest.mark.trust("D11")
def test_the_year_to_date_pays_each_quarter_what_is_not_paid_yet():
    made = working("i6_cumulative")
    for code in QUARTERS:
        approved(made, code)
        assert ledger(made)[1] == 0
        released(made, code)
        assert ledger(made)[1] == 0
    assert [cents for _, _, cents in lines(made)] == [5_500_000, 7_000_000, 6_199_000, 8_001_000]


def test_the_year_to_date_is_held_to_the_earlier_quarters_in_both_directions():
    made = working("i6_cumulative")
    approved(made, QUARTERS[0], ADVANCES="100")
    assert said(made, QUARTERS[0]) == [
        (
            "Riverbend Orthopaedic Associates was paid $0.00 here for the time before 2027-Q1 in its"
            " contract year, and the figure says that $100.00 was paid before."
            " Release what is approved and not released of it, or correct the figure."
        )
    ]
    opened(made, QUARTERS[0])
    approved(made, QUARTERS[0])
    approved(made, QUARTERS[1], ADVANCES="0")
    released(made, QUARTERS[1])  # nothing was released before it, and that is what it says
    assert "2027-Q2 was released with $0.00 as paid before" in said(made, QUARTERS[0])[0]


def test_a_held_part_is_not_paid_beside_the_quarter_that_has_taken_in_its_place(monkeypatch):
    made = working("i6_cumulative")
    approved(made, QUARTERS[0])
    with reading() as session:
        held = {one.id: 500_000 for one in of_agreement(session, made.id)}
    with monkeypatch.context() as disputed:
        disputed.setattr(held_parts, "held_back", lambda *_: held)
        released(made, QUARTERS[0])
    approved(made, QUARTERS[1], ADVANCES="50000")
    released(made, QUARTERS[1])
    assert ledger(made)[1] == 0
    with pytest.raises(Faulty) as refused:
        rest(made, QUARTERS[0])
    assert [fault.sentence for fault in refused.value.faults] == [
        (
            "2027-Q2 was released with $50,000.00 as paid before to Riverbend Orthopaedic"
            " Associates; after this release that would be $55,000.00. Open 2027-Q2 again,"
            " correct its figure and approve it first."
        )
    ]
    opened(made, QUARTERS[1])
    approved(made, QUARTERS[1])
    rest(made, QUARTERS[0])
    released(made, QUARTERS[1])
    assert ledger(made)[1] == 0
    assert sum(cents for _, _, cents in lines(made)) == 12_500_000  # what both quarters earned


def rest(made, code):
    with transaction() as session:
        return held_parts.release_rest(
            session, made.releaser, made.id, code, number=1, key=f"rest-of-{code}"
        )


@pytest.mark.trust("D11")
@pytest.mark.parametrize(("figure", "gap"), [("0", 24_000_000), ("240000.01", 1)])
def test_a_figure_that_got_past_the_guards_is_unexplained(monkeypatch, figure, gap):
    made = advanced(working("i6_true_up"))
    approved(made, YEAR, ADVANCES=figure)
    monkeypatch.setattr(paid_before, "faults", lambda *_: [])
    released(made, YEAR)
    assert ledger(made)[1] == 2 * gap  # in the row of the period, and of the group


@pytest.mark.trust("D11")
def test_an_advance_that_got_past_the_guards_is_unexplained(monkeypatch):
    made = advanced(working("i6_true_up"), QUARTERS[:3])
    approved(made, QUARTERS[3])
    approved(made, YEAR, ADVANCES="180000")
    released(made, YEAR)
    monkeypatch.setattr(paid_before, "faults", lambda *_: [])
    released(made, QUARTERS[3])
    assert ledger(made)[1] == 2 * ADVANCE
