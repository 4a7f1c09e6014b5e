"""A measure taken from the library into a draft: its form is filled but for the weight, and nothing is hidden."""

from fractions import Fraction

import pytest

from comanage.actions.draft import terms_of
from comanage.database import reading, transaction
from comanage.library import collection
from comanage.records import scorecard
from comanage.records.scorecard import ScorecardState
from comanage.rules.measure import Status
from comanage.rules.missing import Missing
from comanage.rules.signoff import Role
from tests.actions.locking import locked_by
from tests.makers import (
    make_agreement,
    make_installation,
    make_person,
    make_role,
    make_scorecard,
    make_service_line,
)
from tests.pages.browser import Browser, boxes, summary, words

AT = "/agreements/1/scorecard"
CHOOSE = f"{AT}/library"
NEW = f"{AT}/measures/new"


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


def take(browser, code, expected=303, **changes):
    """Open the form of a measure of the library, and save it as it stands but for some boxes."""
    path = f"{NEW}?library={code}"
    sent = boxes(browser.get(path).text) | changes
    sent.pop("csrf_token", None)
    sent.pop("revision", None)
    return browser.send(path, expected, **sent)


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
    locked_by(ada)
    ada.get(CHOOSE, 409)
    ada.get(f"{NEW}?library=hcahps-overall", 409)
