"""Disputes: the steps of one, what it would change, and what of a payout is not disputed.

A group disputes one figure of a settlement by claiming another one for it: another value,
other counts, or that there should be none. What is at stake is no estimate. The period is
settled again with the claimed figure, and the payouts of both settlements compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from comanage.refusals import Conflict, Fault, NotAllowed
from comanage.rules.figure_faults import figure_faults
from comanage.rules.figures import Figure
from comanage.rules.settled import Settlement
from comanage.rules.settlement import calculated
from comanage.rules.signoff import Part, Role
from comanage.rules.terms import Terms
from comanage.rules.whatif import changed


class Ground(StrEnum):
    """Why a score is disputed, as the field names it."""

    ATTRIBUTION = "attribution of a case"
    RISK_ADJUSTMENT = "version of the risk adjustment"
    OUTSIDE_CONTROL = "event outside control"
    EXCLUSION = "excluded patients"
    SMALL_NUMBERS = "small numbers"
    SOURCE = "choice of the data source"
    ROUNDING = "rounding at a level"
    GATE = "gate applied or not"
    OTHER = "another reason"


class DisputeState(StrEnum):
    """Where a dispute stands."""

    OPEN = "open"
    ANSWERED = "answered"
    APPEALED = "appealed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class DisputeStep(StrEnum):
    """What a person does to a dispute."""

    ANSWER = "answer"
    ACCEPT = "accept"
    APPEAL = "appeal"
    DECIDE = "decide"
    WITHDRAW = "withdraw"


class Finding(StrEnum):
    """What an answer or a decision comes to."""

    UPHELD = "upheld"
    PARTLY = "partly upheld"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Move:
    """One step: who may take it, where it leads, and who is barred by a part in the figure."""

    role: Role
    leads_to: DisputeState
    barred: frozenset[Part] = frozenset()


TOOK_PART = frozenset({Part.ENTERED, Part.VERIFIED})
STEPS: Mapping[tuple[DisputeState, DisputeStep], Move] = {
    # (state, step): who may, where it leads, who is barred
    (DisputeState.OPEN, DisputeStep.ANSWER): Move(Role.ADMINISTRATOR, DisputeState.ANSWERED),
    (DisputeState.OPEN, DisputeStep.WITHDRAW): Move(Role.LEADER, DisputeState.WITHDRAWN),
    (DisputeState.ANSWERED, DisputeStep.ACCEPT): Move(Role.LEADER, DisputeState.CLOSED),
    (DisputeState.ANSWERED, DisputeStep.APPEAL): Move(Role.LEADER, DisputeState.APPEALED),
    (DisputeState.ANSWERED, DisputeStep.WITHDRAW): Move(Role.LEADER, DisputeState.WITHDRAWN),
    (DisputeState.APPEALED, DisputeStep.DECIDE): Move(
        Role.APPROVER, DisputeState.CLOSED, TOOK_PART
    ),
    (DisputeState.APPEALED, DisputeStep.WITHDRAW): Move(Role.LEADER, DisputeState.WITHDRAWN),
}
OVER = frozenset({DisputeState.CLOSED, DisputeState.WITHDRAWN})
DID = {Part.ENTERED: "entered the figure", Part.VERIFIED: "verified the figure"}


@dataclass(frozen=True, slots=True)
class AppealDays:
    """How long a group may appeal an answer, as that was agreed on a day."""

    days: int
    agreed_on: date


@dataclass(frozen=True, slots=True)
class Stake:
    """What a dispute means for one participant, in whole cents.

    Attributes:
        participant: Its code.
        settled: What it earned by the settlement.
        if_upheld: What it would earn if the dispute were upheld.
    """

    participant: str
    settled: int
    if_upheld: int

    @property
    def at_stake(self) -> int:
        """What it would earn more; below zero for less."""
        return self.if_upheld - self.settled


def take(
    state: DisputeState,
    step: DisputeStep,
    roles: frozenset[Role],
    *,
    parts: frozenset[Part] = frozenset(),
) -> DisputeState:
    """Take a step and say where it leads, or refuse in words.

    Args:
        state: Where the dispute stands.
        step: What the person wants to do.
        roles: The roles the person holds in this agreement.
        parts: What the person did to the figure that is disputed, or to one it replaced.

    Raises:
        Conflict: The step does not exist from this state.
        NotAllowed: The person lacks the role, or took a part that bars them.

    >>> take(DisputeState.OPEN, DisputeStep.ANSWER, frozenset({Role.ADMINISTRATOR}))
    <DisputeState.ANSWERED: 'answered'>
    """
    move = STEPS.get((state, step))
    if move is None:
        raise Conflict(f"Nobody can {step} a dispute that is {state}.")
    if move.role not in roles:
        article = "an" if move.role[0] in "aeiou" else "a"
        raise NotAllowed(f"Only {article} {move.role} may {step} a dispute that is {state}.")
    for part in sorted(move.barred & parts):
        raise NotAllowed(f"Whoever {DID[part]} does not {step} a dispute about it.")
    return move.leads_to


def lapsed(state: DisputeState, until: date | None, today: date) -> bool:
    """Say whether an answer stands because nobody appealed in time.

    Args:
        state: Where the dispute stands.
        until: The last day for an appeal; None where none was set.
        today: The day.
    """
    return state is DisputeState.ANSWERED and until is not None and until < today


def appeal_until(
    answered: date, promised: date | None, agreed: Sequence[AppealDays]
) -> date | None:
    """Say until which day an answer may be appealed; None where nobody has agreed on days.

    The day that was promised with the answer stands. Where no days were agreed then, those
    that are agreed first afterwards run from the day on which they were: a group that says
    nothing does not keep the payouts of the others back for good. Later ones change
    nothing, so that an answer which stands goes on to.

    Args:
        answered: The day of the answer.
        promised: The last day as it was told with the answer.
        agreed: The days that were agreed, the first ones first.

    >>> appeal_until(date(2027, 4, 14), None, [AppealDays(10, date(2027, 6, 1))])
    datetime.date(2027, 6, 11)
    """
    if promised is not None or not agreed:
        return promised
    first = agreed[0]
    return last_day(max(answered, first.agreed_on), first.days)


def holds(state: DisputeState, finding: Finding | None, until: date | None, today: date) -> bool:
    """Say whether a dispute keeps a part of a payout back.

    It does until it is withdrawn or declined for good. One that was upheld goes on to: the figure
    that it changes makes another settlement, which pays instead.

    >>> holds(DisputeState.CLOSED, Finding.DECLINED, None, date(2027, 5, 1))
    False
    """
    if state is DisputeState.WITHDRAWN:
        return False
    return not (over(state, until, today) and finding is Finding.DECLINED)


def goes_on(
    state: DisputeState,
    finding: Finding | None,
    until: date | None,
    today: date,
    *,
    figure_stands: bool,
) -> bool:
    """Say whether a dispute goes on against the settlement that took the place of its own.

    Calculating again ends no dispute. It goes on until it is over; and one that was upheld goes on
    while the new settlement is made from the figure that was disputed.

    >>> goes_on(DisputeState.OPEN, None, None, date(2027, 5, 1), figure_stands=False)
    True
    """
    if not over(state, until, today):
        return True
    return figure_stands and holds(state, finding, until, today)


def over(state: DisputeState, until: date | None, today: date) -> bool:
    """Say whether nothing more can happen to a dispute."""
    return state in OVER or lapsed(state, until, today)


def last_day(since: date, days: int | None) -> date | None:
    """Give the last day of a deadline that begins on a day; None where none is agreed.

    >>> last_day(date(2027, 4, 14), 10)
    datetime.date(2027, 4, 24)
    """
    return None if days is None else since + timedelta(days)


def claim_faults(terms: Terms, figures: Sequence[Figure], claimed: Figure) -> list[Fault]:
    """Say what is wrong with a claimed figure: it must be one, of a line of the settlement, and differ.

    Args:
        terms: The terms of the settlement.
        figures: The figures it was made from.
        claimed: The figure that the group says should stand.
    """
    stood = {figure.key: figure for figure in figures}.get(claimed.key)
    if stood is None:
        return [Fault("measure", "The settlement has no figure for this line.")]
    if found := figure_faults(terms, claimed):
        return found
    if stood == claimed:
        return [Fault("value", "The claimed figure is the one that stands.")]
    return []


def at_stake(
    terms: Terms, figures: Sequence[Figure], settled: Settlement, claims: Sequence[Figure]
) -> tuple[Stake, ...]:
    """Say what each participant would earn if some claims were upheld, all of them together.

    Args:
        terms: The terms of the settlement.
        figures: The figures it was made from.
        settled: The settlement.
        claims: The claimed figures, without faults.
    """
    again = calculated(terms, changed(figures, claims), settled.period)
    after = {payout.participant: payout.earned for payout in again.payouts}
    return tuple(
        Stake(payout.participant, payout.earned, after.get(payout.participant, 0))
        for payout in settled.payouts
    )


def moved(stakes: Sequence[Stake]) -> int:
    """Say how much money an upheld dispute would move: all that groups would earn more, or less.

    >>> moved([Stake("GRANITE", 100, 160), Stake("RIVER", 90, 50)])
    60
    """
    changes = [stake.at_stake for stake in stakes]
    return max(
        sum(each for each in changes if each > 0), -sum(each for each in changes if each < 0)
    )


def undisputed(
    terms: Terms, figures: Sequence[Figure], settled: Settlement, claims: Sequence[Figure]
) -> Mapping[str, int]:
    """Say what of each participant's payout no open dispute could lower, in whole cents.

    Each claim is upheld by itself, and all of them together; the least of what a participant
    would then be paid is undisputed. What lies between it and what was settled is held.
    """
    least = {payout.participant: payout.payable for payout in settled.payouts}
    apart = [[claim] for claim in claims]
    for upheld in [*apart, *([list(claims)] if len(claims) > 1 else [])]:
        again = calculated(terms, changed(figures, upheld), settled.period)
        paid = {payout.participant: payout.payable for payout in again.payouts}
        least = {code: min(cents, paid.get(code, 0)) for code, cents in least.items()}
    return least
