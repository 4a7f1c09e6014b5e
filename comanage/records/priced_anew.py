"""Priced anew: whether a later agreement pays the same groups otherwise, soon after a termination."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage.records import basis
from comanage.records.agreement import Agreement
from comanage.records.base import another
from comanage.records.participant import Participant
from comanage.records.scorecard import Scorecard
from comanage.rules.in_force import Course
from comanage.rules.oversight.pay_terms import changes_pay
from comanage.rules.periods import in_words, months_later
from comanage.rules.terms import Terms


def of_agreements(
    session: Session, agreements: Sequence[Agreement], courses: Mapping[int, Course]
) -> Mapping[int, Sequence[str]]:
    """Name, by agreement that was terminated in its first year, what pays its groups otherwise.

    Looked at is each agreement of the same service line with one of its groups that begins before
    that year is over and has terms.
    """
    ended = {each.id: each for each in agreements if _early(courses[each.id])}
    if not ended:
        return {}
    later = [
        (ended[at], other)
        for at, other in _with_the_same_groups(session, ended)
        if other.service_line_id == ended[at].service_line_id and _within(courses[at], other)
    ]
    terms = _terms(session, {one.id for pair in later for one in pair})
    found: dict[int, list[str]] = defaultdict(list)
    for before, after in later:
        pays = terms.get(before.id), terms.get(after.id)
        if pays[1] is not None and (pays[0] is None or _otherwise(pays[0], pays[1])):
            found[before.id].append(f"{after.code} of {in_words(after.starts)}")
    return found


def _early(course: Course) -> bool:
    return course.terminated is not None and course.terminated < months_later(course.starts, 12)


def _within(course: Course, other: Agreement) -> bool:
    if course.terminated is None:
        return False
    return course.terminated < other.starts < months_later(course.starts, 12)


def _with_the_same_groups(
    session: Session, ended: Mapping[int, Agreement]
) -> list[tuple[int, Agreement]]:
    theirs = another(Participant, "priced_anew_theirs")
    rows = session.execute(
        select(Participant.agreement_id, Agreement)
        .join(theirs, theirs.group_id == Participant.group_id)
        .join(Agreement, Agreement.id == theirs.agreement_id)
        .where(Participant.agreement_id.in_([*ended]), Agreement.id != Participant.agreement_id)
        .distinct()
        .order_by(Agreement.starts, Agreement.id)
    )
    return [(at, other) for at, other in rows]  # plain pairs


def _terms(session: Session, agreement_ids: set[int]) -> dict[int, Terms]:
    """Give the terms of the newest version of each agreement."""
    rows = session.scalars(
        select(Scorecard)
        .where(Scorecard.agreement_id.in_(agreement_ids))
        .order_by(Scorecard.number)
    )
    latest = {row.agreement_id: row for row in rows}
    return {at: basis.terms_of(row) for at, row in latest.items()}


def _otherwise(before: Terms, after: Terms) -> bool:
    """Say whether other terms pay otherwise; their days and their code aside."""
    days = replace(before, code=after.code, periods=after.periods, in_force=after.in_force)
    return changes_pay(days, after)
