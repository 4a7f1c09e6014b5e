"""The edges of the public programmes, on invented rows: ties, results on a level, absences."""

import pytest

from tests.oracles import hac, hvbp, mssp
from tests.oracles import published as files

HRRP = files.programme("hrrp")
HOSPITAL = "999999"
DIMENSIONS = {
    # each exactly on its threshold
    "HCAHPS-NURSE": "79.42",
    "HCAHPS-DOCTOR": "79.83",
    "HCAHPS-STAFF": "65.52",
    "HCAHPS-TRANSITION": "51.84",
    "HCAHPS-MEDS": "63.11",
    "HCAHPS-CLEANQUIET": "65.63",
    "HCAHPS-DISCHARGE": "87.23",
    "HCAHPS-OVERALL": "71.66",
}
ACCOUNT = {
    "aco_id": "A0000",
    "track": "1",
    "n_ab": "9139",
    "abtotbnchmk": "1000000000",
    "abtotexp": "900000000",
    "minsavperc": "0.02",
    "met_qps": "1",
    "qualscore": "1",
    "disadj": "",
}


def settle(terms, period, given, folder):
    """Settle one hospital's figures: a value, or a value and a baseline, by measure."""
    pairs = {code: each if isinstance(each, tuple) else (each, "") for code, each in given.items()}
    lines = [
        files.figure(period, HOSPITAL, code, value, baseline=baseline)
        for code, (value, baseline) in pairs.items()
    ]
    return {key[1:]: value for key, value in files.settled(terms, lines, folder).items()}


@pytest.mark.parametrize(
    ("code", "value", "baseline", "points"),
    [
        pytest.param("HAI-6", "0.005", "0.010", ("10", "9", "10"),
                     id="a baseline beyond the benchmark, and better still, improves in full"),
        pytest.param("HAI-1", "0.000", "0.000", ("10", "0", "10"),
                     id="no infection in either year is an achievement, not an improvement"),
        pytest.param("HAI-1", "0.000", "0.500", ("10", "9", "10"),
                     id="a benchmark of zero is a number like any other"),
        pytest.param("HAI-1", "0.589", "", ("1", "", "1"),
                     id="a result on the threshold has reached it"),
        pytest.param("HAI-1", "0.590", "", ("0", "", "0"),
                     id="a result short of the threshold has not"),
        pytest.param("HAI-3", "0.478", "", ("4", "", "4"),
                     id="an achievement of 3.5 is 4"),
        pytest.param("HAI-3", "0.239", "", ("7", "", "7"),
                     id="an achievement of 6.5 is 7, not the even 6"),
        pytest.param("HAI-5", "0.800", "1.000", ("0", "2", "2"),
                     id="an improvement of exactly 1.5 is 2"),
        pytest.param("HAI-5", "0.900", "1.200", ("0", "2", "2"),
                     id="an improvement of exactly 2 is 2"),
        pytest.param("HAI-5", "0.700", "1.000", ("1", "3", "3"),
                     id="an improvement of 2.5 is 3, not the even 2"),
        pytest.param("HAI-5", "0.900", "0.800", ("0", "0", "0"),
                     id="a worse result has not improved"),
        pytest.param("HAI-5", "", "0.800", ("", "", ""),
                     id="without a result there are no points, whatever the baseline"),
    ],
)  # fmt: skip
def test_points_at_their_edges(tmp_path, code, value, baseline, points):
    results = settle(hvbp.TERMS, hvbp.PERIOD, {code: (value, baseline)}, tmp_path)
    names = ("achievement", "improvement", "score")
    assert tuple(results.get(("measure", code, name), "") for name in names) == points


