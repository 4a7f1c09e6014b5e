"""The board reads what was approved, reviewed, released and paid, and the work it was paid for."""

from dataclasses import replace
from fractions import Fraction

import pytest

from comanage import clock
from comanage.actions import base_fee_releases, holds, oversight
from comanage.actions import disputes as disputing
from comanage.actions.dispute_views import Claim, stakes_of
from comanage.actions.disputes import Step
from comanage.database import transaction
from comanage.records.oversight_limit import Limit
from comanage.rules.disputes import DisputeStep, Ground, moved
from comanage.rules.numbers import exact, money
from comanage.rules.oversight.oversight import Word
from comanage.rules.oversight.reference import Reference, Shelf
from tests.actions.boards import rulings, says, stands, tampered
from tests.actions.on_duty import to_release
from tests.actions.releasing import PERIOD, corrected, later, make_approved, pay, release, request
from tests.actions.releasing import lines as payments_of
from tests.actions.settling import calculated, control, make_ready, without_layout
from tests.makers import NOW
from tests.statements import samples

SETTLEMENT = Reference(Shelf.SETTLEMENT, PERIOD)


@pytest.fixture(autouse=True)
def today():
    """Hold the clock in the first year of the agreement."""
    with clock.fixed(NOW.replace(month=9, day=1)):
        yield


@pytest.fixture
def made(engine, monkeypatch):
    """An approved quarter of a signed agreement that may be released."""
    del engine
    without_layout(monkeypatch)
    return make_approved()


@pytest.fixture
def worked(engine):
    """A signed agreement with one approved month of work, and a payment releaser."""
    del engine
    with clock.fixed(NOW), transaction() as session:
        return to_release(session)


def within(made, days):
    with transaction() as session:
        oversight.set_limit(
            session, made.compliance, made.id, Limit.DAYS_TO_SETTLE, amount=days, reason="7.2"
        )


def test_17_each_release_was_reviewed_by_somebody_who_took_no_other_part(engine, made):
    assert rulings(made, 17)[0][0] == "missing"
    assert rulings(made, 17)[0][3] == Reference(Shelf.CONTROLS)
    control(made, independent_review=True)
    assert "nothing was yet" in rulings(made, 17)[0][1]
    with transaction() as session:
        holds.review(session, made.reviewer, made.id, PERIOD, number=1)
    release(made)
    assert rulings(made, 17) == [
        ("in place", "Reviewed independently before every release.", f"{PERIOD}, settlement 1",
         SETTLEMENT)
    ]  # fmt: skip
    who = {"who": made.approver.person_id}
    tampered(
        engine, "signature", "UPDATE signature SET person_id = :who WHERE purpose = 'review'", **who
    )
    assert "took another part" in rulings(made, 17)[0][1]
    tampered(engine, "signature", "DELETE FROM signature WHERE purpose = 'review'")
    assert "Released without an independent review" in rulings(made, 17)[0][1]


def test_17_a_review_of_another_document_does_not_count(engine, made):
    control(made, independent_review=True)
    with transaction() as session:
        holds.review(session, made.reviewer, made.id, PERIOD, number=1)
    release(made)
    other = "UPDATE signature SET document_hash = 'other' WHERE purpose = 'review'"
    tampered(engine, "signature", other)
    assert stands(made, 17).word is Word.MISSING


@pytest.mark.parametrize(
    "bent",
    [
        pytest.param("DELETE FROM month_decision WHERE level = 2", id="a level is lacking"),
        pytest.param(
            "UPDATE month_decision SET for_id = :ann WHERE level = 2", id="for the physician"
        ),
    ],
)
def test_19_each_base_fee_rests_on_work_that_every_level_approved(engine, worked, bent):
    assert says(worked, 19, "in place", "none was released yet")
    with transaction() as session:
        waits = base_fee_releases.waiting(session, worked.releaser, worked.id)
        base_fee_releases.release(
            session, worked.releaser, worked.id, earned_ids=[one.earned_id for one in waits],
            key="a-key-of-the-release",
        )  # fmt: skip
    ((word, sentence, _, at),) = rulings(worked, 19)
    assert (word, at) == ("in place", Reference(Shelf.BASE_FEES))
    assert sentence.startswith("1 base-fee payment rests on logged, attested and approved work")
    tampered(
        engine, "month_decision", bent, **({"ann": worked.ann.person_id} if ":ann" in bent else {})
    )
    ((word, sentence, _, _),) = rulings(worked, 19)
    assert (word, "2027-03" in sentence) == ("blocked", True)


@pytest.mark.parametrize("column", ["released_by_id", "for_id"])
@pytest.mark.parametrize("who", ["ann", "administrator"])
def test_25_who_did_or_approved_work_is_held_against_who_released_its_base_fee(
    engine, worked, column, who
):
    with transaction() as session:
        waits = base_fee_releases.waiting(session, worked.releaser, worked.id)
        base_fee_releases.release(
            session, worked.releaser, worked.id, earned_ids=[one.earned_id for one in waits],
            key="a-key-of-the-release",
        )  # fmt: skip
    assert stands(worked, 25).word is Word.IN_PLACE
    bent = f"UPDATE payment_release SET {column} = :who"  # noqa: S608
    tampered(engine, "payment_release", bent, who=getattr(worked, who).person_id)
    ((word, sentence, _, at),) = rulings(worked, 25)
    assert (word, at) == ("blocked", Reference(Shelf.BASE_FEES))
    assert "2027-03" in sentence


