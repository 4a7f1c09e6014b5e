"""Patient data: what must never come in, found by headings and by the shape of values.

comanage holds totals. A column or a cell that looks like a person is refused
by its place alone: the value is never repeated, logged or kept, and nothing
overrides the refusal. Delete the column, and choose the file again.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from comanage.readers.layouts import counts_something, known_columns
from comanage.readers.patient_headings import heading_looks_like
from comanage.readers.patient_shapes import looks_like
from comanage.readers.reader import COMMENT, Found, Table, letter
from comanage.refusals import Fault

ADVICE = "comanage holds totals only: delete it and try again. Nothing of it was kept."
YEAR_FIRST = re.compile(r"((?:19|20)\d\d)-(\d\d?)-(\d\d?)(?:[ T].*)?")
YEAR_LAST = re.compile(r"(\d\d?)[/.](\d\d?)[/.]((?:19|20)?\d\d)(?: .*)?")
ID = re.compile(r"[A-Z]{0,3}\d{6,10}")
ENOUGH = 5  # values before a column of them says anything
LONGEST_HEADING = 5  # words, where it stands alone
MOST_ABOVE = 20  # lines of several cells in which headings are looked for
LONGEST_SPAN = 15  # years that the periods of a report lie apart
IDS, DAYS = "numbers of persons or visits", "dates of days"
AMOUNTS = " Amounts pass with a $, with commas, or below a heading such as Cost."

Texts = Sequence[tuple[int, str]]  # each with the number of its row


def looked_through(read: Found, known: Collection[str]) -> Found:
    """Give a table that was read, with what looks like patient data before all its other faults."""
    table, found = read
    return table, faults(table, known) or found


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
        fault = fault or _value_fault(column if column in known else letter(at), texts)
        found += [fault] if fault else []
    return found


def line_faults(lines: Iterable[tuple[int, Sequence[str]]]) -> list[Fault]:
    """List every column of a sheet of any form that looks like patient data, by place alone.

    A report may have a title above its heading, and several tables.

    Args:
        lines: Each line's number in the file, and its cells.
    """
    kept = [(number, [cell.strip() for cell in cells]) for number, cells in lines]
    kept = [line for line in kept if any(line[1]) and not line[1][0].startswith(COMMENT)]
    if not kept:
        return []
    top, *others = _headings([cells for _, cells in kept])
    heading, words = kept[top]
    if _filled(words) == 1:  # a sheet of prose begins with a sentence, not with a heading
        words = [word if len(word.split()) <= LONGEST_HEADING else "" for word in words]
    columns: dict[int, list[tuple[int, str]]] = {}
    for number, cells in (*kept[:top], *kept[top + 1 :]):
        for at, cell in enumerate(cells):
            if cell:
                columns.setdefault(at, []).append((number, cell))
    below = {
        at: [text for number, text in each if number > heading] for at, each in columns.items()
    }
    exempt = known_columns(words, below)
    found = [fault for at in others if (fault := _any_heading_fault(*kept[at]))]
    for at in sorted({*columns, *range(len(words))}):
        texts, fault = columns.get(at, []), None
        if at not in exempt:
            named = words[at] if at < len(words) else ""
            fault = _heading_fault(heading, at, named) or _column_fault(at, texts, named)
        fault = fault or _value_fault(letter(at), texts)
        found += [fault] if fault else []
    return found


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


def _value_fault(column: str, texts: Texts) -> Fault | None:
    found = [(number, what) for number, text in texts if (what := looks_like(text))]
    if not found:
        return None
    number, what = found[0]
    more = f" So do {len(found) - 1} more in this column." if len(found) > 1 else ""
    return Fault(f"row {number}, column {column}", f"This looks like {what}.{more} {ADVICE}")


def _column_fault(
    at: int, texts: Texts, heading: str, *, today: date | None = None
) -> Fault | None:
    """Judge a column that no layout knows by what most of its values are."""
    if len(texts) < ENOUGH:
        return None
    ids = {text for _, text in texts if ID.fullmatch(text)}
    numbers = 0 if counts_something(heading) else len(ids)
    for what, count in ((IDS, numbers), (DAYS, _days([text for _, text in texts], today))):
        if 5 * count >= 4 * len(texts):
            return Fault(
                f"row {texts[0][0]}, column {letter(at)}",
                f"This column looks like {what}, not like totals. {ADVICE}"
                + (AMOUNTS if what is IDS else ""),
            )
    return None


def _days(texts: Sequence[str], today: date | None) -> int:
    """Count the texts that are days of single events; 0 where they are ends of periods.

    A report of months or quarters has their first or last days; a run date stands in every row.
    """
    days = [day for text in texts if (day := _day(text)) and not (today and day > today)]
    years = {day.year for day in days}
    if not days or 2 * len(set(days)) < len(texts):
        return 0
    if all(_bounds_a_month(day) for day in days) and max(years) - min(years) <= LONGEST_SPAN:
        return 0
    return len(days)


def _day(text: str) -> date | None:
    """Read a text as a day, whichever of month and day comes first."""
    if first := YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in first.groups())
    elif last := YEAR_LAST.fullmatch(text):
        month, day, year = (int(part) for part in last.groups())
        year += 0 if year > 99 else 1900 if year > 30 else 2000
        month, day = (day, month) if month > 12 else (month, day)
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _bounds_a_month(day: date) -> bool:
    return day.day == 1 or (day.toordinal() + 1 == _next_month(day).toordinal())


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
