"""Patient data: what must never come in, found by headings and by the shape of values.

comanage holds totals. A column or a cell that looks like a person is refused
by its place alone: the value is never repeated, logged or kept, and nothing
overrides the refusal. Delete the column, and choose the file again.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from comanage.readers.layouts import known_columns
from comanage.readers.patient_columns import IDS, column_looks_like
from comanage.readers.patient_headings import heading_looks_like
from comanage.readers.patient_shapes import A_RECORD, looks_like, numbers_of_work
from comanage.readers.patient_split import Lines, in_three_columns, split_over
from comanage.readers.reader import COMMENT, Found, Table, letter
from comanage.refusals import Fault

ADVICE = "comanage holds totals only: delete it and try again. Nothing of it was kept."
LONGEST_HEADING = 5  # words, where it stands alone
MOST_ABOVE = 20  # lines of several cells in which headings are looked for
AMOUNTS = " Amounts pass with a $, with commas, or below a heading such as Cost."

IN_THREE = "the groups of social security numbers"

Texts = Sequence[tuple[int, str]]  # each with the number of its row


def looked_through(read: Found, known: Collection[str], lines: Lines = ()) -> Found:
    """Give a table that was read, with what looks like patient data before all its other faults.

    Args:
        read: The table, and its other faults.
        known: The columns that the layout declares.
        lines: Every line of the file, those too that are no rows of the table.
    """
    table, found = read
    rows = [(at, [cell.strip() for cell in cells]) for at, cells in lines if not _is_comment(cells)]
    columns = _columns(row for row in rows if row[0] > table.heading)
    told = faults(table, known) + _comment_faults(lines)
    beyond = [at for at in sorted(columns) if at >= len(table.columns)]
    told += filter(None, (_value_fault(letter(at), columns[at]) for at in beyond))
    return table, told + _together(rows, columns, told) or found


def faults(table: Table, known: Collection[str], *, today: date | None = None) -> list[Fault]:
    """List every column of a table that looks like patient data, by place alone.

    Args:
        table: What was read.
        known: The columns that the layout declares; their headings are ours.
        today: Dates after this one are no dates of birth; None for any day.
    """
    found = []
    for at, column in enumerate(table.columns):
        texts = [(row.number, row.cells[column]) for row in table.rows if row.cells[column]]
        fault = None
        if column not in known:
            fault = _heading_fault(table.heading, at, column) or _column_fault(
                at, texts, column, today=today
            )
        named = {row.number: f"{column} {' '.join(row.cells.values())}" for row in table.rows}
        fault = fault or _value_fault(column if column in known else letter(at), texts, named)
        found += [fault] if fault else []
    return found


def line_faults(lines: Iterable[tuple[int, Sequence[str]]]) -> list[Fault]:
    """List every column of a sheet of any form that looks like patient data, by place alone.

    A report may have a title above its heading, and several tables.

    Args:
        lines: Each line's number in the file, and its cells.
    """
    every = [(number, [cell.strip() for cell in cells]) for number, cells in lines]
    kept = [line for line in every if any(line[1]) and not _is_comment(line[1])]
    return _comment_faults(every) + (_sheet_faults(kept) if kept else [])


def _sheet_faults(kept: Lines) -> list[Fault]:
    """Judge the lines of a sheet that are no comments."""
    top, *others = _headings([cells for _, cells in kept])
    heading, words = kept[top]
    if _filled(words) == 1:  # a sheet of prose begins with a sentence, not with a heading
        words = [word if len(word.split()) <= LONGEST_HEADING else "" for word in words]
    columns = _columns((*kept[:top], *kept[top + 1 :]))
    below = {
        at: [text for number, text in each if number > heading] for at, each in columns.items()
    }
    exempt = known_columns(words, below)
    found = [fault for at in others if (fault := _any_heading_fault(*kept[at]))]
    for at in sorted({*columns, *range(len(words))}):
        texts, fault = columns.get(at, []), None
        named = words[at] if at < len(words) else ""
        if at not in exempt:
            fault = _heading_fault(heading, at, named) or _column_fault(at, texts, named)
        around = {number: f"{named} {' '.join(cells)}" for number, cells in kept}
        fault = fault or _value_fault(letter(at), texts, around)
        found += [fault] if fault else []
    return found + _together(kept, columns, found)


def _columns(lines: Iterable[tuple[int, Sequence[str]]]) -> dict[int, list[tuple[int, str]]]:
    """Give the texts of each column, counted from 0, with the numbers of their rows."""
    columns: dict[int, list[tuple[int, str]]] = {}
    for number, cells in lines:
        for at, cell in enumerate(cells):
            if cell:
                columns.setdefault(at, []).append((number, cell))
    return columns


def _is_comment(cells: Sequence[str]) -> bool:
    return bool(cells) and cells[0].lstrip().startswith(COMMENT)


def _comment_faults(lines: Lines) -> list[Fault]:
    """Judge the lines that are for people; one of several cells may be a heading all the same."""
    found = []
    for number, cells in lines:
        if _is_comment(cells):
            words = [cell.strip(" #") for cell in cells]
            fault = _any_heading_fault(number, words) if _filled(words) > 1 else None
            what = "" if fault else looks_like(" ".join(words))
            fault = Fault(f"row {number}", f"This looks like {what}. {ADVICE}") if what else fault
            found += [fault] if fault else []
    return found


def _together(lines: Lines, columns: Mapping[int, Texts], told: Sequence[Fault]) -> list[Fault]:
    """Name what several cells look like, in the columns of which nothing is told yet."""
    in_three = [_column_sentence(columns[at], at, IN_THREE) for at in in_three_columns(columns)]
    return in_three + _split_faults(lines, told)


def _split_faults(lines: Lines, told: Sequence[Fault]) -> list[Fault]:
    """Name each column with cells that look like a patient's with the next or the one below."""
    columns = {fault.place.rpartition("column ")[2] for fault in told}
    found: dict[int, list[tuple[int, str]]] = {}
    for number, at, what in split_over(lines):
        if letter(at) not in columns:
            found.setdefault(at, []).append((number, what))
    return [
        Fault(
            f"row {number}, column {letter(at)}",
            f"Together with the cell beside or below, this looks like {what}.{_more(others)} {ADVICE}",
        )
        for at, ((number, what), *others) in sorted(found.items())
    ]


