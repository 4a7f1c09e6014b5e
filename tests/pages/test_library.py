"""The library's pages: each number with its origin, a measure taken with nothing hidden, a template begun with."""

import json
import re
from fractions import Fraction

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
from comanage.rules.measure import Status
from comanage.rules.missing import Missing
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
from tests.pages.browser import Browser, summary, words

AT = "/agreements/1/scorecard"
CHOOSE = f"{AT}/library"
NEW = f"{AT}/measures/new"
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


def held(agreement_id=1):
    with reading() as session:
        return terms_of(scorecard.draft(session, agreement_id))


def boxes(page):
    """Read what the boxes of a form hold, as a browser would send it back."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        told = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        chosen = told.get("type") not in {"radio", "checkbox"} or "checked" in tag
        if told.get("name") and chosen:
            found[told["name"]] = told.get("value", "")
    for name, body in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        picked = re.search(r'<option selected value="([^"]*)"|value="([^"]*)" selected', body)
        found[name] = (picked[1] or picked[2]) if picked else ""
    for name, body in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page, re.DOTALL
    ):
        found[name] = body.strip()
    return found


def take(browser, code, expected=303, **changes):
    """Open the form of a measure of the library, and save it as it stands but for some boxes."""
    path = f"{NEW}?library={code}"
    sent = boxes(browser.get(path).text) | changes
    sent.pop("csrf_token", None)
    sent.pop("revision", None)
    return browser.send(path, expected, **sent)


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


def test_choosing_shows_what_is_for_the_line_of_the_agreement_and_can_show_all(ada):
    page = words(ada.get(CHOOSE).text)
    assert "Those for orthopedic and those for every service line." in page
    assert "Complications of hip and knee replacement" in page
    assert "Primary PCI" not in page
    every = words(ada.get(f"{CHOOSE}?line=").text)
    assert "Primary PCI" in every
    assert f'href="{CHOOSE}?line=&amp;domain="' in ada.get(CHOOSE).text


def test_a_measure_on_the_scorecard_is_not_offered_again(ada):
    take(ada, "room-turnover", domain="quality", weight="5")
    page = ada.get(CHOOSE).text
    assert "library=room-turnover" not in page
    assert "library=discharge-home" in page


def test_each_domain_of_the_draft_leads_to_its_part_of_the_library(ada):
    assert f'href="{CHOOSE}?into=quality"' in ada.get(AT).text
    page = ada.get(f"{CHOOSE}?into=quality").text
    assert "Readmission within 30 days, hip and knee" in words(page)
    assert "Room turnover" not in words(page)
    assert f'href="{NEW}?domain=quality&amp;library=readmit-hip-knee"' in page


def test_a_measure_can_go_into_another_domain_than_it_usually_stands_in(ada):
    page = ada.get(f"{CHOOSE}?into=quality&line=&domain=").text
    assert f'href="{NEW}?domain=quality&amp;library=room-turnover"' in page
    assert 'name="into" value="quality"' in page
    take(ada, "room-turnover", domain="quality", weight="5")
    (domain,) = held().domains
    assert "room-turnover" in [each.code for each in domain.measures]


def test_a_taken_measure_fills_the_form_but_for_the_weight(ada):
    page = ada.get(f"{NEW}?library=hcahps-overall").text
    found = boxes(page)
    assert found["weight"] == ""
    assert found["name"] == "Overall rating of the hospital, 9 or 10"
    assert found["code"] == "hcahps-overall"
    assert found["domain"] == "quality"
    assert (found["unit"], found["better"], found["precision"]) == ("percent", "higher", "2")
    assert found["specification"] == "H_HSP_RATING_9_10, 2025"
    assert found["compliance"] == "experience"
    assert found["method-levels-0-reach"] == "71.66"
    told = words(page)
    assert "Levels: published: Hospital Value-Based Purchasing" in told
    assert "It counts from 100 completed surveys on (published: 42 CFR 412.165, table 1)" in told


def test_without_a_weight_it_is_not_saved(ada):
    page = take(ada, "hcahps-overall", 422).text
    assert any("weight" in each.lower() for each in summary(page))
    assert held().measure("hcahps-overall") is None


def test_what_is_saved_is_the_measure_of_the_library_with_its_least_volume(ada):
    take(ada, "hcahps-overall", weight="12")
    found = held().measure("hcahps-overall")
    library = collection.measure("hcahps-overall")
    assert found.method == library.method
    assert found.minimum.cases == 100
    assert found.weight == Fraction(12, 100)
    assert (found.definition, found.source) == (library.definition, library.source)
    assert found.missing is Missing.FORFEIT


def test_what_watches_over_it_is_named_until_it_is_on_the_scorecard(ada):
    page = words(ada.get(f"{NEW}?library=implant-cost&domain=quality").text)
    assert "These watch over it and are not on this scorecard yet:" in page
    assert "Complications of hip and knee replacement" in page
    take(ada, "complications-hip-knee", weight="10")
    found = boxes(ada.get(f"{NEW}?library=implant-cost&domain=quality").text)
    assert found["balances"] == "complications-hip-knee"
    told = words(ada.get(f"{NEW}?library=implant-cost&domain=quality").text)
    watchers = told.partition("not on this scorecard yet:")[2].partition(".")[0]
    assert "Unplanned reoperation" in watchers
    assert "Complications" not in watchers


def test_a_measure_without_usual_numbers_leaves_them_to_the_parties(ada):
    page = ada.get(f"{NEW}?library=readmit-hf").text
    assert boxes(page)["method-levels-0-reach"] == ""
    assert "Usually the national rate of the current release" in words(page)


def test_a_monitor_is_taken_as_reported_only(ada):
    take(ada, "case-mix-index", domain="quality", weight="0")
    found = held().measure("case-mix-index")
    assert found.status is Status.REPORTING
    assert found.method.kind == "recorded"


def test_another_method_can_be_chosen_for_a_taken_measure(ada):
    page = ada.get(f"{NEW}?library=hcahps-overall&method=").text
    assert "library=hcahps-overall&amp;method=points" in page
    found = boxes(ada.get(f"{NEW}?library=hcahps-overall&method=points").text)
    assert found["name"] == "Overall rating of the hospital, 9 or 10"
    assert found["method-threshold"] == ""


def test_a_locked_scorecard_takes_nothing_from_the_library(ada):
    ada.send(AT, to=f"{AT}/lock")
    ada.get(CHOOSE, 409)
    ada.get(f"{NEW}?library=hcahps-overall", 409)


@pytest.mark.parametrize("template", collection.templates(), ids=lambda each: each.code)
def test_an_agreement_starts_from_a_template_and_lacks_evidence_alone(ada, template):
    ada.send("/agreements/new", **(AGREEMENT | {"template": template.code}))
    terms = held(2)
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
    assert [each.name for each in held(2).domains] == [
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
