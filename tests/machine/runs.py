"""Runs of the machine: the states that they begin from, and how many are made."""

from random import Random

import hypothesis
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from comanage import database
from tests.machine.desk import Broken
from tests.machine.hospital import MEASURES, PERIODS, build
from tests.machine.machine import BEGINNINGS, Machine

STEPS = 30
TRIES = 400  # that the steps to a beginning may take, refusals and all


def prepare(place):
    """Make the states that runs begin from, by the people and the pages themselves."""
    build()
    place.keep("blank")
    machine, chance = Machine(place), Random(1)  # noqa: S311 - no secret
    try:
        machine.open("blank")
        for name in BEGINNINGS[1:]:
            _walk(machine, name, chance)
            place.keep(name)
            machine.open(name)
    finally:
        machine.teardown()
    place.accepted.clear()
    place.refused.clear()
    place.runs = 0


def _walk(machine, name, chance):
    """Take sensible steps in the first period until it stands where it should."""
    first = 0
    for _ in range(TRIES):
        machine.every_law_holds()
        first = next(
            key
            for key, row in machine.books.performance_period.items()
            if row["code"] == PERIODS[0]
        )
        if _stands(machine.books, first) == name:
            return
        fit = [act for act, periods in machine.sensible.items() if first in periods]
        act = next(act for act in sorted(fit) if act != "edit")
        machine.sensible = {act: [first]}
        getattr(machine, act)(chance)
    raise Broken("no way leads to where runs begin from")


def _stands(books, period):
    """Say where a period stands: by its settlement, or before there is one by its figures."""
    latest, states = books.latest(period), [row["state"] for row in books.standing(period)]
    if latest is None:
        return states[0] if len(states) == len(MEASURES) and len(set(states)) == 1 else ""
    return latest["state"]


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
