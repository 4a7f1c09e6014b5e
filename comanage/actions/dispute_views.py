"""What people see of disputes: the lines one may dispute, what a claim would change, who may do what.

A leader sees the disputes of the own group, and of what is at stake the own group's part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, agreements_seen, allowed, own_groups, require, roles_in
from comanage.actions import windows
from comanage.actions.files import named
from comanage.records import basis as bases
from comanage.records import delegation as delegations
from comanage.records import dispute as records
from comanage.records import participant as participants
from comanage.records import settlement as settlements
from comanage.records.dispute import Dispute
from comanage.records.document import Document
from comanage.records.figure import Figure, history
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rights import Right
from comanage.rules import canonical, disputes
from comanage.rules.disputes import DisputeStep, Ground, Stake
from comanage.rules.figures import Figure as Value
from comanage.rules.parts import Taken, parts_of
from comanage.rules.signoff import Part, Role
from comanage.together import read_ahead

NO_LINE = "There is no such line in this settlement."
NO_DISPUTE = "There is no such dispute."
RIGHTS = {
    DisputeStep.ANSWER: Right.DISPUTE_ANSWER,
    DisputeStep.ACCEPT: Right.DISPUTE_RAISE,
    DisputeStep.APPEAL: Right.DISPUTE_RAISE,
    DisputeStep.DECIDE: Right.DISPUTE_DECIDE,
    DisputeStep.WITHDRAW: Right.DISPUTE_RAISE,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A file that somebody sends as evidence; empty where none is sent.

    Attributes:
        name: Its name.
        content: Its bytes.
        unscanned: True where the person declares that a file which no program can look through
            holds no patient data.
    """

    name: str = ""
    content: bytes = b""
    unscanned: bool = False


NOTHING = Shown()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a group claims about one line of a settlement.

    Attributes:
        figure_id: The figure that is disputed.
        ground: Why; None where nothing was chosen.
        words: The reason in words.
        value: The claimed value.
        numerator: The claimed count, with a denominator.
        denominator: The claimed base of the count.
        absent: Why there should be no figure.
        shown: The file that shows it.
    """

    figure_id: int
    ground: Ground | None
    words: str
    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    absent: str = ""
    shown: Shown = NOTHING


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim with what it would change, before it is sent or after.

    Attributes:
        stakes: What it means for each participant that the actor may see.
        undisputed: What of each of their payouts no outcome could lower, in cents.
    """

    stakes: Sequence[Stake]
    undisputed: Mapping[str, int]


def disputable(
    session: Session, actor: Actor, agreement_id: int, code: str
) -> tuple[Settlement, list[Figure], date | None]:
    """Give the newest settlement of a period, the figures that the actor may dispute, and until when.

    Raises:
        NotFound: The period has not been calculated, or the actor sees no such agreement.
    """
    allowed(session, actor, Right.DISPUTE_READ, agreement_id)
    period = bases.period_of(session, agreement_id, code)
    found = settlements.latest(session, period.id)
    if found is None:
        raise NotFound(f"{period.code} has not been calculated yet.")
    read_ahead(
        session,
        partial(settlements.figures_of, session, found.id),
        partial(windows.until, session, found),
    )
    own = own_groups(session, actor, Right.DISPUTE_READ, agreement_id)
    figures = [
        figure
        for figure in settlements.figures_of(session, found.id)
        if own is None or figure.participant is None or figure.participant.group_id in own
    ]
    return found, figures, windows.until(session, found)


def of_period(session: Session, actor: Actor, agreement_id: int, code: str) -> list[Dispute]:
    """List the disputes of a period's settlements, newest first; a leader's own group's only."""
    allowed(session, actor, Right.DISPUTE_READ, agreement_id)
    period = bases.period_of(session, agreement_id, code)
    own = own_groups(session, actor, Right.DISPUTE_READ, agreement_id)
    return [
        each
        for each in records.of_agreements(session, [agreement_id])
        if each.settlement.period_id == period.id and _sees(own, each)
    ]


def waiting(session: Session, actor: Actor) -> list[Dispute]:
    """List the disputes, of every agreement the actor sees, that are not over."""
    require(actor, Right.DISPUTE_READ)
    agreements = [each.id for each in agreements_seen(session, actor, Right.DISPUTE_READ)]
    return [
        each
        for each in records.of_agreements(session, agreements)
        if not each.over(clock.today())
        and _sees(own_groups(session, actor, Right.DISPUTE_READ, each.agreement_id), each)
    ]


def one(session: Session, actor: Actor, agreement_id: int, dispute_id: int) -> Dispute:
    """Find a dispute that the actor may see.

    Raises:
        NotFound: There is none, or it is another group's.
    """
    allowed(session, actor, Right.DISPUTE_READ, agreement_id)
    found = records.one(session, agreement_id, dispute_id)
    own = own_groups(session, actor, Right.DISPUTE_READ, agreement_id)
    if found is None or not _sees(own, found):
        raise NotFound(NO_DISPUTE)
    return found


