"""Printed dollars of the second calculator: whole cents into domains and measures.

What was earned is divided first, by itself, since it is what is paid. What is
possible is then divided by weight, and gives way by single cents where a line
that earned no more than its part would else be printed with more than possible.
A line that a modifier lifted above its weight is printed as it is.
"""

from fractions import Fraction

from tests.proof.by_numbers import cents, largest_remainder


def print_lines(card, found):
    """Print cents into domains and measures, so that every column adds up."""
    domains = list(card["domains"].values())
    if found["exact_pool"] <= 0 or found["as_funded"]:
        return  # a loss and what is earned as funded are no lines of the scorecard
    divide_cents(domains, found["by_score"], found["possible"])
    for domain in domains:
        own = [line for line in card["lines"].values() if line["domain"] == domain["terms"]["code"]]
        before = domain["earned"]
        if domain["weighted"] != domain["earned_before"]:
            before = cents(Fraction(found["exact_pool"]) * domain["earned_before"])
        domain["by_measures"], domain["by_gate"] = before, domain["earned"] - before
        divide_cents(own, before, domain["possible"])


def divide_cents(lines, earned, possible):
    """Divide the earned and the possible cents of a whole among its lines."""
    parts = largest_remainder(earned, [line["weighted"] for line in lines])
    most = largest_remainder(possible, [line["weight"] for line in lines])
    least = [
        min(part, one) if line["weighted"] > line["weight"] else part
        for line, part, one in zip(lines, parts, most, strict=True)
    ]
    for line, part, one in zip(lines, parts, no_less_than(least, most), strict=True):
        line["earned"], line["possible"] = part, one


def no_less_than(least, shares):
    """Move single cents from whoever has the most to spare until everyone has the least."""
    shares = list(shares)
    for _ in range(len(shares)):
        spare = [share - one for share, one in zip(shares, least, strict=True)]
        if min(spare) >= 0 or max(spare) <= 0:
            break
        shares[spare.index(max(spare))] -= 1
        shares[spare.index(min(spare))] += 1
    return shares
