"""The calendar of the demo: everything that its people did, in the order of the days they did it.

Each course of events says the day of its next step, and takes that step when it is asked for the
one after. So the courses of several agreements are lived through side by side, as they would
have been, and nothing is written down before what came earlier.
"""

import heapq
from collections.abc import Generator, Iterable
from datetime import date

Course = Generator[date, None, None]  # the day of each step, before it is taken


def live_through(courses: Iterable[Course]) -> None:
    """Take the steps of all courses by their days; on one day, those of the first course first.

    Args:
        courses: What happens, each in the order of its own days.

    Raises:
        ValueError: A course goes back in time.
    """
    waiting: list[tuple[date, int, Course]] = []
    for number, course in enumerate(courses):
        _await(waiting, number, course, date.min)
    while waiting:
        day, number, course = heapq.heappop(waiting)
        _await(waiting, number, course, day)


def _await(
    waiting: list[tuple[date, int, Course]], number: int, course: Course, today: date
) -> None:
    """Take the step of today, and wait for the day of the next one."""
    day = next(course, None)
    if day is None:
        return
    if day < today:
        raise ValueError(f"A course of the demo goes back from {today} to {day}.")
    heapq.heappush(waiting, (day, number, course))
