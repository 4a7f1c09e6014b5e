"""Documents are read once: the same text gives the same value, and any other text its own."""

import pytest

from comanage.records.basis import settled, terms_of
from comanage.records.scorecard import Scorecard
from comanage.records.settlement import Settlement
from comanage.refusals import Faulty
from comanage.rules import canonical
from comanage.rules.settlement import settle
from tests.statements import samples

TERMS = canonical.text(samples.TERMS)
DOCUMENT = canonical.text(settle(samples.TERMS, samples.FIGURES, "2027-Q1"))


def test_the_same_text_is_read_once_and_gives_what_was_written():
    first, second = (terms_of(Scorecard(terms=TERMS)) for _ in range(2))
    assert first is second
    assert first == samples.TERMS
    one, other = (settled(Settlement(document=DOCUMENT)) for _ in range(2))
    assert one is other
    assert canonical.text(one) == DOCUMENT


def test_a_text_that_was_changed_by_one_letter_is_never_taken_for_the_other():
    terms_of(Scorecard(terms=TERMS))
    renamed = TERMS.replace(samples.TERMS.title, f"{samples.TERMS.title}!")
    assert terms_of(Scorecard(terms=renamed)).title == f"{samples.TERMS.title}!"


def test_what_cannot_be_read_is_refused_each_time():
    for _ in range(2):
        with pytest.raises(Faulty):
            terms_of(Scorecard(terms="{}"))
