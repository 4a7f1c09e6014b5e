"""Wrong drafts: put right by another in their place, or put away; nothing signed, locked or worked on is."""

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from comanage.access import agreements_seen, may_in
from comanage.actions import agreements, register, scorecards
from comanage.actions import wrong_drafts as act
from comanage.actions.agreements import Party, Plan
from comanage.actions.as_typed import as_typed
from comanage.actions.draft import terms_of
from comanage.records import scorecard as records
from comanage.records.acts import Act
from comanage.records.agreement import by_code, in_its_place
from comanage.records.audit_entry import AuditEntry
from comanage.records.in_force import course_of, in_force_on
from comanage.records.participant import of_agreement
from comanage.records.performance_period import of_agreement as periods_of
from comanage.records.scorecard_step import drafters
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound, Stale
from comanage.rights import Right
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.funding.fixed import Fixed
from comanage.rules.in_force import Status, Why, status
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from tests.makers import (
    make_actor,
    make_agreement,
    make_agreement_document,
    make_base_fee,
    make_duty,
    make_entry,
    make_group,
    make_person,
    make_scorecard,
    make_service_line,
    make_signed,
)

REASON = "The contract begins in April."
APRIL, MARCH = date(2027, 4, 1), date(2028, 3, 31)


@pytest.fixture
def typed(session):
    """A draft with a fifth of its work done, and who drafted it."""
    line = make_service_line(session, "ORTHO", name="Orthopedics")
    groups = [make_group(session, code) for code in ("COPPER", "GRANITE", "TAMARACK")]
    actor = make_actor(session, Role.ADMINISTRATOR)
    plan = Plan(
        code="ORTHO-2027", title="Orthopedics", service_line_id=line.id,
        starts=date(2027, 1, 1), ends=date(2027, 12, 31), base_fee_cents=24_000_000,
        pool_cents=10_000_000, parties=[Party(group.id) for group in groups[:2]],
    )  # fmt: skip
    made = agreements.draft(session, actor, plan)
    return actor, made, plan, groups


def entries(session, act):
    return [row for row in session.query(AuditEntry).order_by(AuditEntry.id) if row.act == act]


def test_a_correction_drafts_another_in_its_place_under_the_same_code(session, typed):
    actor, wrong, plan, _ = typed
    right = replace(plan, starts=APRIL, ends=MARCH, title="Orthopedic co-management")
    made = act.correct(session, actor, wrong.id, right, reason=REASON)
    assert (made.code, made.title, made.starts, made.ends) == (
        "ORTHO-2027", "Orthopedic co-management", APRIL, MARCH,
    )  # fmt: skip
    assert by_code(session, "ORTHO-2027") == made != wrong
    assert in_its_place(session, wrong.id) == made
    assert periods_of(session, made.id)[0].starts == APRIL
    held = terms_of(records.draft(session, made.id))
    assert (held.title, held.periods[0].starts) == ("Orthopedic co-management", APRIL)
    assert (wrong.title, wrong.starts) == ("Orthopedics", date(2027, 1, 1))
    assert wrong.withdrawal_reason == REASON
    assert status(course_of(session, wrong), APRIL) is Status.WITHDRAWN


def test_the_log_tells_before_after_and_why(session, typed):
    actor, wrong, plan, _ = typed
    act.correct(session, actor, wrong.id, replace(plan, base_fee_cents=2_400_000), reason=REASON)
    (entry,) = entries(session, Act.AGREEMENT_CORRECTED)
    before, after = json.loads(entry.before), json.loads(entry.after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"base fee in cents"}
    assert (before["base fee in cents"], after["base fee in cents"]) == (24_000_000, 2_400_000)
    assert entry.reason == REASON
    (put_away,) = entries(session, Act.AGREEMENT_WITHDRAWN)
    assert (put_away.agreement_id, put_away.reason) == (wrong.id, REASON)


