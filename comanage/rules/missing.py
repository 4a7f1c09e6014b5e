"""Missing: what happens to the weight of a measure that could not be scored.

The contract picks a rule a measure in advance, and may pick another for one
reason of absence: "too few cases" leaves the scorecard while "not submitted"
scores as the worst. A missing figure is never a zero by accident: "forfeit"
says in writing that it counts like one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from comanage.rules.numbers import ONE, ZERO


class Missing(StrEnum):
    """What the contract says about a measure without a figure."""

    FORFEIT = "forfeit"  # the weight stays and earns nothing
    REDISTRIBUTE_ALL = "redistribute_all"  # over what remains of the whole scorecard
    REDISTRIBUTE_DOMAIN = "redistribute_domain"  # over what remains of its domain
    REALLOCATE_NAMED = "reallocate_named"  # to an alternate that the contract names
    DEEM_AT_TARGET = "deem_at_target"  # scored as if a named level were reached
    DEEM_AT_PRIOR = "deem_at_prior"  # last year's verified result, by this year's levels
    DEFER = "defer"  # taken out of this settlement and trued up once there is a result
    PAY_FOR_REPORTING = "pay_for_reporting"  # a share is paid for sending the data complete
    SCORE_WORST = "score_worst"  # scored as the worst result there can be


MOVING = frozenset(  # the rules by which a weight goes elsewhere
    {Missing.REDISTRIBUTE_ALL, Missing.REDISTRIBUTE_DOMAIN, Missing.REALLOCATE_NAMED}
)
SCORING = frozenset(  # the rules by which an absent measure has a factor all the same
    {
        Missing.DEEM_AT_TARGET,
        Missing.DEEM_AT_PRIOR,
        Missing.PAY_FOR_REPORTING,
        Missing.SCORE_WORST,
    }
)
FALLBACKS = frozenset({Missing.FORFEIT, Missing.REDISTRIBUTE_ALL, Missing.REDISTRIBUTE_DOMAIN})
CONSEQUENCE = {
    Missing.FORFEIT: "its weight stays and earns nothing",
    Missing.REDISTRIBUTE_ALL: "its weight goes to the measures that remain",
    Missing.REDISTRIBUTE_DOMAIN: "its weight goes to what remains of its domain",
    Missing.REALLOCATE_NAMED: "its weight goes to the alternate that the contract names",
    Missing.DEEM_AT_TARGET: "it counts as if the agreed level were reached",
    Missing.DEEM_AT_PRIOR: "last year's verified result is scored in its place",
    Missing.DEFER: "its weight waits for a result and is settled later",
    Missing.PAY_FOR_REPORTING: "complete reporting earns the agreed share",
    Missing.SCORE_WORST: "it scores as the worst result there can be",
}


@dataclass(frozen=True)
class ForReason:
    """Another rule for one reason of absence.

    Attributes:
        reason: The reason, as it is given with the figure.
        rule: What happens then.
    """

    reason: str
    rule: Missing


@dataclass(frozen=True)
class MissingTerms:
    """What the rules for a missing figure need to know.

    Attributes:
        alternate: The measure that takes the weight (reallocate_named).
        level: The level that counts as reached (deem_at_target).
        reported: The share earned for complete reporting (pay_for_reporting).
        otherwise: What happens where the rule cannot be kept: the rest of the domain or the
            alternate is missing too, there is no result of last year.
    """

    alternate: str = ""
    level: str = "target"
    reported: Fraction = ONE
    otherwise: Missing = Missing.FORFEIT


AS_STATED = MissingTerms()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A measure as the redistribution sees it.

    Attributes:
        code: Its code.
        domain: The code of its domain.
        weight: Its share of the whole scorecard.
        rule: The rule by which its weight moves; None where it stays.
        alternate: The measure that takes its weight.
        otherwise: The rule where nothing can take it by the first.
        takes: False for a measure that takes no weight of others: one that is
            only reported, or one that has no result.
        unscored: True where its whole domain is not scored, so that its weight goes to the
            other domains instead of to single measures.
    """

    code: str
    domain: str
    weight: Fraction
    rule: Missing | None = None
    alternate: str = ""
    otherwise: Missing = Missing.FORFEIT
    takes: bool = True
    unscored: bool = False


