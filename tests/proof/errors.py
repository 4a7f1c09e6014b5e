"""Errors that someone could make in the engine, one line each."""

from tests.proof.planting import Error

ERRORS = [
    Error(
        "a half cent goes to the even neighbour",
        ("numbers.py", "_units"),
        "up = 2 * rest >= bottom",
        "up = 2 * rest > bottom or (2 * rest == bottom and whole % 2 == 1)",
    ),
    Error(
        "a gate comes after floor and cap",
        ("applying.py", "apply"),
        "result = bounded(product, rules.floor, rules.cap, closed=closed)",
        "result = bounded(score * times.times, rules.floor, rules.cap, closed=closed) * kept.times",
    ),
    Error(
        "a floor lifts what a gate closed",
        ("gates.py", "bounded"),
        "if floor is not None and not closed:",
        "if floor is not None:",
    ),
    Error(
        "the cap comes before the floor",
        ("gates.py", "bounded"),
        "return amount if cap is None else min(amount, cap)",
        "return amount if cap is None or amount == floor else min(amount, cap)",
    ),
    Error(
        "a weight goes to its domain where it should go to all",
        ("missing.py", "redistributed"),
        "given = _leaving(measures, rules, Missing.REDISTRIBUTE_DOMAIN)",
        "given = _leaving(measures, rules, Missing.REDISTRIBUTE_ALL)",
        case="i3_redistribute_all",
    ),
    Error(
        "a forfeited measure takes no part of what others leave",
        ("missing.py", "_staying"),
        "        if rule is None:\n",
        "        if rule is None and measure.takes:\n",
    ),
    Error(
        "the alternate that the contract names is passed over",
        ("missing.py", "_standing"),
        "if alternate is not None and alternate.takes and alternate.rule is None:",
        "if alternate is None:",
    ),
    Error(
        "a measure is deemed at its first level",
        ("scoring.py", "_without_result"),
        "level = next(each for each in levels if each.name == details.level)",
        "level = levels[0]",
        case="i3_deem_at_target",
    ),
    Error(
        "a level that must be passed is reached by meeting it",
        ("methods/method.py", "reaches"),
        "return gain > 0 or (gain == 0 and edge is Edge.AT)",
        "return gain >= 0",
    ),
    Error(
        "more is better of what should be low",
        ("methods/method.py", "reaches"),
        "gain = reading.scale.gain(level, reading.value)",
        "gain = reading.value - level",
        case="i1_linear",
    ),
    Error(
        "the precision of the terms comes after comparing",
        ("reading.py", "read"),
        "found.value = scale.at_precision(given)",
        "found.value = given",
        case="i10_precision_0",
    ),
    Error(
        "exactly the minimum of cases is too few",
        ("reading.py", "count_cases"),
        "volume >= minimum.cases",
        "volume > minimum.cases",
    ),
    Error(
        "whoever is as good as the baseline has beaten it",
        ("scoring.py", "_by_method"),
        "measure.scale.gain(one.baseline, one.value or ZERO) > 0",
        "measure.scale.gain(one.baseline, one.value or ZERO) >= 0",
    ),
    Error(
        "a leap year has 365 days",
        ("periods.py", "counted"),
        "return max((last - first).days + 1, 0), period.days",
        "return max((last - first).days + 1, 0), min(period.days, 365)",
    ),
    Error(
        "a month that has only started is not counted",
        ("periods.py", "counted"),
        "if start <= last and end >= first)",
        "if start >= first and end <= last)",
        case="i7_by_months",
    ),
    Error(
        "of equal remainders the last gets the cent",
        ("numbers.py", "_level"),
        "key=lambda at: (parts[at] * total - shares[at], at)",
        "key=lambda at: (parts[at] * total - shares[at], -at)",
    ),
    Error(
        "the own score is multiplied with that of the service line",
        ("division.py", "divide_maximum"),
        "earned = (own * score + (ONE - own) * line) * dollars(cents)",
        "earned = (own * score + (ONE - own) * line) * line * dollars(cents)",
        case="i5_own_score",
    ),
    Error(
        "the weights of a blend are exchanged",
        ("division.py", "divide_maximum"),
        "earned = (own * score + (ONE - own) * line) * dollars(cents)",
        "earned = ((ONE - own) * score + own * line) * dollars(cents)",
        case="i5_blend",
    ),
    Error(
        "what was paid in advance is not taken off",
        ("payout.py", "_offset"),
        "due = part.cents - advanced",
        "due = part.cents",
        case="i6_true_up",
    ),
    Error(
        "the fair market value cap leaves out the base fee",
        ("pooling.py", "_room"),
        "paid += terms.base_fee if cap.counts_base_fee else ZERO",
        "paid += ZERO",
        case="i8_fmv_cap",
        first=250,
    ),
    Error(
        "the gate of a domain sees domains after their own caps",
        ("scorecard.py", "score"),
        "view = replace(view, domains={each.code: _share(each) for each in domains})",
        "view = replace(view, domains={each.code: _share(each) for each in domains}); "
        "view = replace(view, domains={domain.code: _ruled(terms, domain, each, "
        "(participant, view, Trace())).raw if each.scored else None "
        "for domain, each in zip(terms.domains, domains, strict=True)})",
    ),
    Error(
        "printed lines are rounded one by one",
        ("printed.py", "_divided"),
        "got = split_signed(earned, [line.weighted[0] for line in lines])",
        "got = [to_cents(pool.amount * line.weighted[0]) for line in lines]",
        case="i3_redistribute_all",
    ),
    Error(
        "a year to date counts its last period only",
        ("pooling.py", "fund"),
        "periods.to_date(terms.periods, period) if to_date else 1",
        "1",
        case="i6_cumulative",
    ),
    Error(
        "the score is rounded to a whole percent before it is paid",
        ("by_agreement.py", "scored_amount"),
        "times, words = scored.total, f",
        "times, words = Fraction(round(scored.total * 100), 100), f",
        case="i1_linear",
    ),
    Error(
        "items that cost more take from the savings of others",
        ("funding/savings_share.py", "_saved"),
        "saved = max(item.base_rate - counts, ZERO)",
        "saved = (item.base_rate - counts)",
    ),
]
