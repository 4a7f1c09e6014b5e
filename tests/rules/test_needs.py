"""Needs: whose figures the gates of participants ask for, beside those of the service line."""

from dataclasses import replace

from comanage.rules.conditions import Compares, Condition
from comanage.rules.gates import Gate
from comanage.rules.measure import Minimum
from comanage.rules.needs import by_participant, read_of_parties
from comanage.rules.numbers import exact
from comanage.rules.pool import Division
from comanage.rules.units import Unit
from tests.rules.settling import fact, with_facts
from tests.rules.worked import TERMS, with_measure


def test_what_counts_the_cases_of_a_looked_at_measure_is_needed_and_no_other_count():
    seats = replace(fact("SEATS", Unit.PERCENT), minimum=Minimum(exact("5"), "MEETINGS"))
    counts = (fact("MEETINGS", Unit.COUNT), fact("CASES", Unit.COUNT))
    gate = Gate("Attendance", Condition(Compares.AT_LEAST, exact("75"), "SEATS"))
    terms = replace(with_facts(TERMS, seats, *counts), division=Division(gates=(gate,)))
    terms = with_measure(terms, "SCREENING", minimum=Minimum(exact("25"), "CASES"))
    assert read_of_parties(terms) == by_participant(terms) == {"SEATS", "MEETINGS"}
