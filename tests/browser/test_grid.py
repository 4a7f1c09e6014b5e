"""The grid of figures as an administrator works in it: keys, paste, drafts, and another person."""

import subprocess
import sys

import pytest

from comanage.rules.signoff import Role
from tests.browser.steps import LOOK, goto, holder, miss, press, see, sign_in

ORTHOPEDICS, CARDIOLOGY = "/agreements/1/figures/2026-Q4", "/agreements/2/figures/2026-Q4"
ACTIONS = {"follow", "focus", "paste", "press", "check", "fill", "key", "type"}
# Numerator, denominator, value and baseline, as a spreadsheet gives them; the last measure is left.
FOURTEEN = """
\t\t 0.75 \t
8\t 201 \t\t
108\t139\t\t72
58\t86\t\t
195\t214\t\t
268\t305\t\t
\t\t27.0\t
180\t200\t\t
\t\t3\t
190\t197\t\t
\t\t"$5,200.00"\t
\t\t101.2%\t
\t\t$4,310\t
44\t48\t\t
""".lstrip("\n").replace("\n", "\r\n")
MIXED = (
    """84\u00a0
1.234,5
(45)
14 Jul 2027
\u22122.5
"two\nlines"
1,234
""".replace("\n", "\r\n")
    + "7\r\n" * 12
)


def act(do, **told):
    """Take a step that is this file's own."""
    return [{"do": do, **told}]


def focus(label):
    """Click into a box."""
    return act("focus", label=label)


def keys(*names):
    """Press keys one after the other."""
    return [{"do": "key", "name": name} for name in names]


def enter_as_another(demo, file, measure, value):
    """Let a second administrator enter a figure, by the command line."""
    file.write_text(f"period,measure,value\n2026-Q4,{measure},{value}\n")
    settings = demo.environment | {"COMANAGE_DATA": f"{demo.environment['COMANAGE_DATA']}/demo"}
    person = ("Demo Second Administrator", "second@larkspur.example")
    for command in (
        ["user", "add", *person, Role.ADMINISTRATOR.value, "--service-line", "CARDIO"],
        ["import", str(file), "--agreement", "CARDIO", "--period", "2026-Q4", "--as", person[1]],
    ):
        whole = [sys.executable, "-m", "comanage", *command]
        done = subprocess.run(whole, env=settings, check=False, capture_output=True)
        assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()


def holds(**boxes):
    """See what boxes hold, by measure; the column is the first word of each text."""
    return [
        {"do": "holds", "label": f"{text.split()[0]} of {MEASURES[name]}", "value": text.partition(" ")[2]}
        for name, text in boxes.items()
    ]  # fmt: skip


MEASURES = {
    "infections": "Surgical site infections, hip and knee",
    "readmission": "Readmission within 30 days, hip and knee",
    "turnover": "Room turnover",
    "notes": "Operative notes within 24 hours",
    "rehab": "Referred to cardiac rehabilitation",
    "balloon": "Door to balloon within 90 minutes",
}


def walked(look, demo, steps, *, signed_in=True, lost=0, again=False, **how):
    """Walk through steps as the administrator, and give what was looked at; nothing may fail.

    What an earlier test left as a draft is thrown away first, unless one goes on with it.
    """
    visitor = demo.visitor(holder(Role.ADMINISTRATOR).email)
    for page in () if again else (ORTHOPEDICS, CARDIOLOGY):
        visitor.send(page, f"{page}/drafts/drop")
    cookies = visitor.cookies if signed_in else []
    person = {"name": "somebody", "steps": steps, "cookies": cookies, **how}
    found = look(demo.base, person)["steps"]
    assert [each for each in found if "error" in each] == []
    errors = found[-1]["errors"]
    assert [each for each in errors if "script" in each or "elsewhere" in each] == []
    assert (len(errors) > 0) == (lost > 0), errors
    return [each for each in found if "violations" in each]


def test_keys_go_through_the_grid_fill_down_and_undo(demo, look):
    steps = [
        *goto(ORTHOPEDICS), *miss("Undo"), *focus("Numerator of Surgical site infections, hip and knee"),
        *act("type", text="1"), *miss("Undo"), *keys("Enter"), *act("find", name="Undo"),
        *act("on", label="Numerator of Readmission within 30 days, hip and knee"),
        *act("type", text="9"), *keys("ArrowRight"),
        *act("on", label="Denominator of Readmission within 30 days, hip and knee"),
        *keys("ArrowUp"), *act("on", label="Denominator of Surgical site infections, hip and knee"),
        *keys("ArrowDown", "ArrowLeft"), *act("type", text="77"), *keys("Escape"),
        *holds(readmission="Numerator 9"), *keys("Control+d", "Control+d"),
        *act("on", label="Numerator of Outcome questionnaires completed"),
        *act("holds", label="Numerator of Outcome questionnaires completed", value="9"),
        *keys("Control+z"), *see("1 box is as it was before."),
        *act("holds", label="Numerator of Outcome questionnaires completed", value=""),
        *act("holds", label="Numerator of Patients who would recommend the hospital", value="9"),
        *keys("Control+Home"),
        *act("on", label="Numerator of Surgical site infections, hip and knee"),
        *keys("Control+End"), *act("on", label="Note on Operative notes within 24 hours"),
        *act("unfold", name="Keys and pasting"), *see("one measure up or down"), *LOOK,
    ]  # fmt: skip
    (seen,) = walked(look, demo, steps)
    assert (seen["violations"], seen["overflow"]) == ([], None)


