"""The pages of a wrong draft: the form of a new agreement put right, the draft put away, and why not."""

import pytest

from comanage.actions import wrong_drafts as act
from comanage.database import reading, transaction
from comanage.records import service_line
from comanage.records.agreement import Agreement, by_code
from comanage.records.participant import of_agreement
from comanage.rules.signoff import Role
from tests.makers import (
    make_agreement,
    make_duty,
    make_group,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
)
from tests.pages.browser import Browser, boxes, errors, summary, words
from tests.pages.test_agreements import GOOD

TYPED = GOOD | {"base_fee": "240,000.00", "divided": "fixed shares", "groups__0__share": "40",
                "groups__1__group_id": "2", "groups__1__share": "60"}  # fmt: skip
CORRECT, WITHDRAW = "/agreements/1/correct", "/agreements/1/withdraw"


@pytest.fixture
def ada(app):
    """An administrator's browser, with a draft of an agreement."""
    with transaction() as session:
        make_installation(session)
        line = make_service_line(session, "ORTHO", name="Orthopedics")
        make_service_line(session, "CARDIO", name="Cardiology")
        for code in ("GRANITE", "COPPER", "TAMARACK"):
            make_group(session, code, name=f"{code.title()} Group")
        person = make_person(session, "Ada Marsh")
        make_role(session, person, Role.ADMINISTRATOR, service_line=line)
    at = Browser(app, person)
    at.send("/agreements/new", **TYPED)
    return at


def filled(at):
    """Read what the form of a correction holds, as a browser would send it back."""
    held = boxes(at.get(CORRECT).text)
    return {name.replace("-", "__"): value for name, value in held.items() if name != "revision"}


def test_the_form_holds_what_was_typed_and_takes_what_is_right(ada):
    held = filled(ada)
    assert {name: held[name] for name in ("code", "title", "starts", "ends", "pool")} == {
        "code": "ORTHO-2027", "title": "Orthopedic co-management", "starts": "2027-01-01",
        "ends": "2027-12-31", "pool": "100,000.00",
    }  # fmt: skip
    assert (held["base_fee"], held["divided"]) == ("240,000.00", "fixed shares")
    assert "template" not in held
    shares = {held[f"groups__{at}__group_id"]: held[f"groups__{at}__share"] for at in (0, 1)}
    assert shares == {"1": "40", "2": "60"}
    right = held | {"starts": "2027-04-01", "ends": "2028-03-31", "base_fee": "24,000",
                    "reason": "A zero too many, and it begins in April."}  # fmt: skip
    answer = ada.send(CORRECT, **right)
    assert answer.headers["Location"].endswith("/agreements/2")
    with reading() as session:
        made = by_code(session, "ORTHO-2027")
        assert (made.id, str(made.starts), made.base_fee_cents) == (2, "2027-04-01", 2_400_000)
        assert [each.code for each in of_agreement(session, 2)] == ["COPPER", "GRANITE"]
    page = words(ada.get("/agreements/2").text)
    assert "It takes the place of a draft that was withdrawn" in page
    old = words(ada.get("/agreements/1").text)
    assert "by Ada Marsh: A zero too many, and it begins in April." in old
    assert "took its place" in old
    assert "Withdrawn" in old


def test_every_fault_stands_beside_its_field_and_nothing_is_stored(ada):
    page = ada.send(CORRECT, 422, **filled(ada) | {"title": "", "pool": "much", "reason": ""}).text
    beside, above = sorted(errors(page)), summary(page)
    assert len(beside) == len(above) > 2
    assert [said for said in beside if not any(line.endswith(said) for line in above)] == []
    assert "Give the agreement a title." in errors(page)
    assert act.WHY in errors(page)
    assert 'value="much"' in page
    with reading() as session:
        assert session.query(Agreement).one().withdrawn_at is None


def test_a_stale_correction_shows_both_and_stores_nothing(ada):
    held = filled(ada) | {"revision": "1", "title": "Mine", "reason": "Mistyped."}
    page = ada.send(CORRECT, 409, **held).text
    assert "Orthopedic co-management" in words(page)
    assert 'value="Mine"' in page


def test_what_is_not_taken_along_is_said_before(ada):
    assert "Not taken along" not in words(ada.get(CORRECT).text)
    with transaction() as session:
        agreement = session.get_one(Agreement, 1)
        make_duty(session, agreement)
        make_duty(session, agreement)
    assert "entered again: 2 rows of the duty list." in words(ada.get(CORRECT).text)


def test_a_draft_that_is_withdrawn_leaves_the_list_and_can_be_read(ada):
    page = ada.send(WITHDRAW, 422, reason="  ").text
    assert errors(page) == [act.WHY]
    ada.send(WITHDRAW, reason="The groups said no.")
    every = words(ada.get("/agreements").text)
    assert "Orthopedic co-management" not in every
    assert "Withdrawn drafts: 1" in every
    assert "Orthopedic co-management" in words(ada.get("/agreements?status=withdrawn").text)
    page = ada.get("/agreements/1").text
    assert "The groups said no." in words(page)
    for door in ("correct", "withdraw", "change", "documents/new", "duties/new"):
        assert f"/agreements/1/{door}" not in page
        ada.get(f"/agreements/1/{door}", 409)
    ada.send("/agreements/new", **TYPED)
    with reading() as session:
        assert by_code(session, "ORTHO-2027").id == 2


def test_what_is_locked_is_told_how_it_is_amended(ada):
    with transaction() as session:
        line = service_line.by_code(session, "ORTHO")
        make_scorecard(session, make_agreement(session, service_line=line))
    assert "Correct the draft" in ada.get("/agreements/1").text
    assert "Correct the draft" not in ada.get("/agreements/2").text
    for door in ("/agreements/2/correct", "/agreements/2/withdraw"):
        assert "Draft the next version of the scorecard to amend it" in words(
            ada.get(door, 409).text
        )


def test_a_draft_is_not_corrected_into_the_service_line_of_others(ada):
    held = filled(ada) | {"service_line_id": "2", "reason": "Mistyped."}
    ada.send(CORRECT, 403, **held)
    with reading() as session:
        assert session.query(Agreement).one().service_line_id == 1


def test_an_outsider_finds_neither_page(ada, app):
    with transaction() as session:
        person = make_person(session, "Otto Vale")
        make_role(
            session,
            person,
            Role.ADMINISTRATOR,
            service_line=service_line.by_code(session, "CARDIO"),
        )
    other = Browser(app, person)
    for door in (CORRECT, WITHDRAW):
        other.get(door, 404)
        assert other.client.post(
            door, data={"csrf_token": other.token(), "reason": "Mine."}
        ).status_code == 404  # fmt: skip
    with reading() as session:
        assert session.query(Agreement).one().withdrawn_at is None
