"""Every step of a period's sign-off, tried in any order and by anyone, against a model of it."""

import itertools
import random
from collections import Counter
from types import SimpleNamespace

import pytest

from comanage.actions import ledgers
from comanage.database import reading, transaction
from comanage.records import performance_period as periods
from comanage.records import period_unlock as unlocks
from comanage.records import release_hold as holds
from comanage.records import settlement as settlements
from comanage.records.figure import Figure
from comanage.records.payment import Payment
from comanage.records.performance_period import PeriodState
from comanage.rules.signoff import Role
from tests.actions.settling import PERIOD, make_ready, without_layout
from tests.makers import make_actor, make_signed
from tests.pages.browser import Browser
from tests.pages.step_model import OF_NO_SETTLEMENT, STEPS, Period
from tests.pages.working import row

SEED, TRIES = 20270414, 130
KEYS = itertools.count(1)
REFUSED = {403, 404, 409, 422}
ONWARD = {"finalize", "approve", "release", "unlock/confirm"}
NEITHER = ("leader", "verifier")  # who may take none of these steps


@pytest.fixture
def ready(app, monkeypatch):
    """A signed agreement whose first quarter can be settled, and a browser for everyone."""
    without_layout(monkeypatch)
    app.config["WTF_CSRF_ENABLED"] = False  # tests/pages/test_outsiders.py looks at the tokens
    with transaction() as session:
        made = make_ready(session)
        make_signed(session, made.agreement)
        made.releaser = make_actor(session, Role.RELEASER)
        made.officer = make_actor(session, Role.COMPLIANCE)
    made.at = {
        name: Browser(app, SimpleNamespace(id=getattr(made, name).person_id)).client
        for name in {who for who, _ in STEPS.values()} | {*NEITHER}
    }
    return made


def stands(ready):
    """Read from the records where the period stands, as the model puts it."""
    with reading() as session:
        period = periods.by_code(session, ready.id, PERIOD)
        found = settlements.latest(session, period.id)
        at = Period(
            opened=period.state is PeriodState.OPEN,
            asked=unlocks.waiting(session, period.id) is not None,
        )
        if found is None:
            return at
        held = holds.standing(session, found.id) is not None
        return Period(at.opened, at.asked, found.number, found.state.value, held)


def told(ready):
    """Give what must stay when a step is refused: where it stands, what is paid, every figure."""
    with reading() as session:
        figures = session.query(Figure.id, Figure.state, Figure.revision).order_by(Figure.id).all()
        paid = session.query(Payment.id, Payment.amount_cents).order_by(Payment.id).all()
        assert ledgers.unexplained_cents(session) == 0
    return stands(ready), [*map(tuple, figures)], [*map(tuple, paid)]


def send(ready, step, who, number):
    key = f"key-of-try-{next(KEYS)}"  # of its own, so that nothing is refused for its key
    fields = {"number": number, "reason": "The report came late.", "key": key}
    path = f"/agreements/{ready.id}/settlements/{PERIOD}/{step}"
    return ready.at[who].post(path, data=fields).status_code


def tried(ready, at, chance):
    """Try any step, mostly as whoever may take it and of what stands; give it and where it leads."""
    step = chance.choice([*STEPS])
    may, leads = STEPS[step]
    if chance.random() < 0.6:  # rather one that can be taken, and sooner one that leads on
        free = [name for name, (_, to) in STEPS.items() if to(at) not in {None, at}]
        step = chance.choices(free, [6 if name in ONWARD else 1 for name in free])[0]
        may, leads = STEPS[step]
    who = may if chance.random() < 0.8 else chance.choice(NEITHER)
    seen = at.number if chance.random() < 0.9 else at.number + chance.choice([-1, 1])
    stale = seen != at.number and step not in OF_NO_SETTLEMENT
    becomes = None if who != may or stale else leads(at)
    return step, becomes, send(ready, step, who, seen)


def locked_stays(ready):
    """Try to type another value into a locked period."""
    before = told(ready)
    sent = row(0, "turnover", seen=ready.figures["turnover"].id, value="20", source="Log",
               note="Recount", correcting="yes")  # fmt: skip
    path = f"/agreements/{ready.id}/figures/{PERIOD}"
    assert ready.at["administrator"].post(path, data=sent).status_code in REFUSED
    assert told(ready) == before


@pytest.mark.trust("D9", "D11", "E1", "E3")
def test_a_step_is_taken_where_the_model_says_and_else_changes_nothing(ready):
    chance, at = random.Random(SEED), Period()  # noqa: S311 - any order, but the same each time
    taken, refused = Counter(), Counter()
    for _ in range(TRIES):
        before = told(ready)
        step, becomes, status = tried(ready, at, chance)
        if becomes is None:
            assert status in REFUSED, f"{step} at {at}: {status}"
            assert told(ready) == before, f"{step} at {at}"
            refused[step] += 1
        else:
            assert (status, stands(ready)) == (303, becomes), f"{step} at {at}"
            taken[step] += becomes != at
            at = becomes
        if not at.opened and chance.random() < 0.1:
            locked_stays(ready)
    assert set(+taken) == set(+refused) == set(STEPS)  # each was taken, and each was refused
