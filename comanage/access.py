"""Who may do what, and where: the agreements and groups that a person's rights reach.

A person who may see nothing of an agreement is told that there is no such agreement.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, false, or_, select, true
from sqlalchemy.orm import Session, joinedload

from comanage import clock
from comanage.records import delegation as delegations
from comanage.records.agreement import Agreement
from comanage.records.participant import Participant
from comanage.records.person import Person, RoleHeld, roles_of
from comanage.records.scorecard import Scorecard
from comanage.records.service_line import ServiceLine
from comanage.refusals import Conflict, NotAllowed, NotFound
from comanage.rights import ADDED, EVERYONE, LASTING, RIGHTS, UNLIMITED_ONLY, WITHIN_A_GROUP, Right
from comanage.rules.scorecard_steps import BEING_MADE
from comanage.rules.signoff import Role

WITHDRAWN = "This agreement was withdrawn: it can be read, and nothing of it changes any more."


@dataclass(frozen=True, slots=True)
class Held:
    """A role as a person holds it.

    Attributes:
        role: The role.
        service_line_id: The service line it is held within; None for every one.
        group_id: The group of a physician or physician leader.
        giver_id: Whose duty it is, where another handed it over for some days.
        giver: That person's name.
    """

    role: Role
    service_line_id: int | None = None
    group_id: int | None = None
    giver_id: int | None = None
    giver: str = ""

    @property
    def words(self) -> str:
        """The role as it is acted in, such as "approver, for Carla Ruiz"."""
        return f"{self.role}, for {self.giver}" if self.giver_id else self.role


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts.

    Attributes:
        person_id: The person; None for the program itself.
        name: The name that pages and notes show.
        held: The roles that person holds at this moment.
        address: The network address the request came from.
        request_id: The request, for the audit log.
    """

    person_id: int | None
    name: str
    held: tuple[Held, ...] = ()
    address: str = ""
    request_id: str = ""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(held.role for held in self.held)

    def acting_as(self, role: Role) -> str:
        """Name a role as this person acts in it: the own one, or that of whoever handed it over."""
        held = sorted((each for each in self.held if each.role is role), key=_own_first)
        return held[0].words if held else role

    def people(self, role: Role) -> frozenset[int]:
        """Give whose parts count when this person acts in a role: the own, and a giver's."""
        givers = {each.giver_id for each in self.held if each.role is role}
        return frozenset(each for each in {self.person_id, *givers} if each is not None)


def held_by(session: Session, person_id: int) -> tuple[Held, ...]:
    """Look up the roles a person holds now, and those whose duty was handed over for today."""
    own = [
        Held(row.role, row.service_line_id, row.group_id) for row in roles_of(session, person_id)
    ]
    taken = [
        Held(row.role, row.service_line_id, None, row.giver_id, row.giver.name)
        for row in delegations.to_person(session, person_id, clock.today())
    ]
    return (*own, *taken)


def may(actor: Actor, right: Right) -> bool:
    """Say whether an actor has a right at all, whatever the agreement."""
    return right in EVERYONE or any(_grants(held, right) for held in actor.held)


def may_in(actor: Actor, right: Right, agreement: Agreement) -> bool:
    """Say, without asking the database, whether a right reaches an agreement that is at hand.

    Roles within a group are left out: they bring no right to change anything.
    """
    if agreement.withdrawn_at is not None and right not in LASTING:
        return False
    return any(
        _grants(held, right)
        and held.service_line_id in {None, agreement.service_line_id}
        and (right in RIGHTS[held.role] or agreement.verifier_may_approve)
        for held in actor.held
        if held.role not in WITHIN_A_GROUP
    )


def require(actor: Actor, right: Right, *, service_line_id: int | None = None) -> Role | None:
    """Check a right that belongs to no agreement, and give the role it comes from.

    Args:
        actor: Who acts.
        right: What for.
        service_line_id: The service line it must reach; None where there is none.

    Returns:
        The role; None where the right is everyone's.

    Raises:
        NotAllowed: The actor lacks the right, or lacks it there.
    """
    for held in actor.held:
        within = service_line_id is None or held.service_line_id in {None, service_line_id}
        if within and _grants(held, right):
            return held.role
    if right in EVERYONE:
        return None
    raise NotAllowed(f"{_as_held(actor)} not let you {right.words}.")


def allowed(session: Session, actor: Actor, right: Right, agreement_id: int) -> Role:
    """Check a right in an agreement, and give the role it comes from.

    Raises:
        NotFound: There is no such agreement, or the actor may see nothing of it.
        NotAllowed: The actor sees the agreement, but lacks the right there.
    """
    return granted(session, actor, right, agreement_id).role


def granted(
    session: Session, actor: Actor, right: Right, agreement_id: int, *, role: Role | None = None
) -> Held:
    """Check a right in an agreement, and give the role it comes from as it is held.

    The own role comes before one whose duty was handed over.

    Args:
        session: A session to read with.
        actor: Who acts.
        right: What for.
        agreement_id: The agreement.
        role: The one role it is to come from; None for any.

    Raises:
        NotFound: There is no such agreement, or the actor may see nothing of it.
        NotAllowed: The actor sees the agreement, but lacks the right there.
        Conflict: The agreement was withdrawn, and the right is one to change something.
    """
    granting = _granting(session, actor, right, agreement_id)
    if found := [held for held in granting if role in {None, held.role}]:
        return min(found, key=_own_first)
    if not _granting(session, actor, Right.AGREEMENT_READ, agreement_id):
        raise NotFound("There is no such agreement.")
    if session.get_one(Agreement, agreement_id).withdrawn_at is not None:
        raise Conflict(WITHDRAWN)
    raise NotAllowed(f"{_as_held(actor)} not let you {right.words} here.")


