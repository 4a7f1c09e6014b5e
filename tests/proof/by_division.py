"""Steps 18 to 20 of the second calculator: who takes which part, in whole cents."""

from fractions import Fraction

from tests.proof.by_conditions import gates, modifiers
from tests.proof.by_dates import day, part_lasted
from tests.proof.by_numbers import ONE, ZERO, cents, largest_remainder, number, part_of_one

OF_MAXIMUM = {"own score", "blend"}


def parties_of(terms, cards, whole, *, gated, advance=False):
    """List those who have a scorecard by code, with what each weighs, its presence and its gates.

    Args:
        terms: The terms.
        cards: The scorecard of each participant by code.
        whole: The first and the last day that the settlement covers.
        gated: Whether gates hold; what is owed is not less where one failed.
        advance: Whether an advance is paid, of which own scores are not asked.
    """
    rules = terms.get("division") or {}
    named = {each["code"]: each for each in terms.get("participants") or []}
    parties = []
    for code in sorted(cards):
        if not code:
            continue
        view = cards[code]["view"] | ({"total": None} if advance else {})
        asked = gated and not advance  # nothing is known of gates in an advance
        kept, closed = gates(rules.get("gates") if asked else None, view)
        party = {"code": code, "card": cards[code], "view": view, "gated": gated}
        party |= {"gate": kept} if asked else {}
        party["present"] = presence(named.get(code, {}), rules, whole, stays=gated)
        party["closed"] = closed or not party["present"]
        party["takes"] = party["present"] * kept
        parties.append(party)
    return parties


def weigh(terms, parties, *, scored):
    """Give everyone what it weighs, and its share; own scores count where scored."""
    for party in parties:
        party["weight"] = weight_of(terms, party["code"], party["card"], scored=scored)
    rules = terms.get("division") or {}
    give_shares(parties, redivides=bool(rules.get("redivides")))


def presence(participant, rules, whole, *, stays):
    """Give the part of the time that a participant shares in; one who was never there, none.

    Who must stay to share loses what it earned by leaving, but not what it owes.
    """
    joins, leaves = day(participant.get("joins")), day(participant.get("leaves"))
    if not part_lasted(whole, joins, leaves, "days"):
        return ZERO
    if stays and rules.get("must_stay") and leaves is not None and leaves < whole[1]:
        return ZERO
    if not rules.get("part_period"):
        return ONE
    return part_lasted(whole, joins, leaves, rules["part_period"])


def weight_of(terms, code, card, *, scored):
    """Give what a participant weighs in the division.

    Nobody is scored yet in an advance, and the score does not touch what is owed: dollars
    that were withheld weigh by themselves then.
    """
    allocation = terms["allocation"]
    kind = allocation["kind"]
    stated = {
        "fixed shares": ("shares", "share"),
        "own score": ("shares", "share"),
        "blend": ("shares", "share"),
        "ownership": ("holdings", "units"),
    }
    counted = {"per capita": "members", "accepted hours": "hours", "exchange": "dollars"}
    if kind in counted:
        line = card["lines"][allocation[counted[kind]]]
        counts = part_of_one(line["value"], line["terms"]["unit"]) or ZERO
        by_score = kind == "exchange" and scored
        return counts * (card["total"] or ZERO) if by_score else counts
    listed, named = stated.get(kind, ("", ""))
    if not allocation.get(listed):
        return ONE
    return sum(
        (number(each[named]) for each in allocation[listed] if each["participant"] == code), ZERO
    )


def give_shares(parties, *, redivides):
    """Give each participant its share: what it weighs, less what it cannot take.

    What one cannot take stays with the hospital, or goes to the others: to those who take
    all of theirs, in proportion. One who takes a part keeps that part, and no more.
    """
    among = sum(party["weight"] for party in parties)
    for party in parties:
        party["weighs"] = party["weight"] / among if among else ZERO
        party["share"] = party["weighs"] * party["takes"]
    others = [party for party in parties if party["takes"] == ONE]
    left = sum(party["weighs"] for party in others)
    if redivides and left:
        free = sum(party["weighs"] - party["share"] for party in parties)
        for party in others:
            party["share"] += free * party["weighs"] / left


def divide(parties, earned):
    """Divide cents among the parties by largest remainder."""
    for party, amount in zip(parties, with_what_stays(earned, parties), strict=False):
        party["earned"] = amount


def with_what_stays(whole, parties):
    """Divide cents by largest remainder; what nobody takes is the hospital's part, and the last."""
    shares = [party["share"] for party in parties]
    return largest_remainder(whole, [*shares, ONE - sum(shares, ZERO)])


def exchange(terms, parties, kept):
    """Give back withheld dollars times the stated slope times the own score, each by itself.

    What the pool's gates, modifiers and proration keep of the pool, they keep of every payout.
    """
    slope = number(terms["allocation"]["slope"])
    for party in parties:
        amount = party["weight"] * slope * party["present"] * party["gate"] * kept
        party["earned"] = cents(amount)


def divide_maximum(terms, parties, maximum, line_total):
    """Divide the maximum, of which each earns by its own score, or partly by the line's."""
    allocation = terms["allocation"]
    own = number(allocation.get("own_weight", "1")) if allocation["kind"] == "blend" else ONE
    for party, most in zip(parties, with_what_stays(cents(maximum), parties), strict=False):
        score = own * (party["card"]["total"] or ZERO) + (ONE - own) * (line_total or ZERO)
        party["maximum"] = most
        party["earned"] = cents(Fraction(most, 100) * score)


def adjust(terms, party, *, advance):
    """Apply a participant's modifiers, floor and cap to its whole cents; what is owed stays.

    Before a result is known only the cap acts.
    """
    party["after_rules"] = party["earned"]
    if not party["gated"]:
        return
    rules = terms.get("division") or {}
    after = Fraction(party["earned"], 100)
    if not advance:
        full = not has_own_score(terms) or (party["card"]["total"] or ZERO) >= ONE
        party["modifier"] = modifiers(rules.get("modifiers"), party["view"], full=full)
        after *= party["modifier"]
    if rules.get("least") is not None and not party["closed"] and not advance:
        after = max(after, number(rules["least"]))
    if rules.get("most") is not None:
        party["binds"] = after > number(rules["most"])
        after = min(after, number(rules["most"]))
    party["after_rules"] = cents(after)


def has_own_score(terms):
    """Say whether each participant is scored by itself; where none is, all count as full."""
    by_itself = terms.get("settles") == "participant"
    return by_itself or terms["allocation"]["kind"] in {*OF_MAXIMUM, "exchange"}


def cut_to(parties, limits):
    """Cut all payouts in proportion where they add up to more than a limit allows."""
    most = min((limit for limit in limits if limit is not None), default=None)
    amounts = [party["after_rules"] for party in parties]
    if most is not None and sum(amounts) > most:
        amounts = largest_remainder(most, amounts)
        parties[0]["binds"] = True
    for party, amount in zip(parties, amounts, strict=True):
        party["capped"] = amount


def offset(terms, party, *, advance):
    """Take off what was paid before; what is then below zero is owed back."""
    party["advanced"] = 0
    if not advance and terms.get("advances"):
        paid = party["card"]["lines"][terms["advances"]["paid"]]["value"]
        party["advanced"] = cents(paid or ZERO)
    left = party["capped"] - party["advanced"]
    party["payable"], party["recover"] = max(left, 0), max(-left, 0)
