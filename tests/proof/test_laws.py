"""What holds for any agreement holds for drawn ones; and a law that is broken is noticed."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.proof.laws import LAWS, broken, case_of, lines_add_up

BATCHES = [range(first, first + 10) for first in range(50_000, 50_100, 10)]


@pytest.mark.parametrize("seeds", BATCHES, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
@pytest.mark.trust("D2", "D3", "D4", "D5", "D6")
def test_no_drawn_agreement_breaks_a_law(seeds):
    found = {seed: broken(case_of(seed)) for seed in seeds}
    assert {seed: laws for seed, laws in found.items() if laws} == {}


def test_a_line_that_is_a_cent_off_is_noticed():
    cases = (case_of(seed) for seed in range(50))
    case, at = next(
        (case, key)
        for case in cases
        for key in case.found
        if key[1] == "measure" and key[3] == "earned"
    )
    off = replace(case, found=case.found | {at: case.found[at] + Fraction(1, 100)})
    assert list(lines_add_up(case)) == []
    assert list(lines_add_up(off)) != []


def test_every_law_says_what_it_holds():
    assert all(law.__doc__ for law in LAWS)
