"""The checks of a settlement: they hold under every rule, and fail as soon as a number is bent."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from comanage.actions.checks import checks, untaken
from comanage.rules import canonical
from comanage.rules.pool import NO_DIVISION_RULES
from comanage.statements.sheet import sheet
from tests.statements import ruled

DOMAINS, CHANGES, GROUPS, PAID, HASHES, AGAIN, STEPS = range(7)
FULL = next(iter(ruled.CASES))


def record(terms, figures, made):
    """Stand in for a stored settlement: its texts and their hashes."""
    texts = {"document": canonical.text(made), "figures": canonical.text(tuple(figures))}
    told = {f"{name}_hash": canonical.digest(text) for name, text in texts.items()}
    signed = canonical.text(terms)
    scorecard = SimpleNamespace(terms=signed, terms_hash=canonical.digest(signed))
    period = SimpleNamespace(code=made.period)
    return SimpleNamespace(**texts, **told, scorecard=scorecard, period=period)


def held(name, *, bend=lambda made: made, terms=None):
    """Say which checks hold of a case, after something in its settlement was bent."""
    agreed, figures, made = ruled.settled(name)
    made, told = bend(made), terms or agreed
    found = checks(record(agreed, figures, made), told, made, sheet(told, made))
    return [check.holds for check in found]


@pytest.mark.parametrize("name", ruled.CASES)
def test_every_check_holds_under_every_rule(name):
    assert held(name) == [True] * 7


def first(items, **changes):
    """Bend the first of some."""
    return (replace(items[0], **changes), *items[1:])


BENT = {
    # what was bent: the case, how, and a check that fails for it
    "the dollars of a domain": (
        FULL,
        lambda made: replace(made, amounts=first(made.amounts, earned=made.amounts[0].earned + 1)),
        DOMAINS,
    ),
    "what a domain could earn": (
        FULL,
        lambda made: replace(
            made, amounts=first(made.amounts, possible=made.amounts[0].possible - 1)
        ),
        DOMAINS,
    ),
    "what the gate of a domain took": (
        FULL,
        lambda made: replace(made, changes=first(made.changes, cents=made.changes[0].cents + 1)),
        DOMAINS,
    ),
    "a change of the pool": (
        FULL,
        lambda made: replace(
            made, changes=(*made.changes[:-1], replace(made.changes[-1], cents=-1))
        ),
        CHANGES,
    ),
    "a change that was left out": (
        FULL, lambda made: replace(made, changes=made.changes[:-1]), CHANGES,
    ),
    "what was earned": (FULL, lambda made: replace(made, earned=made.earned + 1), CHANGES),
    "what was earned of own scores": (
        "own scores", lambda made: replace(made, earned=made.earned + 1), GROUPS,
    ),
    "what a group is paid": (
        FULL,
        lambda made: replace(made, payouts=first(made.payouts, payable=made.payouts[0].payable + 1)),
        PAID,
    ),
    "what a group owes back": (
        "an advance of more than was earned",
        lambda made: replace(
            made, payouts=(*made.payouts[:-1], replace(made.payouts[-1], recover=1))
        ),
        PAID,
    ),
    "what a group was paid before": (
        "an advance that is set off",
        lambda made: replace(made, payouts=first(made.payouts, advanced=0)),
        PAID,
    ),
    "the maximum of a group": (
        "own scores", lambda made: replace(made, payouts=first(made.payouts, maximum=1)), PAID,
    ),
    "a step of the trace": (
        FULL,
        lambda made: replace(made, steps=(*made.steps[:-1], replace(made.steps[-1], value=7))),
        AGAIN,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "bend", "fails"), BENT.values(), ids=BENT)
def test_a_number_that_was_bent_fails_its_check(name, bend, fails):
    found = held(name, bend=bend)
    assert found[fails] is False
    assert found[HASHES] is True  # the text was bent with it, and hashed again


@pytest.mark.parametrize(
    "name", ["accepted hours, and a group that was not there", "the most that a group is paid"]
)
def test_what_no_group_takes_is_let_stay_only_where_the_terms_say_so(name):
    terms, _, made = ruled.settled(name)
    assert untaken(made) > 0
    assert held(name)[GROUPS] is True
    bare = replace(terms, division=NO_DIVISION_RULES)
    shares = sum(payout.share for payout in made.payouts)
    assert held(name, terms=bare)[GROUPS] is (shares != 1)
