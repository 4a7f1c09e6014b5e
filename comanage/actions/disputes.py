"""Disputes: a group claims another figure for a line; it is answered, appealed, decided.

An upheld dispute changes no figure by itself. Whoever enters figures enters the new one, which
is verified like any other, and the period is calculated again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed, granted, own_groups, roles_in
from comanage.actions import bearing, files, windows
from comanage.actions.dispute_views import (
    NO_LINE,
    NOTHING,
    RIGHTS,
    Claim,
    Shown,
    claimed,
    disputable,
    file_name,
    one,
    parts_in,
    reaches,
    weighed,
)
from comanage.actions.free_text import line_faults, text_faults
from comanage.actions.standing import seen
from comanage.records import acceptance as acceptances
from comanage.records import oversight_limit as limits
from comanage.records import participant as participants
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.dispute import Dispute, DisputeTaken
from comanage.records.document import Document
from comanage.records.figure import Figure
from comanage.records.oversight_limit import Limit
from comanage.records.participant import Participant
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict, Fault, Faulty, NotAllowed, NotFound
from comanage.rights import Right
from comanage.rules import canonical, disputes
from comanage.rules.disputes import DisputeStep, Finding
from comanage.rules.periods import in_words
from comanage.rules.signoff import SettlementState

TOO_LATE = "The dispute window of settlement {} ended on {}."
APPROVED = "Settlement {} is approved. Ask for a correction of the period instead."
NOT_YOURS = "Your group takes no part in this agreement."
OTHERS = "Only a leader of {} may {} this dispute."
NO_FILE = "There is no file of this."
LAPSED = "Nobody appealed until {}, so the answer stands."
ACCEPTED = (
    "Your group has accepted settlement {}, so it cannot dispute it. If a figure is wrong after all,"
    " tell the service-line administrator: a corrected one makes a new settlement, which your"
    " group may dispute."
)
ALREADY = (
    "Your group disputes this line already: dispute {} goes on against settlement {}. Withdraw it"
    " first, if another figure should stand."
)
ACTS = {
    DisputeStep.ANSWER: Act.DISPUTE_ANSWERED,
    DisputeStep.ACCEPT: Act.DISPUTE_ACCEPTED,
    DisputeStep.APPEAL: Act.DISPUTE_APPEALED,
    DisputeStep.DECIDE: Act.DISPUTE_DECIDED,
    DisputeStep.WITHDRAW: Act.DISPUTE_WITHDRAWN,
}
DEADLINES = {DisputeStep.ANSWER: Limit.DAYS_TO_APPEAL, DisputeStep.APPEAL: Limit.DAYS_TO_ANSWER}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a dispute that a person takes.

    Attributes:
        step: What it does.
        words: Why.
        finding: What an answer or a decision comes to.
        number: How many steps the person has seen; another number is stale.
        shown: The file that shows it.
    """

    step: DisputeStep
    words: str
    finding: Finding | None
    number: int
    shown: Shown = NOTHING


def raise_dispute(
    session: Session, actor: Actor, agreement_id: int, code: str, *, number: int, claim: Claim
) -> Dispute:
    """Dispute one line of a settlement that is not approved, for the actor's own group.

    Args:
        session: The session of the change.
        actor: Who disputes.
        agreement_id: The agreement.
        code: The period.
        number: The number of the settlement that the actor has seen.
        claim: What is claimed.

    Raises:
        Conflict: The settlement is approved or was replaced, or the window is over.
        Faulty: Every fault of the claim.
    """
    role = allowed(session, actor, Right.DISPUTE_RAISE, agreement_id)
    found = seen(session, agreement_id, code, number)
    _in_time(session, found)
    own = _own(session, actor, found)
    _, figures, _ = disputable(session, actor, agreement_id, code)
    figure = _line(session, found, own, [each for each in figures if each.id == claim.figure_id])
    if faults := _faults(claim):
        raise Faulty(faults)
    text = canonical.text(weighed(found, claimed(figure, claim))[0])
    made = Dispute(
        agreement_id=agreement_id,
        settlement_id=found.id,
        participant_id=own.id,
        figure_id=figure.id,
        ground=claim.ground,
        words=claim.words.strip(),
        value=claim.value,
        numerator=claim.numerator,
        denominator=claim.denominator,
        absent=claim.absent.strip() or None,
        document_sha256=_kept(session, actor, claim.shown),
        stakes=text,
        stakes_hash=canonical.digest(text),
        raised_by_id=actor.person_id,
        raised_at=clock.now(),
        answer_until=_last_day(session, agreement_id, Limit.DAYS_TO_ANSWER),
    )
    session.add(made)
    session.flush()
    note(
        session, actor, Act.DISPUTE_RAISED, role=role, agreement_id=agreement_id,
        object_id=made.id, reason=made.words,
        after={"figure": figure.id, "settlement": found.number, "ground": made.ground,
               "period": code, "sha256": made.document_sha256},
    )  # fmt: skip
    return made


