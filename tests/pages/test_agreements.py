"""The agreement's pages: every fault at once, what was typed stays, nothing is stored on a fault."""

import pytest

from comanage.database import reading, transaction
from comanage.records import agreement as agreements
from comanage.records.agreement import Agreement
from comanage.records.participant import of_agreement
from comanage.records.performance_period import of_agreement as periods_of
from comanage.records.physician_group import PhysicianGroup
from comanage.records.scorecard import Scorecard
from comanage.rules.signoff import Role
from tests.makers import (
    make_agreement,
    make_group,
    make_installation,
    make_person,
    make_role,
    make_service_line,
)
from tests.pages.browser import Browser, errors, summary, words

GOOD = {
    "title": "Orthopedic co-management", "code": "ORTHO-2027", "service_line_id": "1",
    "starts": "2027-01-01", "ends": "2027-12-31", "base_fee": "0", "pool": "100,000",
    "groups__0__group_id": "1", "divided": "equal",
}  # fmt: skip


@pytest.fixture
def ada(app):
    """An administrator's browser, where a service line and two groups are."""
    with transaction() as session:
        make_installation(session)
        make_service_line(session, "ORTHO", name="Orthopedics")
        make_group(session, "GRANITE", name="Granite Bone & Joint")
        make_group(session, "COPPER", name="Copper Hand & Spine")
        person = make_person(session, "Ada Marsh")
        make_role(session, person, Role.ADMINISTRATOR)
    return Browser(app, person)


def stored():
    with reading() as session:
        return agreements.every(session)


def test_an_empty_form_says_every_fault_at_once_beside_its_field(ada):
    page = ada.send("/agreements/new", 422).text
    assert summary(page) == [
        "Give the agreement a title.",
        "Give the agreement a code.",
        "Choose the service line.",
        "Give the first day.",
        "Give the last day.",
        "Give the base fee for a contract year; 0 for none.",
        "Give the most that can be earned in a period.",
        "Choose at least one group.",
    ]
    assert errors(page) == summary(page)
    assert "<title>Error: New agreement" in page
    assert stored() == []


def test_what_was_typed_stays_with_faults_of_form_and_of_action_together(ada):
    typed = GOOD | {
        "code": "ORTHO 2027", "base_fee": "12 thousand", "pool": "1000.005", "ends": "2026-01-01",
        "divided": "fixed shares", "groups__0__share": "60", "groups__1__group_id": "2",
        "groups__1__share": "30",
    }  # fmt: skip
    page = ada.send("/agreements/new", 422, **typed).text
    assert len(summary(page)) == 5
    assert "The shares add up to 90%, not to 100%." in summary(page)
    assert "The last day must not be before the first." in summary(page)
    for value in ("ORTHO 2027", "12 thousand", "1000.005", "2026-01-01", "60", "30"):
        assert f'value="{value}"' in page
    assert stored() == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"starts": "2027-02-30"}, "is not a date"),
        ({"ends": "2037-01-01"}, "An agreement lasts at most 10 years."),
        ({"pool": "0"}, "The pool must be more than $0.00."),
        ({"base_fee": "-1"}, "The base fee must not be negative."),
        ({"groups__1__group_id": "1"}, "A group is named twice."),
        ({"groups__1__group_id": "99"}, "Choose among the groups offered."),
        ({"divided": "fixed shares"}, "Give the share of Granite Bone & Joint."),
        ({"groups__0__share": "60"}, "Shares are given, but earned money is divided equally."),
        ({"groups__4__share": "20"}, "Share of group 5: choose the group that has it."),
        ({"divided": "by volume"}, "choose one of the answers offered"),
    ],
)
def test_a_single_fault_is_a_sentence(ada, change, sentence):
    page = ada.send("/agreements/new", 422, **(GOOD | change)).text
    assert [each for each in summary(page) if sentence in each]
    assert stored() == []


def test_shares_that_are_no_numbers_are_told_apart_and_whole_numbers_have_a_fitting_example(ada):
    bad = {"groups__0__share": "half", "groups__1__share": "half", "notice_days": "soon"}
    page = ada.send("/agreements/new", 422, **(GOOD | bad)).text
    assert summary(page)[:2] == [
        f"Share of group {at}: “half” is not a number. Give one such as 50." for at in (1, 2)
    ]
    assert "Days of notice: “soon” is not a number. Give one such as 60." in summary(page)
    assert "“soon” is not a number. Give one such as 60." in errors(page)


