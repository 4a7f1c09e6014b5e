"""Reading: what a composite reads of its parts, and in what words a result is told.

SCREENING is 84.8 % and scores 79.4 %; LIMIT is a recorded figure (see worked.py).
"""

from dataclasses import replace

import pytest

from comanage.rules.figures import Figure
from comanage.rules.measure import Status
from comanage.rules.methods.composite import Combines, Composite
from comanage.rules.methods.method import PartOf, Takes
from comanage.rules.missing import Missing
from comanage.rules.numbers import exact
from comanage.rules.terms import Domain
from comanage.rules.units import Better, Unit
from tests.rules.settling import PERIOD, absent, fact, given, scored, with_facts
from tests.rules.worked import FIGURES, SCREENING, TERMS, with_figure, with_measure


def with_made(*parts, terms=TERMS, combines=Combines.WEIGHTED_SUM):
    """Give the terms with a composite that is reported and never paid."""
    made = replace(
        SCREENING, code="MADE", weight=exact("0"), status=Status.REPORTING, precision=None,
        unit=Unit.INDEX, method=Composite(parts, combines),
    )  # fmt: skip
    terms = with_facts(terms, fact("LIMIT", Unit.PERCENT))
    return replace(terms, domains=(*terms.domains, Domain("made", "Made", exact("0"), (made,))))


def of_screening(takes, **more):
    return PartOf("SCREENING", takes=takes, **more)


@pytest.mark.parametrize(
    ("part", "limit", "value"),
    [
        pytest.param(of_screening(Takes.FACTOR), "80", "0.794", id="its factor"),
        pytest.param(of_screening(Takes.VALUE), "80", "84.8", id="its result"),
        pytest.param(
            of_screening(Takes.WAY, start=exact("80"), end=exact("90")), "80", "0.48", id="its way"
        ),
        pytest.param(of_screening(Takes.WAY), "80", "84.8", id="a way from 0 to 1 if none is stated"),
        pytest.param(
            of_screening(Takes.WAY, start_from="LIMIT", end=exact("90")), "82.4", "6/19",
            id="its way from the result of another",
        ),
        pytest.param(
            of_screening(Takes.WAY, start_from="LIMIT", end=exact("84.8")), "84.8", "1",
            id="no way at all is gone where its end is met",
        ),
        pytest.param(
            of_screening(Takes.WAY, start_from="LIMIT", end=exact("84.9")), "84.9", "0",
            id="and not gone where it is not",
        ),
        pytest.param(
            of_screening(Takes.WAY, start_from="LIMIT", end=exact("90")), None, None,
            id="no way from a result that is missing",
        ),
        pytest.param(
            of_screening(Takes.EXCESS, start=exact("90")), "80", "5.2", id="what it falls short"
        ),
        pytest.param(of_screening(Takes.EXCESS, start=exact("80")), "80", "0", id="or does not"),
        pytest.param(
            of_screening(Takes.FACTOR, weight_from="LIMIT"), "50", "0.397", id="a weight from data"
        ),
    ],
)  # fmt: skip
def test_what_a_composite_takes_of_a_part(part, limit, value):
    read = Figure(PERIOD, "", "LIMIT", absent="late") if limit is None else given("LIMIT", limit)
    line, _ = scored(with_made(part), (*FIGURES, read), "MADE")
    assert line.value == (None if value is None else exact(value))
    assert line.absent == ("too few parts" if value is None else "")


@pytest.mark.parametrize("takes", [Takes.FACTOR, Takes.VALUE, Takes.WAY, Takes.EXCESS])
def test_nothing_is_taken_of_a_part_without_a_result(takes):
    figures = (*with_figure(FIGURES, "SCREENING", absent("late")), given("LIMIT", "80"))
    line, _ = scored(with_made(of_screening(takes)), figures, "MADE")
    assert (line.value, line.absent) == (None, "too few parts")


def test_a_part_that_is_deemed_at_its_target_has_a_factor():
    terms = with_measure(TERMS, "SCREENING", missing=Missing.DEEM_AT_TARGET)
    figures = (*with_figure(FIGURES, "SCREENING", absent("late")), given("LIMIT", "80"))
    line, _ = scored(with_made(of_screening(Takes.FACTOR), terms=terms), figures, "MADE")
    assert line.value == exact("0.8")


def test_a_part_that_did_not_beat_its_baseline_has_the_factor_nothing():
    terms = with_measure(TERMS, "SCREENING", must_beat_baseline=True)
    before = replace(FIGURES[0], baseline=exact("90"))
    figures = (*with_figure(FIGURES, "SCREENING", before), given("LIMIT", "80"))
    line, _ = scored(with_made(of_screening(Takes.FACTOR), terms=terms), figures, "MADE")
    assert (line.value, line.absent) == (0, "")


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Figure(PERIOD, "", "SCREENING", exact("84")), "as reported by the registry"),
        (FIGURES[0], "412 of 486"),
        (Figure(PERIOD, "", "SCREENING", absent="late"), "no result (late)"),
    ],
)
def test_a_result_says_where_it_comes_from(figure, words):
    terms = with_measure(TERMS, "SCREENING", source="the registry")
    _, settled = scored(terms, with_figure(FIGURES, "SCREENING", figure))
    (step,) = [step for step in settled.steps if (step.code, step.result) == ("SCREENING", "value")]
    assert step.because == words


def test_fewer_is_better_of_what_exceeds_its_reference():
    terms = with_measure(TERMS, "INFECTIONS", better=Better.LOWER)
    part = PartOf("INFECTIONS", takes=Takes.EXCESS, start=exact("0"))
    figures = with_figure(FIGURES, "INFECTIONS", given("INFECTIONS", "3"))
    line, _ = scored(with_made(part, terms=terms), (*figures, given("LIMIT", "80")), "MADE")
    assert line.value == 3
