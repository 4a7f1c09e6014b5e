"""Figures: entered, submitted, verified by someone else, or sent back with the reason.

A figure is never edited. Whoever enters it again puts a new one in its place,
which names the old one; a verified figure is corrected the same way, and the
correction must be verified again.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor
from comanage.actions import alerts
from comanage.actions.entries import Entry, Laid, Sheet, faults, key_of
from comanage.actions.free_text import text_faults
from comanage.actions.owners import due_days
from comanage.actions.submission import to_submit
from comanage.records import measure as measures
from comanage.records import participant as participants
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.claim_sample import unanswered
from comanage.records.figure import VERIFIED, Figure
from comanage.refusals import Conflict, Fault, Faulty
from comanage.rights import Right
from comanage.rules.numbers import written
from comanage.rules.signoff import FigureState, FigureStep, Part, take

OVERTAKEN = (
    "Someone else changed figures after you opened this page, so nothing of yours was stored."
)
NOTHING = "There is nothing to submit: no figure of {} is a draft. Type at least one first."
MOVED = "A figure was replaced after you opened this page, so nothing was stored. Look at it again."
OTHERS = "Figures changed after you opened this page, so nothing is submitted. Look at them again."
SAMPLED = "A sample of {} was drawn. Record its result first, then verify."
WHY = "Say why, so that whoever entered it knows what to mend."
NUMBERS = ("value", "numerator", "denominator", "baseline")


class Overtaken(Conflict):
    """Somebody else changed some of the same figures first.

    Attributes:
        laid: Each entry that was held back, beside the figure that now stands.
    """

    def __init__(self, laid: Sequence[Laid]) -> None:
        """Keep both sides."""
        super().__init__(OVERTAKEN)
        self.laid = tuple(laid)


def enter(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    entries: Sequence[Entry],
) -> list[Figure]:
    """Store figures of a period as drafts; those that say nothing new are left as they are.

    Args:
        session: The session of the change.
        actor: Who enters them.
        agreement_id: The agreement.
        period_code: The period.
        entries: What is given; all of it is stored, or nothing.

    Raises:
        Faulty: Everything that is wrong with what was given.
        Overtaken: Somebody else changed some of the same figures first.
        Conflict: The period is locked, or no locked scorecard covers it.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    laid = sheet.pending(entries)
    if found := faults(sheet, entries, laid):
        raise Faulty(found)
    overtaken = [
        each for each in laid if (each.stands.id if each.stands else None) != each.entry.seen
    ]
    if overtaken:
        raise Overtaken(overtaken)
    return _stored(sheet, laid)


def submit(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    only: int | None = None,
    seen: Sequence[int] | None = None,
) -> list[Figure]:
    """Submit every draft of a period to be verified, or one of them alone by its id.

    Args:
        session: The session of the change.
        actor: Who submits them.
        agreement_id: The agreement.
        period_code: The period.
        only: The id of the one draft to submit; None for all of them.
        seen: The ids of the drafts that were looked at; None where nobody was shown any.

    Raises:
        Faulty: There is no draft, other drafts stand than were looked at, or one lacks its
            source, no longer fits the terms, or is out of the pattern of its measure and its
            note does not say why; nothing is submitted.
        Conflict: The period is locked.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_ENTER)
    found = to_submit(sheet, only=only)
    if not found.drafts:
        raise Faulty([Fault("", NOTHING.format(period_code))])
    others = seen is not None and set(seen) != {each.id for each in found.drafts.values()}
    if faults := [*([Fault("", OTHERS)] if others else []), *found.faults]:
        raise Faulty(faults)
    for figure in found.drafts.values():
        figure.submitted_at = clock.now()
        figure.out_of_pattern = " ".join(found.departing[figure.id])
        move(sheet, figure, FigureStep.SUBMIT)
    session.flush()
    for figure in found.drafts.values():
        session.expire(figure, ["first_submitted_at"])
    return list(found.drafts.values())


def verify(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    figure_ids: Sequence[int],
) -> list[Figure]:
    """Verify submitted figures against their sources; never one's own.

    Raises:
        Faulty: No figure was chosen, or one of them has a sample without a result.
        NotAllowed: The same person entered one of them, or a version that it replaced.
        Conflict: One of them is not submitted, or was replaced meanwhile.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_VERIFY)
    chosen = chosen_of(sheet, figure_ids)
    if sampled := unanswered(session, figure_ids):
        names = [sheet.name(key_of(figure)) for figure in chosen if figure.id in sampled]
        raise Faulty([Fault("", SAMPLED.format(name)) for name in names])
    for figure in chosen:
        move(sheet, figure, FigureStep.VERIFY)
        figure.verified_by_id, figure.verified_at = actor.person_id, clock.now()
        figure.verified_for_id = sheet.held.giver_id
    session.flush()
    alerts.raised(sheet, chosen)
    return chosen


