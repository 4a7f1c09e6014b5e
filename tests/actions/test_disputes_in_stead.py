"""Disputes and duties handed over: what a giver or a taker did to a figure bars both from deciding."""

from types import SimpleNamespace

import pytest

from comanage import clock
from comanage.access import Actor, held_by
from comanage.actions import dispute_views as view
from comanage.database import reading, transaction
from comanage.refusals import NotAllowed
from comanage.rules.disputes import DisputeState, DisputeStep, Finding
from comanage.rules.signoff import Role
from tests.actions.disputing import raised, take
from tests.actions.settling import as_well, calculated, make_ready
from tests.makers import NOW, make_actor, make_delegation, make_person

ANSWER, APPEAL, DECIDE = DisputeStep.ANSWER, DisputeStep.APPEAL, DisputeStep.DECIDE


@pytest.fixture
def ready(engine):
    """A quarter that is calculated, and an appeal about a figure that waits for its decision."""
    del engine
    with clock.fixed(NOW):
        with transaction() as session:
            made = make_ready(session)
        calculated(made)
        made.dispute = raised(made)
        take(made, made.administrator, made.dispute, ANSWER, number=0, finding=Finding.DECLINED)
        take(made, made.leader, made.dispute, APPEAL, number=1)
        yield made


def taker_of(giver, role):
    """Hand a duty over to somebody new, and give whoever acts then."""
    with transaction() as session:
        person = make_person(session, "Eva Lind")
        make_delegation(session, giver, person, role)
        return Actor(person.id, person.name, held_by(session, person.id))


def decide(ready, who):
    return take(ready, who, ready.dispute, DECIDE, number=2, finding=Finding.PARTLY)


def refused(ready, who, did):
    """Be refused, and not offered the button either."""
    with pytest.raises(NotAllowed, match=f"Whoever {did} the figure does not decide"):
        decide(ready, who)
    with reading() as session:
        found = view.one(session, who, ready.id, ready.dispute.id)
        assert view.may_take(session, who, found) == []


@pytest.mark.trust("B5")
@pytest.mark.parametrize(("giver", "did"), [("administrator", "entered"), ("verifier", "verified")])
def test_nobody_decides_for_whoever_entered_or_verified_the_figure(ready, giver, did):
    with transaction() as session:
        both = as_well(session, getattr(ready, giver), Role.APPROVER)
    refused(ready, taker_of(both, Role.APPROVER), did)


@pytest.mark.trust("B5")
@pytest.mark.parametrize(
    ("taker", "role", "did"),
    [("administrator", Role.ADMINISTRATOR, "entered"), ("verifier", Role.VERIFIER, "verified")],
)
def test_nobody_decides_about_what_was_entered_or_verified_in_their_stead(ready, taker, role, did):
    with transaction() as session:
        person = SimpleNamespace(id=getattr(ready, taker).person_id)
        giver = make_actor(session, Role.APPROVER)
        make_delegation(session, giver, person, role)
    refused(ready, giver, did)


def test_whoever_has_no_part_decides_for_another(ready):
    decided = decide(ready, taker_of(ready.approver, Role.APPROVER))
    assert (decided.state, decided.for_id) == (DisputeState.CLOSED, ready.approver.person_id)
