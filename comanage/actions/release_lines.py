"""The lines of a release: what a group has so far, what is stored, and what is set off.

A first release and the release of what it held back make their lines in the same way.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from comanage import clock
from comanage.access import Actor, Held
from comanage.records import payment as payments
from comanage.records.agreement import Agreement
from comanage.records.payment import Payment, PaymentRelease
from comanage.records.payout_record import PayoutRecord
from comanage.records.recovery import Recovery
from comanage.records.settlement import Settlement
from comanage.rules import payments as rules
from comanage.rules.payments import Line, New, Offset

BLOCKED = "Settlement {} of {} cannot be released."


def lines_of(
    session: Session, settled: Settlement, owed: Sequence[PayoutRecord]
) -> Mapping[int, list[Line]]:
    """Give the lines that each group has for the period of a settlement so far, base fees aside."""
    found: dict[int, list[Line]] = {each.participant_id: [] for each in owed}
    for one in payments.of_agreements(session, [settled.agreement_id]):
        own = one.participant_id in found and one.period == settled.period.code
        if own and one.settlement_id is not None:
            found[one.participant_id].append(one.line)
    return found


def set_off(session: Session, actor: Actor, participant_ids: Sequence[int]) -> list[Offset]:
    """Set every open debt of some groups off against what is payable to them, oldest first."""
    session.expire_all()
    every = payments.of_participants(session, participant_ids)
    made = []
    for participant_id in participant_ids:
        own = [one.line for one in every if one.participant_id == participant_id]
        made += rules.offsets(own)
    for offset in made:
        session.add(
            Recovery(
                debt_id=offset.debt,
                against_id=offset.against,
                cents=offset.cents,
                on=clock.today(),
                by_id=actor.person_id,
            )
        )
        session.flush()
    session.expire_all()
    return made


def make_release(
    session: Session,
    actor: Actor,
    held: Held,
    found: Settlement,
    *,
    cents: int,
    of_rest: bool = False,
) -> PaymentRelease:
    """Put an act of release on record."""
    act = PaymentRelease(
        agreement_id=found.agreement_id,
        settlement_id=found.id,
        released_by_id=actor.person_id,
        for_id=held.giver_id,
        role=held.words,
        printed_name=actor.name,
        released_at=clock.now(),
        cents=cents,
        of_rest=of_rest,
    )
    session.add(act)
    session.flush()
    return act


def added_up(new: Mapping[int, Sequence[New]]) -> int:
    """Add up the lines of every group."""
    return sum(line.cents for made in new.values() for line in made)


def store(
    session: Session,
    act: PaymentRelease,
    found: Settlement,
    new: Mapping[int, Sequence[New]],
) -> list[dict[str, object]]:
    """Store the lines one by one, reversals before what takes their place."""
    agreement = session.get_one(Agreement, found.agreement_id)
    year, _ = rules.contract_year(agreement.starts, found.period.starts)
    stored = []
    for participant_id, lines in new.items():
        for line in lines:
            row = Payment(
                release_id=act.id,
                agreement_id=found.agreement_id,
                participant_id=participant_id,
                settlement_id=found.id,
                period=found.period.code,
                starts=found.period.starts,
                ends=found.period.ends,
                year_starts=year,
                kind=line.kind,
                sequence=payments.next_sequence(
                    session, participant_id, found.period.code, line.kind
                ),
                amount_cents=line.cents,
                reverses_id=line.reverses,
                corrects_id=line.corrects,
            )
            session.add(row)
            session.flush()
            stored.append(
                {"payment": row.id, "participant": participant_id, "kind": row.kind,
                 "cents": row.amount_cents}
            )  # fmt: skip
    return stored
