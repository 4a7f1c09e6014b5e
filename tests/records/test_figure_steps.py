"""Steps of figures: the database lets none be skipped, taken twice or signed by who entered."""

from itertools import permutations

import pytest

from comanage.database import transaction
from comanage.rules.signoff import STEPS, FigureState, SettlementState
from tests.makers import make_figure, make_person, make_settlement, walk
from tests.records.refused import inserting, refusal, refused, run

LEGAL = {
    (FigureState(state), move.leads_to)
    for (state, _), move in STEPS.items()
    if isinstance(move.leads_to, FigureState)
}
ILLEGAL = [pair for pair in permutations(FigureState, 2) if pair not in LEGAL]
SIGNED = {  # what each state needs to be written with, so that only the order is left to refuse
    FigureState.DRAFT: "",
    FigureState.SUBMITTED: "",
    FigureState.VERIFIED: "",
    FigureState.RETURNED: ", return_reason = 'The report says 90.'",
    FigureState.LOCKED: "",
}
OUT_OF_ORDER = {"figure_takes_its_steps_in_order", "figure_locked_stays"}
MEASURE = {"measure": "education", "period": "2027-Q2"}


def made(settled, state=FigureState.DRAFT, **given):
    with transaction() as session:
        return make_figure(session, settled.agreement, state=state, **MEASURE | given)


@pytest.mark.trust("E1")
@pytest.mark.parametrize(("state", "to"), ILLEGAL, ids=lambda state: state.value)
def test_no_step_is_skipped_or_taken_back_by_raw_sql(engine, settled, state, to):
    figure = made(settled, state)
    statement = f"UPDATE figure SET state = '{to}'{SIGNED[to]} WHERE id = {figure.id}"  # noqa: S608
    skipped = {"figure_signed_by_its_step_alone"} if to is FigureState.RETURNED else set()
    assert refusal(engine, statement) in OUT_OF_ORDER | skipped


@pytest.mark.trust("E1")
@pytest.mark.parametrize("state", [each for each in FigureState if each is not FigureState.DRAFT])
def test_no_figure_begins_past_a_draft(engine, settled, state):
    figure = made(settled, state)
    later = inserting(figure, id=999, replaces_id=figure.id)
    assert refusal(engine, later) == "figure_begins_as_a_draft"


@pytest.mark.parametrize("signed", ["submitted_at", "verified_at", "verified_by_id"])
def test_no_draft_begins_signed(engine, settled, signed):
    draft = made(settled)
    given = {signed: draft.entered_at if signed.endswith("_at") else settled.verifier.id}
    later = inserting(draft, id=999, replaces_id=draft.id, **given)
    assert refusal(engine, later) == "figure_begins_as_a_draft"


@pytest.mark.parametrize(
    "changes",
    ["submitted_at = NULL", "verified_by_id = 1", "verified_at = NULL", "return_reason = 'x'"],
)
def test_what_a_step_signed_stays_as_it_was_signed(engine, settled, changes):
    figure = made(settled, FigureState.VERIFIED)
    statement = f"UPDATE figure SET {changes} WHERE id = {figure.id}"  # noqa: S608
    assert refusal(engine, statement) == "figure_signed_by_its_step_alone"


@pytest.mark.trust("B4")
def test_nobody_verifies_a_figure_of_which_they_entered_an_earlier_version(settled):
    first = made(settled, FigureState.RETURNED, entered_by=settled.enterer)
    second = made(settled, FigureState.SUBMITTED, replaces=first)
    with refused("figure_not_verified_by_an_enterer") as session:
        walk(session, session.merge(second), FigureState.VERIFIED, verified_by=settled.enterer)


@pytest.mark.trust("B4")
def test_who_entered_another_figure_of_the_period_may_verify_this_one(engine, settled):
    made(settled, measure="elective", entered_by=settled.verifier)
    figure = made(settled, FigureState.SUBMITTED)
    assert run(
        engine,
        "UPDATE figure SET state = 'verified', verified_by_id = :who, verified_at = entered_at"
        " WHERE id = :id",
        who=settled.verifier.id,
        id=figure.id,
    )


def test_a_figure_that_was_replaced_moves_no_further(settled):
    first = made(settled, FigureState.SUBMITTED)
    made(settled, replaces=first)
    with refused("figure_replaced_stays_as_it_was") as session:
        walk(session, session.merge(first), FigureState.VERIFIED)


@pytest.mark.trust("B4")
def test_who_verified_a_replaced_version_may_not_approve_what_stands(settled):
    first = made(settled, FigureState.VERIFIED, verified_by=settled.approver)
    second = made(settled, FigureState.VERIFIED, replaces=first, verified_by=settled.verifier)
    with refused("signature_not_by_a_verifier") as session:
        make_settlement(
            session,
            settled.agreement,
            period="2027-Q2",
            figures=[second],
            state=SettlementState.APPROVED,
            approved_by=settled.approver,
        )


def test_someone_who_took_no_part_approves_what_was_corrected(settled):
    first = made(settled, FigureState.VERIFIED, verified_by=settled.approver)
    second = made(settled, FigureState.VERIFIED, replaces=first)
    with transaction() as session:
        approved = make_settlement(
            session, settled.agreement, period="2027-Q2", figures=[second],
            state=SettlementState.APPROVED, approved_by=make_person(session),
        )  # fmt: skip
    assert approved.state is SettlementState.APPROVED
