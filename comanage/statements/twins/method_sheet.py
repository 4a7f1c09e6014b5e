"""The method sheet: how the workbook calculates, in words, and what it carries as a value."""

from xlsxwriter.utility import xl_rowcol_to_cell

from comanage.rules.allocations import allocation_of
from comanage.rules.funding import funding_of
from comanage.rules.measure import Measure
from comanage.rules.methods import method_of
from comanage.rules.periods import Period
from comanage.rules.signoff import SettlementState
from comanage.rules.terms import Terms
from comanage.rules.trace import ORDER
from comanage.statements.facts import Facts
from comanage.statements.settled_document import IN_FULL, Word
from comanage.statements.twins.book import At, Book

SHEET = "Method"
WIDTHS = (30, 86, 50)
ROUNDING = (
    "Scores and shares are not rounded, but where the terms of a measure name places for its"
    " result. Dollars are rounded half up to the cent, a half away from zero, once for the pool"
    " as a whole; what is divided is divided in whole cents by largest remainder, ties to the"
    " first line or code. Spreadsheets count in binary numbers: before a cent is rounded, an"
    " amount is brought to a millionth of a cent."
)
MARKED = (
    "A cell with a grey ground and slanted digits is carried as a value: the settlement's own"
    " number, which does not follow when a figure is changed. Its reason stands beside its row"
    " and below."
)
STANDS = (
    "This workbook is a calculation beside the settlement, for checking and for trying. The"
    " settlement as it was approved is the record."
)
NOTHING = "Nothing: every number follows from the figures."


def standing(facts: Facts) -> str:
    """Say where a settlement stands, as its statements do."""
    if facts.state is SettlementState.PRELIMINARY:
        return IN_FULL[Word.PRELIMINARY]
    if facts.state not in {SettlementState.APPROVED, SettlementState.RELEASED}:
        return IN_FULL[Word.NOT_APPROVED]
    since = facts.course.since
    corrects = since is not None and since.corrects
    return IN_FULL[Word.CORRECTED if corrects else Word.FINAL]


def write(book: Book, terms: Terms, facts: Facts, about: tuple[Period, str]) -> None:
    """Write the sheet, after all others.

    Args:
        book: The workbook.
        terms: The terms.
        facts: What surrounds the settlement.
        about: The period, and the code of the group that reads it; empty for the agreement.
    """
    period, reader = about
    book.columns(SHEET, WIDTHS)
    rows = [*_facts(terms, facts, period, reader), ("", "")]
    rows += [("Rounding", ROUNDING), ("Marked cells", MARKED), ("What counts", STANDS)]
    rows += [("Must be read with it", note) for note in facts.notes]
    rows += [("", "")] + [(f"Step {at}", step) for at, step in enumerate(ORDER)] + [("", "")]
    rows += [(each.name, _scored(each)) for _, each in terms.measures()]
    book.text(At(SHEET, 0, 0), "Method", "title")
    for row, (name, words) in enumerate(rows, 1):
        book.text(At(SHEET, row, 0), name, "words")
        book.text(At(SHEET, row, 1), words, "words")
        book.grow(At(SHEET, row, 0), (name, words))
    _list_carried(book, len(rows) + 2)


def _facts(terms: Terms, facts: Facts, period: Period, reader: str) -> list[tuple[str, str]]:
    rows = [
        ("Organization", facts.organization),
        ("Agreement", f"{facts.agreement}: {facts.title}"),
        ("Service line", facts.service_line),
        ("Period", f"{period.code}, {period.starts.isoformat()} to {period.ends.isoformat()}"),
        ("Settlement", f"{facts.agreement}/{period.code}/{facts.number}: {standing(facts)}"),
        ("For", terms.called(reader) if reader else "The whole agreement"),
        ("Scorecard", f"Version {facts.scorecard}, SHA-256 {facts.scorecard_hash}"),
    ]
    if facts.document_hash:  # a group's has none, but for those issued when it still did
        rows.append(("Settlement's data", f"SHA-256 {facts.document_hash}"))
    if terms.funding is not None:
        rows.append(("Pool", funding_of(terms.funding).sentence(terms.funding)))
    if terms.allocation is not None:
        rows.append(("Division", allocation_of(terms.allocation).title))
    return rows + ([("Demo", "The organization is invented.")] if facts.demo else [])


def _scored(measure: Measure) -> str:
    return method_of(measure.method).sentence(measure.method, measure.scale)


def _list_carried(book: Book, row: int) -> None:
    """List what is carried as a value, with its place and the reason."""
    book.heads(At(SHEET, row, 0), ("Carried as a value", "What", "Why"), (0, 1, 2))
    for at, one in enumerate(book.carried, row + 1):
        place = f"{one.at.sheet} {xl_rowcol_to_cell(one.at.row, one.at.column)}"
        book.row(At(SHEET, at, 0), (place, one.what, one.why), "words")
        book.grow(At(SHEET, at, 0), (place, one.what, one.why))
    if not book.carried:
        book.text(At(SHEET, row + 1, 0), NOTHING)