def test_a_paste_is_shown_before_it_is_applied_and_nothing_is_cut_silently(demo, look):
    steps = [
        *goto(ORTHOPEDICS), *focus("Value of Readmission within 30 days, hip and knee"),
        *act("type", text="4.4"), *focus("Value of Surgical site infections, hip and knee"),
        *act("paste", text=MIXED),
        *act("row", text="Value of Readmission within 30 days, hip and knee 4.4 Refused: “1.234,5” is"),
        *act("row", text="Value of Room turnover – 1234"),
        *see("15 values: 12 new, 0 change old values, 3 refused."),
        *see("4 more cells do not fit and are left out: “7”, “7”, “7” …"),
        *see("Refused: “1.234,5” is not a number."), *see("Refused: “14 Jul 2027” is not a number."),
        *see("Refused: “two lines” is not a number."), *LOOK,
        *press("Cancel"), *holds(infections="Value ", turnover="Value "),
        *act("paste", text=MIXED), *press("Apply"),
        *see("12 values are pasted, and not submitted yet."),
        *holds(infections="Value 84", turnover="Value 1234"),
        *act("holds", label="Value of Care pathway followed", value="-2.5"),
        *act("holds", label="Value of Patients who would recommend the hospital", value="-45"),
        *act("holds", label="Value of Readmission within 30 days, hip and knee", value="4.4"),
        *press("Undo"), *see("12 boxes are as they were before."),
        *holds(infections="Value ", turnover="Value "),
    ]  # fmt: skip
    (seen,) = walked(look, demo, steps)
    assert (seen["violations"], seen["overflow"]) == ([], None)


def test_shares_in_a_percent_column_are_asked_about_once(demo, look):
    steps = [
        *goto(CARDIOLOGY), *focus("Value of Referred to cardiac rehabilitation"),
        *act("paste", text="0.85\n0.075\n0.9%"),
        *see("Value: 2 percentages of at most 1. 0.85% or 85%?"), *press("Apply"),
        *see("Check what is pasted"), *act("check", label="85%, a hundred times as much"),
        *press("Apply"), *holds(rehab="Value 85", balloon="Value 0.9"),
        *act("holds", label="Value of Readmission within 30 days, heart failure", value="7.5"),
    ]  # fmt: skip
    walked(look, demo, steps)


def test_words_of_a_reason_are_matched_by_what_is_offered(demo, look):
    label = "Reason why there is no figure of {}"
    rehab, failure = MEASURES["rehab"], "Readmission within 30 days, heart failure"
    steps = [
        *goto(CARDIOLOGY), *focus(label.format(rehab)),
        *act("paste", text='Too Few Cases\tCardiology registry\n"not\nclosed"'), *press("Apply"),
        *act("holds", label=label.format(rehab), value="too few cases"),
        *act("holds", label=f"Source of {rehab}", value="Cardiology registry"),
        *act("holds", label=label.format(failure), value="not closed"),
    ]  # fmt: skip
    walked(look, demo, steps)


def test_fourteen_values_are_pasted_and_submitted_in_at_most_six_actions(demo, look):
    journey = [
        *act("follow", name="Enter and submit the figures of 2026-Q4", at=1),
        *focus("Numerator of Surgical site infections, hip and knee"),
        *act("paste", text=FOURTEEN), *press("Apply"), *press("Save and check"), *press("Submit 14 figures"),
    ]  # fmt: skip
    assert sum(step["do"] in ACTIONS for step in journey) <= 6
    steps = [
        *sign_in(Role.ADMINISTRATOR), *see("Enter and submit the figures of 2026-Q4"), *journey,
        *see("14 figures are submitted to be verified. Next: Demo Verifier verifies them."), *see("14 submitted, 1 not entered of 15"),
    ]  # fmt: skip
    walked(look, demo, steps, signed_in=False)


