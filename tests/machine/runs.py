"""Runs of the machine: the states that they begin from, and how many are made."""

from random import Random

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from comanage import database
from tests.machine.desk import Broken
from tests.machine.hospital import PERIODS, build
from tests.machine.machine import BEGINNINGS, Machine

STEPS = 30
TRIES = 400  # that the steps to a beginning may take, refusals and all
ENOUGH = {
    "verified": lambda books, latest: not latest and _all_verified(books),
    "approved": lambda books, latest: latest and latest["state"] == "approved",
    "released": lambda books, latest: latest and latest["state"] == "released",
}


def prepare(place):
    """Make the states that runs begin from, by the people and the pages themselves."""
    build()
    place.keep("blank")
    machine, chance = Machine(place), Random(1)
    try:
        machine.open("blank")
        for name in BEGINNINGS[1:]:
            _walk(machine, ENOUGH[name], chance)
            place.keep(name)
            machine.open(name)
    finally:
        machine.teardown()
    place.accepted.clear()
    place.refused.clear()
    place.runs = 0


def _walk(machine, enough, chance):
    """Take sensible steps in the first period until it stands where it should."""
    first = 0
    for _ in range(TRIES):
        machine.every_law_holds()
        first = next(
            key
            for key, row in machine.books.performance_period.items()
            if row["code"] == PERIODS[0]
        )
        if enough(machine.books, machine.books.latest(first)):
            return
        for name, periods in sorted(machine.sensible.items()):
            if first in periods and name != "edit":
                machine.sensible = {name: [first]}
                getattr(machine, name)(chance)
                break
    raise Broken("no way leads to where runs begin from")


def _all_verified(books):
    states = [row["state"] for row in books.figure.values()]
    return len(states) == 2 and set(states) == {"verified"}


def run(place, runs, *, seed=0, phases=(Phase.generate,)):
    """Run the machine so many times; the same seed gives the same runs."""
    database.bind(place.engine)

    def begun():
        return Machine(place)

    begun.__qualname__ = begun.__name__ = f"machine {seed}"
    asked = settings(
        max_examples=runs, stateful_step_count=STEPS, deadline=None, database=None,
        derandomize=True, phases=phases, suppress_health_check=list(HealthCheck),
        print_blob=False,
    )  # fmt: skip
    run_state_machine_as_test(begun, settings=asked)
