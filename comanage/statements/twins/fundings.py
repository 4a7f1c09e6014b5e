"""Fundings as formulas: each kind of source that a pool can have, line by line (step 0)."""

from comanage.rules.funding.capitation import Capitation
from comanage.rules.funding.episode_bundle import EpisodeBundle
from comanage.rules.funding.fixed import Fixed
from comanage.rules.funding.pass_through import PassThrough
from comanage.rules.funding.savings_share import Item, SavingsShare
from comanage.rules.funding.shared_savings import SharedSavings
from comanage.rules.funding.withhold import Withhold
from comanage.rules.units import KINDS
from comanage.statements.twins.formula import (
    ZERO,
    Formula,
    compared,
    kept_within,
    least,
    most,
    number,
    total,
    where,
)
from comanage.statements.twins.roundings import alike
from comanage.statements.twins.shared_savings import shared_savings
from comanage.statements.twins.sources import Kinds, Source

SHARING_RATE, SHARED, SAVINGS = "Sharing rate", "Shared", "Savings"


def fixed(agreed: Fixed, source: Source) -> Formula:
    """Take the amount of the contract, once for each period."""
    return number(agreed.amount) * source.periods


def withhold(agreed: Withhold, source: Source) -> Formula:
    """Hold back a share of payments."""
    paid = source.figure("Payments", agreed.of)
    return source.agreed("Share held back", agreed.rate) * most(paid, ZERO)


def capitation(agreed: Capitation, source: Source) -> Formula:
    """Take what is withheld of a rate for every member and month."""
    members = source.figure("Members", agreed.members, "number")
    if agreed.months_of:
        months = source.figure("Months", agreed.months_of, "number")
    else:
        months = source.agreed("Months of a period", agreed.months, "number") * source.periods
    rate = source.agreed("Rate for a member and month", agreed.rate, "dollars")
    whole = source.line(
        "For all members and months", most(members * months * rate, ZERO), "dollars"
    )
    return whole * source.agreed("Share withheld", agreed.withhold)


def pass_through(agreed: PassThrough, source: Source) -> Formula:
    """Pass on a share of a bonus."""
    if agreed.received:
        bonus = source.figure("Bonus received", agreed.received)
    else:
        rate = source.figure("Rate of the bonus", agreed.rate_of, "share")
        bonus = rate * source.figure("Dollars that the rate is of", agreed.base_of)
    bonus = source.line("Bonus", most(bonus, ZERO), "dollars")
    share = source.agreed(SHARING_RATE, min(agreed.share, agreed.most_share))
    shared = source.line(SHARED, share * bonus, "dollars", result="shared")
    return source.capped(shared, agreed.most)


def savings_share(agreed: SavingsShare, source: Source) -> Formula:
    """Share what was saved, item by item or as one figure."""
    if agreed.savings_of:
        saved = most(source.figure("Verified savings", agreed.savings_of), ZERO)
    else:
        saved = total([_item(item, source) for item in agreed.items])
    savings = source.line(SAVINGS, saved, "dollars", result="savings")
    share = source.agreed(SHARING_RATE, agreed.share)
    shared = source.line(SHARED, share * savings, "dollars", result="shared")
    return source.capped(shared, agreed.most)


def _item(item: Item, source: Source) -> Formula:
    """Write what one item saved: less use or less cost, of no more cases than in the base year."""
    code = item.rate_of
    measure = source.terms.measure(code)
    style = "share" if measure and KINDS[measure.unit].after == "%" else "number"
    rate = source.figure(f"{code}, this period", code, style)
    base = source.agreed(f"{code}, base year", item.base_rate, style)
    floor = source.agreed(f"{code}, floor", item.floor, style) if item.floor else ZERO
    cases = source.agreed(f"{code}, cases of the base year", item.base_cases, "number")
    cases *= source.periods
    if item.cases_of:
        cases = least(source.figure(f"{code}, cases", item.cases_of, "number"), cases)
    saved = most(base - most(rate, floor), ZERO) * most(cases, ZERO)
    price = source.agreed(f"{code}, dollars of a unit", item.unit_price, "dollars")
    return source.line(f"{code}, saved", saved * price, "dollars")


def episode_bundle(agreed: EpisodeBundle, source: Source) -> Formula:
    """Set what episodes cost against their target."""
    episodes = source.figure("Episodes", agreed.episodes, "number")
    price = source.agreed("Target of an episode", agreed.target, "dollars")
    target = source.line("Target of all episodes", price * episodes, "dollars")
    none = compared(target, "<=", ZERO)
    cost = source.figure("Cost of all episodes", agreed.cost)
    gain = source.line(SAVINGS, where(none, ZERO, target - cost), "dollars", result="savings")
    gains = source.agreed("Share of a gain", agreed.gain_share)
    losses = source.agreed("Share of a loss", agreed.loss_share)
    if agreed.minimum:
        rate = source.line(
            "Savings rate", where(none, ZERO, gain / target), "share", result="savings_rate"
        )
        minimum = source.agreed("Minimum rate", agreed.minimum)
        gains = where(compared(alike(rate), "<", minimum), ZERO, gains)
    share = source.line(
        "Share that counts", where(compared(gain, "<", ZERO), losses, gains), "share"
    )
    shared = source.line(SHARED, share * gain, "dollars", result="shared")
    stop_gain = source.agreed("Most that is paid, of the target", agreed.stop_gain)
    stop_loss = source.agreed("Most that is owed, of the target", agreed.stop_loss)
    stopped = kept_within(shared, ZERO - stop_loss * target, stop_gain * target)
    return where(none, ZERO, stopped)


KINDS_OF_SOURCES: Kinds = {
    Fixed.kind: fixed,
    SavingsShare.kind: savings_share,
    PassThrough.kind: pass_through,
    Withhold.kind: withhold,
    SharedSavings.kind: shared_savings,
    Capitation.kind: capitation,
    EpisodeBundle.kind: episode_bundle,
}
