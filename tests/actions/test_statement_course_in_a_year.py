"""What was before a statement over a year: advances, true-up, recoupment and corrections that were paid."""

import re
from html import unescape

import pytest

from comanage import clock
from comanage.statements import pdf
from comanage.statements.agreement_contents import AgreementContents
from tests.actions.advancing import NEXT, NOW, approved, corrected, released, working
from tests.actions.releasing import later
from tests.actions.settling import without_layout
from tests.actions.test_paid_before import ADVANCE, YEAR, advanced, paid

WHOLE = 4 * ADVANCE
TRUE_UP, BACK = 4_520_000, 3_080_000


@pytest.fixture(autouse=True)
def written(engine, monkeypatch):
    """What statements say, as they are written after the year."""
    del engine
    with clock.fixed(NOW):
        yield without_layout(monkeypatch)


def last(written, *, whole):
    """Give what the last statement of a group says, or of the agreement, and its print."""
    said = next(
        one for one in reversed(written) if isinstance(one, AgreementContents) is whole
    )  # fmt: skip
    page = re.sub(r"<svg.*?</svg>", "", pdf.html(said), flags=re.DOTALL)
    return said, " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.trust("D11")
@pytest.mark.parametrize("whole", [False, True])
def test_a_true_up_says_what_was_earned_what_was_paid_before_and_what_is_paid_now(written, whole):
    made = advanced(working("i6_true_up"))
    approved(made, YEAR)
    said, page = last(written, whole=whole)
    assert said.payable == TRUE_UP
    (line,) = said.paid_in_year
    assert (line.before, line.now) == (WHOLE, WHOLE + TRUE_UP)
    for words in ("Paid before", "$240,000.00", "$285,200.00", "$45,200.00"):
        assert words in page
    assert "$285,200.00 − $240,000.00 paid before = $45,200.00" in page.replace("\u00a0", " ")


@pytest.mark.parametrize("whole", [False, True])
def test_a_statement_of_a_year_follows_on_the_last_of_its_quarters(written, whole):
    made = advanced(working("i6_true_up"))
    approved(made, YEAR)
    said, page = last(written, whole=whole)
    assert said.facts.course.since.settlement.endswith("/2027-Q4/1")
    assert "there is none to compare it with" not in page


@pytest.mark.trust("D11")
@pytest.mark.parametrize("whole", [False, True])
def test_a_recoupment_says_what_is_owed_back_and_stands_on_the_statement_after_it(written, whole):
    made = advanced(working("i6_recovery", more=(NEXT,)))
    paid(made)
    approved(made, YEAR)
    said, page = last(written, whole=whole)
    assert said.due == -BACK
    assert said.facts.course.since.adjustments == ()
    for words in ("$240,000.00", "−$30,800.00", "$30,800.00 owed back", "$209,200.00"):
        assert words in page
    with later(1):
        released(made, YEAR)
        approved(made, NEXT.code)
    said, page = last(written, whole=whole)
    assert said.facts.course.since.settlement.endswith(f"/{YEAR}/1")
    (moved,) = said.facts.course.since.adjustments
    assert (moved.cents, moved.words[:16]) == (-BACK, "Recovery of 2027")
    assert f"{moved.words} 6 Apr 2028 −$30,800.00" in page


@pytest.mark.trust("D11")
@pytest.mark.parametrize("whole", [False, True])
def test_a_corrected_true_up_says_both_amounts_and_the_next_statement_both_payments(written, whole):
    made = advanced(working("i6_true_up", more=(NEXT,)))
    approved(made, YEAR)
    released(made, YEAR)
    measure = made.terms.domains[0].measures[0]
    with later(1):
        corrected(made, YEAR, **{measure.code: "0"})
    said, page = last(written, whole=whole)
    assert said.word == "CORRECTED"
    before = said.facts.course.since.stood[0].due
    assert before == TRUE_UP != said.due
    assert "What this statement corrects" in page
    (line,) = said.paid_in_year
    assert (line.before, line.now) == (WHOLE + TRUE_UP, WHOLE + said.due)
    due = said.due
    with later(2):
        released(made, YEAR)
        approved(made, NEXT.code)
    said, page = last(written, whole=whole)
    moved = [one.cents for one in said.facts.course.since.adjustments]
    assert moved == [-TRUE_UP, due]
    assert "−$45,200.00" in page
    assert all(one.words in page for one in said.facts.course.since.adjustments)
