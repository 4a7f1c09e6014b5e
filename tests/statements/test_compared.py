"""Compared: the measures of two settlements side by side."""

from dataclasses import replace

from comanage.rules.settlement import settle
from comanage.statements.compared import compared
from comanage.statements.sheet import sheet
from tests.statements import samples


def laid(*changed, terms=samples.TERMS):
    """Lay the sample out with some figures replaced."""
    instead = {one.measure: one for one in changed}
    figures = [instead.get(one.measure, one) for one in samples.FIGURES]
    return sheet(terms, settle(terms, figures, "2027-Q1"))


def of(beside, code):
    return next(one for one in beside if one.line.measure.code == code)


def test_what_did_not_change_moved_nowhere_and_differs_by_nothing():
    beside = compared(laid(), laid())
    assert [one.line.measure.code for one in beside] == [
        line.measure.code for line in laid().measures
    ]
    assert [(one.moved, one.cents) for one in beside] == [(False, 0)] * len(beside)


def test_the_differences_add_up_to_what_all_measures_earned_more():
    was, now = laid(samples.valued("turnover", "31"), samples.counted("fcots", 150, 211)), laid()
    beside = compared(was, now)
    assert sum(one.cents for one in beside) == now.scored - was.scored > 0
    assert {one.line.measure.code for one in beside if one.cents} == {"turnover", "fcots"}


def test_another_level_is_told_from_another_result_of_the_same_level():
    beside = compared(laid(samples.valued("turnover", "27.5")), laid())
    assert (of(beside, "turnover").moved, of(beside, "turnover").cents > 0) == (False, True)
    beside = compared(laid(samples.valued("turnover", "31")), laid())
    assert of(beside, "turnover").moved


def test_a_measure_without_a_result_on_one_side_moved():
    assert of(compared(laid(), laid(samples.absent("turnover", "too few cases"))), "turnover").moved


def test_a_measure_that_is_new_or_gone_stands_there_with_what_it_earned():
    with_it = laid()
    without = replace(
        with_it,
        domains=tuple(
            replace(line, measures=tuple(m for m in line.measures if m.measure.code != "turnover"))
            for line in with_it.domains
        ),
    )
    new, gone = of(compared(without, with_it), "turnover"), compared(with_it, without)[-1]
    earned = next(line.earned for line in with_it.measures if line.measure.code == "turnover")
    assert (new.was, new.moved, new.cents) == (None, True, earned)
    assert (gone.now, gone.moved, gone.cents) == (None, True, -earned)
    assert gone.line.measure.code == "turnover"
