"""The heatmap: each cell says its level by a letter, a shade and a word, and its value."""

import pytest

from comanage.charts.heatmap import Heatmap, Row, absent, by_domain, cell, lowest_first

LOW = cell("70%", "", 0, 3)
HIGH = cell("95%", "maximum", 3, 3)


@pytest.mark.parametrize(
    ("reached", "place", "levels", "letter", "shade"),
    [
        ("", 0, 3, "B", "below"),
        ("threshold", 1, 3, "T", "threshold"),
        ("target", 1, 1, "G", "target"),
        ("Stretch", 3, 3, "S", "stretch"),
        ("maximum", 3, 3, "M", "stretch"),
        ("commendable", 2, 4, "C", "target"),
        ("entry", 1, 4, "E", "threshold"),
        ("superb", 4, 4, "S", "stretch"),
        ("met", 1, 1, "M", "target"),
        ("", 0, 0, "", "none"),
    ],
)
def test_a_cell_has_the_letter_of_its_level_and_a_shade(reached, place, levels, letter, shade):
    made = cell("84.2%", reached, place, levels)
    assert (made.letter, made.shade, made.value) == (letter, shade, "84.2%")


def test_a_missing_result_is_a_dash_with_its_reason():
    assert (absent("no cases").value, absent("no cases").word) == ("–", "no cases")


def test_the_sentence_counts_what_lies_below_and_leaves_out_what_has_no_level():
    rows = (
        Row("a", "A", "Quality", (LOW, HIGH, None)),
        Row("b", "B", "Quality", (absent("none"), LOW, cell("4", "", 0, 0))),
    )
    made = Heatmap("Measures by period", ("Q1", "Q2", "Q3"), rows)
    assert made.sentence == "Measures by period: 2 of 3 results with levels lie below the easiest."
    assert [letter for letter, _, _ in made.legend] == ["B", "M"]


def test_the_lowest_come_first_and_those_without_a_result_last():
    rows = [Row("c", "C", "D", ()), Row("a", "A", "D", (), 1), Row("b", "B", "D", (), 0)]
    assert [row.code for row in lowest_first(rows)] == ["b", "a", "c"]


def test_rows_stand_under_their_domains():
    rows = [Row("a", "A", "D", ()), Row("b", "B", "D", ()), Row("c", "C", "E", ())]
    assert [(name, len(own)) for name, own in by_domain(rows)] == [("D", 2), ("E", 1)]
