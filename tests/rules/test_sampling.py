"""Sampling: a draw that anyone can repeat, and what its answers say of the claim."""

from collections import Counter
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.numbers import exact
from comanage.rules.sampling import MOST_CASES, MOST_DRAWN, Answers, draw


def test_the_draw_follows_the_rule_that_is_printed():
    rows, turn = [], 0
    while len(rows) < 5:
        number = int(sha256(f"larkspur:{turn}".encode()).hexdigest(), 16) % 40 + 1
        rows += [number] if number not in rows else []
        turn += 1
    assert draw(40, 5, "larkspur") == tuple(sorted(rows)) == (3, 21, 24, 29, 35)


@given(st.integers(1, 300), st.data(), st.text(min_size=1))
def test_a_draw_is_so_many_different_rows_of_the_list_and_always_the_same(cases, data, seed):
    size = data.draw(st.integers(1, cases))
    rows = draw(cases, size, seed)
    assert len(set(rows)) == len(rows) == size
    assert list(rows) == sorted(rows)
    assert rows[0] >= 1
    assert rows[-1] <= cases
    assert draw(cases, size, seed) == rows


def test_every_row_is_drawn_about_as_often_as_every_other():
    drawn = Counter(row for seed in range(2000) for row in draw(10, 3, str(seed)))
    assert drawn.keys() == set(range(1, 11))
    assert all(500 < count < 700 for count in drawn.values())  # 600 expected


@pytest.mark.parametrize(
    ("cases", "size", "sentence"),
    [
        (0, 1, "Give the number of claimed cases, from 1 to 1,000,000."),
        (MOST_CASES + 1, 1, "Give the number of claimed cases, from 1 to 1,000,000."),
        (40, 0, "Draw from 1 to 40 of them."),
        (40, 41, "Draw from 1 to 40 of them."),
        (MOST_CASES, MOST_DRAWN + 1, "Draw from 1 to 1,000 of them."),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_sentence(cases, size, sentence):
    with pytest.raises(ValueError, match=sentence):
        draw(cases, size, "seed")


def test_unclear_cases_count_as_not_confirmed():
    answers = Answers(17, 1, 2)
    assert answers.size == 20
    assert answers.share == Fraction(17, 20)
    assert answers.falls_short(exact("0.9"))
    assert not answers.falls_short(exact("0.85"))  # meeting it exactly is enough


def test_where_no_share_is_agreed_nothing_falls_short():
    assert not Answers(0, 20).falls_short(None)
    assert Answers(0, 20).sentence(None).endswith("No consequence is agreed.")


def test_the_sentence_says_what_was_found_how_sure_it_is_and_what_follows():
    assert Answers(17, 1, 2).sentence(exact("0.9")) == (
        "17 of 20 sampled cases were confirmed, 1 refused, 2 unclear. 17 of 20 is 85.0%; true"
        " rates from 63.9% to 94.8% would fit it (95% interval). That is below the 90.0% agreed,"
        " so the claim is sent back."
    )