def take(
    session: Session, actor: Actor, agreement_id: int, dispute_id: int, *, step: Step
) -> DisputeTaken:
    """Take a step of a dispute: answer, accept, appeal, decide or withdraw.

    Raises:
        Conflict: The step does not exist from where the dispute stands, or somebody was quicker.
        NotAllowed: The actor lacks the role, or took a part in the figure that bars them.
        Faulty: No reason is given, or no finding.
    """
    held = granted(session, actor, RIGHTS[step.step], agreement_id)
    found = one(session, actor, agreement_id, dispute_id)
    if not reaches(session, actor, found, step.step):
        raise NotAllowed(OTHERS.format(found.participant.group.name, step.step))
    if len(found.steps) != step.number:
        raise Conflict("Somebody has moved this dispute on. Look at what they did.")
    if found.until and disputes.lapsed(found.state, found.until, clock.today()):
        raise Conflict(LAPSED.format(in_words(found.until)))
    state = disputes.take(
        found.state,
        step.step,
        roles_in(session, actor, agreement_id),
        parts=parts_in(session, actor, found.figure),
    )
    if faults := _step_faults(step):
        raise Faulty(faults)
    made = DisputeTaken(
        dispute_id=found.id,
        number=step.number + 1,
        step=step.step,
        state=state,
        finding=step.finding if step.step in {DisputeStep.ANSWER, DisputeStep.DECIDE} else None,
        words=step.words.strip(),
        document_sha256=_kept(session, actor, step.shown),
        by_id=actor.person_id,
        for_id=held.giver_id,
        at=clock.now(),
        until=_until(session, agreement_id, step.step),
    )
    session.add(made)
    session.flush()
    note(
        session, actor, ACTS[step.step], role=held.role, agreement_id=agreement_id,
        object_id=found.id, before={"state": found.state}, reason=made.words,
        after={"state": made.state, "finding": made.finding, "sha256": made.document_sha256},
    )  # fmt: skip
    return made


def hand_out(
    session: Session, actor: Actor, agreement_id: int, dispute_id: int, *, number: int
) -> tuple[str, Document]:
    """Hand out the file that a claim or a step of a dispute rests on, and note who read it.

    Args:
        session: The session of the change.
        actor: Who reads.
        agreement_id: The agreement.
        dispute_id: The dispute.
        number: The number of the step; 0 for the claim.

    Returns:
        The name to save it under, and the document with its bytes.

    Raises:
        NotFound: The actor sees no such dispute, or there is no file.
    """
    role = allowed(session, actor, Right.DISPUTE_READ, agreement_id)
    found = one(session, actor, agreement_id, dispute_id)
    of_step = next((each for each in found.steps if each.number == number), None)
    kept = found.document if number == 0 else of_step.document if of_step else None
    if kept is None:
        raise NotFound(NO_FILE)
    note(
        session, actor, Act.DISPUTE_FILE_READ, role=role, agreement_id=agreement_id,
        object_id=found.id, after={"step": number, "sha256": kept.sha256},
    )  # fmt: skip
    return file_name(found, number, kept), kept


def _kept(session: Session, actor: Actor, shown: Shown) -> str | None:
    """Keep the file that was sent, and give its hash."""
    if not shown.content:
        return None
    kept = files.keep(session, actor, name=shown.name, content=shown.content,
                      declared=shown.unscanned)  # fmt: skip
    return kept.sha256


def _in_time(session: Session, found: Settlement) -> None:
    if found.state not in {SettlementState.PRELIMINARY, SettlementState.FINAL}:
        raise Conflict(APPROVED.format(found.number))
    last = windows.until(session, found)
    if last is not None and clock.today() >= last:
        raise Conflict(TOO_LATE.format(found.number, in_words(last)))


def _own(session: Session, actor: Actor, found: Settlement) -> Participant:
    """Find the participant that an actor disputes a settlement for, which has not accepted it."""
    own = own_groups(session, actor, Right.DISPUTE_RAISE, found.agreement_id) or frozenset()
    parties = participants.of_agreement(session, found.agreement_id)
    ours = next((each for each in parties if each.group_id in own), None)
    if ours is None:
        raise NotAllowed(NOT_YOURS)
    accepted = acceptances.of_settlement(session, found.id)
    if any(each.participant_id == ours.id for each in accepted):
        raise Conflict(ACCEPTED.format(found.number))
    return ours


def _line(
    session: Session, found: Settlement, own: Participant, chosen: Sequence[Figure]
) -> Figure:
    """Give the figure that is chosen, about which no earlier dispute of the same group goes on."""
    if not chosen:
        raise NotFound(NO_LINE)
    (figure,) = chosen
    line = (figure.measure_id, figure.participant_id)
    for each in bearing.undecided(session, found):
        asked = (each.figure.measure_id, each.figure.participant_id)
        ours = each.participant_id == own.id and each.settlement_id != found.id
        if ours and asked == line:
            raise Conflict(ALREADY.format(each.id, found.number))
    return figure


def _faults(claim: Claim) -> list[Fault]:
    found = [] if claim.ground else [Fault("ground", "Choose why the score is disputed.")]
    if not claim.words.strip():
        found.append(Fault("words", "Say why, in a sentence or two."))
    found += text_faults({"words": claim.words})
    return found + line_faults({"absent": claim.absent})


def _step_faults(step: Step) -> list[Fault]:
    found = []
    if step.step is not DisputeStep.ACCEPT and not step.words.strip():
        found.append(Fault("words", "Say why."))
    if step.step in {DisputeStep.ANSWER, DisputeStep.DECIDE} and step.finding is None:
        found.append(Fault("finding", "Say what it comes to."))
    return found + text_faults({"words": step.words})


def _until(session: Session, agreement_id: int, step: DisputeStep) -> date | None:
    """Give the last day for what follows a step; None where none is agreed."""
    name = DEADLINES.get(step)
    return _last_day(session, agreement_id, name) if name else None


def _last_day(session: Session, agreement_id: int, name: Limit) -> date | None:
    limit = limits.in_force(session, agreement_id).get(name)
    return disputes.last_day(clock.today(), limit.amount if limit else None)
