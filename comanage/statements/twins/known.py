"""Known: what the settlement says of each result, for the cells that must show it."""

from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.numbers import dollars
from comanage.rules.settled import Settlement
from comanage.rules.trace import Scope, Step


@dataclass(frozen=True, slots=True)
class Known:
    """The results of a settlement, by what they are of."""

    settlement: Settlement
    steps: dict[tuple[str, str, str, str], Step]

    def value(self, whose: str, scope: Scope, code: str, *results: str) -> Fraction | None:
        """Give the first of some results that the settlement has; None where it has none."""
        for result in results:
            step = self.steps.get((whose, scope, code, result))
            if step is not None and step.value is not None:
                return step.value
        return None

    def exact(self, whose: str, scope: Scope, code: str, result: str) -> Fraction | None:
        """Give a result before it was rounded."""
        step = self.steps.get((whose, scope, code, result))
        if step is None:
            return None
        return step.value if step.exact is None else step.exact

    def printed(self, domain: str, measure: str = "") -> tuple[Fraction, Fraction] | None:
        """Give the possible and the earned dollars of a line."""
        amount = self.settlement.amount(domain, measure)
        return None if amount is None else (dollars(amount.possible), dollars(amount.earned))


def known(settlement: Settlement) -> Known:
    """Sort the steps of a settlement by what they are of."""
    steps = {
        (step.participant, str(step.scope), step.code, step.result): step
        for step in settlement.steps
    }
    return Known(settlement, steps)
