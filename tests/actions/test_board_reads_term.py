"""The board reads the term: its length, its price through the first year, and how it ended."""

from dataclasses import replace
from datetime import date

import pytest

from comanage import clock
from comanage.database import transaction
from comanage.records import scorecard as scorecards
from comanage.rules.numbers import exact
from comanage.rules.oversight.oversight import Word
from comanage.rules.oversight.reference import Reference, Shelf
from comanage.rules.scorecard_steps import ScorecardState
from tests.actions.boards import added, rulings, says, stands
from tests.actions.settling import make_ready
from tests.makers import NOW, make_agreement, make_scorecard, make_termination
from tests.statements import samples


@pytest.fixture(autouse=True)
def today():
    """Hold the clock in the first year of the agreement."""
    with clock.fixed(NOW.replace(month=9, day=1)):
        yield


@pytest.fixture
def ready(engine):
    """An agreement of one year with a locked scorecard."""
    del engine
    with transaction() as session:
        return make_ready(session)


def test_4_the_term_ends_with_a_termination(ready):
    ((word, sentence, _, _),) = rulings(ready, 4)
    assert (word, sentence.partition(",")[0]) == ("in place", "The term is one year")
    added(make_termination, ready.agreement, date(2027, 8, 31))
    assert says(ready, 4, "in place", "it was terminated as of 31 Aug 2027, in its first year")


def test_4_after_a_termination_the_service_line_is_not_priced_anew_in_the_first_year(ready):
    added(make_termination, ready.agreement, date(2027, 8, 31))
    groups, dearer = [ready.groups["GRANITE"]], replace(samples.TERMS, base_fee=exact("1"))
    with transaction() as session:
        for code, starts, terms, line in (
            ("ELSEWHERE", date(2027, 10, 1), dearer, None),
            ("SAME-PRICE", date(2027, 10, 1), samples.TERMS, ready.line),
            ("NEXT-YEAR", date(2028, 1, 1), dearer, ready.line),
            ("BEFORE", date(2027, 8, 31), dearer, ready.line),
        ):
            other = make_agreement(
                session, code, starts=starts, ends=date(2029, 12, 31), service_line=line,
                groups=groups,
            )  # fmt: skip
            make_scorecard(session, other, signed=terms)
        drafted = make_agreement(
            session, "ANEW", starts=date(2027, 10, 1), ends=date(2029, 12, 31),
            service_line=ready.line, groups=groups,
        )  # fmt: skip
    assert stands(ready, 4).word is Word.IN_PLACE
    added(make_scorecard, drafted, signed=dearer)
    ((word, sentence, _, _),) = rulings(ready, 4)
    assert (word, "first year, and ANEW of 1 Oct 2027 pays otherwise" in sentence) == (
        "missing",
        True,
    )


def test_4_another_price_in_the_first_year_and_other_words_are_told_apart(ready):
    worded = replace(samples.TERMS, title="Another title")
    amended(ready, worded, number=2, effective_on=date(2027, 7, 1))
    assert stands(ready, 4).word is Word.IN_PLACE
    dearer = replace(worded, base_fee=worded.base_fee + 1)
    amended(ready, dearer, number=3, effective_on=date(2027, 10, 1))
    ((word, sentence, _, at),) = rulings(ready, 4)
    assert (word, at) == ("missing", Reference(Shelf.SCORECARD, 3))
    assert "Version 3" in sentence


def amended(ready, terms, **given):
    with transaction() as session:
        before = scorecards.in_force(session, ready.id)
        before.state = ScorecardState.SUPERSEDED
        session.flush()
        make_scorecard(session, ready.agreement, signed=terms, **given)
