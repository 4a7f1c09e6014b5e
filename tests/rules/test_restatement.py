"""Restatement: what a correction pays or recovers, and what is too small or too late."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules import canonical
from comanage.rules.figures import Figure
from comanage.rules.numbers import exact, written
from comanage.rules.pool import Advances, RestatementRules
from comanage.rules.restatement import Outcome, Restatement, paid_out, restate
from comanage.rules.settlement import settle
from tests.rules.settling import fact, with_facts
from tests.rules.settling import given as given_figure
from tests.rules.supposing import case
from tests.rules.worked import FIGURES, TERMS, with_figure

PERIOD, ON = "2027-Q1", date(2027, 6, 1)
BEFORE = settle(TERMS, FIGURES, PERIOD)
tenths = st.integers(0, 1000).map(lambda tenth: Fraction(tenth, 10))


def settled_at(value, terms=TERMS):
    return settle(terms, with_figure(FIGURES, "ON-TIME", given_figure("ON-TIME", value)), PERIOD)


def outcomes(restatement):
    return {each.participant: (each.difference, each.outcome) for each in restatement.participants}


def under(**rules):
    return replace(TERMS, restatement=RestatementRules(**rules))


def test_readmissions_corrected_from_42_to_46_recover_13500():
    (terms, before, period), (_, after, _) = case("i9_before"), case("i9_after")
    restated = restate(
        terms, settle(terms, before, period), settle(terms, after, period), on=date(2028, 6, 1)
    )
    assert (restated.paid, restated.recovered, restated.left) == (0, 1350000, 0)
    assert "$13,500.00 is recovered." in restated.sentences[0]
    assert restated.sentences[-1] == "Together: $0.00 is paid, $13,500.00 is recovered."


def test_a_better_result_is_paid_to_each_by_its_share():
    restated = restate(TERMS, BEFORE, settled_at("91"), on=ON)
    assert outcomes(restated) == {
        "east": (48000, Outcome.PAID),
        "north": (72000, Outcome.PAID),
    }
    assert restated.sentences == (
        "East Group: earned $3,350.40 instead of $2,870.40, so $480.00 is paid.",
        "North Group: earned $5,025.60 instead of $4,305.60, so $720.00 is paid.",
        "Together: $1,200.00 is paid, $0.00 is recovered.",
    )


def test_a_correction_that_changes_no_dollars_says_so():
    restated = restate(TERMS, BEFORE, settled_at("80"), on=ON)
    assert restated.sentences[0] == ("East Group: earned $2,870.40 as before, so nothing changes.")
    assert (restated.paid, restated.recovered) == (0, 0)


@pytest.mark.parametrize(
    ("material", "east"),
    [
        pytest.param("480", Outcome.PAID, id="exactly the least counts"),
        pytest.param("480.01", Outcome.IMMATERIAL, id="a cent below it does not"),
    ],
)
def test_the_least_difference_that_counts_is_looked_at_for_each(material, east):
    restated = restate(under(material=exact(material)), BEFORE, settled_at("91"), on=ON)
    assert outcomes(restated)["east"] == (48000, east)
    assert outcomes(restated)["north"] == (72000, Outcome.PAID)


def test_a_difference_that_is_too_small_is_shown_and_left():
    restated = restate(under(material=exact("500")), BEFORE, settled_at("91"), on=ON)
    assert restated.sentences[0] == (
        "East Group: earned $3,350.40 instead of $2,870.40: $480.00 more is below $500.00,"
        " from which it would count, and left."
    )
    assert restated.sentences[-1] == (
        "Together: $720.00 is paid, $0.00 is recovered, a difference of $480.00 is left."
    )


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        pytest.param(date(2029, 3, 31), Outcome.RECOVERED, id="the last day still counts"),
        pytest.param(date(2029, 4, 1), Outcome.TOO_LATE, id="the day after is too late"),
    ],
)
def test_a_period_is_restated_until_its_look_back_ends(day, outcome):
    restated = restate(under(look_back_months=24), BEFORE, settled_at("70"), on=day)
    assert restated.until == date(2029, 3, 31)
    assert {each.outcome for each in restated.participants} == {outcome}


def test_what_is_too_late_names_the_last_day():
    restated = restate(under(look_back_months=24), BEFORE, settled_at("70"), on=date(2029, 4, 1))
    assert restated.sentences[0] == (
        "East Group: earned $2,070.40 instead of $2,870.40: $800.00 less is left,"
        " since 2029-03-31 was the last day to correct it."
    )
    assert (restated.recovered, restated.left) == (0, -200000)


def test_what_was_paid_in_advance_does_not_change_the_difference():
    terms = replace(with_facts(TERMS, fact("PAID")), advances=Advances("PAID"))
    paid = [given_figure("PAID", amount, who) for who, amount in (("north", "9000"), ("east", "1"))]

    def settled(value):
        worse = with_figure(FIGURES, "ON-TIME", given_figure("ON-TIME", value))
        return settle(terms, (*worse, *paid), PERIOD)

    restated = restate(terms, settled("79.9"), settled("91"), on=ON)
    assert outcomes(restated) == {"east": (48000, Outcome.PAID), "north": (72000, Outcome.PAID)}


def test_what_an_earlier_correction_left_does_not_count_as_paid():
    terms, first, second, third = (
        under(material=exact("1500")),
        *map(settled_at, ("70", "80", "91")),
    )
    small = restate(terms, first, second, on=ON)
    assert outcomes(small)["north"] == (120000, Outcome.IMMATERIAL)
    left = {each.participant: each.difference for each in small.participants}
    together = restate(terms, second, third, on=ON, left=left)
    assert outcomes(together)["north"] == (192000, Outcome.PAID)
    alone = restate(terms, second, third, on=ON)
    assert outcomes(alone)["north"] == (72000, Outcome.IMMATERIAL)
    back = restate(terms, second, first, on=ON, left=left)
    assert outcomes(back)["north"] == (0, Outcome.SAME)


@pytest.mark.parametrize("value", ["91", "70"])
def test_what_is_left_is_paid_as_before_and_what_counts_as_settled(value):
    after = settled_at(value)
    every = restate(under(material=exact("100000")), BEFORE, after, on=ON)
    for payout in paid_out(after, every):
        was = BEFORE.payout(payout.participant)
        assert payout.payable - payout.recover == was.payable - was.recover
        assert payout.earned == after.payout(payout.participant).earned
        assert payout.left == payout.earned - was.earned
        assert "and left" in payout.left_because
    assert paid_out(after, restate(TERMS, BEFORE, after, on=ON)) == after.payouts


def test_what_is_left_of_a_recovery_is_paid_before_and_not_owed():
    terms = replace(with_facts(TERMS, fact("PAID")), advances=Advances("PAID"))
    paid = [
        given_figure("PAID", amount, who) for who, amount in (("north", "4305.60"), ("east", "0"))
    ]

    def settled(value):
        worse = with_figure(FIGURES, "ON-TIME", given_figure("ON-TIME", value))
        return settle(terms, (*worse, *paid), PERIOD)

    after = settled("70")
    assert after.payout("north").recover == 120000
    least = replace(terms, restatement=RestatementRules(material=exact("1200.01")))
    north = next(
        one
        for one in paid_out(after, restate(least, settled("80"), after, on=ON))
        if one.participant == "north"
    )
    assert (north.payable, north.recover, north.left) == (0, 0, -120000)


def test_terms_without_money_have_nothing_to_restate():
    terms = replace(TERMS, funding=None, allocation=None)
    one = settle(terms, FIGURES, PERIOD)
    assert restate(terms, one, one, on=ON).sentences == (
        "2027-Q1 has no payouts that a correction could change.",
    )


def test_settlements_of_two_periods_are_no_correction():
    later = settle(TERMS, [replace(each, period="2027-Q2") for each in FIGURES], "2027-Q2")
    with pytest.raises(ValueError, match=r"2027-Q2 does not correct 2027-Q1\."):
        restate(TERMS, BEFORE, later, on=ON)


def test_both_settlements_stand_untouched_and_the_restatement_reads_back():
    after = settled_at("91")
    kept = canonical.text((BEFORE, after))
    restated = restate(TERMS, BEFORE, after, on=ON)
    assert canonical.text((BEFORE, after)) == kept
    assert canonical.read(Restatement, canonical.text(restated)) == (restated, [])


@given(tenths, tenths)
def test_restating_back_gives_the_opposite_sign(one, other):
    before, after = (settled_at(written(value)) for value in (one, other))
    forth = restate(TERMS, before, after, on=ON)
    back = restate(TERMS, after, before, on=ON)
    assert [each.difference for each in back.participants] == [
        -each.difference for each in forth.participants
    ]
    assert (forth.paid, forth.recovered) == (back.recovered, back.paid)
    assert forth.paid - forth.recovered + forth.left == after.earned - before.earned


def test_a_figure_of_the_worked_period_is_given_exactly():
    assert given_figure("ON-TIME", "91") == Figure(PERIOD, "", "ON-TIME", exact("91"))
