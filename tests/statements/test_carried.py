"""What a statement carries comes back as it was, and holds nothing of others that is not theirs to know."""

from dataclasses import replace
from datetime import date

import pytest

from comanage.rules.settlement import settle
from comanage.rules.terms import Settles
from comanage.statements import carried
from comanage.statements.carried import WHOLE
from comanage.statements.contents import contents
from comanage.statements.course import Course, FigureChange, Since
from comanage.statements.verdicts.recalculated import recalculated
from tests.proof.comparison import as_values
from tests.proof.generator import agreement
from tests.statements import ruled, samples
from tests.statements.samples import MADE_BY, SALT, facts, held

DRAWN = [range(first, first + 10) for first in range(70_000, 70_120, 10)]


def drawn(seed):
    """Settle a drawn agreement: its terms, and the settlement with figures and payouts; or None."""
    drawn_terms, rows, period = agreement(seed)
    terms, figures = as_values(drawn_terms, rows)
    settlement = settle(terms, figures, period)
    if settlement.possible is None or terms.settles is Settles.PARTICIPANT:
        return None
    given = tuple(one for one in figures if one.period == period)
    return terms, (settlement, given, settlement.payouts)


def of_each(terms, settled):
    """Gather what the statements of a settlement carry: the agreement's first."""
    told = facts(**samples.named(terms, settled[0]))
    return [
        carried.carried(told, terms, settled, salt=SALT, made_by=MADE_BY, reader=reader)
        for reader in [WHOLE, *terms.codes()]
    ]


