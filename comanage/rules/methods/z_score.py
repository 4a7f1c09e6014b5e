"""Z-score: how far a result lies from a stated mean, counted in standard deviations.

z is (result - mean) / deviation, held between a least and a most; all four are
constants of the terms, as a programme publishes them. With levels, a measure
earns the share of its level. Without them z itself is the factor: a score to
compare by, which may be negative and is never paid on.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from comanage.refusals import Fault
from comanage.rules.methods.levels import Between, level_faults, share_at, terms_in_words
from comanage.rules.methods.method import AS_WORST, Earned, Edge, Level, Method, Reading
from comanage.rules.numbers import ONE, shown
from comanage.rules.units import Better, Scale, Unit, outside


@dataclass(frozen=True)
class ZScore:
    """The constants of the standard score, and what it earns.

    Attributes:
        mean: The mean, in the measure's unit.
        deviation: The standard deviation, in the measure's unit; more than 0.
        least: The least that z can be.
        most: The most that z can be.
        levels: Levels of z, not of the result; without any, z itself is the factor.
        between: What a z between two levels earns.
        edge: Whether a z exactly on a level has reached it.
    """

    kind: ClassVar[str] = "z-score"
    mean: Fraction
    deviation: Fraction
    least: Fraction
    most: Fraction
    levels: tuple[Level, ...] = ()
    between: Between = Between.STEP
    edge: Edge = Edge.AT


def earn(terms: ZScore, reading: Reading) -> Earned:
    """Earn the share of the level that z has reached, or z itself without levels."""
    exact = (reading.value - terms.mean) / terms.deviation
    z = min(max(exact, terms.least), terms.most)
    scale = reading.scale
    side = "above" if exact >= 0 else "below"
    away = f"{shown(abs(exact))} standard deviation{'' if abs(exact) == 1 else 's'}"
    because = (
        f"{scale.shown(reading.value)} lies {away} {side} the mean ({scale.shown(terms.mean)})"
    )
    if z != exact:
        because = f"{because}, held at z {shown(z)}"
    return _scored(terms, z, scale, because=because)


def worst(terms: ZScore, scale: Scale) -> Fraction:
    """Give the worst z there is: the most where lower is better, else the least."""
    return terms.most if scale.better is Better.LOWER else terms.least


def earn_worst(terms: ZScore, scale: Scale) -> Earned:
    """Score as the worst result, as programmes do with what was not submitted."""
    z = worst(terms, scale)
    return _scored(terms, z, scale, because=f"{AS_WORST}, z {shown(z)}")


def faults(terms: ZScore, scale: Scale) -> list[Fault]:
    """Say what is wrong with these terms, in sentences an administrator can act on."""
    found = []
    if why := outside(scale.unit, terms.mean):
        found.append(Fault("mean", why))
    if terms.deviation <= 0:
        found.append(Fault("deviation", "The standard deviation must be more than 0."))
    if terms.least >= terms.most:
        found.append(Fault("most", "The most that z can be must be more than the least."))
    if terms.levels:
        found += level_faults(terms.levels, _of_z(scale))
        found += [
            Fault("levels", f"{level.name} must lie where z can be: {_range(terms)}.")
            for level in terms.levels
            if not terms.least <= level.reach <= terms.most
        ]
    return found


def sentence(terms: ZScore, scale: Scale) -> str:
    """Put the terms in words, as they appear on the statement."""
    less = f"the result less {shown(terms.mean)}, over {shown(terms.deviation)}"
    words = f"{less}, held within {_range(terms)}"
    if not terms.levels:
        return f"z itself, never paid on: {words}"
    z = _of_z(scale)
    of_levels = terms_in_words(terms.levels, z, terms.edge, between=terms.between)
    return f"{of_levels}; z is {words}"


def _scored(terms: ZScore, z: Fraction, scale: Scale, *, because: str) -> Earned:
    points = (("z", z),)
    if not terms.levels:
        return Earned(z, because, points=points)
    found = share_at(terms.levels, Reading(z, _of_z(scale)), terms.edge, between=terms.between)
    return Earned(found.share, f"{because}; z {found.because}", found.level, points)


def _of_z(scale: Scale) -> Scale:
    return Scale(Unit.INDEX, scale.better)


def _range(terms: ZScore) -> str:
    return f"{shown(terms.least)} to {shown(terms.most)}"


Z_SCORE = Method(
    title="Standard deviations from a mean",
    terms=ZScore,
    faults=faults,
    earn=earn,
    sentence=sentence,
    levels=lambda _: (),
    example=ZScore(
        mean=Fraction(80),
        deviation=Fraction(5),
        least=Fraction(-2),
        most=Fraction(2),
        levels=(
            Level("threshold", Fraction(0), Fraction(1, 2)),
            Level("target", Fraction(1), ONE),
        ),
    ),
    is_share=lambda terms: bool(terms.levels),
    worst=earn_worst,
)
