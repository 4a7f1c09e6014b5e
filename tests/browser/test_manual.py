"""The tour and the manual as people use them: offered, skipped, with keys, and without script."""

import pytest

from comanage.rules.signoff import Role
from tests.browser.steps import LOOK, fill, follow, goto, press, see, sign_in

TOUR = "Take the tour, 5 steps"
SKIP = "Skip the tour"
STEPS = ["See what you earned", "What would earn more", "Why", "Statement", "Ask"]


def walked(look, demo, steps, **how):
    found = look(demo.base, {"name": "reader", "steps": steps, **how})["steps"]
    assert [each for each in found if "error" in each] == []
    shown = [each for each in found if "violations" in each]
    assert [(each["violations"], each["overflow"]) for each in shown] == [([], None)] * len(shown)
    return shown


def test_a_leader_takes_the_tour_on_a_phone_and_each_step_is_accessible(demo, look):
    taken = [
        step
        for title, on in zip(STEPS, ["Next", "Next", "Next", "Next", "Done"], strict=True)
        for step in [*see(title), *LOOK, *press(on)]
    ]
    shown = walked(look, demo, [*sign_in(Role.LEADER), *follow(TOUR), *taken, *LOOK], width=390)
    assert len(shown) == len(STEPS) + 1


def test_a_tour_that_is_skipped_is_gone_and_begins_again_from_help(demo, look):
    skipped = [*follow(TOUR), *see("Step 1 of 5"), *press(SKIP), *LOOK]
    again = [
        *goto("/help/tours"),
        *follow(TOUR),
        *see("Step 1 of 5"),
        *press("Next"),
        *see("Step 2 of 5"),
    ]
    back = [*press("Back"), *see("Step 1 of 5"), *press(SKIP)]
    walked(look, demo, [*sign_in(Role.COMPLIANCE), *skipped, *again, *back])


@pytest.mark.parametrize("width", [390, 1280])
def test_each_step_of_a_tour_marks_what_it_is_about_and_covers_nothing_of_it(demo, look, width):
    apart = {"do": "apart", "one": "#tour", "other": ".tour-marked"}
    taken = [
        step
        for title, on in zip(STEPS, ["Next", "Next", "Next", "Next", "Done"], strict=True)
        for step in [*see(title), apart, *press(on)]
    ]
    walked(look, demo, [*sign_in(Role.LEADER), *follow(TOUR), *taken], width=width)


def test_without_script_the_tour_is_a_page_and_the_search_works(demo, look):
    toured = [*sign_in(Role.LEADER), *follow(TOUR), *see("Somebody answers in writing")]
    found = [*fill({"Search the manual": "slack"}), *press("Search"), *see("found for")]
    read = [*follow("A level held"), *see("and is to be kept")]
    walked(look, demo, [*toured, *found, *read], javascript=False)


def test_a_search_is_accessible_on_a_phone_whether_it_finds_or_not(demo, look):
    searched = [
        *goto("/help/search?q=threshold"),
        *see("found for"),
        *LOOK,
        *goto("/help/search?q=zebra"),
        *see("Nothing was found"),
        *LOOK,
    ]
    assert len(walked(look, demo, searched, width=390)) == 2
