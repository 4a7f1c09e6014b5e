"""Shared savings: when savings count, how much of them is shared, and what is owed of losses."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comanage.rules.funding.adjustments import Adjustment, Adjusts, Of
from comanage.rules.funding.funding import Facts
from comanage.rules.funding.minimum_rate import Band
from comanage.rules.funding.shared_losses import Losses
from comanage.rules.funding.shared_savings import (
    Begins,
    SharedSavings,
    faults,
    fund,
    needs,
    sentence,
    takes,
)
from comanage.rules.numbers import exact

PLAIN = SharedSavings("BENCHMARK", "SPENT", exact("0.5"), minimum=exact("0.02"))
EXCESS = replace(PLAIN, begins=Begins.EXCESS)
BANDS = (
    Band(exact("5000"), exact("9000"), exact("0.04"), exact("0.02")),
    Band(exact("9001"), exact("9001"), exact("0.02"), exact("0.02")),
)
BY_SIZE = replace(PLAIN, minimum=exact("0"), size_of="LIVES", bands=BANDS)
ONE_SIDED = replace(
    PLAIN,
    quality_of="QUALITY",
    standard_of="MET",
    adjustments=(
        Adjustment(Adjusts.HOLDBACK, exact("0.02"), Of.AMOUNT),
        Adjustment(Adjusts.CAP, exact("0.1"), Of.BENCHMARK),
    ),
)
TWO_SIDED = replace(ONE_SIDED, losses=Losses(floor=exact("0.4"), ceiling=exact("0.6")))
amounts = st.fractions(min_value=0, max_value=3 * 10**6)


def facts(spent, **changes):
    known = {
        "BENCHMARK": "1000000", "SPENT": spent, "QUALITY": "0.9", "MET": "1",
        "LIVES": "7000", "MINIMUM": "0.05",
    }  # fmt: skip
    return Facts({code: exact(value) for code, value in (known | changes).items()})


@pytest.mark.parametrize(
    ("terms", "known", "pool"),
    [
        pytest.param(PLAIN, facts("980000"), "10000", id="on the minimum all of it is shared"),
        pytest.param(PLAIN, facts("980001"), "0", id="just below the minimum nothing is"),
        pytest.param(EXCESS, facts("980000"), "0", id="excess only: the minimum earns nothing"),
        pytest.param(EXCESS, facts("950000"), "15000", id="excess only: what goes beyond"),
        pytest.param(BY_SIZE, facts("970000"), "15000", id="7,000 lives need 3%"),
        pytest.param(BY_SIZE, facts("970000", LIVES="6999"), "0", id="fewer lives need more"),
        pytest.param(
            replace(PLAIN, minimum=exact("0"), minimum_of="MINIMUM"), facts("960000"), "0",
            id="a minimum that a measure gives",
        ),
        pytest.param(ONE_SIDED, facts("900000"), "44100", id="quality, then the holdback"),
        pytest.param(ONE_SIDED, facts("700000"), "100000", id="the cap after the holdback"),
        pytest.param(ONE_SIDED, facts("900000", MET="0"), "0", id="unmet quality shares nothing"),
        pytest.param(ONE_SIDED, facts("1100000"), "0", id="one-sided: a loss owes nothing"),
        pytest.param(TWO_SIDED, facts("1100000"), "-55000", id="55% is what a share of 45% leaves"),
        pytest.param(TWO_SIDED, facts("1100000", MET="0"), "-60000", id="unmet quality owes most"),
        pytest.param(TWO_SIDED, facts("1019999"), "0", id="a loss below the minimum owes nothing"),
        pytest.param(TWO_SIDED, facts("5", BENCHMARK="0"), "0", id="no benchmark, nothing shared"),
    ],
)  # fmt: skip
def test_the_pool_or_what_is_owed(terms, known, pool):
    assert fund(terms, known).amount == exact(pool)


def test_the_numbers_on_the_way_to_savings_are_kept():
    found = {each.result: each.value for each in fund(ONE_SIDED, facts("900000")).found}
    assert found == {
        "savings": exact("100000"), "savings_rate": exact("0.1"), "minimum_rate": exact("0.02"),
        "sharing_rate": exact("0.45"), "shared": exact("45000"),
    }  # fmt: skip


def test_the_numbers_on_the_way_to_a_loss_are_kept():
    found = {each.result: each.value for each in fund(TWO_SIDED, facts("1100000")).found}
    assert found == {
        "savings": exact("-100000"), "savings_rate": exact("-0.1"), "minimum_rate": exact("0.02"),
        "sharing_rate": exact("0.45"), "loss_rate": exact("0.55"), "shared": exact("-55000"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("spent", "because"),
    [
        (
            "900000",
            (
                "45% (50% × quality of 90%) of savings of $100,000.00,"
                " less a holdback of 2% of the amount"
            ),
        ),
        ("990000", "savings of 1% of the benchmark are below the minimum rate of 2%"),
        (
            "1100000",
            "55% (what the sharing rate leaves, 55%) of losses of $100,000.00, which is owed",
        ),
    ],
)
def test_the_words_say_what_was_shared_and_why(spent, because):
    assert fund(TWO_SIDED, facts(spent)).because == because


def test_the_sentence_is_what_the_statement_prints():
    assert sentence(TWO_SIDED) == (
        "50% of what SPENT is below BENCHMARK, times the quality (QUALITY);"
        " nothing unless the quality standard (MET) is met;"
        " once the savings are at least 2% of it, from the first dollar;"
        " 2% of the amount is held back; at most 10% of the benchmark;"
        " of a loss is owed what the sharing rate leaves, at least 40%, at most 60%"
    )
    assert "at least a share of it by LIVES (5,000 to 9,000: 4% to 2%" in sentence(BY_SIZE)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (replace(PLAIN, benchmark=""), "Name the measure that gives the benchmark."),
        (replace(PLAIN, rate=exact("0")), "The sharing rate must be more than 0%."),
        (
            replace(PLAIN, minimum_of="MINIMUM"),
            "Give the minimum rate once: fixed, by a measure, or by size.",
        ),
        (
            replace(BY_SIZE, bands=()),
            "A minimum rate by size needs the measure of the size and the bands.",
        ),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_words(terms, said):
    assert [fault.sentence for fault in faults(terms)] == [said]


def test_it_needs_every_measure_it_names():
    relieved = replace(TWO_SIDED, losses=Losses(relief_of="RELIEF"))
    assert needs(PLAIN) == ("BENCHMARK", "SPENT")
    assert needs(relieved) == ("BENCHMARK", "SPENT", "QUALITY", "MET")
    assert (takes(PLAIN), takes(relieved)) == ((), ("RELIEF",))
    assert [faults(terms) for terms in (PLAIN, EXCESS, BY_SIZE, ONE_SIDED, TWO_SIDED)] == [[]] * 5


@given(amounts, amounts)
def test_spending_more_never_earns_more(one, other):
    known = [replace(facts("0"), values={**facts("0").values, "SPENT": spent})
             for spent in sorted([one, other])]  # fmt: skip
    for terms in (PLAIN, EXCESS, ONE_SIDED, TWO_SIDED):
        assert fund(terms, known[1]).amount <= fund(terms, known[0]).amount


@given(amounts)
def test_a_one_sided_agreement_never_owes_and_a_cap_is_never_passed(spent):
    known = Facts({**facts("0").values, "SPENT": spent})
    assert 0 <= fund(ONE_SIDED, known).amount <= exact("100000")
