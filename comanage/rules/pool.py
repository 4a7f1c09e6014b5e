"""Pool: the terms that act on money as a whole, from the gates of the pool to advances.

Everything here may be left out: an agreement with a fixed amount, equal groups
and no advances states none of it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from comanage.rules.gates import Gate, Modifier
from comanage.rules.numbers import ONE
from comanage.rules.periods import Prorates


class Earning(StrEnum):
    """How much of the pool is earned."""

    BY_SCORE = "by score"  # the pool times the score
    AS_FUNDED = "as funded"  # all of it: the source itself measured what was earned


class Timing(StrEnum):
    """What a settlement covers."""

    EACH_PERIOD = "each period"
    TO_DATE = "year to date"  # the contract year up to the period, less what was paid before


@dataclass(frozen=True)
class PoolRules:
    """What is applied to the sum of the scorecard, in this order (steps 12 to 14).

    Attributes:
        gates: What must hold before anything is earned; without money, what a scorecard must pass.
        modifiers: What the sum is multiplied by.
        floor: The least that is earned, as a share of the pool, unless a gate closed.
        least: The least that is earned, in dollars, unless a gate closed.
        cap: The most that is earned, as a share of the pool.
        most: The most that is earned, in dollars.
    """

    gates: tuple[Gate, ...] = ()
    modifiers: tuple[Modifier, ...] = ()
    floor: Fraction | None = None
    least: Fraction | None = None
    cap: Fraction = ONE
    most: Fraction | None = None


@dataclass(frozen=True)
class InForce:
    """When the agreement is in force, for the period in which it begins or ends (step 15).

    Attributes:
        starts: Its first day, which counts.
        ends: Its last day, which counts; None while it is open.
        by: How part of a period is counted.
    """

    starts: date
    ends: date | None = None
    by: Prorates = Prorates.DAYS


@dataclass(frozen=True)
class FmvCap:
    """The most that may be paid by the opinion of fair market value (step 16).

    Attributes:
        amount: The cap in dollars, for the time that the settlement covers.
        counts: Measures in dollars that count against it: the base fee and the incentive paid
            before.
        counts_base_fee: True where the base fee of the terms counts against it.
        prorated: True where the cap shrinks with the part of the period that is in force.
    """

    amount: Fraction
    counts: tuple[str, ...] = ()
    counts_base_fee: bool = False
    prorated: bool = False


@dataclass(frozen=True)
class Division:
    """What is applied to each participant when money is divided (steps 18 and 19).

    Attributes:
        gates: What each must pass to share, by its own figures.
        redivides: True where what a participant cannot take is divided among the others;
            by default it stays with the hospital.
        part_period: How one who joins or leaves in the period shares; None: like the others.
        must_stay: True where one who left before the end of the period gets nothing.
        modifiers: What each participant's amount is multiplied by.
        least: The least that one is paid, in dollars, unless a gate closed.
        most: The most that one is paid, in dollars.
    """

    gates: tuple[Gate, ...] = ()
    redivides: bool = False
    part_period: Prorates | None = None
    must_stay: bool = False
    modifiers: tuple[Modifier, ...] = ()
    least: Fraction | None = None
    most: Fraction | None = None


@dataclass(frozen=True)
class Advances:
    """Payments before the result is known, and what is set off against the settlement (step 20).

    Attributes:
        paid: The measure in dollars that says what each participant was paid before.
        rate: The share of the ratable pool that is paid in an advance period.
        times: How many advances the pool is spread over.
    """

    paid: str
    rate: Fraction = ONE
    times: int = 4


@dataclass(frozen=True)
class RestatementRules:
    """When a corrected result changes what was paid.

    Attributes:
        material: The least difference of a participant, in dollars, that is paid or recovered.
        look_back_months: How long after its last day a period may be restated; None: without end.
    """

    material: Fraction = Fraction(0)
    look_back_months: int | None = None


NO_POOL_RULES, NO_DIVISION_RULES, ANY_RESTATEMENT = PoolRules(), Division(), RestatementRules()