def send_back(
    session: Session,
    actor: Actor,
    agreement_id: int,
    period_code: str,
    *,
    figure_ids: Sequence[int],
    reason: str,
) -> list[Figure]:
    """Send figures back to whoever entered them, with the reason.

    Raises:
        Faulty: No figure was chosen, or no reason given.
        NotAllowed: The same person entered one of them, or a version that it replaced.
        Conflict: One of them cannot be sent back, or was replaced meanwhile.
    """
    sheet = Sheet.opened(session, actor, agreement_id, period_code, right=Right.FIGURE_VERIFY)
    found = text_faults({"reason": reason}) if reason.strip() else [Fault("reason", WHY)]
    chosen = chosen_of(sheet, figure_ids, found)
    for figure in chosen:
        returned(sheet, figure, reason.strip())
    return chosen


def returned(sheet: Sheet, figure: Figure, reason: str) -> None:
    """Return one figure to whoever entered it, or refuse that."""
    move(sheet, figure, FigureStep.RETURN, reason=reason)
    figure.return_reason = reason
    sheet.session.flush()


def chosen_of(sheet: Sheet, figure_ids: Sequence[int], found: Sequence[Fault] = ()) -> list[Figure]:
    """Find the figures that were chosen, or refuse with every fault."""
    missing = [] if figure_ids else [Fault("", "Choose at least one figure.")]
    if missing or found:
        raise Faulty([*missing, *found])
    by_id = {figure.id: figure for figure in sheet.standing.values()}
    if not set(figure_ids) <= by_id.keys():
        raise Conflict(MOVED)
    return [by_id[figure_id] for figure_id in dict.fromkeys(figure_ids)]


ACTS = {
    FigureStep.SUBMIT: Act.FIGURE_SUBMITTED,
    FigureStep.VERIFY: Act.FIGURE_VERIFIED,
    FigureStep.RETURN: Act.FIGURE_RETURNED,
}


def permitted(sheet: Sheet, figure: Figure, step: FigureStep) -> FigureState:
    """Say where a step leads, or refuse it."""
    parts = frozenset({Part.ENTERED}) if sheet.own(figure) else frozenset[Part]()
    return FigureState(take(figure.state, step, frozenset({sheet.role}), parts=parts))


def move(sheet: Sheet, figure: Figure, step: FigureStep, *, reason: str = "") -> None:
    """Take a step or refuse it; the columns that go with the new state are set by the caller."""
    before, figure.state = figure.state, permitted(sheet, figure, step)
    late = {"late": figure.late} if step is FigureStep.SUBMIT and figure.late else {}
    note(
        sheet.session,
        sheet.actor,
        ACTS[step],
        role=sheet.role,
        agreement_id=figure.agreement_id,
        object_id=figure.id,
        before={"state": before},
        after={"state": figure.state, **late},
        reason=reason,
    )


def _stored(sheet: Sheet, laid: Sequence[Laid]) -> list[Figure]:
    """Put new figures in their places, each noted with what it replaces."""
    session, period = sheet.session, sheet.period
    by_measure = measures.of_agreement(session, period.agreement_id)
    groups = participants.of_agreement(session, period.agreement_id)
    by_participant = {each.code: each.id for each in groups}
    due = due_days(session, period.agreement_id, period.ends)
    found = []
    for entry, stands in laid:
        given = entry.figure
        figure = Figure(
            agreement_id=period.agreement_id,
            period_id=period.id,
            measure_id=by_measure[given.measure].id,
            participant_id=by_participant[given.participant] if given.participant else None,
            absent=given.absent or None,
            source=sheet.source(entry),
            note=entry.note,
            due_on=_due(stands, due.get(by_measure[given.measure].id)),
            entered_by_id=sheet.actor.person_id,
            entered_for_id=sheet.held.giver_id,
            entered_at=clock.now(),
            replaces_id=stands.id if stands else None,
            state=FigureState.DRAFT,
            **{column: getattr(given, column) for column in NUMBERS},
        )
        session.add(figure)
        session.flush()
        _note_entered(sheet, figure, stands)
        found.append(figure)
    return found


def _due(stands: Figure | None, day: date | None) -> date | None:
    """Give the due day of a new version: what was submitted once is judged by its day of then."""
    return stands.due_on if stands is not None and stands.first_submitted_at else day


def _note_entered(sheet: Sheet, figure: Figure, stands: Figure | None) -> None:
    corrected = stands is not None and stands.state in VERIFIED
    note(
        sheet.session,
        sheet.actor,
        Act.FIGURE_ENTERED,
        role=sheet.role,
        agreement_id=figure.agreement_id,
        object_id=figure.id,
        before=_told(stands) if stands else None,
        after=_told(figure),
        reason=figure.note if corrected else "",
    )


def _told(figure: Figure) -> dict[str, object]:
    """Put what a figure says as the audit log keeps it."""
    numbers = {
        column: written(number)
        for column in NUMBERS
        for number in (getattr(figure, column),)
        if number is not None
    }
    texts = {"absent": figure.absent, "source": figure.source, "note": figure.note}
    kept = {name: text for name, text in texts.items() if text}
    return {"figure": figure.id, "state": figure.state, **numbers, **kept}
