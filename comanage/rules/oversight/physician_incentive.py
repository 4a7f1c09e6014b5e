"""Substantial financial risk under a physician incentive plan.

42 CFR 422.208: more than 25 % of the potential payments at risk for referral services.
Bonuses for quality, satisfaction or committee work do not count as risk for them.
"""

from fractions import Fraction

from comanage.rules.numbers import HUNDRED, shown

SUBSTANTIAL = Fraction(1, 4)


def share_at_risk(at_risk: Fraction, potential: Fraction) -> Fraction:
    """Give the share of the potential payments that is at risk for referral services.

    Args:
        at_risk: The amount at risk, in any unit of money.
        potential: The most that can be paid in all, in the same unit; above zero.

    >>> share_at_risk(Fraction(30), Fraction(100))
    Fraction(3, 10)
    """
    return at_risk / potential


def is_substantial(at_risk: Fraction, potential: Fraction) -> bool:
    """Say whether more than a quarter is at risk; a quarter itself is not."""
    return share_at_risk(at_risk, potential) > SUBSTANTIAL


def sentence(at_risk: Fraction, potential: Fraction) -> str:
    """Say in words how much is at risk, and what follows."""
    percent = shown(share_at_risk(at_risk, potential) * HUNDRED)
    if is_substantial(at_risk, potential):
        return (
            f"{percent}% is at risk, which is more than 25%: stop-loss protection and disclosure are"
            " called for."
        )
    return f"{percent}% is at risk, which is not more than 25%."
