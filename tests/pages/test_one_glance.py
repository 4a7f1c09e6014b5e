"""The one glance: it adds up to its head, says what it corrects, and whom to ask once it is closed."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest

from comanage import clock
from comanage.actions import settlements as act
from comanage.actions import windows
from comanage.database import transaction
from comanage.records import settlement as settlements
from comanage.records.basis import period_of
from comanage.rules.numbers import to_cents
from tests.actions.releasing import corrected, make_approved, release
from tests.actions.settling import (
    PERIOD,
    approved,
    calculated,
    control,
    finalized,
    make_ready,
    without_layout,
)
from tests.pages.browser import words
from tests.pages.tried import at
from tests.statements import samples

HALF = replace(samples.TERMS, pool=replace(samples.TERMS.pool, cap=Fraction(1, 2)))
DOLLARS = re.compile(r"<strong>(−?)\$([\d,.]+)</strong>")


@pytest.fixture(autouse=True)
def _quick(app, monkeypatch):
    del app
    without_layout(monkeypatch)


def settled(*, terms=samples.TERMS):
    """Make an agreement whose first quarter is approved."""
    with transaction() as session:
        made = make_ready(session, terms=terms)
    finalized(made)
    approved(made)
    return made


def glance(app, made, actor=None):
    return at(app, actor or made.leader).get(f"/agreements/{made.id}/results/{PERIOD}").text


def test_what_a_cap_cut_is_a_line_beneath_the_domains_so_that_they_add_up_to_the_head(app):
    page = glance(app, settled(terms=HALF))
    head = re.search(r'class="big-number">\$([\d,.]+)<', page)[1]
    listed = page.partition('<ul class="domains">')[2].partition("</ul>")[0]
    *lines, total = [
        to_cents(Fraction(dollars.replace(",", "")) * (-1 if minus else 1))
        for minus, dollars in DOLLARS.findall(listed)
    ]
    assert sum(lines) == total == to_cents(Fraction(head.replace(",", "")))
    assert min(lines) < 0
    said = words(page)
    assert "Cap of the pool −$" in said
    assert re.search(
        r"scored \(\d+\.\d%\).* Cap of the pool: −\$[\d,.]+\. So \$[\d,.]+ is earned", said
    )


def test_where_a_cap_is_reached_it_is_said_that_no_better_result_would_come_to_more(app):
    said = words(glance(app, settled(terms=HALF)))
    assert (
        "To earn more Reached: cap of the pool."
        " No better result of one measure alone would come to more."
    ) in said


def test_a_corrected_period_says_in_its_head_what_changed_and_leads_to_both_statements(app):
    made = make_approved()
    release(made)
    corrected(made, value="30.0")
    page = glance(app, made)
    head = words(page.partition('class="correction"')[2].partition("</div>")[0])
    assert "Settlement 2 takes the place of settlement 1, approved on" in head
    assert re.search(
        r"It earns \$[\d,.]+ less than that one: \$[\d,.]+ instead of \$[\d,.]+\.", head
    )
    assert re.search(r"\$[\d,.]+ is owed back\.", head)
    links = re.findall(r'href="([^"]+)">Statement of settlement (\d)', page)
    assert [number for _, number in links] == ["1", "2"]
    for link, _ in links:
        at(app, made.leader).get(link)


def test_a_period_that_was_settled_once_says_nothing_of_a_correction(app):
    assert "Corrected" not in words(glance(app, settled()))


def test_a_closed_period_does_not_offer_to_ask_and_names_whom_to_ask_now(app):
    made = settled()
    said = words(glance(app, made))
    assert f"Lines and disputes of {PERIOD} It can no longer be disputed here." in said
    assert "Ask about a score" not in said
    lines = words(at(app, made.leader).get(f"/agreements/{made.id}/disputes/{PERIOD}").text)
    assert "can no longer be disputed here. Ask " in lines
    assert f"and name settlement ORTHO/{PERIOD}/1" in lines


def test_a_closed_period_with_a_window_says_until_when_it_could_be_disputed(app):
    made = settled()
    control(made, dispute_days=1)
    with transaction() as session:
        found = settlements.latest(session, period_of(session, made.id, PERIOD).id)
        day = windows.until(session, found)
    with clock.fixed(clock.now().replace(year=clock.now().year + 1)):
        said = words(glance(app, made))
        lines = words(at(app, made.leader).get(f"/agreements/{made.id}/disputes/{PERIOD}").text)
    told = f"could be disputed before {day.day} {day:%b %Y}"
    assert f"It {told}" in said
    assert f"Its lines {told}. Ask " in lines


def test_a_result_that_is_lacking_stands_apart_from_why_and_from_what_it_is_paid(app):
    made = settled()
    page = words(glance(app, made))
    found = re.findall(r"No result \([^)]+\) (.{3})", page.partition("Domains and measures")[2])
    assert found
    assert all(each.startswith("· ") for each in found)


@pytest.mark.parametrize("page", ["results/{}", "what-if/{}", "disputes/{}"])
def test_until_it_is_approved_a_leader_reads_one_state_on_every_page(app, page):
    with transaction() as session:
        made = make_ready(session)
    calculated(made)
    leader = at(app, made.leader)
    path = f"/agreements/{made.id}/{page.format(PERIOD)}"
    assert state(leader.get(path).text) == "Preliminary"
    with transaction() as session:
        act.finalize(session, made.administrator, made.id, PERIOD, number=1)
    assert state(leader.get(path).text) == "Final"
    missing = leader.get(f"/agreements/{made.id}/results/{PERIOD}/turnover", 404)
    assert state(missing.text) == "Final"


def state(text):
    """Read the state in the state line of a page."""
    line = text.partition('class="state-line"')[2].partition("</p>")[0]
    return words(line.partition('class="state ')[2].partition("</span>")[0].partition("</svg>")[2])
