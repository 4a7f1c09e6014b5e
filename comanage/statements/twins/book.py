"""The book: sheets, their cells and styles, and what could not be kept as a formula.

A formula is written with the value that the settlement gives it. Where a spreadsheet would
not come to that value, the value itself is written instead, marked in its own cell and
explained beside its row and on the last sheet.
"""

import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, NamedTuple

import xlsxwriter
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from comanage.statements.makers import of_workbooks
from comanage.statements.paper import Paper
from comanage.statements.twins.formula import Cells, Formula, Value
from comanage.statements.twins.styles import CARRIED, MONEY, STYLES, height

SHEETS = ("Inputs", "Scorecard", "Allocation", "Payout", "Method")
DATA, CHUNK = "Data", 16_000  # the hidden sheet, and the most characters in one of its cells
MOST = 32_767  # units of UTF-16 in a cell; rare characters take two
PAPERS = {Paper.LETTER: 1, Paper.A4: 9}  # as spreadsheets count them
LINE = 200  # characters of the line above a printed page; spreadsheets take 255 with the rest
LONGEST = 8_000  # characters of a formula; spreadsheets read 8,192
NEAR = 1e-9  # shares nearer than this are the same; cents are compared as whole numbers
TOO_FINE = "binary numbers of a spreadsheet come to something else"
TOO_LONG = "the rule is too long for a formula"
TOP = 3  # rows above what a sheet shows: its title, and where the settlement stands
ONE_PAGE = 170  # digits beside each other that can still be read on one printed page


