"""Payout records: what each group is owed, for those who may see it, and as a file."""

from collections.abc import Sequence
from fractions import Fraction

from sqlalchemy.orm import Session

from comanage.access import Actor, agreements_seen, require
from comanage.actions.payout_grounds import Known
from comanage.actions.reads_noted import narrowed_by
from comanage.records import payout_record as payouts
from comanage.records.acts import Act
from comanage.records.audit_entry import note
from comanage.records.payout_record import PayoutRecord
from comanage.refusals import NotFound
from comanage.rights import Right
from comanage.rules.numbers import HUNDRED, exact
from comanage.statements.exports.formats import PAYOUT_FORMATS
from comanage.statements.exports.payouts import PayoutLine

SUFFIXES = tuple(PAYOUT_FORMATS)
STATES = {
    "approved": "Approved",
    "held": "Approved, release held",
    "released": "Released",
    "replaced": "Replaced, not counted",
}
FILTERS = ("agreement", "period", "service_line", "group", "state")


def lines(session: Session, actor: Actor, **wanted: str) -> list[PayoutLine]:
    """List payout records of the agreements that an actor reaches.

    Args:
        session: An open session.
        actor: Who asks.
        **wanted: What to narrow them to, see narrowed.
    """
    require(actor, Right.PAYOUT_READ)
    seen = agreements_seen(session, actor, Right.PAYOUT_READ)
    records = payouts.of_agreements(session, [agreement.id for agreement in seen])
    known = Known(session, records, seen)
    return narrowed([_line(record, known) for record in records], **wanted)


def narrowed(
    found: Sequence[PayoutLine],
    *,
    agreement: str = "",
    period: str = "",
    service_line: str = "",
    group: str = "",
    state: str = "",
) -> list[PayoutLine]:
    """Keep the records of an agreement, period and so on; an empty filter keeps all.

    Args:
        found: The records.
        agreement: The code of an agreement.
        period: The code of a period.
        service_line: The name of a service line.
        group: The code of a group.
        state: Where the settlement stands: approved or released; or what became of it: held
            or replaced.
    """
    return [
        line
        for line in found
        if agreement in {"", line.agreement}
        and period in {"", line.period}
        and service_line in {"", line.service_line}
        and group in {"", line.group}
        and state in {"", line.state, line.stands}
    ]


def offered(found: Sequence[PayoutLine]) -> dict[str, list[tuple[str, str]]]:
    """List what records can be narrowed to: for each filter, values and their words."""
    known = {word for line in found for word in (line.state, line.stands)}
    return {
        "agreement": sorted(
            {(line.agreement, f"{line.agreement}, {line.title}") for line in found}
        ),
        "period": sorted({(line.period, line.period) for line in found}, reverse=True),
        "service_line": sorted({(line.service_line, line.service_line) for line in found}),
        "group": sorted({(line.group, f"{line.group}, {line.group_name}") for line in found}),
        "state": [(word, words) for word, words in STATES.items() if word in known],
    }


def export(session: Session, actor: Actor, suffix: str, **wanted: str) -> tuple[str, str, bytes]:
    """Take payout records away as a file, narrowed as the page is; that is noted.

    Returns:
        The file's name, its media type and its bytes.

    Raises:
        NotFound: There is no such format.
    """
    form = PAYOUT_FORMATS.get(suffix)
    if form is None:
        raise NotFound(f"Payout records come as: {', '.join(PAYOUT_FORMATS)}.")
    found = lines(session, actor, **wanted)
    note(
        session, actor, Act.PAYOUTS_EXPORTED, role=require(actor, Right.PAYOUT_READ),
        after={"format": suffix, "records": len(found)} | narrowed_by(wanted),
    )  # fmt: skip
    return f"payouts.{form.suffix}", form.media_type, form.write(found)


def _line(record: PayoutRecord, known: Known) -> PayoutLine:
    """Put one record together with what it rests on."""
    settlement, participant = record.settlement, record.participant
    agreement, period = settlement.agreement, settlement.period
    number, digest = known.scorecards[settlement.scorecard_id]
    _, statement_hash = known.statements.get((settlement.id, participant.id), (None, ""))
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
        state=settlement.state.value,
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
        statement_sha256=statement_hash,
        grounds=known.grounds(record),
    )


def _share(printed: str) -> Fraction:
    """Read a share as it was stored: "45%", or "1/3" where a percentage would not end."""
    if printed.endswith("%"):
        return exact(printed.removesuffix("%")) / HUNDRED
    return exact(printed)
