"""The machine: two quarters of an agreement in the hands of anybody, one rule for each act."""

from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.machine.meanwhile import Staff
from tests.machine.plans import BEGINNINGS

WORK = (
    "enter", "edit", "correct", "submit", "verify", "send_back", "calculate", "finalize", "approve",
    "send_settlement_back", "release", "request", "pay", "payment_comes_back", "repay", "hold",
    "lift_hold", "ask_to_reopen", "reopen", "leave_closed",
)  # fmt: skip
MEANWHILE = (
    "change_role", "confirm_role", "delegate", "take_back", "clock_jumps", "crash", "bend",
    "send_again",
)  # fmt: skip
ACTS = WORK + MEANWHILE
CHANCE = st.integers(0, 2**20).map(Random)
WILD = 4  # every fourth step is the act that was drawn, by anybody, wherever things stand
OFTEN, ASTRAY = 0.2, 0.15  # of the other steps: something happens meanwhile, or goes astray


class Machine(Staff):
    """All of it, with the rules that are added below."""

    @initialize(kept=st.sampled_from([*BEGINNINGS]))
    def begin(self, kept):
        """Begin at one of the states that runs begin from."""
        self.open(kept)

    def go_on(self, chance):
        """Take one of the steps that are sensible now, or let something happen meanwhile."""
        drawn = chance.random()
        if drawn < ASTRAY and self.detours:
            names = sorted(self.detours)
        elif drawn < ASTRAY + OFTEN or not self.sensible:
            names = MEANWHILE
        else:
            names = sorted(self.sensible)
        getattr(self, chance.choice(names))(chance)


def rule_of(act):
    """Make the rule of an act; three steps of four go on instead, so that runs come far."""

    def taken(self, chance):
        if self.steps % WILD == 0:
            getattr(self, act)(chance)
        else:
            self.go_on(chance)

    taken.__name__ = taken.__qualname__ = f"perhaps_{act}"
    return rule(chance=CHANCE)(taken)


for each in ACTS:
    setattr(Machine, f"perhaps_{each}", rule_of(each))
