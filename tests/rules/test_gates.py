"""Gates, modifiers, floors and caps: what each does to something earned, and in which order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.conditions import Compares, Condition, Looked, View
from comanage.rules.gates import (
    Gate,
    Modifier,
    bounded,
    conditions,
    looked_at,
    modified,
    passed,
)
from comanage.rules.measure import Measure
from comanage.rules.methods.recorded import Recorded
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit

SEEN = View(
    {
        "READM": Looked("Readmissions", Scale(Unit.PERCENT, Better.LOWER), exact("5.1")),
        "EBITDA": Looked("Operating result", Scale(Unit.PERCENT_OF_BASE, Better.HIGHER), exact("150")),
        "NONE": Looked("Survey", Scale(Unit.RATIO, Better.HIGHER)),
    }
)  # fmt: skip
OPEN = Condition(Compares.AT_MOST, exact("6"), "READM")
SHUT = Condition(Compares.AT_MOST, exact("5"), "READM")
shares = st.fractions(min_value=0, max_value=2)


@pytest.mark.parametrize(
    ("gates", "kept", "closed"),
    [
        pytest.param((), "1", False, id="no gate keeps everything"),
        pytest.param((Gate("Safety", OPEN),), "1", False, id="an open gate keeps everything"),
        pytest.param((Gate("Safety", SHUT),), "0", True, id="a closed gate keeps nothing"),
        pytest.param((Gate("Safety", SHUT, exact("0.5")),), "0.5", True, id="or the agreed share"),
        pytest.param((Gate("Safety", SHUT, unless=OPEN),), "1", False, id="a waiver lifts it"),
        pytest.param((Gate("Safety", SHUT, unless=SHUT),), "0", True, id="no waiver, no lift"),
        pytest.param(
            (Gate("A", SHUT, exact("0.5")), Gate("B", SHUT, exact("0.4")), Gate("C", OPEN)),
            "0.2",
            True,
            id="the shares of several multiply",
        ),
    ],
)
def test_what_gates_keep(gates, kept, closed):
    applied = passed(gates, SEEN)
    assert (applied.times, applied.closed) == (exact(kept), closed)


def test_each_gate_says_how_it_came_out():
    gates = (
        Gate("Safety", SHUT, clause="4.2"),
        Gate("Harm", SHUT, exact("0.5"), clause="4.2"),
        Gate("Access", OPEN, clause="4.3"),
        Gate("Weather", SHUT, unless=OPEN),
    )
    applied = passed(gates, SEEN)
    assert applied.because == (
        "Safety earns nothing: Readmissions, 5.1%, is not at most 5%;"
        " Harm keeps 50%: Readmissions, 5.1%, is not at most 5%;"
        " Access is open: Readmissions, 5.1%, is at most 6%;"
        " Weather is waived: Readmissions, 5.1%, is at most 6%"
    )
    assert applied.clause == "4.2; 4.3"


@pytest.mark.parametrize(
    ("modifier", "factor", "times"),
    [
        pytest.param(Modifier("Fixed", exact("0.9")), "1", "0.9", id="a fixed number"),
        pytest.param(Modifier("Result", by="EBITDA"), "1", "1.5", id="150 % multiplies by 1.5"),
        pytest.param(
            Modifier("Result", exact("2"), by="READM"), "1", "0.102", id="times a stated number"
        ),
        pytest.param(
            Modifier("Result", by="EBITDA", most=exact("1.2")), "1", "1.2", id="at most the most"
        ),
        pytest.param(
            Modifier("Result", by="READM", least=exact("0.5")), "1", "0.5", id="at least the least"
        ),
        pytest.param(
            Modifier("Result", by="NONE", otherwise=exact("0.8")), "1", "0.8", id="no result"
        ),
        pytest.param(Modifier("Result", by="NONE"), "1", "1", id="no result and nothing agreed"),
        pytest.param(
            Modifier("Full", exact("2"), only_full=True), "0.999", "1", id="not for what is not full"
        ),
        pytest.param(Modifier("Full", exact("2"), only_full=True), "1", "2", id="for what is full"),
        pytest.param(Modifier("If", exact("2"), when=SHUT), "1", "1", id="not without its condition"),
        pytest.param(Modifier("If", exact("2"), when=OPEN), "1", "2", id="with its condition"),
    ],
)  # fmt: skip
def test_what_is_multiplied_by(modifier, factor, times):
    assert modified((modifier,), SEEN, exact(factor)).times == exact(times)


def test_several_modifiers_multiply_and_each_says_why():
    modifiers = (
        Modifier("Budget", by="EBITDA"),
        Modifier("Survey", by="NONE", otherwise=exact("0.5")),
        Modifier("Bonus", exact("2"), only_full=True),
        Modifier("Season", exact("3"), when=SHUT),
    )
    applied = modified(modifiers, SEEN, exact("0.5"))
    assert applied.times == exact("0.75")
    assert applied.because == (
        "Budget × 1.5 by Operating result, 150%;"
        " Survey × 0.5, since Survey has no result;"
        " Bonus is only for what earned all of its weight;"
        " Season does not apply: Readmissions, 5.1%, is not at most 5%"
    )


@pytest.mark.parametrize(
    ("amount", "floor", "cap", "closed", "found"),
    [
        pytest.param("0.1", "0.2", None, False, "0.2", id="a floor lifts"),
        pytest.param("0.1", "0.2", None, True, "0.1", id="but not what a gate closed"),
        pytest.param("0.3", None, "0.2", False, "0.2", id="a cap cuts"),
        pytest.param("0.3", None, "0.2", True, "0.2", id="whatever gates did"),
        pytest.param("0.2", "0.2", "0.2", False, "0.2", id="on both nothing changes"),
        pytest.param("0.3", None, None, False, "0.3", id="without either nothing changes"),
    ],
)
def test_floor_and_cap(amount, floor, cap, closed, found):
    limits = [None if limit is None else exact(limit) for limit in (floor, cap)]
    assert bounded(exact(amount), *limits, closed=closed) == exact(found)


@given(shares, shares, shares, st.booleans())
def test_nothing_is_ever_above_its_cap(amount, floor, cap, closed):
    assert bounded(amount, floor, cap, closed=closed) <= max(cap, 0)


def test_everything_that_gates_and_modifiers_look_at_is_found():
    waived = Condition(Compares.AT_LEAST, exact("1"), "WAIVER")
    when = Condition(Compares.AT_LEAST, exact("1"), "WHEN")
    measure = Measure(
        "A", "A", exact("1"), Unit.RATIO, Better.HIGHER, Recorded(),
        gates=(Gate("Safety", OPEN, unless=waived),),
        modifiers=(Modifier("By", by="EBITDA", when=when), Modifier("Fixed")),
    )  # fmt: skip
    assert looked_at(measure) == {"READM", "WAIVER", "EBITDA", "WHEN"}
    assert conditions(measure) == [OPEN, waived, when]
