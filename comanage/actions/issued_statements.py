"""Issued statements: which one stood on a day, whether its file is whole, and its data still hold."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed, own_groups
from comanage.actions import settlements_told
from comanage.actions.calculated_again import calculated_again
from comanage.actions.kept_files import THE_AGREEMENT, Held, held_to_the_log
from comanage.records import audit_entry as log
from comanage.records import issued as records
from comanage.records import participant as participants
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.issued import Issued
from comanage.refusals import Fault, Faulty
from comanage.rights import Right
from comanage.rules.periods import in_words
from comanage.together import Together, read_ahead

TO_COME = "{} is still to come. Give a day until today."
GONE = (
    "Entry {} of the audit log tells that statement {} was issued to {} on {}, and it is not on record:"
    " what is listed here may not be what stood."
)
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
        gone: Which statements the audit log tells of that are not on record, a sentence each.
    """

    agreement: Agreement
    lines: Sequence[Line]
    page: int
    pages: int
    total: int
    gone: Sequence[str]


@dataclass(frozen=True, slots=True)
class Standing:
    """What stood on a day.

    Attributes:
        lines: Its statements.
        gone: Which statements the audit log tells of that are not on record, a sentence each.
    """

    lines: Sequence[Line]
    gone: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Reached:
    """The statements of an agreement, and whose an actor reads: of some groups alone, or of all."""

    agreement_id: int
    every: Sequence[Issued]
    groups: Collection[int] | None

    @property
    def whole(self) -> bool:
        return self.groups is None

    @property
    def own(self) -> list[Issued]:
        return [each for each in self.every if self.groups is None or each.group_id in self.groups]


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
    reached = _reached(session, actor, agreement_id)
    every = reached.own
    found = every if known_on is None else _known_on(every, known_on)
    pages = max(-(-len(found) // AT_ONCE), 1)
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * AT_ONCE : page * AT_ONCE]
    read_ahead(
        session,
        partial(records.with_files, session, [each.id for each in shown]),
        partial(log.of_agreements, session, [agreement_id], [Act.STATEMENT_ISSUED]),
    )
    return View(
        agreement=session.get_one(Agreement, agreement_id),
        lines=_lines(session, shown, records.followers(every), whole=reached.whole),
        page=page,
        pages=pages,
        total=len(found),
        gone=_gone(session, reached, known_on),
    )


def standing(session: Session, actor: Actor, agreement_id: int, *, known_on: date) -> Standing:
    """List every statement that stood on a day; a leader gets the own group's only."""
    reached = _reached(session, actor, agreement_id)
    found, after = _known_on(reached.own, known_on), records.followers(reached.own)
    lines: list[Line] = []
    for at in range(0, len(found), AT_ONCE):
        lines += _lines(session, found[at : at + AT_ONCE], after, whole=reached.whole)
    return Standing(lines, _gone(session, reached, known_on))


def _known_on(every: Sequence[Issued], day: date) -> list[Issued]:
    """List those that stood on a day.

    Raises:
        Faulty: It is still to come, so that nobody knows what will stand on it.
    """
    if day > clock.today():
        raise Faulty([Fault("as_known_on", TO_COME.format(in_words(day)))])
    return records.known_on(every, day)


def _reached(session: Session, actor: Actor, agreement_id: int) -> _Reached:
    """List the statements that an actor may read."""
    allowed(session, actor, Right.STATEMENT_READ, agreement_id)
    own = own_groups(session, actor, Right.STATEMENT_READ, agreement_id)
    return _Reached(agreement_id, records.issued(session, agreement_id), own)


def _gone(session: Session, reached: _Reached, known_on: date | None) -> list[str]:
    """Name the statements that the log tells of and that are not on record; a leader's own ones only.

    Args:
        session: A session to read with.
        reached: The statements on record.
        known_on: Only what was issued by the end of this day.
    """
    there = {each.id for each in reached.every}
    told = [
        (entry, json.loads(entry.after or "{}").get("group"))
        for entry in log.of_agreements(session, [reached.agreement_id], [Act.STATEMENT_ISSUED])
        if entry.object_id not in there and (known_on is None or clock.day(entry.at) <= known_on)
    ]
    if told and reached.groups is not None:
        every = participants.of_agreement(session, reached.agreement_id)
        codes = {each.code for each in every if each.group_id in reached.groups}
        told = [(entry, group) for entry, group in told if group in codes]
    return [
        GONE.format(
            entry.id, entry.object_id, group or THE_AGREEMENT, in_words(clock.day(entry.at))
        )
        for entry, group in told
    ]


def _lines(
    session: Session, shown: Sequence[Issued], after: Mapping[int, Issued], *, whole: bool
) -> list[Line]:
    """Hold some statements and their settlements to the log, and to today's engine, each once."""
    found = records.with_files(session, [each.id for each in shown])
    settlements = {one.settlement_id: one.settlement for one in found.values()}
    each_way = Together(session)
    held = each_way.part(held_to_the_log, session, list(found.values()))
    told = each_way.part(settlements_told.otherwise, session, settlements.values())
    files, data = held.given, {**told.given}
    for key, one in settlements.items():
        data[key] = data.get(key) or calculated_again(one, whole=whole)
    return [
        Line(each, after.get(each.id), files[each.id], data[found[each.id].settlement_id])
        for each in shown
    ]
