"""Disputes of a calculated quarter, as a step of other tests."""

from dataclasses import replace

from comanage.actions import disputes as act
from comanage.actions.dispute_views import Claim
from comanage.actions.disputes import Step
from comanage.database import transaction
from comanage.rules.disputes import Ground
from comanage.rules.numbers import exact
from tests.actions.settling import PERIOD


def claim_of(ready, value="20", **changes):
    claim = Claim(
        figure_id=ready.figures["turnover"].id,
        ground=Ground.SOURCE,
        words="The registry of the operating rooms shows another mean.",
        value=exact(value),
    )
    return replace(claim, **changes)


def raised(ready, actor=None, **changes):
    with transaction() as session:
        return act.raise_dispute(
            session, actor or ready.leader, ready.id, PERIOD,
            number=1, claim=claim_of(ready, **changes),
        )  # fmt: skip


def take(ready, actor, dispute, step, *, number, words="It is as the report says.", finding=None):
    with transaction() as session:
        return act.take(
            session, actor, ready.id, dispute.id,
            step=Step(step=step, words=words, finding=finding, number=number),
        )  # fmt: skip
