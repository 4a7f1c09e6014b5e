"""Hospital Readmissions Reduction: every payment factor and penalty of the worked reports."""

import pytest

from comanage.rules import canonical, meaning
from comanage.rules.terms import Terms
from tests.oracles import published as files

TERMS = files.programme("hrrp")
COLUMNS = {
    # of a condition: published column
    "RATIO": "excess_readmission_ratio",
    "DISCHARGES": "eligible_discharges",
    "MEDIAN": "peer_group_median_err",
    "PAYMENTS": "drg_payment_ratio",
}


def code_of(row):
    return row["condition"].upper().replace("/", "-")


def hospital_of(row):
    """Name the hospital of a report: there is one a fiscal year."""
    return f"REPORT-{row['fiscal_year']}"


def figures(rows):
    """List a report as figures; the neutrality modifier stands on every row of it."""
    lines = {}
    for row in rows:
        about = (f"FY{row['fiscal_year']}", hospital_of(row))
        for name, column in COLUMNS.items():
            code = f"{code_of(row)}-{name}"
            lines[about, code] = files.figure(*about, code, row[column])
        lines[about, "NEUTRALITY"] = files.figure(*about, "NEUTRALITY", row["neutrality_modifier"])
    return list(lines.values())


@pytest.fixture(scope="module", params=["all rows", "a shuffled half"])
def settled(request, tmp_path_factory):
    """Settle the published rows, or half of the reports with their rows in no order."""
    rows = files.rows("hrrp_mock_hsr.csv")
    if request.param == "a shuffled half":
        years = files.half(sorted({row["fiscal_year"] for row in rows}))
        rows = files.shuffled([row for row in rows if row["fiscal_year"] in years])
    return rows, files.settled(TERMS, figures(rows), tmp_path_factory.mktemp("hrrp"))


def test_the_terms_file_has_no_faults():
    terms, found = canonical.read(Terms, TERMS.read_text(encoding="utf-8"))
    assert found == []
    assert meaning.faults(terms) == []


def test_every_payment_adjustment_factor_is_reproduced(settled):
    rows, results = settled
    for row in rows:
        for about in (("measure", "PAYMENT-FACTOR", "score"), ("scorecard", "hrrp", "total")):
            value = results[(hospital_of(row), *about)]
            assert files.number(value) == files.number(row["payment_adjustment_factor"])


def test_a_condition_is_penalised_where_its_ratio_exceeds_the_median_of_enough_discharges(settled):
    rows, results = settled
    for row in rows:
        excess = results[hospital_of(row), "measure", f"{code_of(row)}-EXCESS", "value"]
        penalised = files.number(excess) is not None and files.number(excess) > 0
        assert penalised == (row["penalty_indicator"] == "Yes"), row
