"""Figures and duties handed over: each figure keeps for whom, and nobody verifies the giver's own."""

import pytest

from comanage.actions import figures as act
from comanage.refusals import NotAllowed
from comanage.rules.signoff import Role
from tests.actions.at_work import PERIOD, at_work, entry
from tests.actions.settling import actor_of, as_well
from tests.makers import make_actor, make_delegation, make_person


@pytest.fixture
def work(session):
    return at_work(session)


def taker_of(session, giver, role):
    """Hand a duty over to somebody new, and give whoever acts then."""
    person = make_person(session, "Eva Lind")
    make_delegation(session, giver, person, role)
    return actor_of(session, person)


def enter(session, work, who):
    return act.enter(session, who, work.id, PERIOD, entries=[entry("INFECTIONS", "3")])


@pytest.mark.trust("B5")
def test_a_figure_keeps_for_whom_it_was_entered_and_verified(session, work):
    giver = make_actor(session, Role.ADMINISTRATOR)
    enters = taker_of(session, giver, Role.ADMINISTRATOR)
    verifies = taker_of(session, work.verifier, Role.VERIFIER)
    [stored] = enter(session, work, enters)
    act.submit(session, enters, work.id, PERIOD)
    act.verify(session, verifies, work.id, PERIOD, figure_ids=[stored.id])
    assert (stored.entered_by_id, stored.entered_for_id) == (
        enters.person_id, giver.person_id,
    )  # fmt: skip
    assert (stored.verified_by_id, stored.verified_for_id) == (
        verifies.person_id, work.verifier.person_id,
    )  # fmt: skip


def test_whoever_has_the_role_acts_for_nobody(session, work):
    [stored] = enter(session, work, work.administrator)
    act.submit(session, work.administrator, work.id, PERIOD)
    act.verify(session, work.verifier, work.id, PERIOD, figure_ids=[stored.id])
    assert (stored.entered_for_id, stored.verified_for_id) == (None, None)


@pytest.mark.trust("B5")
def test_whoever_verifies_for_the_one_who_entered_it_is_refused(session, work):
    giver = as_well(session, work.administrator, Role.VERIFIER)
    taker = taker_of(session, giver, Role.VERIFIER)
    [stored] = enter(session, work, work.administrator)
    act.submit(session, work.administrator, work.id, PERIOD)
    with pytest.raises(NotAllowed, match="person who entered"):
        act.verify(session, taker, work.id, PERIOD, figure_ids=[stored.id])


@pytest.mark.trust("B5")
def test_nobody_verifies_what_another_entered_in_their_stead(session, work):
    giver = as_well(session, work.verifier, Role.ADMINISTRATOR)
    [stored] = enter(session, work, taker_of(session, giver, Role.ADMINISTRATOR))
    act.submit(session, work.administrator, work.id, PERIOD)
    with pytest.raises(NotAllowed, match="person who entered"):
        act.verify(session, work.verifier, work.id, PERIOD, figure_ids=[stored.id])
