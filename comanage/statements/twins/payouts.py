"""Payouts as formulas: what each participant earns of what is divided (steps 18 and 19)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.accepted_hours import AcceptedHours
from comanage.rules.allocations.exchange import Exchange
from comanage.rules.allocations.per_capita import PerCapita
from comanage.rules.division import present
from comanage.rules.payout import How
from comanage.statements.twins.book import beside
from comanage.statements.twins.conditions import closed, passed, share
from comanage.statements.twins.division import (
    BASIS,
    EARNED,
    EXACT,
    GATES,
    HOSPITAL,
    MAXIMUM,
    PRESENT,
    SCORE,
    SHARE,
    WEIGHT,
    Row,
)
from comanage.statements.twins.dues import Dues
from comanage.statements.twins.formula import (
    NO,
    ONE,
    ZERO,
    Formula,
    compared,
    most,
    number,
    some,
    total,
    where,
)
from comanage.statements.twins.roundings import alike, counted, in_cents, in_dollars
from comanage.statements.twins.splits import column, part_of, parts


class Payouts(Dues):
    """The table of payouts."""

    def divide(self, earned: Formula) -> None:
        """Divide what was earned."""
        for row, part in zip(self.rows, self._signed(earned), strict=True):
            self._earn(row, in_dollars(part))

    def _signed(self, amount: Formula) -> list[Formula]:
        """Divide an amount, or a loss, by the shares that are written; give the cents of each."""
        shares = self._shares()
        whole, negative = counted(amount), compared(amount, "<", ZERO)
        size = where(negative, ZERO - whole, whole)
        return [where(negative, ZERO - part, part) for part in self._split(size, shares)]

    def divide_maximum(self, maximum: Formula, owed: Formula) -> None:
        """Divide the maximum; each earns of its part by its own score, and owes its part of a loss.

        Args:
            maximum: What is divided, to the cent.
            owed: Whether it is a loss.
        """
        agreed = self.by.terms.allocation
        own = Fraction(1) if agreed is None else allocation_of(agreed).own(agreed)
        for row, part in zip(self.rows, self._signed(maximum), strict=True):
            cell = self._part_of_maximum(row, part)
            score = self.by.scores.get(row.code, ZERO)
            blend = number(own) * score + number(1 - own) * self.by.line if own != 1 else score
            score = self.book.put(beside(row.at, SCORE), blend, "share")
            self._earn(row, where(owed, cell, in_dollars(in_cents(cell * score))))

    def _part_of_maximum(self, row: Row, part: Formula, /) -> Formula:
        what, settled = f"{row.code}, part of the maximum", self.by.result(row.code, "maximum")
        return self.book.put(
            beside(row.at, MAXIMUM), in_dollars(part), "money", settled=settled, what=what
        )

    def by_rate(self, times: Formula, loss: tuple[Formula, Formula]) -> None:
        """Pay each by the rate that the terms state; divide a loss instead.

        Args:
            times: What is left of each dollar.
            loss: The whole, and whether it is a loss.
        """
        whole, owed = loss
        agreed = self.by.terms.allocation
        slope = agreed.slope if isinstance(agreed, Exchange) else None
        rate = Fraction(1) if slope is None else slope
        if owed is NO:
            self._shares()
            parts = [ZERO for _ in self.rows]
        else:
            parts = self._signed(whole)
        for row, part in zip(self.rows, parts, strict=True):
            amount = number(rate) * self._weight(row.code) * times * row.kept
            self._earn(row, where(owed, in_dollars(part), in_dollars(in_cents(amount))))

    def own_pools(self, earned: Mapping[str, Formula]) -> None:
        """Pay each what it earned of its own pool."""
        for row in self.rows:
            self._reduce(row)
            what, settled = f"{row.code}, share", self.by.result(row.code, "share")
            row.share = self.book.put(
                beside(row.at, SHARE), row.kept, "share", settled=settled, what=what
            )
            self._earn(row, in_dollars(in_cents(earned[row.code] * row.share)))

    def _earn(self, row: Row, made: Formula) -> None:
        what, settled = f"{row.code}, earned", self.by.result(row.code, "earned")
        row.cents = self.book.put(beside(row.at, EARNED), made, "money", settled=settled, what=what)

    def _shares(self) -> list[Formula]:
        """Write the share of each, after its gates and the part of the period it was there."""
        book = self.book
        weights = [
            book.put(beside(row.at, WEIGHT), self._weight(row.code), "number") for row in self.rows
        ]
        whole = total(weights)
        bases = [
            book.put(
                beside(row.at, BASIS),
                where(compared(whole, "=", ZERO), ZERO, weight / whole), "share",
            )
            for row, weight in zip(self.rows, weights, strict=True)
        ]  # fmt: skip
        for row in self.rows:
            self._reduce(row)
        shares = []
        for row, base in zip(self.rows, bases, strict=True):
            made = base * row.kept
            if self.by.terms.division.redivides:
                made = self._redivided(base, row, bases)
            what, settled = f"{row.code}, share", self.by.result(row.code, "share")
            row.share = book.put(beside(row.at, SHARE), made, "share", settled=settled, what=what)
            shares.append(row.share)
        book.text(self.rest, HOSPITAL)
        left = ONE - total(shares)
        rest = where(compared(alike(left), "=", ZERO), ZERO, left)  # all but nothing is nothing
        return [*shares, book.put(beside(self.rest, SHARE), rest, "share")]

    def _redivided(self, base: Formula, row: Row, bases: Sequence[Formula]) -> Formula:
        """Add to the share of one who takes all of its own a part of what others cannot take."""
        lost = total(
            [each * (ONE - other.kept) for each, other in zip(bases, self.rows, strict=True)]
        )
        others = total(
            [
                where(compared(other.kept, "=", ONE), each, ZERO)
                for each, other in zip(bases, self.rows, strict=True)
            ]
        )
        nothing = compared(others, "=", ZERO)
        more = where(nothing, base, base + lost * base / others)
        return where(compared(row.kept, "=", ONE), more, base * row.kept)

    def _weight(self, code: str) -> Formula:
        """Give what a participant weighs in the division."""
        agreed = self.by.terms.allocation
        if isinstance(agreed, PerCapita):
            return self._counted(code, agreed.members)
        if isinstance(agreed, AcceptedHours):
            return self._counted(code, agreed.hours)
        if isinstance(agreed, Exchange):
            held = self._counted(code, agreed.dollars)
            score = self.by.scores.get(code)
            return held if score is None else where(self.by.owed[code], held, held * score)
        return number(self.by.stated[code])

    def _counted(self, code: str, measure: str) -> Formula:
        found = self.by.terms.measure(measure)
        cell = self.by.inputs.of(code, measure).value
        value = share(found.scale, cell) if found else cell
        return most(value, ZERO)

    def _reduce(self, row: Row) -> None:
        """Take off what a participant loses by its time and by its own gates."""
        owed, gates = self.by.owed[row.code], self.by.terms.division.gates
        terms = self.by.terms
        span = terms.span(self.by.period)
        there = [
            number(present(terms, span, row.code, how=How(owed=loss))[0]) for loss in (True, False)
        ]
        kept = there[0] if there[0] == there[1] else where(owed, *there)
        settled = self.by.result(row.code, "present")
        row.kept = self.book.put(
            beside(row.at, PRESENT), kept, "share", settled=settled, what="part of the period"
        )
        row.shut = compared(row.kept, "=", ZERO)
        if gates and not self.by.advance:
            view = self.by.views[row.code]
            settled = self.by.result(row.code, "gate")
            by = self.book.put(
                beside(row.at, GATES), where(owed, ONE, passed(gates, view)), "times",
                settled=settled, what="gates",
            )  # fmt: skip
            row.kept *= by
            row.shut = some([row.shut, closed(gates, view)])

    def _split(self, whole: Formula, shares: Sequence[Formula]) -> list[Formula]:
        """Divide whole cents by shares, what stays with the hospital last."""
        places = [*(row.at for row in self.rows), self.rest]
        exact = [
            self.book.put(beside(at, EXACT), part_of(whole, each, total(shares)), "cents")
            for at, each in zip(places, shares, strict=True)
        ]
        made = parts(whole, column(beside(places[0], EXACT), exact), exact, ONE)
        return made[: len(self.rows)]
