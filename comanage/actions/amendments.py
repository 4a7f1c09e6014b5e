"""Amendments: the next version of a scorecard, with its reason and the period it takes effect with."""

from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed
from comanage.actions.draft import Draft, drafted_by, terms_of
from comanage.actions.free_text import text_faults
from comanage.records import figure as figures
from comanage.records import performance_period as periods
from comanage.records import scorecard as records
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.performance_period import PeriodState
from comanage.records.scorecard import Scorecard
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules import canonical
from comanage.rules.amending import NONE_LEFT, Slot, open_slots
from comanage.rules.difference import Difference, differences
from comanage.rules.periods import Period
from comanage.rules.terms import Terms

NO_REASON = "Say why the terms are amended."
NO_PERIOD = "Choose a period that has not begun, and of which nothing was settled or given."


def draft_next(
    session: Session, actor: Actor, agreement_id: int, *, reason: str, first: date | None = None
) -> Scorecard:
    """Begin the next version as a copy of the one in force.

    Args:
        session: The session of the change.
        actor: Who acts.
        agreement_id: The agreement.
        reason: Why its terms are amended.
        first: The first day of the period it takes effect with; None for the next one.

    Raises:
        Conflict: There is a draft already, nothing is locked yet, or no period is left.
        Faulty: No reason is given, or it cannot take effect on that day.
    """
    allowed(session, actor, Right.SCORECARD_WRITE, agreement_id)
    latest = records.in_force(session, agreement_id)
    if records.draft(session, agreement_id) is not None or latest is None:
        raise Conflict("This agreement has a draft scorecard already. Edit that.")
    left = open_slots(slots_of(session, agreement_id), clock.today())
    if not left:
        raise Conflict(NONE_LEFT)
    found = _faults(reason, first, left)
    if found:
        raise Faulty(found)
    begins = first or left[0].period.starts
    return begin_next(session, actor, latest, reason=reason.strip(), effective_on=begins)


def begin_next(
    session: Session,
    actor: Actor,
    latest: Scorecard,
    *,
    reason: str,
    effective_on: date,
    terms: Terms | None = None,
) -> Scorecard:
    """Begin the version after one, with its terms or others, for an actor who may.

    Args:
        session: The session of the change.
        actor: Who acts.
        latest: The version before it.
        reason: Why its terms are amended.
        effective_on: The day from which the new version is to govern.
        terms: What it begins with; None for a copy of the version before.
    """
    role = allowed(session, actor, Right.SCORECARD_WRITE, latest.agreement_id)
    text = canonical.text(terms) if terms else latest.terms
    made = Scorecard(
        agreement_id=latest.agreement_id,
        number=latest.number + 1,
        terms=text,
        terms_hash=canonical.digest(text),
        reason=reason,
        effective_on=effective_on,
    )
    session.add(made)
    session.flush()
    drafted_by(session, made, actor)
    after = {"number": made.number, "copied from": latest.number,
             "effective on": made.effective_on}  # fmt: skip
    note(session, actor, Act.SCORECARD_DRAFTED, role=role, agreement_id=made.agreement_id,
         object_id=made.id, after=after, reason=made.reason)  # fmt: skip
    return made


def change(
    session: Session,
    actor: Actor,
    agreement_id: int,
    *,
    reason: str,
    first: date | None,
    revision: int,
) -> Scorecard:
    """Change why a version amends the terms, and with which period it takes effect.

    The first version needs no reason, and may take effect with any period: those before it
    were settled before the agreement was kept here.

    Raises:
        Stale: Someone else saved first.
        Faulty: No reason is given, or it cannot take effect on that day.
    """
    draft = Draft.opened(session, actor, agreement_id, revision=revision)
    scorecard = draft.scorecard
    begins = scorecard.number == 1
    slots = slots_of(session, agreement_id, first_version=begins)
    left = slots if begins else open_slots(slots, clock.today())
    found = [] if first is not None else [Fault("first", NO_PERIOD)]
    found += _faults(reason or ("The first version." if begins else ""), first, left)
    if found:
        raise Faulty(found)
    before = {"reason": scorecard.reason, "effective on": scorecard.effective_on}
    draft.reopen(changing=(scorecard.reason, scorecard.effective_on) != (reason.strip(), first))
    scorecard.reason, scorecard.effective_on = reason.strip(), first
    session.flush()
    after = {"reason": scorecard.reason, "effective on": scorecard.effective_on}
    draft.note(Act.AMENDMENT_CHANGED, before=before, after=after)
    return scorecard


def slots_of(session: Session, agreement_id: int, *, first_version: bool = False) -> list[Slot]:
    """List the periods of an agreement as an amendment sees them.

    Args:
        session: A session to read with.
        agreement_id: The agreement.
        first_version: True where no terms were in force before, so that nothing can have been
            settled or given by them.
    """
    rows = periods.of_agreement(session, agreement_id)
    seen = set() if first_version else figures.periods_with_any(session, [row.id for row in rows])
    return [
        Slot(
            Period(row.code, row.starts, row.ends),
            locked=not first_version and row.state is PeriodState.LOCKED,
            seen=row.id in seen,
        )
        for row in rows
    ]


def changes_of(session: Session, version: Scorecard) -> list[Difference]:
    """Say in words what a version changes of the one before it; nothing for the first."""
    if version.number == 1:
        return []
    every = records.versions(session, version.agreement_id)
    before = next((each for each in every if each.number == version.number - 1), None)
    return [] if before is None else differences(terms_of(before), terms_of(version))


def _faults(reason: str, first: date | None, left: list[Slot]) -> list[Fault]:
    found = text_faults({"reason": reason}) if reason.strip() else [Fault("reason", NO_REASON)]
    if first is not None and first not in {slot.period.starts for slot in left}:
        found.append(Fault("first", NO_PERIOD))
    return found
