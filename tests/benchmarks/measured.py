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


def judge(
    what: str, figure: float, of: str, *, most: float | None = None, least: float | None = None
) -> None:
    """Print one line of the report with its goal, and whether the figure is within it.

    Args:
        what: What was measured.
        figure: What came of it.
        of: The words behind the figure, as "times one worker".
        most: The most that it may be.
        least: The least that it may be.
    """
    if most is not None:
        goal, met = f"at most {most:g}", figure <= most
        missed = "ABOVE IT"
    else:
        goal, met = f"at least {least:g}", least is None or figure >= least
        missed = "BELOW IT"
    print(f"\n{what}: {figure:.2f} {of} (goal: {goal}): {'within it' if met else missed}")