def weigh(session: Session, actor: Actor, agreement_id: int, code: str, *, claim: Claim) -> Weighed:
    """Say what a claim would change, by settling the period again; nothing is stored.

    Raises:
        Faulty: The claim is no figure, or the one that stands.
    """
    found, figures, _ = disputable(session, actor, agreement_id, code)
    figure = next((each for each in figures if each.id == claim.figure_id), None)
    if figure is None:
        raise NotFound(NO_LINE)
    stakes, undisputed = weighed(found, claimed(figure, claim))
    own = own_groups(session, actor, Right.DISPUTE_READ, agreement_id)
    seen_codes = {
        each.code
        for each in participants.of_agreement(session, agreement_id)
        if own is None or each.group_id in own
    }
    return Weighed(
        [stake for stake in stakes if stake.participant in seen_codes],
        {name: cents for name, cents in undisputed.items() if name in seen_codes},
    )


def stakes_of(dispute: Dispute) -> tuple[Stake, ...]:
    """Read what was at stake when a dispute was raised."""
    stakes, found = canonical.read(tuple[Stake, ...], dispute.stakes)
    if stakes is None:
        raise Faulty(found)
    return stakes


def may_take(session: Session, actor: Actor, found: Dispute) -> list[DisputeStep]:
    """List the steps that an actor may take now."""
    roles = roles_in(session, actor, found.agreement_id)
    parts = parts_in(session, actor, found.figure)
    if found.over(clock.today()):
        return []
    possible = []
    for step in DisputeStep:
        if not reaches(session, actor, found, step):
            continue
        try:
            disputes.take(found.state, step, roles, parts=parts)
        except (Conflict, NotAllowed):
            continue
        possible.append(step)
    return possible


def reaches(session: Session, actor: Actor, found: Dispute, step: DisputeStep) -> bool:
    """Say whether the right to a step is not one of another group alone.

    Whoever leads one group, and reads every dispute by another role, moves only those of that group.
    """
    own = own_groups(session, actor, RIGHTS[step], found.agreement_id)
    return own is None or found.participant.group_id in own


def parts_in(session: Session, actor: Actor, figure: Figure) -> frozenset[Part]:
    """Say what counts against whoever would decide about a disputed figure, in any version of it.

    What was done in another's stead is a part of both; and so are the parts of whoever handed
    over the duty to decide.
    """
    taken = []
    for one in history(session, figure):
        taken.append(Taken(Part.ENTERED, one.entered_by_id, clock.day(one.entered_at)))
        if one.verified_by_id is not None and one.verified_at is not None:
            taken.append(Taken(Part.VERIFIED, one.verified_by_id, clock.day(one.verified_at)))
    return parts_of(actor.people(Role.APPROVER), taken, delegations.ever(session))


def claimed(figure: Figure, claim: Claim) -> Value:
    """Give the figure that is claimed in place of the one that stands."""
    stood = bases.as_value(figure)
    return Value(
        period=stood.period,
        participant=stood.participant,
        measure=stood.measure,
        value=claim.value,
        numerator=claim.numerator,
        denominator=claim.denominator,
        baseline=stood.baseline,
        absent=claim.absent.strip(),
    )


def as_claim(dispute: Dispute) -> Claim:
    """Give what a dispute claims, as it was sent."""
    return Claim(
        figure_id=dispute.figure_id,
        ground=dispute.ground,
        words=dispute.words,
        value=dispute.value,
        numerator=dispute.numerator,
        denominator=dispute.denominator,
        absent=dispute.absent or "",
    )


def file_name(dispute: Dispute, number: int, kept: Document) -> str:
    """Name the file of a claim (0) or of a step after the dispute.

    >>> file_name(Dispute(id=3), 0, Document(name="ours.csv"))
    'dispute-3-claim.csv'
    """
    part = f"step-{number}" if number else "claim"
    return named(f"dispute-{dispute.id}-{part}", kept)


def weighed(found: Settlement, value: Value) -> tuple[tuple[Stake, ...], Mapping[str, int]]:
    """Settle a settlement's period again with a claimed figure.

    Raises:
        Faulty: The claim is no figure, or the one that stands.
    """
    terms, settled = bases.terms_of(found.scorecard), bases.settled(found)
    figures = bases.figures_settled(found)
    if faults := disputes.claim_faults(terms, figures, value):
        raise Faulty(faults)
    stakes = disputes.at_stake(terms, figures, settled, [value])
    return stakes, disputes.undisputed(terms, figures, settled, [value])


def _sees(own: frozenset[int] | None, dispute: Dispute) -> bool:
    return own is None or dispute.participant.group_id in own
