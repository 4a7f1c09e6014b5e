"""Scorecard: from the results to the score, a block for each scorecard (steps 1 to 11)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from comanage.rules.figures import is_made
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.scorecard import Scored
from comanage.rules.scoring import ScoredMeasure
from comanage.rules.terms import Domain, Terms
from comanage.rules.trace import Scope
from comanage.statements.twins import measures, weights
from comanage.statements.twins.book import At, Book, below, beside
from comanage.statements.twins.conditions import Seen, View, bounded, closed, modified, passed
from comanage.statements.twins.domains import HEADS as DOMAIN_HEADS
from comanage.statements.twins.domains import Domains
from comanage.statements.twins.formula import (
    EMPTY,
    NO,
    ONE,
    ZERO,
    Formula,
    absent,
    compared,
    every,
    number,
    opposite,
    present,
    some,
    total,
    where,
)
from comanage.statements.twins.inputs import LINE, Inputs
from comanage.statements.twins.known import Known
from comanage.statements.twins.methods import Result
from comanage.statements.twins.weights import AGREED, WEIGHT, WEIGHTED, Group

SHEET = "Scorecard"
HEADS = (
    "Measure", "Name", "Domain", "Result", "Baseline", "No result because", "Rule for it",
    "By its method", "Modifiers × gates", "Factor", "Agreed weight", "Weight moves by",
    "with its alternate", "in the end", "Weight taken as alternate", "Weight", "Weighted",
)  # fmt: skip
OF_WORDS = (0, 1, 2, 5, 6, 11, 12, 13)
WIDTHS = (18, 40, 16, 14, 14, 22, 20, 14, 14, 14, 14, 20, 20, 20, 14, 14, 14, 60)
RESULT, BASELINE, WHY, RULE, SCORED, TIMES, FACTOR = range(3, 10)


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard's cells, for the money that goes by it.

    Attributes:
        total: The score.
        unscored: Whether the whole is not scored.
        view: What conditions of the pool and of participants may look at.
        lines: The weight and the weighted factor of each measure, by domain and code.
        domains: The weight, the sum of its measures and the weighted share of each domain.
    """

    total: Formula
    unscored: Formula
    view: View
    lines: Mapping[tuple[str, str], tuple[Formula, Formula]]
    domains: Mapping[str, tuple[Formula, Formula, Formula]]


