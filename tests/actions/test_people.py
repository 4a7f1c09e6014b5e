"""People and their passwords: what is refused whatever page asks, and what the log keeps."""

import json

import pytest

from comanage.actions import invitations, passwords, people, roles
from comanage.actions.people import Given
from comanage.records.audit_entry import latest
from comanage.records.person import Person, holders, roles_of
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_person, make_role


@pytest.fixture
def system(session):
    return make_actor(session, Role.SYSTEM)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM], ids=str)
def test_only_a_system_administrator_manages_people(session, role):
    actor, person = make_actor(session, role), make_person(session)
    given = Given(Role.VERIFIER)
    for act in (
        lambda: people.add(session, actor, name="Lea", email="lea@x.example", given=given),
        lambda: people.give_role(session, actor, person.id, given),
        lambda: people.end_role(session, actor, person.id, 1),
        lambda: people.close(session, actor, person.id),
        lambda: people.reopen(session, actor, person.id),
        lambda: people.rename(session, actor, person.id, name="Lea"),
        lambda: invitations.invite(session, actor, person.id),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    "email",
    ["ada@x\u200b.example", "a\u00adda@x.example", "ada\u2060@x.example", "\uff21da@x.example",
     "ada@x.example\u3164", "a\u0064\u0323\u0307a@x.example", "ada\r\nBcc:b@x.example"],
)  # fmt: skip
def test_an_address_that_only_looks_like_another_is_refused(session, system, email):
    make_person(session, email="ada@x.example")
    with pytest.raises(Faulty) as refused:
        people.add(session, system, name="Ada", email=email, given=Given(Role.EXECUTIVE))
    assert [fault.place for fault in refused.value.faults] == ["email"]


def test_an_address_of_another_language_is_an_address(session, system):
    for email in ("jürgen@krankenhaus-köln.example", "анна@больница.example"):
        people.add(session, system, name="J", email=email, given=Given(Role.EXECUTIVE))


@pytest.mark.trust("B6")
def test_the_last_system_administrator_stays(session, system):
    other = make_person(session)
    role = make_role(session, other, Role.SYSTEM)
    gone = make_actor(session, Role.SYSTEM)
    people.close(session, system, gone.person_id)
    assert people.end_role(session, system, other.id, role.id) is False  # it takes two
    roles.take(session, system, other, role)
    assert holders(session, Role.SYSTEM) == 1
    own = roles_of(session, system.person_id)[0]
    with pytest.raises(NotAllowed):
        people.end_role(session, system, system.person_id, own.id)
    with pytest.raises(Conflict, match="last system administrator"):
        people.end_role(session, gone, system.person_id, own.id)
    with pytest.raises(Conflict, match="last system administrator"):
        people.close(session, gone, system.person_id)
    with pytest.raises(Conflict, match="last system administrator"):
        roles.take(session, gone, session.get_one(Person, system.person_id), own)


def test_a_role_of_another_person_is_not_ended_by_its_number(session, system):
    one, other = make_person(session), make_person(session)
    role = make_role(session, one, Role.VERIFIER)
    with pytest.raises(NotFound):
        people.end_role(session, system, other.id, role.id)


def test_the_log_tells_which_role_was_given_and_ended(session, system):
    person = make_person(session)
    people.give_role(session, system, person.id, Given(Role.VERIFIER))
    people.end_role(session, system, person.id, roles_of(session, person.id)[0].id)
    session.flush()
    ended, given = latest(session, limit=2)
    assert (given.act, ended.act) == ("person:role:give", "person:role:end")
    assert given.after == ended.before
    assert json.loads(given.after)["role"] == "verifier"
    assert given.person_id == system.person_id


def test_an_installation_is_begun_once(session, system):
    with pytest.raises(Conflict, match="first administrator already"):
        invitations.invite_first(session)


@pytest.mark.trust("A1")
def test_passwords_are_kept_whole_and_by_argon2id():
    base = "x" * 70
    one, other = f"{base} seven quiet herons", f"{base} seven quiet geese"
    kept = passwords.hashed(one)
    assert kept.startswith("$argon2id$")
    assert passwords.fits(one, kept)
    assert not passwords.fits(other, kept)
    odd = "пароль 🐦 with   blanks"
    assert passwords.fits(odd, passwords.hashed(odd))


@pytest.mark.trust("A4")
def test_an_unknown_account_costs_a_hash_as_well(monkeypatch):
    asked = []

    class Spy:
        def hash(self, password):
            return "a hash"

        def verify(self, kept, password):
            asked.append(kept)
            return True

    monkeypatch.setattr(passwords, "_hasher", Spy())
    passwords._nobody.cache_clear()
    assert not passwords.fits("anything", None)
    assert not passwords.fits("anything", passwords.UNUSABLE)
    assert asked == ["a hash", "a hash"]
    passwords._nobody.cache_clear()


@pytest.mark.trust("A1")
@pytest.mark.parametrize(
    ("password", "good"),
    [("x" * 14, False), ("fourteen chars", False), ("fifteen charact", True),
     ("word " * 25 + "end", True), ("word " * 25 + "more", False), ("abababababababab", False),
     ("my ada.marsh secret", False)],
)  # fmt: skip
def test_length_is_what_makes_a_password_good(password, good):
    found = passwords.faults(password, password, email="ada.marsh@x.example")
    assert (found == []) is good


def test_a_first_administrator_needs_a_good_password(session):
    token = invitations.invite_first(session)
    first = invitations.FirstAdministrator("Riverbend", "Sam", "s@x.example", "short", "short")
    with pytest.raises(Faulty):
        invitations.set_up(session, make_actor(session), token, first)
