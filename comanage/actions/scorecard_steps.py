"""Steps of a scorecard: checked, reviewed, signed on an exhibit, and locked before it governs.

Each step is taken on the terms as they stand, names their hash, and stays on record. A
change on the way makes the version a draft again (draft.py), and the steps begin anew.
"""

from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, roles_in
from comanage.actions import exhibits
from comanage.actions.amendments import slots_of
from comanage.actions.draft import Draft
from comanage.actions.free_text import text_faults
from comanage.records import participant as participants
from comanage.records import scorecard as records
from comanage.records import scorecard_step as steps
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.agreement_document import AgreementDocument
from comanage.records.measure import Measure
from comanage.records.measure import of_agreement as measures_of
from comanage.records.scorecard import Scorecard
from comanage.records.scorecard_step import StepTaken
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules import amending
from comanage.rules.lint import lint
from comanage.rules.numbers import to_cents
from comanage.rules.scorecard_steps import (
    ScorecardState,
    ScorecardStep,
    take,
    why_begun,
    why_too_late,
)
from comanage.rules.signoff import Role
from comanage.rules.terms import Terms

ANSWER = "Mend it, or answer it."
NO_NOTE = "Write what you looked at, in a sentence or two."
NO_REASON = "Say what must be mended."
NO_SIGNATURE = "The signatures on record are for other terms. Record the signed exhibit again."


def check(session: Session, actor: Actor, agreement_id: int, *, revision: int) -> Scorecard:
    """Check a draft: nothing may be wrong, and what is odd must have an answer.

    Raises:
        Stale: Someone else saved first.
        Faulty: Every fault that lint finds, and every caution that nobody has answered; or it
            amends what has begun.
    """
    draft = _opened(session, actor, agreement_id, revision=revision, right=Right.SCORECARD_WRITE)
    leads_to = _may(draft, ScorecardStep.CHECK)
    found = lint(draft.terms)
    waiting = [Fault(each.place, f"{each.sentence} {ANSWER}") for each in found.unanswered]
    begun = _begun(draft.scorecard)
    if found.faults or waiting or begun:
        raise Faulty([*found.faults, *waiting, *begun])
    _taken(draft, ScorecardStep.CHECK, leads_to)
    draft.note(Act.SCORECARD_CHECKED, after=_told(draft))
    return draft.scorecard


def review(
    session: Session, actor: Actor, agreement_id: int, *, note: str, revision: int
) -> Scorecard:
    """Review a checked version: its terms are what the parties may agree on.

    Raises:
        NotAllowed: The actor is no compliance officer, or drafted or changed these terms, or
            acts for someone who did.
        Stale: Someone else saved first.
        Faulty: No note is given.
    """
    draft = _opened(session, actor, agreement_id, revision=revision, right=Right.SCORECARD_REVIEW)
    leads_to = _may(draft, ScorecardStep.REVIEW)
    _asked("note", note, NO_NOTE)
    _taken(draft, ScorecardStep.REVIEW, leads_to, note=note.strip())
    draft.note(Act.SCORECARD_REVIEWED, after=_told(draft), reason=note.strip())
    return draft.scorecard


def send_back(
    session: Session, actor: Actor, agreement_id: int, *, reason: str, revision: int
) -> Scorecard:
    """Send a checked or reviewed version back to be mended.

    Raises:
        NotAllowed: The actor is no compliance officer.
        Stale: Someone else saved first.
        Faulty: No reason is given.
    """
    draft = _opened(session, actor, agreement_id, revision=revision, right=Right.SCORECARD_REVIEW)
    leads_to = _may(draft, ScorecardStep.RETURN)
    _asked("reason", reason, NO_REASON)
    _taken(draft, ScorecardStep.RETURN, leads_to, note=reason.strip())
    draft.note(Act.SCORECARD_RETURNED, after=_told(draft), reason=reason.strip())
    return draft.scorecard


def sign(
    session: Session, actor: Actor, agreement_id: int, *, exhibit_id: int | None, revision: int
) -> Scorecard:
    """Record that every party signed a reviewed version, on a document that is on file.

    Raises:
        Stale: Someone else saved first.
        Faulty: The document is none of this agreement, a party has not signed it, or it was
            signed for other terms.
    """
    draft = _opened(session, actor, agreement_id, revision=revision, right=Right.SCORECARD_LOCK)
    leads_to = _may(draft, ScorecardStep.SIGN)
    exhibit = exhibits.chosen(session, draft.scorecard, exhibit_id)
    signed_on = exhibits.last_signed(exhibit)
    _taken(draft, ScorecardStep.SIGN, leads_to, exhibit=exhibit, signed_on=signed_on)
    told = {"exhibit": exhibit.title, "document": exhibit.id, "signed on": signed_on}
    draft.note(Act.SCORECARD_SIGNED, after=_told(draft) | told)
    return draft.scorecard


