"""Exhibits: a version is signed on a paper of its own, and an amendment once it was checked."""

from datetime import UTC, date, datetime

import pytest

from comanage import clock
from comanage.actions import agreement_documents, amendments, exhibits, scorecard_steps, scorecards
from comanage.records import scorecard as records
from comanage.refusals import Faulty
from comanage.rules.documents import DocumentKind
from comanage.rules.scorecard_steps import ScorecardState
from tests.actions.filing import document, make_filing, pdf, signings
from tests.actions.locking import locked, revision_of, signed_exhibit
from tests.makers import make_scorecard

IN_MAY = datetime(2027, 5, 3, 9, tzinfo=UTC)
IN_JUNE = datetime(2027, 6, 14, 9, tzinfo=UTC)
LATE = datetime(2027, 9, 28, 9, tzinfo=UTC)
Q3, Q4 = date(2027, 7, 1), date(2027, 10, 1)
WHY = "The registry changed its definition."


@pytest.fixture
def filing(session):
    """A locked scorecard, an old exhibit that every party signed, and an amendment for the third quarter."""
    with clock.fixed(IN_MAY):
        made = make_filing(session)
        make_scorecard(session, made.agreement)
        made.old = signed_exhibit(session, made.ada, made.id, on=date(2026, 12, 14))
        made.second = amendments.draft_next(session, made.ada, made.id, reason=WHY, first=Q3)
        yield made


def take(session, filing, step, *, who=None, **given):
    """Take a step of the draft as it stands."""
    at = filing.id
    return step(session, who or filing.ada, at, revision=revision_of(session, at), **given)


def reviewed(session, filing):
    """Bring the amendment to where the parties sign it."""
    take(session, filing, scorecard_steps.check)
    take(session, filing, scorecard_steps.review, who=filing.cora, note="Looked.")


def sign(session, filing, exhibit):
    return take(session, filing, scorecard_steps.sign, exhibit_id=exhibit.id)


def why_not(session, filing, exhibit):
    with pytest.raises(Faulty) as why:
        sign(session, filing, exhibit)
    (fault,) = why.value.faults
    assert fault.place == "exhibit"
    return fault.sentence


@pytest.mark.trust("E3")
def test_an_amendment_is_not_signed_on_a_paper_from_before_it_was_checked(session, filing):
    reviewed(session, filing)
    assert why_not(session, filing, filing.old) == (
        "Scorecard was signed on 14 Dec 2026, before these terms were checked on 3 May 2027, so it is"
        " of other terms. Let every party sign these, and add the document that they signed."
    )
    assert filing.second.state is ScorecardState.REVIEWED


def test_the_day_of_the_check_is_early_enough(session, filing):
    reviewed(session, filing)
    sign(session, filing, signed_exhibit(session, filing.ada, filing.id, on=IN_MAY.date()))
    assert filing.second.state is ScorecardState.SIGNED


@pytest.mark.trust("E3")
def test_what_is_typed_after_its_first_day_takes_effect_with_a_later_period(session, filing):
    """Drafted in May for July, its base fee raised in September: no paper makes July have it."""
    with clock.fixed(LATE):
        take(
            session, filing, scorecards.save_basics, base_fee_cents=99_000_00, pool_cents=70_000_00
        )
        with pytest.raises(Faulty) as why:
            take(session, filing, scorecard_steps.check)
        (fault,) = why.value.faults
        assert str(fault) == (
            "effective_on: Its first period began on 1 Jul 2027, and an amendment is signed once it"
            " is checked, so that would be too late. Let it take effect with a later period."
        )
        take(session, filing, amendments.change, reason=WHY, first=Q4)
        locked(session, filing.ada, filing.id)
    in_july, in_october = (records.governing(session, filing.id, day) for day in (Q3, Q4))
    assert (in_july.number, in_october.number) == (1, 2)
    assert in_october.base_fee_cents == 99_000_00 != in_july.base_fee_cents


