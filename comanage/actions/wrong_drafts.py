"""Wrong drafts: an agreement that was typed wrongly is withdrawn, or another takes its place.

Nothing of a draft is overwritten and nothing of it is deleted. A correction withdraws the draft
and drafts the agreement anew, by the same form and the same checks, with the scorecard as far as
it was drafted. Once terms are locked or signed, they are amended instead.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed, require
from comanage.actions import agreements
from comanage.actions.agreements import Plan
from comanage.actions.as_typed import as_typed, told
from comanage.actions.draft import terms_of
from comanage.actions.opened import check_opened
from comanage.actions.reasons import reason_faults
from comanage.records import scorecard as scorecards
from comanage.records import time_entry
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.in_force import course_of
from comanage.records.physician_group import PhysicianGroup
from comanage.records.scorecard import Scorecard
from comanage.records.scorecard_step import ScorecardDrafter, drafters
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.drafting import with_answers_that_stand
from comanage.rules.funding.fixed import Fixed
from comanage.rules.in_force import Course, unsigned_by
from comanage.rules.numbers import dollars
from comanage.rules.periods import in_words, quarters
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from comanage.rules.terms import Participant, Terms

WHY = "Say why, in a sentence; the reason stays on record."
LOCKED = (
    "Version {} of its scorecard was locked, so this agreement is no draft. Draft the next version"
    " of the scorecard to amend it, or end the agreement."
)
SIGNED_BY_ALL = (
    "Every party has signed this agreement, so it is no draft. Lock its scorecard and amend it with"
    " the next version, or end the agreement."
)
WORKED = "Hours are logged under this agreement. Have them taken back first, each with its reason."
SIGNED = (
    "{} signed it on {}, so it is not corrected: amend it once its scorecard is locked. If what"
    " was typed is not what was signed, withdraw this draft and draft it again."
)
ON_ITS_WAY = (
    "Version {} of its scorecard is {}, with what is typed here. Have it sent back first, or"
    " change the scorecard: it is a draft again then."
)
OWN_PERIODS = (
    "Its periods came from a terms file and are no contract quarters, so they cannot follow other"
    " days. Withdraw this draft, and draft it from a file with the right periods."
)


def withdraw(
    session: Session, actor: Actor, agreement_id: int, *, reason: str, revision: int | None = None
) -> Agreement:
    """Put a draft away: it stays on record, and nothing is scored or paid under it.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor may not withdraw it.
        Stale: Someone else changed it meanwhile.
        Conflict: It is no draft any more, or work was done under it.
        Faulty: No reason is given.
    """
    role = allowed(session, actor, Right.AGREEMENT_WRITE, agreement_id)
    found = session.get_one(Agreement, agreement_id)
    check_opened(revision, found.revision)
    if why := why_not_withdrawn(session, found):
        raise Conflict(why)
    if faults := reason_faults(reason, WHY):
        raise Faulty(faults)
    _put_away(session, (actor, role), found, reason)
    return found


def correct(
    session: Session,
    actor: Actor,
    agreement_id: int,
    plan: Plan,
    *,
    reason: str,
    revision: int | None = None,
) -> Agreement:
    """Draft an agreement in the place of a draft that was typed wrongly, and withdraw that one.

    Args:
        session: The session of the change.
        actor: Who corrects it.
        agreement_id: The wrong draft.
        plan: What is right, all of it.
        reason: What was wrong.
        revision: The revision of the draft as it was typed that was seen; None where nobody looked.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor may not correct it, or not draft in the service line given.
        Stale: Someone else changed it meanwhile.
        Conflict: It is signed, reviewed or locked, so it is not corrected.
        Faulty: Every fault of what was given.
    """
    role = allowed(session, actor, Right.AGREEMENT_WRITE, agreement_id)
    wrong = session.get_one(Agreement, agreement_id)
    if plan.service_line_id is not None:
        require(actor, Right.AGREEMENT_WRITE, service_line_id=plan.service_line_id)
    scorecard = scorecards.draft(session, agreement_id)
    why = why_not_corrected(session, wrong)
    if why or scorecard is None:
        raise Conflict(why)
    held, before = terms_of(scorecard), as_typed(session, wrong, scorecard)
    check_opened(revision, before.revision)
    given = replace(plan, instead_of_id=wrong.id, template=None)
    checked = given if before.fixed_pool else replace(given, scorecard=held)
    faults = agreements.plan_faults(session, checked) + reason_faults(reason, WHY)
    if given.starts and given.ends and not _periods_follow(held, wrong, given):
        faults.append(Fault("starts", OWN_PERIODS))
    if faults:
        raise Faulty(faults)
    groups = [group for group in agreements.groups_of(session, plan) if group is not None]
    terms = _corrected(held, wrong, given, groups)
    _put_away(session, (actor, role), wrong, reason)
    made = agreements.draft(session, actor, replace(given, scorecard=terms))
    _drafted_by_the_same(session, scorecard, made)
    note(session, actor, Act.AGREEMENT_CORRECTED, role=role, agreement_id=made.id,
         object_id=made.id, before=told(session, before.plan),
         after=told(session, given), reason=reason.strip())  # fmt: skip
    return made


def why_not_withdrawn(session: Session, agreement: Agreement) -> str:
    """Say why an agreement is not withdrawn; empty where it may be."""
    if locked := scorecards.locked_of(session, [agreement.id]):
        return LOCKED.format(locked[0].number)
    if not unsigned_by(course_of(session, agreement)):
        return SIGNED_BY_ALL
    return WORKED if time_entry.stands_in(session, agreement.id) else ""


def why_not_corrected(session: Session, agreement: Agreement) -> str:
    """Say why what was typed of an agreement is not corrected; empty where it may be."""
    if why := why_not_withdrawn(session, agreement):
        return why
    scorecard = scorecards.draft(session, agreement.id)
    if scorecard and scorecard.state in {ScorecardState.REVIEWED, ScorecardState.SIGNED}:
        return ON_ITS_WAY.format(scorecard.number, scorecard.state)
    return _signed(course_of(session, agreement))


def _put_away(session: Session, by: tuple[Actor, Role], agreement: Agreement, reason: str) -> None:
    actor, role = by
    agreement.withdrawn_at = clock.now()
    agreement.withdrawn_by_id = actor.person_id
    agreement.withdrawal_reason = reason.strip()
    session.flush()  # first, since its code may be given to the one in its place
    note(session, actor, Act.AGREEMENT_WITHDRAWN, role=role, agreement_id=agreement.id,
         object_id=agreement.id, before={"code": agreement.code, "title": agreement.title},
         reason=agreement.withdrawal_reason)  # fmt: skip


def _signed(course: Course) -> str:
    """Say who of the parties signed first, and that what was signed is not corrected."""
    named = {party.code: party.name for party in course.parties}
    for each in sorted(course.signatures, key=lambda one: one.on):
        if each.code in named:
            return SIGNED.format(named[each.code], in_words(each.on))
    return ""


def _periods_follow(held: Terms, wrong: Agreement, given: Plan) -> bool:
    if (given.starts, given.ends) == (wrong.starts, wrong.ends):
        return True
    return held.periods == tuple(quarters(wrong.starts, wrong.ends))


def _corrected(
    held: Terms, wrong: Agreement, given: Plan, groups: Sequence[PhysicianGroup]
) -> Terms:
    """Put what is right into the terms of a draft; all else of them stays as it was drafted."""
    starts, ends = given.starts or wrong.starts, given.ends or wrong.ends
    same = (starts, ends) == (wrong.starts, wrong.ends)
    named = {each.code: each for each in held.participants}
    new = replace(
        held,
        code=given.code.strip(),
        title=given.title.strip(),
        periods=held.periods if same else tuple(quarters(starts, ends)),
        participants=tuple(
            named.get(group.code, Participant(group.code, group.name)) for group in groups
        ),
        legal_basis=given.legal_basis,
        base_fee=dollars(given.base_fee_cents or 0),
    )
    if isinstance(held.funding, Fixed):
        new = replace(new, funding=Fixed(dollars(given.pool_cents or 0)))
    if isinstance(held.allocation, Equal | FixedShares):
        new = replace(new, allocation=agreements.allocation_by(given, groups))
    return with_answers_that_stand(held, new)


def _drafted_by_the_same(session: Session, wrong: Scorecard, made: Agreement) -> None:
    """Let whoever drafted the wrong one be a drafter of its correction: they may not review it."""
    scorecard = scorecards.draft(session, made.id)
    if scorecard is None:
        return
    for person_id in sorted(drafters(session, wrong.id)):
        session.merge(ScorecardDrafter(scorecard_id=scorecard.id, person_id=person_id))
