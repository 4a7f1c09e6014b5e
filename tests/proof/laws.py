"""What holds for any agreement, whatever it says: sums, caps, order, and the text it is kept as.

Each law looks at a drawn agreement and its settlement, and says in a sentence where it is broken.
"""

from dataclasses import dataclass
from random import Random

from comanage.rules import canonical
from comanage.rules.settled import Settlement
from comanage.rules.terms import Terms
from tests.proof.by_dates import period_named
from tests.proof.by_division import OF_MAXIMUM
from tests.proof.by_money import CHANGES
from tests.proof.by_numbers import HALF, number
from tests.proof.comparison import by_result, settled
from tests.proof.draws_money import SCORED
from tests.proof.generator import agreement
from tests.proof.improving import bettered, without_conditions


@dataclass(frozen=True)
class Case:
    """A drawn agreement, what the engine read of it, and its settlement.

    Attributes:
        seed: What it was drawn from.
        drawn: Its terms, its rows and the period.
        read: The terms as the engine read them.
        settlement: What the engine made of it.
        found: The value of every step by participant, scope, code and result.
    """

    seed: int
    drawn: tuple
    read: Terms
    settlement: Settlement
    found: dict

    @property
    def terms(self):
        """The terms as drawn."""
        return self.drawn[0]

    @property
    def each_has_a_pool(self):
        """Whether each participant has a pool of its own."""
        return self.terms.get("settles") == "participant"

    @property
    def makes_what_is_earned(self):
        """Whether payouts are no parts of one earned amount, but make it."""
        if period_named(self.terms, self.drawn[2]).get("advance") or self.settlement.possible < 0:
            return False
        allocation = self.terms.get("allocation") or {}
        return allocation.get("kind") in OF_MAXIMUM or bool(allocation.get("slope"))

    def of(self, scope, result):
        """List the values of a result in a scope, by participant and code."""
        return {
            (participant, code): value
            for (participant, kind, code, name), value in self.found.items()
            if kind == scope and name == result and value is not None
        }

    def paid(self, *results):
        """List the last of some results of each payout; later ones stand only where they differ."""
        found = {}
        for result in results:
            found |= self.of("payout", result)
        return {code: value for (_, code), value in found.items()}


def case_of(seed):
    """Draw the agreement of a seed, and settle it."""
    drawn = agreement(seed)
    read, settlement = settled(*drawn)
    return Case(seed, drawn, read, settlement, by_result(settlement))


def broken(case):
    """List the laws that a settlement breaks, each with where."""
    return [f"{law.__name__}: {where}" for law in LAWS for where in law(case)]


def lines_add_up(case):
    """Printed measures add up to their domain, and domains to the pool."""
    earned, possible = case.of("domain", "earned"), case.of("domain", "possible")
    before, by_gate = case.of("domain", "by_measures"), case.of("domain", "by_gate")
    lines, most = case.of("measure", "earned"), case.of("measure", "possible")
    for domain in case.terms["domains"] if earned else []:
        where = "", domain["code"]
        own = [("", measure["code"]) for measure in domain["measures"]]
        by_measures = before.get(where, earned[where])
        if sum(lines.get(one, 0) for one in own) != by_measures:
            yield f"{domain['code']} earned"
        if by_measures + by_gate.get(where, 0) != earned[where]:
            yield f"{domain['code']} by_gate"
        if sum(most.get(one, 0) for one in own) != possible[where]:
            yield f"{domain['code']} possible"
    pool = "", case.terms["code"]
    if earned and sum(earned.values()) != case.of("pool", "by_score")[pool]:
        yield "domains earned"
    if earned and sum(possible.values()) != case.of("pool", "possible")[pool]:
        yield "domains possible"


def changes_add_up(case):
    """The changes of a pool lead from what was scored to what was earned, or to the maximum."""
    scored, earned = case.of("pool", "by_score"), case.of("pool", "earned")
    if case.makes_what_is_earned:
        scored, earned = case.of("pool", "possible"), case.of("pool", "maximum")
    changes = {name: case.of("pool", name) for name in CHANGES}
    for where, amount in earned.items():
        if scored[where] + sum(each.get(where, 0) for each in changes.values()) != amount:
            yield " ".join(where)
    unearned, possible = case.of("pool", "unearned"), case.of("pool", "possible")
    for where, stays in unearned.items():
        if case.of("pool", "earned")[where] + stays != possible[where]:
            yield f"{' '.join(where)} unearned"


