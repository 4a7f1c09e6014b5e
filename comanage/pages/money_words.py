"""The money of an agreement in words: where it comes from, what limits it, how it is divided."""

from collections.abc import Sequence

from comanage.pages.display import day, money, number, percent
from comanage.rules.allocations import allocation_of
from comanage.rules.funding import funding_of
from comanage.rules.gates import Gate, Modifier
from comanage.rules.numbers import ONE, to_cents
from comanage.rules.pool import Division, Earning, PoolRules, Timing
from comanage.rules.terms import Terms

SOURCE, DIVISION = "Where the pool comes from", "How earned money is divided"
DAYS = "When each group takes part"


def in_words(held: Terms) -> list[tuple[str, str]]:
    """Put the money of some terms in words, each with its subject."""
    found = [("Base fee", f"{money(to_cents(held.base_fee))} a contract year")]
    if held.funding is not None:
        found.append((SOURCE, _sentence(funding_of(held.funding).sentence(held.funding))))
    if held.allocation is not None:
        words = allocation_of(held.allocation).sentence(held.allocation, held.names())
        found.append((DIVISION, _sentence(words)))
    return found + limits(held)


def limits(held: Terms) -> list[tuple[str, str]]:
    """Say what else the terms do to the pool, to its parts and to what is paid."""
    told = {
        "What is earned": _earned(held),
        "Limits of the pool": _pool(held.pool),
        "In force": _in_force(held),
        DAYS: days_of_groups(held),
        "Fair market value cap": _fmv_cap(held),
        "Limits of each group": _division(held.division),
        "Advances": _advances(held),
    }
    return [(subject, _sentence("; ".join(words))) for subject, words in told.items() if words]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _earned(held: Terms) -> list[str]:
    found = []
    if held.earned is Earning.AS_FUNDED:
        found.append("all of the pool: its source measures what was earned")
    if held.timing is Timing.TO_DATE:
        found.append("the contract year to date, less what was paid before")
    return found


def _pool(rules: PoolRules) -> list[str]:
    found = [_named("gate", rules.gates), _named("modifier", rules.modifiers)]
    if rules.floor is not None:
        found.append(f"at least {percent(rules.floor)} of the pool")
    if rules.least is not None:
        found.append(f"at least {money(to_cents(rules.least))}")
    if rules.cap != ONE:
        found.append(f"at most {percent(rules.cap)} of the pool")
    if rules.most is not None:
        found.append(f"at most {money(to_cents(rules.most))}")
    return [words for words in found if words]


def _in_force(held: Terms) -> list[str]:
    force = held.in_force
    if force is None:
        return []
    ends = f" to {day(force.ends)}" if force.ends else ""
    return [f"from {day(force.starts)}{ends}; part of a period is counted by {force.by}"]


def days_of_groups(held: Terms) -> list[str]:
    """Say from when to when each group takes part, where the terms name a day."""
    found = []
    for each in held.participants:
        since = f" from {day(each.joins)}" if each.joins else ""
        until = f" to {day(each.leaves)}" if each.leaves else ""
        if since or until:
            found.append(f"{each.name}{since}{until}")
    return found


def _fmv_cap(held: Terms) -> list[str]:
    cap = held.fmv_cap
    if cap is None:
        return []
    counts = [_measure(held, code) for code in cap.counts]
    counts += ["the base fee"] if cap.counts_base_fee else []
    less = f", less {' and '.join(counts)}" if counts else ""
    return [f"{money(to_cents(cap.amount))}{less}"]


def _division(rules: Division) -> list[str]:
    found = [_named("gate", rules.gates), _named("modifier", rules.modifiers)]
    if rules.part_period is not None:
        found.append(f"who joins or leaves in a period shares by its {rules.part_period}")
    if rules.must_stay:
        found.append("who left before its end gets nothing")
    if rules.redivides:
        found.append("what one cannot take is divided among the others")
    if rules.least is not None:
        found.append(f"at least {money(to_cents(rules.least))}")
    if rules.most is not None:
        found.append(f"at most {money(to_cents(rules.most))}")
    return [words for words in found if words]


def _advances(held: Terms) -> list[str]:
    advances = held.advances
    if advances is None:
        return []
    found = [f"{_measure(held, advances.paid)} are taken off what is earned"]
    if any(period.advance for period in held.periods):
        times = number(advances.times)
        found.append(f"an advance is {percent(advances.rate)} of the pool ÷ {times}")
    return found


def _named(kind: str, rules: Sequence[Gate] | Sequence[Modifier]) -> str:
    """Name gates or modifiers as the contract calls them."""
    names = ", ".join(rule.name for rule in rules)
    return f"{kind}{'s' if len(rules) > 1 else ''}: {names}" if names else ""


def _measure(held: Terms, code: str) -> str:
    measure = held.measure(code)
    return measure.name if measure else code
