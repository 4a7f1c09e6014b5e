"""The own scorecard of a participant that earns by its own score, as printed lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.settled import Settlement
from comanage.rules.terms import Terms
from comanage.statements import steps
from comanage.statements.measure_line import MeasureLine
from comanage.statements.sheet import NONE_WITHHELD, measure_lines


@dataclass(frozen=True)
class OwnDomain:
    """A domain of a participant's own scorecard: its shares of 1, and its measures."""

    name: str
    weight: Fraction
    weighted: Fraction
    measures: tuple[MeasureLine, ...]
    because: str


@dataclass(frozen=True)
class OwnScorecard:
    """A participant's own scorecard: its score, and the domains that it is the sum of."""

    score: Fraction
    domains: tuple[OwnDomain, ...]

    @property
    def weight(self) -> Fraction:
        """The weight of all domains."""
        return sum((domain.weight for domain in self.domains), Fraction(0))


def own_scorecard(
    terms: Terms,
    settlement: Settlement,
    code: str,
    *,
    withheld: Mapping[str, str] = NONE_WITHHELD,
) -> OwnScorecard | None:
    """Lay out the own scorecard of one participant; None where it has none.

    Args:
        terms: The terms.
        settlement: What was settled.
        code: The code of the participant.
        withheld: By the code of a measure, what stands where its counts were left out.
    """
    scored = next((one for one in settlement.scorecards if one.participant == code), None)
    if scored is None:
        return None
    terms, about = terms.in_period(settlement.period), steps.own_lines(terms, settlement, code)
    names = {domain.code: domain.name for domain in terms.domains}
    domains = tuple(
        OwnDomain(
            names[domain.code],
            domain.weight,
            domain.weighted,
            measure_lines(terms, settlement, domain, about, dollars=False, withheld=withheld),
            domain.because,
        )
        for domain in scored.domains
    )
    return OwnScorecard(scored.total, domains)
