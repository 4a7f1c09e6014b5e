"""Duty use: which duties hold today, and when each was last done and approved."""

from datetime import date

from sqlalchemy.orm import Session

from comanage.records import base_fee, physician_months
from comanage.records import duty as duties
from comanage.rules.month_signoff import MonthState
from comanage.rules.oversight.facts import DutyKept


def kept(session: Session, agreement_id: int, today: date) -> list[DutyKept]:
    """List the duties of a day, each with whether it is limited and the last approved work."""
    rows = duties.of_agreement(session, agreement_id)
    values = duties.as_values(rows)
    done: dict[str, date] = {}
    for stands in physician_months.of_agreements(session, [agreement_id] if rows else []):
        if stands.state is MonthState.PAYABLE:
            for entry in stands.entries:
                code = entry.duty.code
                done[code] = max(entry.day, done.get(code, entry.day))
    return [
        DutyKept(
            name=row.name, most_hours=row.most_minutes is not None, last_done=done.get(row.code)
        )
        for row in rows
        if values[row.id].covers(today)
    ]


def hours_limited(session: Session, agreement_id: int, today: date) -> bool:
    """Say whether the terms of every group that has any limit the hours of a contract year."""
    rows = base_fee.versions(session, agreement_id)
    groups = {row.participant_id for row in rows}
    terms = [base_fee.in_force(rows, group, today) for group in groups]
    return bool(terms) and all(each is not None and each.most_a_year for each in terms)
