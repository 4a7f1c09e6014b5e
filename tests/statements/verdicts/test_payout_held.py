"""A group's payout is held to what its statement carries, also where the others' figures divide it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from comanage.rules.numbers import exact, to_cents
from comanage.rules.terms import Settles
from comanage.rules.trace import Scope
from comanage.statements import carried, pdf
from comanage.statements.verdicts.recalculated import recalculated
from comanage.statements.verdicts.verdict import Finding
from comanage.statements.verdicts.verify import verify
from tests.statements import looks, ruled, samples
from tests.statements.twins.agreements import drawn, worked

GROUPS = ("GRANITE", "COPPER")
HOURS = "accepted hours, and a group that was not there"
BY_OTHERS = [
    "an advance that is set off", "an advance of more than was earned", HOURS, "own scores",
    "a blend of own score and line score", "own scores with a cap",
    "own scores with a gate of the pool",
]  # fmt: skip
MORE = 95_000_000  # cents, more than any pool of the cases holds


def of_group(one, code):
    """Gather what a group's statement of a drawn agreement carries."""
    told = samples.facts(**samples.named(one.terms, one.settlement))
    settled = (one.settlement, one.figures, one.settlement.payouts)
    return carried.carried(
        told, one.terms, settled, salt=samples.SALT, made_by=samples.MADE_BY, reader=code
    )


def with_payout(held, **changed):
    """Write a payout anew, in what is paid and in the settlement."""
    paid = replace(held.payout, **changed)
    return replace(held, payouts=(paid,), settlement=replace(held.settlement, payouts=(paid,)))


def with_step(held, result, by):
    """Add to the last own step of a result, and to all that follows from it, as a forger would."""
    own = [one for one in held.settlement.steps if one.scope is Scope.PAYOUT]
    at = max(place for place, one in enumerate(own) if one.result == result)
    raised = {own[at].number} | {
        one.number for one in own[at:] if one.result in {"after_rules", "capped", "payable"}
    }
    steps = tuple(
        replace(one, value=one.value + by, exact=None if one.exact is None else one.exact + by)
        if one.number in raised
        else one
        for one in held.settlement.steps
    )
    more = replace(held, settlement=replace(held.settlement, steps=steps))
    return with_payout(more, payable=held.payout.payable + to_cents(by), recover=0)


@pytest.mark.trust("F5")
@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", ruled.CASES)
def test_a_payout_that_was_written_larger_is_found_alone_and_with_the_settlements(name, group):
    held = looks.of_case(name, group)
    assert recalculated(held).differs == ()
    paid = replace(held.payout, payable=MORE, recover=0)
    assert recalculated(replace(held, payouts=(paid,))).differs
    assert recalculated(with_payout(held, payable=MORE, recover=0)).differs


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", BY_OTHERS)
def test_a_payout_with_all_its_steps_written_larger_is_found(name, group):
    held = looks.of_case(name, group)
    assert recalculated(held).up_to_division
    results = {one.result for one in held.settlement.steps if one.scope is Scope.PAYOUT}
    for result in sorted(results & {"earned", "payable", "after_rules"}):
        assert recalculated(with_step(held, result, Fraction(1))).differs, result


@pytest.mark.parametrize("name", BY_OTHERS)
def test_another_engine_in_the_data_lets_no_forged_step_through(name):
    forged = with_step(looks.of_case(name, "GRANITE"), "earned", Fraction(1))
    other = replace(forged, settlement=replace(forged.settlement, engine=1))
    assert recalculated(other).differs


def test_a_payout_that_its_steps_do_not_come_to_is_told_in_words():
    forged = with_payout(looks.of_case("own scores", "GRANITE"), payable=MORE)
    said = (
        "Granite Fork Bone & Joint is paid $950,000.00, which the steps beside it do not come to."
    )
    assert recalculated(forged).differs[-1] == f"The settlement says that {said}"


@pytest.mark.parametrize("name", [each for each in BY_OTHERS if each != HOURS])
def test_a_share_that_the_terms_state_cannot_be_another(name):
    held = looks.of_case(name, "GRANITE")
    steps = tuple(
        replace(one, value=exact("0.9"))
        if (one.scope, one.result) == (Scope.PAYOUT, "share")
        else one
        for one in held.settlement.steps
    )
    forged = replace(held, settlement=replace(held.settlement, steps=steps))
    (first, *_) = recalculated(with_payout(forged, share=exact("0.9"))).differs
    assert first.startswith("GRANITE share: 0.9, not ")


@pytest.mark.parametrize("share", ["1.5", "-0.5"])
def test_a_share_that_goes_by_the_others_hours_is_one_from_none_to_all(share):
    held = looks.of_case(HOURS, "GRANITE")
    steps = tuple(
        replace(one, value=exact(share))
        if (one.scope, one.result) == (Scope.PAYOUT, "share")
        else one
        for one in held.settlement.steps
    )
    forged = replace(held, settlement=replace(held.settlement, steps=steps))
    assert f"GRANITE share: {share}, not a share from 0 to 1" in recalculated(forged).differs


@pytest.mark.parametrize("name", BY_OTHERS)
def test_no_step_of_a_groups_trace_can_go_by_another_than_it_does(name):
    held = looks.of_case(name, "GRANITE")
    steps = held.settlement.steps
    places = {one.number: place for place, one in enumerate(steps)}
    pointed = [(place, one) for place, one in enumerate(steps) if set(one.uses) & set(places)]
    assert pointed
    for place, one in pointed:
        at = next(at for at, each in enumerate(one.uses) if each in places)
        other = steps[(places[one.uses[at]] + 1) % len(steps)]
        uses = (*one.uses[:at], other.number, *one.uses[at + 1 :])
        forged = (*steps[:place], replace(one, uses=uses), *steps[place + 1 :])
        made = replace(held, settlement=replace(held.settlement, steps=forged))
        assert recalculated(made).differs, (one.code, one.result)


