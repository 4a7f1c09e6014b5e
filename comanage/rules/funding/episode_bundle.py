"""Episode bundle: a target price for each episode of care, set against what the episodes cost.

What they cost less than the target is a gain, what they cost more a loss. The
group gets its share of a gain and, in a two-sided agreement, owes its share of
a loss; both end at a stop, so that nobody wins or loses without bound.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.funding.entries import (
    each_once,
    not_a_share,
    shown_dollars,
    shown_price,
    unnamed,
)
from comanage.rules.funding.funding import Facts, Found, Funded, Funding
from comanage.rules.numbers import ONE, ZERO, percent


@dataclass(frozen=True)
class EpisodeBundle:
    """The target, and how gain and loss are shared.

    Attributes:
        target: The target price of one episode, in dollars.
        episodes: The code of the measure that counts the episodes.
        cost: The code of the measure that gives what all of them cost, in dollars.
        gain_share: The share of a gain that goes into the pool, 0 to 1.
        loss_share: The share of a loss that is owed, 0 to 1; 0 in a one-sided agreement.
        stop_gain: The most that is paid, as a share of the target of all episodes, 0 to 1.
        stop_loss: The most that is owed, as a share of the target of all episodes, 0 to 1.
        minimum: The least gain that is shared, as a share of the target, 0 to 1; from
            there on all of it is. A loss has no such minimum.
    """

    kind: ClassVar[str] = "episode bundle"
    target: Fraction
    episodes: str
    cost: str
    gain_share: Fraction
    loss_share: Fraction = ZERO
    stop_gain: Fraction = ONE
    stop_loss: Fraction = ONE
    minimum: Fraction = ZERO


def fund(terms: EpisodeBundle, facts: Facts) -> Funded:
    """Set cost against target; a loss that is owed is a negative amount.

    >>> terms = EpisodeBundle(Fraction(25000), "EPISODES", "COST", Fraction(1, 2))
    >>> facts = Facts({"EPISODES": Fraction(100), "COST": Fraction(2300000)})
    >>> fund(terms, facts).amount
    Fraction(100000, 1)
    """
    target = terms.target * facts.known(terms.episodes)
    if target <= 0:
        return Funded(ZERO, "there was no episode")
    gain = target - facts.known(terms.cost)
    share, why = _share(terms, gain, target)
    shared = share * gain
    name = "gain" if gain >= 0 else "loss"
    words = f"{percent(share)} ({why}) of a {name} of {shown_dollars(abs(gain))}"
    amount, stopped = _stopped(terms, shared, target)
    found = (
        Found("savings", gain, f"{shown_dollars(target)}, less what the episodes cost"),
        Found("savings_rate", gain / target, "the savings, over the target of all episodes"),
        Found("minimum_rate", terms.minimum, "by the contract"),
        Found("sharing_rate" if gain >= 0 else "loss_rate", share, why),
        Found("shared", shared, words),
    )
    return Funded(amount, f"{words} against {shown_dollars(target)}{stopped}", found)


def faults(terms: EpisodeBundle) -> list[Fault]:
    """Say what is wrong with these terms."""
    found = unnamed("episodes", terms.episodes, "the number of episodes")
    found += unnamed("cost", terms.cost, "what the episodes cost")
    if terms.target <= 0:
        found.append(Fault("target", "The target price must be more than $0.00."))
    shares = (
        ("gain_share", terms.gain_share, "The share of a gain"),
        ("loss_share", terms.loss_share, "The share of a loss"),
        ("stop_gain", terms.stop_gain, "The most that is paid"),
        ("stop_loss", terms.stop_loss, "The most that is owed"),
        ("minimum", terms.minimum, "The least gain that is shared"),
    )
    for place, share, what in shares:
        found += not_a_share(place, share, what)
    if not terms.gain_share and not terms.loss_share:
        found.append(Fault("gain_share", "Give the share of a gain or of a loss."))
    return found


def sentence(terms: EpisodeBundle) -> str:
    """Put the terms in words."""
    parts = [f"{percent(terms.gain_share)} of what {terms.cost} is below the target"]
    if terms.minimum:
        parts.append(f"nothing below {percent(terms.minimum)} of it")
    if terms.stop_gain != ONE:
        parts.append(f"at most {percent(terms.stop_gain)} of it")
    if terms.loss_share:
        parts.append(f"{percent(terms.loss_share)} of what it is above is owed")
        if terms.stop_loss != ONE:
            parts.append(f"at most {percent(terms.stop_loss)} of the target")
    target = f"{shown_price(terms.target)} for each of {terms.episodes}"
    return f"{', '.join(parts)}; the target is {target}"


def _share(terms: EpisodeBundle, gain: Fraction, target: Fraction) -> tuple[Fraction, str]:
    if gain < 0:
        return terms.loss_share, "by the contract"
    if gain < terms.minimum * target:
        return ZERO, f"below the minimum of {percent(terms.minimum)}"
    return terms.gain_share, "by the contract"


def _stopped(terms: EpisodeBundle, shared: Fraction, target: Fraction) -> tuple[Fraction, str]:
    """Stop a gain or a loss at the most there is, and say so."""
    most, least = terms.stop_gain * target, -terms.stop_loss * target
    if shared > most:
        return most, f", stopped at {percent(terms.stop_gain)} of it"
    if shared < least:
        return least, f", stopped at {percent(terms.stop_loss)} of it"
    return shared, ""


EPISODE_BUNDLE = Funding(
    "Episode bundle",
    EpisodeBundle,
    faults,
    fund,
    sentence,
    needs=lambda terms: each_once((terms.episodes, terms.cost)),
)