def test_a_code_is_used_once(ada):
    with transaction() as session:
        make_agreement(session, "ORTHO-2027")
    page = ada.send("/agreements/new", 422, **GOOD).text
    assert summary(page) == ["Another agreement has this code. Choose another code."]


def test_an_agreement_gets_its_parties_quarters_and_first_scorecard(ada):
    ada.send("/agreements/new", **(GOOD | {"ends": "2028-02-15", "groups__1__group_id": "2"}))
    with reading() as session:
        (agreement,) = agreements.every(session)
        assert [each.code for each in of_agreement(session, agreement.id)] == ["COPPER", "GRANITE"]
        periods = periods_of(session, agreement.id)
        assert [each.code for each in periods][-2:] == ["2027-Q4", "2028-Q1"]
        assert periods[-1].ends == agreement.ends
        assert session.query(Scorecard).one().number == 1


def test_only_what_the_form_asks_for_is_read(ada):
    asked = GOOD.keys() | {"sponsor", "renewal", "notice_days"}
    columns = {each.name: "7" for each in Agreement.__table__.columns if each.name not in asked}
    ada.send("/agreements/new", **(GOOD | columns))
    with reading() as session:
        (agreement,) = agreements.every(session)
        assert agreement.id == 1
        assert agreement.created_by_id == ada.person.id
        assert agreement.revision == 1
        assert agreement.base_fee_cents == 0
    ada.send(
        "/agreements/1/change", title="New", code="OTHER", base_fee_cents="9", created_by_id="9"
    )
    with reading() as session:
        (agreement,) = agreements.every(session)
        assert (agreement.title, agreement.code) == ("New", "ORTHO-2027")
        assert (agreement.base_fee_cents, agreement.created_by_id) == (0, ada.person.id)


def test_a_stale_change_is_told_and_stores_nothing(ada):
    ada.send("/agreements/new", **GOOD)
    ada.send("/agreements/1/change", title="First")
    page = ada.send("/agreements/1/change", 409, title="Second", revision="1")
    assert "Someone else saved this after you opened it" in words(page.text)
    assert stored()[0].title == "First"


def test_an_administrator_of_one_line_drafts_in_no_other(app, ada):
    with transaction() as session:
        cardio = make_service_line(session, "CARDIO", name="Cardiology")
        person = make_person(session)
        make_role(session, person, Role.ADMINISTRATOR, service_line=cardio)
    browser = Browser(app, person)
    assert "Orthopedics" not in words(browser.get("/agreements/new").text)
    browser.send("/agreements/new", 403, **GOOD)
    assert stored() == []


def test_the_register_shows_a_line_and_a_status_alone(ada):
    with transaction() as session:
        for number in range(4):
            make_agreement(session, f"PLAN-{number}", service_line=make_service_line(session))
    assert len(words(ada.get("/agreements").text).split("PLAN-")) > 4
    assert "PLAN-1" in ada.get("/agreements?line=3").text
    assert "PLAN-0" not in words(ada.get("/agreements?line=3").text).partition("Base fee")[2]
    assert "No agreement fits." in ada.get("/agreements?status=in+force").text


@pytest.mark.trust("C2")
def test_names_are_shown_as_text(ada):
    evil = '"><svg onload=alert(1)>'
    ada.send("/groups", name=evil, code="EVIL")
    ada.send("/agreements/new", **(GOOD | {"title": evil, "groups__0__group_id": "3"}))
    with reading() as session:
        assert session.query(PhysicianGroup).filter_by(code="EVIL").one().name == evil
    for path in ("/groups", "/agreements", "/agreements/1", "/agreements/1/scorecard", "/"):
        assert "<svg onload" not in ada.get(path).text


def test_a_row_of_links_breaks_after_its_mark_so_that_no_line_begins_with_one(ada):
    ada.send("/agreements/new", **GOOD)
    money = ada.get("/agreements/1").text.partition("<h2>Money</h2>")[2].partition("</section>")[0]
    assert "Meetings</a>" in money
    assert "&nbsp;· <a" in money
    assert "</a> · " not in money