def _headings(lines: Sequence[Sequence[str]]) -> list[int]:
    """Find the line of the heading, and then others that may head a table as well.

    The first line with several cells is one. It may be a title with a comma in it: then a line
    below, which holds words alone, is wider, or has numbers below it, or is the first of words.
    """
    several = [at for at, cells in enumerate(lines) if _filled(cells) > 1][:MOST_ABOVE] or [0]
    top = several[0]
    words = [at for at in several if not _has_a_number(lines[at])]
    wider = [at for at in words if _filled(lines[at]) > _filled(lines[top])]
    above = [at for at in words if at + 1 < len(lines) and _has_a_number(lines[at + 1])]
    heads = sorted({top, *words[:1], *wider})
    best = max(heads, key=lambda at: (_filled(lines[at]), at in words))
    return [best, *sorted({*heads, *above} - {best})]


def _filled(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))


def _has_a_number(cells: Sequence[str]) -> bool:
    return any(cell.lstrip("$(+-<>. ")[:1].isdigit() for cell in cells)


def _any_heading_fault(row: int, cells: Sequence[str]) -> Fault | None:
    """Judge a line that may be a heading by its short cells."""
    short = ((at, cell) for at, cell in enumerate(cells) if len(cell.split()) <= LONGEST_HEADING)
    return next(filter(None, (_heading_fault(row, at, cell) for at, cell in short)), None)


def _heading_fault(row: int, at: int, heading: str) -> Fault | None:
    what = heading_looks_like(heading) or looks_like(heading)
    if not what:
        return None
    return Fault(f"row {row}, column {letter(at)}", f"This looks like {what}. {ADVICE}")


def _value_fault(
    column: str, texts: Texts, around: Mapping[int, str] = MappingProxyType({})
) -> Fault | None:
    """Judge each value of a column; a heading or a cell beside it may say what a number is of."""
    each = {
        text: looks_like(text) for text in {text for _, text in texts}
    }  # many cells say the same
    found = [
        (number, each[text])
        for number, text in texts
        if each[text] and not (each[text] == A_RECORD and numbers_of_work(around.get(number, "")))
    ]
    if not found:
        return None
    number, what = found[0]
    more = _more(found[1:])
    return Fault(f"row {number}, column {column}", f"This looks like {what}.{more} {ADVICE}")


def _more(others: Sequence[object]) -> str:
    return f" So do {len(others)} more in this column." if others else ""


def _column_fault(
    at: int, texts: Texts, heading: str, *, today: date | None = None
) -> Fault | None:
    """Judge a column that no layout knows by what most of its values are."""
    what = column_looks_like(heading, [text for _, text in texts], today)
    return _column_sentence(texts, at, what) if what else None


def _column_sentence(texts: Texts, at: int, what: str) -> Fault:
    return Fault(
        f"row {texts[0][0]}, column {letter(at)}",
        f"This column looks like {what}, not like totals. {ADVICE}"
        + (AMOUNTS if what == IDS else ""),
    )
