"""A statement of the year to date says what time it counts, and that the year goes on."""

import re
from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.periods import Period
from comanage.rules.pool import Advances, Timing
from comanage.rules.settlement import settle
from comanage.statements import pdf
from comanage.statements.agreement_contents import agreement_contents
from comanage.statements.contents import contents
from tests.statements import samples
from tests.statements.ruled import agreed, of_each

FIRST, SECOND = "2027-Q1", "2027-Q2"
HALF = (
    Period(FIRST, date(2027, 1, 1), date(2027, 3, 31)),
    Period(SECOND, date(2027, 4, 1), date(2027, 6, 30)),
)
SO_FAR = "This counts the contract year so far, from 1 Jan 2027 to 31 Mar 2027"
WHOLE = "This counts the contract year from 1 Jan 2027 to 30 Jun 2027, less what was paid before."


def told(code, *, whole=False):
    """Give the words of a statement of a year of two quarters, settled to date."""
    terms = agreed("advance", timing=Timing.TO_DATE, periods=HALF, advances=Advances("advance"))
    figures = (*samples.FIGURES, *of_each("advance", "0", "0"))
    moved = tuple(replace(one, period=code) for one in figures)
    settlement = settle(terms, moved, code)
    facts = samples.facts()
    document = (
        agreement_contents(terms, settlement, facts)
        if whole
        else contents(terms, settlement, "GRANITE", facts)
    )
    return " ".join(re.sub(r"<[^>]+>", " ", pdf.html(document)).split())


@pytest.mark.parametrize("whole", [False, True], ids=["of a group", "of the agreement"])
def test_a_quarter_within_the_year_is_not_told_as_the_last_word(whole):
    page = told(FIRST, whole=whole)
    assert f"{SO_FAR}, less what was paid before; what the year earned is known with" in page
    assert "Earned, year so far" in page


@pytest.mark.parametrize("whole", [False, True], ids=["of a group", "of the agreement"])
def test_a_quarter_within_the_year_calls_nothing_earned_that_is_so_far(whole):
    page = told(FIRST, whole=whole)
    assert re.search(r"score = \$[\d,.]+ earned, year so far", page)
    assert "Possible Earned, year so far Not earned" in page
    assert not re.search(r"\$[\d,.]+ earned(?!, year so far)", page.partition("Annex")[0])


@pytest.mark.parametrize("whole", [False, True], ids=["of a group", "of the agreement"])
def test_the_last_quarter_tells_the_whole_year(whole):
    page = told(SECOND, whole=whole)
    assert WHOLE in page
    assert "so far" not in page
    assert "counts the contract year from 1 Jan 2027" in page


def test_a_quarter_that_is_settled_for_itself_says_nothing_of_a_year():
    page = pdf.html(samples.statement())
    assert "This counts the contract year" not in page
    assert "so far" not in page


def test_what_each_group_was_paid_before_is_no_figure_that_lacks():
    page = told(FIRST)
    assert "– No result each group has its own" in page
    assert "– No result not reported" not in page
