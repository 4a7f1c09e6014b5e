"""The arithmetic: one period of one agreement with its whole trace, and how it grows."""

from dataclasses import replace
from fractions import Fraction

from comanage.rules import canonical
from comanage.rules.allocations.equal import Equal
from comanage.rules.figures import Figure
from comanage.rules.settlement import settle
from comanage.rules.terms import Domain, Participant
from comanage.statements.steps import lines as readable
from tests.benchmarks.measured import say, seconds
from tests.rules.worked import SCREENING, TERMS

PERIOD = "2027-Q1"


def agreement(measures, groups=3):
    """Make terms of some measures in one domain, and a figure for each."""
    each = tuple(
        replace(SCREENING, code=f"M{at}", weight=Fraction(1, measures)) for at in range(measures)
    )
    terms = replace(
        TERMS,
        domains=(Domain("quality", "Quality", Fraction(1), each),),
        participants=tuple(Participant(f"g{at}", f"Group {at}") for at in range(groups)),
        allocation=Equal(),
    )
    figures = [Figure(PERIOD, "", one.code, Fraction(750 + at, 10)) for at, one in enumerate(each)]
    return terms, figures


def test_one_agreement_with_its_readable_trace():
    terms, figures = agreement(24)
    settled = seconds(lambda: settle(terms, figures, PERIOD))
    both = seconds(lambda: readable(terms, settle(terms, figures, PERIOD)))
    stored = seconds(lambda: canonical.text(settle(terms, figures, PERIOD)))
    say("24 measures, 3 groups, settled", f"{settled * 1000:.1f} ms")
    say("the same with every step as a sentence", f"{both * 1000:.1f} ms", "at most 5 ms")
    say("the same as canonical text", f"{stored * 1000:.1f} ms")


def test_ten_times_the_measures_cost_at_most_eleven_times():
    one, ten = agreement(24), agreement(240)
    ratio = seconds(lambda: settle(*ten, PERIOD)) / seconds(lambda: settle(*one, PERIOD))
    say("10 times the measures", f"{ratio:.1f} times the time", "at most 11")
