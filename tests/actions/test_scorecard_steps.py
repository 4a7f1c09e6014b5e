"""Steps of a scorecard as people take them: in order, by whom, on what terms, and not too late."""

import json
from datetime import UTC, date, datetime

import pytest

from comanage import clock
from comanage.access import Actor, held_by
from comanage.actions import agreement_documents, amendments, scorecard_steps, scorecards
from comanage.actions.draft import terms_of
from comanage.records import scorecard as records
from comanage.records import scorecard_step as steps
from comanage.records.audit_entry import latest
from comanage.records.participant import of_agreement
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound, Stale
from comanage.rules.documents import DocumentKind
from comanage.rules.drafting import without_measure
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.actions.filing import document, make_filing, signings
from tests.actions.locking import locked, revision_of, signed, signed_exhibit
from tests.makers import make_actor, make_delegation, make_person, make_scorecard, make_terms

BEFORE = datetime(2026, 12, 14, 9, 30, tzinfo=UTC)
NOTE = "Levels are set in advance."


@pytest.fixture
def filing(session):
    with clock.fixed(BEFORE):
        made = make_filing(session)
        made.draft = make_scorecard(session, made.agreement, state=ScorecardState.DRAFT)
        yield made


def revision(session, filing):
    return revision_of(session, filing.id)


def test_each_step_is_noted_with_the_hash_of_the_terms(session, filing):
    locked(session, filing.ada, filing.id)
    acts = [(entry.act, json.loads(entry.after)) for entry in reversed(latest(session))
            if entry.act.startswith("scorecard:version:")]  # fmt: skip
    assert [act.rpartition(":")[2] for act, _ in acts] == ["check", "review", "sign", "lock"]
    assert {told["hash"] for _, told in acts} == {filing.draft.terms_hash}
    taken = steps.of_scorecard(session, filing.draft.id)
    assert [str(each.step) for each in taken] == ["check", "review", "sign", "lock"]
    assert [each.taken_by_id == filing.ada.person_id for each in taken] == [True, False, True, True]


def test_a_draft_with_something_left_to_do_is_not_checked(session, filing):
    scorecards.save_terms(
        session, filing.ada, filing.id,
        without_measure(terms_of(filing.draft), "screening"), revision=revision(session, filing),
    )  # fmt: skip
    with pytest.raises(Faulty) as why:
        scorecard_steps.check(session, filing.ada, filing.id, revision=revision(session, filing))
    assert why.value.faults
    assert filing.draft.state is ScorecardState.DRAFT


def test_a_compliance_officer_who_changed_it_once_does_not_review_it(session, filing):
    both = make_actor(session, Role.ADMINISTRATOR, Role.COMPLIANCE)
    scorecards.save_basics(session, both, filing.id, base_fee_cents=1, pool_cents=100,
                           revision=revision(session, filing))  # fmt: skip
    scorecard_steps.check(session, filing.ada, filing.id, revision=revision(session, filing))
    with pytest.raises(NotAllowed, match="You drafted this scorecard"):
        scorecard_steps.review(
            session, both, filing.id, note=NOTE, revision=revision(session, filing)
        )
    scorecard_steps.review(
        session, filing.cora, filing.id, note=NOTE, revision=revision(session, filing)
    )
    assert filing.draft.state is ScorecardState.REVIEWED


@pytest.mark.trust("B5")
@pytest.mark.parametrize("way", ["for whoever drafted it", "what was drafted in their stead"])
def test_giver_and_taker_do_not_review_what_the_other_drafted(session, filing, way):
    both = make_actor(session, Role.ADMINISTRATOR, Role.COMPLIANCE)
    drafts, reviews = both, both
    if way == "for whoever drafted it":
        reviews = taker_of(session, both, Role.COMPLIANCE)
    else:
        drafts = taker_of(session, both, Role.ADMINISTRATOR)
    scorecards.save_basics(session, drafts, filing.id, base_fee_cents=1, pool_cents=100,
                           revision=revision(session, filing))  # fmt: skip
    scorecard_steps.check(session, filing.ada, filing.id, revision=revision(session, filing))
    with pytest.raises(NotAllowed, match="You drafted this scorecard, or whoever you act for did"):
        scorecard_steps.review(
            session, reviews, filing.id, note=NOTE, revision=revision(session, filing)
        )


