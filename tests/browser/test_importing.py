"""An import as an administrator goes through it: four steps, with script and without, on a phone too."""

import pytest

from comanage.rules.signoff import Role
from tests.browser.steps import LOOK, attach, choose, follow, goto, holder, press, see

HOME = "/agreements/2/imports/2026-Q4/new"
OWN = """Indicator,Num,Denom,Result (%),Reviewed by,Data source
Referred to cardiac rehabilitation,402,486,,QA,Registry
balloon,,,91.5,QA,Registry
"""
WAYS = [(1280, True), (390, True), (390, False)]


@pytest.fixture
def files(tmp_path):
    """A report with heads of its own, one with mistakes, and one with a patient in it."""
    kept = {
        "own": OWN,
        "bad": OWN.replace("402", "4O2").replace("balloon", "baloon"),
        "patients": OWN.replace("Reviewed by", "MRN").replace("QA", "00418823"),
    }
    for name, text in kept.items():
        (tmp_path / f"{name}.csv").write_text(text)
    return {name: str(tmp_path / f"{name}.csv") for name in kept}


def walked(look, demo, steps, *, width, javascript):
    """Walk through steps as the administrator; nothing may fail, and what is looked at is accessible."""
    visitor = demo.visitor(holder(Role.ADMINISTRATOR).email)
    person = {"name": "somebody", "steps": steps, "cookies": visitor.cookies}
    found = look(demo.base, person | {"width": width, "javascript": javascript})["steps"]
    assert [each for each in found if "error" in each] == []
    seen = [each for each in found if "violations" in each]
    if javascript:
        assert [(each["violations"], each["overflow"]) for each in seen] == [([], None)] * len(seen)
    return seen


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_report_is_matched_checked_and_confirmed_and_going_back_keeps_it(
    demo, look, files, width, javascript
):
    see_it = LOOK if javascript else []
    steps = [
        *goto(HOME), *see("Step 1 of 4: Choose a file"), *see_it,
        *press("Go on"), *see("Choose a file, or paste rows with their heading."), *see_it,
        *attach("File", files["bad"]), *press("Go on"), *see("Step 2 of 4: Match columns"), *see_it,
        *choose("Note", "Reviewed by – QA"), *press("Check rows"), *see("Step 3 of 4: Check rows"),
        *see("Row 2, Numerator"), *see("“4O2” is not a number."), *see("2 rows are refused"), *see_it,
        *press("Choose the mended file"), *see("is still here"), *see_it,
        *attach("File", files["own"]), *press("Go on"), *see("What would change"), *see_it,
        *press("Match columns"), *choose("Measure", "Not in the file"), *press("Check rows"),
        *see("Say which column names the measure."), *see_it,
        *choose("Measure", "Indicator – Referred to cardiac reha…"), *press("Check rows"),
        *see("What would change"), *press("Go on"), *see("Step 4 of 4: Confirm"), *see_it,
        *press("Back to the rows"), *see("Step 3 of 4: Check rows"), *press("Go on"), *see("What is stored"),
    ]  # fmt: skip
    walked(look, demo, steps, width=width, javascript=javascript)


@pytest.mark.trust("H4")
@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_file_with_a_column_of_patients_is_refused_on_a_page_of_its_own(
    demo, look, files, width, javascript
):
    steps = [
        *goto(HOME), *attach("File", files["patients"]), *press("Go on"),
        *see("refused before anything was stored"), *see("Row 1, column E"),
        *see("This looks like a medical record number."), *LOOK[: int(javascript)],
        *follow("Choose another file"), *see("Step 1 of 4: Choose a file"),
    ]  # fmt: skip
    seen = walked(look, demo, steps, width=width, javascript=javascript)
    assert all(each["title"].startswith("Error: Patient data refused") for each in seen)


def test_what_was_confirmed_stands_as_drafts_and_is_the_same_the_next_time(demo, look, files):
    steps = [
        *goto(HOME), *attach("File", files["own"]), *press("Go on"), *press("Check rows"),
        *press("Go on"), *press("Import 2 figures"), *see("2 figures are imported as drafts."),
        *follow("Import a file"), *attach("File", files["own"]), *press("Go on"), *press("Check rows"),
        *see("The file changes nothing"), *LOOK,
    ]  # fmt: skip
    walked(look, demo, steps, width=1280, javascript=True)
