"""Printed dollars of the second calculator: whole cents into domains and measures.

What was earned is divided first, by itself, since it is what is paid. What is
possible is then divided by weight, and its cents left over keep a line that
earned no more than its part from being printed with more than possible. A line
that a modifier lifted above its weight is printed as it is.
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
    most = with_room(possible, lines, parts)
    for line, part, one in zip(lines, parts, most, strict=True):
        line["earned"], line["possible"] = part, one


def with_room(whole, lines, parts):
    """Divide the possible cents: a cent that is left over goes first to who needs it.

    Everyone gets its amount cut down to the cent. Of the cents left over each goes to a
    line that has no whole cents of its own: first to one that would print less than it
    earned, though it earned no more than its weight, then to the largest remainder.
    """
    among = sum(line["weight"] for line in lines)
    if not among:
        return [0 for _ in lines]
    exact = [whole * line["weight"] / among for line in lines]
    shares = [one.numerator // one.denominator for one in exact]
    rests = [one - share for one, share in zip(exact, shares, strict=True)]
    short = [
        part > share and line["weighted"] <= line["weight"] and rest > 0
        for line, part, share, rest in zip(lines, parts, shares, rests, strict=True)
    ]
    first = sorted(range(len(lines)), key=lambda at: (not short[at], -rests[at], at))
    for at in first[: whole - sum(shares)]:
        shares[at] += 1
    return shares