def roles_in(session: Session, actor: Actor, agreement_id: int) -> frozenset[Role]:
    """List the roles in which an actor sees an agreement; none where it is not seen."""
    seeing = _granting(session, actor, Right.AGREEMENT_READ, agreement_id)
    return frozenset(held.role for held in seeing)


def own_groups(
    session: Session, actor: Actor, right: Right, agreement_id: int
) -> frozenset[int] | None:
    """Say which groups' dollars and documents an actor may see in an agreement.

    Returns:
        The ids of the actor's own groups; None where the view is not limited to groups.
    """
    granting = _granting(session, actor, right, agreement_id)
    if any(held.role not in WITHIN_A_GROUP for held in granting):
        return None
    return frozenset(held.group_id for held in granting if held.group_id is not None)


def agreements_seen(
    session: Session, actor: Actor, right: Right = Right.AGREEMENT_READ, *, withdrawn: bool = False
) -> Sequence[Agreement]:
    """List the agreements in which an actor has a right, by title: withdrawn ones, or all others."""
    reached = or_(false(), *(_reaches(held, right) for held in actor.held))
    which = Agreement.withdrawn_at.is_not(None) if withdrawn else Agreement.withdrawn_at.is_(None)
    return session.scalars(
        select(Agreement)
        .options(joinedload(Agreement.service_line))
        .where(reached, which)
        .order_by(Agreement.title, Agreement.id)
    ).all()


def service_lines_for(session: Session, actor: Actor, right: Right) -> Sequence[ServiceLine]:
    """List the service lines within which an actor has a right, by name."""
    granting = [held.service_line_id for held in actor.held if _grants(held, right)]
    query: Select[ServiceLine] = select(ServiceLine).order_by(ServiceLine.name, ServiceLine.id)
    if None not in granting:
        query = query.where(ServiceLine.id.in_(granting))
    return session.scalars(query).all()


def _own_first(held: Held) -> bool:
    return held.giver_id is not None


def people_who_may(session: Session, right: Right, agreement: Agreement) -> Sequence[Person]:
    """List the people with an open account whose role brings a right in an agreement, by name.

    Roles within a group are left out: they bring no right to change anything.
    """
    roles = [role for role, rights in RIGHTS.items() if right in rights]
    return session.scalars(
        select(Person)
        .join(RoleHeld, RoleHeld.person_id == Person.id)
        .where(
            Person.active, RoleHeld.role.in_([role for role in roles if role not in WITHIN_A_GROUP])
        )
        .where(
            or_(
                RoleHeld.service_line_id.is_(None),
                RoleHeld.service_line_id == agreement.service_line_id,
            )
        )
        .distinct()
        .order_by(Person.name, Person.id)
    ).all()


def _grants(held: Held, right: Right) -> bool:
    """Say whether a role brings a right somewhere."""
    if right in UNLIMITED_ONLY and held.service_line_id is not None:
        return False
    return right in RIGHTS[held.role] | ADDED.get(held.role, frozenset())


def _granting(session: Session, actor: Actor, right: Right, agreement_id: int) -> list[Held]:
    """List the roles held that bring a right in an agreement, in one query."""
    candidates = [held for held in actor.held if _grants(held, right)]
    if not candidates:
        return []
    # Each by a name of its own: two roles may reach by one and the same condition.
    columns = [_reaches(held, right).label(f"role_{at}") for at, held in enumerate(candidates)]
    row = session.execute(select(*columns).where(Agreement.id == agreement_id)).first()
    return [held for held, reached in zip(candidates, row or (), strict=False) if reached]


def _reaches(held: Held, right: Right) -> ColumnElement[bool]:
    """Write, as a condition on an agreement, that a role brings a right there."""
    if not _grants(held, right):
        return false()
    condition: ColumnElement[bool] = true()
    if right not in LASTING:
        condition &= Agreement.withdrawn_at.is_(None)
    if right not in RIGHTS[held.role]:
        condition &= Agreement.verifier_may_approve
    if held.service_line_id is not None:
        condition &= Agreement.service_line_id == held.service_line_id
    if held.role in WITHIN_A_GROUP:
        # Leaders see what was agreed, not what is being drafted.
        condition &= (
            select(Participant.id)
            .where(Participant.agreement_id == Agreement.id, Participant.group_id == held.group_id)
            .exists()
        )
        condition &= (
            select(Scorecard.id)
            .where(Scorecard.agreement_id == Agreement.id)
            .where(Scorecard.state.not_in(BEING_MADE))
            .exists()
        )
    return condition


def _as_held(actor: Actor) -> str:
    roles = ", ".join(sorted(actor.roles))
    if not roles:
        return "You hold no role yet: that does"
    return f"Your role ({roles}) does" if len(actor.roles) == 1 else f"Your roles ({roles}) do"
