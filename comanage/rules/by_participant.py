"""By participant: a scorecard for each, as in the public programmes, and a pool for each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from comanage.rules import needs, pooling
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Party
from comanage.rules.by_agreement import Made, earned_of, note_gates, scored_amount
from comanage.rules.conditions import View
from comanage.rules.division import divide, divide_by_rate, pay_own
from comanage.rules.figures import Figure
from comanage.rules.numbers import ONE, ZERO, dollars, to_cents
from comanage.rules.payout import Among, Payout
from comanage.rules.periods import Period
from comanage.rules.scorecard import Scored, score
from comanage.rules.settled import Settlement
from comanage.rules.terms import Terms
from comanage.rules.trace import Rule, Scope, Trace

CENT = 17  # a place in trace.ORDER


def settled(
    terms: Terms, when: Period, whose: Sequence[str], rows: Mapping[str, Mapping[str, Figure]]
) -> Settlement:
    """Settle a period in which each participant has a scorecard of its own.

    Args:
        terms: The terms with the weights of the period; without faults.
        when: The period.
        whose: The participants, in the order by which ties are decided.
        rows: The figures of the period by participant and measure; without faults.
    """
    trace = Trace()
    scorecards: list[Scored] = []
    pools: dict[str, Made] = {}
    views: dict[str, View] = {}
    parties: list[Party] = []
    steps: dict[str, int] = {}
    for code in whose:
        figures = rows.get(code, {})
        pool = pooling.fund(terms, needs.values(terms, figures), when, (code, trace))
        scored, views[code] = score(terms, figures, code, trace)
        scorecards.append(scored)
        steps[code] = scored.step
        facts = needs.facts(terms, figures, advance=when.advance)
        parties.append(Party(code, facts, scored.total))
        if pool is None:
            note_gates(terms, code, views[code], trace)
        else:
            pools[code] = scored_amount(terms, when, (pool, scored, views[code]), (code, trace))
    among = Among([party for party in parties if party.code in pools], views, steps)
    return _settlement(terms, when, (scorecards, pools, among), trace)


def _settlement(
    terms: Terms,
    when: Period,
    found: tuple[Sequence[Scored], Mapping[str, Made], Among],
    trace: Trace,
) -> Settlement:
    """Put together what each earned and is paid; without money where nobody has a pool."""
    scorecards, pools, among = found
    if not pools:
        return Settlement(when.code, tuple(scorecards), None, None, (), (), tuple(trace.steps))
    possible = sum(to_cents(made.pool.amount) for made in pools.values())
    payouts: tuple[Payout, ...]
    if terms.allocation is None:
        own: dict[str, int] = {}
        most: dict[str, Fraction] = {}
        steps: dict[str, int] = {}
        for code, made in pools.items():
            own[code], step, _, most[code] = earned_of(terms, when, made, (code, trace))
            steps[code] = step
        own_among = replace(among, total_steps=steps)
        payouts = pay_own(terms, terms.span(when), (own, most), own_among, trace=trace)
        earned = sum(own.values())
    else:
        exact = sum((made.pool.amount for made in pools.values()), ZERO)
        whole, step = _whole(terms, exact, [made.pool.step for made in pools.values()], trace)
        span, agreed = terms.span(when), terms.allocation
        divided = allocation_of(agreed).amounts(agreed, among.parties) is None
        if divided or when.advance or exact < 0:
            payouts = divide(
                terms, span, (whole, step, exact), among, trace=trace, advance=when.advance
            )
        else:
            payouts = divide_by_rate(terms, span, (ONE, exact), among, trace=trace)
        earned = sum(payout.earned for payout in payouts)
    return Settlement(
        when.code, tuple(scorecards), possible, earned, (), payouts, tuple(trace.steps)
    )


def _whole(terms: Terms, exact: Fraction, uses: Sequence[int], trace: Trace) -> tuple[int, int]:
    """Note the sum of all pools, which is divided among the participants."""
    cents = to_cents(exact)
    about = ("", Scope.POOL, terms.code)
    step = trace.note(
        CENT,
        about,
        ("possible", dollars(cents)),
        "the pools of all participants",
        uses=uses,
        rounding=(exact, "half up to the cent"),
        by=(Rule.SUM, ()),
    )
    return cents, step
