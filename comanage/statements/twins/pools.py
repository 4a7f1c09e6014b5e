"""Pools as formulas: what was earned of a pool (steps 0 and 11 to 17)."""

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from comanage.rules import periods
from comanage.rules.numbers import ONE as FULL
from comanage.rules.periods import Period
from comanage.rules.pool import Earning, Timing
from comanage.rules.terms import Terms
from comanage.rules.trace import Scope
from comanage.statements.twins import sources
from comanage.statements.twins.book import At, Book, below, beside
from comanage.statements.twins.conditions import bounded, closed, modified, passed
from comanage.statements.twins.formula import (
    EMPTY,
    NO,
    ONE,
    ZERO,
    Formula,
    compared,
    least,
    most,
    number,
    some,
    total,
    where,
)
from comanage.statements.twins.fundings import KINDS_OF_SOURCES as FUNDINGS
from comanage.statements.twins.inputs import Inputs
from comanage.statements.twins.known import Known
from comanage.statements.twins.roundings import counted, in_cents, in_dollars
from comanage.statements.twins.scorecard import Card
from comanage.statements.twins.sources import DETAIL, Source, may_owe

HEADS = ("Step", "Goes by", "×", "Exact dollars", "To the cent", "Change")
TIMES, EXACT, PRINTED, LINE = 2, 3, 4, 5
POOL = "Pool"


class Until(Enum):
    """Where the way of a pool ends."""

    EARNED = "what was earned of it"
    MAXIMUM = "the maximum that own scores are taken of"
    FUNDED = "the pool itself, which is added to those of others"


@dataclass(frozen=True, slots=True)
class Pool:
    """The cells of a pool.

    Attributes:
        amount: The pool in exact dollars.
        possible: The same to the cent.
        scored: What was scored of it, to the cent.
        earned: What was earned, or the maximum that own scores are taken of, to the cent.
        exact: The same before it was rounded.
        most: The most that all payouts may add up to, in dollars.
        owed: Whether it is a loss, which is owed.
        row: The row after it.
    """

    amount: Formula
    possible: Formula
    scored: Formula
    earned: Formula
    exact: Formula
    most: Formula
    owed: Formula
    row: int


