"""The oddities: every rule of lint that is not a safeguard, in the order people read them."""

from comanage.rules.oddities.baseline import BASELINE
from comanage.rules.oddities.caps import BOUNDS
from comanage.rules.oddities.days import ABSENT, SHORT
from comanage.rules.oddities.direction import DIRECTION
from comanage.rules.oddities.gates import SHUTS, STUCK, UNKNOWN
from comanage.rules.oddities.levels import OVERLAP, PRECISION, UNREACHABLE
from comanage.rules.oddities.missing import DEEMED
from comanage.rules.oddities.modifiers import MODIFIERS
from comanage.rules.oddities.oddity import Oddity
from comanage.rules.oddities.payout import FALLING
from comanage.rules.oddities.units import UNITS
from comanage.rules.oddities.unstated import UNSTATED
from comanage.rules.oddities.weights import DOMINANCE, SMALL

ODDITIES: dict[str, Oddity] = {
    oddity.name: oddity
    for oddity in (
        SMALL,
        DOMINANCE,
        DIRECTION,
        UNITS,
        UNREACHABLE,
        OVERLAP,
        PRECISION,
        BASELINE,
        FALLING,
        SHUTS,
        STUCK,
        UNKNOWN,
        BOUNDS,
        MODIFIERS,
        DEEMED,
        SHORT,
        ABSENT,
        UNSTATED,
    )
}
