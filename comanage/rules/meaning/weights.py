"""Weights: what must hold of the weights of domains and measures, in every period."""

from comanage.refusals import Fault
from comanage.rules.needs import scores_each
from comanage.rules.numbers import ONE, ZERO, percent
from comanage.rules.pool import Earning
from comanage.rules.terms import Terms, WeightsOf


def weight_faults(terms: Terms) -> list[Fault]:
    """List what is wrong with the weights, and with those that differ in single periods."""
    found = _of_a_period(terms)
    codes = {domain.code for domain in terms.domains}
    codes |= {measure.code for _, measure in terms.measures()}
    for each in terms.reweighted:
        place = f"reweighted {each.period} {each.code}"
        if terms.period(each.period) is None:
            found.append(Fault(place, f"The terms know no period {each.period}."))
        if each.code not in codes:
            found.append(Fault(place, f"The terms know no domain and no measure {each.code}."))
    for period in dict.fromkeys(each.period for each in terms.reweighted):
        found += [
            fault.within(f"period {period}") for fault in _of_a_period(terms.in_period(period))
        ]
    return found


def _of_a_period(terms: Terms) -> list[Fault]:
    found = [
        Fault(f"domain {domain.code}, weight", "The weight must lie between 0% and 100%.")
        for domain in terms.domains
        if not ZERO <= domain.weight <= ONE
    ]
    found += _sum_faults(terms)
    for domain in terms.domains:
        sums_to = sum((measure.weight for measure in domain.measures), ZERO)
        target = domain.weight if terms.weights_of is WeightsOf.SCORECARD else ONE
        if domain.weight == 0:
            target = ZERO
        if sums_to != target:
            words = f"add up to {percent(sums_to)}, not to {percent(target)}"
            found.append(Fault(f"domain {domain.code}", f"The weights of its measures {words}."))
    return found


def _sum_faults(terms: Terms) -> list[Fault]:
    """Say whether the domains add up: to 100 %, or to nothing where nothing is scored."""
    total = sum((domain.weight for domain in terms.domains), ZERO)
    as_funded = terms.funding is not None and terms.earned is Earning.AS_FUNDED
    if as_funded and not scores_each(terms):
        why = "What is earned as funded is not scored: every domain has weight 0%."
        return [Fault("domains", why)] if total else []
    if total == ONE or (terms.funding is None and terms.domains and total == ZERO):
        return []
    return [
        Fault("domains", f"The weights of the domains add up to {percent(total)}, not to 100%.")
    ]
