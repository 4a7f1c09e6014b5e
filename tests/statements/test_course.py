"""What was before a statement: each group reads its own part, and nothing of the others."""

from dataclasses import fields, is_dataclass, replace

import pytest

from comanage.rules import canonical
from comanage.rules.allocations.fixed_shares import FixedShares, Share
from comanage.rules.numbers import ONE, money
from comanage.statements import carried, pdf
from comanage.statements.course import Course, PaidBefore
from comanage.statements.settled_document import Word
from tests.statements import courses, samples
from tests.statements.courses import CORRECTING, COURSE

ALONE = replace(
    samples.TERMS, participants=(samples.GRANITE,), allocation=FixedShares((Share("GRANITE", ONE),))
)


def values(thing):
    """Give every plain value that a thing holds."""
    if is_dataclass(thing):
        for each in fields(thing):
            yield from values(getattr(thing, each.name))
    elif isinstance(thing, tuple | list):
        for each in thing:
            yield from values(each)
    else:
        yield thing


@pytest.mark.parametrize("course", [COURSE, CORRECTING])
@pytest.mark.trust("B3")
def test_a_group_reads_nothing_of_what_another_was_paid_or_measured(course):
    held = samples.held(course=course)
    known = {*values(held.facts), *values(carried.told(held))}
    text = carried.text(held)
    for cents in courses.OTHERS:
        assert cents not in known
        assert str(cents) not in text
    assert "88,007" not in text
    assert courses.REASON not in text
    assert "payment 15" not in text


def test_the_agreement_reads_all_of_it():
    held = samples.held(group="", course=CORRECTING)
    assert courses.REASON in carried.text(held)
    assert {*courses.OTHERS[:1], courses.OTHERS[2], courses.OTHERS[4]} <= {*values(held.facts)}


def test_what_a_cap_leaves_is_told_to_a_group_that_is_alone():
    told = COURSE.narrowed("GRANITE", alone=True, own_scores=False)
    assert told.year.caps[0].before == courses.OTHERS[4]
    assert COURSE.narrowed("GRANITE", alone=False, own_scores=False).year.caps[0].before is None


def test_what_all_earned_is_left_out_where_it_is_the_sum_of_own_scores():
    assert COURSE.narrowed("GRANITE", alone=False, own_scores=True).since.earned is None
    assert COURSE.narrowed("GRANITE", alone=False, own_scores=False).since.earned == 29_800_000


def test_to_narrow_once_more_changes_nothing():
    once = COURSE.narrowed("GRANITE", alone=False, own_scores=False)
    assert once.narrowed("GRANITE", alone=False, own_scores=False) == once


def test_a_course_comes_back_from_canonical_json():
    back, faults = canonical.read(Course, canonical.text(CORRECTING))
    assert faults == []
    assert back == CORRECTING


def test_what_was_paid_for_the_same_period_is_not_counted_twice():
    year = replace(courses.YEAR, paid=(PaidBefore("GRANITE", 100, 19_184_210, 50),))
    said = samples.statement(course=replace(CORRECTING, year=year))
    (line,) = said.paid_in_year
    assert (line.before, line.now) == (19_184_360, 150 + said.payable)


def test_a_correction_says_both_amounts_the_difference_and_what_follows():
    said = samples.statement(course=CORRECTING)
    amounts = {line.name: (line.before, line.now) for line in said.amounts}
    assert amounts["Payable to you"] == (19_184_210, 19_460_526)
    assert said.follows == ["The difference of $2,763.16 is paid."]
    assert said.word is Word.CORRECTED
    page = pdf.html(said)
    for words in ("$191,842.10", "$194,605.26", "+$2,763.16", "Figure 31: turnover report"):
        assert words in page


def test_a_first_statement_says_that_there_is_none_before():
    assert "there is none to compare it with" in pdf.html(samples.statement())


def test_changes_since_the_last_period_are_told_with_their_references():
    page = pdf.html(samples.statement(course=COURSE))
    for words in ("+3.3 points", "target 4.2% to 4.0%", "payment 14", "28.7 min, threshold"):
        assert words in page


def test_the_key_measure_of_a_domain_is_the_one_that_weighs_most_of_those_with_results():
    said = samples.statement(course=COURSE)
    names = {one.domain: one.xmr.name for one in said.trends}
    assert names["Efficiency"] == "Turnover time between cases"
    assert "Alignment" not in names
    assert said.trends[0].xmr.values[-1] == said.sheet.measures[0].scored.value
    few = replace(COURSE, readings=courses.readings({"ssi": "1.4"}))
    assert samples.statement(course=few).trends == ()


def test_a_statement_of_one_group_alone_prints_what_its_cap_leaves():
    held = samples.held(terms=ALONE, course=COURSE)
    page = pdf.html(carried.told(held))
    left = 180_000_000 - courses.OTHERS[4] - held.payout.payable
    assert money(left) in page
