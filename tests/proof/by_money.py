"""Steps 9 to 17 of the second calculator: from the score to the pool's whole cents, and the print.

Amounts are exact dollars until step 17. Each of the steps 12 to 16 that changes
the amount is a printed line: the difference of the rounded amounts.
"""

from tests.proof.by_conditions import gates, modifiers
from tests.proof.by_dates import day, part_lasted
from tests.proof.by_numbers import ONE, ZERO, between, cents, number

CHANGES = ("by_gate", "by_modifier", "by_bounds", "by_proration", "by_fmv_cap")


def settle_pool(terms, card, pool, whole):
    """Take the sum of a scorecard through steps 12 to 17, and print what each changed.

    Args:
        terms: The terms.
        card: The scorecard of the line, or of a participant that is settled by itself.
        pool: The most that can be earned, exact dollars.
        whole: The first and the last day that the settlement covers.
    """
    if pool < 0:
        return owed(pool)
    total = card["total"] if card["total"] is not None else ZERO
    as_funded = terms.get("earned", "by score") == "as funded"
    score = ONE if as_funded else total
    kept, closed, times = applied_to_pool(terms, card, ONE if as_funded else card["total"])
    scored = pool * score
    gated = scored * kept
    modified = gated * times
    lifts = not closed and card["total"] is not None
    bounded = within_bounds(terms, pool, modified, lifts=lifts)
    prorated = bounded * part_in_force(terms, whole)
    left = left_by_fmv(terms, card, whole)
    capped = between(prorated, None, left)
    amounts = [scored, gated, modified, bounded, prorated, capped]
    found = of_amounts(pool, amounts) | {"gate": kept, "modifier": times}
    return found | {"limits": limits(terms, pool, whole, left)}


def applied_to_pool(terms, card, score):
    """Give what the pool's gates keep, whether one closed, and what its modifiers come to.

    Where nothing is scored, nothing is a full score either; what is earned as funded is full.
    """
    rules = terms.get("pool") or {}
    kept, closed = gates(rules.get("gates"), card["view"])
    full = score is not None and score >= ONE
    times = modifiers(rules.get("modifiers"), card["view"], full=full)
    return kept, closed, times


def settle_advance(terms, card, pool, whole):
    """Pay an advance: its rate of the pool's part, under the caps, for the time in force.

    Nothing is known yet of gates and modifiers, and no floor lifts it. Nobody is billed a loss
    before the period is settled.
    """
    agreed = terms["advances"]
    ratable = max(pool, ZERO) / int(agreed.get("times", 4))
    advance = ratable * number(agreed.get("rate", "1"))
    bounded = min(advance, most_of(terms, ratable))
    prorated = bounded * part_in_force(terms, whole)
    left = left_by_fmv(terms, card, whole)
    amounts = [advance, advance, advance, bounded, prorated, between(prorated, None, left)]
    found = of_amounts(ratable, amounts) | {"gate": ONE, "modifier": ONE}
    return found | {"limits": limits(terms, ratable, whole, left)}


def of_amounts(pool, amounts):
    """Round the amounts after each of steps 11 to 16, and print what each step changed."""
    rounded = [cents(amount) for amount in amounts]
    found = {"possible": cents(pool), "by_score": rounded[0], "earned": rounded[-1]}
    found |= {
        name: after - before
        for name, before, after in zip(CHANGES, rounded, rounded[1:], strict=False)
    }
    return found | {"unearned": found["possible"] - found["earned"], "exact": amounts[-1]}


def owed(pool):
    """Give a loss: the score and steps 9 to 16 do not touch it."""
    found = dict.fromkeys(("possible", "earned", "by_score"), cents(pool))
    found |= dict.fromkeys(CHANGES, 0) | {"unearned": 0, "exact": pool}
    return found | {"limits": [], "gate": ONE, "modifier": ONE}


def within_bounds(terms, pool, amount, *, lifts):
    """Step 14: first the floor, unless a gate closed or nothing was scored, then the cap."""
    rules = terms.get("pool") or {}
    if lifts and rules.get("floor") is not None:
        amount = max(amount, number(rules["floor"]) * pool)
    if lifts and rules.get("least") is not None:
        amount = max(amount, number(rules["least"]))
    return min(amount, most_of(terms, pool))


def most_of(terms, pool):
    """Give the most that the pool's cap allows: the pool itself unless the terms say more."""
    rules = terms.get("pool") or {}
    most = number(rules.get("cap", "1")) * pool
    return most if rules.get("most") is None else min(most, number(rules["most"]))


def part_in_force(terms, whole):
    """Step 15: the part of the time in which the agreement is in force."""
    force = terms.get("in_force")
    if not force:
        return ONE
    return part_lasted(whole, day(force["starts"]), day(force.get("ends")), force.get("by", "days"))


def left_by_fmv(terms, card, whole):
    """Step 16: what the fair market value cap leaves; None where there is no cap."""
    cap = terms.get("fmv_cap")
    if not cap:
        return None
    amount = number(cap["amount"])
    if cap.get("prorated"):
        amount *= part_in_force(terms, whole)
    for code in cap.get("counts") or []:
        amount -= card["lines"][code]["value"] or ZERO
    if cap.get("counts_base_fee"):
        amount -= number(terms.get("base_fee", "0"))
    return max(amount, ZERO)


def limits(terms, pool, whole, left):
    """List what the payouts together may come to at most, in cents."""
    capped = cents(most_of(terms, pool) * part_in_force(terms, whole))
    return [capped, None if left is None else cents(left)]


def maximum_of(terms, card, pool, whole):
    """Steps 12, 13 and 15 on the pool: the maximum that own scores divide, and what each changed.

    A modifier for full results alone looks at the score of the line.
    """
    kept, _, times = applied_to_pool(terms, card, card["total"])
    amounts = [pool, pool * kept, pool * kept * times]
    amounts += [amounts[-1], amounts[-1] * part_in_force(terms, whole)]
    rounded = [cents(amount) for amount in amounts]
    changes = {
        name: after - before
        for name, before, after in zip(CHANGES, rounded, rounded[1:], strict=False)
    }
    return amounts[-1], changes | {"by_fmv_cap": 0, "modifier": times}
