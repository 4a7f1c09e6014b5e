"""Weights as formulas: what becomes of the weight of measures without a result (step 8).

The cells follow the rule of rules/missing.py word by word: first to the named alternate,
then out to what stays, in proportion to the weights as signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comanage.rules.measure import Measure, Status
from comanage.rules.missing import MOVING, Missing
from comanage.rules.terms import Domain
from comanage.statements.twins.book import At, Book, below, beside, block
from comanage.statements.twins.formula import (
    EMPTY,
    ONE,
    ZERO,
    Cells,
    Formula,
    absent,
    compared,
    every,
    present,
    some,
    summed_where,
    total,
    where,
    words,
)

ALL, DOMAIN, NAMED = (
    Missing.REDISTRIBUTE_ALL,
    Missing.REDISTRIBUTE_DOMAIN,
    Missing.REALLOCATE_NAMED,
)
AGREED, MOVES, STANDS, GOES, TAKEN, WEIGHT, WEIGHTED = range(10, 17)  # columns of a measure
LEFT_FIRST, LEFT, GIVEN, WHOLE, GROWS = 3, 4, 5, 6, 7  # columns of a domain
TOTALS = (
    "Weight that stays",
    "Weight that goes to all",
    "Weight of domains that are not scored",
    "Weight kept by domains",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with its cells: where it stands, its factor, its rule and its agreed weight."""

    at: At
    domain: Domain
    measure: Measure
    factor: Formula
    rule: Formula
    agreed: Formula


@dataclass(frozen=True, slots=True)
class Group:
    """A domain with the cell that says that too few of its measures are scored."""

    at: At
    domain: Domain
    fewer: Formula


def write(
    book: Book, lines: Sequence[Line], groups: Mapping[str, Group], totals: At
) -> list[Formula]:
    """Write how weights move; give the cell of what each measure weighs, still to be compared.

    Args:
        book: The workbook.
        lines: The measures, those of a domain together, in the order of the terms.
        groups: The domains.
        totals: Where the sums stand.
    """
    moves = [_moves(book, each, groups[each.domain.code]) for each in lines]
    stands = [
        book.put(beside(each.at, STANDS), _stands(each, at, (lines, moves, groups)), "text")
        for at, each in enumerate(lines)
    ]
    left = _sums(book, (lines, groups), (stands, STANDS, ""), LEFT_FIRST)
    goes = [
        book.put(beside(each.at, GOES), _goes(each, stand, left[each.domain.code]), "text")
        for each, stand in zip(lines, stands, strict=True)
    ]
    left = _sums(book, (lines, groups), (goes, GOES, ""), LEFT)
    given = _sums(book, (lines, groups), (goes, GOES, DOMAIN), GIVEN)
    grows, whole = _growth(book, (lines, moves, goes), (groups, left, given), totals)
    found = []
    for each, rule in zip(lines, goes, strict=True):
        named = _taken(lines, goes, each.measure.code)
        taken = book.put(beside(each.at, TAKEN), named, "share")
        kept = where(absent(rule), each.agreed * grows[each.domain.code], ZERO)
        stuck = where(compared(rule, "=", words(NAMED)), ZERO, each.agreed)
        found.append(where(compared(whole, "=", ZERO), stuck, kept) + taken)
    return found


def _moves(book: Book, line: Line, group: Group) -> Formula:
    """Say by which rule a weight moves, if it does."""
    if line.measure.status is Status.REPORTING:
        return book.put(beside(line.at, MOVES), EMPTY, "text")
    unscored = group.domain.unscored
    whole = words(unscored) if unscored in MOVING else EMPTY
    rules = {line.measure.missing, line.measure.missing_terms.otherwise}
    rules |= {each.rule for each in line.measure.missing_for}
    moving = sorted(rules & MOVING)
    own: Formula = EMPTY
    for rule in moving:
        own = where(compared(line.rule, "=", words(rule)), words(rule), own)
    made = where(present(group.fewer), whole, where(present(line.factor), EMPTY, own))
    return book.put(beside(line.at, MOVES), made, "text")


