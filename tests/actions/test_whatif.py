"""What if: other figures are tried in an approved period, and whoever looks sees no more than before."""

from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from comanage.actions import approvals, settlements
from comanage.actions import whatif as act
from comanage.actions.estimates import estimate
from comanage.database import reading, transaction
from comanage.records.audit_entry import AuditEntry
from comanage.records.settlement import Settlement
from comanage.refusals import NotFound
from comanage.rules.figures import Figure
from comanage.rules.pool import FmvCap, PoolRules
from comanage.rules.settlement import settle
from comanage.rules.whatif import changed
from tests.actions.settling import PERIOD, approved, finalized, make_ready, without_layout
from tests.statements import ruled, samples

UNSCORED = {"a period that pays an advance", "a loss", "an advance of more than was earned"}
SCORED = [name for name in ruled.CASES if name not in UNSCORED]
FEWER = Figure(PERIOD, "", "readmit", numerator=Fraction(9), denominator=Fraction(451))


@pytest.fixture(autouse=True)
def _quick(engine, monkeypatch):
    del engine
    without_layout(monkeypatch)


def make(terms=samples.TERMS, figures=samples.FIGURES):
    with transaction() as session:
        made = make_ready(session, terms=terms, figures=figures)
    finalized(made)
    approved(made)
    return made


def of(made, actor, whose=""):
    with reading() as session:
        return act.of_result(session, actor, made.id, PERIOD, participant=whose)


def told(made, actor, *changes, whose=""):
    found, faults = estimate(of(made, actor, whose), changes)
    assert faults == []
    return found


def tried(subject, times):
    """Give another figure of a subject: so many times what it was."""
    figure = subject.figure
    if figure.numerator is not None:
        return replace(figure, value=None, numerator=Fraction(round(figure.numerator * times)))
    value = figure.value if figure.value is not None else Fraction(50)
    return replace(figure, value=Fraction(round(value * times)), absent="")


def sums(lines):
    """Add up before, after and difference of some lines."""
    return [
        sum(getattr(line, which).cents for line in lines)
        for which in ("before", "after", "difference")
    ]


def column(line):
    return [line.before.cents, line.after.cents, line.difference.cents]


@pytest.mark.parametrize("name", SCORED)
def test_every_column_adds_up_to_what_was_earned_whatever_is_tried(name):
    terms, figures, settled = ruled.settled(name)
    made = make(terms, figures)
    found = of(made, made.compliance)
    if not found.subjects:
        assert found.why_not
        return
    for times in (Fraction(0), Fraction(1, 2), Fraction(9, 10), Fraction(1)):
        changes = [tried(subject, times) for subject in found.subjects]
        held, faults = estimate(found, changes)
        assert faults == []
        assert sums(held.rows) == column(held.total)
        assert sums(held.shares) == column(held.total)
        assert held.total.before.cents == settled.earned
        again = settle(terms, changed(figures, changes), PERIOD)
        assert held.total.after.cents == again.earned


def test_what_it_stood_at_is_the_settlement_and_without_a_change_nothing_moves():
    made = make()
    held = told(made, made.administrator)
    with reading() as session:
        record = session.scalars(select(Settlement)).one()
    assert held.total.before == held.total.after
    assert held.total.before.cents == record.earned_cents
    assert held.sentences == ()
    assert not any(then.tried for then in held.measures.values())


def test_a_measure_says_its_result_its_level_and_its_dollars_then():
    made = make()
    then = told(made, made.leader, FEWER).measures["readmit"]
    assert (then.result, then.level, then.tried) == ("2.0%", "Maximum", True)
    assert then.line.difference.cents == then.line.after.cents - then.line.before.cents > 0


def test_nothing_is_stored_and_nothing_is_noted():
    made = make()
    with reading() as session:
        before = session.scalar(select(func.count(AuditEntry.id)))
        figures = session.scalars(select(Settlement.figures)).all()
    told(made, made.leader, FEWER)
    with reading() as session:
        assert session.scalar(select(func.count(AuditEntry.id))) == before
        assert session.scalars(select(Settlement.figures)).all() == figures


def test_a_leader_sees_the_own_share_and_no_other_line_of_the_division():
    made = make()
    for actor, code in ((made.leader, "GRANITE"), (made.other_leader, "COPPER")):
        held = told(made, actor, FEWER)
        assert [line.code for line in held.shares] == [code]
    every = [line.code for line in told(made, made.compliance, FEWER).shares]
    assert every == ["COPPER", "GRANITE"]


def test_a_stranger_finds_no_such_agreement():
    made = make()
    with pytest.raises(NotFound):
        of(made, made.stranger)