def lock(session: Session, actor: Actor, agreement_id: int, *, revision: int) -> Scorecard:
    """Lock a signed version: from its first day on it governs, and its terms never change.

    The version before it, if any, is superseded and keeps the days before; the base fee is
    that of the version which governs a day. The participants take their days.

    Raises:
        Stale: Someone else saved first.
        Faulty: Its first period has begun and it was not signed before that, or what it would
            govern was settled or seen.
    """
    draft = _opened(session, actor, agreement_id, revision=revision, right=Right.SCORECARD_LOCK)
    leads_to = _may(draft, ScorecardStep.LOCK)
    locked, held = draft.scorecard, draft.terms
    _in_advance(session, locked, held)
    _supersede(draft)
    locked.base_fee_cents = to_cents(held.base_fee)
    _taken(draft, ScorecardStep.LOCK, leads_to)
    _mirror(session, locked, held)
    draft.note(Act.SCORECARD_LOCKED, after=_told(draft) | {"effective on": locked.effective_on})
    return locked


def _opened(
    session: Session, actor: Actor, agreement_id: int, *, revision: int, right: Right
) -> Draft:
    return Draft.opened(session, actor, agreement_id, revision=revision, right=right)


def _may(draft: Draft, step: ScorecardStep) -> ScorecardState:
    """Say where a step leads, or refuse it."""
    scorecard = draft.scorecard
    roles = roles_in(draft.session, draft.actor, scorecard.agreement_id)
    reviewing = draft.actor.people(Role.COMPLIANCE)
    drafted = bool(reviewing & steps.drafters(draft.session, scorecard.id))
    return take(scorecard.state, step, roles, drafted=drafted)


def _taken(
    draft: Draft,
    step: ScorecardStep,
    leads_to: ScorecardState,
    *,
    note: str = "",
    exhibit: AgreementDocument | None = None,
    signed_on: date | None = None,
) -> None:
    """Put a step on record, then move the version on; the database looks for the one before."""
    scorecard = draft.scorecard
    draft.session.add(
        StepTaken(
            scorecard_id=scorecard.id,
            step=step,
            terms_hash=scorecard.terms_hash,
            note=note,
            exhibit_id=exhibit.id if exhibit else None,
            signed_on=signed_on,
            taken_at=clock.now(),
            taken_by_id=draft.actor.person_id,
            for_id=draft.held.giver_id,
        )
    )
    draft.session.flush()
    scorecard.state = leads_to
    if leads_to is ScorecardState.LOCKED:
        scorecard.locked_at, scorecard.locked_by_id = clock.now(), draft.actor.person_id
    draft.session.flush()


def _in_advance(session: Session, scorecard: Scorecard, held: Terms) -> None:
    """Refuse terms that would govern what has begun or was seen."""
    signing, first = steps.signing(session, scorecard), scorecard.effective_on
    if signing is None or signing.signed_on is None or signing.exhibit is None:
        raise Conflict(NO_SIGNATURE)
    if why := exhibits.why_not(session, scorecard, signing.exhibit):
        raise Faulty([Fault("exhibit", why)])
    if first is None:
        raise Faulty([Fault("effective_on", "Say with which period it takes effect.")])
    slots = slots_of(session, scorecard.agreement_id, first_version=scorecard.number == 1)
    why = amending.why_not(slots, first, held.timing)
    why = why or why_too_late(first, signing.signed_on, clock.today())
    if why:
        raise Faulty([Fault("effective_on", why)])


def _begun(scorecard: Scorecard) -> list[Fault]:
    """Say at once of an amendment that it would be signed too late."""
    if scorecard.number == 1 or scorecard.effective_on is None:
        return []
    why = why_begun(scorecard.effective_on, clock.today())
    return [Fault("effective_on", why)] if why else []


def _mirror(session: Session, locked: Scorecard, held: Terms) -> None:
    """Give measures their identity, the agreement its first base fee, and participants their days."""
    agreement_id = locked.agreement_id
    known = measures_of(session, agreement_id)
    session.add_all(
        Measure(agreement_id=agreement_id, code=measure.code)
        for _, measure in held.measures()
        if measure.code not in known
    )
    if locked.number == 1:
        session.get_one(Agreement, agreement_id).base_fee_cents = to_cents(held.base_fee)
    days = {each.code: each for each in held.participants}
    for row in participants.of_agreement(session, agreement_id):
        if row.code in days:
            row.joined, row.left_on = days[row.code].joins, days[row.code].leaves
    session.flush()


def _supersede(draft: Draft) -> None:
    earlier = records.in_force(draft.session, draft.scorecard.agreement_id)
    if earlier is not None:
        earlier.state = ScorecardState.SUPERSEDED
        draft.session.flush()  # first, since only one version may be in force
        draft.note(Act.SCORECARD_SUPERSEDED, after={"number": earlier.number}, of=earlier)


def _asked(place: str, text: str, unsaid: str) -> None:
    found = text_faults({place: text}) if text.strip() else [Fault(place, unsaid)]
    if found:
        raise Faulty(found)


def _told(draft: Draft) -> dict[str, object]:
    return {"number": draft.scorecard.number, "hash": draft.scorecard.terms_hash}
