"""Awaited: a person is told of what that person may take, and of nothing else."""

from dataclasses import replace

from comanage.actions import awaited, owners
from comanage.rules.measure import Measure
from comanage.rules.methods.composite import Composite
from comanage.rules.methods.method import PartOf
from comanage.rules.numbers import ZERO
from comanage.rules.terms import Domain
from comanage.rules.units import Better, Unit
from tests.actions.at_work import at_work
from tests.rules.worked import TERMS

MADE = Measure(
    "MADE", "Made of others", ZERO, Unit.INDEX, Better.HIGHER, Composite((PartOf("SCREENING"),))
)
WITH_MADE = replace(TERMS, domains=(*TERMS.domains, Domain("made", "Made", ZERO, (MADE,))))


def test_only_measures_that_ask_for_a_figure_need_an_owner(session):
    work = at_work(session, WITH_MADE)
    codes = [measure.code for _, measure in TERMS.measures()]
    counted = awaited.without_owner(session, work.administrator, [work.agreement])
    assert counted == {work.id: len(codes)}
    owner = work.administrator.person_id
    owners.assign(session, work.administrator, work.id, codes, owner_id=owner, lag=None)
    assert awaited.without_owner(session, work.administrator, [work.agreement]) == {}


def test_whom_nobody_may_name_is_not_asked_for(session):
    work = at_work(session)
    for other in (work.verifier, work.approver, work.stranger):
        assert awaited.without_owner(session, other, [work.agreement]) == {}


def test_before_a_scorecard_is_locked_no_owner_is_asked_for(session):
    work = at_work(session, locked=False)
    assert awaited.without_owner(session, work.administrator, [work.agreement]) == {}
