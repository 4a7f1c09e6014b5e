"""The page of one measure: its result, what each level would earn, and who may see it."""

import re
from fractions import Fraction

import pytest

from comanage.actions import outlook
from comanage.database import transaction
from comanage.rules.methods.target_band import TargetBand
from comanage.rules.numbers import exact, money
from comanage.rules.routes import routes
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.pages.browser import words
from tests.pages.tried import at
from tests.rules.worked import with_measure
from tests.statements import samples


@pytest.fixture
def ready(app, monkeypatch):
    """An agreement whose first quarter is approved."""
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
    finalized(made)
    approved(made)
    return made


def visit(app, ready, actor, measure, status=200):
    """Open the page of a measure as somebody."""
    return at(app, actor).get(f"/agreements/{ready.id}/results/{PERIOD}/{measure}", status)


def test_a_leader_sees_what_the_next_level_would_earn(app, ready):
    page = words(visit(app, ready, ready.leader, "turnover").text)
    assert "27.4 min lies 15% of the way from target (28.0 min) to maximum (24.0 min)" in page
    assert "What each result earns" in page
    assert "reaches maximum and earns" in page
    assert "50% at 32.0 min or less (threshold)" in page


def test_the_curve_of_a_lower_is_better_measure_gets_better_to_the_right(app, ready):
    text = visit(app, ready, ready.leader, "turnover").text
    assert text.index("Thr 32.0 min") < text.index("Max 24.0 min")
    assert text.count("<title") >= 4  # each chart, wide and narrow


def test_what_would_have_earned_more_stands_beneath_the_answer_with_the_most_dollars_first(
    app, ready
):
    text = at(app, ready.leader).get(f"/agreements/{ready.id}/results/{PERIOD}").text
    page = words(text)
    said = page.partition("To earn more")[2].partition("Domains and measures")[0]
    assert said.startswith(" Each of these alone would have earned more in 2027-Q1")
    assert "The dollars are those of the pool, of which your share is a part." in said
    worth = [exact(one.replace(",", "")) for one in re.findall(r"\+\$([0-9,.]+)", said)]
    expected = routes(samples.TERMS, samples.FIGURES, PERIOD).routes
    assert worth == [Fraction(one.cents, 100) for one in expected] == sorted(worth, reverse=True)
    assert len(worth) > 3
    for route in expected:
        assert (
            f"{route.name} +{money(route.cents)} {route.does[0].upper()}{route.does[1:]}." in said
        )


def test_compliance_turns_off_what_would_earn_more_for_everybody(app, ready):
    path = f"/agreements/{ready.id}/results/{PERIOD}"
    with transaction() as session:
        outlook.switch(session, ready.compliance, ready.id, shown=False, reason="Section 9")
    for actor in (ready.leader, ready.administrator):
        page = words(at(app, actor).get(path).text)
        assert "To earn more" not in page
        assert "Try other results" not in page
        assert "Domains and measures" in page


def test_where_it_is_turned_off_the_curve_of_a_measure_stays_without_its_next_step(app, ready):
    before = words(visit(app, ready, ready.leader, "turnover").text)
    assert "Try other results" in before
    assert "reaches maximum and earns" in before
    assert re.search(r"→ \+\$[\d,.]+ at maximum", before)
    with transaction() as session:
        outlook.switch(session, ready.compliance, ready.id, shown=False, reason="Section 9")
    page = words(visit(app, ready, ready.leader, "turnover").text)
    assert "What each result earns" in page
    assert "You are here: 27.4 min earns" in page
    for told in (
        "reaches maximum and earns", "→ +", "No further level would earn more", "Try other results",
    ):  # fmt: skip
        assert told not in page


def test_a_factor_is_written_with_one_decimal_and_its_steps_keep_every_digit(app, ready):
    long = re.compile(r"\d\.\d{4,}…?%")
    kept = 0
    for code in [measure.code for _, measure in samples.TERMS.measures()]:
        page = words(visit(app, ready, ready.leader, code).text)
        result = page.partition("How this is worked out")[0]
        assert not long.search(result), code
        kept += bool(long.search(page)) and bool(re.search(r"[Aa]bout \d+\.\d%", result))
    assert kept


def test_a_gain_leads_to_the_page_of_its_measure(app, ready):
    leader = at(app, ready.leader)
    text = leader.get(f"/agreements/{ready.id}/results/{PERIOD}").text
    links = re.findall(r'class="gain"><a href="([^"]+)"', text)
    assert links
    for link in links:
        leader.get(link)


def test_whoever_sees_every_group_is_told_nothing_of_an_own_share(app, ready):
    page = words(at(app, ready.administrator).get(f"/agreements/{ready.id}/results/{PERIOD}").text)
    assert "To earn more" in page
    assert "your share" not in page


@pytest.mark.parametrize("measure", ["nothing", "TURNOVER", "turnover%00", "../../audit"])
def test_an_unknown_measure_is_not_found(app, ready, measure):
    visit(app, ready, ready.leader, measure, 404)


def test_a_stranger_is_told_that_there_is_no_such_agreement(app, ready):
    visit(app, ready, ready.stranger, "turnover", 404)


def test_a_period_that_is_not_approved_has_no_measure_pages(app, monkeypatch):
    without_layout(monkeypatch)
    with transaction() as session:
        made = make_ready(session)
    finalized(made)
    visit(app, made, made.administrator, "turnover", 404)


def test_a_measure_without_levels_is_told_in_words_and_not_drawn(app, monkeypatch):
    without_layout(monkeypatch)
    band = TargetBand(*(exact(limit) for limit in ("80", "90", "70", "95")))
    monkeypatch.setattr(samples, "TERMS", with_measure(samples.TERMS, "fcots", method=band))
    with transaction() as session:
        made = make_ready(session)
    finalized(made)
    approved(made)
    page = visit(app, made, made.leader, "fcots").text
    assert "84.8% lies in the range from 80.0% to 90.0%" in words(page)
    assert "In range" in words(page)
    assert page.count("<title") == 1  # the page's own, and no chart
    assert at(app, made.leader).get(f"/agreements/{made.id}/results/{PERIOD}")