@pytest.mark.trust("E3")
def test_what_was_checked_and_signed_in_time_is_locked_late_as_before(session, filing):
    reviewed(session, filing)
    sign(session, filing, signed_exhibit(session, filing.ada, filing.id, on=date(2027, 5, 3)))
    with clock.fixed(LATE):
        take(session, filing, scorecard_steps.lock)
    assert records.governing(session, filing.id, Q3).number == 2


def test_a_change_after_the_signatures_takes_new_ones(session, filing):
    reviewed(session, filing)
    exhibit = signed_exhibit(session, filing.ada, filing.id)
    sign(session, filing, exhibit)
    take(session, filing, scorecards.save_basics, base_fee_cents=1, pool_cents=100)
    reviewed(session, filing)  # on the same day
    assert why_not(session, filing, exhibit) == (
        "Scorecard was recorded as signed for other terms of this version already, and a document is"
        " signed for one version alone. Add the one on which every party signed these terms."
    )


def test_another_first_day_takes_new_signatures_as_well(session, filing):
    reviewed(session, filing)
    exhibit = signed_exhibit(session, filing.ada, filing.id)
    sign(session, filing, exhibit)
    with clock.fixed(IN_JUNE):
        take(session, filing, amendments.change, reason=WHY, first=Q4)
        reviewed(session, filing)
        assert "before these terms were checked on 14 Jun 2027" in why_not(session, filing, exhibit)


@pytest.mark.trust("E3")
def test_a_paper_serves_one_version_however_often_it_is_added(session, filing):
    reviewed(session, filing)
    first = signed_exhibit(session, filing.ada, filing.id, on=date(2027, 5, 3))
    sign(session, filing, first)
    take(session, filing, scorecard_steps.lock)
    filing.third = amendments.draft_next(session, filing.ada, filing.id, reason=WHY, first=Q4)
    reviewed(session, filing)
    again = signed_exhibit(session, filing.ada, filing.id, on=date(2027, 5, 3), number=2)
    for exhibit in (first, again):
        assert "recorded as signed for version 2 already" in why_not(session, filing, exhibit)


def test_a_first_version_is_signed_on_what_is_older_than_its_place_here(session):
    with clock.fixed(IN_MAY):
        made = make_filing(session)
        made.draft = make_scorecard(session, made.agreement, state=ScorecardState.DRAFT)
        reviewed(session, made)
        sign(session, made, signed_exhibit(session, made.ada, made.id, on=date(2026, 12, 14)))
        take(session, made, scorecard_steps.lock)
    assert records.governing(session, made.id, date(2027, 1, 1)) is made.draft


def test_what_cannot_serve_is_not_offered(session, filing):
    reviewed(session, filing)
    half = agreement_documents.add(
        session, filing.ada, filing.id,
        document(kind=DocumentKind.EXHIBIT, content=pdf("Half"), title="Half",
                 signed_by=signings(IN_MAY.date())[:2]),
    )  # fmt: skip
    assert exhibits.that_serve(session, filing.second) == []
    whole = agreement_documents.add(
        session, filing.ada, filing.id,
        document(kind=DocumentKind.AMENDMENT, content=pdf("Whole"), title="Whole",
                 signed_by=signings(IN_MAY.date())),
    )  # fmt: skip
    assert exhibits.that_serve(session, filing.second) == [whole]
    assert "is not signed by Copper Hand & Spine" in why_not(session, filing, half)
    sign(session, filing, whole)


def test_a_signing_from_before_this_was_asked_is_asked_again_at_the_lock(
    session, filing, monkeypatch
):
    reviewed(session, filing)
    exhibit = signed_exhibit(session, filing.ada, filing.id)
    sign(session, filing, exhibit)
    monkeypatch.setattr(exhibits, "why_of_other_terms", "{0} is older than {2}.".format)
    with pytest.raises(Faulty) as why:
        take(session, filing, scorecard_steps.lock)
    assert why.value.faults[0].sentence == "Scorecard is older than 2027-05-03."
