"""In force: on which days an agreement holds, why not on others, and where it stands today."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.in_force import (
    SPONSOR,
    Course,
    Party,
    Renewal,
    Signature,
    Status,
    Why,
    in_force_on,
    notice_day,
    signed_on,
    status,
    status_in_words,
    unsigned_by,
)

PARTIES = (
    Party(SPONSOR, "Riverbend Health"),
    Party("COPPER", "Copper Hand & Spine"),
    Party("GRANITE", "Granite Fork Bone & Joint"),
)
SIGNED = tuple(Signature(party.code, date(2026, 12, 10)) for party in PARTIES)
HELD = Course(date(2027, 1, 1), date(2027, 12, 31), PARTIES, SIGNED)
LATE = replace(HELD, signatures=(*SIGNED[:2], Signature("GRANITE", date(2027, 2, 3))))
UNSIGNED = replace(HELD, signatures=SIGNED[:2])
ENDED = replace(HELD, terminated=date(2027, 6, 30))
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("course", "day", "why"),
    [
        pytest.param(HELD, date(2027, 1, 1), [], id="on its first day it holds"),
        pytest.param(HELD, date(2027, 12, 31), [], id="on its last day it holds"),
        pytest.param(HELD, date(2026, 12, 31), [Why.NOT_BEGUN], id="the day before, not yet"),
        pytest.param(HELD, date(2028, 1, 1), [Why.EXPIRED], id="the day after, no more"),
        pytest.param(ENDED, date(2027, 6, 30), [], id="on the day it is terminated it holds"),
        pytest.param(ENDED, date(2027, 7, 1), [Why.TERMINATED], id="the day after that, no more"),
        pytest.param(ENDED, date(2028, 1, 1), [Why.EXPIRED], id="after its term it has expired"),
        pytest.param(LATE, date(2027, 2, 2), [Why.UNSIGNED], id="before the last signature"),
        pytest.param(LATE, date(2027, 2, 3), [], id="from the day of the last signature"),
        pytest.param(UNSIGNED, date(2027, 3, 1), [Why.UNSIGNED], id="with a signature missing"),
        pytest.param(
            UNSIGNED, date(2028, 3, 1), [Why.UNSIGNED, Why.EXPIRED], id="every reason is given"
        ),
        pytest.param(
            replace(HELD, parties=()), date(2027, 3, 1), [Why.UNSIGNED], id="without any party"
        ),
    ],
)
def test_whether_it_holds_on_a_day(course, day, why):
    found = in_force_on(course, day)
    assert [bar.why for bar in found.bars] == why
    assert found.holds == (not why)


def test_the_reasons_are_sentences_that_name_who_and_when():
    assert [bar.sentence for bar in in_force_on(LATE, date(2026, 12, 31)).bars] == [
        "On 31 Dec 2026 it was not signed by Granite Fork Bone & Joint.",
        "It begins on 1 Jan 2027.",
    ]
    assert [bar.sentence for bar in in_force_on(ENDED, date(2027, 7, 4)).bars] == [
        "It was terminated as of 30 Jun 2027."
    ]
    nobody = replace(HELD, signatures=())
    assert in_force_on(nobody, date(2027, 1, 1)).bars[0].sentence == (
        "On 1 Jan 2027 it was not signed by 3 of its parties."
    )


def test_a_signature_of_someone_else_signs_for_nobody():
    stranger = replace(UNSIGNED, signatures=(*UNSIGNED.signatures, Signature("TIN", SIGNED[0].on)))
    assert signed_on(stranger) is None
    assert [party.code for party in unsigned_by(stranger)] == ["GRANITE"]


def test_it_is_signed_on_the_day_of_the_last_party_by_the_first_signature_of_each():
    assert signed_on(LATE) == date(2027, 2, 3)
    again = replace(LATE, signatures=(*LATE.signatures, Signature(SPONSOR, date(2027, 9, 9))))
    assert signed_on(again) == date(2027, 2, 3)
    assert signed_on(UNSIGNED) is None


@pytest.mark.parametrize(
    ("course", "today", "stands"),
    [
        pytest.param(UNSIGNED, date(2027, 3, 1), Status.DRAFT, id="unsigned, whatever the day"),
        pytest.param(LATE, date(2027, 2, 2), Status.DRAFT, id="until the last one signs"),
        pytest.param(HELD, date(2026, 12, 31), Status.SIGNED, id="signed and not begun"),
        pytest.param(HELD, date(2027, 1, 1), Status.IN_FORCE, id="begun"),
        pytest.param(HELD, date(2027, 10, 1), Status.IN_FORCE, id="91 days before its end"),
        pytest.param(HELD, date(2027, 10, 2), Status.EXPIRING, id="90 days before its end"),
        pytest.param(HELD, date(2027, 12, 31), Status.EXPIRING, id="on its last day"),
        pytest.param(HELD, date(2028, 1, 1), Status.EXPIRED, id="after its last day"),
        pytest.param(UNSIGNED, date(2028, 1, 1), Status.EXPIRED, id="expired, signed or not"),
        pytest.param(ENDED, date(2027, 6, 30), Status.EXPIRING, id="on the day it is terminated"),
        pytest.param(ENDED, date(2027, 7, 1), Status.TERMINATED, id="terminated"),
        pytest.param(ENDED, date(2029, 1, 1), Status.TERMINATED, id="terminated for good"),
    ],
)
def test_where_it_stands(course, today, stands):
    assert status(course, today) is stands


def test_what_is_left_is_said_in_days():
    assert status_in_words(HELD, date(2027, 12, 30)) == "expiring in 1 day"
    assert status_in_words(HELD, date(2027, 12, 31)) == "expiring today"
    assert status_in_words(HELD, date(2027, 3, 1)) == "in force"


def test_a_termination_at_the_end_of_the_term_is_an_expiry():
    assert status(replace(HELD, terminated=HELD.ends), date(2028, 1, 1)) is Status.EXPIRED


@pytest.mark.parametrize("renewal", list(Renewal))
def test_notice_is_given_before_what_renews_itself(renewal):
    expected = date(2027, 11, 1) if renewal is Renewal.AUTOMATIC else None
    assert notice_day(HELD.ends, renewal, 60) == expected


@given(days, days)
def test_a_day_that_holds_lies_within_the_term_and_after_the_signatures(day, terminated):
    course = replace(LATE, terminated=terminated)
    holds = in_force_on(course, day).holds
    assert holds == (date(2027, 2, 3) <= day <= min(course.ends, terminated))
    if holds:
        assert status(course, day) in {Status.IN_FORCE, Status.EXPIRING}
        assert day <= course.last_day < day + timedelta(days=366)
