"""Payout: from a participant's part to what it is paid (the end of step 19, and step 20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.allocations.allocation import Party
from comanage.rules.applying import bounds, note_applied
from comanage.rules.conditions import View
from comanage.rules.gates import bounded, modified
from comanage.rules.numbers import ONE, ZERO, dollars, money, split_signed, to_cents
from comanage.rules.pool import Division
from comanage.rules.terms import Terms
from comanage.rules.trace import Rule, Scope, Trace

ALLOCATION, OFFSET = 19, 20  # places in trace.ORDER
REMAINDER = "whole cents by largest remainder"
HALF_UP = "half up to the cent"


@dataclass(frozen=True, slots=True)
class Payout:
    """What one participant is paid, in whole cents.

    Attributes:
        participant: Its code.
        share: Its share of what was divided.
        payable: What it is paid.
        recover: What it owes back instead.
        advanced: What it was paid before.
        maximum: Its part of the maximum, where each earns by its own score.
        because: Why it has its share.
        step: The number of the step of what it earned.
        left: What it earned more, or less, by a correction that is neither paid nor recovered
            (see restatement.py); a settlement by itself leaves nothing.
        left_because: Why that is left.
    """

    participant: str
    share: Fraction
    payable: int
    recover: int = 0
    advanced: int = 0
    maximum: int | None = None
    because: str = ""
    step: int = 0
    left: int = 0
    left_because: str = ""

    @property
    def earned(self) -> int:
        """What it earned, before what was paid to it in advance is taken off."""
        return self.payable - self.recover + self.advanced + self.left


@dataclass(frozen=True, slots=True)
class Among:
    """Whom money is divided among, in the order by which ties are decided.

    Attributes:
        parties: Each participant with its own figures and score.
        views: What its gates and modifiers may look at.
        total_steps: The step of its own score, where it has one.
    """

    parties: Sequence[Party]
    views: Mapping[str, View]
    total_steps: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class How:
    """What kind of amount is divided: earned as a rule, owed, or paid in advance."""

    owed: bool = False
    advance: bool = False

    @property
    def ruled(self) -> bool:
        """Say whether gates, modifiers and floors of participants act on it."""
        return not self.owed and not self.advance


EARNED = How()


@dataclass(slots=True)
class Part:
    """One participant on the way from its share to its payment."""

    party: Party
    share: Fraction
    kept: Fraction
    because: str
    closed: bool = False
    step: int = 0
    cents: int = 0
    maximum: int | None = None

    @property
    def about(self) -> tuple[str, Scope, str]:
        """What its steps are about."""
        return (self.party.code, Scope.PAYOUT, self.party.code)


def paid(
    terms: Terms,
    parts: Sequence[Part],
    limits: tuple[Among, Fraction],
    trace: Trace,
    *,
    how: How = EARNED,
) -> tuple[Payout, ...]:
    """Apply modifier, floor and cap of each, the caps over all, and what was paid before.

    Args:
        terms: The terms.
        parts: Each participant with its cents so far.
        limits: The participants as conditions see them, and the most dollars for all together.
        trace: Where the steps are noted.
        how: What kind of amount it is: a cap alone acts on an advance, and nothing on a loss.
    """
    among, most = limits
    rules = terms.division
    if how.advance:
        rules = Division(most=rules.most)
    limited = rules.modifiers or rules.least is not None or rules.most is not None
    if limited and not how.owed:
        for part in parts:
            _ruled(rules, part, among.views[part.party.code], trace)
    cents = [part.cents for part in parts]
    if sum(cents) > max(to_cents(most), 0) and not how.owed:
        shares = [Fraction(amount) for amount in cents]
        for part, amount in zip(parts, split_signed(to_cents(most), shares), strict=True):
            part.step = trace.note(
                ALLOCATION,
                part.about,
                ("capped", dollars(amount)),
                f"all payouts are cut in proportion to {money(to_cents(most))}",
                uses=(part.step,),
                by=(Rule.GIVEN, ()),
            )
            part.cents = amount
    return tuple(_offset(terms, part, trace) for part in parts)


def _ruled(rules: Division, part: Part, view: View, trace: Trace) -> None:
    """Apply modifier, floor and cap of a participant to its whole cents."""
    full = ONE if part.party.score is None else part.party.score
    times, uses = modified(rules.modifiers, view, full), [part.step]
    if rules.modifiers:
        uses.append(note_applied((ALLOCATION, "modifier"), part.about, times, trace))
    before = dollars(part.cents) * times.times
    after = bounded(before, rules.least, rules.most, closed=part.closed)
    part.cents = to_cents(after)
    words = times.because if after == before else f"kept between {_limits(rules)}"
    part.step = trace.note(
        ALLOCATION,
        part.about,
        ("after_rules", dollars(part.cents)),
        words or "within its limits",
        uses=uses,
        rounding=(after, HALF_UP),
        by=(Rule.BOUNDED, bounds(None if part.closed else rules.least, rules.most)),
    )


def _limits(rules: Division) -> str:
    least, most = rules.least, rules.most
    top = "no cap" if most is None else money(to_cents(most))
    return f"{money(to_cents(least or ZERO))} and {top}"


def _offset(terms: Terms, part: Part, trace: Trace) -> Payout:
    """Take off what was paid before; what is then below zero is owed back."""
    advanced, uses = 0, [part.step]
    if terms.advances is not None:
        advanced = to_cents(part.party.facts.get(terms.advances.paid) or ZERO)
        words = "paid before"
        uses.append(trace.note(OFFSET, part.about, ("advanced", dollars(advanced)), words))
    due = part.cents - advanced
    words = money(part.cents) + (f" − {money(advanced)} paid before" if advanced else "")
    payable = ("payable", dollars(max(due, 0)))
    trace.note(OFFSET, part.about, payable, words, uses=uses, by=(Rule.DUE, ()))
    if due < 0:
        owed = ("recover", dollars(-due))
        trace.note(OFFSET, part.about, owed, words, uses=uses, by=(Rule.OWED, ()))
    return Payout(
        participant=part.party.code,
        share=part.share,
        payable=max(due, 0),
        recover=max(-due, 0),
        advanced=advanced,
        maximum=part.maximum,
        because=part.because,
        step=part.step,
    )
