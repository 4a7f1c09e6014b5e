"""Terms: everything that keeps a scorecard from meaning one thing is said at once."""

from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.allocations.equal import Equal
from comanage.rules.funding.fixed import Fixed
from comanage.rules.meaning import faults
from comanage.rules.measure import Status
from comanage.rules.methods.bands import Bands
from comanage.rules.numbers import exact
from comanage.rules.periods import Period
from comanage.rules.terms import Domain, Settles, WeightsOf
from tests.rules.worked import LEVELS, SCREENING, TERMS, with_measure


def said(terms):
    return [str(fault) for fault in faults(terms)]


def test_sound_terms_have_no_faults():
    assert said(TERMS) == []


@pytest.mark.trust("D3")
def test_weights_that_do_not_make_100_percent_are_said_for_domain_and_whole():
    short = with_measure(TERMS, "ON-TIME", weight=exact("0.38"))
    assert said(short) == [
        "domain efficiency: The weights of its measures add up to 38%, not to 40%."
    ]
    domains = (TERMS.domains[0], replace(TERMS.domains[1], weight=exact("0.38")))
    assert "domains: The weights of the domains add up to 98%, not to 100%." in said(
        replace(TERMS, domains=domains)
    )


def test_weights_may_be_shares_of_their_domain_thirds_included():
    third = exact("1/3")
    measures = tuple(replace(SCREENING, code=f"M{n}", weight=third) for n in range(3))
    terms = replace(
        TERMS,
        weights_of=WeightsOf.DOMAIN,
        domains=(Domain("quality", "Quality", exact("1"), measures),),
    )
    assert said(terms) == []
    assert terms.share(terms.domains[0], measures[0]) == third


def test_a_domain_of_weight_0_with_reporting_only_measures_is_sound():
    monitor = replace(SCREENING, code="MIX", weight=exact("0"), status=Status.REPORTING)
    domains = (*TERMS.domains, Domain("development", "Development", exact("0"), (monitor,)))
    assert said(replace(TERMS, domains=domains)) == []


def test_a_reporting_only_measure_with_a_weight_is_a_fault():
    terms = with_measure(TERMS, "ON-TIME", status=Status.REPORTING)
    assert said(terms) == [
        "domain efficiency, measure ON-TIME, weight: A reporting-only measure has weight 0%."
    ]


def test_a_paid_measure_without_weight_is_a_fault():
    terms = with_measure(TERMS, "ON-TIME", weight=exact("0"))
    assert "Give a weight, or make the measure reporting-only." in " ".join(said(terms))


@pytest.mark.parametrize(("screening", "infections"), [("-0.1", "0.7"), ("1.2", "-0.6")])
def test_a_weight_below_nothing_or_above_everything_is_a_fault_though_the_sum_is_right(
    screening, infections
):
    terms = with_measure(TERMS, "SCREENING", weight=exact(screening))
    terms = with_measure(terms, "INFECTIONS", weight=exact(infections))
    wrong = [code for code, weight in (("SCREENING", screening), ("INFECTIONS", infections))
             if not 0 <= exact(weight) <= 1]  # fmt: skip
    assert said(terms) == [
        f"domain quality, measure {code}, weight: The weight must lie between 0% and 100%."
        for code in wrong
    ]


def test_faults_of_a_method_name_domain_measure_and_field():
    terms = with_measure(TERMS, "ON-TIME", method=Bands(LEVELS[::-1]))
    assert (
        "domain efficiency, measure ON-TIME, method, levels:"
        " target must be harder to reach than maximum."
    ) in said(terms)


def test_codes_that_stand_twice_are_faults():
    terms = replace(
        TERMS,
        domains=(*TERMS.domains, TERMS.domains[1]),
        participants=TERMS.participants + TERMS.participants[:1],
        periods=TERMS.periods + TERMS.periods[:1],
    )
    text = " ".join(said(terms))
    for part in (
        "domain efficiency: Two domains have this code.",
        "measure ON-TIME: Two measures have this code.",
        "participant north: Two participants have this code.",
        "Two periods are named 2027-Q1.",
    ):
        assert part in text