def _stands(
    line: Line, at: int, among: tuple[Sequence[Line], Sequence[Formula], Mapping[str, Group]]
) -> Formula:
    """Take the fallback where the named alternate cannot take the weight."""
    lines, moves, groups = among
    details = line.measure.missing_terms
    alternate = next(
        (place for place, each in enumerate(lines) if each.measure.code == details.alternate), None
    )
    if alternate is None:
        return moves[at]
    other = lines[alternate]
    takes = every(
        [
            present(other.factor),
            absent(groups[other.domain.code].fewer),
            absent(moves[alternate]),
        ]
    )
    fallback = words(details.otherwise) if details.otherwise in MOVING else EMPTY
    fallback = where(present(groups[line.domain.code].fewer), EMPTY, fallback)
    return where(
        compared(moves[at], "=", words(NAMED)), where(takes, words(NAMED), fallback), moves[at]
    )


def _goes(line: Line, stands: Formula, left: Formula) -> Formula:
    """Take the fallback where nothing of the domain is left to take the weight."""
    otherwise = line.measure.missing_terms.otherwise
    other = words(otherwise) if otherwise in MOVING and otherwise is not DOMAIN else EMPTY
    alone = every([compared(stands, "=", words(DOMAIN)), compared(left, "=", ZERO)])
    return where(alone, other, stands)


def _sums(
    book: Book,
    among: tuple[Sequence[Line], Mapping[str, Group]],
    rules: tuple[Sequence[Formula], int, str],
    column: int,
) -> dict[str, Formula]:
    """Add up, in each domain, the agreed weights that go by a rule."""
    (lines, groups), (marks, place, rule) = among, rules
    found = {}
    for code, group in groups.items():
        kinds, agreed = _of_domain(lines, marks, code, place)
        made = ZERO if kinds is None or agreed is None else summed_where(kinds, rule, agreed)
        found[code] = book.put(beside(group.at, column), made, "share")
    return found


def _of_domain(
    lines: Sequence[Line], marks: Sequence[Formula], code: str, column: int
) -> tuple[Cells | None, Cells | None]:
    places = [at for at, line in enumerate(lines) if line.domain.code == code]
    if not places:
        return None, None
    first = lines[places[0]].at
    return (
        block(beside(first, column), [marks[at] for at in places]),
        block(beside(first, AGREED), [lines[at].agreed for at in places]),
    )


def _growth(
    book: Book,
    among: tuple[Sequence[Line], Sequence[Formula], Sequence[Formula]],
    domains: tuple[Mapping[str, Group], Mapping[str, Formula], Mapping[str, Formula]],
    totals: At,
) -> tuple[dict[str, Formula], Formula]:
    """Say by how much the weights that stay grow, in each domain; and how much stays in all."""
    (lines, _, goes), (groups, left, given) = among, domains
    kinds = block(beside(lines[0].at, GOES), goes)
    agreed = block(beside(lines[0].at, AGREED), [each.agreed for each in lines])
    gone = {}
    for code, group in groups.items():
        weights = [each.agreed for each in lines if each.domain.code == code]
        unscored = group.domain.unscored is ALL and weights
        rules = [
            each.agreed
            for each in lines
            if each.domain.code == code and each.measure.status is not Status.REPORTING
        ]
        made = where(present(group.fewer), total(rules), ZERO) if unscored else ZERO
        gone[code] = book.put(beside(group.at, WHOLE), made, "share")
    sums = (
        total(list(left.values())),
        summed_where(kinds, ALL, agreed) - total(list(gone.values())),
        total(list(gone.values())),
        total([_kept(left[code], given[code]) for code in groups]),
    )
    cells = []
    for row, (text, made) in enumerate(zip(TOTALS, sums, strict=True)):
        book.text(below(totals, row), text)
        cells.append(book.put(beside(below(totals, row), 2), made, "share"))
    whole, to_all, of_domains, kept = cells
    grows = {}
    for code, group in groups.items():
        stays = left[code]
        grown = ONE + of_domains / kept
        by = to_all / whole + grown * (stays + given[code]) / stays
        nothing = some([compared(stays, "=", ZERO), compared(whole, "=", ZERO)])
        grows[code] = book.put(beside(group.at, GROWS), where(nothing, ONE, by), "times")
    return grows, whole


def _kept(left: Formula, given: Formula) -> Formula:
    return where(compared(left, "=", ZERO), ZERO, left + given)


def _taken(lines: Sequence[Line], goes: Sequence[Formula], code: str) -> Formula:
    """Add up what a measure takes as the named alternate of others."""
    return total(
        [
            where(compared(rule, "=", words(NAMED)), each.agreed, ZERO)
            for each, rule in zip(lines, goes, strict=True)
            if each.measure.missing_terms.alternate == code and code
        ]
    )
