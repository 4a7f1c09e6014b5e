"""How a measure goes over the periods: its chart, its history, and how to ask about it."""

from types import SimpleNamespace

import pytest

from comanage.actions import disputes, windows
from comanage.actions import settlements as act
from comanage.database import transaction
from tests.actions.advancing import opened
from tests.actions.disputing import claim_of
from tests.actions.quarters import CODES, TERMS, make_year
from tests.actions.settling import control, correct, without_layout
from tests.pages.browser import Browser, words
from tests.rules.worked import with_measure


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    without_layout(monkeypatch)


def see(app, made, path, actor=None, status=200):
    """Open a page of the agreement as its first leader, or somebody else."""
    person = SimpleNamespace(id=(actor or made.leader).person_id)
    return Browser(app, person).get(f"/agreements/{made.id}/{path}", status).text


def test_three_results_make_a_control_chart_with_trial_limits_that_never_pays(app):
    page = see(app, make_year(count=3), f"results/{CODES[2]}/turnover")
    said = words(page)
    assert "No sign of change: 30.5 min lies within the usual range" in said
    assert "Hit or miss: the target (28.0 min) lies inside the limits" in said
    assert "Trial limits: they rest on 3 points, and firm ones take 13." in said
    assert "A payment never depends on this chart" in said
    assert "Upper " in page
    assert "Lower " in page


def test_two_results_make_a_table_only(app):
    page = see(app, make_year(count=2), f"results/{CODES[1]}/turnover")
    assert "A control chart takes three results; so far there are 2." in words(page)
    assert "Trial limits" not in page
    assert "History of Turnover time between cases" in page


def test_the_history_has_every_period_the_newest_first_with_dollars(app):
    page = words(see(app, make_year(count=3), f"results/{CODES[2]}/turnover"))
    history = page.partition("Period Result Level Earned")[2]
    assert history.index(CODES[2]) < history.index(CODES[1]) < history.index(CODES[0])
    assert "30.5 min Threshold" in history


def test_the_way_to_the_next_level_stands_in_dollars_and_never_per_case(app):
    page = see(app, make_year(count=1), f"results/{CODES[0]}/turnover")
    assert "You are here: 27.4 min earns $" in page
    assert "−3.4 min → +$" in page
    assert "per case" not in page.replace("Implant cost per case", "")


def test_an_approved_line_can_no_longer_be_disputed_and_says_until_when_it_could(app):
    made = make_year(count=1)
    control(made, dispute_days=10)
    page = words(see(app, made, f"results/{CODES[0]}/turnover"))
    assert "It could be disputed before" in page
    assert f"and name settlement ORTHO/{CODES[0]}/1" in page


def test_a_line_of_an_opened_period_leads_to_a_dispute_for_a_leader_alone(app):
    made = make_year(count=1)
    opened(made, CODES[0])
    with transaction() as session:
        figure = correct(session, made, "turnover", "26.0").id
    with transaction() as session:
        act.calculate(session, made.administrator, made.id, CODES[0])
    path = f"results/{CODES[0]}/turnover"
    link = f'href="/agreements/{made.id}/disputes/{CODES[0]}/{figure}"'
    assert link in see(app, made, path)
    assert "say what it should be" in words(see(app, made, path)).lower()
    assert link not in see(app, made, path, made.administrator)
    with transaction() as session:
        windows.accept(session, made.leader, made.id, CODES[0], number=2)
    assert link not in see(app, made, path)
    assert link in see(app, made, path, made.other_leader)


def test_a_line_that_the_own_group_disputes_leads_to_that_dispute(app):
    made = make_year(count=1)
    opened(made, CODES[0])
    with transaction() as session:
        made.figures["turnover"] = correct(session, made, "turnover", "26.0")
    with transaction() as session:
        act.calculate(session, made.administrator, made.id, CODES[0])
    claim = claim_of(made)
    with transaction() as session:
        disputes.raise_dispute(session, made.leader, made.id, CODES[0], number=2, claim=claim)
    measure = next(code for code, one in made.figures.items() if one.id == claim.figure_id)
    path = f"results/{CODES[0]}/{measure}"
    assert "Your group disputes it already." in see(app, made, path)
    assert "disputes it already" not in see(app, made, path, made.other_leader)


def test_who_enters_figures_sees_the_evidence_and_a_leader_does_not(app):
    made = make_year(count=1)
    path = f"results/{CODES[0]}/turnover"
    assert "No evidence was added to its figure" in see(app, made, path, made.administrator)
    assert "No evidence was added" not in see(app, made, path)


def test_the_glance_says_how_each_domain_goes_and_how_each_measure_went(app):
    page = see(app, make_year(count=3), f"results/{CODES[2]}")
    said = words(page)
    assert "Down $" in said
    assert f"from {CODES[1]}" in said
    assert "Steady" in said.partition("Domains")[2].partition("Domains and measures")[0]
    assert page.count('class="spark"') == 8  # two have no result
    assert "A payment never depends on it." in said


def test_of_a_first_period_too_little_is_known_to_say_how_a_domain_goes(app):
    page = see(app, make_year(count=1), f"results/{CODES[0]}")
    assert "Too few results" in page
    assert 'class="spark"' not in page


def test_a_measure_of_cost_shows_what_watches_over_it(app):
    terms = with_measure(TERMS, "implant", balances=("ssi",))
    made = make_year(count=1, terms=terms)
    for path in (f"results/{CODES[0]}", f"results/{CODES[0]}/implant"):
        said = words(see(app, made, path))
        assert "Watched over by Surgical site infections after joint replacement" in said
        assert ": 0.82% Target" in said


@pytest.mark.parametrize(
    ("path", "begins", "ends"),
    [
        pytest.param("results/{}/implant", "Result", "Course", id="the card of its result"),
        pytest.param("results/{}", "To earn more", "Statement and questions", id="to earn more"),
        pytest.param("what-if/{}", "Largest gains first", "Beside settlement", id="what to try"),
    ],
)
def test_what_more_of_a_cost_would_earn_stands_with_what_watches_over_it(app, path, begins, ends):
    made = make_year(count=1, terms=with_measure(TERMS, "implant", balances=("ssi",)))
    said = words(see(app, made, path.format(CODES[0]))).partition(begins)[2].partition(ends)[0]
    assert "Watched over by Surgical site infections after joint replacement" in said
    assert ": 0.82% Target" in said


def test_the_start_page_says_what_changed_for_the_own_group(app):
    made = make_year(count=2)
    for leader, share in ((made.leader, "$"), (made.other_leader, "$")):
        said = words(Browser(app, SimpleNamespace(id=leader.person_id)).get("/").text)
        assert f"Up {share}" in said
        assert f"from {CODES[0]}" in said