class At(NamedTuple):
    """A place in the workbook: the sheet, the row and the column, counted from 0."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Carried:
    """A value that stands where a formula could not, and why."""

    at: At
    what: str
    why: str


class Book:
    """A workbook on its way to its bytes."""

    def __init__(
        self, title: str, made: datetime, line: str, *, paper: Paper = Paper.LETTER
    ) -> None:
        """Begin a workbook.

        Args:
            title: Among its properties.
            made: When it was made, as its properties say; so the same gives the same bytes.
            line: Stands above every printed page.
            paper: What it is printed on.
        """
        self.carried: list[Carried] = []
        self._file = io.BytesIO()
        # Any: the package ships no types.
        self._workbook: Any = xlsxwriter.Workbook(self._file, {"in_memory": True})
        named = {"title": title, "category": of_workbooks(), "created": made.astimezone(UTC)}
        self._workbook.set_properties(named)
        self._workbook.set_calc_mode("auto")
        self._styles = {name: self._workbook.add_format(style) for name, style in STYLES.items()}
        self._marked = {
            name: self._workbook.add_format({**style, **CARRIED}) for name, style in STYLES.items()
        }
        self._sheets: dict[str, Any] = {}
        self._names: set[str] = set()
        self._widths: dict[str, Sequence[int]] = {}
        self._filled: set[tuple[str, int]] = set()
        for name in SHEETS:
            sheet = self._sheets[name] = self._workbook.add_worksheet(name)
            sheet.protect("", {"format_columns": True, "format_rows": True})
            sheet.set_landscape()
            sheet.set_paper(PAPERS[paper])
            sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.4)
            sheet.hide_gridlines(2)
            sheet.fit_to_pages(2 if name == "Scorecard" else 1, 0)
            sheet.set_header(f"&L{line.replace('&', '&&')[:LINE]}&R&A, &P of &N")

    def columns(self, sheet: str, widths: Sequence[int]) -> None:
        """Set the widths of the columns of a sheet, in characters."""
        self._widths[sheet] = widths
        for at, width in enumerate(widths):
            self._sheets[sheet].set_column(at, at, width)

    def begin(self, sheet: str, line: str) -> At:
        """Write the title of a sheet and the line below it; give where its own begins."""
        self.text(At(sheet, 0, 0), sheet, "title")
        self.text(At(sheet, 1, 0), line, "strong")
        return At(sheet, TOP, 0)

    def freeze(self, sheet: str, row: int, column: int = 0) -> None:
        """Keep the rows above and the columns before in view, and repeat them on every page."""
        self._sheets[sheet].freeze_panes(row, column)
        if row:
            self._sheets[sheet].repeat_rows(row - 1)
        if column:
            self._sheets[sheet].repeat_columns(0, column - 1)

    def heads(self, at: At, texts: Sequence[str], of_words: Collection[int] = ()) -> None:
        """Write heads above columns, those of numbers to the right.

        Args:
            at: Where the first stands.
            texts: The heads.
            of_words: The places of those above words.
        """
        for place, text in enumerate(texts):
            style = "head" if place in of_words else "head of numbers"
            self.text(beside(at, place), text, style)
        self.grow(at, texts)

    def grow(self, at: At, texts: Sequence[str]) -> None:
        """Make a row as high as its texts need."""
        widths = self._widths[at.sheet][at.column :]
        self._sheets[at.sheet].set_row(at.row, height(texts, widths))

    def fit(self, sheet: str, columns: Sequence[int]) -> None:
        """Hide the columns, of some, in which nothing stands but their heads; fit the rest on pages."""
        empty = [each for each in columns if (sheet, each) not in self._filled]
        for column in empty:
            self._sheets[sheet].set_column(column, column, 0, None, {"hidden": True})
        shown = sum(self._widths[sheet][at] for at in columns if at not in empty)
        self._sheets[sheet].fit_to_pages(1 if shown < ONE_PAGE else 2, 0)

    def text(self, at: At, text: str, style: str = "text") -> Formula:
        """Write a text, which is text whatever it begins with; what no cell can hold is cut off."""
        text = cut(text)
        self._sheets[at.sheet].write_string(at.row, at.column, text, self._styles[style])
        if text and not style.startswith("head"):
            self._filled.add((at.sheet, at.column))
        return Formula(address(at), text)

    def row(self, at: At, texts: Sequence[str], style: str = "text") -> None:
        """Write texts side by side."""
        for place, text in enumerate(texts):
            self.text(beside(at, place), text, style)

    def number(self, at: At, amount: Fraction, style: str = "number") -> Formula:
        """Write a number of the terms, or one that a person may change."""
        self._sheets[at.sheet].write_number(at.row, at.column, float(amount), self._styles[style])
        self._filled.add((at.sheet, at.column))
        return Formula(address(at), float(amount))

    def blank(self, at: At, style: str = "input") -> Formula:
        """Leave a cell empty for a person to fill."""
        self._sheets[at.sheet].write_blank(at.row, at.column, None, self._styles[style])
        return Formula(address(at), "")

    def put(
        self,
        at: At,
        formula: Formula,
        style: str = "number",
        *,
        settled: Fraction | str | None = None,
        what: str = "",
    ) -> Formula:
        """Write a formula with its value, or that value marked where the formula gives another.

        Args:
            at: Where.
            formula: What is calculated.
            style: How it is shown; of money, cents are compared as whole numbers.
            settled: What the settlement says it is; None where it does not say.
            what: What it is, for the list of what is carried.
        """
        if settled is None:
            if formula.value is None:
                return self.carry(at, "", style, what=what, why=TOO_FINE)
            wanted: Value = formula.value
        else:
            wanted = cut(settled) if isinstance(settled, str) else float(settled)
        if len(formula.text) > LONGEST:
            return self.carry(at, _plain(wanted), style, what=what, why=TOO_LONG)
        if not agrees(formula.value, wanted, money=style in MONEY):
            return self.carry(at, _plain(wanted), style, what=what, why=TOO_FINE)
        self._filled.add((at.sheet, at.column))
        self._sheets[at.sheet].write_formula(
            at.row, at.column, f"={formula.text}", self._styles[style], wanted
        )
        return Formula(address(at), wanted)

    def carry(
        self, at: At, value: Fraction | float | str, style: str, *, what: str, why: str
    ) -> Formula:
        """Write a value in the place of a formula, marked, and remember why."""
        sheet, marked = self._sheets[at.sheet], self._marked[style]
        self._filled.add((at.sheet, at.column))
        held: Value = value if isinstance(value, str) else float(value)
        if isinstance(held, str):
            sheet.write_string(at.row, at.column, held, marked)
        else:
            sheet.write_number(at.row, at.column, held, marked)
        self.carried.append(Carried(at, what, why))
        return Formula(address(at), held)

    def mark(self, at: At, text: str) -> None:
        """Write a text on the ground of what is carried, to say what that ground means."""
        self._sheets[at.sheet].write_string(at.row, at.column, text, self._marked["text"])

    def name(self, name: str, at: At) -> None:
        """Give a cell a name; a second one of the same is counted."""
        plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
        given, count = plain, 1
        while given.lower() in self._names:
            count += 1
            given = f"{plain}_{count}"
        self._names.add(given.lower())
        self._workbook.define_name(given, f"={address(at)}")

    def offer(self, at: At, choices: Sequence[str]) -> None:
        """Offer texts to choose from; any other may be written all the same."""
        self._sheets[at.sheet].data_validation(
            at.row, at.column, at.row, at.column,
            {"validate": "list", "source": list(choices), "error_type": "information"},
        )  # fmt: skip

    def hide(self, text: str) -> None:
        """Write a text into a hidden sheet, cut into cells."""
        sheet = self._workbook.add_worksheet(DATA)
        sheet.protect("")
        for row, start in enumerate(range(0, len(text), CHUNK)):
            sheet.write_string(row, 0, text[start : start + CHUNK], self._styles["text"])
        sheet.hide()

    def closed(self) -> bytes:
        """Mark the rows that carry values, and give the bytes."""
        for sheet, row in sorted({(one.at.sheet, one.at.row) for one in self.carried}):
            cells = [one for one in self.carried if (one.at.sheet, one.at.row) == (sheet, row)]
            why = "; ".join(dict.fromkeys(one.why for one in cells))
            named = ", ".join(xl_rowcol_to_cell(row, one.at.column) for one in cells)
            note = f"{named}: carried as a value: {why}"
            self._sheets[sheet].write_string(row, NOTES[sheet], note, self._styles["text"])
        self._workbook.close()
        return self._file.getvalue()


NOTES = {"Inputs": 12, "Scorecard": 17, "Allocation": 12, "Payout": 18, "Method": 4}


def cut(text: str) -> str:
    """Cut a text to what a cell holds."""
    return text.encode("utf-16-le")[: 2 * MOST].decode("utf-16-le", "ignore")


def agrees(found: Value, wanted: Value, *, money: bool = False) -> bool:
    """Say whether a spreadsheet comes to a value: to the cent, or as near as makes no difference."""
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found == wanted
    if isinstance(found, float) and isinstance(wanted, float):
        near = 0.0001 if money else NEAR * max(1.0, abs(wanted))
        return abs(found - wanted) <= near
    return found is not None and found == wanted


def address(at: At) -> str:
    """Name a cell from anywhere in the workbook."""
    return f"{at.sheet}!{xl_rowcol_to_cell(at.row, at.column, row_abs=True, col_abs=True)}"


def beside(at: At, columns: int) -> At:
    """Go some columns to the right."""
    return At(at.sheet, at.row, at.column + columns)


def below(at: At, rows: int) -> At:
    """Go some rows down."""
    return At(at.sheet, at.row + rows, at.column)


def block(first: At, cells: Sequence[Formula]) -> Cells:
    """Take cells that stand one below the other, from the first."""
    area = xl_range_abs(first.row, first.column, first.row + len(cells) - 1, first.column)
    return Cells(f"{first.sheet}!{area}", tuple(each.value for each in cells))


def _plain(value: Value) -> float | str:
    return value if isinstance(value, str) else float(value or 0)
