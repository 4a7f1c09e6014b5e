"""A refused form: it says so in the title, leads to each field, and is as accessible as before."""

import pytest

from comanage.rules.signoff import Role
from tests.browser.steps import LOOK, fill, goto, holder, press, see

ADMINISTRATOR = [
    *goto("/agreements/new"),
    *fill({"Code": "not a code!", "Pool for a performance period": "12.345"}),
    *press("Draft the agreement"),
    *LOOK,
    *goto("/agreements/1/figures/2026-Q4"),
    *fill({"Value of Room turnover": "half an hour"}),
    *press("Save"),
    *see("There is a problem"),  # the grid keeps its draft first, and is sent then
    *LOOK,
    *goto("/service-lines"),
    *press("Add the service line"),
    *LOOK,
    *goto("/account"),
    *press("Change the password"),
    *LOOK,
]
SYSTEM = [*goto("/people/new"), *press("Add the person"), *LOOK]
NOBODY = [*goto("/login"), *fill({"Password": "wrong"}), *press("Sign in"), *LOOK]


@pytest.mark.parametrize("width", [320, 1280])
def test_a_refused_form_says_so_leads_to_its_faults_and_stays_accessible(demo, look, width):
    def person(name, steps, role=None):
        cookies = demo.visitor(holder(role).email).cookies if role else []
        return {"name": name, "steps": steps, "cookies": cookies, "width": width}

    people = [
        person("administrator", ADMINISTRATOR, Role.ADMINISTRATOR),
        person("system", SYSTEM, Role.SYSTEM),
        person("nobody", NOBODY),
    ]
    steps = look(demo.base, *people)["steps"]
    assert [step for step in steps if "error" in step] == []
    looks = [step for step in steps if "title" in step]
    assert len(looks) == 6
    for seen in looks:
        assert seen["title"].startswith("Error: ")
        assert seen["holds"] == "error-summary"
        assert seen["violations"] == []
        assert seen["overflow"] is None
