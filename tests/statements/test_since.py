"""Since: which results are other ones than in the settlement before."""

from dataclasses import replace

from comanage.rules.methods.bands import Bands
from comanage.rules.settlement import settle
from comanage.statements.since import figure_changes, readings, stood
from tests.rules.worked import with_measure
from tests.statements import samples


def settled(*changed, terms=samples.TERMS):
    """Settle the sample with some figures replaced."""
    instead = {one.measure: one for one in changed}
    figures = [instead.get(one.measure, one) for one in samples.FIGURES]
    return terms, settle(terms, figures, "2027-Q1")


def test_a_correction_lists_every_result_that_differs_with_its_reference():
    before, after = settled(samples.valued("turnover", "27.5")), settled()
    (one,) = figure_changes(before, after, {("", "turnover"): "Figure 7"})
    assert (one.before, one.after) == ("27.5 min, target", "27.4 min, target")
    assert (one.name, one.reference) == ("Turnover time between cases", "Figure 7")


def test_a_figure_that_was_missing_is_told_with_its_reason():
    before, after = settled(), settled(samples.valued("meetings", "80"))
    (one,) = figure_changes(before, after, {})
    assert (one.before, one.after) == ("no result, not available yet", "80%, target")


def test_of_another_period_only_those_at_another_level_are_told():
    terms, was = settled(samples.valued("turnover", "27.5"), samples.counted("fcots", 190, 211))
    earlier = terms, replace(was, period="2026-Q4")
    (one,) = figure_changes(earlier, settled(), {("", "fcots"): "Figure 7"})
    assert (one.name, one.reference) == ("First cases that start on time", "")
    assert one.before == "90.0% (190 of 211), maximum"


def test_what_each_had_is_what_it_was_paid_less_what_it_owed():
    assert [(one.participant, one.due) for one in stood(settled()[1].payouts)] == [
        (one.participant, one.payable - one.recover) for one in settled()[1].payouts
    ]


def test_a_measure_that_is_measured_otherwise_now_begins_anew():
    otherwise = with_measure(samples.TERMS, "turnover", definition="Wheels out to wheels in")
    earlier = [settled(), settled()]
    known = {one.measure for one in readings(samples.TERMS, earlier)}
    assert {"turnover", "ssi"} <= known
    assert "turnover" not in {one.measure for one in readings(otherwise, earlier)}
    harder = with_measure(samples.TERMS, "turnover", method=Bands(samples.levels("30", "26", "22")))
    assert "turnover" in {one.measure for one in readings(harder, earlier)}
