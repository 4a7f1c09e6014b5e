"""What an exhibit says: every entry of the terms, so that nobody signs what cannot be read."""

import re
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.base_fee import BaseFee, Pays, Short
from comanage.rules.difference import differences
from comanage.rules.most import most
from comanage.rules.numbers import exact
from comanage.rules.terms import Answer, Participant, Terms, WeightsOf
from comanage.statements import exhibit_pdf
from comanage.statements.exhibit_beside import Beside, GroupFee
from tests.rules.test_difference import WORKED, entries, lists, others, put
from tests.statements import ruled, samples
from tests.statements.exhibits import BESIDE, exhibit, facts


def words(terms=samples.TERMS, **changed):
    """Give the words of an exhibit, without its marks and without the number of its terms."""
    told = facts(terms, **changed)
    page = exhibit_pdf.html(exhibit(terms, **changed))
    page = re.sub(r"<head>.*?</head>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(page.split()).replace(told.terms_hash[:16], "")


def without_number(terms):
    """Give the words with one number for all terms, so that only what is said tells them apart."""
    return words(terms, terms_hash="0" * 64, terms_text="")


@given(st.data())
def test_whatever_entry_of_the_terms_changes_changes_what_is_signed(data):
    """Any entry of any terms: the paper tells it, and tells two values of it apart."""
    terms = data.draw(st.sampled_from(WORKED))
    path, old, hint = data.draw(st.sampled_from(list(entries(terms, Terms))))
    told = [without_number(put(terms, path, value)) for value in others(old, hint)]
    assert len({without_number(terms), *told}) == len(told) + 1, (path, old)


@given(st.data())
def test_whatever_entry_of_a_list_goes_is_missed_on_the_paper(data):
    terms = data.draw(st.sampled_from(WORKED))
    path, old = data.draw(st.sampled_from([*lists(terms)]))
    at = data.draw(st.integers(0, len(old) - 1))
    fewer = put(terms, path, old[:at] + old[at + 1 :])
    assert without_number(fewer) != without_number(terms), path
