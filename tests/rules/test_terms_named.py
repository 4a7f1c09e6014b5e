"""Terms named on paper: the number is found as it was printed, and nothing else is taken for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.terms_named import LABEL, Names, in_words, named_in, names, printed

ONE, OTHER = "0123456789abcdef" * 4, "f" * 64
hashes = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(hashes)
def test_what_is_printed_is_found_again_however_its_lines_break(number):
    shown = printed(number)
    for text in (
        f"{LABEL}: {shown}\nAnd so on, added below.",
        f"{LABEL}:\n{shown[:35]}\n{shown[36:]}\nbeneath",
        f"{LABEL.upper()} {shown.upper()}",
        " ".join(f"{LABEL}: {number}"),
        f"Terms SHA\u2011256: {number}",
    ):
        assert named_in(text) == (number,)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(ONE, id="a number that nobody says is of terms"),
        pytest.param(f"data SHA-256: {ONE}", id="the number of something else"),
        pytest.param(f"terms {ONE[:16]}… (SHA-256, in full)", id="the foot of a page"),
        pytest.param(f"{LABEL}: {ONE[:63]}", id="a digit too few"),
        pytest.param(f"{LABEL}: {ONE[:20]}O{ONE[21:]}", id="a letter that a scanner read"),
    ],
)
def test_nothing_else_names_terms(text):
    assert named_in(text) == ()


def test_a_paper_may_name_several_and_each_stands_once():
    text = f"{LABEL}: {OTHER} and {LABEL}: {ONE} and {LABEL}: {ONE}"
    assert named_in(text) == (ONE, OTHER)
    assert names(named_in(text), OTHER) is Names.THESE
    assert names((ONE,), OTHER) is Names.OTHERS
    assert names((), OTHER) is Names.NONE


def test_the_versions_whose_terms_are_named_are_told():
    assert in_words((ONE, OTHER), {ONE: 1, OTHER: 3}) == "names the terms of version 1 and 3"
    assert in_words((ONE,), {OTHER: 3}) == "names terms of no version of this agreement"
