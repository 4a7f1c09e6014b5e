"""Earning: what a month of approved work comes to, in numbered steps, exact to the cent.

The order is fixed. A rate an hour: hours approved, cut at the most of each duty, at the
most of the month, at what is left of the contract year; times the rate, rounded half up;
cut at what is left of the agreement's base fee. A fixed amount: the required duties, the
fewest hours, the days of the month under the agreement; rounded half up; cut likewise.
Last, what the month earned before is taken off, since it has been handed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.base_fee import HOUR, BaseFee, Pays, Short, hours
from comanage.rules.numbers import dollars, money, shown, to_cents

NO_WORK = "No work of this month is approved, so nothing is earned."


@dataclass(frozen=True, slots=True)
class Worked:
    """The approved work of a group on one duty in a month.

    Attributes:
        duty: The name of the duty.
        minutes: The time approved.
        most: The most of this duty in a month; None where none is set.
        required: True where a fixed amount asks for it every month.
    """

    duty: str
    minutes: int
    most: int | None = None
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What a month may still come to, and what it brought before.

    Attributes:
        minutes: What is left of the contract year's hours; None where no most is set.
        cents: What is left of the agreement's base fee of the contract year, this month's
            own money included.
        earned: What this month earned before.
        days: The days of the month under the agreement.
        of_days: The days of the month.
    """

    minutes: int | None = None
    cents: int
    earned: int = 0
    days: int = 1
    of_days: int = 1


@dataclass(frozen=True, slots=True)
class FeeStep:
    """One step to the amount, numbered from 1."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Earning:
    """What an approval brings.

    Attributes:
        cents: The amount.
        steps: How it came about.
    """

    cents: int
    steps: tuple[FeeStep, ...]


def earn(terms: BaseFee, work: Sequence[Worked], room: Room) -> Earning:
    """Say what the approved work of a month brings, beyond what the month brought before.

    Args:
        terms: The group's terms for the month.
        work: All approved work of the group in the month, and each required duty without any.
        room: What the month may still come to.

    >>> fee = BaseFee(pays=Pays.HOUR, cents=18_000)
    >>> earn(fee, [Worked("Committee", 375)], Room(cents=10_000_000)).cents
    112500
    """
    told: list[str] = []
    if not any(each.minutes for each in work):
        told.append(NO_WORK)
        return _earning(0, told)
    by = _by_the_hour if terms.pays is Pays.HOUR else _by_the_month
    cents = to_cents(by(terms, work, room, told))
    told.append(f"To the cent, half up: {money(cents)}.")
    if cents > room.cents:
        cents = max(room.cents, 0)
        told.append(f"The base fee of the contract year has {money(cents)} left: {money(cents)}.")
    if room.earned:
        left = max(cents - room.earned, 0)
        told.append(
            f"{money(room.earned)} of this month was earned before: {money(left)} is added."
        )
        cents = left
    return _earning(cents, told)


def _by_the_hour(terms: BaseFee, work: Sequence[Worked], room: Room, told: list[str]) -> Fraction:
    minutes = 0
    for each in work:
        counted = each.minutes if each.most is None else min(each.minutes, each.most)
        cut = f", of which {hours(counted)} count" if counted < each.minutes else ""
        if each.minutes:
            told.append(f"{each.duty}: {hours(each.minutes)} approved{cut}.")
        minutes += counted
    told.append(f"Together: {hours(minutes)}.")
    minutes = _cut(minutes, terms.most_a_month, "The most in a month is {}: {} count.", told)
    minutes = _cut(minutes, room.minutes, "{} of the contract year are left: {} count.", told)
    amount = Fraction(minutes, HOUR) * dollars(terms.cents)
    told.append(f"{hours(minutes)} × {money(terms.cents)} = {_dollars(amount)}.")
    return amount


def _cut(minutes: int, most: int | None, words: str, told: list[str]) -> int:
    if most is None or minutes <= most:
        return minutes
    kept = max(most, 0)
    told.append(words.format(hours(kept), hours(kept)))
    return kept


def _by_the_month(terms: BaseFee, work: Sequence[Worked], room: Room, told: list[str]) -> Fraction:
    minutes = sum(each.minutes for each in work)
    told.append(f"Together: {hours(minutes)} approved.")
    lacking = [each.duty for each in work if each.required and not each.minutes]
    if lacking:
        told.append(f"Required and without approved work: {', '.join(lacking)}. Nothing is earned.")
        return Fraction(0)
    amount = dollars(terms.cents)
    told.append(f"The amount of a month: {money(terms.cents)}.")
    if terms.fewest_a_month is not None and minutes < terms.fewest_a_month:
        amount *= _short_share(terms, minutes, terms.fewest_a_month, told)
    if room.days < room.of_days:
        amount *= Fraction(room.days, room.of_days)
        told.append(
            f"{room.days} of {room.of_days} days are under the agreement: {_dollars(amount)}."
        )
    return amount


def _short_share(terms: BaseFee, minutes: int, fewest: int, told: list[str]) -> Fraction:
    if terms.short is not Short.PRORATED:
        told.append(f"Fewer than the {hours(fewest)} agreed, so nothing is earned.")
        return Fraction(0)
    share = Fraction(minutes, fewest)
    told.append(
        f"Fewer than the {hours(fewest)} agreed, so {hours(minutes)} of {hours(fewest)} are paid:"
        f" {_dollars(share * dollars(terms.cents))}."
    )
    return share


def _dollars(amount: Fraction) -> str:
    """Write an exact amount: to the cent where it has no more, else with what follows."""
    cents = to_cents(amount)
    return money(cents) if dollars(cents) == amount else f"${shown(amount)}"


def _earning(cents: int, told: Sequence[str]) -> Earning:
    return Earning(cents, tuple(FeeStep(at, sentence) for at, sentence in enumerate(told, 1)))
