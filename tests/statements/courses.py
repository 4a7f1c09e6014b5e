"""What was before the sample's statement: a contract year with a cap, results, and a statement before."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from comanage.rules.numbers import exact
from comanage.statements.course import (
    Adjustment,
    CapLine,
    ContractYear,
    Course,
    FigureChange,
    PaidBefore,
    Reading,
    Readings,
    Since,
    Stood,
)

PERIODS = tuple(f"{2025 + at // 4}-Q{at % 4 + 1}" for at in range(8))
RESULTS = {
    "ssi": "1.4 1.2 1.3 1.1 1.2 0.9 1.0 0.8",
    "readmit": "4.2 4.0 4.1 3.9 4.3 3.8 3.7 3.6",
    "turnover": "31 30.2 29.5 29 28.7 28.3 28 27.9",
    "protocols": "3 4 4 4 5 5 5 5",
    "implant": "101 100.4 99.9 100.2 99.8 101.3 100.1 99.7",
}
CAP = "Cap by fair market value: Alder Valuation Partners, opinion of 3 Nov 2026"
REASON = "The operating rooms had counted Copper's cases twice."
OTHERS = (1_500_001, 11_175_003, 11_510_005, 88_007, 30_000_009)  # cents that are not Granite's


def readings(results=RESULTS):
    """Give the results of eight quarters before."""
    return tuple(
        Readings(code, "", tuple(map(Reading, PERIODS, map(exact, told.split()))))
        for code, told in results.items()
    )


YEAR = ContractYear(
    1, date(2027, 1, 1), date(2027, 12, 31),
    (PaidBefore("GRANITE", 0, 0, 5_000_000), PaidBefore("COPPER", 0, 0, OTHERS[0])),
    (CapLine(CAP, 180_000_000, OTHERS[4]),),
)  # fmt: skip
SINCE = Since(
    "ORTHO/2026-Q4/2", "2026-Q4", date(2027, 1, 22), corrects=False, scorecard=1,
    earned=29_800_000, score=Fraction(745, 1000),
    stood=(Stood("GRANITE", 18_625_000, 18_625_000), Stood("COPPER", OTHERS[1], OTHERS[1])),
    figures=(
        FigureChange("", "Turnover time between cases", "28.7 min, threshold", "27.4 min, target"),
        FigureChange("COPPER", "Hours", "88,007, no level", "12, no level"),
    ),
    terms=("All-cause readmissions within 30 days: target 4.2% → 4.0%",),
    adjustments=(
        Adjustment("GRANITE", "Correction of 2026-Q3: payment 14", 276_316, date(2027, 2, 3)),
        Adjustment("COPPER", "Correction of 2026-Q3: payment 15", OTHERS[3], date(2027, 2, 3)),
    ),
)  # fmt: skip
CORRECTED = replace(
    SINCE, settlement="ORTHO/2027-Q1/1", period="2027-Q1", approved_on=date(2027, 4, 20),
    corrects=True, scorecard=2,
    stood=(Stood("GRANITE", 19_184_210, 19_184_210), Stood("COPPER", OTHERS[2], OTHERS[2])),
    figures=(
        FigureChange("", "Turnover time between cases", "28.1 min, threshold", "27.4 min, target",
                     "Figure 31: turnover report, entered by Ada Marsh on 3 May 2027"),
    ),
    terms=(), adjustments=(), opened="The period was opened again on 3 May 2027.", reason=REASON,
)  # fmt: skip
COURSE = Course(YEAR, readings(), SINCE, date(2027, 4, 24))
CORRECTING = replace(COURSE, since=CORRECTED)
