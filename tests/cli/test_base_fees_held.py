"""Base fees on the command line: what waits is released, and what compliance holds is not."""

import pytest

from comanage import clock, database
from comanage.actions import base_fee_releases, holds
from comanage.records.person import Person
from comanage.rules.signoff import Role
from tests.actions.on_duty import log, on_duty, through
from tests.makers import NOW, make_actor, make_signed


@pytest.fixture
def made(run, engine):
    """Two approved months of work, and how the releaser is named."""
    del engine
    with clock.fixed(NOW), database.transaction() as session:
        found = on_duty(session)
        make_signed(session, found.agreement)
        releaser = make_actor(session, Role.RELEASER)
        for who in (found.ann, found.cas):
            log(session, found, who=who)
            through(session, found, of=who)
        found.work = base_fee_releases.unpaid(session, found.id)
        email = session.get_one(Person, releaser.person_id).email
    asked = ("payment", "release-base-fees", "--agreement", "ORTHO-2027", f"--as={email}", "--key")
    found.release = lambda key, **given: run(*asked, key, **given)
    return found


def hold(made, work):
    with database.transaction() as session:
        holds.hold_base_fee(
            session, made.compliance, made.id, earned_id=work.earned_id, reason="A question."
        )


def test_what_is_held_stays_and_the_rest_is_released(made):
    hold(made, made.work[0])
    assert made.release("a-key-of-the-release") == (
        "Base fees of ORTHO-2027 are released: $270.00."
        " Compliance holds more: 1 month of work is not released.\n"
    )
    said = made.release("another-key-of-mine", status=1)
    assert "Choose at least one month of work." in said


def test_where_nothing_is_held_everything_is_released(made):
    said = made.release("a-key-of-the-release")
    assert said == "Base fees of ORTHO-2027 are released: $540.00.\n"
