"""Role changes that take two administrators, from the request to what becomes of it."""

import pytest

from comanage.actions import people, role_changes
from comanage.database import reading, transaction
from comanage.records import role_change
from comanage.records.audit_entry import latest
from comanage.records.person import Person, by_email, roles_of
from comanage.records.second_factor import SecondFactor
from comanage.rights import SECOND_FACTOR
from comanage.rules.signoff import Role
from tests.makers import (
    make_actor,
    make_group,
    make_installation,
    make_person,
    make_role,
    make_service_line,
)
from tests.pages.browser import Browser, words

pytestmark = pytest.mark.trust("B6")

WAITS = "Another system administrator has to confirm this."


@pytest.fixture
def lea(app):
    """Somebody without a role."""
    with transaction() as session:
        make_installation(session)
        return make_person(session, "Lea Roy")


def administrator(app, name):
    with transaction() as session:
        person = make_person(session, name)
        make_role(session, person, Role.SYSTEM)
    return Browser(app, person)


@pytest.fixture
def sam(app, lea):
    """A system administrator's browser."""
    return administrator(app, "Sam Ito")


@pytest.fixture
def uma(app, lea):
    """Another's."""
    return administrator(app, "Uma Berg")


def roles(person_id):
    with reading() as session:
        return [row.role for row in roles_of(session, person_id)]


def acts():
    with reading() as session:
        return [(entry.act, entry.reason) for entry in latest(session)]


def ask(browser, lea, role="approver", **more):
    return browser.send(f"/people/{lea.id}", to=f"/people/{lea.id}/roles", role=role, **more)


def decide(browser, how, expected=303, change=1):
    return browser.send("/people", expected, to=f"/people/changes/{change}/{how}")


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_which_roles_take_two(app, sam, uma, lea, role):
    with transaction() as session:
        group = make_group(session) if role in {Role.PHYSICIAN, Role.LEADER} else None
        given = people.Given(role, group_id=group.id if group else None)
        boss = make_actor(session, person=session.query(Person).filter_by(name="Sam Ito").one())
        assert people.give_role(session, boss, lea.id, given) is (role not in SECOND_FACTOR)


def test_one_asks_and_another_confirms(app, sam, uma, lea):
    hers = Browser(app, lea)
    ask(sam, lea)
    assert WAITS in words(sam.get("/people").text)
    assert roles(lea.id) == []
    hers.get("/")
    page = words(uma.get("/people").text)
    assert "Lea Roy Give the role: approver Sam Ito" in page
    decide(uma, "confirm")
    assert roles(lea.id) == [Role.APPROVER]
    hers.get("/", 303)
    assert [each[0] for each in acts()[:2]] == ["person:role:give", "person:role-change:confirm"]
    assert acts()[0][1] == "asked for by Sam Ito"
    assert "Waiting for a second" not in words(uma.get("/people").text)
    decide(uma, "confirm", 409)


def test_who_asked_confirms_nothing_and_may_take_it_back(app, sam, uma, lea):
    ask(sam, lea)
    assert "so another system administrator confirms it" in words(decide(sam, "confirm", 403).text)
    assert roles(lea.id) == []
    decide(sam, "decline")
    assert "The request was withdrawn" in words(sam.get("/people").text)
    decide(uma, "confirm", 409)
    assert roles(lea.id) == []


def test_another_declines(app, sam, uma, lea):
    ask(sam, lea)
    decide(uma, "decline")
    assert "The request was declined" in words(uma.get("/people").text)
    assert roles(lea.id) == []


def test_nobody_confirms_more_rights_for_themselves(app, sam, uma, lea):
    with reading() as session:
        me = session.query(Person).filter_by(name="Uma Berg").one()
    ask(sam, me)
    assert "Nobody confirms more rights for themselves" in words(decide(uma, "confirm", 403).text)
    assert roles(me.id) == [Role.SYSTEM]


