"""Settlements: calculated from verified figures, made final, approved by somebody else, once."""

import threading

import pytest
from sqlalchemy import text

from comanage.access import Actor, held_by
from comanage.actions import settlements as act
from comanage.actions import statements
from comanage.database import reading, transaction
from comanage.records import basis
from comanage.records import payout_record as payouts
from comanage.records import settlement as settlements
from comanage.records import statement as issued
from comanage.records.audit_entry import AuditEntry
from comanage.records.figure import Figure
from comanage.records.performance_period import PeriodState
from comanage.records.person import Person
from comanage.records.settlement import Settlement
from comanage.refusals import Conflict, Faulty, NotAllowed, NotFound, NotReady
from comanage.rules import canonical
from comanage.rules.settlement import settle
from comanage.rules.signoff import FigureState, Role, SettlementState
from comanage.statements import pdf
from tests.actions.settling import PERIOD, make_ready, make_value, period_of, without_layout
from tests.makers import make_figure, make_role
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


def calculated(ready):
    with transaction() as session:
        return act.calculate(session, ready.administrator, ready.id, PERIOD)


def finalized(ready):
    calculated(ready)
    with transaction() as session:
        return act.finalize(session, ready.administrator, ready.id, PERIOD, number=1)


def approved(ready, actor=None):
    with transaction() as session:
        return act.approve(session, actor or ready.approver, ready.id, PERIOD, number=1)


def test_a_settlement_is_what_the_rules_make_of_the_verified_figures(ready):
    made = calculated(ready)
    expected = settle(samples.TERMS, samples.FIGURES, PERIOD)
    assert made.document == canonical.text(expected)
    assert (made.possible_cents, made.earned_cents) == (40_000_000, 31_136_842)
    assert made.document_hash == canonical.digest(made.document)
    with reading() as session:
        used = settlements.figures_of(session, made.id)
    assert {figure.id for figure in used} == {figure.id for figure in ready.figures.values()}


def test_what_lacks_is_listed_by_the_names_of_measures_and_nothing_is_stored(engine):
    with transaction() as session:
        ready = make_ready(session, state=FigureState.SUBMITTED)
    with pytest.raises(Faulty) as refused:
        calculated(ready)
    places = {fault.place for fault in refused.value.faults}
    assert "Turnover time between cases" in places
    assert "Case mix index" not in places  # reporting only
    assert len(places) == 9
    assert {str(fault.sentence) for fault in refused.value.faults} == {
        "Its figure waits for a verifier."
    }
    with reading() as session:
        assert settlements.latest(session, period_of(session, ready).id) is None


def test_a_measure_without_any_figure_is_named_with_what_to_do(engine):
    with transaction() as session:
        ready = make_ready(session, figures=samples.FIGURES[1:])
    with pytest.raises(Faulty) as refused:
        calculated(ready)
    (fault,) = refused.value.faults
    assert fault.place == "Surgical site infections after joint replacement"
    assert fault.sentence == "It has no figure: enter one, or the reason why there is none."


def test_a_period_that_no_locked_scorecard_names_is_refused(ready):
    with pytest.raises(Faulty) as refused, transaction() as session:
        act.calculate(session, ready.administrator, ready.id, "2027-Q2")
    assert refused.value.faults[0].sentence == (
        "No locked scorecard covers 2027-Q2: lock one first."
    )


def test_an_unknown_period_is_not_found(ready):
    with pytest.raises(NotFound), transaction() as session:
        act.calculate(session, ready.administrator, ready.id, "2031-Q1")


def test_calculating_again_with_nothing_changed_keeps_the_settlement(ready):
    first, again = calculated(ready), calculated(ready)
    assert again.id == first.id


def test_calculating_again_after_a_correction_makes_a_new_settlement_that_names_the_old(ready):
    first = calculated(ready)
    with transaction() as session:
        correct(session, ready, "turnover", "26.0")
    second = calculated(ready)
    assert (second.number, second.replaces_id) == (2, first.id)
    assert second.earned_cents > first.earned_cents
    with reading() as session:
        assert session.get_one(Settlement, first.id).document == first.document


def correct(session, ready, measure, value, **given):
    """Enter and verify a figure that replaces the standing one."""
    people = {"entered_by": ready.administrator, "verified_by": ready.verifier} | given
    return make_figure(
        session, ready.agreement, value, measure=measure, state=FigureState.VERIFIED,
        replaces=ready.figures[measure],
        **{name: session.get_one(Person, actor.person_id) for name, actor in people.items()},
    )  # fmt: skip


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
    assert {one.participant.code for one in documents} == {"GRANITE", "COPPER"}
    assert all(one.document.media_type == "application/pdf" for one in documents)


