"""Whether agreements are in force: their course, gathered from what is stored of them.

Payments and the compliance board ask in_force_on; it says every reason why not.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Date, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from comanage.records.agreement import Agreement
from comanage.records.agreement_document import AgreementDocument, Signer
from comanage.records.base import another
from comanage.records.participant import Participant
from comanage.records.physician_group import PhysicianGroup
from comanage.records.termination import Termination
from comanage.rules import in_force as rules
from comanage.rules.documents import BINDING
from comanage.rules.in_force import SPONSOR, Course, InForceOn, Party, Signature

PARTY, SIGNED, ENDED = "party", "signed", "ended"
UNNAMED = "the hospital"  # a sponsor whose legal name nobody has given yet


def in_force_on(session: Session, agreement: Agreement, day: date) -> InForceOn:
    """Say whether an agreement holds on a day, with every reason why it does not."""
    return rules.in_force_on(course_of(session, agreement), day)


def course_of(session: Session, agreement: Agreement) -> Course:
    """Gather what the standing of an agreement follows from."""
    return courses(session, [agreement])[agreement.id]


def courses(session: Session, agreements: Sequence[Agreement]) -> Mapping[int, Course]:
    """Gather the course of many agreements, in one query."""
    parties = {each.id: [Party(SPONSOR, each.sponsor or UNNAMED)] for each in agreements}
    signed: dict[int, list[Signature]] = {each.id: [] for each in agreements}
    terminated: dict[int, date | None] = {}
    for what, agreement_id, code, name, day in session.execute(_said([*parties])):
        if what == PARTY:
            parties[agreement_id].append(Party(code, name))
        elif what == SIGNED:
            signed[agreement_id].append(Signature(code, day))
        else:
            terminated[agreement_id] = day
    return {
        each.id: Course(
            each.starts,
            each.ends,
            tuple(parties[each.id]),
            tuple(signed[each.id]),
            terminated.get(each.id),
            each.withdrawn_at is not None,
        )
        for each in agreements
    }


def _said(agreement_ids: Iterable[int]) -> CompoundSelect[Any]:
    """Ask for the signatures that stand, the groups, and the newest termination of agreements.

    Of each the kind, the agreement, the party's code and name, and the day, as far as it has them.
    """
    ids = [*agreement_ids]
    later = another(AgreementDocument, "in_force_later")
    replaced = select(later.id).where(later.replaces_id == AgreementDocument.id).exists()
    signed = (
        select(
            literal(SIGNED).label("what"),
            AgreementDocument.agreement_id.label("agreement_id"),
            func.coalesce(Participant.code, SPONSOR).label("code"),
            literal("").label("name"),
            Signer.signed_on,
        )
        .join(AgreementDocument, AgreementDocument.id == Signer.agreement_document_id)
        .outerjoin(Participant, Participant.id == Signer.participant_id)
        .where(
            AgreementDocument.agreement_id.in_(ids), AgreementDocument.kind.in_(BINDING), ~replaced
        )
    )
    groups = (
        select(
            literal(PARTY),
            Participant.agreement_id,
            Participant.code,
            PhysicianGroup.name,
            null().cast(Date),
        )
        .join(PhysicianGroup, PhysicianGroup.id == Participant.group_id)
        .where(Participant.agreement_id.in_(ids))
    )
    after = another(Termination, "in_force_after")
    said_again = (
        select(after.id)
        .where(after.agreement_id == Termination.agreement_id, after.number > Termination.number)
        .exists()
    )
    ended = select(
        literal(ENDED), Termination.agreement_id, literal(""), literal(""), Termination.last_day
    ).where(Termination.agreement_id.in_(ids), ~said_again)
    said: CompoundSelect[Any] = union_all(signed, groups, ended)
    return said.order_by("agreement_id", "code", "what")


def signatures(documents: Sequence[AgreementDocument]) -> tuple[Signature, ...]:
    """List the signatures on some documents that bind a party."""
    return tuple(
        Signature(signer.participant.code if signer.participant else SPONSOR, signer.signed_on)
        for document in documents
        if document.kind in BINDING
        for signer in document.signed_by
    )