def payouts_are_parts(case):
    """Payouts are no more than what was earned, and all of it where nothing stays."""
    pool = case.of("pool", "earned")
    if not pool:
        return
    whole = sum(pool.values())
    if case.makes_what_is_earned and not case.each_has_a_pool:
        if sum(case.paid("earned", "after_rules", "capped").values()) != whole:
            yield "payouts do not make what was earned"
        return
    parts = sum(case.paid("earned").values())
    if abs(parts) > abs(whole) or parts * whole < 0:
        yield f"{parts} of {whole}"
    shares = case.of("payout", "share").values()
    if not case.each_has_a_pool and sum(shares) == 1 and parts != whole:
        yield f"{parts}, not {whole}"


def caps_hold(case):
    """No payout passes the most of a participant, nor all of them a cap of the pool."""
    paid = case.paid("earned", "after_rules")
    most = number((case.terms.get("division") or {}).get("most"))
    if most is not None:
        yield from (code for code, amount in paid.items() if amount > most)
    paid |= case.paid("capped")
    for amounts, pool in groups(case, paid):
        if pool >= 0 and sum(amounts) * 100 > least_cap(case, pool) * 100 + HALF:
            yield f"{sum(amounts)} of {pool}"


def groups(case, paid):
    """Put payouts beside the pool that bounds them: one, or one for each participant."""
    possible, code = case.of("pool", "possible"), case.terms["code"]
    if not case.each_has_a_pool or "allocation" in case.terms:
        return [(paid.values(), possible["", code])]
    return [([amount], possible[who, code]) for who, amount in paid.items()]


def least_cap(case, pool):
    """Give the least of the caps on all payouts together, as far as the terms state them."""
    if case.each_has_a_pool and "allocation" in case.terms:
        return pool  # an exchange of all pools goes without steps 12 to 16
    rules = case.terms.get("pool") or {}
    caps = [number(rules.get("cap", "1")) * pool, number(rules.get("most"))]
    caps.append(number((case.terms.get("fmv_cap") or {}).get("amount")))
    return min(cap for cap in caps if cap is not None)


def better_never_earns_less(case):
    """A better figure costs nobody who reported it; others a cent at most, where cents move."""
    terms, rows, period = without_conditions(*case.drawn)
    found = bettered(terms, rows, Random(case.seed))  # noqa: S311  a seed must draw the same again
    if found is None:
        return
    better, whose = found
    was, now = (net(settled(terms, listed, period)[1]) for listed in (rows, better))
    if whose and now[whose] < was[whose]:
        yield f"{whose}: {now[whose]} after {was[whose]}"
    if not whose:
        yield from (f"{who}: {now[who]} after {was[who]}" for who in now if now[who] < was[who] - 1)
        if terms["allocation"]["kind"] not in SCORED and sum(now.values()) < sum(was.values()):
            yield f"all: {sum(now.values())} after {sum(was.values())}"


def net(settlement):
    """List the cents that each participant is paid, less what it owes."""
    return {each.participant: each.payable - each.recover for each in settlement.payouts}


def order_decides_nothing(case):
    """Rows in any other order give the same settlement."""
    terms, rows, period = case.drawn
    mixed = list(rows)
    Random(case.seed + 1).shuffle(mixed)  # noqa: S311  a seed must mix the same way again
    if canonical.text(settled(terms, mixed, period)[1]) != canonical.text(case.settlement):
        yield "another settlement"


def text_comes_back(case):
    """Terms and settlement come back from their canonical text, byte for byte."""
    for kind, value in ((Terms, case.read), (Settlement, case.settlement)):
        text = canonical.text(value)
        again, faults = canonical.read(kind, text)
        if faults or again != value or canonical.text(again) != text:
            yield kind.__name__


LAWS = (
    lines_add_up,
    changes_add_up,
    payouts_are_parts,
    caps_hold,
    better_never_earns_less,
    order_decides_nothing,
    text_comes_back,
)
