"""What the grid says when a box is left: what is wrong beside it, what is odd beneath its row."""

import pytest

from tests.browser.steps import LOOK, goto, miss, press, see
from tests.browser.test_grid import ORTHOPEDICS, act, focus, keys, walked

INFECTIONS = "Surgical site infections, hip and knee"
RECOMMEND = "Patients who would recommend the hospital"
ODD = "It changed by more than half since the last verified result, from 0.72 to 9.50."
ASKS = "Say in the note why"
WIDTHS = (390, 1280)


def lacks(text):
    """See that some words stand nowhere."""
    return act("lacks", text=text)


def described(label, text):
    """See what a box is described by."""
    return act("described", label=label, text=text)


@pytest.mark.parametrize("width", WIDTHS)
def test_leaving_a_box_tells_what_is_odd_and_a_note_answers_it(demo, look, width):
    value, note = f"Value of {INFECTIONS}", f"Note on {INFECTIONS}"
    steps = [
        *goto(ORTHOPEDICS), *focus(value), *act("type", text="9.5"), *act("wait", seconds=0.5),
        *lacks("Out of the ordinary"), *keys("Tab"), *see(ODD), *see(ASKS),
        *described(value, ODD), *described(note, ASKS), *LOOK,
        *focus(note), *act("type", text="A cluster in May."), *keys("Tab"), *act("wait", seconds=1),
        *see(ODD), *lacks(ASKS), *focus(value), *keys("Control+a"), *act("type", text="0.7"),
        *keys("Tab"), *act("wait", seconds=1), *lacks("Out of the ordinary"), *described(note, ""),
    ]  # fmt: skip
    (seen,) = walked(look, demo, steps, width=width)
    assert (seen["violations"], seen["overflow"]) == ([], None)


@pytest.mark.parametrize("width", WIDTHS)
def test_leaving_a_box_tells_what_is_wrong_and_not_while_it_is_typed(demo, look, width):
    top, bottom = f"Numerator of {RECOMMEND}", f"Denominator of {RECOMMEND}"
    steps = [
        *goto(ORTHOPEDICS), *focus(f"Value of {INFECTIONS}"), *act("type", text="1O2"),
        *act("wait", seconds=0.5), *lacks("is not a number"), *keys("Tab"),
        *see("“1O2” is not a number."), *described(f"Value of {INFECTIONS}", "is not a number"),
        *focus(top), *act("type", text="208"), *keys("Tab"), *act("wait", seconds=0.5),
        *lacks("Give the denominator too."), *act("type", text="201"), *keys("Tab"),
        *see("The numerator 208 is more than the denominator 201."), *described(top, "more than"),
        *LOOK, *focus(bottom), *keys("Control+a"), *act("type", text="0"), *keys("Tab"),
        *see("The denominator must be more than 0."), *described(bottom, "must be more than 0"),
        *lacks("The numerator 208 is more"),
        *focus(bottom), *keys("Control+a"), *act("type", text="260"), *keys("Tab"),
        *act("wait", seconds=1), *lacks("The denominator must be more than 0."),
    ]  # fmt: skip
    (seen,) = walked(look, demo, steps, width=width)
    assert (seen["violations"], seen["overflow"]) == ([], None)


def test_what_is_pasted_and_taken_back_is_looked_at_as_well(demo, look):
    steps = [
        *goto(ORTHOPEDICS), *focus(f"Value of {INFECTIONS}"), *act("paste", text="9.5\n99"),
        *press("Apply"), *see(ODD), *see("% to 99.0%."), *act("find", name="Undo"),
        *press("Undo"), *act("wait", seconds=1), *lacks("Out of the ordinary"), *miss("Undo"),
    ]  # fmt: skip
    walked(look, demo, steps)


def test_a_draft_that_comes_back_is_looked_at_and_saving_it_says_the_same(demo, look):
    typed = [
        *goto(ORTHOPEDICS), *focus(f"Value of {INFECTIONS}"), *act("type", text="9.5"),
        *keys("Tab"), *see("Saved as a draft "),
    ]  # fmt: skip
    walked(look, demo, typed)
    back = [*goto(ORTHOPEDICS), *see("Your draft is back"), *see(ODD)]
    walked(look, demo, back, again=True)
    saved = [
        *goto(ORTHOPEDICS),
        *press("Save"),
        *see("1 figure is saved."),
        *see("It is marked below"),
        *see(ODD),
    ]
    walked(look, demo, saved, again=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_boxes_of_a_column_are_as_wide_as_each_other(demo, look, width):
    columns = ["numerator", "denominator", "value", "baseline", "absent", "source", "note"]
    steps = [*goto(ORTHOPEDICS), *act("aligned", columns=columns), *LOOK]
    (seen,) = walked(look, demo, steps, width=width)
    assert (seen["violations"], seen["overflow"]) == ([], None)


@pytest.mark.parametrize("width", WIDTHS)
def test_leaving_a_box_tells_what_the_figure_would_earn_and_all_of_them_together(demo, look, width):
    one, other = f"Value of {INFECTIONS}", "Value of Readmission within 30 days, hip and knee"
    steps = [
        *goto(ORTHOPEDICS), *focus(one), *keys("Control+a"),  # of what another test left there
        *act("type", text="0.7"), *keys("Tab"),
        *see("Estimate: Target, 9.0 of 10.0 points, $13,500.00 of $15,000.00"),
        *focus(other), *keys("Control+a"), *act("type", text="4.2"), *keys("Tab"),
        *see("17.0 of 20.0 points, $25,500.00 of $30,000.00"), *LOOK,
        *focus(one), *keys("Control+a"), *act("type", text="1O2"), *keys("Tab"),
        *see("8.0 of 10.0 points, $12,000.00 of $15,000.00. Each by"),
    ]  # fmt: skip
    (seen,) = walked(look, demo, steps, width=width)
    assert (seen["violations"], seen["overflow"]) == ([], None)
