"""CSV cells: every cell of a text that is kept as it is, whatever stands above the heading.

A title decides nothing: the cells are looked at as each of the usual signs parts them. Only
where one sign parts all lines alike, another that stands once in some belongs to their words.
"""

import re
from collections.abc import Iterable, Sequence

from comanage.readers import csv
from comanage.readers.looked import Looked
from comanage.readers.patient_data import line_faults
from comanage.readers.reader import letter
from comanage.refusals import Fault

FORMULA = "This begins like a formula, which a spreadsheet would run. Save the values instead."
RUNS = re.compile(r"[=@\t\r]|[+-](?![\d.,$( ]|$)")


def look(data: bytes) -> Looked:
    """Look through a CSV file; where one way of parting it shows faults, the others show no more."""
    lines, found = csv.lines(data)
    if found:
        return Looked(tuple(found))
    faults = [*line_faults(lines), *_formulas(lines)]
    lengths = {len(cells) for _, cells in lines if cells}
    even = len(lengths) == 1 and lengths != {1}
    for table in csv.other_tables(data):
        prose = even and max(len(cells) for _, cells in table) == len(("before", "after"))
        faults = faults or ([] if prose else line_faults(table))
    return Looked(tuple(faults))


def _formulas(lines: Iterable[tuple[int, Sequence[str]]]) -> list[Fault]:
    """Name the first cell that a spreadsheet would run."""
    return [
        Fault(f"row {number}, column {letter(at)}", FORMULA)
        for number, cells in lines
        for at, cell in enumerate(cells)
        if RUNS.match(cell)
    ][:1]
