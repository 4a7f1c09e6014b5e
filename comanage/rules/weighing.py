"""Weighing: which measures give their weight away, and which take it (step 8 of the fixed order)."""

from collections.abc import Mapping

from comanage.rules.measure import Status
from comanage.rules.missing import MOVING, Missing, Weighed
from comanage.rules.scoring import ScoredMeasure
from comanage.rules.terms import Domain, Terms

NOT_SCORED = "{} of {} paid measures were scored, fewer than {}"


def too_few(domain: Domain, found: Mapping[str, ScoredMeasure]) -> str:
    """Say why a domain is not scored; empty where it is."""
    paid = [each for each in domain.measures if each.status is Status.CONTRACTUAL]
    count = sum(1 for each in paid if found[each.code].factor is not None)
    if count >= domain.fewest:
        return ""
    return NOT_SCORED.format(count, len(paid), domain.fewest)


def weighed(
    terms: Terms, found: Mapping[str, ScoredMeasure], fewer: Mapping[str, str]
) -> list[Weighed]:
    """Show the redistribution every measure with its weight and the rule that moves it."""
    seen = []
    for domain, measure in terms.measures():
        scored, details = found[measure.code], measure.missing_terms
        rule, otherwise = scored.rule, details.otherwise
        if fewer[domain.code]:
            rule, otherwise = domain.unscored, Missing.FORFEIT
        moves = rule if rule in MOVING and measure.status is not Status.REPORTING else None
        if scored.factor is not None and not fewer[domain.code]:
            moves = None
        takes = scored.factor is not None and not fewer[domain.code]
        weight = terms.share(domain, measure)
        seen.append(
            Weighed(
                measure.code,
                domain.code,
                weight,
                moves,
                details.alternate,
                otherwise,
                takes=takes,
                unscored=bool(fewer[domain.code]),
            )
        )
    return seen