@pytest.mark.trust("B5")
def test_a_step_keeps_for_whom_it_was_taken(session, filing):
    checks = taker_of(session, filing.ada, Role.ADMINISTRATOR)
    reviews = taker_of(session, filing.cora, Role.COMPLIANCE)
    scorecard_steps.check(session, checks, filing.id, revision=revision(session, filing))
    scorecard_steps.review(
        session, reviews, filing.id, note=NOTE, revision=revision(session, filing)
    )
    found = [
        (each.taken_by_id, each.for_id) for each in steps.of_scorecard(session, filing.draft.id)
    ]
    assert found[-2:] == [
        (checks.person_id, filing.ada.person_id), (reviews.person_id, filing.cora.person_id),
    ]  # fmt: skip


def taker_of(session, giver, role):
    """Hand a duty over to somebody new, and give whoever acts then."""
    person = make_person(session)
    make_delegation(session, giver, person, role)
    return Actor(person.id, person.name, held_by(session, person.id))


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.COMPLIANCE], ids=str)
def test_nobody_else_reviews_or_sends_back(session, filing, role):
    scorecard_steps.check(session, filing.ada, filing.id, revision=revision(session, filing))
    actor = make_actor(session, role, group=filing.granite)
    with pytest.raises((NotAllowed, NotFound)):
        scorecard_steps.review(
            session, actor, filing.id, note=NOTE, revision=revision(session, filing)
        )
    with pytest.raises((NotAllowed, NotFound)):
        scorecard_steps.send_back(
            session, actor, filing.id, reason=NOTE, revision=revision(session, filing)
        )


def test_a_review_has_a_note_and_a_return_its_reason(session, filing):
    scorecard_steps.check(session, filing.ada, filing.id, revision=revision(session, filing))
    for step, words in ((scorecard_steps.review, "note"), (scorecard_steps.send_back, "reason")):
        with pytest.raises(Faulty) as why:
            step(
                session, filing.cora, filing.id, revision=revision(session, filing), **{words: " "}
            )
        assert [fault.place for fault in why.value.faults] == [words]
    scorecard_steps.send_back(
        session, filing.cora, filing.id, reason="Name the registry.",
        revision=revision(session, filing),
    )  # fmt: skip
    assert filing.draft.state is ScorecardState.DRAFT
    assert latest(session, limit=1)[0].reason == "Name the registry."


@pytest.mark.trust("E3")
@pytest.mark.parametrize("far", [1, 2, 3])
def test_any_change_makes_it_a_draft_again(session, filing, far):
    state = list(ScorecardState)[far]
    if state is ScorecardState.SIGNED:
        signed(session, filing.ada, filing.id)
    else:
        scorecard_steps.check(session, filing.ada, filing.id, revision=revision(session, filing))
    if state is ScorecardState.REVIEWED:
        scorecard_steps.review(
            session, filing.cora, filing.id, note=NOTE, revision=revision(session, filing)
        )
    assert filing.draft.state is state
    scorecards.save_basics(session, filing.ada, filing.id, base_fee_cents=1, pool_cents=100,
                           revision=revision(session, filing))  # fmt: skip
    assert filing.draft.state is ScorecardState.DRAFT
    assert "scorecard:version:reopen" in {entry.act for entry in latest(session)}
    with pytest.raises(Conflict, match="This scorecard is draft"):
        scorecard_steps.lock(session, filing.ada, filing.id, revision=revision(session, filing))


def test_a_save_that_changes_nothing_leaves_it_where_it_stood(session, filing):
    scorecard_steps.check(session, filing.ada, filing.id, revision=revision(session, filing))
    scorecards.save_terms(session, filing.ada, filing.id, terms_of(filing.draft),
                          revision=revision(session, filing))  # fmt: skip
    assert filing.draft.state is ScorecardState.LINTED


