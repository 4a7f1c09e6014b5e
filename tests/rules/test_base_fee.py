"""The terms of a base fee: what is wrong with them, and what they say in words."""

from dataclasses import replace

import pytest

from comanage.rules.base_fee import BaseFee, Pays, Short, faults, in_words, levels_in_words
from comanage.rules.signoff import Role

HOURLY = BaseFee(pays=Pays.HOUR, cents=18_000, most_a_month=40 * 60, most_a_year=400 * 60)
FIXED = BaseFee(pays=Pays.MONTH, cents=500_000, fewest_a_month=10 * 60, short=Short.PRORATED)


@pytest.mark.parametrize("terms", [HOURLY, FIXED, BaseFee(pays=Pays.MONTH, cents=1)])
def test_usual_terms_have_no_fault(terms):
    assert faults(terms) == []


@pytest.mark.parametrize(
    ("terms", "changes", "place", "words"),
    [
        (HOURLY, {"cents": 0}, "cents", "above $0.00"),
        (HOURLY, {"cents": 10**14 + 1}, "cents", "at most $1,000,000,000,000.00"),
        (HOURLY, {"step": 4}, "step", "at least 5 minutes"),
        (HOURLY, {"step": 7}, "step", "a day is a whole number of"),
        (HOURLY, {"most_an_entry": 0}, "most_an_entry", "more than 0 hours"),
        (HOURLY, {"most_an_entry": 24 * 60 + 15}, "most_an_entry", "at most 24"),
        (HOURLY, {"most_an_entry": 100}, "most_an_entry", "multiple of 15 minutes"),
        (HOURLY, {"most_a_month": 0}, "most_a_month", "leave it empty"),
        (HOURLY, {"most_a_year": -1}, "most_a_year", "leave it empty"),
        (HOURLY, {"most_a_year": 39 * 60}, "most_a_year", "fewer hours than a month"),
        (HOURLY, {"deadline": -1}, "deadline", "0 to 366 days"),
        (HOURLY, {"deadline": 367}, "deadline", "0 to 366 days"),
        (HOURLY, {"fewest_a_month": 60}, "fewest_a_month", "fixed amount"),
        (HOURLY, {"short": Short.NOTHING}, "fewest_a_month", "fixed amount"),
        (FIXED, {"fewest_a_month": 0}, "fewest_a_month", "more than 0 hours"),
        (FIXED, {"fewest_a_month": None}, "short", "Give both"),
        (FIXED, {"short": None}, "short", "Give both"),
        (FIXED, {"most_a_month": 9 * 60}, "fewest_a_month", "must not be more than the most"),
        (HOURLY, {"levels": ()}, "levels", "1 to 6 levels"),
        (HOURLY, {"levels": (Role.APPROVER,) * 7}, "levels", "1 to 6 levels"),
        (HOURLY, {"levels": (Role.PHYSICIAN,)}, "levels", "These roles approve hours"),
        (HOURLY, {"levels": (Role.LEADER,)}, "levels", "These roles approve hours"),
        (HOURLY, {"sentences": ()}, "sentences", "at least one sentence"),
        (HOURLY, {"sentences": ("I did it.", " ")}, "sentences", "at least one sentence"),
    ],
)
def test_terms_that_cannot_be_are_refused_beside_their_field(terms, changes, place, words):
    found = faults(replace(terms, **changes))
    assert [fault.place for fault in found] == [place]
    assert words in found[0].sentence


def test_all_faults_are_told_at_once():
    wrong = replace(HOURLY, cents=0, step=1, deadline=-1, levels=())
    assert [fault.place for fault in faults(wrong)] == ["cents", "step", "deadline", "levels"]


def test_six_levels_are_the_most_and_a_role_may_come_twice():
    assert faults(replace(HOURLY, levels=(Role.APPROVER,) * 6)) == []


def test_the_terms_say_what_is_set_and_what_is_not():
    assert in_words(HOURLY) == [
        "$180.00 an hour.",
        "An entry is at most 8 hours, in steps of 15 minutes.",
        "It must be entered within 30 days of the day worked.",
        "The group is paid at most 40 hours in a month.",
        "The group is paid at most 400 hours in a contract year.",
        "Approved by: service-line administrator, then approver; each level is another person.",
    ]
    told = in_words(BaseFee(pays=Pays.MONTH, cents=500_000))
    assert told[0] == "$5,000.00 a month."
    assert told[3:6] == [
        "The most hours in a month are not set.",
        "The most hours in a contract year are not set.",
        "The fewest hours in a month are not set.",
    ]


@pytest.mark.parametrize(
    ("short", "words"),
    [(Short.PRORATED, "it is paid in proportion"), (Short.NOTHING, "nothing is paid")],
)
def test_a_fixed_amount_says_what_fewer_hours_come_to(short, words):
    told = in_words(replace(FIXED, short=short))
    assert f"Below 10 hours of approved work in a month, {words}." in told


def test_levels_are_numbered():
    assert levels_in_words(HOURLY.levels) == [
        "level 1: service-line administrator", "level 2: approver",
    ]  # fmt: skip
