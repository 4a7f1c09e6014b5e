"""Agreements with every kind of rule, from a terms file to the payout records: nothing gets lost."""

from dataclasses import replace

import pytest

from comanage.actions import (
    approvals,
    figures,
    imports,
    payouts,
    results,
    settlements,
    terms_file,
)
from comanage.actions.entries import Entry, Sheet, measures_asked
from comanage.database import reading, transaction
from comanage.readers import template
from comanage.records import settlement as settlement_records
from comanage.records.basis import settled as value_of
from comanage.records.figure import standing
from comanage.records.payout_record import of_settlement
from comanage.records.performance_period import of_agreement
from comanage.records.physician_group import PhysicianGroup
from comanage.records.scorecard import draft as draft_of
from comanage.refusals import Faulty
from comanage.rules import canonical
from comanage.rules.numbers import exact
from comanage.rules.periods import Period
from comanage.rules.settlement import settle
from comanage.rules.signoff import FigureState
from tests.actions.at_work import added, at_work
from tests.actions.settling import without_layout
from tests.statements import ruled, samples

PERIOD = "2027-Q1"


@pytest.fixture(autouse=True)
def _no_layout(monkeypatch):
    without_layout(monkeypatch)


def agreement_of(terms):
    with transaction() as session:
        return at_work(session, terms)


def given_for(name):
    """The terms and figures of a case, as rows of somebody's grid."""
    terms, values, _ = ruled.settled(name)
    return terms, [Entry(f"row {at}", value, "Registry") for at, value in enumerate(values)]


def approved(work, entries):
    """Bring a period from its entries to its approval."""
    at = work.id
    with transaction() as session:
        if entries:
            figures.enter(session, work.administrator, at, PERIOD, entries=entries)
            figures.submit(session, work.administrator, at, PERIOD)
    with transaction() as session:
        waiting = [figure.id for figure in standing(session, work.periods[0].id)]
        if waiting:
            figures.verify(session, work.verifier, at, PERIOD, figure_ids=waiting)
    with transaction() as session:
        settlements.calculate(session, work.administrator, at, PERIOD)
        settlements.finalize(session, work.administrator, at, PERIOD, number=1)
    with transaction() as session:
        return approvals.approve(session, work.approver, at, PERIOD, number=1).id


@pytest.mark.parametrize("name", ruled.CASES)
def test_an_agreement_goes_from_its_figures_to_its_payout_records(app, name):
    terms, entries = given_for(name)
    work = agreement_of(terms)
    found = approved(work, entries)
    expected = settle(terms, [entry.figure for entry in entries], PERIOD)
    with reading() as session:
        stored = settlement_records.latest(session, work.periods[0].id)
        assert (stored.possible_cents, stored.earned_cents) == (expected.possible, expected.earned)
        assert value_of(stored).payouts == expected.payouts
        paid = {one.participant.code: one for one in of_settlement(session, found)}
        assert {
            code: (one.payable_cents, one.recover_cents, one.advanced_cents)
            for code, one in paid.items()
        } == {one.participant: (one.payable, one.recover, one.advanced) for one in expected.payouts}
        shown = results.of_settlement(session, work.compliance, work.id, PERIOD).shown
        assert [check.sentence for check in shown.checks if not check.holds] == []
        lines = payouts.lines(session, work.compliance)
        assert {line.group: line.earned_by_group for line in lines} == {
            one.participant: one.earned for one in expected.payouts
        }


@pytest.mark.parametrize("name", ruled.CASES)
def test_the_template_asks_for_all_that_is_needed_and_comes_back_as_an_import(app, name):
    terms, entries = given_for(name)
    work = agreement_of(terms)
    asked = {
        (each.figure.participant, each.figure.measure) for each in template.asked(terms, PERIOD)
    }
    assert {entry.key for entry in entries} <= asked
    text = template.csv_text(terms, [template.Given("", entry.figure) for entry in entries])
    if not entries:
        return
    with reading() as session:
        told = imports.dry_run(
            session, work.administrator, work.id, PERIOD, name="q1.csv", data=text.encode()
        )
    assert [str(fault) for fault in told.faults] == []
    assert {laid.entry.key for laid in told.new} == {entry.key for entry in entries}
    with transaction() as session:
        stored = imports.take(
            session, work.administrator, work.id, PERIOD, text=told.text, standing=told.standing
        )
    assert len(stored) == len(entries)
    with reading() as session:
        sheet = Sheet.opened(session, work.administrator, work.id, PERIOD)
        assert set(sheet.standing) == {entry.key for entry in entries}


def test_what_a_group_alone_gives_stands_under_the_lines_of_the_service_line(app):
    work = agreement_of(ruled.HOURS)
    with reading() as session:
        sheet = Sheet.opened(session, work.administrator, work.id, PERIOD)
        asked = [(whose, measure.code) for whose, measure in measures_asked(sheet)]
    assert asked[-4:] == [
        ("COPPER", "hours"), ("COPPER", "attendance"), ("GRANITE", "hours"), ("GRANITE", "attendance"),
    ]  # fmt: skip
    assert ("", "hours") not in asked
    assert ("", "ssi") in asked


def test_a_period_that_pays_an_advance_asks_for_nothing_that_is_scored(app):
    work = agreement_of(ruled.IN_ADVANCE)
    with reading() as session:
        sheet = Sheet.opened(session, work.administrator, work.id, PERIOD)
        assert measures_asked(sheet) == []


