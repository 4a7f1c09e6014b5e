"""Releases: one act, one winner; every block with its numbers; corrections by reversal."""

import threading
from datetime import date

import pytest

from comanage.actions import holds, releases, unlocks
from comanage.database import reading, transaction
from comanage.records import settlement as settlements
from comanage.records import signature as signatures
from comanage.records.agreement import Agreement
from comanage.records.audit_entry import AuditEntry
from comanage.refusals import Conflict, Faulty, NotAllowed
from comanage.rules.payments import Kind
from comanage.rules.signoff import PaymentState, Role, SettlementState
from tests.actions.releasing import (
    KEY,
    PERIOD,
    as_well,
    corrected,
    lines,
    make_approved,
    pay,
    release,
    request,
)
from tests.actions.settling import control, period_of, without_layout
from tests.makers import make_actor, make_opinion

GRANITE, COPPER = 19_460_526, 11_676_316
BASE_FEE = 30_000_000  # of a contract year, by the terms of the sample


@pytest.fixture
def made(engine, monkeypatch):
    """An approved quarter that may be released."""
    del engine
    without_layout(monkeypatch)
    return make_approved()


def faults(made, **given):
    with pytest.raises(Faulty) as refused:
        release(made, **given)
    return [fault.sentence for fault in refused.value.faults]


def test_a_release_makes_every_groups_payment_and_is_signed(made):
    act = release(made)
    assert act.cents == GRANITE + COPPER
    found = {one.participant.code: one for one in lines(made)}
    assert {code: one.amount_cents for code, one in found.items()} == {
        "GRANITE": GRANITE, "COPPER": COPPER,
    }  # fmt: skip
    assert {one.kind for one in found.values()} == {Kind.INCENTIVE}
    assert {one.state for one in found.values()} == {PaymentState.PAYABLE}
    assert {one.year_starts for one in found.values()} == {date(2027, 1, 1)}
    with reading() as session:
        record = settlements.latest(session, period_of(session, made).id)
        assert record.state is SettlementState.RELEASED
        assert record.released_by_id == made.releaser.person_id
        signed = signatures.of_settlement(session, record)[-1]
        entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (signed.role, signed.meaning) == (
        "payment releaser", "I release these amounts for payment",
    )  # fmt: skip
    assert entry.act == "settlement:version:release"


@pytest.mark.trust("D9")
def test_the_same_key_and_request_are_answered_the_same(made):
    assert release(made).id == release(made).id
    assert len(lines(made)) == 2


@pytest.mark.trust("D9")
def test_the_same_key_for_something_else_is_refused(made):
    release(made)
    with pytest.raises(Conflict, match="stood for another request"):
        release(made, number=2)
    with pytest.raises(Faulty):
        release(made, key="short")


@pytest.mark.trust("D9")
def test_it_is_released_once_whatever_the_key(made):
    release(made)
    with pytest.raises(Conflict, match="released cannot be moved on by: release"):
        release(made, key="another-key")
    assert len(lines(made)) == 2


@pytest.mark.trust("D9")
@pytest.mark.parametrize("same", [True, False], ids=["one key", "a key each"])
def test_sixteen_who_release_at_once_have_one_winner(made, same):
    start, ended = threading.Barrier(16), []

    def run(number):
        start.wait()
        try:
            ended.append(release(made, key=KEY if same else f"key-number-{number}").id)
        except Conflict as refused:
            ended.append(refused.sentence)

    together = [threading.Thread(target=run, args=(number,)) for number in range(16)]
    for one in together:
        one.start()
    for one in together:
        one.join()
    won = [one for one in ended if isinstance(one, int)]
    busy = [one for one in ended if isinstance(one, str) and "storing something" in one]
    assert len(set(won)) == 1
    assert len(won) + len(busy) == 16 if same else len(won) == 1
    assert sum(one.amount_cents for one in lines(made)) == GRANITE + COPPER


@pytest.mark.trust("B4")
@pytest.mark.parametrize("who", ["administrator", "verifier", "approver"])
def test_who_entered_verified_or_approved_does_not_release(made, who):
    with transaction() as session:
        both = as_well(session, getattr(made, who), Role.RELEASER)
    with pytest.raises(NotAllowed, match="The person who"):
        release(made, both)
    assert lines(made) == []


@pytest.mark.parametrize("who", ["administrator", "verifier", "approver", "compliance", "leader"])
def test_only_a_payment_releaser_releases(made, who):
    with pytest.raises(NotAllowed):
        release(made, getattr(made, who))


def test_a_hold_a_missing_review_and_a_cap_are_said_at_once(made):
    control(made, independent_review=True, year_cap_cents=40_000_000)
    with transaction() as session:
        holds.hold(session, made.compliance, made.id, PERIOD, number=1, reason="A question.")
    said = faults(made)
    assert said == [
        "This agreement asks for an independent reviewer, who has not signed yet.",
        "Compliance holds the release: A question.",
        (
            "$300,000.00 and $311,368.42 come to $611,368.42, more than the cap of the contract"
            " year from 1 Jan 2027, $400,000.00."
        ),
    ]
    with reading() as session:
        record = settlements.latest(session, period_of(session, made).id)
        assert releases.lacking(session, record) == said
    assert lines(made) == []


