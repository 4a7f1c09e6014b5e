"""Owners: who is responsible for a measure's figures, when they are due, and what is agreed of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, allowed, people_who_may
from comanage.actions.opened import check_opened
from comanage.records import measure as measures
from comanage.records import stewardship as records
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.stewardship import (
    LONGEST_AHEAD,
    LONGEST_GRACE,
    LONGEST_LAG,
    FigurePolicy,
    Stewardship,
)
from comanage.refusals import Fault, Faulty, NotFound
from comanage.rights import Right
from comanage.rules.due import Clock, due_on
from comanage.rules.numbers import HUNDRED, ONE, terminates

NO_MEASURE = "There is no such measure."
CANNOT = "Choose someone who may enter figures in this agreement, or nobody."
DAYS = "Give a whole number of days, from 0 to {}."
SHARE = "Give a percentage above 0 and at most 100, or leave it empty."
SHIFT = "Give a percentage above 0, or leave it empty."


@dataclass(frozen=True, slots=True)
class Policy:
    """What an agreement says of its figures, as somebody gives it.

    Attributes:
        grace: Days added to every data lag.
        ahead: Days before the due day on which owners are first reminded.
        least_confirmed: The share of a sample that must be confirmed, in percent; None: not agreed.
        most_shift: How far a monitor may be from its baseline, in percent of it; None: not agreed.
    """

    grace: Fraction | None
    ahead: Fraction | None
    least_confirmed: Fraction | None = None
    most_shift: Fraction | None = None


def assign(
    session: Session,
    actor: Actor,
    agreement_id: int,
    codes: Sequence[str],
    *,
    owner_id: int | None,
    lag: Fraction | None,
    revision: int | None = None,
) -> list[Stewardship]:
    """Say who is responsible for the figures of some measures, and when their data are complete.

    What stands already is not written again.

    Args:
        session: The session of the change.
        actor: Who decides.
        agreement_id: The agreement.
        codes: The measures.
        owner_id: Who is responsible; None for nobody.
        lag: Days from the end of a period until its data are complete; None where not stated.
        revision: What was seen to stand of the first measure; None where nobody looked before.

    Raises:
        NotFound: The agreement has no such measure.
        Stale: Someone else has decided about the first measure since.
        Faulty: The person may not enter figures there, or the lag is no number of days.
    """
    role = allowed(session, actor, Right.AGREEMENT_WRITE, agreement_id)
    known = measures.of_agreement(session, agreement_id)
    if not set(codes) <= known.keys():
        raise NotFound(NO_MEASURE)
    standing = records.standing(session, [agreement_id])
    check_opened(revision, _last(standing.get(known[codes[0]].id) if codes else None))
    agreement = session.get_one(Agreement, agreement_id)
    able = {one.id for one in people_who_may(session, Right.FIGURE_ENTER, agreement)}
    if found := _owner_faults(owner_id, lag, able):
        raise Faulty(found)
    days = None if lag is None else int(lag)
    made = []
    for code in codes:
        before = standing.get(known[code].id)
        if _stands_so(before, owner_id, days):
            continue
        row = Stewardship(
            agreement_id=agreement_id, measure_id=known[code].id, owner_id=owner_id,
            lag_days=days, set_by_id=actor.person_id, set_at=clock.now(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        note(
            session, actor, Act.OWNER_SET, role=role, agreement_id=agreement_id, object_id=row.id,
            before=_told(code, before) if before else None, after=_told(code, row),
        )  # fmt: skip
        made.append(row)
    return made


def set_policy(
    session: Session,
    actor: Actor,
    agreement_id: int,
    policy: Policy,
    *,
    revision: int | None = None,
) -> FigurePolicy | None:
    """Say how an agreement counts its days, and what it agrees of samples and monitors.

    Returns:
        What now stands; None where nothing changed.

    Raises:
        Stale: Someone else has set another policy since that one was seen.
        Faulty: Everything that is no number of days, or no percentage.
    """
    role = allowed(session, actor, Right.AGREEMENT_WRITE, agreement_id)
    before = records.policy(session, agreement_id)
    check_opened(revision, _last(before))
    if found := _faults(policy):
        raise Faulty(found)
    made = FigurePolicy(
        agreement_id=agreement_id, grace_days=int(policy.grace or 0),
        ahead_days=int(policy.ahead or 0), least_confirmed=_share(policy.least_confirmed),
        most_shift=_share(policy.most_shift), set_by_id=actor.person_id, set_at=clock.now(),
    )  # fmt: skip
    if before is not None and _agreed(before) == _agreed(made):
        return None
    session.add(made)
    session.flush()
    note(
        session, actor, Act.FIGURE_POLICY_SET, role=role, agreement_id=agreement_id,
        object_id=made.id, before=_agreed(before) if before else None, after=_agreed(made),
    )  # fmt: skip
    return made


def due_days(session: Session, agreement_id: int, ends: date) -> dict[int, date | None]:
    """Say, by measure, on which day its figure is due of a period that ends on a day."""
    agreed = records.policy(session, agreement_id)
    days = agreed.clock if agreed else Clock()
    standing = records.standing(session, [agreement_id])
    return {key: due_on(ends, row.lag_days, days) for key, row in standing.items()}


def _faults(policy: Policy) -> list[Fault]:
    found = [
        Fault(name, DAYS.format(most))
        for name, days, most in (
            ("grace", policy.grace, LONGEST_GRACE),
            ("ahead", policy.ahead, LONGEST_AHEAD),
        )
        if days is None or not _is_days(days, most)
    ]
    least, shift = _share(policy.least_confirmed), _share(policy.most_shift)
    if least is not None and not (0 < least <= ONE and terminates(least)):
        found.append(Fault("least_confirmed", SHARE))
    if shift is not None and not (shift > 0 and terminates(shift)):
        found.append(Fault("most_shift", SHIFT))
    return found


def _owner_faults(owner_id: int | None, lag: Fraction | None, able: set[int]) -> list[Fault]:
    found = [] if owner_id is None or owner_id in able else [Fault("owner_id", CANNOT)]
    if lag is not None and not _is_days(lag, LONGEST_LAG):
        found.append(Fault("lag", DAYS.format(LONGEST_LAG)))
    return found


def _is_days(number: Fraction, most: int) -> bool:
    return number.denominator == 1 and 0 <= number <= most


def _share(percent: Fraction | None) -> Fraction | None:
    return None if percent is None else percent / HUNDRED


def _stands_so(before: Stewardship | None, owner_id: int | None, days: int | None) -> bool:
    return before is not None and (before.owner_id, before.lag_days) == (owner_id, days)


def _last(row: Stewardship | FigurePolicy | None) -> int:
    """Give the id of the row that stands; 0 for none."""
    return row.id if row else 0


def _told(code: str, row: Stewardship) -> Mapping[str, object]:
    return {"measure": code, "owner": row.owner_id, "lag_days": row.lag_days}


def _agreed(policy: FigurePolicy) -> Mapping[str, object]:
    return {
        "grace_days": policy.grace_days,
        "ahead_days": policy.ahead_days,
        "least_confirmed": policy.least_confirmed,
        "most_shift": policy.most_shift,
    }
