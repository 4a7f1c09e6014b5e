"""Payouts as formulas: what each participant earns of what is divided (steps 18 and 19)."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.accepted_hours import AcceptedHours
from comanage.rules.allocations.exchange import Exchange
from comanage.rules.allocations.per_capita import PerCapita
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
        shares = self._shares()
        whole, negative = counted(earned), compared(earned, "<", ZERO)
        size = where(negative, ZERO - whole, whole)
        for row, part in zip(self.rows, self._split(size, shares), strict=True):
            self._earn(row, in_dollars(where(negative, ZERO - part, part)))

    def divide_maximum(self, maximum: Formula) -> None:
        """Divide the maximum; each earns of its part by its own score."""
        agreed = self.by.terms.allocation
        own = Fraction(1) if agreed is None else allocation_of(agreed).own(agreed)
        made = self._split(counted(maximum), self._shares())
        for row, part in zip(self.rows, made, strict=True):
            cell = self._part_of_maximum(row, part)
            score = self.by.scores.get(row.code, ZERO)
            blend = number(own) * score + number(1 - own) * self.by.line if own != 1 else score
            score = self.book.put(beside(row.at, SCORE), blend, "share")
            self._earn(row, in_dollars(in_cents(cell * score)))

    def _part_of_maximum(self, row: Row, part: Formula, /) -> Formula:
        what, settled = f"{row.code}, part of the maximum", self.by.result(row.code, "maximum")
        return self.book.put(
            beside(row.at, MAXIMUM), in_dollars(part), "money", settled=settled, what=what
        )

    def by_rate(self, times: Formula) -> None:
        """Pay each by the rate that the terms state."""
        agreed = self.by.terms.allocation
        slope = agreed.slope if isinstance(agreed, Exchange) else None
        rate = Fraction(1) if slope is None else slope
        self._shares()
        for row in self.rows:
            weight = self._weight(row.code)
            amount = number(rate) * weight * times * row.kept
            self._earn(row, in_dollars(in_cents(amount)))

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
        left = alike(ONE - total(shares))
        return [*shares, book.put(beside(self.rest, SHARE), left, "share")]

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
            return held if score is None or self.by.owed else held * score
        return number(self.by.stated[code])

    def _counted(self, code: str, measure: str) -> Formula:
        found = self.by.terms.measure(measure)
        cell = self.by.inputs.of(code, measure).value
        value = share(found.scale, cell) if found else cell
        return most(value, ZERO)

    def _reduce(self, row: Row) -> None:
        """Take off what a participant loses by its time and by its own gates."""
        present = self.by.result(row.code, "present")
        kept = ONE if present is None else number(present)
        shut = compared(kept, "=", ZERO)
        row.kept = self.book.put(beside(row.at, PRESENT), kept, "share")
        gates = self.by.terms.division.gates
        row.shut = shut
        if gates and self.by.ruled:
            view = self.by.views[row.code]
            settled = self.by.result(row.code, "gate")
            by = self.book.put(
                beside(row.at, GATES), passed(gates, view), "times", settled=settled, what="gates"
            )
            row.kept *= by
            row.shut = some([shut, closed(gates, view)])

    def _split(self, whole: Formula, shares: Sequence[Formula]) -> list[Formula]:
        """Divide whole cents by shares, what stays with the hospital last."""
        places = [*(row.at for row in self.rows), self.rest]
        exact = [
            self.book.put(beside(at, EXACT), part_of(whole, each, total(shares)), "cents")
            for at, each in zip(places, shares, strict=True)
        ]
        made = parts(whole, column(beside(places[0], EXACT), exact), exact, ONE)
        return made[: len(self.rows)]
