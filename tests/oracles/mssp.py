"""The published rows of the Shared Savings Program, and the same rows as figures files.

Published numbers are rounded: dollars to whole ones, scores to four places. So
each account is settled three times: as published, and with every input moved by
half a unit of its last place, the way that earns less and the way that earns more.
"""

from fractions import Fraction

from comanage.rules.numbers import ONE, ZERO, exact, written
from tests.oracles import published as files

PERIOD = "PY2018"
TERMS = {
    # published track: its terms file
    "1": files.programme("mssp_py2018_track_1"),
    "1+": files.programme("mssp_py2018_track_1_plus"),
    "2": files.programme("mssp_py2018_track_2"),
    "3": files.programme("mssp_py2018_track_3"),
}
ONE_SIDED = "1"
DOLLAR, SCORE, RATE = Fraction(1, 2), Fraction(1, 20000), Fraction(1, 2 * 10**9)  # half units
STATED_IN = Fraction(5, 1000)  # a minimum rate that was chosen is a multiple of this


def published():
    """Read the published rows, one an account."""
    return files.rows("mssp_py2018.csv")


def by_table(row):
    """Say whether an account's minimum rate comes from the table by size."""
    return row["track"] == ONE_SIDED or bool(exact(row["minsavperc"]) % STATED_IN)


def figures(row, *, moved=0):
    """List an account as figures, its inputs moved by half a unit: -1 to earn less, 1 more."""
    about = (PERIOD, name_of(row, moved))
    quality = exact(row["qualscore"]) + moved * SCORE
    found = {
        "BENCHMARK": exact(row["abtotbnchmk"]) + moved * DOLLAR,
        "EXPENDITURE": exact(row["abtotexp"]) - moved * DOLLAR,
        "QUALITY": min(max(quality, ZERO), ONE),
        "STANDARD": exact(row["met_qps"]),
    }
    if row["track"] == ONE_SIDED:
        found["LIVES"] = exact(row["n_ab"])
    else:
        found["MINIMUM"] = exact(row["minsavperc"])
        found["RELIEF"] = relief(row, moved)
    return [files.figure(*about, code, written(value)) for code, value in found.items()]


def relief(row, moved):
    """Give what a disaster takes off a loss; without one, nothing is taken off."""
    granted = exact(row["disadj"] or "0")
    return abs(granted) + moved * DOLLAR if granted else ZERO


def name_of(row, moved=0):
    """Name an account as it is settled."""
    return row["aco_id"] + {-1: "-LESS", 0: "", 1: "-MORE"}[moved]