@pytest.mark.trust("D4")
def test_a_cap_that_is_met_exactly_blocks_nothing(made):
    control(made, year_cap_cents=BASE_FEE + GRANITE + COPPER)
    assert release(made).cents == GRANITE + COPPER


@pytest.mark.trust("D4")
def test_the_cap_of_the_whole_agreement_blocks(made):
    control(made, lifetime_cap_cents=BASE_FEE + GRANITE + COPPER - 1)
    assert "more than the cap of the whole agreement" in faults(made)[0]


@pytest.mark.trust("D4")
def test_the_fair_market_value_blocks_over_base_fee_and_incentive_together(made):
    with transaction() as session:
        make_opinion(session, made.agreement, low_cents=1,
                     high_cents=BASE_FEE + GRANITE + COPPER - 1)  # fmt: skip
    assert faults(made) == [
        (
            "$300,000.00 and $311,368.42 come to $611,368.42, more than the fair market value by"
            " Alder Valuation, $611,368.41."
        )
    ]


def test_an_agreement_that_was_not_signed_pays_nothing(engine, monkeypatch):
    del engine
    without_layout(monkeypatch)
    monkeypatch.setattr("tests.actions.releasing.make_signed", lambda *_, **__: None)
    unsigned = make_approved()
    assert "was not signed" in faults(unsigned)[0]


def test_a_period_past_the_term_pays_nothing(made):
    with transaction() as session:
        session.get_one(Agreement, made.id)
        session.connection().exec_driver_sql("DROP TRIGGER IF EXISTS agreement_term_stays"
            if session.bind.dialect.name == "sqlite"
            else "ALTER TABLE agreement DISABLE TRIGGER agreement_term_stays")  # fmt: skip
        session.get_one(Agreement, made.id).ends = date(2027, 2, 28)
    assert any("the agreement ended on 28 Feb 2027" in sentence for sentence in faults(made))


@pytest.mark.trust("F5")
def test_a_document_that_was_changed_after_it_was_signed_is_not_released(made):
    with transaction() as session:
        raw = session.connection()
        if session.bind.dialect.name == "sqlite":
            raw.exec_driver_sql("DROP TRIGGER settlement_never_changed")
        else:
            raw.exec_driver_sql("ALTER TABLE settlement DISABLE TRIGGER settlement_never_changed")
        raw.exec_driver_sql(
            "UPDATE settlement SET document = replace(document, '19460526', '19460527')"
        )
    said = faults(made)
    assert "The signature of Carla Ruiz no longer matches the settlement." in said
    assert any("comes out differently" in sentence for sentence in said)


def test_while_an_unlock_is_asked_for_nothing_is_released(made):
    with transaction() as session:
        unlocks.ask(session, made.compliance, made.id, PERIOD, reason="A late report.")
    assert f"asked to open {PERIOD} again" in faults(made)[0]


@pytest.mark.trust("D10")
def test_a_correction_reverses_and_pays_anew_and_the_old_payments_stand(made):
    release(made)
    before = [(one.id, one.amount_cents) for one in lines(made)]
    corrected(made)
    after = lines(made)
    assert [(one.id, one.amount_cents) for one in after[:2]] == before
    for group in ("GRANITE", "COPPER"):
        first, back, anew = [one for one in after if one.participant.code == group]
        assert (back.kind, back.amount_cents, back.reverses_id) == (
            Kind.REVERSAL, -first.amount_cents, first.id,
        )  # fmt: skip
        assert (anew.kind, anew.corrects_id) == (Kind.CORRECTION, first.id)
        assert anew.amount_cents > first.amount_cents  # a better turnover pays more
        assert (first.line.net, back.line.owed, anew.line.net) == (0, 0, anew.amount_cents)


@pytest.mark.trust("D10")
def test_what_was_paid_too_much_is_set_off_and_the_rest_stays_owed(made):
    release(made)
    asked = request(made)
    pay(made, [one.id for one in lines(made)])
    assert asked.cents == GRANITE + COPPER
    corrected(made, value="31.9")  # nothing is earned on it any more
    for group in ("GRANITE", "COPPER"):
        first, back, anew = [one for one in lines(made) if one.participant.code == group]
        assert first.state is PaymentState.PAID
        assert anew.line.net == 0
        assert back.line.owed == first.amount_cents - anew.amount_cents > 0


def test_a_correction_that_comes_out_the_same_pays_nothing_more(made):
    release(made)
    act = corrected(made, value="27.4")
    assert act.cents == 0
    assert len(lines(made)) == 2


@pytest.mark.trust("B5")
def test_who_released_before_neither_approves_nor_reviews_afterwards(made):
    release(made)
    with transaction() as session:
        both = as_well(session, made.releaser, Role.APPROVER)
    made.approver = both
    with pytest.raises(NotAllowed, match="released a settlement"):
        corrected(made)


def test_a_second_releaser_may_release_the_correction(made):
    release(made)
    with transaction() as session:
        made.releaser = make_actor(session, Role.RELEASER)
    assert corrected(made).cents > 0
