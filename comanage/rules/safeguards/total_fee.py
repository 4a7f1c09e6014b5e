"""Safeguard 21: the most that can be paid in all is limited by the terms."""

from comanage.rules.funding.fixed import Fixed
from comanage.rules.numbers import ONE, money, to_cents
from comanage.rules.places import POOL
from comanage.rules.safeguards.safeguard import (
    Finding,
    Safeguard,
    in_place,
    missing,
    not_applicable,
)
from comanage.rules.terms import Terms


def check(terms: Terms) -> list[Finding]:
    """Look for a limit in dollars on what can be paid."""
    if terms.funding is None:
        return not_applicable("No money is paid by these terms.")
    if terms.fmv_cap is not None:
        return in_place(f"Capped at {money(to_cents(terms.fmv_cap.amount))}.")
    if terms.pool.most is not None:
        return in_place(f"The incentive is at most {money(to_cents(terms.pool.most))} a period.")
    if isinstance(terms.funding, Fixed):
        most = money(to_cents(terms.funding.amount * max(terms.pool.cap, ONE)))
        fee = money(to_cents(terms.base_fee))
        return in_place(f"At most {fee} a contract year and {most} a performance period.")
    if getattr(terms.funding, "most", None) is not None and terms.pool.cap <= ONE:
        return in_place("The source of the pool names the most that there can be.")
    why = (
        "The pool has no limit in dollars: state the most (pool, most) or a fair market value cap."
    )
    return [missing(why, POOL)]


TOTAL_FEE = Safeguard(
    21,
    "total-fee",
    "Limit on the total fee",
    "IRC 501(c)(3), 4958",
    "The terms limit in dollars what can be paid in all.",
    check,
)
