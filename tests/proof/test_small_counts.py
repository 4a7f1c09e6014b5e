"""Leaving small counts out pays nobody otherwise, in any drawn agreement, at any limit."""

import pytest

from comanage.rules.settlement import settle
from comanage.rules.small_counts import BY_ITS_COUNT, is_small, withhold
from tests.proof.comparison import as_values
from tests.proof.generator import agreement

BATCHES = [range(first, first + 10) for first in range(60_000, 60_060, 10)]
LIMITS = (0, 11, 200)


def paid(settled):
    """List every cent, share, level, factor and weight of a settlement."""
    yield settled.possible, settled.earned, settled.amounts
    for one in settled.payouts:
        yield one.participant, one.share, one.payable, one.recover, one.advanced, one.maximum
    yield from ((one.order, one.domain, one.cents) for one in settled.changes)
    for scored in settled.scorecards:
        yield scored.participant, scored.total
        for domain in scored.domains:
            yield from (
                (domain.code, one.code, one.absent, one.factor, one.level, one.weight)
                for one in domain.measures
            )


def drawn(seed):
    """Draw terms, figures and a period."""
    terms, rows, period = agreement(seed)
    return *as_values(terms, rows), period


@pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
@pytest.mark.trust("H5")
def test_no_drawn_agreement_pays_otherwise_without_its_small_counts(seeds):
    for seed in seeds:
        terms, figures, period = drawn(seed)
        before = list(paid(settle(terms, figures, period)))
        measures = {measure.code: measure for _, measure in terms.measures()}
        for least in LIMITS:
            found = withhold(terms, figures, period, least=least)
            assert list(paid(settle(terms, found.figures, period))) == before, (seed, least)
            small = {one.key for one in figures
                     if one.period == period and is_small(one, measures[one.measure], least)}  # fmt: skip
            assert found.withheld | set(found.kept) == small, (seed, least)
            assert not found.withheld & set(found.kept), (seed, least)
            for was, now in zip(figures, found.figures, strict=True):
                assert (now == was) is (was.key not in found.withheld), (seed, least)
                if was.key in found.withheld:
                    assert now.numerator is now.denominator is None, (seed, least)


@pytest.mark.trust("H5")
def test_drawn_agreements_leave_counts_out_and_keep_some_for_either_reason():
    """Otherwise the law above would hold of nothing."""
    left, by_count, by_rate = 0, 0, 0
    for seed in range(60_000, 60_040):
        found = withhold(*drawn(seed), least=200)
        counted = BY_ITS_COUNT.partition("{} cases")[2]
        left += len(found.withheld)
        by_count += sum(counted in why for why in found.kept.values())
        by_rate += sum(counted not in why for why in found.kept.values())
    assert min(left, by_count, by_rate) > 0
    assert left > by_count + by_rate
