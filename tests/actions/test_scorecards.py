"""Scorecards: who may change a draft, what is noted, and that a lock is final."""

import json
from fractions import Fraction

import pytest
from sqlalchemy.exc import IntegrityError

from comanage.actions import agreements, amendments, scorecard_steps, scorecards
from comanage.actions.agreements import Party, Plan
from comanage.actions.draft import terms_of
from comanage.records import scorecard as records
from comanage.records.audit_entry import latest
from comanage.records.measure import of_agreement
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound, Stale
from comanage.rules.allocations.equal import Equal
from comanage.rules.measure import Measure
from comanage.rules.methods.binary import Binary
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import Role
from comanage.rules.terms import WeightsOf
from comanage.rules.units import Better, Unit
from tests.actions.locking import locked
from tests.makers import (
    make_actor,
    make_agreement,
    make_group,
    make_scorecard,
    make_service_line,
)

MEASURE = Measure(
    "starts",
    "First cases on time",
    Fraction(1, 4),
    Unit.PERCENT,
    Better.HIGHER,
    Binary(Fraction(80)),
)


@pytest.fixture
def agreement(session):
    return make_agreement(session, "ORTHO-2027")


@pytest.fixture
def draft(session, agreement):
    return make_scorecard(session, agreement, state=ScorecardState.DRAFT)


@pytest.fixture
def ada(session):
    return make_actor(session, Role.ADMINISTRATOR)


def changes(session, actor, agreement, revision=1):
    """List every way to change a draft."""
    at = agreement.id
    return [
        lambda: scorecards.save_basics(
            session, actor, at, base_fee_cents=1, pool_cents=1, revision=revision
        ),
        lambda: scorecards.save_allocation(session, actor, at, Equal(), revision=revision),
        lambda: scorecards.save_domains(
            session, actor, at, {}, weights_of=WeightsOf.DOMAIN, revision=revision
        ),
        lambda: scorecards.save_measure(
            session, actor, at, MEASURE, domain="quality", replaces="", revision=revision
        ),
        lambda: scorecards.remove_measure(session, actor, at, "screening", revision=revision),
        lambda: scorecard_steps.check(session, actor, at, revision=revision),
        lambda: scorecard_steps.lock(session, actor, at, revision=revision),
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR], ids=str)
def test_only_an_administrator_changes_a_scorecard(session, agreement, draft, role):
    actor = make_actor(session, role)
    for change in changes(session, actor, agreement):
        with pytest.raises((NotAllowed, NotFound)):
            change()
    assert draft.revision == 1


def test_an_administrator_of_another_line_sees_no_such_agreement(session, agreement, draft):
    actor = make_actor(session, Role.ADMINISTRATOR, service_line=make_service_line(session))
    for change in changes(session, actor, agreement):
        with pytest.raises(NotFound):
            change()


def test_every_change_names_the_version_that_was_opened(session, ada, agreement, draft):
    for change in changes(session, ada, agreement, revision=7):
        with pytest.raises(Stale):
            change()


def test_a_locked_scorecard_takes_no_change_at_all(session, ada, agreement, draft):
    locked(session, ada, agreement.id)
    for change in changes(session, ada, agreement, revision=draft.revision):
        with pytest.raises(Conflict, match="locked"):
            change()


def test_the_database_keeps_locked_terms_whoever_asks(session, ada, agreement, draft):
    locked(session, ada, agreement.id)
    draft.terms = "{}"
    with pytest.raises(IntegrityError, match="locked"):
        session.flush()
    session.rollback()


def test_a_saved_measure_is_noted_with_what_it_replaced(session, ada, agreement, draft):
    def save(weight, revision):
        scorecards.save_measure(
            session, ada, agreement.id,
            Measure(**{**vars(MEASURE), "weight": Fraction(weight)}),
            domain="quality", replaces="starts" if revision > 1 else "", revision=revision,
        )  # fmt: skip

    save("1/4", 1)
    save("1/5", 2)
    session.flush()
    entry = latest(session, limit=1)[0]
    assert (entry.act, entry.object_id) == ("scorecard:measure:save", draft.id)
    assert entry.agreement_id == agreement.id
    assert entry.role == "service-line administrator"
    assert json.loads(entry.before)["weight"] == "0.25"
    assert json.loads(entry.after)["weight"] == "0.2"


def test_locking_gives_measures_their_identity_and_the_agreement_its_fee(
    session, ada, agreement, draft
):
    revision = scorecards.save_basics(
        session, ada, agreement.id, base_fee_cents=777_00, pool_cents=100_00, revision=1
    )
    assert draft.revision == revision
    done = locked(session, ada, agreement.id)
    codes = {measure.code for _, measure in terms_of(done).measures()}
    assert set(of_agreement(session, agreement.id)) == codes
    assert agreement.base_fee_cents == 777_00
    assert (done.locked_by_id, done.state) == (ada.person_id, ScorecardState.LOCKED)


def test_a_measure_moves_to_another_domain(session, ada, agreement, draft):
    code = next(measure.code for _, measure in terms_of(draft).measures())
    moved = terms_of(draft).measure(code)
    scorecards.save_measure(
        session, ada, agreement.id, moved, domain=terms_of(draft).domains[-1].code,
        replaces=code, revision=1,
    )  # fmt: skip
    homes = [domain.code for domain, measure in terms_of(draft).measures() if measure.code == code]
    assert homes == [terms_of(draft).domains[-1].code]


def test_a_draft_is_copied_only_from_a_version_in_force(session, ada, agreement, draft):
    with pytest.raises(Conflict):
        amendments.draft_next(session, ada, agreement.id, reason="A new benchmark.")
    locked(session, ada, agreement.id)
    copy = amendments.draft_next(session, ada, agreement.id, reason="A new benchmark.")
    assert (copy.number, copy.state) == (2, ScorecardState.DRAFT)
    assert records.in_force(session, agreement.id) is draft


def test_an_agreement_is_drafted_within_the_administrators_line_alone(session):
    line, other = make_service_line(session), make_service_line(session)
    actor = make_actor(session, Role.ADMINISTRATOR, service_line=line)
    plan = {
        "code": "A-1", "title": "A", "starts": None, "ends": None, "base_fee_cents": 0,
        "pool_cents": 100, "parties": [Party(make_group(session).id)],
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        agreements.draft(session, actor, Plan(service_line_id=other.id, **plan))
    with pytest.raises(Faulty) as refused:
        agreements.draft(session, actor, Plan(service_line_id=line.id, **plan))
    assert [fault.place for fault in refused.value.faults] == ["starts", "ends"]
