"""Figure rows: a file becomes figures, or every fault of it by row and column."""

from dataclasses import replace
from fractions import Fraction

import pytest

from comanage.readers.figure_rows import Given, read_figures, read_given
from comanage.rules.figures import Figure
from comanage.rules.numbers import exact
from comanage.rules.terms import Settles
from comanage.rules.units import Unit
from tests.readers import books
from tests.rules.worked import TERMS, with_measure

HEAD = "period,participant,measure,value,numerator,denominator,baseline,absent,source,note\n"
BY_GROUP = replace(TERMS, settles=Settles.PARTICIPANT, funding=None, allocation=None)


def read(rows, terms=TERMS, head=HEAD):
    given, faults, _ = read_given("f.csv", (head + rows).encode(), terms)
    return given, [str(fault) for fault in faults]


def test_a_row_becomes_a_figure_with_its_place_source_and_note():
    given, faults = read("2027-Q1,,SCREENING,,412,486,,,Registry report,final\n")
    assert faults == []
    figure = Figure("2027-Q1", "", "SCREENING", numerator=exact("412"), denominator=exact("486"))
    assert given == [Given("row 2", figure, "Registry report", "final")]


def test_the_command_line_and_an_import_read_the_same_figures():
    text = (
        HEAD + "2027-Q1,,SCREENING,84.8,412,486,,,,\n2027-Q1,,ON-TIME,,,,,not submitted,,\n"
    ).encode()
    given, faults, _ = read_given("f.csv", text, TERMS)
    assert read_figures("f.csv", text, TERMS) == (
        [(each.place, each.figure) for each in given],
        faults,
    )


def test_every_fault_comes_back_at_once_in_the_order_of_the_rows():
    _, faults = read(
        "2027-Q1,,SCREENING,1O2,,,,,,\n"
        "2027-Q9,,LOS,84,,,,,,\n"
        "2027-Q1,,INFECTIONS,-1,,,,,,\n"
        "2027-Q1,,ON-TIME,,500,486,,,,\n"
        "2027-Q1,,ON-TIME,79.9,,,,,,\n"
        "2027-Q2,north,ON-TIME,,,,,,,\n"
        "2027-Q2,,SCREENING,80,412,486,,,,\n"
    )
    assert faults == [
        "row 2, column value: “1O2” is not a number. Give one such as 1234.5.",
        "row 3, column period: The terms know no period 2027-Q9.",
        "row 3, column measure: The scorecard has no measure LOS. Take the codes of its measures from the template.",
        "row 4, column value: -1 is less than 0, the least a count can be.",
        "row 5, column numerator: The numerator 500 is more than the denominator 486.",
        "row 6: First cases on time, 2027-Q1, was already given at row 5.",
        "row 7, column participant: Leave it empty: figures are for the service line as a whole.",
        "row 7, column value: Give a value, or the reason why there is none.",
        "row 8, column value: 80.0% is not 84.773663, the quotient of the counts.",
    ]


def test_a_row_with_a_bad_number_is_still_judged_by_its_names_and_its_double():
    _, faults = read("2027-Q1,,LOS,x,,,,,,\n2027-Q1,,LOS,y,,,,,,\n")
    assert [fault.partition(": ")[0] for fault in faults] == [
        "row 2, column value", "row 2, column measure", "row 3, column value",
        "row 3, column measure", "row 3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        pytest.param("1.234,5", "is not a number", id="a decimal comma"),
        pytest.param("=A1*2", "result of this formula was not stored", id="a formula"),
        pytest.param("2027-03-31", "is a date. Format the cell as a number", id="a date"),
        pytest.param("the error #DIV/0!", "is not a number", id="an error"),
        pytest.param("1/3", "has no end as a decimal", id="a fraction without end"),
        pytest.param("840", "more than 100", id="outside its unit"),
    ],
)
def test_a_cell_that_is_no_figure_is_named_with_what_to_do(cell, words):
    _, faults = read(f'2027-Q1,,SCREENING,"{cell}",,,,,,\n')
    assert len(faults) == 1
    assert faults[0].startswith("row 2, column value: ")
    assert words in faults[0]


@pytest.mark.parametrize("cell", ["84.2", "84.2%", " 84.20 ", "84.2\u00a0%"])
def test_a_percentage_is_read_with_or_without_its_sign(cell):
    given, faults = read(f"2027-Q1,,SCREENING,{cell},,,,,,\n")
    assert faults == []
    assert given[0].figure.value == Fraction(421, 5)


def test_a_percentage_in_another_unit_is_refused_with_what_is_probably_meant():
    ratio = with_measure(TERMS, "SCREENING", unit=Unit.RATIO)
    _, faults = read("2027-Q1,,SCREENING,85%,,,,,,\n", ratio)
    assert faults == [
        (
            "row 2, column value: 85% is a percentage, but the measure counts in: ratio."
            " Give 0.85 if that is meant."
        )
    ]
    _, faults = read("2027-Q1,,SCREENING,,85%,100,,,,\n")
    assert faults[0] == "row 2, column numerator: 85% is a percentage. Give the count."


def test_a_cell_that_a_workbook_shows_as_a_percentage_counts_as_what_it_shows():
    data = books.book(
        ["period", "measure", "value"], ["2027-Q1", "SCREENING", 0.842], formats=[("C2", "0.0%")]
    )
    given, faults = read_figures("f.xlsx", data, TERMS)
    assert faults == []
    assert given[0][1].value == Fraction(421, 5)


def test_another_unit_in_the_file_than_in_the_terms_is_a_fault():
    head = "period,measure,name,unit,value\n"
    _, faults = read("2027-Q1,SCREENING,x,Fraction,0.84\n2027-Q1,ON-TIME,x,Percent,79\n", head=head)
    assert faults == [
        (
            "row 2, column unit: The terms count this measure in: percent."
            " Give the figure in that unit."
        )
    ]


def test_headings_are_judged_before_rows():
    _, faults = read("2027-Q1,x,1\n", head="period,result,numerator\n")
    assert faults == [
        "row 1: The column measure is missing. Begin with the template.",
        "row 1: The column denominator is missing. Begin with the template.",
        (
            "row 1: No column is named result. Delete it; columns are: period, participant, measure,"
            " value, numerator, denominator, baseline, absent, source, note."
        ),
    ]
    _, faults = read("", BY_GROUP, head="period,measure,value\n")
    assert faults == ["row 1: The column participant is missing. Begin with the template."]


def test_a_scorecard_for_each_participant_asks_for_the_participant():
    given, faults = read(
        "2027-Q1,north,SCREENING,84,,,,,,\n2027-Q1,,SCREENING,84,,,,,,\n2027-Q1,west,ON-TIME,8,,,,,,\n",
        BY_GROUP,
    )
    assert given[0].figure.participant == "north"
    assert faults == [
        "row 3, column participant: Give the participant.",
        "row 4, column participant: The terms know no participant west.",
    ]


def test_a_planted_social_security_number_is_refused_by_its_place_alone():
    given, faults = read("2027-Q1,,SCREENING,123-45-6789,,,,,,\n2027-Q1,,LOS,1O2,,,,,,\n")
    assert given == []
    assert len(faults) == 1
    assert faults[0].startswith("row 2, column value: This looks like a social security number.")
    assert "6789" not in faults[0]
