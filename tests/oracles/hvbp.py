"""The published rows of Hospital Value-Based Purchasing, and the same rows as a figures file."""

import csv
import os
from pathlib import Path

FOLDER = Path(os.environ.get("COMANAGE_ORACLES", Path(__file__).parent))
TERMS = Path(__file__).parents[2] / "comanage" / "library" / "programmes" / "hvbp_fy2024.json"
PERIOD = "FY2024"
HEADER = "period,participant,measure,value,numerator,denominator,baseline,absent"
PUBLISHED = {
    "achievement": "achievement_points",
    "improvement": "improvement_points",
    "score": "measure_score",
}


def published():
    """Read the published rows."""
    with (FOLDER / "hvbp_fy2024_measures.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def definitions():
    """Read the published definition of each measure."""
    with (FOLDER / "hvbp_fy2024_measure_defs.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def figures_file(rows):
    """Write rows as a figures file; a rate that was not published is absent, with that reason."""
    lines = [HEADER]
    for row in rows:
        rate = row["performance_rate"]
        absent = "" if rate else "not published"
        cells = (PERIOD, row["ccn"], row["measure"], rate, "", "", row["baseline_rate"], absent)
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"
