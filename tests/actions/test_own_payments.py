"""A leader's payments and everyone's list as a file: the own group alone, and what was taken away."""

import csv
import io
import json

import pytest
from sqlalchemy import select

from comanage.actions import payment_export, payment_list
from comanage.database import reading, transaction
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.refusals import NotAllowed
from comanage.rules.signoff import Role
from tests.actions.releasing import PERIOD, lines, make_approved, pay, release, request
from tests.actions.settling import without_layout
from tests.makers import make_actor, make_service_line

READERS = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.APPROVER,
        Role.RELEASER,
        Role.COMPLIANCE,
        Role.REVIEWER,
        Role.EXECUTIVE,
    }
)


@pytest.fixture
def made(engine, monkeypatch):
    """A quarter of a signed agreement that was released to two groups."""
    del engine
    without_layout(monkeypatch)
    found = make_approved()
    release(found)
    return found


def own(actor):
    with reading() as session:
        found = payment_list.own(session, actor)
        return [(each.row.participant.code, each.row.amount_cents, each.state) for each in found]


def test_a_leader_sees_the_payments_to_the_own_group_and_no_others(made):
    by_group = {one.participant.code: one for one in lines(made)}
    assert own(made.leader) == [("GRANITE", by_group["GRANITE"].amount_cents, "payable")]
    assert own(made.other_leader) == [("COPPER", by_group["COPPER"].amount_cents, "payable")]
    assert own(made.stranger) == []
    request(made)
    pay(made, [by_group["GRANITE"].id])
    assert own(made.leader)[0][2] == "paid"
    assert own(made.other_leader)[0][2] == "requested"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEADER}))
def test_nobody_but_a_leader_has_own_payments(made, role):
    with transaction() as session:
        group = made.groups["GRANITE"] if role is Role.PHYSICIAN else None
        actor = make_actor(session, role, group=group)
    with pytest.raises(NotAllowed):
        own(actor)


def test_the_list_is_taken_away_as_it_is_narrowed_and_that_is_noted(made):
    with transaction() as session:
        name, media, content = payment_export.export(
            session, made.compliance, period=PERIOD, group="COPPER"
        )
    assert (name, media) == ("payments.csv", "text/csv; charset=utf-8")
    (row,) = csv.DictReader(io.StringIO(content.decode()))
    paid = next(one for one in lines(made) if one.participant.code == "COPPER")
    assert (row["group_code"], row["amount"]) == ("COPPER", f"{paid.amount_cents / 100:.2f}")
    assert (row["state"], row["released_by"]) == ("payable", "Rolf Sand")
    with reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.act, json.loads(entry.after)) == (
        Act.PAYMENTS_EXPORTED, {"payments": 1, "period": PERIOD, "group": "COPPER"}
    )  # fmt: skip


def test_the_file_holds_what_its_reader_reaches(made):
    with transaction() as session:
        elsewhere = make_actor(session, Role.ADMINISTRATOR, service_line=make_service_line(session))
        assert payment_export.export(session, elsewhere)[2].count(b"\r\n") == 1
        assert payment_export.export(session, made.administrator)[2].count(b"\r\n") == 3


@pytest.mark.parametrize("role", sorted(set(Role) - READERS))
def test_the_file_is_for_those_who_see_payments(made, role):
    with transaction() as session:
        within = {Role.PHYSICIAN, Role.LEADER}
        group = made.groups["GRANITE"] if role in within else None
        actor = make_actor(session, role, group=group)
    with pytest.raises(NotAllowed), transaction() as session:
        payment_export.export(session, actor)