@pytest.mark.parametrize(
    ("code", "value", "points"),
    [
        pytest.param("HCAHPS-NURSE", "79.42", "20", id="all on their thresholds are consistent"),
        pytest.param("HCAHPS-NURSE", "53.50", "0", id="one on its floor takes it all"),
        pytest.param("HCAHPS-NURSE", "50.00", "0", id="one below its floor takes no more"),
        pytest.param("HCAHPS-DOCTOR", "71.12", "10", id="half of the way is 9.5, which is 10"),
        pytest.param("HCAHPS-DOCTOR", "", "", id="without one of them there is none"),
    ],
)
def test_consistency_at_its_edges(tmp_path, code, value, points):
    results = settle(hvbp.TERMS, hvbp.PERIOD, {**DIMENSIONS, code: value}, tmp_path)
    assert results.get(("measure", "HCAHPS-CONSISTENCY", "score"), "") == points
    assert bool(results["domain", "ENGAGEMENT", "score"]) == bool(points)


def test_a_domain_needs_two_measures_and_the_others_take_its_weight_as_wholes(tmp_path):
    given = {**DIMENSIONS, "MORT-30-AMI": "0.9", "HAI-1": "0", "HAI-2": "0.650", "MSPB-1": "0.8"}
    results = settle(hvbp.TERMS, hvbp.PERIOD, given, tmp_path)
    assert results["domain", "CLINICAL", "score"] == ""
    assert results["domain", "SAFETY", "score"] == "55"
    assert results["domain", "SAFETY", "points"] == "18.333333333333"
    assert results["domain", "EFFICIENCY", "points"] == "33.333333333333"
    assert results["domain", "ENGAGEMENT", "points"] == "9.333333333333"  # 8 and 20 of 100
    assert results["scorecard", "hvbp-fy2024", "score"] == "61"


def test_two_surgical_sites_are_one_measure_of_the_domain(tmp_path):
    given = {"HAI-3": "0", "HAI-4": "0.738", "HAI-3-WEIGHT": "2", "HAI-4-WEIGHT": "1"}
    results = settle(hvbp.TERMS, hvbp.PERIOD, given, tmp_path)
    assert results["measure", "HAI-SSI", "score"] == "7"
    assert results["domain", "SAFETY", "score"] == ""


def test_fewer_than_three_domains_have_no_total(tmp_path):
    given = {**DIMENSIONS, "MSPB-1": "0.8"}
    results = settle(hvbp.TERMS, hvbp.PERIOD, given, tmp_path)
    assert results["scorecard", "hvbp-fy2024", "score"] == ""


@pytest.mark.parametrize(
    ("changed", "factor", "excess"),
    [
        pytest.param({}, "0.9976", "0.01", id="25 discharges are enough"),
        pytest.param({"AMI-DISCHARGES": "24"}, "1", "", id="24 are too few"),
        pytest.param({"AMI-RATIO": "1"}, "1", "0", id="a ratio on the median costs nothing"),
        pytest.param({"AMI-RATIO": "0.9"}, "1", "0", id="a better ratio gives nothing back"),
        pytest.param({"AMI-MEDIAN": ""}, "1", "", id="without a median there is no excess"),
        pytest.param({"AMI-RATIO": "1.2"}, "0.97", "0.2", id="no more than 3% is taken"),
        pytest.param({"NEUTRALITY": "0.9375"}, "0.9978", "0.01",
                     id="99.775% is rounded half up"),
    ],
)  # fmt: skip
def test_payment_factors_at_their_edges(tmp_path, changed, factor, excess):
    report = {
        "AMI-RATIO": "1.01", "AMI-DISCHARGES": "25", "AMI-MEDIAN": "1", "AMI-PAYMENTS": "0.24",
        "NEUTRALITY": "1",
    }  # fmt: skip
    results = settle(HRRP, "FY2025", {**report, **changed}, tmp_path)
    assert results["measure", "PAYMENT-FACTOR", "score"] == factor
    assert results["measure", "AMI-EXCESS", "value"] == excess


