"""Measure: what is measured, how its result reads, how it is scored, and what it may earn."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from comanage.rules.compliance import ComplianceClass
from comanage.rules.gates import Gate, Modifier
from comanage.rules.methods.method import Agreed
from comanage.rules.missing import AS_STATED, ForReason, Missing, MissingTerms
from comanage.rules.units import Better, Scale, Unit


class Status(StrEnum):
    """Whether a measure is paid on (the codes of HL7 Da Vinci)."""

    CONTRACTUAL = "contractual"
    ALTERNATE = "contractual-alternate"  # paid on only with the weight of one that is missing
    REPORTING = "reporting-only"


@dataclass(frozen=True)
class Minimum:
    """The least volume at which a result counts (step 2).

    Attributes:
        cases: The least denominator, in its own unit: cases, surveys, predicted infections.
        of: The measure whose result is that volume; empty for the measure's own denominator.
    """

    cases: Fraction
    of: str = ""


@dataclass(frozen=True)
class Measure:
    """What is measured, how its result reads, and how it is scored.

    Attributes:
        code: Its short name in files; letters, digits and hyphens.
        name: Its name for people.
        weight: Its share of the scorecard or of its domain (see Terms.weights_of);
            0 for a reporting-only measure and for an alternate.
        unit: What its results count in.
        better: Which way it improves.
        method: The terms of the method that scores it.
        precision: Places a result is rounded to before it is compared; None: as given.
        status: Whether it is paid on.
        missing: What happens to its weight without a figure.
        missing_for: Other rules for single reasons of absence.
        missing_terms: What those rules need to know.
        minimum: The least volume at which its result counts.
        must_beat_baseline: True where a result that is not better than its baseline earns nothing.
        modifiers: What its factor is multiplied by.
        gates: What must hold before it earns.
        floor: The least factor it earns, unless a gate closed.
        cap: The most factor it earns.
        compliance: What it rewards, as the rules on physician payments see it.
        balances: The quality measures that watch over this one, where it rewards cost.
        definition: Numerator and denominator in words.
        source: Where its figures come from.
        specification: The version of its specification.
        evidence: The citation that supports paying on it.
        clause: Where the contract says so.
    """

    code: str
    name: str
    weight: Fraction
    unit: Unit
    better: Better
    method: Agreed
    precision: int | None = None
    status: Status = Status.CONTRACTUAL
    missing: Missing = Missing.FORFEIT
    missing_for: tuple[ForReason, ...] = ()
    missing_terms: MissingTerms = AS_STATED
    minimum: Minimum | None = None
    must_beat_baseline: bool = False
    modifiers: tuple[Modifier, ...] = ()
    gates: tuple[Gate, ...] = ()
    floor: Fraction | None = None
    cap: Fraction | None = None
    compliance: ComplianceClass = ComplianceClass.UNSTATED
    balances: tuple[str, ...] = ()
    definition: str = ""
    source: str = ""
    specification: str = ""
    evidence: str = ""
    clause: str = ""

    @property
    def scale(self) -> Scale:
        """How the results of this measure read."""
        return Scale(self.unit, self.better, self.precision)

    def rule_for(self, reason: str) -> Missing:
        """Give the rule for a reason of absence."""
        named = (each.rule for each in self.missing_for if each.reason == reason)
        return next(named, self.missing)
