"""How a domain goes: what asks for attention is said first."""

import pytest

from comanage.rules.domain_course import DomainCourse, domain_course
from comanage.rules.variation import Variation

COMMON, BETTER, WORSE = Variation.COMMON, Variation.IMPROVING_LOW, Variation.CONCERNING_HIGH


@pytest.mark.parametrize(
    ("variations", "full", "course"),
    [
        ([COMMON, BETTER, WORSE], False, DomainCourse.CONCERN),
        ([COMMON, WORSE], True, DomainCourse.CONCERN),
        ([COMMON, BETTER], True, DomainCourse.FULL),
        ([], True, DomainCourse.FULL),
        ([COMMON, BETTER], False, DomainCourse.IMPROVING),
        ([COMMON, Variation.NEUTRAL_HIGH], False, DomainCourse.STEADY),
        ([], False, DomainCourse.UNKNOWN),
    ],
)
def test_a_domain_goes_by_what_its_measures_say(variations, full, course):
    assert domain_course(variations, full=full) is course