@pytest.mark.parametrize("whose", ["", "GRANITE", "COPPER", "nobody"])
def test_a_leader_of_a_group_with_an_own_score_tries_its_own_figures_alone(whose):
    made = make(ruled.OWN, (*samples.FIGURES, *ruled.EACH))
    found = of(made, made.leader, whose)
    assert (found.cards, found.whose) == ((("GRANITE", "Granite Fork Bone & Joint"),), "GRANITE")
    assert {subject.figure.participant for subject in found.subjects} == {"GRANITE"}
    assert {route.participant for route in found.gains} == {"GRANITE"}
    held, faults = estimate(found, [tried(found.subjects[0], Fraction(0))])
    assert faults == []
    assert (held.total, held.rows) == (None, ())
    assert [line.code for line in held.shares] == ["GRANITE"]
    assert {line.participant for line in held.card} == {"GRANITE"}
    assert all(sentence.startswith("Granite Fork") for sentence in held.sentences)


def test_an_own_score_is_estimated_as_the_settlement_would_be():
    terms, figures = ruled.OWN, (*samples.FIGURES, *ruled.EACH)
    made = make(terms, figures)
    found = of(made, made.leader)
    for subject in found.subjects:
        change = tried(subject, Fraction(1, 2))
        held, _ = estimate(found, [change])
        again = settle(terms, changed(figures, [change]), PERIOD).payout("GRANITE")
        assert held.shares[0].after.cents == again.earned
        assert held.cut_to is None


OTHERS = (  # the same results of the one group, and other results of the other
    ruled.EACH,
    (*ruled.EACH[: len(ruled.EACH) // 2], *ruled.own_results("COPPER", ssi="0.1", fcots="99")),
)
CAPPED = {
    "a share of the pool": {"pool": PoolRules(cap=Fraction(1, 2))},
    "dollars": {"pool": PoolRules(most=Fraction(200000))},
    "fair market value": {"fmv_cap": FmvCap(Fraction(200000), ())},
}


@pytest.mark.parametrize("capped", CAPPED.values(), ids=CAPPED)
def test_what_others_earn_never_shows_in_the_estimate_of_an_own_score(capped):
    """A cap over all groups cuts each by what all earn, and trying would find out how much."""
    seen, cut = [], []
    for others in OTHERS:
        terms, figures = replace(ruled.OWN, **capped), (*samples.FIGURES, *others)
        with transaction() as session:
            held = estimate_of_the_leader(session, terms, figures)
            session.rollback()
        seen.append((held.shares, held.card, held.measures, held.sentences))
        cut.append((held.cut_to, settle(terms, figures, PERIOD).payout("GRANITE").earned))
    assert seen[0] == seen[1]
    assert cut[0][0] == cut[0][1] != cut[1][0] == cut[1][1]


def estimate_of_the_leader(session, terms, figures):
    """Try another figure as the leader of a group, in an installation that is then undone."""
    made = make_ready(session, terms=terms, figures=figures)
    settlements.calculate(session, made.administrator, made.id, PERIOD)
    settlements.finalize(session, made.administrator, made.id, PERIOD, number=1)
    approvals.approve(session, made.approver, made.id, PERIOD, number=1)
    found = act.of_result(session, made.leader, made.id, PERIOD)
    return estimate(found, [tried(found.subjects[1], Fraction(1, 4))])[0]


@pytest.mark.parametrize(
    ("figure", "place", "sentence"),
    [
        (replace(FEWER, denominator=Fraction(0)), "denominator", "must be more than 0"),
        (replace(FEWER, numerator=Fraction(-1)), "numerator", "must not be negative"),
        (replace(FEWER, numerator=Fraction(452)), "numerator", "is more than the denominator"),
        (Figure(PERIOD, "", "protocols", Fraction(1, 2)), "value", "is not a whole number"),
    ],
    ids=["no denominator", "negative", "more than all", "half of one"],
)
def test_what_cannot_be_a_figure_is_said_at_its_column_and_nothing_is_estimated(
    figure, place, sentence
):
    made = make()
    held, faults = estimate(of(made, made.leader), [figure])
    assert held is None
    assert [fault.place for fault in faults] == [f"{figure.measure}, column {place}"]
    assert sentence in faults[0].sentence


@pytest.mark.parametrize("name", sorted(UNSCORED & set(ruled.CASES)))
def test_of_an_advance_and_of_a_loss_nothing_is_tried(name):
    terms, figures, settled = ruled.settled(name)
    made = make(terms, figures)
    found = of(made, made.compliance)
    advance = terms.periods[0].advance
    if advance or settled.earned < 0:
        assert (found.subjects, bool(found.why_not)) == ((), True)


def test_of_a_period_that_is_not_approved_nothing_is_tried():
    with transaction() as session:
        made = make_ready(session)
    finalized(made)
    found = of(made, made.administrator)
    assert (found.view.shown, found.subjects) == (None, ())
