"""Money: what must hold of a pool, its limits, its division and its advances."""

from collections.abc import Iterable
from fractions import Fraction

from comanage.refusals import Fault
from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Divides
from comanage.rules.funding import funding_of
from comanage.rules.measure import Status
from comanage.rules.methods import method_of
from comanage.rules.missing import Missing
from comanage.rules.numbers import MOST_CENTS, ONE, ZERO, dollars, money
from comanage.rules.pool import Timing
from comanage.rules.terms import Domain, Settles, Terms
from comanage.rules.units import Unit

MOST_ADVANCES = 12


def money_faults(terms: Terms) -> list[Fault]:
    """List everything that keeps the money of these terms from meaning one thing."""
    found = [*_base_fee(terms), *_funding(terms), *_allocation(terms), *_pool(terms)]
    found += [*_in_force(terms), *_advances(terms), *_division(terms), *_fmv_cap(terms)]
    found += [fault for domain in terms.domains for fault in _fewest(domain)]
    found += _shares(terms)
    counted = sum(1 for domain in terms.domains if domain.weight)
    if not 0 <= terms.fewest_domains <= counted:
        found.append(Fault("fewest_domains", f"Give 0 to {counted}."))
    if terms.out_of is not None and terms.out_of <= 0:
        found.append(Fault("out_of", "Scores must be out of more than 0."))
    return found


def _shares(terms: Terms) -> Iterable[Fault]:
    """Say which paid measures give a number that is no share, so that no money can go by it."""
    if terms.funding is None:
        return
    for domain, measure in terms.measures():
        method = method_of(measure.method)
        if measure.status is not Status.REPORTING and not method.is_share(measure.method):
            place = f"domain {domain.code}, measure {measure.code}, method"
            yield Fault(place, "What it gives is no share from 0% to 100%: give it levels.")


def _fewest(domain: Domain) -> Iterable[Fault]:
    paid = sum(1 for each in domain.measures if each.status is Status.CONTRACTUAL)
    place = f"domain {domain.code}"
    if not 0 <= domain.fewest <= paid:
        yield Fault(f"{place}, fewest", f"Give 0 to {paid}, the number of its paid measures.")
    if domain.unscored not in {Missing.FORFEIT, Missing.REDISTRIBUTE_ALL}:
        yield Fault(f"{place}, unscored", "It must be forfeit or redistribute_all.")


def _base_fee(terms: Terms) -> Iterable[Fault]:
    if terms.base_fee < 0:
        yield Fault("base_fee", "The base fee must not be negative.")
    if terms.base_fee > dollars(MOST_CENTS):
        yield Fault("base_fee", f"The base fee must be at most {money(MOST_CENTS)}.")


def _funding(terms: Terms) -> Iterable[Fault]:
    whole = terms.settles is Settles.AGREEMENT
    if whole and (terms.funding is None) != (terms.allocation is None):
        yield Fault("allocation", "Say both where the pool comes from and how it is divided.")
    if terms.funding is None:
        return
    funding = funding_of(terms.funding)
    yield from (fault.within("funding") for fault in funding.faults(terms.funding))
    named = (*funding.needs(terms.funding), *funding.takes(terms.funding))
    yield from _named(terms, named, "funding")


def _allocation(terms: Terms) -> Iterable[Fault]:
    if terms.allocation is None:
        return
    allocation = allocation_of(terms.allocation)
    if terms.settles is Settles.PARTICIPANT:
        if not allocation.scores or allocation.divides is Divides.MAXIMUM:
            why = "Where each participant has a pool of its own, only an exchange divides the sum."
            yield Fault("allocation", why)
    elif not terms.participants:
        yield Fault("participants", "Name who the earned money is divided among.")
    named = allocation.faults(terms.allocation, terms.names())
    yield from (fault.within("allocation") for fault in named)
    yield from _named(terms, allocation.needs(terms.allocation), "allocation")
    if allocation.divides is Divides.MAXIMUM and (terms.pool.floor or terms.pool.least):
        why = "A floor of the pool has no meaning where each earns of the maximum by its own score."
        yield Fault("pool, floor", why)


def _pool(terms: Terms) -> Iterable[Fault]:
    rules = terms.pool
    stated = (
        ("floor", rules.floor), ("least", rules.least), ("cap", rules.cap), ("most", rules.most),
    )  # fmt: skip
    yield from _not_negative("pool", stated)
    if rules.floor is not None and rules.floor > rules.cap:
        yield Fault("pool, floor", "The floor must not be more than the cap.")
    if None not in {rules.least, rules.most} and rules.least > rules.most:  # type: ignore[operator]
        yield Fault("pool, least", "The least must not be more than the most.")


def _in_force(terms: Terms) -> Iterable[Fault]:
    force = terms.in_force
    if force is not None and force.ends is not None and force.ends < force.starts:
        yield Fault("in_force", "The agreement must not end before it begins.")
    for each in terms.participants:
        if each.joins is not None and each.leaves is not None and each.leaves < each.joins:
            yield Fault(f"participant {each.code}", "It must not leave before it joins.")


def _advances(terms: Terms) -> Iterable[Fault]:
    advances = terms.advances
    if advances is None:
        if any(period.advance for period in terms.periods):
            yield Fault("advances", "A period pays an advance: say how much it is.")
        if terms.timing is Timing.TO_DATE:
            yield Fault("advances", "Name the measure that says what was paid before.")
        return
    yield from _named(terms, (advances.paid,), "advances, paid", dollars_only=True)
    if not ZERO < advances.rate <= ONE:
        yield Fault("advances, rate", "It must be more than 0% and at most 100%.")
    if not 1 <= advances.times <= MOST_ADVANCES:
        yield Fault("advances, times", f"Give 1 to {MOST_ADVANCES}.")


def _division(terms: Terms) -> Iterable[Fault]:
    rules = terms.division
    yield from _not_negative("division", (("least", rules.least), ("most", rules.most)))
    if rules.least is not None and rules.most is not None and rules.least > rules.most:
        yield Fault("division, least", "The least must not be more than the most.")
    if terms.restatement.material < 0:
        yield Fault("restatement, material", "It must not be negative.")


def _fmv_cap(terms: Terms) -> Iterable[Fault]:
    cap = terms.fmv_cap
    if cap is None:
        return
    if cap.amount <= 0:
        yield Fault("fmv_cap, amount", "The cap must be more than $0.00.")
    yield from _named(terms, cap.counts, "fmv_cap, counts", dollars_only=True)


def _named(
    terms: Terms, codes: Iterable[str], place: str, *, dollars_only: bool = False
) -> Iterable[Fault]:
    """Say which measures that money goes by are unknown, or not in dollars."""
    for code in dict.fromkeys(codes):
        measure = terms.measure(code)
        if measure is None:
            yield Fault(place, f"The terms know no measure {code}.")
        elif dollars_only and measure.unit is not Unit.DOLLARS:
            yield Fault(place, f"{measure.name} must be in dollars.")


def _not_negative(place: str, stated: Iterable[tuple[str, Fraction | None]]) -> Iterable[Fault]:
    for name, bound in stated:
        if bound is not None and bound < 0:
            yield Fault(f"{place}, {name}", "It must not be negative.")
