"""Hours decided for another, on their page: who decided, for whom, and who may not."""

import pytest

from comanage import clock
from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.actions.on_duty import MARCH, attest, log, on_duty
from tests.actions.settling import as_well
from tests.makers import NOW, make_delegation, make_person
from tests.pages.browser import Browser, words


@pytest.fixture(autouse=True)
def _today():
    with clock.fixed(NOW):
        yield


@pytest.fixture
def made(app):
    """Dr. Ito's March is attested."""
    del app
    with transaction() as session:
        found = on_duty(session)
        log(session, found, 375)
        found.seen = attest(session, found).content_hash
    return found


def test_whoever_decides_for_another_is_named_with_whose_duty_it_was(app, made):
    month = f"/agreements/{made.id}/hours/{made.granite}/{MARCH}/{made.ann.person_id}"
    with transaction() as session:
        eva = make_person(session, "Eva Lind")
        make_delegation(session, made.administrator, eva, Role.ADMINISTRATOR)
        ann = as_well(session, made.ann, Role.APPROVER)
        ida = make_person(session, "Ida Berg")
        make_delegation(session, ann, ida, Role.APPROVER)
    Browser(app, eva).send(month, to=f"{month}/approve", seen=made.seen)
    page = words(Browser(app, ida).get(month).text)
    assert "Eva Lind , service-line administrator, for The administrator," in page
    assert "You do this for another, whose own hours these are" in page
    assert "Nothing waits for you." in words(Browser(app, ida).get("/hours/approvals").text)
