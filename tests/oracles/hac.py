"""The published rows of Hospital-Acquired Condition Reduction, and the same rows as figures."""

import functools
from fractions import Fraction

from comanage.rules import canonical
from comanage.rules.numbers import exact, written
from comanage.rules.terms import Terms
from tests.oracles import published as files

TERMS = files.programme("hac_fy2024")
PERIOD = "FY2024"
MEASURES = ("PSI-90", "CLABSI", "CAUTI", "SSI", "CDI", "MRSA")
WAIVED = "MD"  # the state whose hospitals are exempt
SCORE = Fraction(1, 20000)  # half of the last place of a published score
ROUGH = {"PSI-90": Fraction(1, 20000)}  # half a unit, of values scored before they were rounded


def published():
    """Read the published rows, one a hospital."""
    return files.rows("hac_fy2024.csv")


@functools.cache
def constants(code):
    """Give the mean, the deviation and the bounds of a measure, as the terms state them."""
    terms, _ = canonical.read(Terms, TERMS.read_text(encoding="utf-8"))
    return terms.measure(code).method


def column(code, what):
    """Name a column of a measure: its value, or its winsorized z."""
    return f"{code.replace('-', '').lower()}_{what}"


def figures(rows, *, closer=False):
    """List rows as figures: a score without a value was not submitted, else cases were too few.

    Args:
        rows: The published rows.
        closer: True to write a rough value to the places that its score implies.
    """
    lines = []
    for row in rows:
        about = (PERIOD, row["ccn"])
        for code in MEASURES:
            value, score = row[column(code, "value")], row[column(code, "wz")]
            if closer and value and score and code in ROUGH:
                value = written(implied(code, exact(value), exact(score)))
            absent = "not submitted" if score else "too few cases"
            lines.append(files.figure(*about, code, value, absent=absent))
        lines.append(files.figure(*about, "WAIVED", int(row["state"] == WAIVED)))
    return lines


def implied(code, value, score):
    """Give the value that comes nearest to a score, of those that are rounded to this one."""
    terms, half = constants(code), ROUGH[code]
    return min(max(terms.mean + score * terms.deviation, value - half), value + half)
