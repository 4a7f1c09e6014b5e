"""Every method and its counterpart agree on any terms that have no fault, and on any result."""

import json
from random import Random

import pytest

from comanage.rules import canonical
from comanage.rules.methods import METHODS
from comanage.rules.methods.method import Reading
from comanage.rules.units import Better, Scale, Unit
from tests.proof.by_methods import score
from tests.proof.by_numbers import at_precision
from tests.proof.draws_figures import baseline_of, near
from tests.proof.draws_measures import measured
from tests.proof.draws_methods import METHODS as DRAWN

EACH = 150  # drawn terms of each kind


def test_no_method_is_left_out():
    assert {*DRAWN, "composite", "recorded"} == set(METHODS)


@pytest.mark.parametrize("kind", DRAWN)
def test_a_method_and_its_counterpart_agree(kind):
    for seed in range(EACH):
        draw = Random(f"{kind} {seed}")  # noqa: S311  a seed must draw the same terms again
        drawn = measured(draw, "M", 1, paid=draw.choice([True, False]), kind=kind)
        measure = drawn["measure"]
        agreed = {name: rule for name, rule in measure["method"].items() if name != "kind"}
        method, scale = METHODS[kind], Scale(Unit(measure["unit"]), Better(measure["better"]))
        terms, unread = canonical.read(method.terms, json.dumps(agreed))
        assert unread == method.faults(terms, scale) == []
        places = measure.get("precision")
        value = at_precision(near(draw, measure, drawn["marks"]), places)
        baseline = at_precision(baseline_of(draw, drawn), places)
        earned = method.earn(terms, Reading(value, scale, baseline))
        wanted = score(measure, value, baseline)
        found = dict(earned.points) | {"factor": earned.share}
        assert {name: found.get(name) for name in wanted} == wanted, (seed, measure, value)
        assert found.keys() <= wanted.keys()
