"""Forbidden: the bases on which earned money is never divided, and what speaks against each.

Each of them lets pay follow patients: those that are sent, what is done for
them, or what they bring in.
"""

FORBIDDEN = {
    # basis:    what it follows
    "volume": "how much is done for patients",
    "cases": "how many patients are treated",
    "admissions": "how many patients are admitted",
    "referrals": "how many patients are sent",
    "revenue": "what patients bring in",
    "margin": "what is left of what patients bring in",
    "payer mix": "how patients are insured",
    "work rvu": "how many services of the hospital patients get",
}
SOURCE = (
    "pay may not vary with the volume or value of referrals (Stark law and Anti-Kickback"
    " Statute), and what a group distributes was accepted where it was not tied to own"
    " referrals (OIG Advisory Opinions 08-16 and 12-22)"
)


def why_forbidden(kind: str) -> str:
    """Say why a basis is refused, in a sentence; empty where it is none of those refused.

    >>> why_forbidden("Payer_mix").partition(":")[0]
    'Money is not divided by payer mix, which follows how patients are insured'
    >>> why_forbidden("equal")
    ''
    """
    basis = " ".join(kind.casefold().replace("_", " ").replace("-", " ").split())
    if basis not in FORBIDDEN:
        return ""
    return f"Money is not divided by {basis}, which follows {FORBIDDEN[basis]}: {SOURCE}."
