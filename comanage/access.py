"""Who may do what, and where: the agreements and groups that a person's rights reach.

A person who may see nothing of an agreement is told that there is no such agreement.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from comanage import clock, one_moment
from comanage.records import delegation as delegations
from comanage.records.agreement import Agreement
from comanage.records.person import Person, RoleHeld, roles_of
from comanage.records.reach import Near, near
from comanage.records.service_line import ServiceLine
from comanage.refusals import Conflict, NotAllowed, NotFound
from comanage.rights import ADDED, EVERYONE, LASTING, RIGHTS, UNLIMITED_ONLY, WITHIN_A_GROUP, Right
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
    return (*own(roles_of(session, person_id)), *taken(session, person_id))


def own(rows: Iterable[RoleHeld]) -> tuple[Held, ...]:
    """Give roles on record as they are held."""
    return tuple(Held(row.role, row.service_line_id, row.group_id) for row in rows)


def taken(session: Session, person_id: int) -> tuple[Held, ...]:
    """Look up the roles whose duty was handed over to a person for today."""
    return tuple(
        Held(row.role, row.service_line_id, None, row.giver_id, row.giver.name)
        for row in delegations.to_person(session, person_id, clock.today())
    )


def may(actor: Actor, right: Right) -> bool:
    """Say whether an actor has a right at all, whatever the agreement."""
    return right in EVERYONE or any(_grants(held, right) for held in actor.held)


def may_in(actor: Actor, right: Right, agreement: Agreement) -> bool:
    """Say, without asking the database, whether a right reaches an agreement that is at hand.

    Roles within a group are left out: they bring no right to change anything.
    """
    return any(
        _reaches(held, right, agreement) for held in actor.held if held.role not in WITHIN_A_GROUP
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
    return [
        each.agreement
        for each in _near(session, actor)
        if (each.agreement.withdrawn_at is not None) is withdrawn
        and any(_grants_in(held, right, each) for held in actor.held)
    ]


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
    """List the roles held that bring a right in an agreement."""
    if not any(_grants(held, right) for held in actor.held):
        return []
    # A page asks for all agreements once, for its picker too; an act, for the one it is about.
    found = _near(session, actor, None if one_moment.current() else agreement_id)
    here = next((each for each in found if each.agreement.id == agreement_id), None)
    return [held for held in actor.held if here and _grants_in(held, right, here)]


def _near(session: Session, actor: Actor, agreement_id: int | None = None) -> Sequence[Near]:
    """List the agreements that a right of the actor may reach."""
    lines = {held.service_line_id for held in actor.held if held.role not in WITHIN_A_GROUP}
    groups = {
        held.group_id
        for held in actor.held
        if held.role in WITHIN_A_GROUP and held.group_id is not None
    }
    return near(
        session,
        line_ids=None if None in lines else {line for line in lines if line is not None},
        group_ids=groups,
        agreement_id=agreement_id,
    )


def _grants_in(held: Held, right: Right, there: Near) -> bool:
    """Say whether a role brings a right in an agreement."""
    if held.role in WITHIN_A_GROUP and (not there.agreed or held.group_id not in there.group_ids):
        return False  # leaders see what was agreed, not what is being drafted
    return _reaches(held, right, there.agreement)


def _reaches(held: Held, right: Right, agreement: Agreement) -> bool:
    """Say whether a role brings a right in an agreement, whichever groups take part in it."""
    return (
        _grants(held, right)
        and (agreement.withdrawn_at is None or right in LASTING)
        and (right in RIGHTS[held.role] or agreement.verifier_may_approve)
        and held.service_line_id in {None, agreement.service_line_id}
    )


def _as_held(actor: Actor) -> str:
    roles = ", ".join(sorted(actor.roles))
    if not roles:
        return "You hold no role yet: that does"
    return f"Your role ({roles}) does" if len(actor.roles) == 1 else f"Your roles ({roles}) do"
