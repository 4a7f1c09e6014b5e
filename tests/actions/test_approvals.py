"""Approval: by someone who took no part in the figures, once, and whole or not at all."""

import threading

import pytest
from sqlalchemy import text

from comanage.actions import settlement_sign_off, signing, statements
from comanage.actions import settlements as act
from comanage.database import reading, transaction
from comanage.records import basis
from comanage.records import payout_record as payouts
from comanage.records import settlement as settlements
from comanage.records import statement as issued
from comanage.records.audit_entry import AuditEntry
from comanage.records.figure import Figure
from comanage.records.performance_period import PeriodState
from comanage.records.person import Person
from comanage.refusals import Conflict, NotAllowed, NotFound, NotReady
from comanage.rights import Right
from comanage.rules.settlement import settle
from comanage.rules.signoff import FigureState, Role, SettlementState, SettlementStep
from comanage.statements import press
from tests.actions.settling import (
    PERIOD,
    actor_of,
    approved,
    calculated,
    correct,
    finalized,
    make_ready,
    period_of,
    without_layout,
)
from tests.makers import make_actor, make_figure, make_person, make_role, make_signature
from tests.makers.figure_work import make_alert, make_answer
from tests.statements import samples


@pytest.fixture
def no_pdf(monkeypatch):
    """Write statements as a line of text, where their look is not what is tested."""
    return without_layout(monkeypatch)


@pytest.fixture
def ready(engine, no_pdf):
    """An agreement whose first quarter can be settled."""
    del engine, no_pdf
    with transaction() as session:
        return make_ready(session)


def test_approval_locks_the_figures_and_the_period_and_writes_what_everyone_is_owed(ready):
    finalized(ready)
    made = approved(ready)
    assert made.state is SettlementState.APPROVED
    with reading() as session:
        assert {figure.state for figure in settlements.figures_of(session, made.id)} == {
            FigureState.LOCKED
        }
        assert period_of(session, ready).state is PeriodState.LOCKED
        owed = {one.participant.code: one for one in payouts.of_settlement(session, made.id)}
        documents = issued.of_settlement(session, made.id)
    assert {code: one.payable_cents for code, one in owed.items()} == {
        "GRANITE": 19_460_526,
        "COPPER": 11_676_316,
    }
    assert owed["GRANITE"].share == "62.5%"
    assert sum(one.payable_cents for one in owed.values()) == made.earned_cents
    readers = [one.participant.code if one.participant else "" for one in documents]
    assert sorted(readers) == ["", "COPPER", "GRANITE"]
    assert all(one.document.media_type == "application/pdf" for one in documents)


