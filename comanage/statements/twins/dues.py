"""Dues as formulas: from what each earned to what it is paid or owes (the end of step 19, step 20)."""

from collections.abc import Mapping

from comanage.rules.numbers import dollars
from comanage.statements.twins.book import At, Book, below, beside, block
from comanage.statements.twins.conditions import bounded, modified
from comanage.statements.twins.division import (
    ADVANCED,
    CAPPED,
    CUT,
    HEADS,
    LEFT,
    PAYABLE,
    RECOVER,
    RULED,
    TIMES,
    Division,
    Row,
)
from comanage.statements.twins.formula import (
    EMPTY,
    ONE,
    ZERO,
    Formula,
    compared,
    least,
    most,
    number,
    summed,
    total,
    where,
)
from comanage.statements.twins.roundings import counted, in_cents, in_dollars
from comanage.statements.twins.splits import column, part_of, parts

TOTAL = "All groups together"
LEFT_BY_CORRECTION = "left by a correction"


class Dues:
    """The rows of the participants, once it is known what each earned."""

    def __init__(self, book: Book, division: Division, at: At) -> None:
        """Begin at a row; the head stands in it."""
        self.book, self.by = book, division
        book.heads(at, HEADS, (0,))
        self.rows = [Row(code, below(at, 1 + row)) for row, code in enumerate(division.payouts)]
        self.rest = below(at, 1 + len(self.rows))
        for row in self.rows:
            book.text(row.at, division.terms.called(row.code))

    def pay(self, cap: Formula) -> None:
        """Apply what the terms apply to each, the caps over all, and what was paid before."""
        for row in self.rows:
            self._rule(row)
        self._cap_all(cap)
        for row in self.rows:
            self._settle(row)
        self._add_up()

    def pay_each(self, caps: Mapping[str, Formula]) -> None:
        """The same, where each has a cap of its own."""
        for row in self.rows:
            self._rule(row)
            limit = most(in_cents(caps[row.code]), ZERO)
            settled = self.by.result(row.code, "capped", "after_rules", "earned")
            cut = in_dollars(least(counted(row.cents), limit))
            what = f"{row.code}, after the cap"
            row.cents = self.book.put(
                beside(row.at, CAPPED), cut, "money", settled=settled, what=what
            )
            self._settle(row)
        self._add_up()

    def _add_up(self) -> None:
        """Write what all are paid, and owe, together."""
        at = below(self.rest, 1)
        self.book.text(at, TOTAL, "strong")
        for place in (PAYABLE, RECOVER):
            first, found = beside(self.rows[0].at, place), [row.due[place] for row in self.rows]
            self.book.put(beside(at, place), summed(block(first, found)), "total", what=TOTAL)

    def _cap_all(self, cap: Formula) -> None:
        """Cut all payouts in proportion, where they are together more than the caps allow."""
        limit = most(in_cents(cap), ZERO)
        sums = total([counted(row.cents) for row in self.rows])
        over = compared(sums, ">", limit)  # never of a loss
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
        if not (rules.modifiers or rules.least is not None or rules.most is not None):
            return
        owed = self.by.owed[row.code]
        amount = row.cents
        if rules.modifiers and not self.by.advance:
            by = modified(
                rules.modifiers, self.by.views[row.code], self.by.scores.get(row.code, ONE)
            )
            settled = self.by.result(row.code, "modifier")
            by = where(owed, ONE, by)
            amount *= self.book.put(
                beside(row.at, TIMES), by, "times", settled=settled, what="modifiers"
            )
        floor = None if rules.least is None or self.by.advance else number(rules.least)
        cap = None if rules.most is None else number(rules.most)
        made = in_dollars(in_cents(bounded(amount, (floor, cap), row.shut)))
        made = where(owed, row.cents, made)
        settled = self.by.result(row.code, "after_rules", "earned")
        row.cents = self.book.put(
            beside(row.at, RULED), made, "money", settled=settled, what="after its own rules"
        )

    def _settle(self, row: Row) -> None:
        """Take off what was paid before; what is then below zero is owed back."""
        advances, payout, book = self.by.terms.advances, self.by.payouts[row.code], self.book
        before = ZERO
        if payout.left:
            at, left = beside(row.at, LEFT), dollars(payout.left)
            why = payout.left_because or LEFT_BY_CORRECTION
            book.carry(at, left, "money", what=f"{row.code}, left", why=why)
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
            row.due[place] = book.put(
                beside(row.at, place), in_dollars(most(sign, ZERO)), "paid",
                settled=dollars(cents), what=f"{row.code}, {name.lower()}",
            )  # fmt: skip
            book.name(f"{name}_{row.code}", beside(row.at, place))
