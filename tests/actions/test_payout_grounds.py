"""What payout records rest on: every number and hash, the payments, the cap, the corrections."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from comanage.actions import approvals, holds, unlocks
from comanage.actions import payouts as act
from comanage.actions import settlements as act_of_settlements
from comanage.database import reading, transaction
from comanage.records import settlement as settlements
from comanage.records import statement as statements
from comanage.rules.payments import Kind
from comanage.rules.signoff import Role
from tests.actions.releasing import (
    PERIOD,
    corrected,
    lines,
    make_approved,
    pay,
    release,
    request,
)
from tests.actions.settling import calculated, control, correct, period_of, without_layout
from tests.makers import make_actor, make_opinion, make_person

CAP = 90_000_000
FEE = 30_000_000  # of a contract year, by the locked terms


@pytest.fixture
def made(engine, monkeypatch):
    """An approved quarter under an opinion of fair market value."""
    without_layout(monkeypatch)
    del engine
    found = make_approved()
    with transaction() as session:
        make_opinion(session, found.agreement, firm="Alder", high_cents=CAP)
    return found


def records(made, **wanted):
    with reading() as session:
        return act.lines(session, made.compliance, **wanted)


def test_each_record_names_its_settlement_figures_statement_and_approvers(made):
    with reading() as session:
        settled = settlements.latest(session, period_of(session, made).id)
        issued = {one.participant.code: one for one in statements.of_agreement(session, made.id)
                  if one.participant}  # fmt: skip
    for line in records(made):
        found = line.grounds
        assert (found.agreement, found.settlement) == (made.id, settled.id)
        assert (found.settlement_hash, found.figures_hash) == (
            settled.document_hash, settled.figures_hash,
        )  # fmt: skip
        assert (found.statement, line.statement_sha256) == (
            issued[line.group].id, issued[line.group].document_sha256,
        )  # fmt: skip
        assert found.approvals == ("Carla Ruiz, approver",)
        assert (found.released_by, found.released_at, found.payments) == ("", None, ())
        assert (found.replaces, found.replaced_by) == (None, None)


def test_a_released_record_names_who_released_it_and_where_its_payment_stands(made):
    release(made)
    paid, other = lines(made)
    request(made, [paid.id])
    pay(made, [paid.id])
    states = {line.grounds.payments: line for line in records(made)}
    found = states[paid.id,]
    assert (found.grounds.released_by, found.state) == ("Rolf Sand", "released")
    assert found.grounds.released_at is not None
    assert found.grounds.payment_states == ("paid",)
    assert found.grounds.released == paid.amount_cents == found.payable
    assert states[other.id,].grounds.payment_states == ("payable",)


def test_a_correction_links_both_settlements_and_the_released_cents_add_up(made):
    release(made)
    corrected(made)
    found = [line for line in records(made) if line.group == "GRANITE"]
    old, new = found
    assert (old.settlement, old.grounds.replaces, old.grounds.replaced_by) == (1, None, 2)
    assert (new.settlement, new.grounds.replaces, new.grounds.replaced_by) == (2, 1, None)
    assert new.payable != old.payable
    assert sum(line.grounds.released for line in found) == new.payable
    assert len(new.grounds.payments) == 2  # what is taken back, and what takes its place


def totals_of(made, **wanted):
    """Give the totals of the JSON, and the last row of the CSV, which say the same."""
    with transaction() as session:
        _, _, content = act.export(session, made.compliance, "json", **wanted)
        _, _, flat = act.export(session, made.compliance, "csv", **wanted)
    told = json.loads(content)
    *_, last = csv.DictReader(io.StringIO(flat.decode(), newline=""))
    for name, total in told["totals"].items():
        rows = [Decimal(row[name]) for row in told["rows"] if row["counted"] == "yes"]
        assert Decimal(total) == Decimal(last[name]) == sum(rows)
    return {name: int(Decimal(total) * 100) for name, total in told["totals"].items()}


def test_what_was_replaced_counts_in_no_total_whether_its_correction_is_released_or_not(made):
    release(made)
    once = totals_of(made)
    assert once["payable"] == once["released"] == sum(one.amount_cents for one in lines(made))
    corrected(made, releasing=False)
    stands = [line for line in records(made) if line.counted]
    assert {line.settlement for line in stands} == {2}
    assert totals_of(made)["payable"] == sum(line.payable for line in stands)
    assert totals_of(made)["released"] == once["released"]
    release(made, number=2, key="key-of-the-second-release")
    after = totals_of(made)
    assert after["payable"] == after["released"] == sum(one.amount_cents for one in lines(made))
    assert totals_of(made, state="released") == after
    assert set(totals_of(made, state="replaced").values()) == {0}


def test_a_held_release_says_who_holds_it_and_can_be_looked_for(made):
    with transaction() as session:
        holds.hold(session, made.compliance, made.id, PERIOD, number=1, reason="A question.")
    found = records(made, state="held")
    assert len(found) == 2
    for line in found:
        assert (line.state, line.stands) == ("approved", "held")
        assert line.grounds.held_by
        assert line.grounds.held_at is not None
    assert records(made, state="approved") == found
    offered = act.offered(found)["state"]
    assert offered == [("approved", "Approved"), ("held", "Approved, release held")]
    with transaction() as session:
        holds.lift(session, made.compliance, made.id, PERIOD, number=1, reason="Cleared up.")
    assert records(made, state="held") == []


def test_a_settlement_that_was_never_approved_is_no_link(made):
    """The third calculation corrects the first one; the second was calculated again."""
    release(made)
    with transaction() as session:
        unlocks.ask(session, made.compliance, made.id, PERIOD, reason="A late report.")
    with transaction() as session:
        unlocks.confirm(session, made.officer, made.id, PERIOD)
    for value in ("27.0", "26.0"):
        with transaction() as session:
            made.figures["turnover"] = correct(session, made, "turnover", value)
        calculated(made)
    with transaction() as session:
        act_of_settlements.finalize(session, made.administrator, made.id, PERIOD, number=3)
    with transaction() as session:
        approvals.approve(session, made.approver, made.id, PERIOD, number=3)
    links = {(line.settlement, line.grounds.replaces, line.grounds.replaced_by)
             for line in records(made)}  # fmt: skip
    assert links == {(1, None, 3), (3, 1, None)}


def test_what_is_left_of_the_cap_is_less_by_what_was_approved_or_released_and_by_the_base_fee(made):
    before = {line.grounds.fmv_left for line in records(made)}
    approved = sum(line.payable for line in records(made))
    assert before == {CAP - FEE - approved}
    release(made)
    paid = sum(one.amount_cents for one in lines(made) if one.kind is not Kind.BASE_FEE)
    assert paid == approved
    (line, _) = records(made)
    assert line.grounds.fmv_left == CAP - FEE - paid
    assert (line.grounds.fmv_cap, line.grounds.fmv_firm) == (CAP, "Alder")
    assert line.grounds.year_starts == date(2027, 1, 1)


def test_without_an_opinion_for_its_days_a_record_has_no_cap(engine, monkeypatch):
    without_layout(monkeypatch)
    made = make_approved()
    for line in records(made):
        found = line.grounds
        assert (found.fmv_cap, found.fmv_left, found.fmv_firm, found.fmv_on) == (
            None, None, "", None,
        )  # fmt: skip


def test_both_approvers_are_named(engine, monkeypatch):
    without_layout(monkeypatch)
    made = make_approved(meanwhile=lambda ready: control(ready, second_approval_above_cents=0))
    assert records(made) == []
    with transaction() as session:
        second = make_actor(session, Role.APPROVER, person=make_person(session, "Dan Poe"))
    with transaction() as session:
        approvals.approve(session, second, made.id, PERIOD, number=1)
    for line in records(made):
        assert line.grounds.approvals == ("Carla Ruiz, approver", "Dan Poe, approver")
        assert line.approved_by == "Dan Poe"


@pytest.mark.parametrize(
    ("wanted", "groups"),
    [
        ({"agreement": "ORTHO"}, ["COPPER", "GRANITE"]),
        ({"agreement": "CARDIO"}, []),
        ({"state": "approved"}, ["COPPER", "GRANITE"]),
        ({"state": "released"}, []),
        ({"group": "COPPER", "period": PERIOD}, ["COPPER"]),
        ({"service_line": "Cardiology"}, []),
    ],
    ids=str,
)
def test_page_and_files_are_narrowed_alike(made, wanted, groups):
    assert sorted(line.group for line in records(made, **wanted)) == groups
    with transaction() as session:
        _, _, content = act.export(session, made.compliance, "json", **wanted)
        _, _, flat = act.export(session, made.compliance, "csv", **wanted)
    told = json.loads(content)
    assert sorted(row["group_code"] for row in told["rows"]) == groups
    rows = list(csv.DictReader(io.StringIO(flat.decode(), newline="")))
    assert sorted(row["group_code"] for row in rows[:-1]) == groups


def test_records_take_as_many_queries_for_two_settlements_as_for_one(made, queries):
    release(made)
    queries.clear()
    assert len(records(made)) == 2
    few = len(queries)
    corrected(made)
    queries.clear()
    assert len(records(made)) == 4
    assert len(queries) == few
    assert few <= 12
