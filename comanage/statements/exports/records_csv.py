"""Records as CSV: the rows of one table as they are stored, and nothing rounded.

UTF-8, a comma between cells, lines that end as RFC 4180 says. Amounts in columns named _cents are
whole cents, instants are in UTC. A text that a spreadsheet would take for a formula gets an
apostrophe in front.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from comanage.rules.chain import instant
from comanage.rules.numbers import written
from comanage.statements.formula_guard import guarded


def write(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write rows below the names of their columns."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(heads)
    for row in rows:
        lines.writerow(_cell(value) for value in row)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return guarded(value)
        case bool():
            return "yes" if value else "no"
        case datetime():
            return instant(value)
        case Fraction():
            return written(value)
    return str(value)  # a whole number, or a day as ISO 8601 writes it
