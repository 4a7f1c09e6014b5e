"""The library's pages: each number with its origin, every measure and template shown, an agreement begun with one."""

import json

import pytest

from comanage.actions.draft import terms_of
from comanage.database import reading, transaction
from comanage.library import collection
from comanage.library.measure import TYPICAL_WORDS
from comanage.records import scorecard
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.scorecard import ScorecardState
from comanage.rules.lint import lint
from comanage.rules.signoff import Role
from tests.makers import (
    make_agreement,
    make_group,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
)
from tests.pages.browser import Browser, boxes, summary, words

pytestmark = pytest.mark.one_database
NEW = "/agreements/1/scorecard/measures/new"
AGREEMENT = {
    "title": "Orthopedic co-management", "code": "ORTHO-2028", "service_line_id": "1",
    "starts": "2028-01-01", "ends": "2028-12-31", "base_fee": "400,000", "pool": "100,000",
    "groups__0__group_id": "1", "divided": "equal",
}  # fmt: skip


@pytest.fixture
def ada(app):
    """An administrator's browser, with a draft scorecard of an orthopedic line."""
    with transaction() as session:
        make_installation(session)
        line = make_service_line(session, "ORTHO", name="Orthopedics")
        agreement = make_agreement(session, "ORTHO-2027", service_line=line)
        make_scorecard(session, agreement, state=ScorecardState.DRAFT)
        person = make_person(session, "Ada Marsh")
        make_role(session, person, Role.ADMINISTRATOR)
    return Browser(app, person)


def drafted():
    """Give the terms of the agreement that was drafted second."""
    with reading() as session:
        return terms_of(scorecard.draft(session, 2))


def test_the_list_shows_every_measure_with_the_origin_of_its_levels(ada):
    page = words(ada.get("/library").text)
    assert f"{len(collection.measures())} of {len(collection.measures())} measures." in page
    assert all(each.name in page for each in collection.measures())
    assert page.count("Typical value, not from a published source") > 20
    assert page.count("Published: Quality Payment Program") > 20
    assert [each.name for each in collection.templates() if each.name not in page] == []


@pytest.mark.parametrize(
    ("asked", "shown", "left_out"),
    [
        ("line=eye+care", "Vision of 20/40", "Room turnover"),
        ("domain=efficiency", "Room turnover", "Blood pressure control"),
        ("status=reporting-only", "Contribution margin", "Room turnover"),
        (
            "line=orthopedic&domain=efficiency",
            "Implant and supply cost",
            "Episode cost, elective PCI",
        ),
        ("line=nothing", "Room turnover", "No measure fits"),
    ],
)
def test_the_list_is_narrowed(ada, asked, shown, left_out):
    page = words(ada.get(f"/library?{asked}").text)
    assert shown in page
    assert left_out not in page


def test_where_nothing_fits_the_list_says_so(ada):
    page = ada.get("/library?domain=monitoring&status=contractual").text
    assert "No measure fits." in words(page)
    assert 'href="/library"' in page


@pytest.mark.parametrize("found", collection.measures(), ids=lambda each: each.code)
def test_a_measure_says_what_it_is_and_where_its_numbers_come_from(ada, found):
    page = words(ada.get(f"/library/{found.code}").text)
    for told in (found.name, found.numerator, found.specification, found.steward, found.conditions):
        assert told in page
    if found.levels:
        assert found.levels.words in page
        if found.levels.method:
            assert found.levels.origin_words.lower() in page.lower()
        assert (TYPICAL_WORDS in page.lower()) or found.levels.source in page
    assert all(note in page for note in found.notes)
    if not found.evidence:
        assert "To be named by the parties" in page


def test_what_is_not_in_the_library_is_not_found(ada):
    for path in ("/library/nothing", "/library/templates/nothing", f"{NEW}?library=nothing"):
        ada.get(path, 404)


def test_a_template_shows_weights_levels_gates_and_duties(ada):
    for template in collection.templates():
        page = words(ada.get(f"/library/templates/{template.code}").text)
        for _, chosen in template.chosen():
            assert collection.measure(chosen.measure).name in page
        assert "must be" in page
        assert "Otherwise nothing is earned." in page
        assert all(f"{duty.name} {duty.delivered}" in page for duty in template.duties)
        assert f"Hours: a {TYPICAL_WORDS}." in page
        assert "Its weight stays and earns nothing." in page
        assert "Where the reason is “too few cases”: its weight goes to the other measures" in page
        assert "It earns only where it is better than its baseline." in page


@pytest.mark.parametrize("template", collection.templates(), ids=lambda each: each.code)
def test_an_agreement_starts_from_a_template_and_lacks_evidence_alone(ada, template):
    ada.send("/agreements/new", **(AGREEMENT | {"template": template.code}))
    terms = drafted()
    assert terms.domains == collection.domains(template)
    found = lint(terms)
    assert found.faults == ()
    assert [each.key.partition(":")[0] for each in found.unanswered] == ["unstated"]
    assert "1 thing is left to do" in words(ada.get("/agreements/2/scorecard").text)
    with reading() as session:
        told = session.query(AuditEntry).filter_by(act=Act.SCORECARD_DRAFTED).one().after
    assert json.loads(told) == {"number": 1, "template": template.code}


def test_an_agreement_starts_from_five_empty_domains_unless_told(ada):
    ada.send("/agreements/new", **AGREEMENT)
    assert [each.name for each in drafted().domains] == [
        "Quality", "Efficiency", "Development", "Finance", "Alignment",
    ]  # fmt: skip


def test_a_template_that_is_not_offered_is_refused(ada):
    page = ada.send("/agreements/new", 422, **(AGREEMENT | {"template": "pediatric"})).text
    assert any("choose one of the answers offered" in each for each in summary(page))


def test_the_page_of_a_template_leads_to_an_agreement_with_it(ada):
    page = ada.get("/library/templates/oncology").text
    assert 'href="/agreements/new?template=oncology"' in page
    assert boxes(ada.get("/agreements/new?template=oncology").text)["template"] == "oncology"


def test_a_leader_reads_the_library_and_is_offered_no_agreement(app):
    with transaction() as session:
        make_installation(session)
        person = make_person(session, "Lee Stone")
        make_role(session, person, Role.LEADER, group=make_group(session))
    page = Browser(app, person).get("/library/templates/oncology").text
    assert "Draft an agreement with it" not in page
