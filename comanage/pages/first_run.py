"""The first run: from an empty installation to the first statement, as a list that goes when it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import url_for
from sqlalchemy.orm import Session

from comanage.access import Actor
from comanage.pages.tasks import Task
from comanage.records.agreement import Agreement
from comanage.records.first_steps import CHECKED, IN_FORCE, VERIFIED, FirstSteps, first_steps
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import FigureState, Role, SettlementState

DONE, TO_DO = "Completed", "To do"
WAITS, OTHERS = "Cannot start yet: needs {}", "Waits for {}"
NEEDED = (Role.ADMINISTRATOR, Role.VERIFIER, Role.APPROVER, Role.RELEASER, Role.COMPLIANCE)
GUIDED = frozenset({Role.SYSTEM, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class First:
    """A step of the first run.

    Attributes:
        label: What to do, beginning with a verb.
        done: Whether it is done.
        who: The role that does it.
        endpoint: The page it is done on; about the first agreement where about_one is true.
        after: What has to be done before, in words; empty where it can begin.
        about_one: Whether the page belongs to an agreement.
    """

    label: str
    done: bool
    who: Role
    endpoint: str
    after: str = ""
    about_one: bool = False


class Known(Protocol):
    """What the home page knows of the agreements that somebody may see, looked up already."""

    @property
    def scorecards(self) -> Mapping[int, frozenset[ScorecardState]]:
        """The states of their scorecards, by agreement."""

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
    return [_task(step, actor, seen) for step in steps]


def _come_so_far(known: Known) -> FirstSteps:
    """Say how far agreements have come; where there is one, so is what it needs."""
    states = {state for each in known.scorecards.values() for state in each}
    figures = {state for each in known.figures.values() for state in each}
    return FirstSteps(
        service_line=True,
        group=True,
        roles=len(NEEDED),
        agreement=True,
        checked=bool(states & CHECKED),
        locked=bool(states & IN_FORCE),
        figure=bool(figures),
        verified=bool(figures & VERIFIED),
        settlement=bool(known.settlements),
        statement=bool(known.approved),
    )


def _steps(state: FirstSteps) -> list[First]:
    """List every step with what it waits for."""
    admin, here = Role.ADMINISTRATOR, True
    before = {
        "agreement": _missing(
            (state.service_line, "a service line"), (state.group, "a physician group")
        ),
        "measures": _missing((state.agreement, "an agreement")),
        "lock": _missing((state.checked, "a checked scorecard")),
        "figures": _missing((state.locked, "a locked scorecard")),
        "verify": _missing((state.figure, "the first figures")),
        "settle": _missing((state.verified, "verified figures")),
        "approve": _missing((state.settlement, "a settlement")),
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
              "scorecards.current", before["measures"], here),
        First("Have the scorecard reviewed and signed, and lock it", state.locked, admin,
              "scorecards.current", before["lock"], here),
        First("Enter and submit the first figures", state.figure, admin,
              "agreements.one", before["figures"], here),
        First("Verify the figures", state.verified, Role.VERIFIER, "agreements.one",
              before["verify"], here),
        First("Calculate the settlement and make it final", state.settlement, admin,
              "agreements.one", before["settle"], here),
        First("Approve the settlement: the first statement is made", state.statement,
              Role.APPROVER, "agreements.one", before["approve"], here),
    ]  # fmt: skip


def _missing(*needed: tuple[bool, str]) -> str:
    """Name what is not there yet, in words; empty where all is."""
    return " and ".join(words for there, words in needed if not there)


def _task(step: First, actor: Actor, seen: Sequence[Agreement]) -> Task:
    """Say how a step stands for whoever looks; only what can be begun by them has an address."""
    if step.done:
        return Task(step.label, "", DONE)
    if step.after:
        return Task(step.label, "", WAITS.format(step.after))
    if step.who not in actor.roles:
        article = "an" if step.who[0] in "aeiou" else "a"
        return Task(step.label, "", OTHERS.format(f"{article} {step.who}"))
    if not step.about_one:
        return Task(step.label, url_for(step.endpoint), TO_DO)
    if not seen:
        return Task(step.label, "", WAITS.format("an agreement within your reach"))
    first = min(agreement.id for agreement in seen)
    return Task(step.label, url_for(step.endpoint, agreement_id=first), TO_DO)
