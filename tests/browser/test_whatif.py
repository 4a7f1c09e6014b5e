"""Trying other results on a phone: a slider moves its box and the estimate; without script a button does."""

from comanage.rules.signoff import Role
from tests.browser.steps import LOOK, fill, follow, goto, press, see, sign_in

PHONE = 390
PERIOD = "/agreements/1/results/2026-Q2"
TRY = "/agreements/1/what-if/2026-Q2"
SLIDER = "Slider: Numerator of Readmission within 30 days, hip and knee"
BOX = "Numerator of Readmission within 30 days, hip and knee"
STOOD, TRIED, MORE = "$107,792.86", "$110,792.86", "+$3,000.00"


def walked(look, demo, steps, **how):
    """Take steps as the leader on a phone; give the pages looked at and what is wrong with them."""
    person = {"name": "leader", "steps": [*sign_in(Role.LEADER), *steps], "width": PHONE, **how}
    *looked, end = look(demo.base, person)["steps"]
    assert [each for each in looked if "error" in each] == []
    return looked, end


def test_a_leader_moves_a_slider_and_the_estimate_follows_without_a_new_page(demo, look):
    steps = [
        *goto(PERIOD), *follow("Try other results"), *see(STOOD), *LOOK,
        *fill({SLIDER: "6"}), *see(TRIED), *see(MORE), *see("3.1%"), *LOOK,
        *fill({SLIDER: "8"}), *see("as it stood"),
        *fill({BOX: "6"}), {"do": "key", "name": "Tab"}, *see(MORE),
        *fill({BOX: "x"}), {"do": "key", "name": "Tab"}, *see("“x” is not a number."),
        *see("No estimate yet"), *LOOK,
    ]  # fmt: skip
    looked, end = walked(look, demo, steps)
    assert [(each["violations"], each["overflow"]) for each in looked] == [([], None)] * 3
    assert end["at"].endswith(f"{TRY}?n-readmit-30=x")
    assert looked[2]["title"].startswith("Error: ")
    assert [said for said in end["errors"] if "status of 422" not in said] == []


def test_the_address_holds_what_is_tried_and_opens_the_same_estimate(demo, look):
    _, end = walked(look, demo, [*goto(f"{TRY}?n-readmit-30=6"), *see(TRIED)])
    assert end["errors"] == []


def test_a_largest_gain_is_tried_with_one_tap_and_the_others_stay(demo, look):
    steps = [
        *goto(f"{TRY}?n-readmit-30=6"),
        *follow("Try this change of Room turnover"), *see("Tried below"), *LOOK,
    ]  # fmt: skip
    looked, end = walked(look, demo, steps)
    assert [(each["violations"], each["overflow"]) for each in looked] == [([], None)]
    assert end["at"].endswith("?n-readmit-30=6&v-turnover=25")


def test_a_phone_that_runs_no_script_types_and_calculates(demo, look):
    steps = [
        *goto(f"{TRY}"), *fill({BOX: "6"}), *press("Calculate"), *see(TRIED), *see(MORE),
        *fill({BOX: "500"}), *press("Calculate"),
        *see("The numerator 500 is more than the denominator 192."),
    ]  # fmt: skip
    _, end = walked(look, demo, steps, javascript=False)
    assert [said for said in end["errors"] if "status of 422" not in said] == []
