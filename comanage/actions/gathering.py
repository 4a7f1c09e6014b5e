"""Gathering: what surrounds a settlement and stands on its statements, from the records."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from comanage import clock
from comanage.actions.statement_course import course
from comanage.records import installation as installations
from comanage.records import settlement as settlements
from comanage.records import signature as signatures
from comanage.records.figure import Figure
from comanage.records.person import Person
from comanage.records.scorecard_step import locked_late
from comanage.records.settlement import Settlement
from comanage.records.signature import Purpose
from comanage.rules.signoff import Role
from comanage.statements.facts import Facts, Signature
from comanage.statements.paper import Paper

LOCKED_LATE = "Scorecard version {} was {}."
MAY_APPROVE = (
    "This agreement lets its verifier also approve: {} verified figures of this settlement"
    " and approved it."
)


class Done(NamedTuple):
    """What somebody did to a figure, in whose stead, and when."""

    person: Person
    giver: Person | None
    at: datetime


def facts(session: Session, settlement: Settlement) -> Facts:
    """Gather what surrounds a settlement, with every signature under it."""
    installation = installations.current(session)
    agreement, used = settlement.agreement, settlements.figures_of(session, settlement.id)
    approvals = signatures.that_count(session, settlement, Purpose.APPROVAL)
    verifiers = {who for figure in used for who in (figure.verified_by_id, figure.verified_for_id)}
    return Facts(
        organization=installation.name if installation else "",
        agreement=agreement.code,
        title=agreement.title,
        service_line=agreement.service_line.name,
        scorecard=settlement.scorecard.number,
        scorecard_hash=settlement.scorecard.terms_hash,
        number=settlement.number,
        state=settlement.state,
        issued_at=clock.local(settlement.approved_at or settlement.calculated_at),
        document_hash=settlement.document_hash,
        signatures=_signatures(settlement, used, approvals),
        ask=f"Ask {settlement.calculated_by.name}, {Role.ADMINISTRATOR}.",
        notes=_notes(
            session,
            settlement,
            [MAY_APPROVE.format(one.printed_name) for one in approvals if one.people & verifiers],
        ),
        demo=bool(installation and installation.is_demo),
        course=course(session, settlement),
        paper=Paper(session.info.get("paper", Paper.LETTER)),
    )


def _notes(session: Session, settlement: Settlement, may_approve: Sequence[str]) -> tuple[str, ...]:
    """List what must be read with a settlement: who approved it, and terms that were locked late."""
    version = settlement.scorecard
    late = locked_late(session, version, settlement.period.starts)
    told = LOCKED_LATE.format(version.number, late) if late else ""
    return tuple(note for note in (*may_approve, told) if note)


def _signatures(
    settlement: Settlement, used: Sequence[Figure], approvals: Sequence[signatures.Signature]
) -> tuple[Signature, ...]:
    """List who entered, verified, made final and approved, for whom, and the last time they did."""
    entered = [Done(each.entered_by, each.entered_for, each.entered_at) for each in used]
    verified = [
        Done(each.verified_by, each.verified_for, each.verified_at)
        for each in used
        if each.verified_by is not None and each.verified_at is not None
    ]
    found = _each("Entered", Role.ADMINISTRATOR, entered)
    found += _each("Verified", Role.VERIFIER, verified)
    if settlement.finalized_by and settlement.finalized_at:
        name, at = settlement.finalized_by.name, clock.local(settlement.finalized_at)
        found.append(Signature("Made the settlement final", name, Role.ADMINISTRATOR, at))
    return (
        *found,
        *(
            Signature("Approved the settlement", one.printed_name, one.role, clock.local(one.at))
            for one in approvals
        ),
    )


def _each(verb: str, role: Role, acts: Iterable[Done]) -> list[Signature]:
    """Sign once for each person and giver, with how many figures and when the last was done."""
    found: dict[tuple[int, int | None], list[Done]] = {}
    for done in acts:
        who = (done.person.id, done.giver.id if done.giver else None)
        found.setdefault(who, []).append(done)
    return [
        Signature(
            f"{verb} {len(own)} figure{'' if len(own) == 1 else 's'}",
            own[0].person.name,
            f"{role}, for {own[0].giver.name}" if own[0].giver else role,
            clock.local(max(done.at for done in own)),
        )
        for own in found.values()
    ]