def redistributed(measures: Sequence[Weighed]) -> list[Fraction]:
    """Give the weight of measures that leave to those that stay, in proportion.

    First a weight goes to its named alternate. Then every other weight goes out at
    once, in proportion to the weights as signed: what stays takes, a forfeited
    measure included, which keeps its weight and takes part like one that earned
    nothing. So does a measure whose weight nobody can take. The weight of a domain
    that is not scored goes to the other domains in proportion to what each keeps,
    however few of its measures remain.

    Returns:
        The new share of the scorecard of each measure; their sum is unchanged.

    >>> stays = Weighed("A", "q", Fraction(1, 2))
    >>> leaves = Weighed("B", "q", Fraction(1, 2), Missing.REDISTRIBUTE_ALL)
    >>> redistributed([stays, leaves])
    [Fraction(1, 1), Fraction(0, 1)]
    """
    rules = [_standing(each, measures) for each in measures]
    named = _to_alternates(measures, rules)
    left = _staying(measures, rules)
    for at, each in enumerate(measures):
        if rules[at] is Missing.REDISTRIBUTE_DOMAIN and not left[each.domain]:
            rules[at] = each.otherwise if each.otherwise in MOVING else None
            if rules[at] is Missing.REDISTRIBUTE_DOMAIN:
                rules[at] = None
    left = _staying(measures, rules)
    whole = sum(left.values(), ZERO)
    if not whole:
        stuck = [rule is not Missing.REALLOCATE_NAMED for rule in rules]
        return [
            (each.weight if stays else ZERO) + more
            for each, stays, more in zip(measures, stuck, named, strict=True)
        ]
    given = _leaving(measures, rules, Missing.REDISTRIBUTE_DOMAIN)
    to_all = sum(_leaving(measures, rules, Missing.REDISTRIBUTE_ALL).values(), ZERO)
    of_domains = sum((each.weight for each in measures if _goes_whole(each)), ZERO)
    to_all -= of_domains
    kept = {domain: left[domain] + given[domain] for domain in left if left[domain]}
    domains_grow = ONE + of_domains / sum(kept.values(), ZERO)
    grows = {
        domain: to_all / whole + domains_grow * stays / left[domain]
        for domain, stays in kept.items()
    }
    return [
        (each.weight * grows.get(each.domain, ONE) if rule is None else ZERO) + more
        for each, rule, more in zip(measures, rules, named, strict=True)
    ]


def _goes_whole(measure: Weighed) -> bool:
    return measure.unscored and measure.rule is Missing.REDISTRIBUTE_ALL


def _standing(measure: Weighed, measures: Sequence[Weighed]) -> Missing | None:
    """Find the rule by which a weight moves; its fallback where its alternate cannot take it."""
    if measure.rule is not Missing.REALLOCATE_NAMED:
        return measure.rule
    alternate = next((each for each in measures if each.code == measure.alternate), None)
    if alternate is not None and alternate.takes and alternate.rule is None:
        return measure.rule
    return measure.otherwise if measure.otherwise in MOVING else None


def _to_alternates(measures: Sequence[Weighed], rules: Sequence[Missing | None]) -> list[Fraction]:
    """Add up what each measure takes as the named alternate of others."""
    found = dict.fromkeys((each.code for each in measures), ZERO)
    for each, rule in zip(measures, rules, strict=True):
        if rule is Missing.REALLOCATE_NAMED:
            found[each.alternate] += each.weight
    return [found[each.code] for each in measures]


def _staying(measures: Sequence[Weighed], rules: Sequence[Missing | None]) -> dict[str, Fraction]:
    found = dict.fromkeys((measure.domain for measure in measures), ZERO)
    for measure, rule in zip(measures, rules, strict=True):
        if rule is None:
            found[measure.domain] += measure.weight
    return found


def _leaving(
    measures: Sequence[Weighed], rules: Sequence[Missing | None], wanted: Missing
) -> dict[str, Fraction]:
    found = dict.fromkeys((measure.domain for measure in measures), ZERO)
    for measure, rule in zip(measures, rules, strict=True):
        if rule is wanted:
            found[measure.domain] += measure.weight
    return found
