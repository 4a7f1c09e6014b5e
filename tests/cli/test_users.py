"""comanage user: accounts and roles at the command line, as the program itself."""

import getpass
import re

import pytest

from comanage.database import reading, transaction
from comanage.records.audit_entry import latest
from comanage.records.person import by_email, roles_of
from comanage.records.second_factor import SecondFactor
from comanage.rules.signoff import Role
from tests.makers import make_factor, make_person, make_role, make_service_line

LEA = "lea@larkspur.example"


@pytest.fixture
def add(run, engine):
    """A way to run a command on a database that has two system administrators."""
    del engine
    with transaction() as session:
        for _ in range(2):
            make_role(session, make_person(session), Role.SYSTEM)
        make_service_line(session, "ORTHO")
    run("user", "add", "Lea Roy", LEA, "verifier")
    return run


def held():
    with reading() as session:
        found = roles_of(session, by_email(session, LEA).id)
        return [(row.role, row.service_line_id) for row in found]


def test_a_person_is_added_with_a_role_and_a_link(add):
    said = add("user", "add", "Max Low", "max@larkspur.example", "approver")
    assert re.search(r"\nhttp://127\.0\.0\.1:8000/welcome/[\w-]{43}\n", said)
    with reading() as session:
        (row,) = roles_of(session, by_email(session, "max@larkspur.example").id)
        assert (row.role, row.given_by_id) == (Role.APPROVER, None)


def test_a_role_is_given_and_ended_at_once_whatever_it_weighs(add):
    add("user", "role", LEA, "approver", "--service-line", "ORTHO")
    assert held() == [(Role.VERIFIER, None), (Role.APPROVER, 1)]
    add("user", "role", LEA, "approver", "--service-line", "ORTHO", "--end")
    assert held() == [(Role.VERIFIER, None)]
    said = add("user", "role", LEA, "approver", "--end", status=1)
    assert said == "This person does not hold this role.\n"


def test_the_log_says_who_ran_it_and_names_no_person(add):
    add("user", "close", LEA)
    with reading() as session:
        entry = latest(session)[0]
        assert (entry.act, entry.person_id, entry.address) == (
            "person:account:close", None, "command line",
        )  # fmt: skip
        assert entry.reason == f"run by {getpass.getuser()} on the machine"
        assert not by_email(session, LEA).active


def test_a_link_is_printed(add):
    assert "/welcome/" in add("user", "link", LEA)


def test_a_second_factor_is_reset(add):
    assert "has no second factor" in add("user", "reset-second-factor", LEA, status=1)
    with transaction() as session:
        person = by_email(session, LEA)
        make_factor(session, person.id)
    add("user", "reset-second-factor", LEA)
    with reading() as session:
        assert session.get(SecondFactor, person.id) is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("close", "x@x.example"), "Nobody has the address x@x.example."),
        (("role", LEA, "approver", "--service-line", "X"), "There is no service line X."),
        (("role", LEA, "physician", "--group", "X"), "There is no group X."),
        (("role", LEA, "physician"), "group_id: Choose the group of the physician."),
    ],
)
def test_what_is_not_there_is_said(add, words, sentence):
    assert add("user", *words, status=1) == f"{sentence}\n"


def test_the_last_system_administrator_stays(run, engine):
    del engine
    with transaction() as session:
        person = make_person(session, email=LEA)
        make_role(session, person, Role.SYSTEM)
    assert "last system administrator" in run("user", "close", LEA, status=1)
