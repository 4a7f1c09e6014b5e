"""Meaning of money: pools, limits, divisions and advances that cannot mean one thing are refused."""

from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.allocations.accepted_hours import AcceptedHours
from comanage.rules.allocations.own_score import OwnScore
from comanage.rules.funding.withhold import Withhold
from comanage.rules.meaning import faults
from comanage.rules.numbers import exact
from comanage.rules.pool import (
    Advances,
    Division,
    Earning,
    FmvCap,
    InForce,
    PoolRules,
    RestatementRules,
    Timing,
)
from comanage.rules.terms import Participant, Settles
from comanage.rules.units import Unit
from tests.rules.settling import fact, with_facts
from tests.rules.worked import TERMS

FACTS = with_facts(TERMS, fact("PAID"), fact("HOURS", Unit.HOURS))


def said(terms):
    return [str(fault) for fault in faults(terms)]


TWO_EACH = RestatementRules(exact("-1"))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"fewest_domains": 3}, "fewest_domains: Give 0 to 2."),
        ({"out_of": exact("0")}, "out_of: Scores must be out of more than 0."),
        ({"pool": PoolRules(floor=exact("-1"))}, "pool, floor: It must not be negative."),
        (
            {"pool": PoolRules(floor=exact("2"))},
            "pool, floor: The floor must not be more than the cap.",
        ),
        (
            {"pool": PoolRules(least=exact("2"), most=exact("1"))},
            "pool, least: The least must not be more than the most.",
        ),
        (
            {"allocation": OwnScore(), "pool": PoolRules(floor=exact("0.1"))},
            (
                "pool, floor: A floor of the pool has no meaning where each earns of the maximum by its"
                " own score."
            ),
        ),
        (
            {"in_force": InForce(date(2027, 2, 1), date(2027, 1, 1))},
            "in_force: The agreement must not end before it begins.",
        ),
        (
            {
                "participants": (
                    Participant("north", "N", date(2027, 2, 1), date(2027, 1, 1)),
                    TERMS.participants[1],
                )
            },
            "participant north: It must not leave before it joins.",
        ),
        (
            {"timing": Timing.TO_DATE},
            "advances: Name the measure that says what was paid before.",
        ),
        (
            {"periods": (replace(TERMS.periods[0], advance=True),)},
            "advances: A period pays an advance: say how much it is.",
        ),
        ({"advances": Advances("OTHER")}, "advances, paid: The terms know no measure OTHER."),
        ({"advances": Advances("HOURS")}, "advances, paid: Hours must be in dollars."),
        (
            {"advances": Advances("PAID", exact("0"))},
            "advances, rate: It must be more than 0% and at most 100%.",
        ),
        ({"advances": Advances("PAID", times=13)}, "advances, times: Give 1 to 12."),
        ({"fmv_cap": FmvCap(exact("0"))}, "fmv_cap, amount: The cap must be more than $0.00."),
        (
            {"fmv_cap": FmvCap(exact("1"), ("HOURS",))},
            "fmv_cap, counts: Hours must be in dollars.",
        ),
        ({"division": Division(most=exact("-1"))}, "division, most: It must not be negative."),
        (
            {"division": Division(least=exact("2"), most=exact("1"))},
            "division, least: The least must not be more than the most.",
        ),
        ({"restatement": TWO_EACH}, "restatement, material: It must not be negative."),
        (
            {"allocation": AcceptedHours("OTHER")},
            "allocation: The terms know no measure OTHER.",
        ),
        (
            {"funding": Withhold(exact("0.02"), "OTHER")},
            "funding: The terms know no measure OTHER.",
        ),
        (
            {"funding": None},
            "allocation: Say both where the pool comes from and how it is divided.",
        ),
        (
            {"earned": Earning.AS_FUNDED},
            "domains: What is earned as funded is not scored: every domain has weight 0%.",
        ),
        (
            {"settles": Settles.PARTICIPANT},
            (
                "allocation: Where each participant has a pool of its own, only an exchange divides the"
                " sum."
            ),
        ),
    ],
)
def test_what_money_cannot_mean(changes, fault):
    assert fault in said(replace(FACTS, **changes))
