"""Duties and base fee terms that were mistyped: corrected while their first day is to come, and only then."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from comanage import clock
from comanage.actions import base_fees, duties
from comanage.actions.duties import Given
from comanage.records import base_fee as fees
from comanage.records import duty as records
from comanage.records.acts import Act
from comanage.records.audit_entry import AuditEntry
from comanage.records.participant import of_agreement
from comanage.refusals import Conflict, Faulty, Stale
from comanage.rules.base_fee import BaseFee, Pays
from comanage.rules.signoff import Role
from tests.makers import make_actor, make_agreement

IN_MARCH = datetime(2027, 3, 10, 9, tzinfo=UTC)
APRIL, MAY, JUNE = date(2027, 4, 1), date(2027, 5, 1), date(2027, 6, 1)
TERMS = BaseFee(pays=Pays.HOUR, cents=18_000, levels=(Role.ADMINISTRATOR, Role.APPROVER))
WHY = "The rate was typed with two zeros too many."
CHAIR = Given(code="CHAIR", name="Chair the committee", delivers="Minutes")


@pytest.fixture
def agreed(session):
    """An agreement in March, and its administrator and first group."""
    with clock.fixed(IN_MARCH):
        agreement = make_agreement(session)
        code = of_agreement(session, agreement.id)[0].code
        yield make_actor(session, Role.ADMINISTRATOR), agreement, code


def agree(session, agreed, starts, *, cents=18_000, **more):
    actor, agreement, code = agreed
    return base_fees.agree(
        session, actor, agreement.id, participant=code, terms=replace(TERMS, cents=cents),
        starts=starts, **{"reason": WHY} | more,
    )  # fmt: skip


def in_force(session, agreed, day):
    _, agreement, _ = agreed
    group = of_agreement(session, agreement.id)[0]
    return fees.in_force(fees.versions(session, agreement.id), group.id, day)


def test_a_mistyped_rate_is_replaced_for_its_own_first_day(session, agreed):
    agree(session, agreed, date(2027, 1, 1))
    wrong = agree(session, agreed, APRIL, cents=1_850_000)
    right = agree(session, agreed, APRIL, cents=18_500, corrects=True)
    assert (right.number, right.replaces_id) == (3, wrong.id)
    assert in_force(session, agreed, APRIL) == right
    assert in_force(session, agreed, date(2027, 3, 31)).number == 1
    entry = session.query(AuditEntry).filter_by(act=Act.BASE_FEE_CORRECTED).one()
    assert (json.loads(entry.before)["cents"], json.loads(entry.after)["cents"]) == (
        1_850_000, 18_500,
    )  # fmt: skip
    assert entry.reason == WHY


def test_a_correction_may_be_corrected_and_a_mistyped_first_day_moves(session, agreed):
    agree(session, agreed, date(2027, 1, 1))
    agree(session, agreed, APRIL, cents=1_850_000)
    agree(session, agreed, JUNE, cents=18_500, corrects=True)
    assert in_force(session, agreed, MAY).number == 1
    agree(session, agreed, MAY, cents=18_500, corrects=True)
    assert in_force(session, agreed, MAY).number == 4
    agree(session, agreed, JUNE, cents=19_000)
    assert in_force(session, agreed, JUNE).number == 5


def test_first_terms_are_corrected_to_begin_with_the_agreement(session, agreed):
    agree(session, agreed, APRIL)
    agree(session, agreed, date(2027, 1, 1), corrects=True)
    assert in_force(session, agreed, date(2027, 2, 1)).number == 2


@pytest.mark.parametrize(
    ("given", "refused", "says"),
    [
        ({"starts": date(2027, 3, 1)}, Faulty, "starts"),
        ({"starts": date(2027, 1, 1)}, Faulty, "starts"),
        ({"starts": APRIL, "reason": " "}, Faulty, "reason"),
        ({"starts": APRIL, "revision": 1}, Stale, None),
    ],
)
def test_a_correction_looks_ahead_and_says_why(session, agreed, given, refused, says):
    agree(session, agreed, date(2027, 1, 1))
    agree(session, agreed, APRIL)
    with pytest.raises(refused) as why:
        agree(session, agreed, corrects=True, **given)
    assert says in {None, *(fault.place for fault in getattr(why.value, "faults", ()))}


def test_terms_that_began_are_not_corrected(session, agreed):
    with pytest.raises(Conflict, match="none to correct"):
        agree(session, agreed, APRIL, corrects=True)
    agree(session, agreed, date(2027, 1, 1))
    agree(session, agreed, APRIL)
    with (
        clock.fixed(datetime(2027, 4, 1, 9, tzinfo=UTC)),
        pytest.raises(Conflict, match="began on 1 Apr"),
    ):
        agree(session, agreed, MAY, corrects=True)


def test_a_mistyped_first_day_of_a_duty_moves_both_ways(session, agreed):
    actor, agreement, _ = agreed
    first = duties.add(session, actor, agreement.id, replace(CHAIR, starts=date(2027, 1, 1)))
    wrong = change(session, agreed, first, MAY, corrects=False)
    right = change(session, agreed, wrong, JUNE)
    values = records.as_values(records.of_agreement(session, agreement.id))
    assert (values[first.id].ends, values[right.id].starts) == (date(2027, 5, 31), JUNE)
    assert not values[wrong.id].covers(MAY)
    assert right.corrects
    earlier = change(session, agreed, right, APRIL)
    values = records.as_values(records.of_agreement(session, agreement.id))
    assert (values[first.id].ends, values[earlier.id].starts) == (date(2027, 3, 31), APRIL)
    assert duties.on_day(records.of_agreement(session, agreement.id), JUNE) == [earlier]
    assert session.query(AuditEntry).filter_by(act=Act.DUTY_CORRECTED).count() == 2


def test_a_duty_is_corrected_while_its_day_is_to_come_and_not_past_what_stood(session, agreed):
    actor, agreement, _ = agreed
    first = duties.add(session, actor, agreement.id, replace(CHAIR, starts=date(2027, 1, 1)))
    with pytest.raises(Conflict, match="began on 1 Jan 2027"):
        change(session, agreed, first, APRIL)
    wrong = change(session, agreed, first, MAY, corrects=False)
    for starts in (date(2027, 3, 10), date(2027, 1, 1)):
        with pytest.raises(Faulty):
            change(session, agreed, wrong, starts)
    new = duties.add(session, actor, agreement.id, replace(CHAIR, code="AUDIT", starts=MAY))
    moved = change(session, agreed, new, date(2027, 2, 1))
    assert moved in duties.on_day(records.of_agreement(session, agreement.id), date(2027, 2, 1))


def change(session, agreed, row, starts, *, corrects=True):
    actor, agreement, _ = agreed
    given = replace(CHAIR, code=row.code, starts=starts)
    return duties.change(
        session, actor, row.id, given, agreement_id=agreement.id, reason=WHY, corrects=corrects
    )
