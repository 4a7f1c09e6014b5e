"""What counts towards the caps of a contract year: paid, committed, and for whom it is told."""

import pytest

from comanage import clock
from comanage.actions import repayments, year_caps
from comanage.database import reading, transaction
from comanage.refusals import NotAllowed
from tests.actions.releasing import corrected, lines, make_approved, pay, release, request
from tests.actions.settling import control, without_layout
from tests.makers import make_opinion

FEE = 30_000_000


@pytest.fixture
def made(engine, monkeypatch):
    """An agreement with a cap of the year and an opinion, whose first quarter is released."""
    del engine
    without_layout(monkeypatch)
    made = make_approved()
    control(made, year_cap_cents=100_000_000)
    with transaction() as session:
        make_opinion(session, made.agreement)
    release(made)
    return made


def of(made, actor=None):
    with reading() as session:
        return year_caps.of_agreement(session, actor or made.officer, made.id)


def test_the_base_fee_counts_whole_and_what_is_not_paid_yet_is_committed(made):
    found = of(made)
    assert [one.name.partition(" by")[0] for one in found] == [
        "Fair market value",
        "Cap of the contract year",
    ]
    cap = next(one for one in found if one.name == year_caps.OF_YEAR)
    released = sum(one.amount_cents for one in lines(made))
    assert (cap.cents, cap.paid) == (100_000_000, 0)
    assert cap.committed == released + FEE


def test_what_accounts_payable_paid_moves_from_committed_to_paid(made):
    before = of(made)[0]
    ids = [one.id for one in lines(made)]
    request(made, ids)
    pay(made, ids)
    after = of(made)[0]
    assert after.paid == sum(one.amount_cents for one in lines(made))
    assert after.paid + after.committed == before.paid + before.committed


def test_what_is_approved_and_not_released_is_committed_already(engine, monkeypatch):
    without_layout(monkeypatch)
    made = make_approved()
    control(made, year_cap_cents=100_000_000)
    (before,) = of(made)
    release(made)
    (after,) = of(made)
    assert before == after
    assert before.committed == FEE + sum(one.amount_cents for one in lines(made))


def test_a_correction_that_waits_for_its_release_commits_only_what_it_pays_more(made):
    paid = sum(one.amount_cents for one in lines(made))
    corrected(made, value="26.0", releasing=False)
    waits = of(made)[0]
    release(made, number=2, key="key-of-the-second-release")
    more = sum(one.amount_cents for one in lines(made)) - paid
    assert more > 0
    assert (waits.paid, waits.committed) == (0, FEE + paid + more)


def test_what_a_group_pays_back_is_taken_off_what_was_paid(made):
    ids = [one.id for one in lines(made)]
    request(made, ids)
    pay(made, ids)
    first = of(made)[0]
    corrected(made, value="33.0")
    debt = next(one for one in lines(made) if one.line.owed)
    owed = debt.line.owed
    before = of(made)[0]
    assert before == first  # the money is with the group until it is back
    with transaction() as session:
        repayments.repaid(
            session, made.releaser, debt.id, cents=owed - 100, on=clock.today(), reference="D 1"
        )
    after = of(made)[0]
    assert (after.paid, after.committed) == (first.paid - owed + 100, FEE)


def test_every_agreement_is_listed_with_its_last_year(made):
    with reading() as session:
        found = year_caps.of_every(session, made.officer)
    assert found == of(made)


def test_a_leader_is_told_nothing(made):
    with pytest.raises(NotAllowed):
        of(made, made.leader)
    with reading() as session:
        assert year_caps.of_every(session, made.leader) == []


def test_it_takes_as_many_queries_for_one_payment_as_for_many(made, queries):
    with reading() as session:
        queries.clear()
        year_caps.of_every(session, made.officer)
        assert len([each for each in queries if each.startswith("SELECT")]) <= 6
