"""The agreed base fee in the words of the triggers, month by month (rules/agreed_fee.py)."""

# Months are counted through all years, so that those of a contract year follow each other.
MONTH = (
    "(CAST(substr(CAST({0} AS TEXT), 1, 4) AS INTEGER) * 12"
    " + CAST(substr(CAST({0} AS TEXT), 6, 2) AS INTEGER))"
)
DAY = "substr(CAST({0} AS TEXT), 9, 2)"
FROM_MONTH = (
    f"{MONTH.format('version.effective_on')}"
    f" + CASE WHEN {DAY.format('version.effective_on')} > {DAY.format('agreed.starts')}"
    " THEN 1 ELSE 0 END"
)
OF_MONTH = (
    "coalesce((SELECT version.base_fee_cents FROM scorecard AS version"  # noqa: S608 - the words of the guards
    " WHERE version.agreement_id = agreed.id AND version.state IN ('locked', 'superseded')"
    f" AND {FROM_MONTH} <= of_month.n ORDER BY version.number DESC LIMIT 1),"
    " agreed.base_fee_cents)"
)
FIRST_MONTH = "(SELECT {} FROM agreement AS agreed WHERE agreed.id = NEW.agreement_id)".format(  # noqa: S608
    MONTH.format("agreed.starts")
)


def fee_from(first: str) -> str:
    """Write what is agreed from a month to the end of the contract year of a new row.

    Args:
        first: The month, counted through all years.
    """
    last = f"{MONTH.format('NEW.year_starts')} + 11"
    return (
        f"(WITH RECURSIVE of_month(n) AS (SELECT {first}"  # noqa: S608 - the words of the guards
        f" UNION ALL SELECT n + 1 FROM of_month WHERE n < {last})"
        f" SELECT CAST(sum({OF_MONTH}) AS BIGINT) / 12 FROM of_month"
        " CROSS JOIN agreement AS agreed WHERE agreed.id = NEW.agreement_id)"
    )


FEE_OF_THE_YEAR = fee_from(MONTH.format("NEW.year_starts"))
FEE_SO_FAR = fee_from(FIRST_MONTH)
