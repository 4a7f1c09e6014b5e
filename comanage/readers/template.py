"""Template: the file that people fill in, made from an agreement's terms for one period.

It has a row for every figure that the period asks for. Entry cells are text,
so that a spreadsheet keeps what is typed; the heading is locked; a second
sheet says units, levels and what each column takes.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from comanage.readers.figure_rows import Given
from comanage.refusals import NotReady
from comanage.rules import asked as figures
from comanage.rules import needs
from comanage.rules.figures import ABSENCES, Figure, compares
from comanage.rules.methods import method_of
from comanage.rules.numbers import ONE, terminates, written
from comanage.rules.terms import Settles, Terms
from comanage.rules.units import KINDS

WIDTHS = {"name": 44, "participant": 14, "measure": 16, "absent": 22, "source": 36, "note": 36}
TEXT_FORMAT = "@"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
UNSAFE = "Workbooks would be read without defusedxml: install it, and unset OPENPYXL_DEFUSEDXML."
SAMPLE = "SAMPLE"  # stands where the period does, so that no made-up value is ever taken in
SOURCE = "System, report, run date"
EXAMPLE = "Made-up values: write the code of the period over SAMPLE, and your own values"
ABSENT_AT = 2  # the row of an example that shows what is written where there is no figure
COLUMN_NOTES = (
    ("period", "The code of the period; leave it as it is."),
    ("participant", "The code of the group; empty for the service line as a whole."),
    ("measure", "The code of the measure; leave it as it is."),
    ("name, unit", "For you to read; nothing is stored of them."),
    ("numerator, denominator", "The counts, where there are any. The value is then calculated."),
    ("value", "The result in its unit: 84.2 or 84.2% for a percentage, never 0.842."),
    ("baseline", "The result of the baseline period, where the method compares with it."),
    ("absent", "Why there is no figure. Then leave value, numerator and denominator empty."),
    ("source", "Where the figure comes from: system, report and run date."),
    ("note", "Whatever the person who verifies should know."),
)
RULES = (
    "Totals only, no patient data: a file with names, record numbers or dates of birth is refused.",
    "Delete the rows of figures that you do not give yet. An empty value is a fault, not a zero.",
    "A line that begins with # and a blank is skipped.",
)


def refuse_unsafe_xml() -> None:
    """Refuse to go on where openpyxl would read XML without defusedxml.

    Raises:
        NotReady: defusedxml is not installed, or openpyxl was told to leave it out.
    """
    if not openpyxl.DEFUSEDXML:
        raise NotReady(UNSAFE)


def columns(terms: Terms) -> list[str]:
    """List the columns that these terms need, in the order they are filled in."""
    each = terms.settles is Settles.PARTICIPANT or needs.by_participant(terms)
    by_participant = ["participant"] if each else []
    baseline = ["baseline"] if any(compares(measure) for _, measure in terms.measures()) else []
    counts = ["numerator", "denominator", "value"]
    names = ["period", *by_participant, "measure", "name", "unit"]
    return [*names, *counts, *baseline, "absent", "source", "note"]


def asked(terms: Terms, period: str) -> list[Given]:
    """List the figures that a period asks for, with nothing given yet."""
    return [
        Given("", Figure(period, participant, measure.code))
        for participant, measure in figures.asked(terms, period)
    ]


def made_up(terms: Terms, period: str) -> list[Given]:
    """Fill in the figures that a period asks for as an example; the period it names takes none."""
    return [
        Given("", _example(each.figure, terms, at), SOURCE, EXAMPLE if at == 0 else "")
        for at, each in enumerate(asked(terms, period))
    ]


def csv_text(terms: Terms, given: Iterable[Given]) -> str:
    """Write figures as CSV that reads back the same.

    Args:
        terms: The scorecard that they are for.
        given: The figures, filled in or not.
    """
    stream = io.StringIO(newline="")
    wanted = columns(terms)
    lines = csv.DictWriter(stream, wanted, extrasaction="ignore", lineterminator="\r\n")
    lines.writeheader()
    for each in given:
        cells = _cells(terms, each)
        if cells["name"].startswith(FORMULA_SIGNS):
            cells["name"] = f"'{cells['name']}"  # nobody reads it back; a spreadsheet may run it
        lines.writerow(cells)
    return stream.getvalue()


def xlsx_bytes(terms: Terms, given: Iterable[Given]) -> bytes:
    """Write figures as a workbook to fill in.

    Args:
        terms: The scorecard that they are for.
        given: The figures, filled in or not.
    """
    book = Workbook()
    sheet = book["Sheet"]
    sheet.title = "Figures"
    rows = [_cells(terms, each) for each in given]
    _fill(sheet, columns(terms), rows)
    _notes(book.create_sheet("Notes"), terms)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _example(figure: Figure, terms: Terms, at: int) -> Figure:
    """Make a figure up: by its levels, by counts where a part of cases is measured, or absent."""
    figure = replace(figure, period=SAMPLE)
    measure = terms.measure(figure.measure)
    if at == ABSENT_AT or measure is None:
        return replace(figure, absent=ABSENCES[0])
    baseline = ONE if compares(measure) else None
    if KINDS[measure.unit].part:
        return replace(
            figure, numerator=Fraction(170), denominator=Fraction(200), baseline=baseline
        )
    reached = [each.reach for each in method_of(measure.method).levels(measure.method)]
    value = next((reach for reach in reached if terminates(reach)), ONE)
    return replace(figure, value=value, baseline=baseline)


def _cells(terms: Terms, each: Given) -> dict[str, str]:
    figure, measure = each.figure, terms.measure(each.figure.measure)
    numbers = {
        column: "" if number is None else written(number)
        for column in ("value", "numerator", "denominator", "baseline")
        for number in (getattr(figure, column),)
    }
    return numbers | {
        "period": figure.period,
        "participant": figure.participant,
        "measure": figure.measure,
        "name": measure.name if measure else "",
        "unit": measure.unit.value if measure else "",
        "absent": figure.absent,
        "source": each.source,
        "note": each.note,
    }


def _fill(sheet: Worksheet, wanted: Sequence[str], rows: Sequence[dict[str, str]]) -> None:
    for at, column in enumerate(wanted, start=1):
        head = _write(sheet.cell(1, at), column)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="D9DCE0")
        for number, cells in enumerate(rows, start=2):
            _write(sheet.cell(number, at), cells[column]).protection = Protection(locked=False)
        sheet.column_dimensions[get_column_letter(at)].width = WIDTHS.get(column, 13)
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
    for allowed in ("deleteRows", "insertRows", "formatColumns", "formatCells", "sort"):
        setattr(sheet.protection, allowed, False)  # False: not forbidden
    reasons = DataValidation("list", formula1=f'"{",".join(ABSENCES)}"', showErrorMessage=False)
    sheet.add_data_validation(reasons)
    where = get_column_letter(wanted.index("absent") + 1)
    reasons.add(f"{where}2:{where}{len(rows) + 1}")


def _notes(sheet: Worksheet, terms: Terms) -> None:
    lines: list[tuple[str, ...]] = [(terms.title,), *((rule,) for rule in RULES), ()]
    lines += [("Column", "What it takes"), *COLUMN_NOTES, ()]
    lines += [("Measure", "Name", "Unit", "Better", "Levels", "Definition", "Source")]
    for _, measure in terms.measures():
        levels = method_of(measure.method).levels(measure.method)
        words = "; ".join(f"{level.name} {measure.scale.shown(level.reach)}" for level in levels)
        way = f"{measure.better}"
        lines.append((measure.code, measure.name, measure.unit.value, way, words,
                      measure.definition, measure.source))  # fmt: skip
    for number, line in enumerate(lines, start=1):
        for at, text in enumerate(line, start=1):
            cell = _write(sheet.cell(number, at), text)
            cell.alignment = Alignment(vertical="top")
            if line[0] in {"Column", "Measure", terms.title}:
                cell.font = Font(bold=True)
    for at, width in enumerate((24, 44, 16, 10, 52, 60, 36), start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.protection.sheet = True


def _write(cell: Cell | MergedCell, text: str) -> Cell | MergedCell:
    """Write text that stays text, whatever sign it begins with."""
    if text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    return cell