@pytest.mark.parametrize(
    ("given", "total", "gate"),
    [
        pytest.param({"CLABSI": "0.82817"}, "0", "1", id="the mean is a score of 0"),
        pytest.param(
            {"CLABSI": "1.0535188795"}, "0.37535", "1", id="on the cutoff nothing is lost"
        ),
        pytest.param(
            {"CLABSI": "1.0535188796"}, "0.375350000167", "0", id="beyond it something is"
        ),
        pytest.param({"CLABSI": "9", "WAIVED": "1"}, "2.2883", "1", id="a waiver opens the gate"),
        pytest.param({"CLABSI": ""}, "", "1", id="without a score there is neither total nor loss"),
    ],
)
def test_total_scores_at_their_edges(tmp_path, given, total, gate):
    results = settle(hac.TERMS, hac.PERIOD, given, tmp_path)
    assert results["scorecard", "hac-fy2024", "total"] == total
    assert results["scorecard", "hac-fy2024", "gate"] == gate


def test_what_was_not_submitted_scores_worst_and_too_few_cases_do_not_score(tmp_path):
    reasons = {"CLABSI": "not submitted", "CAUTI": "too few cases"}
    lines = [
        files.figure(hac.PERIOD, HOSPITAL, code, "", absent=why) for code, why in reasons.items()
    ]
    results = files.settled(hac.TERMS, lines, tmp_path)
    assert results[HOSPITAL, "measure", "CLABSI", "z"] == "2.2883"
    assert (HOSPITAL, "measure", "CAUTI", "z") not in results
    assert results[(HOSPITAL, "scorecard", "hac-fy2024", "total")] == "2.2883"


@pytest.mark.parametrize(
    ("changed", "name", "value"),
    [
        pytest.param({}, "minimum_rate", "0.030860860861", id="the table runs in straight lines"),
        pytest.param({"n_ab": "9999"}, "minimum_rate", "0.03", id="a band has its last size"),
        pytest.param({"n_ab": "10000"}, "minimum_rate", "0.03", id="a band has its first size"),
        pytest.param({"n_ab": "250000"}, "minimum_rate", "0.02", id="the last band is open above"),
        pytest.param({"n_ab": "60000", "abtotexp": "980000000"}, "earned", "9800000.00",
                     id="savings on the minimum are shared from the first dollar"),
        pytest.param({"n_ab": "60000", "abtotexp": "980000001"}, "earned", "0.00",
                     id="a dollar less is not shared"),
        pytest.param({"abtotexp": "1100000000"}, "earned", "0.00",
                     id="who is not at risk owes nothing"),
        pytest.param({"met_qps": "0"}, "earned", "0.00",
                     id="nothing is shared below the quality standard"),
        pytest.param({"abtotexp": "799000000"}, "earned", "98490000.00",
                     id="2% are held back before the cap, so that it does not bind"),
        pytest.param({"abtotexp": "700000000"}, "earned", "100000000.00",
                     id="no more than the cap is shared"),
        pytest.param({"track": "1+", "abtotexp": "1100000000"}, "earned", "-30000000.00",
                     id="a fixed share of a loss is owed"),
        pytest.param({"track": "2", "abtotexp": "1100000000", "qualscore": "0.1"}, "loss_rate",
                     "0.6", id="no more than the ceiling of a loss is owed"),
        pytest.param({"track": "3", "abtotexp": "1100000000"}, "loss_rate", "0.4",
                     id="no less than the floor of a loss is owed"),
        pytest.param({"track": "3", "abtotexp": "1100000000", "met_qps": "0"}, "loss_rate", "0.75",
                     id="the most is owed below the quality standard"),
        pytest.param({"track": "3", "abtotexp": "1100000000", "disadj": "-1000000"}, "earned",
                     "-39000000.00", id="relief after a disaster is taken off last"),
    ],
)  # fmt: skip
def test_shared_savings_at_their_edges(tmp_path, changed, name, value):
    row = ACCOUNT | changed
    results = files.settled(mssp.TERMS[row["track"]], mssp.figures(row), tmp_path)
    of_pool = {key[-1]: each for key, each in results.items() if key[1] == "pool"}
    assert of_pool[name] == value
