"""First steps: how far an installation has come on its way to the first statement, in one query."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from comanage.records.agreement import Agreement
from comanage.records.base import another
from comanage.records.figure import Figure
from comanage.records.person import Person, RoleHeld
from comanage.records.physician_group import PhysicianGroup
from comanage.records.scorecard import Scorecard
from comanage.records.service_line import ServiceLine
from comanage.records.settlement import STANDING, Settlement
from comanage.rules.scorecard_steps import ScorecardState
from comanage.rules.signoff import FigureState, Role, SettlementState

CHECKED = frozenset(ScorecardState) - {ScorecardState.DRAFT}
REVIEWED = CHECKED - {ScorecardState.LINTED}
IN_FORCE = frozenset({ScorecardState.LOCKED, ScorecardState.SUPERSEDED})
VERIFIED = frozenset({FigureState.VERIFIED, FigureState.LOCKED})
SUBMITTED = VERIFIED | {FigureState.SUBMITTED}
UNDECIDED = frozenset(FigureState) - VERIFIED
FINAL = frozenset(SettlementState) - {SettlementState.PRELIMINARY}


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What there is of each kind, anywhere in the installation.

    Attributes:
        service_line: A service line.
        group: A physician group.
        roles: How many of the roles asked for somebody with an open account holds.
        agreement: An agreement that was not withdrawn.
        checked: A scorecard with measures that was checked.
        reviewed: A scorecard that a compliance officer reviewed.
        locked: A scorecard in force.
        figure: A figure that was submitted.
        verified: A period whose figures are all verified.
        settlement: A settlement that is final.
        statement: A settlement that was approved, and so a statement.
    """

    service_line: bool
    group: bool
    roles: int
    agreement: bool
    checked: bool
    reviewed: bool
    locked: bool
    figure: bool
    verified: bool
    settlement: bool
    statement: bool


def first_steps(session: Session, roles: Iterable[Role]) -> FirstSteps:
    """Look up how far the installation has come.

    Args:
        session: The session.
        roles: The roles that somebody must hold before a first statement can be made.
    """
    held = (
        select(func.count(RoleHeld.role.distinct()))
        .join(Person, Person.id == RoleHeld.person_id)
        .where(Person.active, RoleHeld.role.in_([*roles]))
        .scalar_subquery()
    )
    found = session.execute(
        select(
            exists().select_from(ServiceLine),
            exists().select_from(PhysicianGroup),
            held,
            _any(Agreement.withdrawn_at.is_(None)),
            _any(Scorecard.state.in_(CHECKED)),
            _any(Scorecard.state.in_(REVIEWED)),
            _any(Scorecard.state.in_(IN_FORCE)),
            _any(Figure.state.in_(SUBMITTED)),
            _all_verified(),
            _any(Settlement.state.in_(FINAL)),
            _any(Settlement.state.in_(STANDING)),
        )
    ).one()
    return FirstSteps(*found)


def _any(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(condition)


def _all_verified() -> ColumnElement[bool]:
    """Say whether some period has verified figures, and none that stands and waits."""
    other, later = another(Figure, "first_steps_other"), another(Figure, "first_steps_later")
    waits = (
        exists()
        .where(other.period_id == Figure.period_id, other.state.in_(UNDECIDED))
        .where(~exists().where(later.replaces_id == other.id))
    )
    return exists().where(Figure.state.in_(VERIFIED), ~waits)
