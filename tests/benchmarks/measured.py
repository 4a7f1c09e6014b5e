"""How long something takes: processor time, the middle of several goes, and ratios of two."""

from collections.abc import Callable
from statistics import median
from time import process_time

GOES = 7


def seconds(work: Callable[[], object], *, goes: int = GOES) -> float:
    """Give the median processor time of one go, after one that is not counted."""
    work()
    taken = []
    for _ in range(goes):
        start = process_time()
        work()
        taken.append(process_time() - start)
    return median(taken)


def say(what: str, figure: str, goal: str = "") -> None:
    """Print one line of the report."""
    print(f"\n{what}: {figure}{f' (goal: {goal})' if goal else ''}")