class Way:
    """An amount on its way from the pool to what was earned, a line a step."""

    def __init__(
        self,
        book: Book,
        at: At,
        about: tuple[Terms, Period, str],
        sources: tuple[Card, Inputs, Known],
    ) -> None:
        """Begin at a row.

        Args:
            book: The workbook.
            at: Where the first line stands.
            about: The terms, the period, and whose pool it is.
            sources: The scorecard, the figures, and what the settlement says.
        """
        self.book, self.at = book, at
        self.terms, self.period, self.whose = about
        self.card, self.inputs, self.known = sources
        self.pool = self.amount = self.printed = ZERO
        self.owed = NO
        force = self.terms.in_force
        span = self.terms.span(self.period)
        self.part = (
            FULL if force is None else periods.part(span, force.starts, force.ends, force.by)
        )

    def result(self, name: str) -> Fraction | None:
        """Give what the settlement says of the pool."""
        return self.known.value(self.whose, Scope.POOL, self.terms.code, name)

    def begin(self) -> tuple[Formula, Formula]:
        """Write the pool."""
        exact = self.known.exact(self.whose, Scope.POOL, self.terms.code, "possible") or Fraction(0)
        source = Source(
            self.book, self.at, (self.terms, self.whose), (self.inputs, self.known),
            periods=self._count(),
        )  # fmt: skip
        funds = sources.write(source, FUNDINGS)
        self.at = source.at
        self.book.text(self.at, POOL)
        made = funds.amount
        if self._advances is not None:
            made = (most(made, ZERO) if may_owe(self.terms) else made) / number(self._advances)
        if funds.missing is not EMPTY:
            self.book.put(beside(self.at, DETAIL), funds.missing, "text", what=POOL)
        place = beside(self.at, EXACT)
        amount = self.book.put(place, made, "dollars", settled=exact, what=POOL)
        if self._advances is None and may_owe(self.terms):
            self.owed = compared(amount, "<", ZERO)
        possible = self.book.put(
            beside(self.at, PRINTED), in_dollars(in_cents(amount)), "money",
            settled=self.result("possible"), what=POOL,
        )  # fmt: skip
        self.book.name(f"Pool_{self.whose}".rstrip("_"), beside(self.at, PRINTED))
        self.at = below(self.at, 1)
        self.amount, self.printed = amount, possible
        return amount, possible

    def scored(self, pool: Formula) -> Formula:
        """Write what was scored of the pool; give the share."""
        if self._advances is not None and self.terms.advances is not None:
            share = number(self.terms.advances.rate)
        elif self.terms.earned is Earning.AS_FUNDED:
            share = ONE
        else:
            share = where(self.owed, ONE, self.card.total)
        self.step("By the score", share, pool * share, settled=self.result("by_score"))
        return share

    def step(
        self, text: str, times: Formula | None, after: Formula, *, settled: Fraction | None
    ) -> None:
        """Write a step: what the amount is after it, and by how much that changes it.

        Args:
            text: What the step is.
            times: What it is multiplied by; None where it is kept within limits.
            after: The amount after it, in exact dollars.
            settled: The amount to the cent after it, or what it changed where that is a line.
        """
        self.book.text(self.at, text)
        if times is not None:
            self.book.put(beside(self.at, TIMES), times, "share")
        exact = self.book.put(beside(self.at, EXACT), after, "dollars", what=text)
        printed = in_dollars(in_cents(exact))
        self.printed = self.book.put(
            beside(self.at, PRINTED), printed, "money", settled=settled, what=text
        )
        self.amount = exact
        self.at = below(self.at, 1)

    def change(self, text: str, times: Formula | None, after: Formula, name: str) -> None:
        """Write a step that is a line between what was scored and what was earned.

        Nothing changes a loss.
        """
        before, place = self.printed, beside(self.at, LINE)
        times = None if times is None else where(self.owed, ONE, times)
        self.step(text, times, where(self.owed, self.amount, after), settled=None)
        settled = self.result(name) or Fraction(0)
        self.book.put(
            place,
            in_dollars(counted(self.printed) - counted(before)),
            "money",
            settled=settled,
            what=text,
        )

    def rules(self, share: Formula, *, plain: bool, capped: bool = True) -> None:
        """Take steps 12 to 16; without the caps where those act on the sum of the payouts."""
        rules, pool = self.terms.pool, self.pool
        shut = NO
        if rules.gates and not plain:
            by = passed(rules.gates, self.card.view)
            self.change("Gates", by, self.amount * by, "by_gate")
            shut = closed(rules.gates, self.card.view)
        if rules.modifiers and not plain:
            by = modified(rules.modifiers, self.card.view, share)
            self.change("Modifiers", by, self.amount * by, "by_modifier")
        if capped:
            floors = (
                [] if plain else [each for each in (rules.floor, rules.least) if each is not None]
            )
            found = [] if plain or rules.floor is None else [pool * number(rules.floor)]
            found += [] if plain or rules.least is None else [number(rules.least)]
            floor = most(*found) if floors else None
            limits = (floor, self.cap())
            shut = some([shut, self.card.unscored])
            self.change("Floor and cap", None, bounded(self.amount, limits, shut), "by_bounds")
        by = number(self.part)
        self.change("Part of the period in force", by, self.amount * by, "by_proration")
        room = self.room()
        if room is not None and capped:
            self.change("Fair market value cap", None, least(self.amount, room), "by_fmv_cap")

    def cap(self) -> Formula:
        """Give the most that may be earned of the pool."""
        share = self.pool * number(self.terms.pool.cap)
        return share if self.terms.pool.most is None else least(share, number(self.terms.pool.most))

    def room(self) -> Formula | None:
        """Give what the fair market value cap leaves; None without one."""
        cap = self.terms.fmv_cap
        if cap is None:
            return None
        paid = [_or_nothing(self.inputs.of(self.whose, code).value) for code in cap.counts]
        paid += [number(self.terms.base_fee)] if cap.counts_base_fee else []
        whole = number(cap.amount * (self.part if cap.prorated else FULL))
        return most(whole - total(paid), ZERO) if paid else most(whole, ZERO)

    def most(self) -> Formula:
        """Give the most that payouts may add up to."""
        capped, room = self.cap() * number(self.part), self.room()
        return capped if room is None else least(capped, room)

    @property
    def _advances(self) -> Fraction | None:
        """How many advances the pool is spread over, where one is paid."""
        advances = self.terms.advances if self.period.advance else None
        return None if advances is None else Fraction(advances.times)

    def _count(self) -> int:
        to_date = self.terms.timing is Timing.TO_DATE and not self.period.advance
        return periods.to_date(self.terms.periods, self.period) if to_date else 1


def write(
    book: Book,
    at: At,
    about: tuple[Terms, Period, str],
    sources: tuple[Card, Inputs, Known],
    *,
    until: Until = Until.EARNED,
) -> Pool:
    """Write the way from a pool to what is divided.

    Args:
        book: The workbook.
        at: Where it begins.
        about: The terms, the period, and whose pool it is.
        sources: The scorecard, the figures, and what the settlement says.
        until: Where the way ends.
    """
    book.heads(at, HEADS, (0, 1))
    way = Way(book, below(at, 1), about, sources)
    way.pool, possible = way.begin()
    if until is Until.FUNDED:
        row = way.at.row + 1
        return Pool(way.pool, possible, possible, possible, way.pool, way.pool, way.owed, row)
    share = way.scored(way.pool)
    scored, name = way.printed, "earned"
    if until is Until.MAXIMUM:
        way.amount, way.printed, name = way.pool, possible, "maximum"
        way.rules(way.card.total, plain=False, capped=False)
    else:
        way.rules(share, plain=way.period.advance)
    settled, place = way.result("earned" if way.owed.value else name), beside(way.at, PRINTED)
    book.text(way.at, name.capitalize(), "strong")
    earned = book.put(place, in_dollars(in_cents(way.amount)), "total", settled=settled, what=name)
    book.name(f"{name.capitalize()}_{way.whose}".rstrip("_"), place)
    book.text(below(way.at, 1), "The most that all payouts may add up to")
    cap = book.put(
        beside(below(way.at, 1), EXACT), way.most(), "dollars", what="the most of all payouts"
    )
    return Pool(way.pool, possible, scored, earned, way.amount, cap, way.owed, way.at.row + 3)


def _or_nothing(value: Formula) -> Formula:
    return (
        ZERO
        if value.text == EMPTY.text
        else where(Formula(f"ISNUMBER({value.text})", isinstance(value.value, float)), value, ZERO)
    )