def test_every_act_of_a_settlement_is_in_the_log(ready):
    finalized(ready)
    approved(ready)
    with reading() as session:
        acts = [entry.act for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts == [
        "settlement:version:calculate", "settlement:version:finalize",
        "settlement:version:sign", "settlement:version:approve", "figure:value:lock", "period:state:lock",
        "statement:document:issue", "statement:document:issue", "statement:document:issue",
    ]  # fmt: skip


def test_a_preliminary_settlement_cannot_be_approved(ready):
    calculated(ready)
    with pytest.raises(Conflict, match="preliminary"):
        approved(ready)


@pytest.mark.trust("B4")
def test_the_enterer_may_not_approve_whatever_roles_are_held(ready):
    with transaction() as session:
        person = session.get_one(Person, ready.administrator.person_id)
        make_role(session, person, Role.APPROVER)
        both = actor_of(session, person)
    finalized(ready)
    with pytest.raises(NotAllowed, match="entered"):
        approved(ready, both)
    with reading() as session:
        found = settlements.latest(session, period_of(session, ready).id)
        why = signing.barred(
            session, both, found, step=SettlementStep.APPROVE, right=Right.SETTLEMENT_APPROVE
        )
    assert why == "You entered these values; another person must decide."


@pytest.mark.trust("B5")
def test_who_entered_a_figure_that_was_replaced_may_not_approve_either(ready):
    with transaction() as session:
        once = make_actor(session, Role.APPROVER, person=make_person(session, "Dora Finch"))
        ready.figures["turnover"] = correct(session, ready, "turnover", "27.1", entered_by=once)
        correct(session, ready, "turnover", "27.4")
    finalized(ready)
    with pytest.raises(NotAllowed, match="entered"):
        approved(ready, once)
    assert approved(ready).state is SettlementState.APPROVED


@pytest.mark.trust("B5")
def test_who_verified_a_figure_that_was_replaced_may_not_approve_either(ready):
    with transaction() as session:
        once = make_actor(session, Role.APPROVER, person=make_person(session, "Dora Finch"))
        ready.figures["turnover"] = correct(session, ready, "turnover", "27.1", verified_by=once)
        correct(session, ready, "turnover", "27.4")
    finalized(ready)
    with pytest.raises(NotAllowed, match="verified"):
        approved(ready, once)
    assert approved(ready).state is SettlementState.APPROVED


@pytest.mark.trust("B4")
def test_a_verifier_may_approve_only_where_the_agreement_says_so(ready):
    finalized(ready)
    with pytest.raises(NotAllowed):
        approved(ready, ready.verifier)


def test_where_the_verifier_may_approve_the_statement_says_so(engine, no_pdf):
    with transaction() as session:
        ready = make_ready(session, verifier_may_approve=True)
    finalized(ready)
    assert approved(ready, ready.verifier).state is SettlementState.APPROVED
    assert "Ben Okafor verified figures of this settlement" in no_pdf[0].facts.notes[0]
    assert no_pdf[0].facts.signatures[-1].role == "verifier"


def test_a_settlement_whose_figures_changed_is_not_approved(ready):
    finalized(ready)
    with transaction() as session:
        correct(session, ready, "turnover", "26.0")
    with pytest.raises(Conflict, match="Calculate it again"):
        approved(ready)


def test_a_settlement_that_was_replaced_meanwhile_is_not_approved_unseen(ready):
    finalized(ready)
    with transaction() as session:
        correct(session, ready, "turnover", "26.0")
    calculated(ready)
    with transaction() as session:
        act.finalize(session, ready.administrator, ready.id, PERIOD, number=2)
    with pytest.raises(Conflict, match="Settlement 1 was replaced"):
        approved(ready)


def test_a_document_that_does_not_come_out_the_same_is_not_approved(ready, monkeypatch):
    finalized(ready)
    other = settle(samples.TERMS, samples.FIGURES, PERIOD)
    monkeypatch.setattr(basis, "settle", lambda *_: type(other)(
        **{**vars(other), "earned": 1}))  # fmt: skip
    with pytest.raises(Conflict, match="comes out differently"):
        approved(ready)


def test_without_pango_nothing_is_approved_and_the_line_to_run_is_named(ready, monkeypatch):
    finalized(ready)

    def lacking(contents):
        raise NotReady(press.LACKS_PANGO)

    form = statements.PDF
    monkeypatch.setattr(
        statements, "PDF", type(form)(form.title, form.suffix, form.media_type, lacking)
    )
    with pytest.raises(NotReady, match="apt-get install -y libpango"):
        approved(ready)
    with reading() as session:
        found = settlements.latest(session, period_of(session, ready).id)
        assert found.state is SettlementState.FINAL
        assert payouts.of_settlement(session, found.id) == []
        assert period_of(session, ready).state is PeriodState.OPEN


@pytest.mark.trust("D9")
def test_two_who_approve_at_once_have_one_winner(ready):
    finalized(ready)
    start, ended = threading.Barrier(2), []

    def approve():
        start.wait()
        try:
            approved(ready)
            ended.append("won")
        except Conflict as refused:
            ended.append(refused.sentence)

    together = [threading.Thread(target=approve) for _ in range(2)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert sorted(ended) == ["A settlement that is approved cannot be moved on by: approve.", "won"]
    with reading() as session:
        found = settlements.latest(session, period_of(session, ready).id)
        assert len(payouts.of_settlement(session, found.id)) == 2


@pytest.mark.trust("B4")
@pytest.mark.parametrize(("who", "says"), [("administrator", "entered"), ("verifier", "verified")])
def test_the_database_itself_refuses_an_approval_by_someone_with_a_part_in_it(ready, who, says):
    made = finalized(ready)
    person = getattr(ready, who).person_id
    with pytest.raises(Conflict, match=says), transaction() as session:
        make_signature(session, made, session.get_one(Person, person))
    with pytest.raises(Conflict, match="the signatures that its agreement asks for"):
        written_past_the_doors(made, person)


def written_past_the_doors(made, person):
    """Approve a settlement by SQL alone."""
    with transaction() as session:
        session.execute(
            text(
                "UPDATE settlement SET state = 'approved', approved_by_id = :who,"
                " approved_at = calculated_at, revision = revision + 1 WHERE id = :id"
            ),
            {"who": person, "id": made.id},
        )


def test_a_leader_reads_the_own_groups_statement_and_never_anothers(ready):
    finalized(ready)
    made = approved(ready)
    with reading() as session:
        by_code = {
            one.participant.code if one.participant else "": one.id
            for one in issued.of_settlement(session, made.id)
        }
        own = statements.document(session, ready.leader, ready.id, by_code["GRANITE"])
        assert own.content == b"%PDF ORTHO/2027-Q1/1/GRANITE 19460526"
        with pytest.raises(NotFound):
            statements.document(session, ready.leader, ready.id, by_code["COPPER"])
        with pytest.raises(NotFound):
            statements.document(session, ready.leader, ready.id, by_code[""])
        with pytest.raises(NotFound):
            statements.document(session, ready.stranger, ready.id, by_code["GRANITE"])
        assert statements.document(session, ready.compliance, ready.id, by_code["COPPER"])


def test_a_period_with_an_alert_waits_until_it_is_answered(ready):
    with transaction() as session:
        figure = make_figure(
            session, session.merge(ready.agreement), "9", measure="transfers", period=PERIOD,
            state=FigureState.VERIFIED,
        )  # fmt: skip
        alert = make_alert(session, figure)
    finalized(ready)
    with pytest.raises(Conflict, match="An alert of a monitor waits for a compliance officer"):
        approved(ready)
    with reading() as session:
        found = settlements.latest(session, period_of(session, ready).id)
        shown = settlement_sign_off.of_settlement(session, ready.approver, found.period, found)
        assert shown.barred["approve"].startswith("An alert of a monitor")
    with transaction() as session:
        make_answer(session, session.merge(alert))
    assert approved(ready).state is SettlementState.APPROVED


def test_a_figure_that_nothing_settled_stays_as_it_was(ready):
    finalized(ready)
    approved(ready)
    with reading() as session:
        states = {figure.state for figure in session.query(Figure)}
    assert states == {FigureState.LOCKED}
