"""Step 0 of the second calculator: the pool by its source, in exact dollars.

A funding reads results of measures: a percentage counts as a part of 1. Where a
settlement covers several periods, what the terms state for each period counts
that many times; what a measure says is of the whole time already.
"""

from tests.proof.by_numbers import ONE, ZERO, between, number, part_of_one


def pool_of(terms, lines, periods):
    """Give the pool; negative where a loss is owed."""
    return funded(terms, lines, periods)["pool"]


def funded(terms, lines, periods):
    """Give the pool, and the numbers on the way to it by the names of the manual."""
    funding = terms["funding"]

    def known(code):
        return part_of_one(lines[code]["value"], lines[code]["terms"]["unit"]) if code else None

    found = FUNDINGS[funding["kind"]](funding, known, periods)
    return found if isinstance(found, dict) else {"pool": found}


def fixed(funding, _known, periods):
    """Give the amount that the contract names, for each period."""
    return number(funding["amount"]) * periods


def capped(funding, amount, periods):
    """Keep a pool to the most dollars that it can be, for each period."""
    most = funding.get("most")
    return amount if most is None else min(amount, number(most["dollars"]) * periods)


def savings_share(funding, known, periods):
    """Give the share of what was saved; an item that cost more takes nothing from the others."""
    if funding.get("savings_of"):
        saved = known(funding["savings_of"])
    else:
        saved = sum((saved_on(item, known, periods) for item in funding["items"]), ZERO)
    share = number(funding["share"])
    shared = max(saved, ZERO) * share
    pool = capped(funding, shared, periods)
    return {"pool": pool, "savings": saved, "sharing_rate": share, "shared": shared}


def saved_on(item, known, periods):
    """Give what one item saved: nothing below its floor, nothing for more cases than the base."""
    rate = max(known(item["rate_of"]), number(item.get("floor", "0")))
    base_cases = number(item["base_cases"]) * periods
    cases = min(known(item["cases_of"]), base_cases) if item.get("cases_of") else base_cases
    return max(number(item["base_rate"]) - rate, ZERO) * cases * number(item["unit_price"])


def pass_through(funding, known, periods):
    """Give the part of a bonus that is passed on, never more than the most agreed."""
    if funding.get("received"):
        bonus = known(funding["received"])
    else:
        bonus = known(funding["rate_of"]) * known(funding["base_of"])
    share = min(number(funding["share"]), number(funding.get("most_share", "1/2")))
    shared = bonus * share
    return {"pool": capped(funding, shared, periods), "sharing_rate": share, "shared": shared}


def withhold(funding, known, _periods):
    """Give the share of the payments that was held back."""
    return number(funding["rate"]) * known(funding["of"])


def capitation(funding, known, periods):
    """Give members times months times rate, as far as it is at risk."""
    if funding.get("months_of"):
        months = known(funding["months_of"])
    else:
        months = number(funding.get("months", "0")) * periods
    at_risk = number(funding.get("withhold", "1"))
    return known(funding["members"]) * months * number(funding["rate"]) * at_risk


def episode_bundle(funding, known, _periods):
    """Give the share of the gain against the target of all episodes, or of the loss."""
    target = number(funding["target"]) * known(funding["episodes"])
    gain = target - known(funding["cost"])
    least = number(funding.get("minimum", "0"))
    found = {"savings": gain, "savings_rate": gain / target, "minimum_rate": least}
    if gain < 0:
        found["loss_rate"] = number(funding.get("loss_share", "0"))
        found["shared"] = gain * found["loss_rate"]
        most = number(funding.get("stop_loss", "1")) * target
        return found | {"pool": max(found["shared"], -most)}
    found["sharing_rate"] = ZERO if gain < least * target else number(funding["gain_share"])
    found["shared"] = gain * found["sharing_rate"]
    return found | {"pool": min(found["shared"], number(funding.get("stop_gain", "1")) * target)}


def shared_savings(funding, known, _periods):
    """Give the share of savings against a benchmark, or of a loss."""
    benchmark = known(funding["benchmark"])
    saved = benchmark - known(funding["expenditure"])
    rate = minimum_rate(funding, known)
    share = number(funding["rate"])
    if funding.get("quality_of"):
        share *= known(funding["quality_of"])
    met = not funding.get("standard_of") or known(funding["standard_of"]) >= ONE
    found = {"savings": saved, "savings_rate": saved / benchmark, "minimum_rate": rate}
    found |= {"sharing_rate": share if met else ZERO, "pool": ZERO}
    if abs(saved) < rate * benchmark or not saved:
        return found
    counts = abs(saved) - (rate * benchmark if funding.get("begins") == "excess only" else ZERO)
    losses = funding.get("losses")
    if saved > 0:
        amount = counts * found["sharing_rate"]
        for step in funding.get("adjustments") or []:
            amount = adjust(step, amount, benchmark)
        return found | {"shared": counts * found["sharing_rate"], "pool": amount}
    if losses is None:
        return found
    lost = loss_rate(losses, share, met=met)
    return found | {
        "loss_rate": lost,
        "shared": -counts * lost,
        "pool": -owed(losses, counts * lost, benchmark, known),
    }


def minimum_rate(funding, known):
    """Give the least rate that is shared: stated, measured, or read from a table by size."""
    if funding.get("minimum_of"):
        return known(funding["minimum_of"])
    if not funding.get("size_of"):
        return number(funding.get("minimum", "0"))
    size = known(funding["size_of"])
    bands = [{name: number(text) for name, text in band.items()} for band in funding["bands"]]
    band = next((band for band in bands if size <= band["size_to"]), bands[-1])
    if size >= band["size_to"]:
        return band["rate_to"]
    way = max(size - band["size_from"], ZERO) / (band["size_to"] - band["size_from"])
    return band["rate_from"] + (band["rate_to"] - band["rate_from"]) * way


def adjust(step, amount, benchmark):
    """Apply a holdback or a cap; it is a share of the amount or of the benchmark."""
    share = number(step["share"]) * (benchmark if step["of"] == "benchmark" else amount)
    return min(amount, share) if step["kind"] == "cap" else max(amount - share, ZERO)


def loss_rate(losses, share, *, met):
    """Give the share of a loss that is owed: fixed, or the complement of the sharing rate.

    The complement is kept between a floor and a ceiling, and is the ceiling where the
    quality standard is not met.
    """
    if losses.get("by", "complement") == "fixed":
        return number(losses.get("rate", "0"))
    ceiling = number(losses.get("ceiling", "1"))
    return between(ONE - share, number(losses.get("floor", "0")), ceiling) if met else ceiling


def owed(losses, shared, benchmark, known):
    """Give what is owed: at most its limit, less relief."""
    amount = min(shared, number(losses.get("limit", "1")) * benchmark)
    if losses.get("relief_of"):
        amount -= abs(known(losses["relief_of"]) or ZERO)
    return max(amount, ZERO)


FUNDINGS = {
    "fixed": fixed,
    "savings share": savings_share,
    "pass-through": pass_through,
    "withhold": withhold,
    "capitation": capitation,
    "episode bundle": episode_bundle,
    "shared savings": shared_savings,
}
