"""Makers of figures, of settlements from them, and of what follows from those."""

from datetime import timedelta

from comanage.records.figure import Figure
from comanage.records.measure import Measure
from comanage.records.payout_record import PayoutRecord
from comanage.records.performance_period import by_code
from comanage.records.scorecard import Scorecard
from comanage.records.settlement import Settlement, SettlementFigure
from comanage.records.signature import MEANING, Purpose, Signature
from comanage.records.statement import Statement
from comanage.rules import canonical
from comanage.rules.numbers import exact
from comanage.rules.signoff import FigureState, Role, SettlementState
from tests.makers.agreements import make_measure, make_scorecard
from tests.makers.documents import make_document
from tests.makers.people import COUNT, NOW, make_person, stored

NUMBERS = {"numerator", "denominator", "baseline"}
WALKS = {
    FigureState.DRAFT: [],
    FigureState.SUBMITTED: [FigureState.SUBMITTED],
    FigureState.RETURNED: [FigureState.SUBMITTED, FigureState.RETURNED],
    FigureState.VERIFIED: [FigureState.SUBMITTED, FigureState.VERIFIED],
    FigureState.LOCKED: [FigureState.SUBMITTED, FigureState.VERIFIED, FigureState.LOCKED],
}
EARNED = {
    "document": "{}",
    "document_hash": canonical.digest("{}"),
    "figures": "[]",
    "figures_hash": canonical.digest("[]"),
    "possible_cents": 10_000_000,
    "earned_cents": 8_000_000,
}


def make_figure(
    session,
    agreement,
    value="91",
    *,
    measure="screening",
    period="2027-Q1",
    participant=None,
    state=FigureState.DRAFT,
    entered_by=None,
    verified_by=None,
    replaces=None,
    **given,
):
    """Make a figure, and walk it step by step to a state with the people that the steps ask for.

    Also takes numerator, denominator, baseline, absent, source and note.
    """
    measures = session.query(Measure).filter_by(agreement_id=agreement.id, code=measure)
    numbers = {name: _number(text) for name, text in given.items() if name in NUMBERS}
    figure = Figure(
        agreement_id=agreement.id,
        period_id=by_code(session, agreement.id, period).id,
        measure_id=(measures.one_or_none() or make_measure(session, agreement, measure)).id,
        participant_id=participant.id if participant else None,
        value=None if "absent" in given or "numerator" in given else _number(value),
        state=FigureState.DRAFT,
        entered_by_id=(entered_by or make_person(session)).id,
        entered_at=NOW,
        replaces_id=replaces.id if replaces else None,
        **{"source": "Quality report, page 2"} | given | numbers,
    )
    stored(session, figure)
    for step in WALKS[state]:
        walk(session, figure, step, verified_by=verified_by)
    return figure


def walk(session, figure, state, *, verified_by=None):
    """Take one step of a figure's sign-off."""
    if state is FigureState.SUBMITTED:
        signed = {"submitted_at": NOW}
    elif state is FigureState.RETURNED:
        signed = {"return_reason": "The report says 90."}
    elif state is FigureState.VERIFIED:
        verifier = verified_by or make_person(session)
        signed = {"verified_by_id": verifier.id, "verified_at": NOW}
    else:
        signed = {}
    for name, value in ({"state": state} | signed).items():
        setattr(figure, name, value)
    session.flush()


def make_settlement(
    session,
    agreement,
    *,
    period="2027-Q1",
    figures=(),
    state=SettlementState.PRELIMINARY,
    scorecard=None,
    calculated_by=None,
    approved_by=None,
    replaces=None,
    **given,
):
    """Make a settlement from some figures, moved on step by step to a state."""
    by = calculated_by or make_person(session)
    settlement = Settlement(
        agreement_id=agreement.id,
        period_id=by_code(session, agreement.id, period).id,
        scorecard_id=(scorecard or _scorecard_of(session, agreement)).id,
        number=replaces.number + 1 if replaces else 1,
        calculated_by_id=by.id,
        calculated_at=NOW,
        replaces_id=replaces.id if replaces else None,
        **EARNED | given,
    )
    stored(session, settlement)
    for figure in figures:
        stored(session, SettlementFigure(settlement_id=settlement.id, figure_id=figure.id))
    if state is not SettlementState.PRELIMINARY:
        finalize(session, settlement, by)
    if state is SettlementState.APPROVED:
        approve(session, settlement, approved_by or make_person(session))
    return settlement


def finalize(session, settlement, person):
    settlement.state = SettlementState.FINAL
    settlement.finalized_by_id = person.id
    settlement.finalized_at = NOW + timedelta(hours=1)
    session.flush()


def approve(session, settlement, person):
    make_signature(session, settlement, person, at=NOW + timedelta(hours=2))
    settlement.state = SettlementState.APPROVED
    settlement.approved_by_id = person.id
    settlement.approved_at = NOW + timedelta(hours=2)
    session.flush()


def release(session, settlement, person):
    make_signature(session, settlement, person, Purpose.RELEASE, role=Role.RELEASER)
    settlement.state = SettlementState.RELEASED
    settlement.released_by_id = person.id
    settlement.released_at = NOW + timedelta(hours=3)
    session.flush()


def make_signature(session, settlement, person, purpose=Purpose.APPROVAL, **given):
    made = {
        "settlement_id": settlement.id, "round": settlement.round, "purpose": purpose,
        "person_id": person.id, "role": Role.APPROVER, "meaning": MEANING[purpose],
        "printed_name": person.name, "document_hash": settlement.document_hash,
        "at": NOW + timedelta(hours=3),
    }  # fmt: skip
    return stored(session, Signature(**made | given))


def make_payout(session, settlement, participant, *, share="50%", payable_cents=4_000_000):
    return stored(
        session,
        PayoutRecord(
            settlement_id=settlement.id,
            participant_id=participant.id,
            share=share,
            payable_cents=payable_cents,
        ),
    )


def make_statement(session, settlement, participant, *, document=None, at=NOW):
    document = document or make_document(session, f"%PDF-1.7 {next(COUNT)}".encode())
    return stored(
        session,
        Statement(
            settlement_id=settlement.id,
            participant_id=participant.id,
            document_sha256=document.sha256,
            issued_at=at,
        ),
    )


def _scorecard_of(session, agreement):
    found = session.query(Scorecard).filter_by(agreement_id=agreement.id, state="locked").first()
    return found or make_scorecard(session, agreement)


def _number(given):
    return exact(given) if isinstance(given, str) else given
