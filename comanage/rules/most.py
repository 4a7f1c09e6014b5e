"""Most: the whole cents of a fixed pool that each domain and measure can earn in a period.

They are divided as a settlement divides what was possible: among the domains, then among the
measures of each, by largest remainder, so that every column adds up.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from comanage.rules.funding.fixed import Fixed
from comanage.rules.numbers import split_signed, to_cents
from comanage.rules.pool import Earning
from comanage.rules.terms import Terms


@dataclass(frozen=True)
class Most:
    """The most of a performance period, in whole cents.

    Attributes:
        pool: Of the whole pool.
        domains: Of each domain, by its code.
        measures: Of each measure, by its code.
    """

    pool: int
    domains: Mapping[str, int]
    measures: Mapping[str, int]


def most(terms: Terms) -> Most | None:
    """Divide the pool of a performance period by the weights as agreed.

    Returns:
        None where the pool is no fixed amount, or is not earned by a score.
    """
    if not isinstance(terms.funding, Fixed) or terms.earned is not Earning.BY_SCORE:
        return None
    pool = to_cents(terms.funding.amount)
    of_domains = split_signed(pool, [domain.weight for domain in terms.domains])
    measures: dict[str, int] = {}
    for domain, cents in zip(terms.domains, of_domains, strict=True):
        parts = split_signed(cents, [each.weight for each in domain.measures])
        measures |= {each.code: part for each, part in zip(domain.measures, parts, strict=True)}
    codes = [domain.code for domain in terms.domains]
    return Most(pool, dict(zip(codes, of_domains, strict=True)), measures)
