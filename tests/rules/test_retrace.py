"""Retrace: the steps of a trace alone give the same cents again, and a changed one is found."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from comanage.readers.figure_rows import read_figures
from comanage.rules import canonical
from comanage.rules.retrace import faults
from comanage.rules.settlement import settle
from comanage.rules.terms import Terms
from comanage.rules.trace import Rule

CASES = sorted(file.parent for file in Path("tests/cases").glob("*/expected.csv"))


def settled(folder):
    terms, found = canonical.read(Terms, (folder / "terms.json").read_text("utf-8"))
    assert found == []
    content = (folder / "figures.csv").read_bytes()
    placed, found = read_figures("", content, terms)
    assert found == []
    figures = [figure for _, figure in placed]
    periods = sorted({figure.period for figure in figures})
    return terms, [settle(terms, figures, period) for period in periods]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
@pytest.mark.trust("D8")
def test_every_worked_agreement_comes_out_again_from_its_trace(folder):
    terms, settlements = settled(folder)
    assert [faults(terms, one.steps) for one in settlements] == [[]] * len(settlements)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
@pytest.mark.trust("D8")
def test_a_changed_number_is_found_wherever_something_was_made_of_it(folder):
    terms, settlements = settled(folder)
    steps = list(settlements[-1].steps)
    calculated = [
        at
        for at, step in enumerate(steps)
        if step.value is not None
        and step.rule not in {Rule.GIVEN, Rule.DECIDED, Rule.REWEIGHTED, Rule.METHOD}
    ]
    assert calculated
    for at in calculated:
        changed = replace(steps[at], value=steps[at].value + Fraction(1, 100))
        assert faults(terms, [*steps[:at], changed, *steps[at + 1 :]]) != [], steps[at]


def test_every_rule_of_a_step_is_said_in_the_manual():
    manual = Path("comanage/help/trace.md").read_text("utf-8")
    assert [rule for rule in Rule if f"| {rule} |" not in manual] == []
