"""Renewing: the periods of a further term, and what keeps an agreement from having one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comanage.rules.in_force import SPONSOR, Course, Party, Signature
from comanage.rules.periods import ONE_DAY, Period, months_later, period_faults, quarters
from comanage.rules.renewing import Review, day_faults, further_periods, review_faults, way_faults

ENDS = date(2027, 12, 31)
TODAY = date(2027, 12, 10)
OLDER = "It is older than the last twelve months of the term: give a day from 1 Jan 2027 on."
LATE = (
    "{} had not signed it by 31 Dec 2027, the last day of the term. What was not in force cannot"
    " be renewed: draft a new agreement."
)
PARTIES = (Party(SPONSOR, "Larkspur Ridge"), Party("granite", "Granite Fork"))
COURSE = Course(date(2027, 1, 1), ENDS, PARTIES)


def signed(*days):
    codes = [party.code for party in PARTIES]
    given = tuple(Signature(code, day) for code, day in zip(codes, days, strict=False))
    return Course(COURSE.starts, ENDS, PARTIES, given)


def sentences(found):
    return [fault.sentence for fault in found]


def test_contract_quarters_go_on_as_if_the_term_had_been_longer():
    for months in (12, 18, 24, 36):
        starts = date(2026, 7, 1)
        ends = months_later(starts, months) - ONE_DAY
        longer = months_later(starts, months + 15) - ONE_DAY
        before = quarters(starts, ends)
        assert before + further_periods(before, ends, longer) == quarters(starts, longer)


def test_an_advance_and_a_year_are_repeated_as_they_were():
    year = [Period("2027-ADVANCE", date(2027, 1, 1), date(2027, 6, 30), advance=True),
            Period("2027", date(2027, 1, 1), ENDS)]  # fmt: skip
    assert further_periods(year, ENDS, date(2028, 12, 31)) == [
        Period("2028-ADVANCE", date(2028, 1, 1), date(2028, 6, 30), advance=True),
        Period("2028", date(2028, 1, 1), date(2028, 12, 31)),
    ]


def test_the_end_of_a_february_is_the_day_before_the_next_period_begins():
    year = [Period("FY 2027", date(2026, 3, 1), date(2027, 2, 28))]
    assert [each.ends for each in further_periods(year, date(2027, 2, 28), date(2029, 2, 28))] == [
        date(2028, 2, 29), date(2029, 2, 28),
    ]  # fmt: skip


@given(st.dates(date(2026, 1, 1), date(2032, 12, 31)), st.integers(0, 7), st.integers(1, 1500))
@example(starts=date(2027, 5, 29), more=3, days=1)
@example(starts=date(2027, 8, 31), more=2, days=1500)
@example(starts=date(2028, 2, 29), more=0, days=1500)
def test_further_periods_lie_side_by_side_to_the_last_day(starts, more, days):
    ends = months_later(starts, 12 + 3 * more) - ONE_DAY
    last = ends + timedelta(days=days)
    before = quarters(starts, ends)
    after = further_periods(before, ends, last)
    assert after[0].starts == ends + ONE_DAY
    assert after[-1].ends == last
    assert all(one.ends + ONE_DAY == two.starts for one, two in pairwise(after))
    assert period_faults((*before, *after)) == []
    longer = quarters(starts, last)
    assert [one.starts for one in (*before, *after)] == [one.starts for one in longer]


@pytest.mark.parametrize(
    ("periods", "why"),
    [
        (quarters(date(2027, 4, 1), ENDS), "twelve months before 1 Jan 2028 are not made of"),
        ([Period("2026", date(2026, 7, 1), ENDS)], "twelve months before 1 Jan 2028 are not made"),
        ([Period("2027", date(2027, 1, 1), date(2027, 12, 30))], "are not made of whole"),
        ([Period("FIRST", date(2027, 1, 1), ENDS)], "The year after FIRST cannot be named"),
    ],
)
def test_a_year_that_cannot_be_repeated_is_refused_with_why(periods, why):
    with pytest.raises(ValueError, match=why):
        further_periods(periods, ENDS, date(2028, 12, 31))


@pytest.mark.parametrize(
    ("last_day", "found"),
    [
        (None, ["Give the last day of the further term."]),
        (ENDS, ["Give a day after 31 Dec 2027, the last day of the term."]),
        (date(2028, 1, 1), []),
        (date(2037, 12, 31), []),
        (date(2038, 1, 1), ["A further term lasts at most 10 years."]),
    ],
)
def test_a_further_term_ends_later_and_within_ten_years(last_day, found):
    assert sentences(day_faults(ENDS, last_day)) == found


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2026, 12, 31), [OLDER]),
        (date(2027, 1, 1), []),
        (TODAY, []),
        (date(2027, 12, 11), ["The review cannot lie in the future."]),
        (None, ["Give the day of the review."]),
    ],
)  # fmt: skip
def test_a_renewal_rests_on_a_review_in_the_last_year_of_its_term(on, found):
    assert sentences(review_faults(Review(on, "All targets rise."), ENDS, TODAY)) == found


def test_a_review_says_what_it_found():
    assert sentences(review_faults(Review(TODAY, " "), ENDS, TODAY)) == [
        "Say what the review of measures and benchmarks found."
    ]


@pytest.mark.parametrize(
    ("on_paper", "names"),
    [
        (signed(), "Larkspur Ridge and Granite Fork"),
        (signed(ENDS), "Granite Fork"),
        (signed(ENDS, date(2028, 1, 1)), "Granite Fork"),
        (signed(date(2028, 1, 1), ENDS), "Larkspur Ridge"),
    ],
)
def test_who_signs_after_the_last_day_renews_nothing(on_paper, names):
    found = sentences(way_faults(COURSE, signed=on_paper, notice=None, today=TODAY))
    assert found == [LATE.format(names)]


def test_what_every_party_signed_by_the_last_day_is_renewed():
    on_paper = signed(date(2027, 12, 1), ENDS)
    assert way_faults(COURSE, signed=on_paper, notice=TODAY, today=TODAY) == []


def test_an_agreement_renews_itself_only_once_no_notice_can_be_given():
    notice = date(2027, 10, 2)
    refused = way_faults(COURSE, signed=None, notice=notice, today=notice)
    assert sentences(refused) == [
        "Until 2 Oct 2027 a party may still give notice. It renews itself only after that day."
    ]
    assert way_faults(COURSE, signed=None, notice=notice, today=notice + ONE_DAY) == []


def test_what_was_terminated_is_not_renewed():
    ended = Course(COURSE.starts, ENDS, PARTIES, terminated=date(2027, 6, 30))
    found = way_faults(ended, signed=signed(ENDS, ENDS), notice=None, today=TODAY)
    assert sentences(found) == [
        "It was terminated as of 30 Jun 2027. Take the termination back first, if the parties did."
    ]
