"""The forms of an import: the file, which column holds what, and the rows on their way between."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from werkzeug.datastructures import FileStorage
from wtforms import FileField, HiddenField, SelectField, TextAreaField

from comanage.actions.brought_files import MAY_HOLD, Opened
from comanage.actions.entries import Key, Sheet
from comanage.pages.form import HouseForm, offered
from comanage.records.basis import as_value
from comanage.records.figure import Figure
from comanage.refusals import Fault
from comanage.rules import figures as rules

MOST_READ = 5 * 1024 * 1024 + 1  # one byte more than a file may have
LONGEST_EXAMPLE = 24  # signs of a cell beside its column
WHICH = "Choose a file, or paste rows with their heading."
BOTH = "Choose a file or paste rows, not both."
NO_COLUMN = "Not in the file"
OF_PERIOD = "Not in the file: all rows are for {}"


class RowsForm(HouseForm):
    """Rows that were read, the columns as they were matched, and what stood when they were checked."""

    rows = HiddenField()
    standing = HiddenField()

    def matches(self) -> Mapping[str, str]:
        """Give which column was chosen for what."""
        boxes = {field.name: self[_box(field.name)] for field in MAY_HOLD}
        return {name: str(box.data) for name, box in boxes.items() if box.raw_data}

    def carry(self, opened: Opened) -> None:
        """Take what was read, so that it travels in the page."""
        self.rows.data = opened.carried
        for field in MAY_HOLD:
            self[_box(field.name)].data = opened.matches.get(field.name, "")

    def chosen(self) -> list[tuple[str, str]]:
        """List which column was chosen for what, as the page carries it on."""
        boxes = [self[_box(field.name)] for field in MAY_HOLD]
        return [(box.name, box.data) for box in boxes if box.data is not None]

    def ask(self, opened: Opened) -> None:
        """Offer the columns of the file for each thing that they may hold, and lay faults beside."""
        first = _examples(opened)
        pairs = [
            (column, f"{head}{first.get(column, '')}") for column, head in opened.heads.items()
        ]
        for field in opened.fields:
            box, period = self[_box(field.name)], opened.sheet.period.code
            none = OF_PERIOD.format(period) if field.name == "period" else NO_COLUMN
            box.choices = offered([("", none), *pairs])
            box.errors = [each.sentence for each in opened.faults if each.place == field.name]

    def asked(self, opened: Opened) -> list[Any]:
        """List the boxes of the columns that are asked for, in the order of the page."""
        return [self[_box(field.name)] for field in opened.fields]


class UploadForm(RowsForm):
    """A file, or rows as they are pasted from a spreadsheet; or the rows that came before, once more."""

    file = FileField(
        "File",
        description="An Excel workbook (.xlsx) or CSV, at most 5 MB.",
        render_kw={"accept": ".xlsx,.csv,.txt"},
    )
    pasted = TextAreaField(
        "Or paste rows",
        description="Copy the cells in the spreadsheet, with the heading, and paste them here.",
        render_kw={"rows": 6, "spellcheck": "false"},
    )

    def given(self) -> tuple[str, bytes]:
        """Give the name and the bytes of what was sent; nothing where that is unclear."""
        name, data = "", b""
        if isinstance(self.file.data, FileStorage) and self.file.data.filename:
            name, data = self.file.data.filename, self.file.data.read(MOST_READ)
        typed = (self.pasted.data or "").strip("\r\n")
        given = bool(typed.strip())
        if (name and given) or not (name or given or self.rows.data):
            self.file.errors = [BOTH if name else WHICH]
            return "", b""
        return (name, data) if name else ("", typed.encode())

    def take_up(self, opened: Opened) -> None:
        """Show what was brought before: pasted rows in their box, a file by its name."""
        self.carry(opened)
        if not opened.brought.name:
            self.pasted.data, self.rows.data = opened.pasted, ""


class ToldFigure(NamedTuple):
    """A figure of a file or of the records, in the unit and to the precision of its measure.

    Attributes:
        result: Its result; empty without one.
        typed: What was given, where that is rounded to count.
        baseline: What it is compared with.
    """

    result: str
    typed: str
    baseline: str


def told_of(sheet: Sheet, key: Key, figure: Figure | rules.Figure) -> ToldFigure:
    """Write a figure as every other page does."""
    measure = sheet.terms.measure(key[1])
    value = as_value(figure) if isinstance(figure, Figure) else figure
    if measure is None:
        return ToldFigure("", "", "")
    scale, result = measure.scale, rules.result(value, measure)
    exact = result is None or scale.at_precision(result) == result
    return ToldFigure(
        "" if result is None else scale.shown(scale.at_precision(result)),
        "" if exact or value.value is None else scale.shown(value.value),
        "" if value.baseline is None else scale.shown(value.baseline),
    )


class Refused(NamedTuple):
    """Why a cell or a row is refused.

    Attributes:
        place: Where it stands, in the words of the page.
        head: The head of its column in the file, where that is another word.
        sentence: What is wrong.
    """

    place: str
    head: str
    sentence: str


def refused(opened: Opened, faults: Iterable[Fault]) -> list[Refused]:
    """Say faults by row and by what the column holds, with its head in the file where that differs."""
    titles = {field.name: field.title for field in MAY_HOLD}
    found = []
    for fault in faults:
        row, _, name = fault.place.partition(", column ")
        title = titles.get(name, f"column {name}" if name else "")
        place = f"{row}, {title}" if title else row
        head = opened.heads.get(opened.matches.get(name, ""), "")
        differs = head.casefold() not in {name, title.casefold()}
        found.append(
            Refused(place[:1].upper() + place[1:], head if differs else "", fault.sentence)
        )
    return found


def left_out(opened: Opened) -> list[str]:
    """List the heads of the columns that are matched with nothing."""
    used = {column for column in opened.matches.values() if column}
    return [head for column, head in opened.heads.items() if column not in used]


def _examples(opened: Opened) -> dict[str, str]:
    """Give the first text of each column, shortened, to stand behind its head."""
    found: dict[str, str] = {}
    for row in opened.brought.table.rows:
        for column, text in row.cells.items():
            short = text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…"
            if text and column not in found:
                found[column] = f" – {short}"
    return found


def _box(name: str) -> str:
    return f"column_{name}"


for each in MAY_HOLD:
    setattr(
        RowsForm,
        _box(each.name),
        SelectField(each.title, description=each.takes, choices=[], validate_choice=False),
    )