@pytest.mark.trust("E4")
def test_periods_must_run_forward_and_must_not_overlap():
    backward = Period("2027-Q3", date(2027, 9, 30), date(2027, 7, 1))
    overlapping = Period("2027-H1", date(2027, 3, 31), date(2027, 6, 1))
    assert "A period must not end before it starts." in " ".join(
        said(replace(TERMS, periods=(backward,)))
    )
    assert "It begins before 2027-Q1 has ended." in " ".join(
        said(replace(TERMS, periods=(TERMS.periods[0], overlapping)))
    )
    assert said(replace(TERMS, periods=())) == ["periods: Name at least one performance period."]


def test_a_pool_without_a_division_or_the_other_way_round_is_a_fault():
    words = "Say both where the pool comes from and how it is divided."
    assert words in " ".join(said(replace(TERMS, allocation=None)))
    assert words in " ".join(said(replace(TERMS, funding=None)))


@pytest.mark.parametrize(
    ("amount", "words"),
    [("0", "more than $0.00"), ("-5", "more than $0.00"), ("100.001", "whole cents")],
)
def test_a_pool_is_more_than_nothing_and_in_whole_cents(amount, words):
    assert words in " ".join(said(replace(TERMS, funding=Fixed(exact(amount)))))


def test_shares_must_name_every_participant_once_and_make_100_percent():
    shares = TERMS.allocation.shares
    wrong = replace(
        TERMS.allocation,
        shares=(
            shares[0],
            replace(shares[0], share=exact("0.5")),
            replace(shares[1], participant="west"),
        ),
    )
    text = " ".join(said(replace(TERMS, allocation=wrong)))
    for part in (
        "East Group has no share.",
        "west is not a participant.",
        "North Group has two shares.",
        "The shares add up to 150%, not to 100%.",
    ):
        assert part in text


def test_a_share_above_100_or_below_0_percent_is_a_fault():
    shares = TERMS.allocation.shares
    wrong = replace(
        TERMS.allocation,
        shares=(replace(shares[0], share=exact("1.5")), replace(shares[1], share=exact("-0.5"))),
    )
    text = " ".join(said(replace(TERMS, allocation=wrong)))
    assert "The share of North Group must lie between 0% and 100%." in text
    assert "The share of East Group must lie between 0% and 100%." in text


def test_money_without_participants_is_a_fault():
    nobody = replace(TERMS, participants=(), allocation=Equal())
    assert "Name who the earned money is divided among." in " ".join(said(nobody))


def test_pools_of_single_participants_are_divided_by_an_exchange_alone():
    terms = replace(TERMS, settles=Settles.PARTICIPANT)
    assert "only an exchange divides the sum" in " ".join(said(terms))
    assert said(replace(terms, allocation=None)) == []


def test_a_negative_base_fee_is_a_fault():
    assert said(replace(TERMS, base_fee=exact("-1"))) == [
        "base_fee: The base fee must not be negative."
    ]


def test_a_precision_and_a_weight_out_of_bounds_are_faults():
    terms = with_measure(TERMS, "ON-TIME", precision=13, weight=exact("1.4"), name=" ")
    text = " ".join(said(terms))
    for part in (
        "Give 0 to 12 places.",
        "The weight must lie between 0% and 100%.",
        "Give the measure a name.",
    ):
        assert part in text


def test_a_domain_weight_out_of_bounds_is_a_fault():
    domains = tuple(
        replace(domain, weight=weight)
        for domain, weight in zip(TERMS.domains, (exact("1.4"), exact("-0.4")), strict=True)
    )
    places = [fault.place for fault in faults(replace(TERMS, domains=domains))]
    assert {"domain quality, weight", "domain efficiency, weight"} <= set(places)


def test_measures_periods_and_participants_are_found_by_their_codes():
    assert TERMS.measure("ON-TIME").name == "First cases on time"
    assert TERMS.measure("NOWHERE") is None
    assert TERMS.period("2027-Q2").days == 91
    assert TERMS.period("2030-Q1") is None
    assert TERMS.codes() == ["east", "north"]
