"""Makers of an agreement's file: documents and who signed them, opinions of value, terminations."""

import hashlib
from datetime import date, timedelta

from comanage.records.agreement_document import AgreementDocument, Signer
from comanage.records.document import Document
from comanage.records.fmv_opinion import FmvOpinion
from comanage.records.participant import of_agreement
from comanage.records.renewal import AgreementRenewal
from comanage.records.termination import Termination
from comanage.rules.documents import DocumentKind
from tests.makers.people import COUNT, NOW, make_person, stored


def make_document(session, content=b"%PDF-1.7 a statement", *, name="statement.pdf"):
    return stored(
        session,
        Document(
            sha256=hashlib.sha256(content).hexdigest(),
            media_type="application/pdf",
            name=name,
            content=content,
            made_at=NOW,
        ),
    )


def make_agreement_document(
    session,
    agreement,
    kind=DocumentKind.AGREEMENT,
    *,
    title="Co-management agreement",
    signed_by=(),
    document=None,
    effective_on=None,
    expires_on=None,
    for_all_parties=False,
    added_by=None,
    replaces=None,
    terms_named="",
):
    """Make a document; signers are given as (participant or None, day)."""
    document = document or make_document(session, f"%PDF-1.7 {next(COUNT)}".encode())
    made = stored(
        session,
        AgreementDocument(
            agreement_id=agreement.id,
            kind=kind,
            title=title,
            document_sha256=document.sha256,
            effective_on=effective_on,
            expires_on=expires_on,
            for_all_parties=for_all_parties,
            signers=len(signed_by),
            terms_named=terms_named,
            added_at=NOW,
            added_by_id=(added_by or make_person(session)).id,
            replaces_id=replaces.id if replaces else None,
        ),
    )
    for number, (participant, day) in enumerate(signed_by, 1):
        make_signer(session, made, number, participant=participant, signed_on=day)
    session.refresh(made)
    return made


def make_signer(session, document, number, *, participant=None, signed_on):
    return stored(
        session,
        Signer(
            agreement_document_id=document.id,
            number=number,
            name=f"Signer {number}",
            capacity="Chief executive" if participant is None else "President",
            participant_id=participant.id if participant else None,
            signed_on=signed_on,
        ),
    )


def make_signed(session, agreement, *, on=None, kind=DocumentKind.AGREEMENT, **given):
    """Make a document that the sponsor and every participant signed, before the term unless told."""
    day = on or agreement.starts - timedelta(days=20)
    everyone = [None, *of_agreement(session, agreement.id)]
    signed_by = [(party, day) for party in everyone]
    return make_agreement_document(session, agreement, kind, signed_by=signed_by, **given)


def make_opinion(
    session,
    agreement,
    *,
    firm="Alder Valuation",
    opinion_on=date(2026, 11, 2),
    valid_until=date(2028, 12, 31),
    low_cents=50_000_000,
    high_cents=70_000_000,
    written=None,
    replaces=None,
):
    written = written or make_agreement_document(
        session, agreement, DocumentKind.FMV_OPINION, title="Opinion of fair market value"
    )
    return stored(
        session,
        FmvOpinion(
            agreement_id=agreement.id,
            firm=firm,
            opinion_on=opinion_on,
            valid_until=valid_until,
            low_cents=low_cents,
            high_cents=high_cents,
            agreement_document_id=written.id,
            recorded_at=NOW,
            recorded_by_id=make_person(session).id,
            replaces_id=replaces.id if replaces else None,
        ),
    )


def make_renewal(session, agreement, last_day, *, signed=None, number=1, **changes):
    """Make a renewal that rests on a document; its review is told in the same one."""
    told = signed or make_agreement_document(session, agreement)
    made = AgreementRenewal(
        agreement_id=agreement.id,
        number=number,
        last_day_before=agreement.ends,
        last_day=last_day,
        signed_document_id=signed.id if signed else None,
        reviewed_on=agreement.ends,
        review="All targets rise.",
        review_document_id=told.id,
        recorded_at=NOW,
        recorded_by_id=make_person(session).id,
    )
    for name, value in changes.items():
        setattr(made, name, value)
    return stored(session, made)


def make_termination(session, agreement, last_day, *, number=1, reason="By mutual consent."):
    return stored(
        session,
        Termination(
            agreement_id=agreement.id,
            number=number,
            last_day=last_day,
            reason=reason,
            recorded_at=NOW,
            recorded_by_id=make_person(session).id,
        ),
    )