def test_19_a_base_fee_asks_for_duties(engine):
    del engine
    with transaction() as session:
        ready = make_ready(session)
    assert says(ready, 19, "missing", "no duty list")


def test_19_no_base_fee_asks_for_nothing(engine):
    del engine
    with transaction() as session:
        ready = make_ready(session, terms=replace(samples.TERMS, base_fee=Fraction(0)))
    assert says(ready, 19, "does not apply", "No base fee is paid.")


def test_25_who_released_is_held_against_who_approved(engine, made):
    release(made)
    ((word, _, record, at),) = rulings(made, 25)
    assert (word, record, at) == ("in place", f"{PERIOD}, settlement 1", SETTLEMENT)
    who = {"who": made.approver.person_id}
    tampered(engine, "payment_release", "UPDATE payment_release SET released_by_id = :who", **who)
    assert stands(made, 25).word is Word.BLOCKED


def test_25_whose_duty_it_was_counts_as_well(engine, made):
    release(made)
    who = {"who": made.administrator.person_id}
    of_another = "UPDATE signature SET for_id = :who WHERE purpose = 'release'"
    tampered(engine, "signature", of_another, **who)
    assert stands(made, 25).word is Word.BLOCKED


@pytest.mark.parametrize("part", ["entered", "verified"])
def test_25_for_whom_a_figure_was_entered_or_verified_counts_as_well(engine, made, part):
    assert stands(made, 25).word is Word.IN_PLACE
    who = {"who": made.approver.person_id}
    tampered(engine, "figure", f"UPDATE figure SET {part}_for_id = :who WHERE id = 1", **who)  # noqa: S608
    assert stands(made, 25).word is Word.BLOCKED


def test_27_what_a_group_owes_and_is_owed_is_open_until_it_is_paid(made):
    assert says(made, 27, "missing", "Nobody has set within how many days")
    within(made, 30)
    assert says(made, 27, "in place", "No difference")
    release(made)
    request(made)
    pay(made, [one.id for one in payments_of(made)])
    corrected(made, value="31.9")  # nothing is earned on it any more: both groups owe
    ((word, sentence, _, at),) = rulings(made, 27)
    assert (word, at) == ("in place", Reference(Shelf.LEDGER))
    assert sentence.startswith("2 differences are open, none for more than 30 days: 2027-Q1, ")
    assert sentence.count("owes, $") == 2
    with later(31):
        ((word, sentence, _, _),) = rulings(made, 27)
    assert word == "missing"
    assert made.groups["GRANITE"].name in sentence


def test_27_a_correction_that_pays_more_is_open_until_it_is_paid(made):
    within(made, 30)
    release(made)
    request(made)
    pay(made, [one.id for one in payments_of(made)])
    corrected(made)
    assert "2 differences are open" in rulings(made, 27)[0][1]
    request(made, key="key-of-another-request")
    pay(made, [one.id for one in payments_of(made) if one.line.net and one.state == "requested"])
    assert "No difference" in rulings(made, 27)[0][1]


def test_27_a_correction_that_waits_for_release_is_open(made, monkeypatch):
    within(made, 30)
    release(made)
    monkeypatch.setattr("tests.actions.releasing.release", lambda *_, **__: None)
    corrected(made)
    assert "1 difference is open" in rulings(made, 27)[0][1]
    with later(31):
        assert f"{PERIOD}, settlement 2 waits for release, $" in rulings(made, 27)[0][1]


def test_27_a_dispute_is_open_until_it_is_over(engine):
    del engine
    with transaction() as session:
        ready = make_ready(session)
    calculated(ready)
    within(ready, 30)
    claim = Claim(
        figure_id=ready.figures["turnover"].id, ground=Ground.SOURCE, words="Another mean.",
        value=exact("20"),
    )  # fmt: skip
    with transaction() as session:
        raised = disputing.raise_dispute(
            session, ready.leader, ready.id, PERIOD, number=1, claim=claim
        )
    assert "1 difference is open" in rulings(ready, 27)[0][1]
    with later(31):
        ((word, sentence, _, _),) = rulings(ready, 27)
    assert (word, "dispute of turnover by" in sentence) == ("missing", True)
    stake = moved(stakes_of(raised))
    assert stake > 0
    assert f", {money(stake)} at stake, since 1 Sep 2027" in sentence
    with transaction() as session:
        disputing.take(
            session,
            ready.leader,
            ready.id,
            raised.id,
            step=Step(step=DisputeStep.WITHDRAW, words="Settled.", finding=None, number=0),
        )
    assert "No difference" in rulings(ready, 27)[0][1]
