"""Issued statements: which one stood on a day, whether its file is whole, and its data still hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed, own_groups
from comanage.actions.calculated_again import calculated_again
from comanage.actions.kept_files import Held, held_to_the_log
from comanage.records import issued as records
from comanage.records.agreement import Agreement
from comanage.records.issued import Issued
from comanage.refusals import Fault, Faulty
from comanage.rights import Right
from comanage.rules.periods import in_words

TO_COME = "{} is still to come. Give a day until today."
AT_ONCE = 10  # a settlement is calculated again for each


@dataclass(frozen=True, slots=True)
class Line:
    """A statement with what was found of it.

    Attributes:
        row: The statement.
        replaced: The statement that was issued next in its place; None where it stands.
        file: Whether its file is what the audit log tells.
        data: Whether its data come out the same today.
    """

    row: Issued
    replaced: Issued | None
    file: Held
    data: Held


@dataclass(frozen=True, slots=True)
class View:
    """One page of the list of issued statements.

    Attributes:
        agreement: The agreement.
        lines: Its statements, the latest period first.
        page: Which page this is, from 1.
        pages: How many there are.
        total: How many statements there are on all of them.
    """

    agreement: Agreement
    lines: Sequence[Line]
    page: int
    pages: int
    total: int


def view(
    session: Session, actor: Actor, agreement_id: int, *, known_on: date | None, page: int = 1
) -> View:
    """Show one page of an agreement's statements; a leader gets the own group's only.

    Args:
        session: A session to read with.
        actor: Who looks.
        agreement_id: The agreement.
        known_on: Only those that stood on this day; None for every one that was issued.
        page: Which page; one that there is not becomes the nearest.

    Raises:
        Faulty: The day is still to come.
    """
    every, whole = _every(session, actor, agreement_id)
    found = every if known_on is None else _known_on(every, known_on)
    pages = max(-(-len(found) // AT_ONCE), 1)
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * AT_ONCE : page * AT_ONCE]
    return View(
        agreement=session.get_one(Agreement, agreement_id),
        lines=_lines(session, shown, records.followers(every), whole=whole),
        page=page,
        pages=pages,
        total=len(found),
    )


def standing(session: Session, actor: Actor, agreement_id: int, *, known_on: date) -> list[Line]:
    """List every statement that stood on a day; a leader gets the own group's only."""
    every, whole = _every(session, actor, agreement_id)
    found, after = _known_on(every, known_on), records.followers(every)
    lines: list[Line] = []
    for at in range(0, len(found), AT_ONCE):
        lines += _lines(session, found[at : at + AT_ONCE], after, whole=whole)
    return lines


def _known_on(every: Sequence[Issued], day: date) -> list[Issued]:
    """List those that stood on a day.

    Raises:
        Faulty: It is still to come, so that nobody knows what will stand on it.
    """
    if day > clock.today():
        raise Faulty([Fault("as_known_on", TO_COME.format(in_words(day)))])
    return records.known_on(every, day)


def _every(session: Session, actor: Actor, agreement_id: int) -> tuple[list[Issued], bool]:
    """List the statements that an actor may read, and say whether that is every group's."""
    allowed(session, actor, Right.STATEMENT_READ, agreement_id)
    own = own_groups(session, actor, Right.STATEMENT_READ, agreement_id)
    found = records.issued(session, agreement_id)
    return [each for each in found if own is None or each.group_id in own], own is None


def _lines(
    session: Session, shown: Sequence[Issued], after: Mapping[int, Issued], *, whole: bool
) -> list[Line]:
    """Hold some statements to the log and to today's engine, each settlement once."""
    found = records.with_files(session, [each.id for each in shown])
    files = held_to_the_log(session, list(found.values()))
    settlements = {one.settlement_id: one.settlement for one in found.values()}
    data = {key: calculated_again(one, whole=whole) for key, one in settlements.items()}
    return [
        Line(each, after.get(each.id), files[each.id], data[found[each.id].settlement_id])
        for each in shown
    ]