def test_it_is_signed_by_every_party_on_a_document_that_may_carry_it(session, filing):
    scorecard_steps.check(session, filing.ada, filing.id, revision=revision(session, filing))
    scorecard_steps.review(
        session, filing.cora, filing.id, note=NOTE, revision=revision(session, filing)
    )
    half = agreement_documents.add(
        session, filing.ada, filing.id,
        document(kind=DocumentKind.EXHIBIT, title="Exhibit B", signed_by=signings()[:2]),
    )  # fmt: skip
    other = agreement_documents.add(
        session, filing.ada, filing.id, document(kind=DocumentKind.OTHER, title="Letter")
    )
    for exhibit, said in (
        (half.id, "Exhibit B is not signed by Copper Hand & Spine."),
        (other.id, "Choose the document that every party has signed."),
        (None, "Choose the document that every party has signed."),
    ):
        with pytest.raises(Faulty) as why:
            scorecard_steps.sign(session, filing.ada, filing.id, exhibit_id=exhibit,
                                 revision=revision(session, filing))  # fmt: skip
        assert [fault.sentence for fault in why.value.faults] == [said]
    whole = signed_exhibit(session, filing.ada, filing.id)
    scorecard_steps.sign(
        session, filing.ada, filing.id, exhibit_id=whole.id, revision=revision(session, filing)
    )
    assert steps.signing(session, filing.draft).signed_on == BEFORE.date()


def test_a_step_names_the_revision_that_was_seen(session, filing):
    with pytest.raises(Stale):
        scorecard_steps.check(session, filing.ada, filing.id, revision=9)


@pytest.mark.trust("E3")
def test_what_was_signed_in_advance_is_locked_late_and_what_was_not_is_refused(session, filing):
    signed(session, filing.ada, filing.id)
    with clock.fixed(datetime(2027, 2, 1, 9, tzinfo=UTC)):
        scorecard_steps.lock(session, filing.ada, filing.id, revision=revision(session, filing))
    assert filing.draft.state is ScorecardState.LOCKED
    late = steps.locked_late(session, filing.draft, date(2027, 1, 1))
    assert late == "signed on 14 Dec 2026, locked on 1 Feb 2027, after the period began"
    assert steps.locked_late(session, filing.draft, date(2027, 4, 1)) == ""


@pytest.mark.trust("E3")
def test_what_was_signed_too_late_takes_effect_with_a_later_period(session, filing):
    with clock.fixed(datetime(2027, 2, 1, 9, tzinfo=UTC)):
        signed(session, filing.ada, filing.id)
        with pytest.raises(Faulty) as why:
            scorecard_steps.lock(session, filing.ada, filing.id, revision=revision(session, filing))
        assert "Its first period began on 1 Jan 2027" in why.value.faults[0].sentence
        amendments.change(
            session, filing.ada, filing.id, reason="", first=date(2027, 4, 1),
            revision=revision(session, filing),
        )  # fmt: skip
        assert filing.draft.state is ScorecardState.DRAFT
        locked(session, filing.ada, filing.id)
    assert records.governing(session, filing.id, date(2027, 3, 31)) is None
    assert records.governing(session, filing.id, date(2027, 4, 1)) is filing.draft


def test_a_lock_mirrors_the_days_of_participants(session, filing):
    terms = make_terms(session, filing.agreement)
    first, *others = terms.participants
    joining = type(first)(first.code, first.name, joins=date(2027, 7, 1))
    scorecards.save_terms(
        session, filing.ada, filing.id, type(terms)(**{**vars(terms), "participants": (joining, *others)}),
        revision=revision(session, filing),
    )  # fmt: skip
    locked(session, filing.ada, filing.id)
    days = {row.code: (row.joined, row.left_on) for row in of_agreement(session, filing.id)}
    assert days[first.code] == (date(2027, 7, 1), None)
    assert days[others[0].code] == (None, None)
