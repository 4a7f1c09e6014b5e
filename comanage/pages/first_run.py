"""The first run: from an empty installation to the first statement, as a list that goes when it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from flask import url_for
from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.pages.display import day
from comanage.pages.tasks import Task
from comanage.records.agreement import Agreement
from comanage.records.first_steps import (
    CHECKED,
    FINAL,
    IN_FORCE,
    REVIEWED,
    SUBMITTED,
    UNDECIDED,
    VERIFIED,
    FirstSteps,
    first_steps,
)
from comanage.records.performance_period import PerformancePeriod
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import FigureState, Role, SettlementState

DONE, TO_DO = "Completed", "To do"
WAITS, OTHERS = "Cannot start yet: needs {}", "Waits for {}"
TO_COME = "Cannot start yet: {} begins on {}"
NEEDED = (Role.ADMINISTRATOR, Role.VERIFIER, Role.APPROVER, Role.RELEASER, Role.COMPLIANCE)
GUIDED = frozenset({Role.SYSTEM, Role.ADMINISTRATOR})


class About(Enum):
    """What a page is of."""

    ALL = "the installation"
    AGREEMENT = "the first agreement"
    PERIOD = "a period of an agreement"


@dataclass(frozen=True, slots=True)
class First:
    """A step of the first run.

    Attributes:
        label: What to do, beginning with a verb.
        done: Whether it is done.
        who: The role that does it.
        endpoint: The page it is done on.
        after: What has to be done before, in words; empty where it can begin.
        about: What the page is of: the first agreement, or the period on its way to a statement.
    """

    label: str
    done: bool
    who: Role
    endpoint: str
    after: str = ""
    about: About = About.ALL


class Known(Protocol):
    """What the home page knows of the agreements that somebody may see, looked up already."""

    @property
    def scorecards(self) -> Mapping[int, frozenset[ScorecardState]]:
        """The states of their scorecards, by agreement."""

    @property
    def periods(self) -> Sequence[PerformancePeriod]:
        """Their open periods that have begun, earliest first."""

    @property
    def coming(self) -> PerformancePeriod | None:
        """The one that begins next."""

    @property
    def figures(self) -> Mapping[int, Mapping[FigureState, int]]:
        """How many figures there are in each state, by open period."""

    @property
    def settlements(self) -> Mapping[int, SettlementState]:
        """Where the settlement stands, by open period."""

    @property
    def approved(self) -> Mapping[int, str]:
        """The latest approved period, by agreement."""


def setting_up(
    session: Session, actor: Actor, seen: Sequence[Agreement], known: Known
) -> list[Task]:
    """List the steps to the first statement, for those who take most of them; none when it is made.

    A step that cannot begin, or that somebody else takes, has no address and says what it waits
    for. Whoever is not system administrator is not told what those have done already.

    Args:
        session: The session.
        actor: Who looks.
        seen: The agreements that the actor may see.
        known: How far those agreements have come.
    """
    if not actor.roles & GUIDED:
        return []
    system = Role.SYSTEM in actor.roles
    state = first_steps(session, NEEDED) if system or not seen else _come_so_far(known)
    if state.statement:
        return []
    steps = [
        step for step in _steps(state) if system or step.who is not Role.SYSTEM or not step.done
    ]
    return [_task(step, actor, Place.of(seen, known)) for step in steps]


def _come_so_far(known: Known) -> FirstSteps:
    """Say how far agreements have come; where there is one, so is what it needs."""
    states = {state for each in known.scorecards.values() for state in each}
    counted = known.figures.values()
    return FirstSteps(
        service_line=True,
        group=True,
        roles=len(NEEDED),
        agreement=True,
        checked=bool(states & CHECKED),
        reviewed=bool(states & REVIEWED),
        locked=bool(states & IN_FORCE),
        figure=any(SUBMITTED & each.keys() for each in counted),
        verified=any(VERIFIED & each.keys() and not UNDECIDED & each.keys() for each in counted),
        settlement=bool(FINAL & set(known.settlements.values())),
        statement=bool(known.approved),
    )


def _steps(state: FirstSteps) -> list[First]:
    """List every step with what it waits for."""
    admin, one, period = Role.ADMINISTRATOR, About.AGREEMENT, About.PERIOD
    before = {
        "agreement": _missing(
            (state.service_line, "a service line"), (state.group, "a physician group")
        ),
        "measures": _missing((state.agreement, "an agreement")),
        "review": _missing((state.checked, "a checked scorecard")),
        "lock": _missing((state.reviewed, "a reviewed scorecard")),
        "figures": _missing((state.locked, "a locked scorecard")),
        "verify": _missing((state.figure, "the first figures")),
        "settle": _missing((state.verified, "verified figures")),
        "approve": _missing((state.settlement, "a final settlement")),
    }
    invited = f"Invite people and give them roles ({state.roles} of {len(NEEDED)} roles given)"
    everybody = state.roles == len(NEEDED)
    return [
        First("Add a service line", state.service_line, Role.SYSTEM, "service_lines.every"),
        First("Add a physician group", state.group, Role.SYSTEM, "groups.every"),
        First(invited, everybody, Role.SYSTEM, "people.everyone"),
        First("Create the agreement, from a template or empty", state.agreement, admin,
              "agreements.new", before["agreement"]),
        First("Add the measures and check the scorecard", state.checked, admin,
              "scorecards.current", before["measures"], one),
        First("Review the scorecard", state.reviewed, Role.COMPLIANCE,
              "scorecards.current", before["review"], one),
        First("Record the signed scorecard, and lock it", state.locked, admin,
              "scorecards.current", before["lock"], one),
        First("Enter and submit the first figures", state.figure, admin,
              "figures.period", before["figures"], period),
        First("Verify the figures", state.verified, Role.VERIFIER, "verification.period",
              before["verify"], period),
        First("Calculate the settlement and make it final", state.settlement, admin,
              "settlements.period", before["settle"], period),
        First("Approve the settlement: the first statement is made", state.statement,
              Role.APPROVER, "settlements.period", before["approve"], period),
    ]  # fmt: skip


def _missing(*needed: tuple[bool, str]) -> str:
    """Name what is not there yet, in words; empty where all is."""
    return " and ".join(words for there, words in needed if not there)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the first statement is being made, as far as whoever looks may see.

    Attributes:
        agreement_id: The first agreement; None where none is seen.
        period: The period that has come furthest, else the first that has begun.
        to_come: What is said while none has begun.
    """

    agreement_id: int | None
    period: PerformancePeriod | None
    to_come: str

    @classmethod
    def of(cls, seen: Sequence[Agreement], known: Known) -> "Place":
        """Find it among the agreements that are seen."""
        coming = known.coming
        to_come = TO_COME.format(coming.code, day(coming.starts)) if coming else ""
        first = min((agreement.id for agreement in seen), default=None)
        furthest = max(known.periods, key=lambda period: _way(period, known), default=None)
        return cls(first, furthest, to_come)

    def lacks(self, about: About) -> str:
        """Say what a page would be of and is not there yet; empty where it can be opened."""
        if about is not About.ALL and self.agreement_id is None:
            return WAITS.format("an agreement within your reach")
        if about is About.PERIOD and self.period is None:
            return self.to_come or WAITS.format("a period that is open")
        return ""

    def address(self, step: First) -> str:
        """Give the page of a step that lacks nothing."""
        if step.about is About.PERIOD and self.period is not None:
            at, code = self.period.agreement_id, self.period.code
            return url_for(step.endpoint, agreement_id=at, code=code)
        if step.about is About.AGREEMENT:
            return url_for(step.endpoint, agreement_id=self.agreement_id)
        return url_for(step.endpoint)


def _way(period: PerformancePeriod, known: Known) -> tuple[bool, bool, bool]:
    """Say how far a period has come, so that the furthest is the greatest."""
    figures = known.figures.get(period.id, {})
    return period.id in known.settlements, bool(VERIFIED & figures.keys()), bool(figures)


def _task(step: First, actor: Actor, place: Place) -> Task:
    """Say how a step stands for whoever looks; only what can be begun by them has an address."""
    if step.done:
        return Task(step.label, "", DONE)
    if step.after:
        return Task(step.label, "", WAITS.format(step.after))
    if step.who not in actor.roles:
        article = "an" if step.who[0] in "aeiou" else "a"
        return Task(step.label, "", OTHERS.format(f"{article} {step.who}"))
    if lacking := place.lacks(step.about):
        return Task(step.label, "", lacking)
    return Task(step.label, place.address(step), TO_DO)
