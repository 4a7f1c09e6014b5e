"""Duty use: which duties hold today, and when each was last done and approved."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from comanage.records import base_fee, physician_months
from comanage.records import duty as duties
from comanage.rules.month_signoff import MonthState
from comanage.rules.oversight.facts import DutyKept
from comanage.together import Together


def kept(
    session: Session, agreement_ids: Collection[int], today: date
) -> Mapping[int, Sequence[DutyKept]]:
    """List, by agreement, the duties of a day: whether each is limited, its last approved work."""
    part = Together(session)
    held = part.part(duties.of_agreements, session, agreement_ids)
    months = part.part(physician_months.of_agreements, session, agreement_ids)
    rows = held.given
    if not rows:
        return {}
    values = duties.as_values(rows)
    done: dict[tuple[int, str], date] = {}
    for stands in months.given:
        if stands.state is MonthState.PAYABLE:
            for entry in stands.entries:
                code = stands.agreement_id, entry.duty.code
                done[code] = max(entry.day, done.get(code, entry.day))
    found: dict[int, list[DutyKept]] = defaultdict(list)
    for row in rows:
        if values[row.id].covers(today):
            limited, last = row.most_minutes is not None, done.get((row.agreement_id, row.code))
            made = DutyKept(name=row.name, most_hours=limited, last_done=last)
            found[row.agreement_id].append(made)
    return found


def hours_limited(session: Session, agreement_ids: Collection[int], today: date) -> frozenset[int]:
    """Name the agreements where the terms of every group that has any limit a year's hours."""
    rows = base_fee.versions(session, *agreement_ids)
    groups = {(row.agreement_id, row.participant_id) for row in rows}
    limited: dict[int, bool] = {}
    for agreement_id, group in groups:
        terms = base_fee.in_force(rows, group, today)
        within = terms is not None and bool(terms.most_a_year)
        limited[agreement_id] = within and limited.get(agreement_id, True)
    return frozenset(agreement_id for agreement_id, within in limited.items() if within)
