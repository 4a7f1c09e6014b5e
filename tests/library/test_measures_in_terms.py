"""A measure of the library in a scorecard: it means one thing, and nothing is odd about it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from comanage.library import collection
from comanage.library.measure import agreed
from comanage.rules import canonical, meaning
from comanage.rules.lint import lint
from comanage.rules.measure import Measure, Status
from comanage.rules.methods.improvement import Improvement, Measured
from comanage.rules.methods.method import Level
from tests.library.scorecards import alone

BARE = [each for each in collection.measures() if each.method is None]
BETTER_BY_FIVE = Improvement(
    Measured.CHANGE, levels=(Level("target", Fraction(1, 20), Fraction(1)),)
)
NUMBERED = [each for each in collection.measures() if each.method is not None]


@pytest.mark.parametrize("found", NUMBERED, ids=lambda each: each.code)
def test_with_its_usual_levels_it_has_no_fault(found):
    assert meaning.faults(alone(found)) == []


@pytest.mark.parametrize("found", NUMBERED, ids=lambda each: each.code)
def test_with_its_usual_levels_only_missing_evidence_is_asked_about(found):
    result = lint(alone(found))
    assert result.faults == ()
    expected = [] if found.evidence or found.status is Status.REPORTING else ["unstated"]
    assert [each.key.partition(":")[0] for each in result.cautions] == expected


@pytest.mark.parametrize("found", BARE, ids=lambda each: each.code)
def test_what_lacks_numbers_means_one_thing_once_the_parties_give_them(found):
    filled = replace(found, levels=replace(found.levels, method=BETTER_BY_FIVE))
    result = lint(alone(filled))
    assert (result.faults, result.cautions) == ((), ())


def test_what_lacks_numbers_says_what_levels_are_taken_from():
    assert {each.code for each in BARE} == {
        "readmit-hf", "readmit-ami", "readmit-copd", "readmit-pneumonia", "cabg-intubation",
        "cabg-renal-failure", "cabg-reexploration", "pci-appropriate", "pci-bleeding", "pci-aki",
        "prom-lumbar", "hcahps-recommend", "staff-engagement", "total-cost-pmpm",
    }  # fmt: skip
    assert all(each.levels.words for each in BARE)


@pytest.mark.parametrize("found", collection.measures(), ids=lambda each: each.code)
def test_what_is_taken_reads_back_from_its_canonical_form(found):
    told = agreed(found)
    assert canonical.read(Measure, canonical.text(told)) == (told, [])
