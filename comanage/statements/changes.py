"""Changes: the lines between what was scored and what was earned, named as a reader knows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from comanage.rules.pooling import Change
from comanage.rules.terms import Domain, Terms

DOMAIN, BOUNDS = 10, 14  # places in trace.ORDER
OF_POOL = {
    12: "Gate of the pool",
    13: "Modifier of the pool",
    15: "Part of the period",
    16: "Fair market value cap",
    19: "Own scores",
}
FLOOR, CAP = "Floor of the pool", "Cap of the pool"


@dataclass(frozen=True)
class ChangeLine:
    """A line between what was scored and what was earned.

    Attributes:
        name: What changed it.
        cents: What it gave; negative for what it took.
        because: Why, as a phrase.
    """

    name: str
    cents: int
    because: str


def of_domain(domain: Domain, changes: Iterable[Change]) -> ChangeLine | None:
    """Find the line of a domain whose own rules changed what its measures earned."""
    found = [one for one in changes if one.order == DOMAIN and one.domain == domain.code]
    return ChangeLine(f"{_rules(domain)} of {domain.name}", *_told(found[0])) if found else None


def of_pool(terms: Terms, changes: Iterable[Change]) -> tuple[ChangeLine, ...]:
    """List the lines of the pool, in the order of calculation."""
    return tuple(
        ChangeLine(_name(terms, one), *_told(one)) for one in changes if one.order != DOMAIN
    )


def _name(terms: Terms, change: Change) -> str:
    if change.order == BOUNDS:
        return FLOOR if change.cents > 0 else CAP
    stated = {12: terms.pool.gates, 13: terms.pool.modifiers}.get(change.order, ())
    return OF_POOL[change.order].replace(" of", "s of" if len(stated) > 1 else " of", 1)


def _rules(domain: Domain) -> str:
    """Name the kinds of rules that a domain states: "Modifier and gate"."""
    stated = {
        "modifier": domain.modifiers,
        "gate": domain.gates,
        "floor": domain.floor is not None,
        "cap": domain.cap is not None,
    }
    named = [name for name, there in stated.items() if there] or ["rules"]
    *before, last = named
    words = f"{', '.join(before)} and {last}" if before else last
    return words[:1].upper() + words[1:]


def _told(change: Change) -> tuple[int, str]:
    return change.cents, change.because
