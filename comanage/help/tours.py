"""The tours: a few steps for each role, as tours.json tells them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step of a tour.

    Attributes:
        title: What is to be seen.
        text: What it is, in a sentence or two.
        place: The page it is seen on, as pages/tour_places.py names it.
        mark: What of that page it is about, as a style sheet would name it; empty: all of it.
    """

    title: str
    text: str
    place: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Tour:
    """The tour of a role.

    Attributes:
        role: The role, by its name.
        anchor: What leads to it on the page of all tours.
        steps: Its steps, in their order.
    """

    role: str
    anchor: str
    steps: tuple[TourStep, ...]


def _read() -> tuple[Tour, ...]:
    held = json.loads(Path(__file__).with_name("tours.json").read_text(encoding="utf-8"))
    return tuple(
        Tour(role, role.replace(" ", "-"), tuple(TourStep(**step) for step in steps))
        for role, steps in held.items()
    )


TOURS = _read()


def tour_of(roles: Iterable[str]) -> Tour | None:
    """Give the tour of the first of some roles; None where there is no role.

    >>> tour_of(["approver"]).steps[0].title
    'What waits'
    """
    role = next(iter(roles), None)
    return next((tour for tour in TOURS if tour.role == role), None)