class Block:
    """One scorecard on its way: where its rows are, and what has been written of it."""

    def __init__(
        self, book: Book, terms: Terms, scored: Scored, sources: tuple[Inputs, Known]
    ) -> None:
        """Begin a block.

        Args:
            book: The workbook.
            terms: The terms, with the weights of the period.
            scored: The scorecard as it was scored.
            sources: The figures, and what the settlement says.
        """
        self.book, self.terms, self.scored = book, terms, scored
        (self.inputs, self.known), self.whose = sources, scored.participant
        self.by_code: dict[str, ScoredMeasure] = {
            each.code: each for domain in scored.domains for each in domain.measures
        }
        self.domains = Domains(book, self.known, self.whose)
        self.seen: dict[str, Seen] = {}
        self.whys: dict[str, Formula] = {}
        self.rules: dict[str, Formula] = {}
        self.results: dict[str, Result] = {}
        self.own: dict[str, Formula] = {}

    def write(self, at: At) -> tuple[Card, int]:
        """Write the block; give its cells and the row after it."""
        book, every_measure = self.book, list(self.terms.measures())
        named = self.terms.called(self.whose) if self.whose else LINE
        book.text(at, f"Scorecard: {named}", "title")
        book.heads(below(at, 1), HEADS, OF_WORDS)
        rows = {each.code: below(at, 2 + row) for row, (_, each) in enumerate(every_measure)}
        after = below(at, 3 + len(rows))
        book.heads(after, DOMAIN_HEADS, (0, 1, 2))
        places = {each.code: below(after, 1 + row) for row, each in enumerate(self.terms.domains)}
        end = below(after, 2 + len(places))
        made = [each for _, each in every_measure if is_made(each)]
        for _, each in every_measure:
            if each not in made:
                self._read(rows[each.code], each)
        if made:
            book.heads(end, measures.PART_HEADS, (0, 1))
            end = below(end, 1)
        for each in made:
            end = self._compose(rows[each.code], end, each)
        lines = [self._finish(rows[each.code], domain, each) for domain, each in every_measure]
        groups = {
            each.code: self.domains.group(places[each.code], each, lines)
            for each in self.terms.domains
        }
        weighed = weights.write(book, lines, groups, below(end, 1))
        return self._sum(lines, groups, weighed, below(end, 6))

    def _read(self, at: At, measure: Measure) -> None:
        """Show a figure's result, and score it."""
        given, known = self.inputs.of(self.whose, measure.code), self.by_code[measure.code]
        value = self.book.put(beside(at, RESULT), given.value, settled=_or_absent(known.value))
        why = measures.why_absent(measure, given, self.inputs, self.whose)
        self._score(at, measure, (value, given.baseline, why))

    def _compose(self, at: At, parts: At, measure: Measure) -> At:
        """Make the result of a composite; give the row after its parts."""
        known = self.by_code[measure.code].value
        made, few = measures.composed(self.book, parts, measure, self.seen)
        what = f"{measure.code}, result"
        value = self.book.put(beside(at, RESULT), made, settled=_or_absent(known), what=what)
        self._score(at, measure, (value, EMPTY, where(absent(value), few, EMPTY)))
        return below(parts, len(method_of(measure.method).parts(measure.method)))

    def _score(self, at: At, measure: Measure, read: tuple[Formula, Formula, Formula]) -> None:
        value, baseline, why = read
        book, known, code = self.book, self.by_code[measure.code], measure.code
        start = book.put(beside(at, BASELINE), baseline, settled=_or_absent(known.baseline))
        because = book.put(beside(at, WHY), why, "text", settled=known.absent, what=f"{code}, why")
        rule = book.put(
            beside(at, RULE), measures.rule_for(measure, because, start), "text",
            settled=known.rule.value if known.rule else "", what=f"{code}, rule",
        )  # fmt: skip
        result = Result(value, start, measure.scale)
        settled = self.known.value(self.whose, Scope.MEASURE, code, "scored", "factor")
        own = book.put(
            beside(at, SCORED), measures.by_method(measure, result, because, rule), "share",
            settled=_or_absent(settled), what=f"{code}, by its method",
        )  # fmt: skip
        seen = measures.counted(value, because)
        self.seen[code] = Seen(measure.scale, seen, start, own)
        self.whys[code], self.rules[code], self.results[code] = because, rule, result
        self.own[code] = own

    def _finish(self, at: At, domain: Domain, measure: Measure) -> weights.Line:
        """Apply a measure's modifiers, gates, floor and cap; write its agreed weight."""
        book, code, own = self.book, measure.code, self.own[measure.code]
        book.row(at, (code, measure.name, domain.code))
        view = View(self.seen)
        times, shut = ONE, NO
        if measure.modifiers or measure.gates:
            by = modified(measure.modifiers, view, own) * passed(measure.gates, view)
            times = book.put(beside(at, TIMES), where(absent(own), ONE, by), "times")
            shut = closed(measure.gates, view)
        limits = _limit(measure.floor), _limit(measure.cap)
        factor = bounded(own * times if times is not ONE else own, limits, shut)
        short = every(
            [absent(self.whys[code]), opposite(measures.beaten(measure, self.results[code]))]
        )
        factor = where(short, ZERO, factor) if measure.must_beat_baseline else factor
        settled = self.known.value(self.whose, Scope.MEASURE, code, "factor")
        factor = book.put(
            beside(at, FACTOR), where(absent(own), EMPTY, factor), "share",
            settled=_or_absent(settled), what=f"{code}, factor",
        )  # fmt: skip
        agreed = book.number(beside(at, AGREED), self.terms.share(domain, measure), "share")
        return weights.Line(at, domain, measure, factor, self.rules[code], agreed)

    def _sum(
        self,
        lines: Sequence[weights.Line],
        groups: Mapping[str, Group],
        weighed: Sequence[Formula],
        at: At,
    ) -> tuple[Card, int]:
        """Weigh the measures, sum up the domains and the whole."""
        cells: dict[tuple[str, str], tuple[Formula, Formula]] = {}
        for line, made in zip(lines, weighed, strict=True):
            cells[line.domain.code, line.measure.code] = self._weigh(line, groups, made)
        sums = {
            code: self.domains.sum_up(
                group, [line for line in lines if line.domain.code == code], cells
            )
            for code, group in groups.items()
        }
        view = View(self.seen, {code: part for code, (_, _, part, _) in sums.items()})
        found = {
            code: (weight, summed_up, self.domains.ruled(groups[code], sums[code], view))
            for code, (weight, summed_up, _, _) in sums.items()
        }
        count = total([counts for _, _, _, counts in sums.values()])
        book, score = self.book, total([each for _, _, each in found.values()])
        unscored = compared(count, "<", number(self.terms.fewest_domains))
        book.text(at, "Score", "strong")
        made = where(unscored, ZERO, score) if self.terms.fewest_domains else score
        cell = book.put(
            beside(at, 2), made, "result", settled=self.scored.total, what="score"
        )  # fmt: skip
        book.name(f"Score_{self.whose}".rstrip("_"), beside(at, 2))
        unscored = unscored if self.terms.fewest_domains else NO
        view = replace(view, total=where(unscored, EMPTY, cell))
        return Card(cell, unscored, view, cells, found), at.row + 3

    def _weigh(
        self, line: weights.Line, groups: Mapping[str, Group], made: Formula
    ) -> tuple[Formula, Formula]:
        code, book = line.measure.code, self.book
        about = (self.whose, Scope.MEASURE, code)
        weight = book.put(
            beside(line.at, WEIGHT), made, "share",
            settled=self.known.value(*about, "weight"), what=f"{code}, weight",
        )  # fmt: skip
        few = groups[line.domain.code].fewer
        nothing = some([absent(line.factor), present(few)])
        weighted = where(nothing, ZERO, line.factor * weight)
        cell = book.put(
            beside(line.at, WEIGHTED), weighted, "share",
            settled=self.known.value(*about, "weighted"), what=f"{code}, weighted",
        )  # fmt: skip
        return weight, cell


def write(
    book: Book,
    terms: Terms,
    scorecards: Sequence[Scored],
    sources: tuple[Inputs, Known],
    *,
    at: At,
) -> dict[str, Card]:
    """Write every scorecard; give their cells by whose they are.

    Args:
        book: The workbook.
        terms: The terms, with the weights of the period.
        scorecards: What was scored.
        sources: The figures, and what the settlement says.
        at: Where the first stands.
    """
    cards: dict[str, Card] = {}
    row = at.row
    for scored in scorecards:
        cards[scored.participant], row = Block(book, terms, scored, sources).write(
            At(SHEET, row, 0)
        )
    return cards


def _or_absent(value: Fraction | None) -> Fraction | str:
    return "" if value is None else value


def _limit(share: Fraction | None) -> Formula | None:
    return None if share is None else number(share)
