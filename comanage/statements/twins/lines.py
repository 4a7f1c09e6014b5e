"""Lines as formulas: the printed dollars of each domain and measure, which add up (steps 9, 10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from comanage.rules.numbers import dollars
from comanage.rules.terms import Terms
from comanage.statements.twins.book import At, Book, below, beside, block
from comanage.statements.twins.formula import (
    ZERO,
    Formula,
    compared,
    most,
    summed,
    total,
    where,
)
from comanage.statements.twins.known import Known
from comanage.statements.twins.pools import Pool
from comanage.statements.twins.roundings import alike, counted, down, in_cents, in_dollars
from comanage.statements.twins.scorecard import Card
from comanage.statements.twins.splits import column, part_of, parts, parts_with_least

HEADS = (
    "Line", "Name", "Earned, exact cents", "Earned", "Its own least", "Least", "Possible, exact cents",
    "Possible, whole cents", "Possible", "By its measures", "By its own rules",
)  # fmt: skip
EXACT, EARNED, OWN_LEAST, LEAST, POSSIBLE_EXACT, BASE, POSSIBLE, BY_MEASURES, BY_RULES = range(
    2, 11
)
DOMAIN_RULES = 10  # a place in trace.ORDER


@dataclass(frozen=True, slots=True)
class Line:
    """A domain or a measure: its names, its weight and what it earned, as shares of the whole."""

    domain: str
    measure: str
    name: str
    weight: Formula
    weighted: Formula


class Lines:
    """The printed dollars of one scorecard."""

    def __init__(self, book: Book, terms: Terms, known: Known) -> None:
        """Begin."""
        self.book, self.terms, self.known = book, terms, known

    def write(self, at: At, pool: Pool, card: Card) -> int:
        """Write the dollars of the domains, then those of the measures of each; give the next row."""
        domains = [
            Line(each.code, "", each.name, card.domains[each.code][0], card.domains[each.code][2])
            for each in self.terms.domains
        ]
        possible, scored, whole = (
            where(pool.owed, ZERO, each)  # a loss has no lines
            for each in (counted(pool.possible), counted(pool.scored), pool.amount)
        )
        found = self._divided(at, domains, (possible, scored))
        at = below(at, len(domains) + 2)
        for domain, (possible, earned, first) in zip(self.terms.domains, found, strict=True):
            _, summed_up, weighted = card.domains[domain.code]
            sums_to = self._changed(first, (domain.code, earned), (summed_up, weighted, whole))
            inner = [
                Line(domain.code, each.code, each.name, *card.lines[domain.code, each.code])
                for each in domain.measures
            ]
            if inner:
                self._divided(at, inner, (counted(possible), counted(sums_to)))
                at = below(at, len(inner) + 2)
        return at.row

    def _changed(
        self, at: At, line: tuple[str, Formula], of: tuple[Formula, Formula, Formula]
    ) -> Formula:
        """Write what a domain's own rules changed; give what its measures add up to."""
        (code, earned), (summed_up, weighted, pool) = line, of
        same = compared(alike(weighted), "=", alike(summed_up))
        made = where(same, earned, in_dollars(in_cents(summed_up * pool)))
        change = next(
            (
                each.cents
                for each in self.known.settlement.changes
                if (each.order, each.domain) == (DOMAIN_RULES, code)
            ),
            0,
        )
        amount = self.known.printed(code)
        settled = None if amount is None else amount[1] - dollars(change)
        measures = self.book.put(
            beside(at, BY_MEASURES), made, "money", settled=settled, what=f"{code}, by its measures"
        )
        by_rules = in_dollars(counted(earned) - counted(measures))
        self.book.put(
            beside(at, BY_RULES),
            by_rules,
            "money",
            settled=dollars(change),
            what=f"{code}, by its own rules",
        )
        return measures

    def _divided(
        self, at: At, lines: Sequence[Line], whole: tuple[Formula, Formula]
    ) -> list[tuple[Formula, Formula, At]]:
        """Divide possible and earned cents among lines; give the cells of both, and the row."""
        book, (possible, earned) = self.book, whole
        book.heads(at, HEADS[: BY_MEASURES if lines[0].measure else None], (0, 1))
        rows = [below(at, 1 + row) for row in range(len(lines))]
        for row, line in zip(rows, lines, strict=True):
            book.row(row, (line.measure or line.domain, line.name))
        settled = [self.known.printed(line.domain, line.measure) for line in lines]
        got = self._earned(
            rows, lines, earned, [each[1] if each else Fraction(0) for each in settled]
        )
        leasts = self._leasts(rows, lines, got, possible)
        weights = total([line.weight for line in lines])
        exact = [
            book.put(beside(row, POSSIBLE_EXACT), part_of(possible, line.weight, weights), "cents")
            for row, line in zip(rows, lines, strict=True)
        ]
        bases = [
            book.put(beside(row, BASE), most(down(part), least), "cents")
            for row, part, least in zip(rows, exact, leasts, strict=True)
        ]
        made = parts_with_least(
            possible,
            column(beside(rows[0], POSSIBLE_EXACT), exact),
            (column(beside(rows[0], BASE), bases), column(beside(rows[0], LEAST), leasts)),
            bases,
        )
        cells = []
        for row, line, cents, wanted in zip(rows, lines, made, settled, strict=True):
            share = where(compared(weights, "=", ZERO), ZERO, in_dollars(cents))
            what, known = (
                f"{line.measure or line.domain}, possible",
                wanted[0] if wanted else Fraction(0),
            )
            cells.append(book.put(beside(row, POSSIBLE), share, "money", settled=known, what=what))
        return list(zip(cells, got, rows, strict=True))

    def _earned(
        self, rows: Sequence[At], lines: Sequence[Line], cents: Formula, settled: Sequence[Fraction]
    ) -> list[Formula]:
        book, whole = self.book, total([line.weighted for line in lines])
        exact = [
            book.put(beside(row, EXACT), part_of(cents, line.weighted, whole), "cents")
            for row, line in zip(rows, lines, strict=True)
        ]
        made = parts(cents, column(beside(rows[0], EXACT), exact), exact, whole)
        return [
            book.put(
                beside(row, EARNED), in_dollars(part), "money", settled=known,
                what=f"{line.measure or line.domain}, earned",
            )
            for row, line, part, known in zip(rows, lines, made, settled, strict=True)
        ]  # fmt: skip

    def _leasts(
        self, rows: Sequence[At], lines: Sequence[Line], got: Sequence[Formula], possible: Formula
    ) -> list[Formula]:
        """Write the least of each line: what it earned, unless that was more than its weight."""
        own = [
            self.book.put(
                beside(row, OWN_LEAST),
                where(
                    compared(alike(line.weighted), "<=", alike(line.weight)), counted(earned), ZERO
                ),
                "cents",
            )
            for row, line, earned in zip(rows, lines, got, strict=True)
        ]
        too_many = compared(summed(block(beside(rows[0], OWN_LEAST), own)), ">", possible)
        return [
            self.book.put(beside(row, LEAST), where(too_many, ZERO, each), "cents")
            for row, each in zip(rows, own, strict=True)
        ]