@pytest.mark.parametrize("seeds", DRAWN, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_what_is_carried_comes_back_and_is_calculated_again(seeds):
    seen = [found for seed in seeds if (found := drawn(seed))]
    assert seen
    for terms, settled in seen:
        for one in of_each(terms, settled):
            assert carried.read(carried.text(one)) == (one, [])
            assert recalculated(one).differs == ()


@pytest.mark.parametrize("seeds", DRAWN, ids=lambda seeds: f"{seeds[0]}-{seeds[-1]}")
def test_a_group_reads_the_same_whether_the_others_are_left_out_before_or_after(seeds):
    for terms, settled in (found for seed in seeds if (found := drawn(seed))):
        for one in of_each(terms, settled)[1:]:
            assert carried.told(one) == contents(
                terms, settled[0], one.reader, facts(**samples.named(terms, settled[0]))
            )


@pytest.mark.parametrize("name", ruled.CASES)
def test_a_group_carries_no_figure_payout_or_step_of_another(name):
    terms, figures, settlement = ruled.settled(name)
    settled = (settlement, figures, settlement.payouts)
    for one in of_each(terms, settled)[1:]:
        others = {*terms.codes()} - {one.reader}
        assert {figure.participant for figure in one.figures}.isdisjoint(others)
        assert {scored.participant for scored in one.settlement.scorecards}.isdisjoint(others)
        assert {payout.participant for payout in one.payouts} == {one.reader}
        assert {payout.participant for payout in one.settlement.payouts} == {one.reader}
        assert {step.participant for step in one.settlement.steps}.isdisjoint(others)
        paid = {step.code for step in one.settlement.steps if step.scope == "payout"}
        assert paid <= {one.reader}
        assert one.salt == ""


def test_where_each_earns_by_its_own_score_the_sum_of_all_is_left_out():
    terms, figures, settlement = ruled.settled("own scores")
    whole, *groups = of_each(terms, (settlement, figures, settlement.payouts))
    (granite,) = (one for one in groups if one.reader == "GRANITE")
    other = settlement.payout("COPPER").payable
    assert whole.settlement.earned - granite.payout.payable == other
    assert granite.settlement.earned - granite.payout.payable != other
    assert "what all participants earned" in carried.text(whole)
    assert "what all participants earned" not in carried.text(granite)


def test_all_statements_of_a_settlement_name_the_same_division():
    settlement = settle(samples.TERMS, samples.FIGURES, "2027-Q1")
    every = of_each(samples.TERMS, (settlement, samples.FIGURES, settlement.payouts))
    assert len({one.divided for one in every}) == 1
    assert every[0].divided == carried.divided(SALT, settlement.payouts)
    changed = replace(settlement.payouts[0], payable=settlement.payouts[0].payable + 1)
    assert every[0].divided != carried.divided(SALT, (changed, *settlement.payouts[1:]))
    assert every[0].divided != carried.divided("00" * 32, settlement.payouts)


def more(payouts, **changed):
    """Change the first of some payouts."""
    return (replace(payouts[0], **changed), *payouts[1:])


CHANGED = {
    "a figure": lambda one: replace(
        one, figures=(replace(one.figures[0], numerator=one.figures[0].numerator + 1),
                      *one.figures[1:])),
    "a term": lambda one: replace(
        one, terms=replace(one.terms, funding=replace(one.terms.funding, amount=400_001))),
    "what was earned": lambda one: replace(
        one, settlement=replace(one.settlement, earned=one.settlement.earned + 1)),
    "a step": lambda one: replace(
        one, settlement=replace(one.settlement, steps=(
            replace(one.settlement.steps[0], value=one.settlement.steps[0].value + 1),
            *one.settlement.steps[1:]))),
    "a number in a reason": lambda one: replace(
        one, settlement=replace(one.settlement, steps=(
            replace(one.settlement.steps[0], because="5 of 486"), *one.settlement.steps[1:]))),
    "what the settlement pays": lambda one: replace(
        one, settlement=replace(one.settlement, payouts=more(one.settlement.payouts, payable=1))),
    "what is paid": lambda one: replace(one, payouts=more(one.payouts, payable=1)),
    "a share": lambda one: replace(one, payouts=more(one.payouts, share=1)),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGED)
@pytest.mark.parametrize("reader", [WHOLE, "GRANITE"])
def test_one_changed_number_comes_out_differently(what, reader):
    assert recalculated(held(group=reader)).differs == ()
    assert recalculated(CHANGED[what](held(group=reader))).differs


def test_a_division_that_does_not_fit_its_hash_comes_out_differently():
    assert recalculated(replace(held(group=WHOLE), divided="0" * 64)).differs
    assert recalculated(replace(held(group=WHOLE), salt="00" * 32)).differs


def test_where_the_division_goes_by_hours_only_what_comes_before_is_calculated():
    name = next(each for each in ruled.CASES if "accepted hours" in each)
    terms, figures, settlement = ruled.settled(name)
    whole, *groups = of_each(terms, (settlement, figures, settlement.payouts))
    assert not recalculated(whole).up_to_division
    assert all(recalculated(one).up_to_division for one in groups)
    changed = replace(
        groups[0], settlement=replace(groups[0].settlement, earned=groups[0].settlement.earned + 1)
    )
    assert recalculated(changed).differs


def test_a_period_or_a_group_that_the_terms_do_not_know_is_named():
    for changed in ({"reader": "NOBODY"}, {"settlement": replace(held().settlement, period="X")}):
        (sentence,) = recalculated(replace(held(), **changed)).differs
        assert "know no period" in sentence


def small(code, numerator, denominator):
    """Give the figures of the sample, one of them with other counts."""
    return tuple(
        samples.counted(code, numerator, denominator) if one.measure == code else one
        for one in samples.FIGURES
    )


@pytest.mark.trust("H5")
@pytest.mark.parametrize("counts", [(4, 486), (480, 486), (0, 486), (3, 9)])
def test_a_group_carries_no_small_count_and_the_agreement_does(counts):
    figures = small("ssi", *counts)
    settlement = settle(samples.TERMS, figures, "2027-Q1")
    settled = (settlement, figures, settlement.payouts)
    whole, granite = (
        carried.carried(
            facts(**samples.named(samples.TERMS, settlement)),
            samples.TERMS,
            settled,
            salt=SALT,
            made_by=MADE_BY,
            reader=reader,
            least=11,
        )
        for reader in (WHOLE, "GRANITE")
    )
    told = f"{counts[0]} of {counts[1]}"
    assert told in carried.text(whole)
    assert told not in carried.text(granite)
    assert f'"numerator":"{counts[0]}"' not in carried.text(granite)
    assert ("", "ssi") in granite.withheld
    assert recalculated(granite).differs == ()
    assert granite.payouts == (settlement.payout("GRANITE"),)
    (line,) = (one for one in carried.told(granite).sheet.measures if one.measure.code == "ssi")
    assert line.counts == "fewer than 11"


@pytest.mark.trust("H5")
def test_a_count_of_before_that_is_small_is_left_out_too():
    before = FigureChange("", "Infections", "0.82% (4 of 486), target", "5% (20 of 400), none")
    since = Since(
        "ORTHO/2026-Q4/1", "2026-Q4", date(2027, 1, 20), False, 2, 1, 1, figures=(before,)
    )
    told = facts(course=Course(since=since))
    settlement = settle(samples.TERMS, samples.FIGURES, "2027-Q1")
    settled = (settlement, samples.FIGURES, settlement.payouts)
    one = carried.carried(
        told, samples.TERMS, settled, salt=SALT, made_by=MADE_BY, reader="GRANITE", least=11
    )
    (change,) = one.facts.course.since.figures
    assert (change.before, change.after) == ("0.82%, target", "5% (20 of 400), none")
