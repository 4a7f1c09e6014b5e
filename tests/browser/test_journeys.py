"""Journeys through the demo as people go them, with their clicks and taps counted."""

import subprocess
import sys
import urllib.error
import zipfile

import pytest

from comanage.demo.health_system import cast
from comanage.rules.signoff import Role
from tests.browser.steps import (
    LOOK,
    SIGN_OUT,
    above,
    choose,
    fill,
    follow,
    goto,
    holder,
    keyed,
    miss,
    press,
    reach,
    save,
    see,
    sign_in,
    typed,
    unfold,
)

ACTS = {"check", "press", "follow", "unfold", "choose", "save"}  # what takes a finger or a click
PHONE = 390
FIRST_SCREEN = 700  # pixels of a phone before anybody scrolls
MADE_WITHIN = 120_000  # milliseconds that documents may take on a machine that is busy
PERIOP, ORTHO = "Perioperative Co-Management Agreement", "Orthopedics Co-Management Agreement"
BOTH = "Demo Second Approver"  # an approver who is made an administrator as well
FIGURES = {
    "Numerator of Patients warm on leaving the room": "430",
    "Denominator of Patients warm on leaving the room": "452",
    "Numerator of Nausea treated before it begins": "281",
    "Denominator of Nausea treated before it begins": "306",
    "Numerator of Antibiotic in the hour before incision": "395",
    "Denominator of Antibiotic in the hour before incision": "404",
    "Numerator of Glucose checked in patients with diabetes": "126",
    "Denominator of Glucose checked in patients with diabetes": "135",
    "Numerator of Breathing tube put back after surgery": "2",
    "Denominator of Breathing tube put back after surgery": "452",
    "Numerator of Block room ready at the time planned": "188",
    "Denominator of Block room ready at the time planned": "211",
    "Numerator of Anesthesia ready for the first case": "139",
    "Denominator of Anesthesia ready for the first case": "155",
    "Value of Wait for a place in recovery": "12.9",
    "Value of Recovery protocols in use": "3",
    "Value of Crisis simulations held": "1",
    "Value of Drugs prepared and thrown away": "8.4",
    "Value of Anesthetic gas per case": "11.60",
    "Numerator of Handovers by the checklist": "91",
    "Denominator of Handovers by the checklist": "100",
    "Numerator of Committee attendance": "21",
    "Denominator of Committee attendance": "24",
}
TYPED = {
    "Numerator of Readmission within 30 days, hip and knee": "7",
    "Denominator of Readmission within 30 days, hip and knee": "205",
    "Numerator of First cases that start on time": "270",
    "Denominator of First cases that start on time": "304",
    "Value of Room turnover": "26.8",
    "Numerator of Committee attendance": "44",
    "Denominator of Committee attendance": "48",
}
NONE = "Reason why there is no figure of Surgical site infections, hip and knee"


def taken(steps):
    """Count what a finger or a mouse does."""
    return sum(step["do"] in ACTS for step in steps)


def walked(look, demo, steps, **how):
    """Let one person walk, and give what was found on the way; nothing may stop them."""
    found = look(demo.base, {"name": "walker", "steps": steps, **how})["steps"]
    assert [each for each in found if "error" in each] == []
    return found


@pytest.mark.parametrize("javascript", [True, False])
def test_a_leader_finds_what_was_earned_what_was_possible_and_the_next_step_in_two_taps(
    demo, look, javascript
):
    way = [
        *see("earned by your group"), *see("possible"),
        *follow(f"Scorecard {ORTHO}, 2026-Q2"), *see("Earned in 2026-Q2"), *see("To earn more"),
    ]  # fmt: skip
    assert taken(way) <= 2
    walked(look, demo, [*sign_in(Role.LEADER), *way], width=PHONE, javascript=javascript)


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_the_amount_is_on_the_first_screen_and_the_places_are_in_a_menu(
    demo, look, javascript
):
    way = [
        *see("earned by your group"), *above("earned by your group", FIRST_SCREEN),
        *follow(f"Scorecard {ORTHO}, 2026-Q2"), *see("Earned in 2026-Q2"),
        *above("$150,000.00 possible", FIRST_SCREEN),
        *unfold("Menu"), *follow("Your payments"), *see("Payments to your group"),
    ]  # fmt: skip
    walked(look, demo, [*sign_in(Role.LEADER), *way], width=PHONE, javascript=javascript)


