"""Payout records: what each group is owed, for those who may see it, and as a file."""

from collections.abc import Sequence
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen, require
from comanage.actions.reads_noted import narrowed_by
from comanage.records import payout_record as payouts
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.payout_record import PayoutRecord
from comanage.records.scorecard import Scorecard
from comanage.records.statement import Statement
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.numbers import HUNDRED, exact
from comanage.statements import PAYOUT_FORMATS
from comanage.statements.payouts import PayoutLine

SUFFIXES = tuple(PAYOUT_FORMATS)


def lines(
    session: Session, actor: Actor, *, period: str = "", service_line: str = "", group: str = ""
) -> list[PayoutLine]:
    """List payout records of the agreements that an actor reaches, narrowed as below."""
    require(actor, Right.PAYOUT_READ)
    seen = {
        agreement.id: agreement for agreement in agreements_seen(session, actor, Right.PAYOUT_READ)
    }
    records = payouts.of_agreements(session, seen)
    known = _Known(session, records)
    every = [known.line(record) for record in records]
    return narrowed(every, period=period, service_line=service_line, group=group)


def narrowed(
    found: Sequence[PayoutLine], *, period: str = "", service_line: str = "", group: str = ""
) -> list[PayoutLine]:
    """Keep the records of a period, a service line and a group; an empty filter keeps all.

    Args:
        found: The records.
        period: The code of a period.
        service_line: The name of a service line.
        group: The code of a group.
    """
    return [
        line
        for line in found
        if period in {"", line.period}
        and service_line in {"", line.service_line}
        and group in {"", line.group}
    ]


def offered(found: Sequence[PayoutLine]) -> dict[str, list[tuple[str, str]]]:
    """List what records can be narrowed to: for each filter, values and their words."""
    return {
        "period": sorted({(line.period, line.period) for line in found}, reverse=True),
        "service_line": sorted({(line.service_line, line.service_line) for line in found}),
        "group": sorted({(line.group, f"{line.group}, {line.group_name}") for line in found}),
    }


def export(
    session: Session,
    actor: Actor,
    suffix: str,
    *,
    period: str = "",
    service_line: str = "",
    group: str = "",
) -> tuple[str, str, bytes]:
    """Take payout records away as a file, which is noted.

    Returns:
        The file's name, its media type and its bytes.

    Raises:
        NotFound: There is no such format.
    """
    form = PAYOUT_FORMATS.get(suffix)
    if form is None:
        raise NotFound(f"Payout records come as: {', '.join(PAYOUT_FORMATS)}.")
    chosen = {"period": period, "service_line": service_line, "group": group}
    found = lines(session, actor, **chosen)
    note(
        session, actor, Act.PAYOUTS_EXPORTED, role=require(actor, Right.PAYOUT_READ),
        after={"format": suffix, "records": len(found)} | narrowed_by(chosen),
    )  # fmt: skip
    return f"payouts.{form.suffix}", form.media_type, form.write(found)


class _Known:
    """The scorecards and statements behind some records, each looked up in one query."""

    def __init__(self, session: Session, records: Sequence[PayoutRecord]) -> None:
        settlements = {record.settlement_id: record.settlement for record in records}
        scorecards = {settlement.scorecard_id for settlement in settlements.values()}
        rows = session.execute(
            select(Scorecard.id, Scorecard.number, Scorecard.terms_hash).where(
                Scorecard.id.in_(scorecards)
            )
        )
        self.scorecards = {key: (number, digest) for key, number, digest in rows}
        issued = session.execute(
            select(
                Statement.settlement_id, Statement.participant_id, Statement.document_sha256
            ).where(Statement.settlement_id.in_(settlements))
        )
        self.statements = {(settlement, one): digest for settlement, one, digest in issued}

    def line(self, record: PayoutRecord) -> PayoutLine:
        """Put one record together with what it rests on."""
        settlement, participant = record.settlement, record.participant
        agreement, period = settlement.agreement, settlement.period
        number, digest = self.scorecards[settlement.scorecard_id]
        approver, approved_at = settlement.approved_by, settlement.approved_at
        if approver is None or approved_at is None:
            raise LookupError(f"{record!r} belongs to a settlement that was not approved.")
        return PayoutLine(
            agreement=agreement.code,
            title=agreement.title,
            service_line=agreement.service_line.name,
            group=participant.group.code,
            group_name=participant.group.name,
            period=period.code,
            starts=period.starts,
            ends=period.ends,
            scorecard=number,
            scorecard_hash=digest,
            settlement=settlement.number,
            state=settlement.state,
            pool=settlement.possible_cents,
            earned=settlement.earned_cents,
            share=_share(record.share),
            advanced=record.advanced_cents,
            payable=record.payable_cents,
            recover=record.recover_cents,
            left=record.left_cents,
            left_because=record.left_because or "",
            approved_by=approver.name,
            approved_at=approved_at,
            statement_sha256=self.statements.get((settlement.id, participant.id), ""),
        )


def _share(printed: str) -> Fraction:
    """Read a share as it was stored: "45%", or "1/3" where a percentage would not end."""
    if printed.endswith("%"):
        return exact(printed.removesuffix("%")) / HUNDRED
    return exact(printed)
