"""The parts that people took in a period, from every figure and signature of its chain."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage import clock
from comanage.records import delegation as delegations
from comanage.records import signature as signatures
from comanage.records.figure import Figure
from comanage.rules.parts import Taken, parts_of
from comanage.rules.signoff import Part


def in_period(session: Session, people: Collection[int], period_id: int) -> frozenset[Part]:
    """Say what someone did in a period, in any version of anything in it.

    Args:
        session: An open session.
        people: Who acts, and whoever that person acts for.
        period_id: The period.
    """
    return parts_of(people, taken(session, period_id), delegations.ever(session))


def taken(session: Session, period_id: int) -> list[Taken]:
    """List every part that was taken in a period, replaced figures and old settlements too."""
    figures = session.execute(
        select(Figure.entered_by_id, Figure.entered_at, Figure.verified_by_id, Figure.verified_at)
        .where(Figure.period_id == period_id)
    )  # fmt: skip
    found = []
    for enterer, entered_at, verifier, verified_at in figures:
        found.append(Taken(Part.ENTERED, enterer, clock.day(entered_at)))
        if verifier is not None and verified_at is not None:
            found.append(Taken(Part.VERIFIED, verifier, clock.day(verified_at)))
    return found + [
        Taken(signatures.PART[each.purpose], person, clock.day(each.at))
        for each in signatures.of_period(session, period_id)
        for person in each.people
    ]
