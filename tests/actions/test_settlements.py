"""Settlements: calculated from verified figures, and calculated again when they change."""

from datetime import date

import pytest

from comanage.actions import settlements as act
from comanage.database import reading, transaction
from comanage.records import guarding
from comanage.records import settlement as settlements
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound
from comanage.rules import canonical
from comanage.rules.settlement import settle
from comanage.rules.signoff import FigureState
from tests.actions.settling import (
    PERIOD,
    approved,
    calculated,
    correct,
    finalized,
    make_ready,
    period_of,
    without_layout,
)
from tests.makers import make_termination
from tests.statements import samples


@pytest.fixture
def no_pdf(monkeypatch):
    """Write statements as a line of text, where their look is not what is tested."""
    return without_layout(monkeypatch)


@pytest.fixture
def ready(engine, no_pdf):
    """An agreement whose first quarter can be settled."""
    del engine, no_pdf
    with transaction() as session:
        return make_ready(session)


def test_a_settlement_is_what_the_rules_make_of_the_verified_figures(ready):
    made = calculated(ready)
    expected = settle(samples.TERMS, samples.FIGURES, PERIOD)
    assert made.document == canonical.text(expected)
    assert (made.possible_cents, made.earned_cents) == (40_000_000, 31_136_842)
    assert made.document_hash == canonical.digest(made.document)
    with reading() as session:
        used = settlements.figures_of(session, made.id)
    assert {figure.id for figure in used} == {figure.id for figure in ready.figures.values()}


def test_what_lacks_is_listed_by_the_names_of_measures_and_nothing_is_stored(engine):
    with transaction() as session:
        ready = make_ready(session, state=FigureState.SUBMITTED)
    with pytest.raises(Faulty) as refused:
        calculated(ready)
    places = {fault.place for fault in refused.value.faults}
    assert "Turnover time between cases" in places
    assert "Case mix index" not in places  # reporting only
    assert len(places) == 9
    assert {str(fault.sentence) for fault in refused.value.faults} == {
        "Its figure waits for a verifier."
    }
    with reading() as session:
        assert settlements.latest(session, period_of(session, ready).id) is None


def test_a_measure_without_any_figure_is_named_with_what_to_do(engine):
    with transaction() as session:
        ready = make_ready(session, figures=samples.FIGURES[1:])
    with pytest.raises(Faulty) as refused:
        calculated(ready)
    (fault,) = refused.value.faults
    assert fault.place == "Surgical site infections after joint replacement"
    assert fault.sentence == "It has no figure: enter one, or the reason why there is none."


def test_a_period_that_no_locked_scorecard_names_is_refused(ready):
    with pytest.raises(Faulty) as refused, transaction() as session:
        act.calculate(session, ready.administrator, ready.id, "2027-Q2")
    assert refused.value.faults[0].sentence == (
        "No locked scorecard covers 2027-Q2: lock one first."
    )


def test_an_unknown_period_is_not_found(ready):
    with pytest.raises(NotFound), transaction() as session:
        act.calculate(session, ready.administrator, ready.id, "2031-Q1")


def test_calculating_again_with_nothing_changed_keeps_the_settlement(ready):
    first, again = calculated(ready), calculated(ready)
    assert again.id == first.id


def test_calculating_again_after_a_correction_makes_a_new_settlement_that_names_the_old(ready):
    first = calculated(ready)
    with transaction() as session:
        correct(session, ready, "turnover", "26.0")
    second = calculated(ready)
    assert (second.number, second.replaces_id) == (2, first.id)
    assert second.earned_cents > first.earned_cents
    with reading() as session:
        assert session.get_one(Settlement, first.id).document == first.document


@pytest.mark.parametrize("who", ["verifier", "approver", "compliance", "leader"])
def test_only_an_administrator_calculates(ready, who):
    with pytest.raises(NotAllowed), transaction() as session:
        act.calculate(session, getattr(ready, who), ready.id, PERIOD)


def test_to_a_leader_of_another_group_the_agreement_does_not_exist(ready):
    with pytest.raises(NotFound), transaction() as session:
        act.calculate(session, ready.stranger, ready.id, PERIOD)


def test_a_locked_period_is_not_calculated_again(ready):
    finalized(ready)
    approved(ready)
    with pytest.raises(Conflict, match="2027-Q1 is locked"):
        calculated(ready)


def test_a_period_that_begins_after_the_agreement_ended_is_not_settled(engine, no_pdf):
    with transaction() as session:
        ready = make_ready(session)
        make_termination(session, ready.agreement, date(2027, 1, 1))
    finalized(ready)  # it began on the last day
    with transaction() as session, guarding.lifted(session.connection(), "performance_period"):
        period_of(session, ready).starts = date(2027, 1, 2)
        session.flush()
    for step in (calculated, approved):
        with pytest.raises(Conflict, match="ended on 1 Jan 2027, before 2027-Q1 began"):
            step(ready)
