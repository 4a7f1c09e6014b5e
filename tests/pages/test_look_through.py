"""Looking through: whatever the terms, the own parts add up, and nothing of another group is there."""

from types import SimpleNamespace

import pytest

from comanage.actions.look_through import looked_through
from comanage.database import reading, transaction
from comanage.records import settlement as settlements
from comanage.records.basis import period_of, settled
from tests.actions.settling import PERIOD, calculated, make_ready
from tests.pages.browser import Browser, words
from tests.statements import ruled

OWN, OTHER = "GRANITE", "COPPER"


def made_of(name):
    terms, figures, _ = ruled.settled(name)
    with transaction() as session:
        made = make_ready(session, terms=terms, figures=figures)
    calculated(made)
    return made


def look(made, actor):
    """Lay the settlement out for an actor, with what was settled."""
    with reading() as session:
        found = settlements.latest(session, period_of(session, made.id, PERIOD).id)
        figures = [
            each
            for each in settlements.figures_of(session, found.id)
            if each.participant is None or each.participant.code == OWN
        ]
        return looked_through(session, actor, found, figures), settled(found), figures


@pytest.mark.parametrize("name", ruled.CASES)
def test_the_own_parts_add_up_to_what_the_group_earned(engine, name):
    del engine
    made = made_of(name)
    seen, value, figures = look(made, made.leader)
    assert [each.payout.participant for each in seen.owed] == [OWN]
    lines = [line for section in seen.sections for line in section.lines]
    told = {line.figure_id for line in lines} | {each.id for each in seen.rest}
    assert told - {None} == {each.id for each in figures}
    if seen.adds_up:
        between = [each.change for each in seen.sections if each.change]
        parts = [each.part for each in (*lines, *between, *seen.changes) if each.part is not None]
        assert len(parts) == len(lines) + len(between) + len(seen.changes)
        assert sum(parts) == seen.part
        assert seen.part + seen.apart == value.payout(OWN).earned
        assert seen.by_lines + sum(each.part for each in seen.changes) == seen.part
    else:
        assert seen.part is None


@pytest.mark.parametrize("name", ruled.CASES)
def test_a_leader_reads_the_page_of_any_agreement_and_nothing_of_the_other_group(app, name):
    made = made_of(name)
    browser = Browser(app, SimpleNamespace(id=made.leader.person_id))
    page = browser.get(f"/agreements/{made.id}/disputes/{PERIOD}").text
    assert "Not approved yet: it may change." in words(page)
    assert "Granite Fork Bone & Joint" in words(page)
    assert "Copper Lantern" not in page
    assert OTHER not in page


def test_an_own_scorecard_stands_beside_that_of_the_service_line(app):
    made = made_of("own scores")
    seen, value, _ = look(made, made.leader)
    own = [section for section in seen.sections if section.group]
    assert {section.group for section in own} == {"Granite Fork Bone & Joint"}
    turnover = next(
        line for section in own for line in section.lines if line.measure.measure.code == "turnover"
    )
    assert turnover.measure.actual == "24.5 min"
    assert turnover.figure_id == made.figures[OWN, "turnover"].id
    browser = Browser(app, SimpleNamespace(id=made.leader.person_id))
    page = words(browser.get(f"/agreements/{made.id}/disputes/{PERIOD}").text)
    assert "Own scorecard of Granite Fork Bone & Joint" in page
    earned = value.earned // 100
    assert f"${earned:,}" not in page  # the sum of all own scores tells of the others


def test_what_a_rule_of_the_own_payout_changed_is_told_apart(app):
    made = made_of("the most that a group is paid")
    browser = Browser(app, SimpleNamespace(id=made.leader.person_id))
    page = words(browser.get(f"/agreements/{made.id}/disputes/{PERIOD}").text)
    assert "Rules of your group’s own payout" in page
    assert "$90,000.00" in page