def test_an_administrator_may_agree_to_the_end_of_the_own_role(app, sam, uma, lea):
    with reading() as session:
        me = session.query(Person).filter_by(name="Uma Berg").one()
        (held,) = roles_of(session, me.id)
    sam.send(f"/people/{me.id}", to=f"/people/{me.id}/roles/{held.id}/end")
    assert roles(me.id) == [Role.SYSTEM]
    decide(uma, "confirm")
    assert roles(me.id) == []


def test_the_last_administrator_stays_though_another_agreed(app, sam, uma, lea):
    with reading() as session:
        me = session.query(Person).filter_by(name="Uma Berg").one()
        (held,) = roles_of(session, me.id)
        other = session.query(Person).filter_by(name="Sam Ito").one()
    sam.send(f"/people/{me.id}", to=f"/people/{me.id}/roles/{held.id}/end")
    uma.send(f"/people/{other.id}", to=f"/people/{other.id}/close")
    decide(uma, "confirm", 409)
    assert roles(me.id) == [Role.SYSTEM]


def test_a_request_of_somebody_who_lost_the_right_is_not_confirmed(app, sam, uma, lea):
    vic = administrator(app, "Vic Oz")
    ask(sam, lea)
    with reading() as session:
        other = session.query(Person).filter_by(name="Sam Ito").one()
    vic.send(f"/people/{other.id}", to=f"/people/{other.id}/close")
    assert "no system administrator any more" in words(decide(uma, "confirm", 409).text)
    decide(uma, "decline")


def test_the_same_is_asked_once(app, sam, uma, lea):
    ask(sam, lea)
    page = uma.send(f"/people/{lea.id}", 409, to=f"/people/{lea.id}/roles", role="approver")
    assert role_changes.ASKED_ALREADY in words(page.text)
    with transaction() as session:
        line = make_service_line(session)
    ask(uma, lea, service_line_id=str(line.id))
    with reading() as session:
        assert len(role_change.waiting(session)) == 2


def test_a_new_person_waits_for_a_weighty_first_role(app, sam, uma):
    sam.send("/people/new", name="New", email="new@x.example", role="compliance officer")
    with reading() as session:
        new = by_email(session, "new@x.example")
    assert roles(new.id) == []
    decide(uma, "confirm")
    assert roles(new.id) == [Role.COMPLIANCE]


def test_a_second_factor_is_reset_by_two(app, sam, uma, lea):
    with transaction() as session:
        make_role(session, lea, Role.APPROVER)
    sam.send(f"/people/{lea.id}", to=f"/people/{lea.id}/second-factor/reset")
    with reading() as session:
        assert session.get(SecondFactor, lea.id) is not None
    assert "Reset the second factor" in words(uma.get("/people").text)
    decide(uma, "confirm")
    with reading() as session:
        assert session.get(SecondFactor, lea.id) is None


def test_an_only_administrator_decides_alone_and_the_log_marks_it(app, sam, lea):
    ask(sam, lea)
    assert roles(lea.id) == [Role.APPROVER]
    assert acts()[0] == ("person:role:give", role_changes.ALONE)
    with transaction() as session:
        compliance = make_person(session)
        make_role(session, compliance, Role.COMPLIANCE)
    assert role_changes.ALONE in words(Browser(app, compliance).get("/audit").text)
    ask(sam, lea, role="verifier")
    assert acts()[0] == ("person:role:give", "")


def test_closing_never_waits_and_opening_again_asks_anew(app, sam, uma, lea):
    with transaction() as session:
        make_role(session, lea, Role.APPROVER)
        make_role(session, lea, Role.VERIFIER)
    sam.send(f"/people/{lea.id}", to=f"/people/{lea.id}/close")
    sam.send(f"/people/{lea.id}", to=f"/people/{lea.id}/reopen")
    assert roles(lea.id) == [Role.VERIFIER]
    decide(uma, "confirm")
    assert sorted(roles(lea.id)) == [Role.APPROVER, Role.VERIFIER]


def test_a_request_that_is_not_there_is_not_found(app, sam):
    decide(sam, "confirm", 404, change=7)
    decide(sam, "decline", 404, change=7)
