"""Own payout: one group's row, without a figure, a score, a dollar or a name of any other.

Shares that stand in the contract are known to every signatory, so they are calculated with.
What the division needs of others beside that is carried as a value.
"""

from collections.abc import Sequence

from comanage.rules.allocations.equal import Equal
from comanage.rules.allocations.fixed_shares import FixedShares
from comanage.rules.allocations.ownership import Ownership
from comanage.rules.numbers import ZERO as NOTHING
from comanage.rules.terms import Terms
from comanage.statements.twins.book import At, Book, below, beside, block
from comanage.statements.twins.division import (
    BASIS,
    CAPPED,
    EARNED,
    EXACT,
    MAXIMUM,
    SHARE,
    WEIGHT,
    Division,
    Row,
    weights_stated,
)
from comanage.statements.twins.formula import NO, ZERO, Formula, number, total
from comanage.statements.twins.payouts import Payouts
from comanage.statements.twins.roundings import FINE, by
from comanage.statements.twins.splits import Column, part_of, parts

KNOWN = (Equal.kind, FixedShares.kind, Ownership.kind)  # shares that stand in the contract itself
OF_OTHERS = "it takes figures of other groups; the agreement's workbook calculates it"
NOT_CUT = (
    "The most that all payouts may add up to is not held to here, since that takes what others are"
    " paid; the agreement's workbook does it."
)
ANOTHER = "Another signatory, by the contract"


class OwnPayout(Payouts):
    """The table of payouts with the row of one group."""

    def __init__(self, book: Book, division: Division, at: At) -> None:
        """Begin at a row.

        Args:
            book: The workbook.
            division: What the division goes by; of payouts it has the group's own.
            at: Where the head stands.
        """
        super().__init__(book, division, at)
        self.codes = division.terms.codes()
        self.row = self.rows[0]

    def _shares(self) -> list[Formula]:
        """Write the shares of the contract; or the own share alone, as a value."""
        row, book = self.row, self.book
        if not _known(self.by.terms):
            self._reduce(row)
            share = self.by.payouts[row.code].share
            row.share = book.carry(
                beside(row.at, SHARE), share, "share", what="share", why=OF_OTHERS
            )
            return [row.share]
        stated = weights_stated(self.by.terms, self.codes)
        places = [row.at if code == row.code else None for code in self.codes]
        at, weights = self.rest, []
        for code, place in zip(self.codes, places, strict=True):
            if place is None:
                book.text(at, ANOTHER)
            weights.append(book.number(beside(at, WEIGHT), stated[code]))
            if place is not None:
                book.text(at, "You, by the contract")
            at = below(at, 1)
        whole = total(weights)
        shares = [
            book.put(beside(below(self.rest, at), BASIS), weight / whole, "share")
            for at, weight in enumerate(weights)
        ]
        own = shares[self.codes.index(row.code)]
        settled = self.by.payouts[row.code].share
        row.share = book.put(beside(row.at, SHARE), own, "share", settled=settled, what="share")
        return shares

    def _split(self, whole: Formula, shares: Sequence[Formula]) -> list[Formula]:
        """Divide whole cents by the shares of the contract; give the own part."""
        row, first = self.row, beside(self.rest, BASIS)
        if len(shares) != len(self.codes) or not _known(self.by.terms):
            return [ZERO]
        exact = self.book.put(beside(row.at, EXACT), part_of(whole, row.share, number(1)), "cents")

        def text(low: int, high: int) -> str:
            cells = block(below(first, low), shares[low:high]).text
            return f"ROUND({whole.inside(3)}*{cells},{FINE})"

        values = [by(whole * share, FINE).value for share in shares]
        column = Column(tuple(each if isinstance(each, float) else 0.0 for each in values), text)
        at = self.codes.index(row.code)
        mine = [
            by(whole * share, FINE) if place != at else exact for place, share in enumerate(shares)
        ]
        return [parts(whole, column, mine, number(1))[at]]

    def divide(self, earned: Formula) -> None:
        """Give the own part of what was earned."""
        if _known(self.by.terms):
            super().divide(earned)
            return
        self._shares()
        self._carry(EARNED, "earned")

    def divide_maximum(self, maximum: Formula, owed: Formula) -> None:
        """Give the own part of the maximum by the own score; of a loss, the own part."""
        if owed.value:
            self.divide(maximum)
        else:
            super().divide_maximum(maximum, NO)

    def by_rate(self, times: Formula, loss: tuple[Formula, Formula]) -> None:
        """Pay the group by the rate that the terms state; of a loss, the own part."""
        whole, owed = loss
        if owed.value:
            self.divide(whole)
        else:
            super().by_rate(times, (whole, NO))

    def _carry(self, column: int, name: str) -> Formula:
        row = self.row
        value = self.by.result(row.code, name) or NOTHING
        row.cents = self.book.carry(
            beside(row.at, column), value, "money", what=name, why=OF_OTHERS
        )
        return row.cents

    def _part_of_maximum(self, row: Row, _part: Formula, /) -> Formula:
        value = self.by.result(row.code, "maximum") or NOTHING
        return self.book.carry(
            beside(row.at, MAXIMUM), value, "money", what="maximum", why=OF_OTHERS
        )

    def _add_up(self) -> None:
        """Add up nothing: what others are paid is no part of it."""

    def _cap_all(self, cap: Formula) -> None:
        """Carry what the cap over all payouts leaves, where it cut them."""
        if self.by.terms.allocation is None:
            super()._cap_all(cap)
        elif self.by.result(self.row.code, "capped") is not None:
            self._carry(CAPPED, "capped")
        elif self._may_be_cut:
            self.book.text(below(self.rest, len(self.codes) + 1), NOT_CUT)

    @property
    def _may_be_cut(self) -> bool:
        """Whether all payouts can add up to more than the caps allow: only where each may get more."""
        rules, agreed = self.by.terms.division, self.by.terms.allocation
        more = bool(rules.modifiers) or rules.least is not None
        return more or (agreed is not None and agreed.kind not in KNOWN)


def _known(terms: Terms) -> bool:
    """Say whether the contract alone says how it is divided, whoever came or left."""
    if terms.allocation is None or terms.allocation.kind not in KNOWN or terms.division.gates:
        return False
    return not any(each.joins or each.leaves for each in terms.participants)
