"""Hours as a file: every entry of an agreement with its signatures, for those who see entries."""

from fractions import Fraction

from sqlalchemy.orm import Session

from comanage.access import Actor, allowed
from comanage.actions.month_decisions import TOTALS, sees_entries
from comanage.records import physician_months
from comanage.records.acts import Act
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import note
from comanage.records.physician_months import StandingMonth
from comanage.records.time_entry import TimeEntry
from comanage.refusals import NotAllowed
from comanage.rights import Right
from comanage.rules.base_fee import HOUR
from comanage.statements.exports.hours_csv import HOURS, HoursLine


def lines(session: Session, actor: Actor, agreement_id: int, *, month: str = "") -> list[HoursLine]:
    """List every entry of an agreement, the earliest month first.

    Args:
        session: A session to read with.
        actor: Who reads it.
        agreement_id: The agreement.
        month: Of this month alone, such as 2027-10; empty for all.

    Raises:
        NotFound: The actor sees no such agreement.
        NotAllowed: The actor sees totals alone.
    """
    allowed(session, actor, Right.TIME_READ, agreement_id)
    if not sees_entries(session, actor, agreement_id):
        raise NotAllowed(TOTALS)
    agreement = session.get_one(Agreement, agreement_id)
    return [
        _line(agreement, stands, entry)
        for stands in reversed(physician_months.of_agreements(session, [agreement_id]))
        if month in {"", stands.key.month.code}
        for entry in stands.logged
    ]


def export(
    session: Session, actor: Actor, agreement_id: int, *, month: str = ""
) -> tuple[str, str, bytes]:
    """Write the hours of an agreement as a file; that is noted.

    Returns:
        The file's name, its media type and its bytes.
    """
    found = lines(session, actor, agreement_id, month=month)
    agreement = session.get_one(Agreement, agreement_id)
    note(
        session, actor, Act.HOURS_EXPORTED,
        role=allowed(session, actor, Right.TIME_READ, agreement_id), agreement_id=agreement_id,
        after={"entries": len(found), "month": month},
    )  # fmt: skip
    return f"hours-{agreement.code}.{HOURS.suffix}", HOURS.media_type, HOURS.write(found)


def _line(agreement: Agreement, stands: StandingMonth, entry: TimeEntry) -> HoursLine:
    signed = stands.attestation
    replaced = {each.replaces_id for each in stands.logged}
    return HoursLine(
        agreement=agreement.code,
        group=stands.participant.code,
        physician=stands.person.name,
        month=stands.key.month.code,
        entry=entry.id,
        day=entry.day,
        duty=entry.duty.code,
        hours=Fraction(entry.minutes, HOUR),
        done=entry.done,
        entered_at=entry.entered_at,
        corrects=entry.replaces_id,
        reason=entry.reason,
        stands="" if entry.id in replaced else "yes",
        state=stands.state,
        attested_at=signed.signed_at if signed else None,
        attested_sha256=signed.content_hash if signed else "",
        approved_by="; ".join(
            f"{each.printed_name} ({each.acted_as}, {each.decision})" for each in signed.decisions
        )
        if signed
        else "",
    )
