"""Payouts as formulas: from what was earned to what each participant is paid (steps 18 to 20)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.accepted_hours import AcceptedHours
from comanage.rules.allocations.allocation import Party
from comanage.rules.allocations.exchange import Exchange
from comanage.rules.allocations.per_capita import PerCapita
from comanage.rules.numbers import dollars
from comanage.rules.payout import Payout
from comanage.rules.periods import Period
from comanage.rules.terms import Terms
from comanage.rules.trace import Scope
from comanage.statements.twins.book import At, Book, below, beside
from comanage.statements.twins.conditions import View, bounded, closed, modified, passed, share
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
from comanage.statements.twins.inputs import Inputs
from comanage.statements.twins.known import Known
from comanage.statements.twins.roundings import alike, counted, in_cents, in_dollars
from comanage.statements.twins.splits import Column, column, part_of, parts

SHEET = "Payout"
HEADS = (
    "Group", "Weight in the division", "Share by that", "Part of the period", "Gates", "Share",
    "Score it goes by", "Exact cents", "Part of the maximum", "Earned", "Modifiers",
    "After its own rules", "Exact cents under the cap", "After the cap of all",
    "Paid before", "Left by a correction", "Payable", "Owed back",
)  # fmt: skip
(WEIGHT, BASIS, PRESENT, GATES, SHARE, SCORE, EXACT, MAXIMUM, EARNED, TIMES, RULED, CUT, CAPPED,
 ADVANCED, LEFT, PAYABLE, RECOVER) = range(1, 18)  # fmt: skip
HOSPITAL = "Stays with the hospital"


@dataclass(frozen=True)
class Division:
    """What a division goes by.

    Attributes:
        terms: The terms.
        period: The period that is settled, as long as the settlement covers.
        payouts: What each is paid, by code, in the order by which ties are decided.
        views: What each one's gates and modifiers may look at.
        scores: The score of each, where it has one.
        line: The score of the service line.
        inputs: The figures.
        known: What the settlement says.
        ruled: False for a loss, and for an advance.
        owed: True for a loss.
    """

    terms: Terms
    period: Period
    payouts: Mapping[str, Payout]
    views: Mapping[str, View]
    scores: Mapping[str, Formula]
    line: Formula
    inputs: Inputs
    known: Known
    ruled: bool
    owed: bool

    @property
    def stated(self) -> dict[str, Fraction]:
        """What each weighs by the terms alone, where those say so."""
        return weights_stated(self.terms, tuple(self.payouts))

    @property
    def advance(self) -> bool:
        """Whether an advance is paid."""
        return self.period.advance

    def result(self, code: str, *names: str) -> Fraction | None:
        """Give what the settlement says of a participant's payout."""
        return self.known.value(code, Scope.PAYOUT, code, *names)


@dataclass(slots=True)
class Row:
    """A participant's row, and its cells so far."""

    code: str
    at: At
    share: Formula = ZERO
    kept: Formula = ONE
    shut: Formula = NO
    maximum: Formula = EMPTY
    cents: Formula = ZERO


def weights_stated(terms: Terms, codes: Sequence[str]) -> dict[str, Fraction]:
    """Give what each participant weighs by the terms alone."""
    if terms.allocation is None:
        return dict.fromkeys(codes, Fraction(1))
    made = allocation_of(terms.allocation).weights(
        terms.allocation, [Party(code) for code in codes]
    )
    return dict(zip(codes, made, strict=True))


