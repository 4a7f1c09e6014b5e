"""The own account: where one is signed in, and how the other browsers are signed out."""

import pytest

from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.sign_in import open_of
from comanage.rules.signoff import Role
from tests.makers import make_installation, make_person, make_role
from tests.pages.browser import Browser, words


@pytest.fixture
def people(app):
    """Somebody who is signed in at two browsers, and a system administrator."""
    with transaction() as session:
        make_installation(session)
        ada, sam = make_person(session, "Ada Marsh"), make_person(session, "Sam Ito")
        make_role(session, ada, Role.ADMINISTRATOR)
        make_role(session, sam, Role.SYSTEM)
    return {
        "ada": ada,
        "desk": Browser(app, ada),
        "phone": Browser(app, ada),
        "sam": Browser(app, sam),
    }


def ended_by():
    with reading() as session:
        entries = session.query(AuditEntry).filter(AuditEntry.act == Act.SIGN_IN_ENDED)
        return [each.person_id for each in entries]


def test_whoever_is_signed_in_elsewhere_sees_it_and_signs_out_there(people):
    page = people["desk"].get("/account").text
    assert words(page).count("Another browser, since") == 1
    assert words(page).count("This browser , since") == 1
    people["desk"].send("/account", to="/account/sign-ins/end")
    assert people["phone"].get("/account", 303).location.startswith("/login")
    page = people["desk"].get("/account").text
    assert "You are signed out at 1 other browser." in words(page)
    assert "Another browser" not in page
    assert "Sign out everywhere else" not in page
    assert ended_by() == [people["ada"].id]


def test_a_system_administrator_signs_a_person_out_everywhere(people):
    at = f"/people/{people['ada'].id}"
    assert "Signed in at 2 browsers now." in words(people["sam"].get(at).text)
    people["sam"].send(at, to=f"{at}/sign-ins/end")
    assert "The person is signed out everywhere." in words(people["sam"].get(at).text)
    for browser in ("desk", "phone"):
        assert people[browser].get("/", 303).location.startswith("/login")
    with reading() as session:
        assert open_of(session, people["ada"].id) == []
    assert len(ended_by()) == 2


def test_nobody_ends_the_own_sign_ins_by_way_of_the_people(people):
    sam = people["sam"]
    at = f"/people/{sam.person.id}"
    assert "Signed in at" not in sam.get(at).text
    sam.send(at, 403, to=f"{at}/sign-ins/end")
    assert sam.get("/account").status_code == 200
