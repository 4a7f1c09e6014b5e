"""XmR: a measure over its periods, whose special points are told by shape and in words."""

from fractions import Fraction

import pytest

from comanage.charts.xmr import Xmr, draw, written
from comanage.rules.numbers import exact
from comanage.rules.units import Better, Scale, Unit
from tests.charts.reading import check_tidy, words_of

QUARTERS = tuple(f"{2025 + at // 4}-Q{at % 4 + 1}" for at in range(13))
FALLING = tuple(Fraction(n) for n in (11, 12, 10, 11, 9, 8, 7, 6, 5, 4))


def chart(values, better=Better.LOWER, target=None, name="Readmissions"):
    """Chart some results."""
    scale = Scale(Unit.PERCENT, better, 1)
    return Xmr(name, scale, QUARTERS[: len(values)], tuple(values), target)


def test_a_run_for_the_better_is_improving_and_has_triangles():
    drawn = draw(chart(FALLING, target=Fraction(10)))
    assert "Improving" in drawn.sentence
    assert drawn.narrow.count("<circle") < len(FALLING)
    assert drawn.narrow.count("<path") == 1 + len(FALLING) - drawn.narrow.count("<circle")


def test_the_same_run_is_concerning_where_higher_is_better():
    xmr = chart(FALLING, Better.HIGHER)
    assert xmr.says == "Concerning"
    assert draw(xmr).sentence.startswith("Readmissions, 2025-Q1 to 2027-Q2. Concerning: ")


@pytest.mark.parametrize(
    ("target", "words"),
    [
        pytest.param("2", "Target missed as a rule", id="a target out of reach"),
        pytest.param("9", "Hit or miss", id="a target inside the limits"),
        pytest.param("30", "Target met as a rule", id="a target that is always met"),
        pytest.param(None, "", id="no target"),
    ],
)
def test_the_words_say_whether_the_target_can_be_counted_on(target, words):
    values = [Fraction(n) for n in (9, 10, 9, 8, 10, 9, 9, 8)]
    assert chart(values, target=target and exact(target)).assured == words


def test_few_results_make_trial_limits():
    assert chart(FALLING).trial
    assert not chart([Fraction(n % 2) for n in range(13)]).trial


def test_the_table_has_every_result_and_why_it_stands_there():
    rows = draw(chart(FALLING)).table.rows
    assert rows[0][:2] == ("2025-Q1", "11.0%")
    assert len(rows) == len(FALLING)


@pytest.mark.parametrize("target", [None, Fraction(8), Fraction(100)])
@pytest.mark.parametrize("values", [FALLING, (Fraction(3),) * 3, tuple(map(Fraction, range(13)))])
def test_no_words_are_cut_off_or_run_into_each_other(values, target):
    drawn = draw(chart(values, target=target))
    for svg in (drawn.narrow, drawn.wide):
        check_tidy(svg)
        assert [one.said for one in words_of(svg)][-2:] == [
            QUARTERS[0], QUARTERS[len(values) - 1],
        ]  # fmt: skip


def test_the_title_is_the_sentence_so_that_it_can_be_heard():
    drawn = draw(chart(FALLING, name="A < B"))
    assert drawn.narrow.count("<title>A &lt; B, 2025-Q1 to") == 1


@pytest.mark.parametrize(
    ("precision", "value", "said"),
    [
        pytest.param(0, "5250", "$5,250", id="whole dollars have no cents"),
        pytest.param(0, "5213.5", "$5,213.50", id="other dollars have both of their cents"),
        pytest.param(1, "5213.456", "$5,213.46", id="and no more than that"),
        pytest.param(None, "-12.5", "−$12.50", id="below nothing, with a true minus"),
    ],
)
def test_dollars_have_cents_or_none(precision, value, said):
    assert written(Scale(Unit.DOLLARS, Better.LOWER, precision), exact(value)) == said