def test_a_step_that_goes_by_another_is_told_by_name():
    held = looks.of_case("own scores", "GRANITE")
    steps = list(held.settlement.steps)
    at = next(place for place, one in enumerate(steps) if one.uses)
    steps[at] = replace(steps[at], uses=(steps[-1].number, *steps[at].uses[1:]))
    forged = replace(held, settlement=replace(held.settlement, steps=tuple(steps)))
    assert recalculated(forged).differs == (
        "2027-Q1 steps 13 uses: it goes by a step that is not carried, not by measure ssi value.",
    )


@pytest.mark.parametrize("change", ["left out", "of another group", "twice", "goes by nothing"])
def test_the_steps_to_a_payout_are_those_that_the_terms_lead_to(change):
    held = looks.of_case("own scores", "GRANITE")
    steps = list(held.settlement.steps)
    at = next(
        place
        for place, one in enumerate(steps)
        if (one.scope, one.result) == (Scope.PAYOUT, "maximum")
    )
    if change == "left out":
        del steps[at]
    elif change == "of another group":
        steps[at] = replace(steps[at], code="COPPER")
    elif change == "twice":
        steps.insert(at, steps[at])
    else:
        steps[at] = replace(steps[at], uses=(9_999, *steps[at].uses[1:]))
    forged = replace(held, settlement=replace(held.settlement, steps=tuple(steps)))
    assert recalculated(forged).differs


def test_what_another_group_is_paid_has_no_place_in_a_groups_statement():
    held = looks.of_case("own scores", "GRANITE")
    other = replace(held.payout, participant="COPPER")
    (first, *_) = recalculated(replace(held, payouts=(*held.payouts, other))).differs
    assert (
        first == "It says what Copper Lantern Surgeons is paid, which is not whose statement it is."
    )


@pytest.mark.parametrize("first", [*range(400, 540, 20), *range(1_000, 1_060, 20)])
def test_no_group_of_a_drawn_agreement_is_suspected_and_no_larger_payout_gets_through(first):
    seen = 0
    for one in drawn(20, first):
        if one.terms.settles is Settles.PARTICIPANT or one.settlement.possible is None:
            continue
        for code in one.terms.codes():
            held = of_group(one, code)
            assert recalculated(held).differs == (), (one.name, code)
            paid = held.payout
            if paid is not None:
                seen += 1
                forged = with_payout(held, payable=paid.payable + 10_000, recover=0)
                assert recalculated(forged).differs, (one.name, code)
    assert seen


def test_no_group_of_a_worked_case_is_suspected():
    for one in worked():
        for code in one.terms.codes() if one.terms.settles is Settles.AGREEMENT else ():
            assert recalculated(of_group(one, code)).differs == (), (one.name, code)


NAMED = {
    "the base fee": lambda held: replace(
        held, terms=replace(held.terms, base_fee=Fraction(900_000))),
    "a name": lambda held: replace(
        held, terms=replace(held.terms, domains=(
            replace(held.terms.domains[0], name="Hygiene"), *held.terms.domains[1:]))),
    "the hash of the terms": lambda held: replace(
        held, facts=replace(held.facts, scorecard_hash="0" * 64)),
}  # fmt: skip


@pytest.mark.parametrize("reader", ["", *GROUPS])
@pytest.mark.parametrize("what", NAMED)
def test_terms_that_are_not_those_of_the_scorecard_that_it_names_are_found(what, reader):
    forged = NAMED[what](samples.held(group=reader))
    verdict = verify(pdf.write(forged))
    assert verdict.finding is Finding.ALTERED
    assert verdict.differs.startswith("The terms that it carries ")


def test_a_settlement_that_is_not_the_one_it_names_is_found():
    held = samples.held(group="")
    verdict = verify(pdf.write(replace(held, facts=replace(held.facts, document_hash="0" * 64))))
    assert verdict.finding is Finding.ALTERED
    assert verdict.differs.startswith("The settlement that it carries has the SHA-256 ")


BROKEN = {
    "a share of nobody": lambda held: replace(
        held, terms=replace(held.terms, allocation=replace(
            held.terms.allocation, shares=(
                replace(held.terms.allocation.shares[0], participant="GRANITEx"),
                *held.terms.allocation.shares[1:])))),
    "weights beyond the whole": lambda held: replace(
        held, terms=replace(held.terms, domains=(
            replace(held.terms.domains[0], weight=Fraction(14, 10)), *held.terms.domains[1:]))),
    "no maximum": lambda held: replace(held, payouts=(replace(held.payout, maximum=None),)),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_data_that_contradict_themselves_get_a_verdict_and_no_traceback(what):
    forged = BROKEN[what](looks.of_case("own scores", "GRANITE"))
    told = replace(
        forged.facts,
        scorecard_hash=samples.named(forged.terms, forged.settlement)["scorecard_hash"],
    )
    assert recalculated(replace(forged, facts=told)).differs


def test_whatever_ends_the_calculation_or_the_layout_is_a_verdict(monkeypatch):
    content = pdf.write(samples.held())
    with monkeypatch.context() as broken:
        broken.setattr("comanage.statements.verdicts.recalculated.settle", lambda *_: {}["nothing"])
        verdict = verify(content)
        assert verdict.finding is Finding.ALTERED
        assert verdict.differs == "It cannot be calculated again: KeyError 'nothing'"
    monkeypatch.setattr(pdf, "write", lambda _: 1 + None)
    assert verify(content).finding is Finding.ALTERED