def test_what_is_lacking_is_named_with_the_group_that_lacks_it(app):
    work = agreement_of(ruled.HOURS)
    entries = [
        Entry(value.measure, value, "Registry")
        for value in (*samples.FIGURES, ruled.given("hours", "612.5", "GRANITE"))
    ]
    with transaction() as session:
        figures.enter(session, work.administrator, work.id, PERIOD, entries=entries)
        figures.submit(session, work.administrator, work.id, PERIOD)
    with transaction() as session:
        waiting = [
            figure.id for figure in standing(session, work.periods[0].id)
            if figure.participant is None
        ]  # fmt: skip
        figures.verify(session, work.verifier, work.id, PERIOD, figure_ids=waiting)
    with reading() as session:
        view = results.of_settlement(session, work.compliance, work.id, PERIOD)
    assert [str(fault) for fault in view.lacking] == [
        (
            "Accepted hours of Copper Lantern Surgeons: It has no figure: the money is divided or"
            " limited by it."
        ),
        "Accepted hours of Granite Fork Bone & Joint: Its figure waits for a verifier.",
    ]


def test_a_reason_is_not_enough_where_money_goes_by_a_figure(app):
    work = agreement_of(ruled.HOURS)
    absent = replace(ruled.given("hours", "1", "GRANITE"), value=None, absent="not submitted")
    rows = (*samples.FIGURES, ruled.given("hours", "301", "COPPER"), absent)
    with pytest.raises(Faulty) as refused:
        approved(work, [Entry(f"row {at}", row, "Registry") for at, row in enumerate(rows)])
    assert [str(fault) for fault in refused.value.faults] == [
        (
            "Accepted hours of Granite Fork Bone & Joint: The money is divided or limited by it,"
            " so a reason is not enough: give the figure."
        )
    ]


def test_two_groups_have_a_figure_of_the_same_measure_and_each_is_corrected_by_itself(app):
    work = agreement_of(ruled.HOURS)
    both = ruled.of_each("hours", "612.5", "301.25")
    with transaction() as session:
        entries = [Entry(value.participant, value, "Log") for value in both]
        stored = figures.enter(session, work.administrator, work.id, PERIOD, entries=entries)
        assert {figure.state for figure in stored} == {FigureState.DRAFT}
    again = replace(both[0], value=exact("600"))
    with transaction() as session:
        seen = next(one.id for one in stored if one.value == exact("612.5"))
        entry = Entry("again", again, "Log", seen=seen)
        figures.enter(session, work.administrator, work.id, PERIOD, entries=[entry])
    with reading() as session:
        found = standing(session, work.periods[0].id)
        assert sorted(figure.value for figure in found) == [exact("301.25"), exact("600")]


def filed(work, terms):
    """Draft an agreement from terms, in the service line at work."""
    with transaction() as session:
        return terms_file.draft(session, work.administrator, terms, line="ORTHO").id


@pytest.mark.parametrize("name", ruled.CASES)
def test_a_terms_file_loses_nothing_of_what_it_says(app, name):
    work = agreement_of(samples.TERMS)
    terms = replace(ruled.CASES[name][0], code="SECOND")
    at = filed(work, terms)
    with reading() as session:
        draft = draft_of(session, at)
        assert canonical.read(type(terms), draft.terms) == (terms, [])
        assert [one.code for one in of_agreement(session, at)] == [PERIOD]


def test_a_file_takes_the_place_of_the_whole_draft_and_the_log_tells_what_changed(app):
    work = agreement_of(samples.TERMS)
    at = filed(work, replace(samples.TERMS, code="SECOND"))
    terms = replace(ruled.RULED, code="SECOND")
    with transaction() as session:
        terms_file.fill(session, work.administrator, at, terms)
    with reading() as session:
        assert canonical.read(type(terms), draft_of(session, at).terms) == (terms, [])


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        pytest.param({"title": "Another"}, "title", id="another title"),
        pytest.param(
            {"periods": (Period("Y1", samples.Q1.starts, samples.Q1.ends),)}, "periods",
            id="another period",
        ),
        pytest.param({"participants": (samples.GRANITE,)}, "participants", id="another group"),
    ],
)  # fmt: skip
def test_a_file_of_another_agreement_is_refused(app, changes, place):
    work = agreement_of(samples.TERMS)
    at = filed(work, replace(samples.TERMS, code="SECOND"))
    terms = replace(samples.TERMS, code="SECOND", **changes)
    with transaction() as session, pytest.raises(Faulty) as refused:
        terms_file.fill(session, work.administrator, at, terms)
    assert place in [fault.place for fault in refused.value.faults]


def test_periods_that_overlap_are_refused_with_their_names(app):
    work = agreement_of(samples.TERMS)
    periods = (samples.Q1, replace(samples.Q1, code="2027-Q1b"))
    with pytest.raises(Faulty) as refused:
        filed(work, replace(samples.TERMS, code="SECOND", periods=periods))
    assert "It begins before 2027-Q1 has ended." in str(refused.value.faults)


def test_a_group_of_another_name_is_refused(app):
    work = agreement_of(samples.TERMS)
    with transaction() as session:
        added(session, PhysicianGroup(code="LONE", name="Lone Star"))
    lone = replace(samples.GRANITE, code="LONE")
    with pytest.raises(Faulty, match="1 thing"):
        filed(work, replace(samples.TERMS, code="SECOND", participants=(lone, samples.COPPER)))
