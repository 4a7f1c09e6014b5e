"""The published rows of Hospital Value-Based Purchasing, and the same rows as a figures file."""

from comanage.rules.numbers import exact
from tests.oracles import published as files

TERMS = files.programme("hvbp_fy2024")
PERIOD = "FY2024"
SSI = ("HAI-3", "HAI-4")
POINTS = {
    "achievement": "achievement_points",
    "improvement": "improvement_points",
    "score": "measure_score",
}
TOTALS = {
    # published column: what is written of it
    "hcahps_base_score": ("measure", "HCAHPS-BASE", "value"),
    "hcahps_consistency_score": ("measure", "HCAHPS-CONSISTENCY", "score"),
    "combined_ssi_score": ("measure", "HAI-SSI", "score"),
    "clinical_unweighted": ("domain", "CLINICAL", "score"),
    "clinical_weighted": ("domain", "CLINICAL", "points"),
    "engagement_unweighted": ("domain", "ENGAGEMENT", "score"),
    "engagement_weighted": ("domain", "ENGAGEMENT", "points"),
    "safety_unweighted": ("domain", "SAFETY", "score"),
    "safety_weighted": ("domain", "SAFETY", "points"),
    "efficiency_unweighted": ("domain", "EFFICIENCY", "score"),
    "efficiency_weighted": ("domain", "EFFICIENCY", "points"),
    "total_performance_score": ("scorecard", "hvbp-fy2024", "score"),
}


def published():
    """Read the published rows, one a measure."""
    return files.rows("hvbp_fy2024_measures.csv")


def totals():
    """Read the published rows, one a hospital."""
    return files.rows("hvbp_fy2024_totals.csv")


def definitions():
    """Read the published definition of each measure."""
    return files.rows("hvbp_fy2024_measure_defs.csv")


def figures(rows):
    """List rows as figures; a rate that was not published is absent, with that reason."""
    return [
        files.figure(
            PERIOD, row["ccn"], row["measure"], row["performance_rate"],
            baseline=row["baseline_rate"],
        )
        for row in rows
    ]  # fmt: skip


def figures_file(rows):
    """Write rows as a figures file."""
    return files.figures_file(figures(rows))


def ssi_weights(rows, by_hospital):
    """List what the two surgical site infections weigh, which is not published.

    A single one that counts is all of it. Where both count, the weights are those
    that give the published combined score: the distance of each from the other.
    """
    scores = {}
    for row in rows:
        counts = row["measure"] in SSI and row["performance_rate"]
        if counts and row["ccn"] in by_hospital:
            scores.setdefault(row["ccn"], {})[row["measure"]] = exact(row["measure_score"])
    lines = []
    for ccn, found in scores.items():
        combined = exact(by_hospital[ccn]["combined_ssi_score"])
        away = {code: abs(combined - score) for code, score in found.items()}
        whole = sum(away.values())
        lines += [
            files.figure(PERIOD, ccn, f"{code}-WEIGHT", whole - away[code] if whole else 1)
            for code in found
        ]
    return lines