def test_compliance_has_a_packet_that_verifies_itself_in_four_clicks(demo, look, tmp_path):
    kept, folder = tmp_path / "packet.zip", tmp_path / "packet"
    way = [
        *follow(PERIOP, "Audit packet"), *press("Make the packet"),
        *save("Download", str(kept), MADE_WITHIN),
    ]  # fmt: skip
    assert taken(way) <= 4
    walked(look, demo, [*sign_in(Role.COMPLIANCE), *way])
    with zipfile.ZipFile(kept) as packet:
        packet.extractall(folder)
    done = subprocess.run(
        [sys.executable, "-I", "verify.py"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "MATCH" in done.stdout


def test_whoever_entered_a_figure_is_not_offered_its_approval_and_a_forged_one_is_refused(
    demo, look
):
    """An approver is given a second role, enters the quarter, and comes back to it as an approver."""
    both = holder(Role.APPROVER, BOTH)
    given = [
        *sign_in(Role.SYSTEM), *follow("People", BOTH),
        *choose("Role", "Service-line administrator"), *press("Give the role"),
    ]  # fmt: skip
    entered = [
        *SIGN_OUT, *sign_in(both), *follow(PERIOP, "Figures of 2026-Q3"),
        *fill(FIGURES), *press("Save and check"), *press("Submit 14 figures"), *SIGN_OUT,
    ]  # fmt: skip
    verified = [
        *sign_in(Role.VERIFIER), *follow(PERIOP, "Figures of 2026-Q3", "Verify figures"),
        *press("Verify all of them"), *SIGN_OUT,
    ]  # fmt: skip
    final = [
        *sign_in(Role.ADMINISTRATOR), *follow(PERIOP, "Settlement of 2026-Q3"),
        *press("Calculate 2026-Q3"), *press("Make settlement 1 final"), *SIGN_OUT,
    ]  # fmt: skip
    own = [
        *sign_in(both), *follow(PERIOP, "Settlement of 2026-Q3"), *miss("Approve settlement 1"),
        *see("You entered these values; another person must decide."),
    ]  # fmt: skip
    end = walked(look, demo, [*given, *entered, *verified, *final, *own])[-1]
    place = end["at"].removeprefix(demo.base)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        demo.visitor(both.email).send(place, f"{place}/approve", number="1")


def test_a_quarter_goes_from_its_figures_to_its_approval_without_a_mouse(demo, look):
    """Nothing but the keyboard: Tab, Enter and what is typed."""
    steps = [
        *hand_in(Role.ADMINISTRATOR), *keyed("Enter and submit the figures of 2026-Q3"),
        *reach(NONE), {"do": "type", "text": "too few cases"}, *typed(TYPED),
        *keyed("Save and check"), *keyed("Submit 15 figures"), *see("Submitted"), *hand_in(Role.VERIFIER),
        *goto("/agreements/1/figures/2026-Q3/verify"), *keyed("Verify all of them"), *see("erified"),
        *hand_in(Role.ADMINISTRATOR), *goto("/agreements/1/settlements/2026-Q3"),
        *keyed("Calculate 2026-Q3"), *see("$117,683.57"), *keyed("Make settlement 1 final"),
        *see("final"), *hand_in(Role.APPROVER), *goto("/agreements/1/settlements/2026-Q3"),
        *keyed("Approve settlement 1"), *see("approved and locked by", MADE_WITHIN), *LOOK,
    ]  # fmt: skip
    assert not {step["do"] for step in steps} & (ACTS - {"unfold"})
    seen = next(each for each in walked(look, demo, steps) if "violations" in each)
    assert seen["violations"] == []


def hand_in(role):
    """Come back to the sign-in page as somebody else, and sign in with the keyboard."""
    return [
        {"do": "leave"}, *goto("/login"),
        *typed({"E-mail address": holder(role).email, "Password": cast().password}),
        *keyed("Sign in"), *see(holder(role).name),
    ]  # fmt: skip
