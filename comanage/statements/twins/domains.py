"""Domains as formulas: what the measures of each add up to, and its own rules (step 10)."""

from collections.abc import Mapping, Sequence

from comanage.rules.measure import Status
from comanage.rules.terms import Domain
from comanage.rules.trace import Scope
from comanage.statements.twins.book import At, Book, beside, block
from comanage.statements.twins.conditions import View, bounded, closed, modified, passed
from comanage.statements.twins.formula import (
    EMPTY,
    ONE,
    ZERO,
    Formula,
    absent,
    compared,
    every,
    number,
    present,
    some,
    summed,
    total,
    where,
    words,
)
from comanage.statements.twins.known import Known
from comanage.statements.twins.weights import WEIGHT, WEIGHTED, Group, Line

HEADS = (
    "Domain", "Name", "Not scored because", "Weight that stays, at first", "in the end",
    "Weight given within", "Weight that goes whole", "Weights grow ×", "Weight",
    "Sum of its measures", "Share of its weight", "Modifiers", "Gates", "Weighted",
    "Share in the end", "Is scored",
)  # fmt: skip
FEW, OF_DOMAIN = 2, 8
SUM, PART, MODIFIER, GATE, WEIGHTED_PART, RAW, IS_SCORED = range(9, 16)
TOO_FEW = "too few measures"


class Domains:
    """The domains of one scorecard."""

    def __init__(self, book: Book, known: Known, whose: str) -> None:
        """Begin; nothing is written yet."""
        self.book, self.known, self.whose = book, known, whose

    def group(self, at: At, domain: Domain, lines: Sequence[Line]) -> Group:
        """Say whether too few measures of a domain are scored."""
        self.book.row(at, (domain.code, domain.name))
        paid = [
            where(present(line.factor), ONE, ZERO)
            for line in lines
            if line.domain.code == domain.code and line.measure.status is Status.CONTRACTUAL
        ]
        few = where(compared(total(paid), "<", number(domain.fewest)), words(TOO_FEW), EMPTY)
        return Group(at, domain, self.book.put(beside(at, FEW), few, "text"))

    def sum_up(
        self,
        group: Group,
        lines: Sequence[Line],
        cells: Mapping[tuple[str, str], tuple[Formula, Formula]],
    ) -> tuple[Formula, Formula, Formula, Formula]:
        """Sum up a domain: its weight, its measures, their share of it, and whether it counts."""
        book, at, code = self.book, group.at, group.domain.code
        both = [cells[code, line.measure.code] for line in lines]
        weight, summed_up = (
            summed(block(beside(lines[0].at, column), [each[place] for each in both]))
            if lines
            else ZERO
            for place, column in enumerate((WEIGHT, WEIGHTED))
        )
        about, what = (self.whose, Scope.DOMAIN, code), f"{code}, weight"
        weight = book.put(
            beside(at, OF_DOMAIN),
            weight,
            "share",
            settled=self.known.value(*about, "weight"),
            what=what,
        )
        what = f"{code}, sum of its measures"
        settled = self.known.value(*about, "scored", "weighted")
        summed_up = book.put(beside(at, SUM), summed_up, "share", settled=settled, what=what)
        counts = some(
            [
                every(
                    [present(line.factor), compared(cells[code, line.measure.code][0], ">", ZERO)]
                )
                for line in lines
            ]
        )
        counts = where(absent(group.fewer), where(counts, ONE, ZERO), ZERO)
        counts = book.put(beside(at, IS_SCORED), counts, "times")
        known = every([compared(weight, "<>", ZERO), compared(counts, "=", ONE)])
        part = book.put(beside(at, PART), where(known, summed_up / weight, EMPTY), "share")
        return weight, summed_up, part, counts

    def ruled(
        self, group: Group, sums: tuple[Formula, Formula, Formula, Formula], view: View
    ) -> Formula:
        """Apply a domain's own modifiers, gates, floor and cap."""
        (weight, summed_up, _, counts), domain, at = sums, group.domain, group.at
        book, about = self.book, (self.whose, Scope.DOMAIN, domain.code)
        made, shut = summed_up, compared(counts, "=", ZERO)
        if domain.modifiers:
            share = where(compared(weight, "=", ZERO), ZERO, summed_up / weight)
            settled = self.known.value(*about, "modifier")
            by = modified(domain.modifiers, view, share)
            made *= book.put(beside(at, MODIFIER), by, "times", settled=settled, what="modifier")
        if domain.gates:
            settled = self.known.value(*about, "gate")
            by = passed(domain.gates, view)
            made *= book.put(beside(at, GATE), by, "times", settled=settled, what="gate")
            shut = some([shut, closed(domain.gates, view)])
        floor, cap = (
            None if each is None else weight * number(each) for each in (domain.floor, domain.cap)
        )
        made = bounded(made, (floor, cap), shut)
        what, settled = f"{domain.code}, weighted", self.known.value(*about, "weighted")
        cell = book.put(beside(at, WEIGHTED_PART), made, "share", settled=settled, what=what)
        raw = where(compared(weight, "=", ZERO), EMPTY, cell / weight)
        settled = self.known.value(*about, "raw")
        book.put(
            beside(at, RAW),
            raw,
            "share",
            settled="" if settled is None else settled,
            what=f"{domain.code}, share",
        )
        return cell
