"""What a missing figure cost, and by which rule of the contract."""

from dataclasses import dataclass

from comanage.rules.missing import CONSEQUENCE, MOVING, Missing
from comanage.rules.numbers import ZERO, money, percent
from comanage.statements.measure_line import MeasureLine

MOVED = {
    Missing.REDISTRIBUTE_ALL: "to the measures that remain",
    Missing.REDISTRIBUTE_DOMAIN: "to what remains of its domain",
    Missing.REALLOCATE_NAMED: "to the alternate that the contract names",
}


@dataclass(frozen=True)
class MissingLine:
    """What a missing figure cost, and by which rule.

    Attributes:
        name: The measure.
        reason: Why there is no figure.
        rule: What the contract says, in words.
        cost: What could not be earned because of it, in cents.
        sentence: The same as one sentence.
    """

    name: str
    reason: str
    rule: str
    cost: int
    sentence: str


def missing_line(line: MeasureLine, *, in_dollars: bool = True) -> MissingLine:
    """Say what a measure without a figure cost.

    Args:
        line: The measure as printed.
        in_dollars: False where it has no dollars of its own, so that only the rule is told.
    """
    measure, agreed = line.measure, percent(line.agreed)
    by = line.scored.rule or Missing.FORFEIT
    rule = CONSEQUENCE[by]
    stays = line.scored.weight != ZERO
    lost = max(line.possible - line.earned, 0)
    if by in MOVING and not stays:
        moved = f"{agreed} of the scorecard went {MOVED[by]}"
        cost = f"{moved}; the rule itself cost nothing"
    elif by in MOVING:
        cost = f"nothing was left to take its weight, so {money(lost)} could not be earned"
    elif by is Missing.DEFER:
        cost = f"{money(lost)} waits for the result"
    elif line.scored.factor is not None:
        cost = f"{money(line.earned)} of {money(line.possible)} is earned"
    else:
        cost = f"{money(lost)} could not be earned"
    if not in_dollars:
        return MissingLine(measure.name, line.scored.absent, rule, 0, f"By the contract {rule}.")
    return MissingLine(
        name=measure.name,
        reason=line.scored.absent,
        rule=rule,
        cost=lost if stays else 0,
        sentence=f"By the contract {rule}: {cost}.",
    )
