"""The list of payments as a file, for those who may see all of it."""

from sqlalchemy.orm import Session

from comanage.access import Actor, require
from comanage.actions.payment_list import PaymentShown, lines
from comanage.actions.reads_noted import narrowed_by
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.rights import Right
from comanage.statements.exports.payments_csv import PAYMENTS, PaymentLine
from comanage.statements.exports.payouts import Cents


def export(session: Session, actor: Actor, **wanted: str) -> tuple[str, str, bytes]:
    """Take the list away as CSV, narrowed as the page is; that is noted.

    Returns:
        The file's name, its media type and its bytes.
    """
    found = lines(session, actor, **wanted)
    note(
        session, actor, Act.PAYMENTS_EXPORTED, role=require(actor, Right.PAYMENT_READ),
        after=narrowed_by(wanted) | {"payments": len(found)},
    )  # fmt: skip
    written = PAYMENTS.write([_line(each) for each in found])
    return f"payments.{PAYMENTS.suffix}", PAYMENTS.media_type, written


def _line(shown: PaymentShown) -> PaymentLine:
    row, line = shown.row, shown.line
    agreement, group = row.agreement, row.participant.group
    return PaymentLine(
        payment=row.id,
        agreement_code=agreement.code,
        agreement_title=agreement.title,
        service_line=agreement.service_line.name,
        group_code=group.code,
        group_name=group.name,
        period_code=row.period,
        period_start=row.starts,
        period_end=row.ends,
        kind=row.kind.value,
        sequence=row.sequence,
        amount=Cents(row.amount_cents),
        set_off=Cents(line.recovered),
        to_pay=Cents(line.net if row.amount_cents > 0 else -line.owed),
        state=shown.state,
        released_by=row.release.printed_name,
        released_at=row.release.released_at,
        reverses=row.reverses_id,
        corrects=row.corrects_id,
        request_number=shown.request,
        paid_on=row.paid_on,
        paid_reference=row.paid_reference or "",
    )