def test_what_is_typed_is_kept_as_a_draft_and_comes_back_after_the_sign_in_ended(demo, look):
    label = f"Value of {MEASURES['notes']}"
    steps = [
        *sign_in(Role.ADMINISTRATOR), *see("Enter and submit the figures of 2026-Q4"),
        *goto(ORTHOPEDICS), *focus(label), *act("type", text="97.5"), *see("Saved as a draft "),
        *act("forget"), *act("type", text="1"), *see("Not saved: 1 change is kept in this tab."),
        *see("Your sign-in has ended"),
    ]  # fmt: skip
    walked(look, demo, steps, signed_in=False)
    back = [
        *sign_in(Role.ADMINISTRATOR), *see("Enter and submit the figures of 2026-Q4"),
        *goto(ORTHOPEDICS), *see("Your draft is back"), *act("holds", label=label, value="97.5"),
        *see("draft, not yet submitted"), *LOOK,
    ]  # fmt: skip
    for width in (390, 1280):
        (seen,) = walked(look, demo, back, signed_in=False, again=True, width=width)
        assert (seen["violations"], seen["overflow"]) == ([], None)
    clear = [*goto(ORTHOPEDICS), *press("Throw the draft away"), *see("Your draft is thrown away.")]
    walked(look, demo, [*clear, *act("holds", label=label, value="")], again=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_whether_it_is_kept_is_in_sight_wherever_somebody_types(demo, look, width):
    saved, lost = (
        "Saved as a draft ",
        "Not saved: 1 change is kept in this tab. Your sign-in has ended",
    )
    steps = [
        *sign_in(Role.ADMINISTRATOR), *see("Enter and submit the figures of 2026-Q4"),
        *goto(CARDIOLOGY), *focus(f"Value of {MEASURES['rehab']}"),
        *act("type", text="1"), *see(saved), *act("insight", text=saved),
    ]  # fmt: skip
    for _ in range(6):
        steps += [*keys("ArrowDown"), *act("insight", text=saved)]
    steps += [*act("wait", seconds=1), *LOOK]  # what is left was looked at
    steps += [*act("forget"), *act("type", text="9"), *see(lost), *act("insight", text=lost)]
    (seen,) = walked(look, demo, steps, signed_in=False, width=width)
    assert seen["overflow"] is None  # what is scrolled half beneath the line is no target yet


def test_without_a_network_what_is_typed_stays_in_the_tab_and_is_sent_later(demo, look):
    label = f"Value of {MEASURES['notes']}"
    steps = [
        *goto(ORTHOPEDICS), *act("offline", **{"is": True}), *focus(label), *act("type", text="96"),
        *keys("Tab"), *act("type", text="90"), *see("Not saved: 2 changes are kept in this tab."),
        *act("offline", **{"is": False}), *see("Saved as a draft "), *goto(ORTHOPEDICS),
        *act("holds", label=label, value="96"), *press("Throw the draft away"),
        *see("Your draft is thrown away."),
    ]  # fmt: skip
    walked(look, demo, steps, lost=1)


def test_saving_without_a_network_stays_on_the_page_with_all_that_was_typed(demo, look):
    label = f"Value of {MEASURES['notes']}"
    steps = [
        *goto(ORTHOPEDICS), *act("offline", **{"is": True}), *focus(label), *act("type", text="96"),
        *press("Save"), *see("Not saved: 1 change is kept in this tab. Nobody answers"),
        *act("holds", label=label, value="96"), *act("offline", **{"is": False}), *press("Save"),
        *see("1 figure is saved."), *act("holds", label=label, value="96"),
    ]  # fmt: skip
    walked(look, demo, steps, lost=1)


def test_of_two_people_neither_loses_what_was_typed_and_both_names_are_there(demo, look, tmp_path):
    label = f"Value of {MEASURES['rehab']}"
    before = [*goto(CARDIOLOGY), *focus(label), *act("type", text="81"), *see("Saved as a draft ")]
    walked(look, demo, before)
    enter_as_another(demo, tmp_path / "figures.csv", "rehab", "79")
    after = [
        *goto(CARDIOLOGY), *act("holds", label=label, value="81"),
        *see("Saved by Demo Second Administrator; yours, Demo Administrator, is in the box"),
        *LOOK, *press("Throw the draft away"), *see("Your draft is thrown away."),
    ]  # fmt: skip
    (seen,) = walked(look, demo, after, again=True)
    assert (seen["violations"], seen["overflow"]) == ([], None)


def test_correcting_a_verified_figure_begins_at_its_boxes(demo, look):
    page = CARDIOLOGY.replace("Q4", "Q2")
    steps = [
        *goto(page), *act("follow", name="Correct Referred to cardiac rehabilitation"),
        *act("on", label=f"Numerator of {MEASURES['rehab']}"),
        *see("You are correcting a verified figure."), *LOOK,
        *act("follow", name="Leave it as it is Referred to cardiac rehabilitation"),
        *act("lacks", text="You are correcting"),
    ]  # fmt: skip
    (seen,) = walked(look, demo, steps)
    assert (seen["violations"], seen["overflow"]) == ([], None)
