"""The heatmap of an agreement: every measure over the periods and by group, and no leader sees it."""

import re
from types import SimpleNamespace

import pytest

from comanage.database import transaction
from comanage.rules.signoff import Role
from tests.actions.quarters import CODES, make_year
from tests.actions.releasing import make_approved
from tests.actions.settling import make_ready, without_layout
from tests.makers import make_actor, make_service_line
from tests.pages.browser import Browser, words
from tests.statements import ruled, samples


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    without_layout(monkeypatch)


def see(app, made, actor, query="", status=200):
    """Open the heatmap as somebody."""
    person = SimpleNamespace(id=actor.person_id)
    return Browser(app, person).get(f"/agreements/{made.id}/heatmap{query}", status).text


def test_every_result_stands_with_its_letter_its_word_and_its_value(app):
    made = make_year(count=3)
    page = see(app, made, made.compliance)
    (row,) = re.findall(r"<tr><th[^>]*>Turnover time between cases</th>(.*?)</tr>", page, re.DOTALL)
    assert re.findall(r"[GTBM](?=</span>)", row) == ["G", "G", "T"]
    said = words(row)
    assert "27.4 min , Target" in said
    assert "30.5 min , Threshold" in said
    assert all(code in words(page) for code in CODES[:3])


def test_a_missing_result_is_a_dash_with_its_reason(app):
    made = make_year(count=1)
    page = see(app, made, made.administrator)
    (row,) = re.findall(
        r"<tr><th[^>]*>Patients who would recommend us</th>(.*?)</tr>", page, re.DOTALL
    )
    assert words(row).strip() == "– too few cases"


def test_the_lowest_results_come_first_when_asked_for(app):
    made = make_year(count=3)
    named = re.compile(r'<tr><th scope="row">([^<]*)</th>')
    as_agreed = named.findall(see(app, made, made.administrator))
    lowest = named.findall(see(app, made, made.administrator, "?order=lowest"))
    assert as_agreed[0].startswith("Surgical site infections")
    assert sorted(lowest) == sorted(as_agreed)
    assert lowest.index("Turnover time between cases") < lowest.index(as_agreed[0])


def test_groups_with_scorecards_of_their_own_stand_beside_each_other(app):
    made = make_approved(terms=ruled.OWN, figures=(*samples.FIGURES, *ruled.EACH))
    page = words(see(app, made, made.compliance))
    by_group = page.partition("Measures by group")[2]
    assert "Granite Fork Bone &amp; Joint" in by_group or "Granite Fork Bone & Joint" in by_group
    assert "Copper Lantern Surgeons" in by_group


def test_an_agreement_without_groups_of_its_own_score_has_no_such_map(app):
    made = make_year(count=1)
    assert "Measures by group" not in see(app, made, made.compliance)


def test_before_anything_is_approved_it_says_so(app):
    with transaction() as session:
        made = make_ready(session)
    assert "No settlement of this agreement is approved yet." in see(app, made, made.compliance)


def test_neither_leaders_nor_strangers_see_it(app):
    made = make_year(count=1)
    see(app, made, made.leader, status=403)
    see(app, made, made.other_leader, status=403)
    with transaction() as session:
        elsewhere = make_actor(session, Role.ADMINISTRATOR, service_line=make_service_line(session))
    see(app, made, elsewhere, status=404)
