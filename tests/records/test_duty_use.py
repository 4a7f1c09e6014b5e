"""Duty use: what oversight is told of duties, their limits and the last approved work."""

from datetime import date

import pytest

from comanage import clock
from comanage.records import duty_use
from comanage.records.participant import of_agreement
from comanage.rules.oversight.facts import DutyKept
from tests.actions.on_duty import log, on_duty, through
from tests.makers import NOW, make_agreement, make_base_fee, make_duty

TODAY = NOW.date()


def test_the_duties_of_a_day_tell_their_limit_and_the_last_approved_work(session):
    with clock.fixed(NOW):
        made = on_duty(session)
        make_duty(session, made.agreement, "PAST", ends=date(2027, 3, 31))
        limited = make_duty(session, made.agreement, "REPORT", name="The report", most_minutes=60)
        log(session, made, day=date(2027, 3, 16))
        log(session, made, day=date(2027, 3, 20))
        log(session, made, duty=made.rounds, who=made.cas)
        through(session, made)
    assert duty_use.kept(session, [made.id], TODAY)[made.id] == [
        DutyKept(name="Chair the committee", most_hours=False, last_done=date(2027, 3, 20)),
        DutyKept(name=limited.name, most_hours=True),
        DutyKept(name="Quality rounds", most_hours=False),
    ]


@pytest.mark.parametrize(("most", "limited"), [(600, True), (None, False)])
def test_the_hours_of_a_year_are_limited_where_the_terms_of_every_group_say_so(
    session, most, limited
):
    agreement = make_agreement(session)
    own, other = of_agreement(session, agreement.id)
    assert not duty_use.hours_limited(session, [agreement.id], TODAY)
    make_base_fee(session, agreement, own, most_a_year=600)
    make_base_fee(session, agreement, other, most_a_year=most)
    assert bool(duty_use.hours_limited(session, [agreement.id], TODAY)) is limited
