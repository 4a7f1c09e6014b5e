"""Division: what money is divided by, and the columns of the table that divides it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Party
from comanage.rules.payout import Payout
from comanage.rules.periods import Period
from comanage.rules.terms import Terms
from comanage.rules.trace import Scope
from comanage.statements.twins.book import At
from comanage.statements.twins.conditions import View
from comanage.statements.twins.formula import NO, ONE, ZERO, Formula
from comanage.statements.twins.inputs import Inputs
from comanage.statements.twins.known import Known

SHEET = "Payout"
HEADS = (
    "Group", "Weight in the division", "Share by that", "Part of the period", "Gates", "Share",
    "Score it goes by", "Exact cents", "Part of the maximum", "Earned", "Modifiers",
    "After its own rules", "Exact cents under the cap", "After the cap of all",
    "Paid before", "Left by a correction", "Payable", "Owed back",
)  # fmt: skip
(WEIGHT, BASIS, PRESENT, GATES, SHARE, SCORE, EXACT, MAXIMUM, EARNED, TIMES, RULED, CUT, CAPPED,
 ADVANCED, LEFT, PAYABLE, RECOVER) = range(1, 18)  # fmt: skip
HOSPITAL = "Stays with the hospital"


@dataclass(frozen=True)
class Division:
    """What a division goes by.

    Attributes:
        terms: The terms.
        period: The period that is settled, as long as the settlement covers.
        payouts: What each is paid, by code, in the order by which ties are decided.
        views: What each one's gates and modifiers may look at.
        scores: The score of each, where it has one.
        line: The score of the service line.
        inputs: The figures.
        known: What the settlement says.
        owed: Whether what is divided is a loss, by code.
    """

    terms: Terms
    period: Period
    payouts: Mapping[str, Payout]
    views: Mapping[str, View]
    scores: Mapping[str, Formula]
    line: Formula
    inputs: Inputs
    known: Known
    owed: Mapping[str, Formula]

    @property
    def stated(self) -> dict[str, Fraction]:
        """What each weighs by the terms alone, where those say so."""
        return weights_stated(self.terms, tuple(self.payouts))

    @property
    def advance(self) -> bool:
        """Whether an advance is paid."""
        return self.period.advance

    def result(self, code: str, *names: str) -> Fraction | None:
        """Give what the settlement says of a participant's payout."""
        return self.known.value(code, Scope.PAYOUT, code, *names)


@dataclass(slots=True)
class Row:
    """A participant's row, and its cells so far."""

    code: str
    at: At
    share: Formula = ZERO
    kept: Formula = ONE
    shut: Formula = NO
    cents: Formula = ZERO
    due: dict[int, Formula] = field(default_factory=dict)


def weights_stated(terms: Terms, codes: Sequence[str]) -> dict[str, Fraction]:
    """Give what each participant weighs by the terms alone."""
    if terms.allocation is None:
        return dict.fromkeys(codes, Fraction(1))
    made = allocation_of(terms.allocation).weights(
        terms.allocation, [Party(code) for code in codes]
    )
    return dict(zip(codes, made, strict=True))
