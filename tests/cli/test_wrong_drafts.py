"""A wrong draft on the command line: put right by another in its place, and put away."""

from datetime import date

from comanage.database import reading
from comanage.records.agreement import by_code
from comanage.records.participant import of_agreement
from tests.cli.conftest import ADMIN, VERIFIER
from tests.cli.test_library import DRAFT, heart

__all__ = ["heart"]


def test_a_wrong_draft_is_corrected_where_something_else_is_given(heart):
    heart(*DRAFT, "--template", "cardiovascular", ADMIN)
    why = ("--reason", "It begins in April, with one group.")
    said = heart(
        "agreement", "correct", "HEART-2027", "--starts", "2027-04-01", "--ends", "2028-03-31",
        "--group", "NORTH", "--base-fee", "40,000", *why, ADMIN,
    )  # fmt: skip
    assert said == (
        "Agreement HEART-2027 was drafted in the place of HEART-2027, which is withdrawn.\n"
    )
    with reading() as session:
        made = by_code(session, "HEART-2027")
        assert (made.starts, made.base_fee_cents) == (date(2027, 4, 1), 4_000_000)
        assert made.title == "Heart Co-Management"
        assert [each.code for each in of_agreement(session, made.id)] == ["NORTH"]
    checked = heart("scorecard", "check", "--agreement", "HEART-2027", ADMIN, status=1)
    assert "evidence of Program milestones" in checked


def test_what_cannot_be_used_is_said_at_once_and_nothing_changes(heart):
    heart(*DRAFT, ADMIN)
    refused = heart(
        "agreement", "correct", "HEART-2027", "--group", "SOUTH", "--pool", "much",
        "--service-line", "BONES", "--reason", "Mistyped.", ADMIN, status=1,
    )  # fmt: skip
    assert "There is no physician group SOUTH." in refused
    assert "There is no service line BONES." in refused
    assert "Give dollars and whole cents" in refused
    assert "does not let you" in heart(
        "agreement", "withdraw", "HEART-2027", "--reason", "No.", VERIFIER, status=1
    )
    with reading() as session:
        assert by_code(session, "HEART-2027").withdrawn_at is None


def test_a_withdrawn_draft_is_not_found_by_its_code_which_is_free(heart):
    heart(*DRAFT, ADMIN)
    said = heart("agreement", "withdraw", "HEART-2027", "--reason", "The groups said no.", ADMIN)
    assert said == "Agreement HEART-2027 was withdrawn. It stays on record, and its code is free.\n"
    again = heart("agreement", "withdraw", "HEART-2027", "--reason", "Twice.", ADMIN, status=1)
    assert "There is no agreement HEART-2027." in again
    heart(*DRAFT, ADMIN)
