"""Published rows of a public programme, and what the command line makes of the same rows."""

import csv
import io
import os
from fractions import Fraction
from pathlib import Path
from random import Random

from click.testing import CliRunner

from comanage.cli import main
from comanage.rules.numbers import exact
from comanage.rules.trace import LINE_COLUMNS

FOLDER = Path(os.environ.get("COMANAGE_ORACLES", Path(__file__).parent))
PROGRAMMES = Path(__file__).parents[2] / "comanage" / "library" / "programmes"
HEADER = "period,participant,measure,value,numerator,denominator,baseline,absent"
UNPUBLISHED = "not published"


def rows(name):
    """Read the published rows of a file; there has to be one at least."""
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert found, f"{name} has no rows."
    return found


def programme(name):
    """Give the terms file of a programme."""
    return PROGRAMMES / f"{name}.json"


def shuffled(things):
    """Put things in no order at all, the same one each time."""
    return Random(412).sample(things, len(things))  # noqa: S311  a failure must come again


def half(things):
    """Take half of some things, at least one, in no order at all."""
    return shuffled(things)[: (len(things) + 1) // 2]


def figure(period, participant, measure, value, *, baseline="", absent=UNPUBLISHED):
    """Write one figure; an empty value is absent, for a reason."""
    reason = absent if value == "" else ""
    return f"{period},{participant},{measure},{value},,,{baseline},{reason}"


def figures_file(lines):
    """Write figures as a file."""
    return "\n".join((HEADER, *lines)) + "\n"


def settled(terms, lines, folder):
    """Settle figures on the command line; each value by participant, scope, code and result."""
    figures = folder / "figures.csv"
    figures.write_text(figures_file(lines), encoding="utf-8")
    done = CliRunner().invoke(main, ["settle", str(terms), str(figures), "--lines"])
    assert done.exit_code == 0, done.output
    lines = csv.reader(io.StringIO(done.stdout))
    assert tuple(next(lines)) == LINE_COLUMNS
    return {(*about,): value for _, *about, value in lines}


def number(text):
    """Read a published number; None where there is none."""
    return exact(text) if text else None


def half_unit(text):
    """Give half of the last place that a published number has.

    >>> half_unit("0.9084"), half_unit("72")
    (Fraction(1, 20000), Fraction(1, 2))
    """
    return Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
