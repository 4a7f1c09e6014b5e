"""Hours at a glance: what each group logged, had approved and earned, month by month.

Leaders see the totals of their own group. Those who see every group see each physician's
month behind a total, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from comanage.access import Actor, allowed, own_groups
from comanage.records import base_fee as fees
from comanage.records import participant as participants
from comanage.records import physician_months
from comanage.records.agreement import Agreement
from comanage.records.participant import Participant
from comanage.records.physician_months import StandingMonth
from comanage.rights import Right
from comanage.rules.month_signoff import MonthState
from comanage.rules.months import Month, month_of


@dataclass(frozen=True, slots=True)
class GroupMonth:
    """A month of a group.

    Attributes:
        group: The group in the agreement.
        month: The month.
        logged: Its time, in minutes.
        approved: The time that every level has approved.
        cents: What was earned so far.
        physicians: The months of its physicians; empty for whoever sees totals alone.
        waits: How many of them are not payable yet.
    """

    group: Participant
    month: Month
    logged: int
    approved: int
    cents: int
    physicians: Sequence[StandingMonth]
    waits: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The hours of an agreement.

    Attributes:
        agreement: The agreement.
        months: The months of its groups, the latest first.
        totals: True where the reader sees totals of the own group alone.
    """

    agreement: Agreement
    months: Sequence[GroupMonth]
    totals: bool


def look(session: Session, actor: Actor, agreement_id: int) -> Overview:
    """Gather the hours of an agreement, as far as the actor sees them.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor does not see hours there.
    """
    allowed(session, actor, Right.TIME_READ, agreement_id)
    own = own_groups(session, actor, Right.TIME_READ, agreement_id)
    groups = {
        each.id: each
        for each in participants.of_agreement(session, agreement_id)
        if own is None or each.group_id in own
    }
    earned: dict[tuple[int, Month], int] = {}
    for row in fees.earned_of_agreement(session, agreement_id):
        key = (row.participant_id, month_of(row.month))
        earned[key] = earned.get(key, 0) + row.cents
    held: dict[tuple[int, Month], list[StandingMonth]] = {}
    for stands in physician_months.of_agreements(session, [agreement_id]):
        if stands.key.participant_id in groups:
            held.setdefault((stands.key.participant_id, stands.key.month), []).append(stands)
    months = [
        _month(groups[key[0]], key[1], found, earned.get(key, 0), totals=own is not None)
        for key, found in held.items()
    ]
    return Overview(session.get_one(Agreement, agreement_id), months, totals=own is not None)


def _month(
    group: Participant, month: Month, found: Sequence[StandingMonth], cents: int, *, totals: bool
) -> GroupMonth:
    approved = [each for each in found if each.state is MonthState.PAYABLE]
    return GroupMonth(
        group,
        month,
        sum(each.minutes for each in found),
        sum(each.minutes for each in approved),
        cents,
        () if totals else found,
        len(found) - len(approved),
    )