class Payouts:
    """The table of payouts."""

    def __init__(self, book: Book, division: Division, at: At) -> None:
        """Begin at a row; the head stands in it."""
        self.book, self.by = book, division
        book.row(at, HEADS, "head")
        self.rows = [Row(code, below(at, 1 + row)) for row, code in enumerate(division.payouts)]
        self.rest = below(at, 1 + len(self.rows))
        for row in self.rows:
            book.text(row.at, division.terms.called(row.code))

    def divide(self, earned: Formula) -> None:
        """Divide what was earned."""
        shares = self._shares()
        whole, negative = counted(earned), compared(earned, "<", ZERO)
        size = where(negative, ZERO - whole, whole)
        for row, (part, exact) in zip(self.rows, self._split(size, shares), strict=True):
            del exact
            self._earn(row, in_dollars(where(negative, ZERO - part, part)))

    def divide_maximum(self, maximum: Formula) -> None:
        """Divide the maximum; each earns of its part by its own score."""
        terms = self.by.terms
        own = (
            allocation_of(terms.allocation).own(terms.allocation)
            if terms.allocation
            else Fraction(1)
        )
        for row, (part, _) in zip(
            self.rows, self._split(counted(maximum), self._shares()), strict=True
        ):
            cell = self._part_of_maximum(row, part)
            score = self.by.scores.get(row.code, ZERO)
            blend = number(own) * score + number(1 - own) * self.by.line if own != 1 else score
            score = self.book.put(beside(row.at, SCORE), blend, "share")
            self._earn(row, in_dollars(in_cents(cell * score)))

    def _part_of_maximum(self, row: Row, part: Formula) -> Formula:
        what, settled = f"{row.code}, part of the maximum", self.by.result(row.code, "maximum")
        return self.book.put(
            beside(row.at, MAXIMUM), in_dollars(part), "money", settled=settled, what=what
        )

    def by_rate(self, times: Formula) -> None:
        """Pay each by the rate that the terms state."""
        terms, stated = self.by.terms, self.by.terms.allocation
        rate = (
            stated.slope
            if isinstance(stated, Exchange) and stated.slope is not None
            else Fraction(1)
        )
        self._shares()
        del terms
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

    def _split(self, whole: Formula, shares: Sequence[Formula]) -> list[tuple[Formula, Formula]]:
        """Divide whole cents by shares, what stays with the hospital last."""
        places = [*(row.at for row in self.rows), self.rest]
        exact = [
            self.book.put(beside(at, EXACT), part_of(whole, each, total(shares)), "cents")
            for at, each in zip(places, shares, strict=True)
        ]
        made = parts(whole, column(beside(places[0], EXACT), exact), exact, ONE)
        return list(zip(made, exact, strict=True))[: len(self.rows)]

    def pay(self, cap: Formula) -> None:
        """Apply what the terms apply to each, the caps over all, and what was paid before."""
        for row in self.rows:
            self._rule(row)
        if not self.by.owed:
            self._cap_all(cap)
        for row in self.rows:
            self._settle(row)

    def pay_each(self, caps: Mapping[str, Formula]) -> None:
        """The same, where each has a cap of its own."""
        for row in self.rows:
            self._rule(row)
            if not self.by.owed:
                limit = most(in_cents(caps[row.code]), ZERO)
                settled = self.by.result(row.code, "capped", "after_rules", "earned")
                cut = in_dollars(least(counted(row.cents), limit))
                what = f"{row.code}, after the cap"
                row.cents = self.book.put(
                    beside(row.at, CAPPED), cut, "money", settled=settled, what=what
                )
            self._settle(row)

    def _cap_all(self, cap: Formula) -> None:
        """Cut all payouts in proportion, where they are together more than the caps allow."""
        limit = most(in_cents(cap), ZERO)
        sums = total([counted(row.cents) for row in self.rows])
        over = compared(sums, ">", limit)
        exact = [
            self.book.put(beside(row.at, CUT), part_of(limit, counted(row.cents), sums), "cents")
            for row in self.rows
        ]
        made = parts(limit, column(beside(self.rows[0].at, CUT), exact), exact, sums)
        for row, part in zip(self.rows, made, strict=True):
            settled = self.by.result(row.code, "capped", "after_rules", "earned")
            what, cut = f"{row.code}, after the cap", where(over, in_dollars(part), row.cents)
            row.cents = self.book.put(
                beside(row.at, CAPPED), cut, "money", settled=settled, what=what
            )

    def _rule(self, row: Row) -> None:
        """Apply modifier, floor and cap of one participant."""
        rules = self.by.terms.division
        if self.by.owed or not (
            rules.modifiers or rules.least is not None or rules.most is not None
        ):
            return
        amount = row.cents
        if rules.modifiers and not self.by.advance:
            by = modified(
                rules.modifiers, self.by.views[row.code], self.by.scores.get(row.code, ONE)
            )
            settled = self.by.result(row.code, "modifier")
            amount *= self.book.put(
                beside(row.at, TIMES), by, "times", settled=settled, what="modifiers"
            )
        floor = None if rules.least is None or self.by.advance else number(rules.least)
        cap = None if rules.most is None else number(rules.most)
        made = in_dollars(in_cents(bounded(amount, (floor, cap), row.shut)))
        settled = self.by.result(row.code, "after_rules", "earned")
        row.cents = self.book.put(
            beside(row.at, RULED), made, "money", settled=settled, what="after its own rules"
        )

    def _settle(self, row: Row) -> None:
        """Take off what was paid before; what is then below zero is owed back."""
        advances, payout, book = self.by.terms.advances, self.by.payouts[row.code], self.book
        before = ZERO
        if payout.left:
            why = payout.left_because or "left by a correction"
            book.carry(
                beside(row.at, LEFT),
                dollars(payout.left),
                "money",
                what=f"{row.code}, left",
                why=why,
            )
        if advances is not None and not self.by.advance:
            cell = self.by.inputs.of(row.code, advances.paid).value
            made = where(compared(cell, "=", EMPTY), ZERO, in_dollars(in_cents(cell)))
            before = book.put(
                beside(row.at, ADVANCED), made, "money",
                settled=dollars(payout.advanced), what=f"{row.code}, paid before",
            )  # fmt: skip
        due = counted(row.cents) - counted(before) if before is not ZERO else counted(row.cents)
        due = due - number(payout.left) if payout.left else due
        for place, sign, cents in (
            (PAYABLE, due, payout.payable),
            (RECOVER, ZERO - due, payout.recover),
        ):
            name = "Payable" if place == PAYABLE else "Owed"
            book.put(
                beside(row.at, place), in_dollars(most(sign, ZERO)), "total",
                settled=dollars(cents), what=f"{row.code}, {name.lower()}",
            )  # fmt: skip
            book.name(f"{name}_{row.code}", beside(row.at, place))
