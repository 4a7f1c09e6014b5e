"""What a scorecard asks beside levels is on its page: nothing that decides about money is out of sight."""

from dataclasses import replace

from comanage.rules import rule_words
from comanage.rules.conditions import Compares, Condition, Looks
from comanage.rules.gates import Gate, Modifier
from comanage.rules.measure import Minimum, Status
from comanage.rules.missing import ForReason, Missing
from comanage.rules.numbers import exact
from comanage.rules.terms import Domain
from tests.rules.linted import CASE_MIX, IMPLANT, INFECTIONS, SCREENING

OPEN = Gate("Infections at threshold", Condition(Compares.AT_MOST, exact("1"), "SSI"))
HALF = Gate(
    "Quality holds",
    Condition(Compares.AT_LEAST, exact("0.5"), "quality", Looks.DOMAIN),
    keeps=exact("0.5"),
    unless=Condition(Compares.MORE_THAN, exact("90"), "SCREENING"),
)


def told(*measures, **changes):
    measure = replace(measures[0], **changes)
    domain = Domain("quality", "Quality", exact("1"), (measure, *measures[1:]))
    return rule_words.of_measures((domain,))[measure.code]


def told_of_domain(**changes):
    domain = Domain("quality", "Quality", exact("1"), (SCREENING, INFECTIONS), **changes)
    return rule_words.of_domains((domain,))["quality"]


def test_a_measure_without_rules_has_nothing_beside_its_levels():
    assert told(SCREENING) == []
    assert told_of_domain() == []


def test_a_least_volume_says_of_what():
    assert told(SCREENING, minimum=Minimum(exact("25"))) == [
        "It counts from 25 of its denominator on."
    ]
    assert told(SCREENING, INFECTIONS, minimum=Minimum(exact("25"), "SSI")) == [
        "It counts from 25 of Surgical site infections on."
    ]


def test_a_baseline_to_beat_and_a_rule_for_a_reason_are_said():
    few = (ForReason("too few cases", Missing.REDISTRIBUTE_ALL),)
    assert told(SCREENING, must_beat_baseline=True, missing_for=few) == [
        "It earns only where it is better than its baseline.",
        "Where the reason is “too few cases”: its weight goes to all other measures.",
    ]


def test_a_gate_says_what_must_hold_and_what_is_lost_otherwise():
    (sentence,) = told(SCREENING, INFECTIONS, gates=(OPEN,))
    assert sentence == (
        "Infections at threshold: Surgical site infections must be at most 1.00;"
        " without a result it fails. Otherwise nothing is earned."
    )
    (sentence,) = told_of_domain(gates=(HALF,))
    assert sentence.startswith("Quality holds: the score of domain quality must be at least 50%")
    assert "waived where Screening must be more than 90.0%" in sentence
    assert sentence.endswith("Otherwise 50% is kept.")


def test_modifiers_floor_cap_and_the_fewest_measures_are_said():
    changes = {"modifiers": (Modifier("Bonus", exact("1.1")),), "floor": exact("0.1"),
               "cap": exact("0.9")}  # fmt: skip
    expected = [
        "Bonus: multiplied by 1.1.",
        "At least 10% of its weight is earned, unless a gate closed.",
        "At most 90% of its weight is earned.",
    ]
    assert told(SCREENING, **changes) == expected
    assert told_of_domain(fewest=1, **changes) == [
        "It is scored where 1 of its measures are.",
        *expected,
    ]


def test_a_cost_measure_names_what_watches_over_it():
    assert told(IMPLANT, INFECTIONS) == ["Watched over by: Surgical site infections."]
    assert told(IMPLANT) == []


def test_of_what_is_only_reported_nothing_is_said_about_earning():
    assert told(CASE_MIX, must_beat_baseline=True, status=Status.REPORTING) == []


def test_a_modifier_says_all_that_it_is():
    by = Modifier(
        "System results", exact("0.5"), by="SSI", least=exact("0.8"), most=exact("1.2"),
        otherwise=exact("0.9"), when=Condition(Compares.MORE_THAN, exact("90"), "SCREENING"),
        only_full=True, clause="5.3",
    )  # fmt: skip
    (sentence,) = told(SCREENING, INFECTIONS, modifiers=(by,))
    assert sentence == (
        "System results: multiplied by Surgical site infections × 0.5, or by 0.9 where that has no"
        " result; by 0.8 at least; by 1.2 at most; only what earned all of its weight; only where"
        " Screening must be more than 90.0%; without a result it fails. (5.3)"
    )