def test_the_scorecard_is_kept_as_far_as_it_was_drafted_and_so_are_its_drafters(session, typed):
    actor, wrong, plan, groups = typed
    version = records.draft(session, wrong.id)
    held = terms_of(version)
    weighed = replace(held.domains[0], weight=Fraction(1, 2))
    drafted = replace(held, domains=(weighed, *held.domains[1:]))
    other = make_actor(session, Role.ADMINISTRATOR)
    scorecards.save_terms(session, other, wrong.id, drafted, revision=version.revision)
    right = replace(
        plan, parties=[Party(groups[0].id, Fraction(2, 5)), Party(groups[2].id, Fraction(3, 5))],
        fixed_shares=True, pool_cents=12_000_000,
    )  # fmt: skip
    made = act.correct(session, actor, wrong.id, right, reason=REASON)
    new = records.draft(session, made.id)
    terms = terms_of(new)
    assert terms.domains[0].weight == Fraction(1, 2)
    assert [each.code for each in terms.participants] == ["COPPER", "TAMARACK"]
    assert [place.code for place in of_agreement(session, made.id)] == ["COPPER", "TAMARACK"]
    assert isinstance(terms.allocation, FixedShares)
    assert terms.funding == Fixed(Fraction(120_000))
    assert drafters(session, new.id) == {actor.person_id, other.person_id}
    assert [place.code for place in of_agreement(session, wrong.id)] == ["COPPER", "GRANITE"]


def test_what_the_form_has_no_words_for_stays_as_the_scorecard_has_it(session, typed):
    actor, wrong, plan, _ = typed
    version = records.draft(session, wrong.id)
    own = replace(terms_of(version), funding=None, allocation=None)
    scorecards.save_terms(session, actor, wrong.id, own, revision=version.revision)
    seen = as_typed(session, wrong, records.draft(session, wrong.id))
    assert (seen.fixed_pool, seen.stated_division, seen.plan.pool_cents) == (False, False, None)
    made = act.correct(
        session, actor, wrong.id, replace(plan, pool_cents=None, code="ORTHO-27"), reason=REASON
    )
    terms = terms_of(records.draft(session, made.id))
    assert (terms.code, terms.funding, terms.allocation) == ("ORTHO-27", None, None)


def test_periods_from_a_file_do_not_follow_other_days(session, typed):
    actor, wrong, plan, _ = typed
    version = records.draft(session, wrong.id)
    held = terms_of(version)
    year = replace(held.periods[0], ends=wrong.ends)
    scorecards.save_terms(
        session, actor, wrong.id, replace(held, periods=(year,)), revision=version.revision
    )
    with pytest.raises(Faulty) as refused:
        act.correct(session, actor, wrong.id, replace(plan, starts=APRIL), reason=REASON)
    assert [(fault.place, fault.sentence) for fault in refused.value.faults] == [
        ("starts", act.OWN_PERIODS)
    ]
    made = act.correct(session, actor, wrong.id, replace(plan, title="Bones"), reason=REASON)
    assert terms_of(records.draft(session, made.id)).periods == (year,)


def test_every_fault_is_said_at_once_and_the_draft_stands(session, typed):
    actor, wrong, plan, _ = typed
    with pytest.raises(Faulty) as refused:
        act.correct(
            session, actor, wrong.id, replace(plan, title="", pool_cents=None, starts=None),
            reason=" ",
        )  # fmt: skip
    assert [fault.place for fault in refused.value.faults] == ["title", "starts", "pool", "reason"]
    assert wrong.withdrawn_at is None


def test_another_agreements_code_is_not_taken(session, typed):
    actor, wrong, plan, _ = typed
    agreements.draft(session, actor, replace(plan, code="CARDIO-2027"))
    with pytest.raises(Faulty) as refused:
        act.correct(session, actor, wrong.id, replace(plan, code="CARDIO-2027"), reason=REASON)
    assert [fault.place for fault in refused.value.faults] == ["code"]


def test_what_was_seen_must_still_stand_scorecard_included(session, typed):
    actor, wrong, plan, _ = typed
    version = records.draft(session, wrong.id)
    seen = as_typed(session, wrong, version).revision
    cheaper = replace(terms_of(version), base_fee=Fraction(1))
    scorecards.save_terms(session, actor, wrong.id, cheaper, revision=version.revision)
    with pytest.raises(Stale):
        act.correct(session, actor, wrong.id, plan, reason=REASON, revision=seen)
    now = as_typed(session, wrong, records.draft(session, wrong.id)).revision
    assert act.correct(session, actor, wrong.id, plan, reason=REASON, revision=now).id


