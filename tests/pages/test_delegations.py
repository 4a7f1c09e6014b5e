"""Delegations in the browser: a duty handed over, done in another's stead, and taken back."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.actions.settling import PERIOD, finalized, make_ready, without_layout
from tests.makers import make_actor, make_person
from tests.pages.browser import Browser, words


@pytest.fixture
def ready(app, monkeypatch):
    """A final settlement, and browsers for its approver, a colleague and a system administrator."""
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
        made.colleague = make_actor(session, person=make_person(session, "Eva Lind"))
        made.system = make_actor(session, Role.SYSTEM)
    finalized(made)
    for name in ("approver", "system", "verifier"):
        person = SimpleNamespace(id=getattr(made, name).person_id)
        setattr(made, f"{name}_at", Browser(app, person))
    made.url = f"/agreements/{made.id}/settlements/{PERIOD}"
    return made


def handed(ready, browser=None, expected=303, **fields):
    today = clock.today()
    given = {
        "role": "approver", "taker_id": ready.colleague.person_id, "starts": today.isoformat(),
        "ends": (today + timedelta(10)).isoformat(), "reason": "On leave.",
    }  # fmt: skip
    return (browser or ready.approver_at).send("/delegations", expected, **given | fields)


def test_a_duty_is_handed_over_and_done_in_the_own_name(app, ready):
    assert "No duty was handed over." in words(ready.approver_at.get("/delegations").text)
    handed(ready)
    page = words(ready.approver_at.get("/delegations").text)
    assert "Eva Lind" in page
    assert "On leave." in page
    colleague = Browser(app, SimpleNamespace(id=ready.colleague.person_id))
    colleague.send(ready.url, to=f"{ready.url}/approve", number="1")
    page = words(colleague.get(ready.url).text)
    assert "Eva Lind, approver, for Carla Ruiz: “I approve these scores and amounts”" in page
    assert "Approver, for Carla Ruiz." in words(colleague.get("/account").text)


def test_what_is_taken_back_counts_no_more(app, ready):
    handed(ready)
    ready.approver_at.send("/delegations", to="/delegations/1/end")
    assert "Ended" in words(ready.approver_at.get("/delegations").text)
    colleague = Browser(app, SimpleNamespace(id=ready.colleague.person_id))
    colleague.get(ready.url, 403)


def test_a_system_administrator_hands_over_the_duty_of_another(ready):
    handed(ready, ready.system_at, giver_id=ready.approver.person_id)
    assert "Carla Ruiz" in words(ready.system_at.get("/delegations").text)


def test_whoever_names_another_hands_over_the_own_duty_alone(ready):
    """A field that the page does not offer is not read."""
    answer = handed(ready, ready.verifier_at, 422, giver_id=ready.approver.person_id)
    assert "This role is not held there" in words(answer.text)


def test_faults_stand_beside_their_fields(ready):
    answer = handed(ready, None, 422, role="", taker_id="", starts="", ends="", reason="")
    page = words(answer.text)
    for sentence in ("Choose a role", "Choose someone else", "first day", "last day", "Say why"):
        assert sentence in page
