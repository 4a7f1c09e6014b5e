"""The twin: the whole workbook of a settlement, for the agreement or for one group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comanage.rules.allocations import allocation_of
from comanage.rules.allocations.allocation import Divides
from comanage.rules.allocations.exchange import Exchange
from comanage.rules.figures import Figure
from comanage.rules.payout import Payout
from comanage.rules.periods import Period
from comanage.rules.pool import Earning
from comanage.rules.settled import Settlement
from comanage.rules.terms import Settles, Terms
from comanage.rules.trace import Scope
from comanage.statements.facts import Facts
from comanage.statements.twins import inputs, lines, method_sheet, pools, scorecard
from comanage.statements.twins.book import TOP, At, Book
from comanage.statements.twins.conditions import Seen, View
from comanage.statements.twins.division import HEADS, Division
from comanage.statements.twins.formula import (
    NO,
    ONE,
    YES,
    ZERO,
    Formula,
    compared,
    total,
    where,
)
from comanage.statements.twins.inputs import Inputs
from comanage.statements.twins.known import Known, known
from comanage.statements.twins.measures import counted, why_absent
from comanage.statements.twins.own_payout import OwnPayout
from comanage.statements.twins.payouts import Payouts
from comanage.statements.twins.pools import Pool, Until
from comanage.statements.twins.roundings import in_cents, in_dollars
from comanage.statements.twins.scorecard import Card
from comanage.statements.twins.sources import may_owe

ALLOCATION, PAYOUT = "Allocation", "Payout"
NO_MONEY = "These terms divide no money in this period."
WIDTHS = {
    scorecard.SHEET: scorecard.WIDTHS,
    ALLOCATION: (36, 40, *(20,) * 9, 2, 60),
    PAYOUT: (34, *(16,) * 17, 60),
}
FROZEN = {scorecard.SHEET: (TOP, 2), ALLOCATION: (TOP, 1), PAYOUT: (TOP + 1, 1)}


@dataclass(frozen=True)
class Twin:
    """What a workbook is made from.

    Attributes:
        terms: The terms that the settlement was made by.
        settlement: What was settled.
        figures: The figures that it was settled from.
        facts: What surrounds the settlement.
        reader: The code of the group that reads it; empty for the agreement's whole workbook.
        payouts: What each is paid where a correction leaves a part; otherwise as it was settled.
        carried: A text that the workbook carries in a hidden sheet; empty for none.
    """

    terms: Terms
    settlement: Settlement
    figures: Sequence[Figure]
    facts: Facts
    reader: str = ""
    payouts: tuple[Payout, ...] = ()
    carried: str = ""


def write(twin: Twin) -> bytes:
    """Write the workbook; the same twin always gives the same bytes.

    Raises:
        LookupError: The terms know no such reader or period.
    """
    return Making(twin).bytes()


class Making:
    """A workbook in the making."""

    def __init__(self, twin: Twin) -> None:
        """Begin.

        Raises:
            LookupError: The terms know no such reader or period.
        """
        self.twin, self.settlement = twin, twin.settlement
        period = twin.terms.period(twin.settlement.period)
        if period is None:
            raise LookupError(f"These terms have no period {twin.settlement.period}.")
        self.period: Period = period
        self.terms = twin.terms.in_period(period.code)
        if twin.reader and twin.reader not in self._everyone():
            raise LookupError(f"{twin.reader} is not settled in {period.code}.")
        number = f"{twin.facts.agreement}/{period.code}/{twin.facts.number}"
        named = f"{number}/{twin.reader}" if twin.reader else number
        self.line = f"Settlement {named}: {method_sheet.standing(twin.facts)}"
        title, facts = f"Workbook of settlement {named}", twin.facts
        self.book = Book(title, facts.issued_at, self.line, paper=facts.paper)
        self.known: Known = known(twin.settlement)
        self.cards: dict[str, Card] = {}
        self.inputs = Inputs({})

    def bytes(self) -> bytes:
        """Write every sheet."""
        twin, reader = self.twin, self.twin.reader
        whose = [reader] if reader else self._everyone()
        given = {
            (each.participant, each.measure): each
            for each in twin.figures
            if each.period == self.period.code
        }
        self.book.text(At(inputs.SHEET, inputs.FIRST - 2, 0), self.line, "strong")
        self.inputs = inputs.write(self.book, self.terms, given, whose)
        shown = [each for each in self.settlement.scorecards if each.participant in {"", *whose}]
        tops = {sheet: self._begun(sheet) for sheet in WIDTHS}
        sources = (self.inputs, self.known)
        top = tops[scorecard.SHEET]
        self.cards = scorecard.write(self.book, self.terms, shown, sources, at=top)
        if self.settlement.possible is None:
            for sheet in (ALLOCATION, PAYOUT):
                self.book.text(tops[sheet], NO_MONEY)
        else:
            self._money()
        self.book.fit(PAYOUT, range(1, len(HEADS)))
        method_sheet.write(self.book, self.terms, twin.facts, (self.period, reader))
        if twin.carried:
            self.book.hide(twin.carried)
        return self.book.closed()

    def _begun(self, sheet: str) -> At:
        """Begin a sheet; give where its own begins."""
        self.book.columns(sheet, WIDTHS[sheet])
        self.book.freeze(sheet, *FROZEN[sheet])
        return self.book.begin(sheet, self.line)

    def _everyone(self) -> list[str]:
        """List the participants whose figures the settlement goes by."""
        if self.terms.settles is Settles.PARTICIPANT:
            return [each.participant for each in self.settlement.scorecards]
        return self.terms.codes()

    def _money(self) -> None:
        """Write what was earned of each pool, and what each is paid."""
        if self.terms.settles is Settles.PARTICIPANT:
            self._by_participant()
            return
        pool = self._pool(
            "", At(ALLOCATION, TOP, 0), Until.MAXIMUM if self._each_by_itself else Until.EARNED
        )
        if self.terms.earned is Earning.BY_SCORE and not self.period.advance:
            lines.Lines(self.book, self.terms, self.known).write(
                At(ALLOCATION, pool.row, 0), pool, self.cards[""]
            )
        table = self._table(dict.fromkeys(self.terms.codes(), _loss(pool)))
        if not self._each_by_itself:
            table.divide(pool.earned)
        elif self._divides_maximum:
            table.divide_maximum(pool.earned, pool.owed)
        else:
            nothing = compared(pool.amount, "=", ZERO)
            table.by_rate(where(nothing, ZERO, pool.exact / pool.amount), (pool.earned, pool.owed))
        table.pay(pool.most)

    def _by_participant(self) -> None:
        """Write a pool for each participant."""
        row, found = TOP, dict[str, Pool]()
        until = Until.EARNED if self.terms.allocation is None else Until.FUNDED
        for each in self.settlement.payouts:
            code = each.participant
            if self.twin.reader not in {"", code}:
                continue
            self.book.text(At(ALLOCATION, row, 0), self.terms.called(code), "title")
            found[code] = self._pool(code, At(ALLOCATION, row + 1, 0), until)
            row = found[code].row
        if self.terms.allocation is None:
            table = self._table({code: _loss(pool) for code, pool in found.items()})
            table.own_pools({code: pool.earned for code, pool in found.items()})
            table.pay_each({code: pool.most for code, pool in found.items()})
            return
        whole, cap, owed = self._all_pools(row, [pool.amount for pool in found.values()])
        table = self._table(dict.fromkeys(found, owed))
        if self._stated_rate and not table.by.advance:
            table.by_rate(ONE, (whole, owed))
        else:
            table.divide(whole)
        table.pay(cap)

    def _all_pools(self, row: int, amounts: Sequence[Formula]) -> tuple[Formula, Formula, Formula]:
        """Add up the pools: to the cent, exactly, and whether they are a loss.

        One group's workbook knows the pool of no other, so it knows no more than the last.
        """
        if self.twin.reader:
            return ZERO, ZERO, YES if (self.settlement.possible or 0) < 0 else NO
        self.book.text(At(ALLOCATION, row, 0), "The pools of all participants", "strong")
        exact = total(amounts)
        settled = self.known.value("", Scope.POOL, self.terms.code, "possible")
        whole = self.book.put(
            At(ALLOCATION, row, pools.PRINTED), in_dollars(in_cents(exact)), "total",
            settled=settled, what="possible",
        )  # fmt: skip
        losses = may_owe(self.terms) and not self.period.advance
        return whole, exact, compared(whole, "<", ZERO) if losses else NO

    def _pool(self, whose: str, at: At, until: Until) -> Pool:
        about = (self.terms, self.period, whose)
        sources = (self.cards[whose], self.inputs, self.known)
        return pools.write(self.book, at, about, sources, until=until)

    def _table(self, owed: Mapping[str, Formula]) -> Payouts:
        """Begin the table of payouts of what is earned, or is owed, by code."""
        paid = {each.participant: each for each in self.settlement.payouts}
        paid |= {each.participant: each for each in self.twin.payouts if each.participant in paid}
        reader = self.twin.reader
        by = Division(
            terms=self.terms,
            period=self.period,
            payouts={code: one for code, one in paid.items() if reader in {"", code}},
            views={code: self._view(code) for code in paid if reader in {"", code}},
            scores={code: card.total for code, card in self.cards.items() if code},
            line=self.cards[""].total if "" in self.cards else ZERO,
            inputs=self.inputs,
            known=self.known,
            owed=owed,
        )
        at = At(PAYOUT, TOP, 0)
        return OwnPayout(self.book, by, at) if reader else Payouts(self.book, by, at)

    def _view(self, code: str) -> View:
        """Show a participant's conditions its own results."""
        if code in self.cards:
            return self.cards[code].view
        found = {}
        for _, measure in self.terms.measures():
            given = self.inputs.of(code, measure.code)
            why = why_absent(measure, given, self.inputs, code)
            value: Formula = counted(given.value, why)
            found[measure.code] = Seen(measure.scale, value, given.baseline)
        return View(found)

    @property
    def _divides_maximum(self) -> bool:
        agreed = self.terms.allocation
        return agreed is not None and allocation_of(agreed).divides is Divides.MAXIMUM

    @property
    def _stated_rate(self) -> bool:
        agreed = self.terms.allocation
        return isinstance(agreed, Exchange) and agreed.slope is not None

    @property
    def _each_by_itself(self) -> bool:
        by_itself = self._divides_maximum or self._stated_rate
        return by_itself and not self.period.advance


def _loss(pool: Pool) -> Formula:
    """Ask whether what was earned, to the cent, is a loss."""
    return NO if pool.owed is NO else compared(pool.earned, "<", ZERO)
