"""Runs of the machine: the states that they begin from, and how many are made."""

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from comanage import database
from tests.machine.directed import Directed
from tests.machine.hospital import build
from tests.machine.machine import Machine
from tests.machine.plans import BEGINNINGS

STEPS = 30


def prepare(place):
    """Make the states that runs begin from, by the people and the pages themselves."""
    build()
    place.keep("blank")
    for name, plan in BEGINNINGS.items():
        machine = Directed(place)
        try:
            machine.follow(plan)
        finally:
            machine.teardown()
        place.keep(name)
    place.accepted.clear()
    place.refused.clear()
    place.runs = 0


def run(place, runs, *, seed=0, phases=(Phase.generate,)):
    """Run the machine so many times; the same seed gives the same runs."""
    database.bind(place.engine)

    @hypothesis.seed(seed)
    def begun():
        return Machine(place)

    asked = settings(
        max_examples=runs, stateful_step_count=STEPS, deadline=None, database=None,
        derandomize=True, phases=phases, suppress_health_check=list(HealthCheck),
        print_blob=False,
    )  # fmt: skip
    run_state_machine_as_test(begun, settings=asked)