def test_every_act_of_a_settlement_is_in_the_log(ready):
    finalized(ready)
    approved(ready)
    with reading() as session:
        acts = [entry.act for entry in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts == [
        "settlement:version:calculate", "settlement:version:finalize",
        "settlement:version:approve", "figure:value:lock", "period:state:lock",
        "statement:document:issue", "statement:document:issue",
    ]  # fmt: skip


def test_a_preliminary_settlement_cannot_be_approved(ready):
    calculated(ready)
    with pytest.raises(Conflict, match="preliminary"):
        approved(ready)


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
        assert act.barred(session, both, found) == (
            "You entered these values; another person must decide."
        )


def test_who_entered_a_figure_that_was_replaced_may_not_approve_either(ready):
    with transaction() as session:
        once = make_value(
            session, ready, samples.FIGURES[4], FigureState.VERIFIED,
            replaces=ready.figures["turnover"],
        )  # fmt: skip
        ready.figures["turnover"] = once
        correct(session, ready, "turnover", "27.4", entered_by=ready.verifier,
                verified_by=ready.administrator)  # fmt: skip
        person = session.get_one(Person, ready.administrator.person_id)
        make_role(session, person, Role.APPROVER)
        both = actor_of(session, person)
    finalized(ready)
    with pytest.raises(NotAllowed):
        approved(ready, both)


def actor_of(session, person):
    """Give a person as the one who acts, with the roles held now."""
    return Actor(person.id, person.name, held_by(session, person.id))


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


@pytest.mark.parametrize("who", ["verifier", "approver", "compliance", "leader"])
def test_only_an_administrator_calculates(ready, who):
    with pytest.raises(NotAllowed), transaction() as session:
        act.calculate(session, getattr(ready, who), ready.id, PERIOD)


def test_to_a_leader_of_another_group_the_agreement_does_not_exist(ready):
    with pytest.raises(NotFound), transaction() as session:
        act.calculate(session, ready.stranger, ready.id, PERIOD)


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
    monkeypatch.setattr(basis.rules, "settle", lambda *_: type(other)(
        **{**vars(other), "earned": 1}))  # fmt: skip
    with pytest.raises(Conflict, match="comes out differently"):
        approved(ready)


def test_without_pango_nothing_is_approved_and_the_line_to_run_is_named(ready, monkeypatch):
    finalized(ready)

    def lacking(contents):
        raise NotReady(pdf.LACKS_PANGO)

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


def test_a_locked_period_is_not_calculated_again(ready):
    finalized(ready)
    approved(ready)
    with pytest.raises(Conflict, match="2027-Q1 is locked"):
        calculated(ready)


@pytest.mark.parametrize("who", ["administrator", "verifier"])
def test_the_database_itself_refuses_an_approval_by_someone_with_a_part_in_it(ready, who):
    made = finalized(ready)
    name = {"administrator": "Your|entered|enter", "verifier": "verif"}[who]
    with pytest.raises(Conflict, match=f"(?i){name}"), transaction() as session:
        session.execute(
            text(
                "UPDATE settlement SET state = 'approved', approved_by_id = :who,"
                " approved_at = calculated_at, revision = revision + 1 WHERE id = :id"
            ),
            {"who": getattr(ready, who).person_id, "id": made.id},
        )


def test_a_leader_reads_the_own_groups_statement_and_never_anothers(ready):
    finalized(ready)
    made = approved(ready)
    with reading() as session:
        by_code = {one.participant.code: one.id for one in issued.of_settlement(session, made.id)}
        own = statements.document(session, ready.leader, ready.id, by_code["GRANITE"])
        assert own.content == b"%PDF ORTHO/2027-Q1/1/GRANITE 19460526"
        with pytest.raises(NotFound):
            statements.document(session, ready.leader, ready.id, by_code["COPPER"])
        with pytest.raises(NotFound):
            statements.document(session, ready.stranger, ready.id, by_code["GRANITE"])
        assert statements.document(session, ready.compliance, ready.id, by_code["COPPER"])


def test_a_figure_that_nothing_settled_stays_as_it_was(ready):
    finalized(ready)
    approved(ready)
    with reading() as session:
        states = {figure.state for figure in session.query(Figure)}
    assert states == {FigureState.LOCKED}