def test_a_withdrawn_draft_is_read_and_changes_no_more_and_its_code_is_free(session, typed):
    actor, wrong, plan, _ = typed
    put_away = act.withdraw(session, actor, wrong.id, reason="The groups said no.")
    assert (put_away.withdrawn_by_id, put_away.withdrawal_reason) == (
        actor.person_id, "The groups said no.",
    )  # fmt: skip
    assert agreements_seen(session, actor) == []
    assert agreements_seen(session, actor, withdrawn=True) == [wrong]
    assert register.lines(session, actor) == []
    assert [line.status for line in register.lines(session, actor, withdrawn=True)] == ["withdrawn"]
    assert in_force_on(session, wrong, APRIL).bars[0].why is Why.WITHDRAWN
    assert may_in(actor, Right.AGREEMENT_READ, wrong)
    assert not may_in(actor, Right.DOCUMENT_ADD, wrong)
    version = records.draft(session, wrong.id)
    with pytest.raises(Conflict, match="was withdrawn"):
        scorecards.save_terms(
            session, actor, wrong.id, terms_of(version), revision=version.revision
        )
    for again in both(session, actor, wrong, plan):
        with pytest.raises(Conflict, match="was withdrawn"):
            again()
    assert agreements.draft(session, actor, plan).code == wrong.code


def test_a_withdrawal_says_why(session, typed):
    actor, wrong, _, _ = typed
    with pytest.raises(Faulty) as refused:
        act.withdraw(session, actor, wrong.id, reason="")
    assert [fault.sentence for fault in refused.value.faults] == [act.WHY]
    with pytest.raises(Stale):
        act.withdraw(session, actor, wrong.id, reason=REASON, revision=wrong.revision + 1)
    assert wrong.withdrawn_at is None


def test_what_every_party_signed_is_amended_or_ended(session, typed):
    actor, wrong, plan, _ = typed
    make_signed(session, wrong)
    for attempt in both(session, actor, wrong, plan):
        with pytest.raises(Conflict, match="Every party has signed this agreement"):
            attempt()


def test_a_locked_version_leaves_no_draft(session, typed):
    actor, _, plan, _ = typed
    wrong = make_agreement(session)
    make_scorecard(session, wrong)
    for attempt in both(session, actor, wrong, plan):
        with pytest.raises(Conflict, match="Version 1 of its scorecard was locked"):
            attempt()


def test_what_one_party_signed_is_not_corrected_but_may_be_put_away(session, typed):
    actor, wrong, plan, _ = typed
    make_agreement_document(session, wrong, signed_by=[(None, date(2026, 12, 10))])
    _, correct = both(session, actor, wrong, plan)
    with pytest.raises(Conflict, match="the hospital signed it on 10 Dec 2026"):
        correct()
    act.withdraw(session, actor, wrong.id, reason=REASON)


def test_a_reviewed_scorecard_is_sent_back_first(session, typed):
    actor, _, plan, _ = typed
    wrong = make_agreement(session)
    make_scorecard(session, wrong, state=ScorecardState.REVIEWED)
    with pytest.raises(Conflict, match="Version 1 of its scorecard is reviewed"):
        act.correct(session, actor, wrong.id, plan, reason=REASON)
    act.withdraw(session, actor, wrong.id, reason=REASON)


def test_an_agreement_with_hours_that_stand_is_kept(session, typed):
    actor, wrong, plan, _ = typed
    group = of_agreement(session, wrong.id)[0]
    make_base_fee(session, wrong, group)
    duty, physician = make_duty(session, wrong), make_person(session)
    entry = make_entry(session, duty, group, physician)
    for attempt in both(session, actor, wrong, plan):
        with pytest.raises(Conflict, match="Hours are logged"):
            attempt()
    make_entry(session, duty, group, physician, minutes=0, replaces_id=entry.id, reason="Twice.")
    version = records.draft(session, wrong.id)
    assert as_typed(session, wrong, version).stays_behind == [
        "1 row of the duty list", "1 version of base fee terms",
    ]  # fmt: skip
    act.withdraw(session, actor, wrong.id, reason=REASON)


def both(session, actor, wrong, plan):
    """Give the two things one may try with a wrong draft."""
    return (
        lambda: act.withdraw(session, actor, wrong.id, reason=REASON),
        lambda: act.correct(session, actor, wrong.id, plan, reason=REASON),
    )


def test_nobody_else_corrects_or_withdraws_and_not_into_another_service_line(session, typed):
    _, wrong, plan, _ = typed
    elsewhere = make_service_line(session, "CARDIO")
    here = make_actor(session, Role.ADMINISTRATOR, service_line=wrong.service_line)
    moved = replace(plan, service_line_id=elsewhere.id)
    with pytest.raises(NotAllowed):
        act.correct(session, here, wrong.id, moved, reason=REASON)
    reader = make_actor(session, Role.COMPLIANCE)
    with pytest.raises(NotAllowed):
        act.withdraw(session, reader, wrong.id, reason=REASON)
    outsider = make_actor(session, Role.ADMINISTRATOR, service_line=elsewhere)
    for attempt in both(session, outsider, wrong, plan):
        with pytest.raises(NotFound):
            attempt()
